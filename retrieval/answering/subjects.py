"""What a computation runs over, and what every computed answer shows: its list, its conditions, its unknowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from corpus.access import Caller
from corpus.filters import AMOUNTS, YEARS, Filters
from corpus.models import Document, Language, json_number
from corpus.taxonomy import Taxonomy
from corpus.text import format_money, translate, translate_plural
from retrieval.answering.answer import Figures, Outcome, Unknown
from retrieval.answering.citations import Bibliography
from retrieval.answering.quoting import without_markup
from retrieval.answering.reservations import repeal_label
from retrieval.answering.wording import describe_filters, field_label, group_label, value_text
from retrieval.catalogue.catalogue import Catalogue
from retrieval.query.figures import FigureQuestion
from retrieval.search.links import Links

LISTED = 10  # documents shown and cited; the figure names all of them
MONEY = frozenset({"budget_eur", "subsidy_eur"})


@dataclass(frozen=True)
class Computed:
    """A computed answer before it is wrapped: outcome, text, figures, citations, documents."""

    outcome: Outcome
    text: str
    figures: Figures
    bibliography: Bibliography
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Subject:
    """What a computation runs over."""

    question: FigureQuestion
    documents: list[Document]
    unknown: Unknown | None
    language: Language
    links: Links
    catalogue: Catalogue
    caller: Caller

    @cached_property
    def terms(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """The normalised terms of each document; read when asked for, since only groups need them."""
        return self.catalogue.terms([document.id for document in self.documents], self.caller)


def listed(
    subject: Subject, text: str, operation: str, value: int, documents: Sequence[Document], outcome: Outcome
) -> Computed:
    """The figure, then the first documents, each with its citation."""
    bibliography = Bibliography(subject.links, subject.language)
    shown = sorted(documents, key=by_year)[:LISTED]
    passages = subject.catalogue.passages([document.id for document in shown], subject.caller)
    lines = []
    for document in shown:
        number = bibliography.cite_best(document, passages[document.id], [])
        lines.append(f"- {_described(document, subject.language)} [{number}]")
    lines += and_others(len(documents), subject.language)
    lines += _unknown_line(subject)
    figures = figures_of(subject, operation, value, documents)
    whole = "\n".join([text, "", *lines]) if lines else text
    return Computed(outcome, whole, figures, bibliography, tuple(shown))


def cited(
    subject: Subject, outcome: Outcome, text: str, figures: Figures, documents: Sequence[Document]
) -> Computed:
    """A text that stands on many documents: the first ones are cited beside it."""
    bibliography = Bibliography(subject.links, subject.language)
    shown = sorted(documents, key=by_year)[:3]
    passages = subject.catalogue.passages([document.id for document in shown], subject.caller)
    lines = [
        f"- {_described(document, subject.language)} [{bibliography.cite_best(document, passages[document.id], [])}]"
        for document in shown
    ]
    if lines:
        text += "\n\n" + "\n".join([translate(subject.language, "Par exemple :"), *lines])
    return Computed(outcome, text, figures, bibliography, tuple(shown))


def valued_rows(
    subject: Subject, documents: Sequence[Document], field: str, *, shown: int = LISTED
) -> tuple[list[str], Bibliography, tuple[Document, ...]]:
    """A line a document with its value of a field, which all of them state, and the documents so shown."""
    bibliography = Bibliography(subject.links, subject.language)
    first = tuple(documents[:shown])
    passages = subject.catalogue.passages([document.id for document in first], subject.caller)
    rows = []
    for document in first:
        number = number_of_field(document, field)
        cited_as = bibliography.cite_best(document, passages[document.id], [str(json_number(number))])
        title = without_markup(document.title.get(subject.language))
        rows.append(f"- {title} · {said(field, number, subject.language)} [{cited_as}]")
    return rows + and_others(len(documents), subject.language, shown=shown), bibliography, first


def _described(document: Document, language: Language) -> str:
    parts = [without_markup(document.title.get(language))]
    if fiche := document.initiative:
        if fiche.status:
            parts.append(value_text("status", _status_slug(fiche.status), language))
        if fiche.start_year:
            parts.append(str(fiche.start_year))
    if label := repeal_label(document, language):
        parts.append(label)
    return " · ".join(parts)


def _status_slug(recorded: str) -> str:
    return next(iter(Taxonomy.load().normalise("status", recorded)), "unknown")


def by_year(document: Document) -> tuple[int, str]:
    """The newest first, then by id."""
    fiche = document.initiative
    return (-(fiche.start_year or 0) if fiche else 0), document.id


def conditions_said(subject: Subject) -> str:
    """The conditions in brackets and the full stop: how every heading ends."""
    said = describe_filters(subject.question.filters, subject.language)
    return f" ({' · '.join(said)})." if said else "."


def colon(language: Language) -> str:
    """French puts a space before it."""
    return "\u00a0:" if language == "fr" else ":"


def and_others(total: int, language: Language, *, shown: int = LISTED) -> list[str]:
    """The line that says how many are not shown; none where all are."""
    if total <= shown:
        return []
    return [translate_plural(language, "- … et {count} autre", "- … et {count} autres", total - shown)]


def lacking_line(count: int, field: str, language: Language) -> list[str]:
    """The line that says how many documents leave the field unknown; none where none does."""
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


def repeated_text(language: Language) -> str:
    """That groups may hold one document each."""
    return translate(language, "Une fiche qui porte plusieurs valeurs compte une fois pour chacune.")


def _unknown_line(subject: Subject) -> list[str]:
    if subject.unknown is None:
        return []
    if subject.unknown.field in _EXCLUDED_FIELDS.values() and not _bounds(subject.question.filters):
        return _still_counted(subject.unknown, subject.language)
    return lacking_line(subject.unknown.count, subject.unknown.field, subject.language)


def _still_counted(unknown: Unknown, language: Language) -> list[str]:
    """Of an exclusion: what leaves the field unknown is not known to be excluded."""
    if not unknown.count:
        return []
    line = translate_plural(
        language,
        "Parmi elles, {count} fiche n'indique pas le champ « {field} ».",
        "Parmi elles, {count} fiches n'indiquent pas le champ « {field} ».",
        unknown.count,
        field=field_label(unknown.field, language),
    )
    return ["", line]


def figures_of(
    subject: Subject,
    operation: str,
    value: object,
    documents: Sequence[Document],
    *,
    field: str | None = None,
    lacking: Sequence[Document] | None = None,
) -> Figures:
    """The figure, with what it was computed over."""
    unknown = subject.unknown
    if lacking is not None and field is not None:
        unknown = Unknown(
            field=field, count=len(lacking), document_ids=tuple(document.id for document in lacking)
        )
    return Figures(
        operation=operation,
        value=value,
        unit="EUR" if field in MONEY else None,
        field=field,
        filters=subject.question.filters,
        document_ids=tuple(document.id for document in documents),
        unknown=unknown,
    )


def lacking_filtered_field(filters: Filters, catalogue: Catalogue, caller: Caller) -> Unknown | None:
    """Documents that leave unknown what a condition on a year or an amount, or an exclusion, looks at."""
    for field, names in (
        ("start_year", ("year_from", "year_to")),
        ("budget_eur", ("budget_min", "budget_max")),
        ("subsidy_eur", ("subsidy_min", "subsidy_max")),
    ):
        if any(getattr(filters, name) is not None for name in names):
            lacking = filters.without(*names).merged(Filters(missing=(field,)))
            ids = sorted(catalogue.select(lacking, caller))
            return Unknown(field=field, count=len(ids), document_ids=tuple(ids))
    for name, field in _EXCLUDED_FIELDS.items():
        if any(one.startswith(f"{name}:") for one in filters.exclude) and not filters.missing:
            ids = sorted(catalogue.select(filters.merged(Filters(missing=(field,))), caller))
            return Unknown(field=field, count=len(ids), document_ids=tuple(ids))
    return None


# The field of which an exclusion looks at the value.
_EXCLUDED_FIELDS = {
    "status": "status",
    "domain": "domains",
    "technology": "technologies",
    "service": "municipal_services",
    "partner": "partners",
    "programme": "funding_programme",
}


def _bounds(filters: Filters) -> bool:
    return any(getattr(filters, name) is not None for name in (*YEARS, *AMOUNTS))


def known_and_lacking(documents: Sequence[Document], field: str) -> tuple[list[Document], list[Document]]:
    """The documents that tell the field, and those that do not."""
    known = [document for document in documents if getattr(document.fields, field, None) is not None]
    lacking = [document for document in documents if getattr(document.fields, field, None) is None]
    return known, lacking


def number_of_field(document: Document, field: str) -> Decimal:
    """A numeric field, exact; it must be known."""
    return Decimal(str(getattr(document.fields, field)))


def said(field: str, value: Decimal, language: Language) -> str:
    """A value as a reader writes it."""
    if field in MONEY:
        return format_money(value, language)
    return str(json_number(value))
