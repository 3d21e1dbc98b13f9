"""Answers computed from fields: counts, lists, sums, means, extremes and groups.

Every figure comes with its conditions in words, the documents behind it and those that lack the field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from corpus.access import Caller
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Document, InitiativeFields, Language, json_number, slugify
from corpus.text import format_money, mark, mark_plural, translate, translate_plural
from retrieval.answering.answer import Figures, GroupCount, Outcome, Unknown
from retrieval.answering.citations import Bibliography
from retrieval.answering.quoting import without_markup
from retrieval.answering.wording import (
    describe_filters,
    field_label,
    group_label,
    number_text,
    value_text,
)
from retrieval.catalogue.catalogue import Catalogue
from retrieval.query.figures import FigureQuestion
from retrieval.search.links import Links

LISTED = 10  # documents shown and cited; the figure names all of them
_GROUPS_SHOWN = 12
_MONEY = frozenset({"budget_eur", "subsidy_eur"})


@dataclass(frozen=True)
class Computed:
    """A computed answer before it is wrapped: outcome, text, figures, citations, documents."""

    outcome: Outcome
    text: str
    figures: Figures
    bibliography: Bibliography
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class _Subject:
    """What a computation runs over."""

    question: FigureQuestion
    documents: list[Document]
    unknown: Unknown | None
    language: Language
    links: Links
    catalogue: Catalogue
    caller: Caller
    terms: dict[str, dict[str, tuple[str, ...]]]


def compute(
    question: FigureQuestion, catalogue: Catalogue, caller: Caller, language: Language, links: Links
) -> Computed:
    """Run the computation over what the caller may read."""
    matching = catalogue.matching(question.filters, caller)
    subject = _Subject(
        question,
        matching,
        _lacking_filtered_field(question.filters, catalogue, caller),
        language,
        links,
        catalogue,
        caller,
        catalogue.terms([document.id for document in matching], caller),
    )
    run: dict[str, Callable[[_Subject], Computed]] = {
        "count": _count,
        "list": _list,
        "sum": _total,
        "mean": _total,
        "min": _extreme,
        "max": _extreme,
        "group": _group,
    }
    return run[question.operation](subject)


# -- counts and lists -----------------------------------------------------------------------------


def _count(subject: _Subject) -> Computed:
    if subject.question.unit == "municipality":
        return _municipalities(subject)
    count = len(subject.documents)
    text = _counted(subject, count)
    return _listed(subject, text, "count", count, subject.documents, Outcome.ANSWERED)


def _list(subject: _Subject) -> Computed:
    if subject.question.unit == "municipality":
        return _municipalities(subject)
    count = len(subject.documents)
    outcome = Outcome.ANSWERED if count else Outcome.NO_EVIDENCE
    return _listed(subject, _counted(subject, count), "list", count, subject.documents, outcome)


def _municipalities(subject: _Subject) -> Computed:
    """Distinct municipalities of the matching fiches, each with its number of fiches."""
    groups = _grouped(subject, "municipality")
    text = translate_plural(
        subject.language,
        "**{count} commune** est concernée",
        "**{count} communes** sont concernées",
        len(groups),
    ) + _conditions(subject)
    names = [f"- {group.label} ({number_text(group.count, subject.language)})" for group in groups]
    text = "\n".join([text, "", *names]) if names else text
    lists = subject.question.operation == "list"
    outcome = Outcome.NO_EVIDENCE if lists and not groups else Outcome.ANSWERED
    figures = _figures(subject, "list" if lists else "count", len(groups), subject.documents)
    figures = figures.model_copy(update={"unit": "municipalities"})
    return _cited(subject, outcome, text, figures, subject.documents)


def _counted(subject: _Subject, count: int) -> str:
    one, many = _NOUNS[subject.question.filters.kind[0] if subject.question.filters.kind else "initiative"]
    return translate_plural(subject.language, one, many, count) + _conditions(subject)


_NOUNS = {
    "initiative": mark_plural("**{count} initiative** correspond", "**{count} initiatives** correspondent"),
    "practice": mark_plural(
        "**{count} fiche pratique** correspond", "**{count} fiches pratiques** correspondent"
    ),
    "regulation": mark_plural(
        "**{count} fiche de loi** correspond", "**{count} fiches de loi** correspondent"
    ),
    "file": mark_plural("**{count} document** correspond", "**{count} documents** correspondent"),
}


# -- sums, means, extremes ------------------------------------------------------------------------


def _total(subject: _Subject) -> Computed:
    field = subject.question.field or "budget_eur"
    known, lacking = _split(subject.documents, field)
    amounts = [_number(document, field) for document in known]
    operation = subject.question.operation
    if not amounts:
        return _nothing_known(subject, field, lacking)
    total = sum(amounts, Decimal(0))
    value = total if operation == "sum" else _mean(total, len(amounts), field)
    said = _said(field, value, subject.language)
    message = (
        mark("**{value}** au total pour le champ « {field} », calculé sur {number} fiches où il est connu")
        if operation == "sum"
        else mark(
            "**{value}** en moyenne pour le champ « {field} », calculée sur {number} fiches où il est connu"
        )
    )
    text = translate(
        subject.language,
        message,
        value=said,
        field=field_label(field, subject.language),
        number=number_text(len(known), subject.language),
    ) + _conditions(subject)
    ordered = sorted(known, key=lambda document: (-_number(document, field), document.id))
    return _with_values(subject, text, operation, value, field, ordered, known, lacking)


def _extreme(subject: _Subject) -> Computed:
    field = subject.question.field or "budget_eur"
    known, lacking = _split(subject.documents, field)
    if not known:
        return _nothing_known(subject, field, lacking)
    choose = max if subject.question.operation == "max" else min
    value = choose(_number(document, field) for document in known)
    holders = [document for document in known if _number(document, field) == value]
    names = " · ".join(
        f"**{without_markup(document.title.get(subject.language))}**" for document in holders[:LISTED]
    )
    message = (
        mark(
            "{names} : {value}, la valeur la plus haute du champ « {field} » parmi {number} fiches où il est connu"
        )
        if subject.question.operation == "max"
        else mark(
            "{names} : {value}, la valeur la plus basse du champ « {field} » parmi {number} fiches où il est connu"
        )
    )
    text = translate(
        subject.language,
        message,
        names=names,
        value=_said(field, value, subject.language),
        field=field_label(field, subject.language),
        number=number_text(len(known), subject.language),
    ) + _conditions(subject)
    return _with_values(subject, text, subject.question.operation, value, field, holders, holders, lacking)


def _mean(total: Decimal, count: int, field: str) -> Decimal:
    step = Decimal("0.01") if field in _MONEY else Decimal("0.1")
    return (total / count).quantize(step, ROUND_HALF_UP)


def _nothing_known(subject: _Subject, field: str, lacking: Sequence[Document]) -> Computed:
    text = translate(
        subject.language,
        "Aucune des {number} fiches qui correspondent n'indique le champ « {field} »",
        number=number_text(len(lacking), subject.language),
        field=field_label(field, subject.language),
    ) + _conditions(subject)
    figures = _figures(subject, subject.question.operation, None, [], field=field, lacking=lacking)
    return _cited(subject, Outcome.NO_EVIDENCE, text, figures, [])


def _with_values(
    subject: _Subject,
    text: str,
    operation: str,
    value: Decimal,
    field: str,
    shown: Sequence[Document],
    computed_over: Sequence[Document],
    lacking: Sequence[Document],
) -> Computed:
    bibliography = Bibliography(subject.links, subject.language)
    lines = []
    passages = subject.catalogue.passages([document.id for document in shown[:LISTED]], subject.caller)
    for document in shown[:LISTED]:
        number = _number(document, field)
        number_of = bibliography.cite_best(document, passages[document.id], [str(json_number(number))])
        title = without_markup(document.title.get(subject.language))
        lines.append(f"- {title} · {_said(field, number, subject.language)} [{number_of}]")
    lines += _and_others(len(shown), subject.language)
    lines += _lacking_line(len(lacking), field, subject.language)
    figures = _figures(subject, operation, json_number(value), computed_over, field=field, lacking=lacking)
    return Computed(
        Outcome.ANSWERED, "\n".join([text, "", *lines]), figures, bibliography, tuple(shown[:LISTED])
    )


# -- groups ---------------------------------------------------------------------------------------


def _group(subject: _Subject) -> Computed:
    name = subject.question.group_by or "domain"
    asked = getattr(subject.question.filters, name, ())
    groups = [group for group in _grouped(subject, name) if not asked or group.value in asked]
    lacking = [document for document in subject.documents if not _group_values(subject, document, name)]
    total = number_text(len(subject.documents), subject.language)
    heading = translate(
        subject.language,
        "Répartition de {total} fiches par {group}",
        total=total,
        group=group_label(name, subject.language),
    ) + _conditions(subject)
    rows = [
        f"- {group.label}{_colon(subject.language)} **{number_text(group.count, subject.language)}**"
        for group in groups[:_GROUPS_SHOWN]
    ]
    rows += _and_others(len(groups), subject.language, shown=_GROUPS_SHOWN)
    rows += _lacking_line(len(lacking), name, subject.language)
    if name in {"domain", "technology", "service", "municipality", "province", "programme"}:
        rows += [
            "",
            translate(
                subject.language, "Une fiche qui porte plusieurs valeurs compte une fois pour chacune."
            ),
        ]
    figures = _figures(subject, "group", tuple(groups), subject.documents, field=name, lacking=lacking)
    outcome = Outcome.ANSWERED if subject.documents else Outcome.NO_EVIDENCE
    return _cited(subject, outcome, "\n".join([heading, "", *rows]), figures, subject.documents)


def _grouped(subject: _Subject, name: str) -> list[GroupCount]:
    counts: dict[str, int] = {}
    for document in subject.documents:
        for value in _group_values(subject, document, name):
            counts[value] = counts.get(value, 0) + 1
    groups = [
        GroupCount(value=value, label=_group_text(name, value, subject.language), count=count)
        for value, count in counts.items()
    ]
    return sorted(groups, key=lambda group: (-group.count, group.value))


def _group_values(subject: _Subject, document: Document, name: str) -> tuple[str, ...]:
    if name == "start_year":
        year = document.initiative.start_year if document.initiative else None
        return (str(year),) if year is not None else ()
    if name in _RECORDED and document.initiative:
        return tuple(dict.fromkeys(slugify(word) for word in _recorded(document.initiative, name)))
    return subject.terms.get(document.id, {}).get(
        name, ()
    )  # "unknown" is a value of status and personal data


# Counted by the words of the records, which our terms put together only for searching.
_RECORDED = frozenset({"technology", "service", "programme"})


def _recorded(fiche: InitiativeFields, name: str) -> tuple[str, ...]:
    if name == "technology":
        return fiche.technologies or ()
    if name == "service":
        return fiche.municipal_services or ()
    return (fiche.funding_programme,) if fiche.funding_programme else ()


def _group_text(name: str, value: str, language: Language) -> str:
    return value if name == "start_year" else value_label(name, value, language)


# -- shared parts ---------------------------------------------------------------------------------


def _listed(
    subject: _Subject, text: str, operation: str, value: int, documents: Sequence[Document], outcome: Outcome
) -> Computed:
    """The figure, then the first documents, each with its citation."""
    bibliography = Bibliography(subject.links, subject.language)
    shown = sorted(documents, key=_by_year)[:LISTED]
    passages = subject.catalogue.passages([document.id for document in shown], subject.caller)
    lines = []
    for document in shown:
        number = bibliography.cite_best(document, passages[document.id], [])
        lines.append(f"- {_described(document, subject.language)} [{number}]")
    lines += _and_others(len(documents), subject.language)
    lines += _unknown_line(subject)
    figures = _figures(subject, operation, value, documents)
    whole = "\n".join([text, "", *lines]) if lines else text
    return Computed(outcome, whole, figures, bibliography, tuple(shown))


def _cited(
    subject: _Subject, outcome: Outcome, text: str, figures: Figures, documents: Sequence[Document]
) -> Computed:
    """A text that stands on many documents: the first ones are cited beside it."""
    bibliography = Bibliography(subject.links, subject.language)
    shown = sorted(documents, key=_by_year)[:3]
    passages = subject.catalogue.passages([document.id for document in shown], subject.caller)
    marks = [f"[{bibliography.cite_best(document, passages[document.id], [])}]" for document in shown]
    if marks:
        text += "\n\n" + translate(subject.language, "Par exemple :") + " " + " ".join(marks)
    return Computed(outcome, text, figures, bibliography, tuple(shown))


def _described(document: Document, language: Language) -> str:
    parts = [without_markup(document.title.get(language))]
    if fiche := document.initiative:
        if fiche.status:
            parts.append(value_text("status", _status_slug(fiche.status), language))
        if fiche.start_year:
            parts.append(str(fiche.start_year))
    return " · ".join(parts)


def _status_slug(recorded: str) -> str:
    from corpus.taxonomy import Taxonomy

    return next(iter(Taxonomy.load().normalise("status", recorded)), "unknown")


def _by_year(document: Document) -> tuple[int, str]:
    fiche = document.initiative
    return (-(fiche.start_year or 0) if fiche else 0), document.id


def _conditions(subject: _Subject) -> str:
    said = describe_filters(subject.question.filters, subject.language)
    return f" ({' · '.join(said)})." if said else "."


def _colon(language: Language) -> str:
    return "\u00a0:" if language == "fr" else ":"


def _and_others(total: int, language: Language, *, shown: int = LISTED) -> list[str]:
    if total <= shown:
        return []
    return [translate_plural(language, "- … et {count} autre", "- … et {count} autres", total - shown)]


def _lacking_line(count: int, field: str, language: Language) -> list[str]:
    if not count:
        return []
    return [
        "",
        translate_plural(
            language,
            "{count} autre fiche correspond sans indiquer le champ « {field} » : elle n'est pas comptée.",
            "{count} autres fiches correspondent sans indiquer le champ « {field} » : elles ne sont pas comptées.",
            count,
            field=field_label(field, language)
            if field.endswith(("_eur", "_year"))
            else group_label(field, language),
        ),
    ]


def _unknown_line(subject: _Subject) -> list[str]:
    if subject.unknown is None:
        return []
    return _lacking_line(subject.unknown.count, subject.unknown.field, subject.language)


def _figures(
    subject: _Subject,
    operation: str,
    value: object,
    documents: Sequence[Document],
    *,
    field: str | None = None,
    lacking: Sequence[Document] | None = None,
) -> Figures:
    unknown = subject.unknown
    if lacking is not None and field is not None:
        unknown = Unknown(
            field=field, count=len(lacking), document_ids=tuple(document.id for document in lacking)
        )
    return Figures(
        operation=operation,
        value=value,
        unit="EUR" if field in _MONEY else None,
        field=field,
        filters=subject.question.filters,
        document_ids=tuple(document.id for document in documents),
        unknown=unknown,
    )


def _lacking_filtered_field(filters: Filters, catalogue: Catalogue, caller: Caller) -> Unknown | None:
    """Documents that meet every condition but one on a year or an amount, which they leave unknown."""
    for field, names in (
        ("start_year", ("year_from", "year_to")),
        ("budget_eur", ("budget_min", "budget_max")),
        ("subsidy_eur", ("subsidy_min", "subsidy_max")),
    ):
        if any(getattr(filters, name) is not None for name in names):
            lacking = filters.without(*names).merged(Filters(missing=(field,)))
            ids = sorted(catalogue.select(lacking, caller))
            return Unknown(field=field, count=len(ids), document_ids=tuple(ids))
    return None


def _split(documents: Sequence[Document], field: str) -> tuple[list[Document], list[Document]]:
    known = [document for document in documents if getattr(document.fields, field, None) is not None]
    lacking = [document for document in documents if getattr(document.fields, field, None) is None]
    return known, lacking


def _number(document: Document, field: str) -> Decimal:
    return Decimal(str(getattr(document.fields, field)))


def _said(field: str, value: Decimal, language: Language) -> str:
    if field in _MONEY:
        return format_money(value, language)
    return str(json_number(value))
