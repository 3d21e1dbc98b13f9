"""Sums, means and extremes of one field, with the documents that leave it unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from corpus.models import Document, json_number
from corpus.text import mark_plural, translate, translate_plural
from retrieval.answering.answer import Outcome
from retrieval.answering.quoting import without_markup
from retrieval.answering.subjects import (
    LISTED,
    MONEY,
    Computed,
    Subject,
    cited,
    conditions_said,
    figures_of,
    known_and_lacking,
    lacking_line,
    number_of_field,
    said,
    valued_rows,
)
from retrieval.answering.wording import field_label, number_text

_SUM = mark_plural(
    "**{value}** au total pour le champ « {field} », connu dans une seule fiche",
    "**{value}** au total pour le champ « {field} », calculé sur {count} fiches où il est connu",
)
_MEAN = mark_plural(
    "**{value}** pour le champ « {field} », connu dans une seule fiche",
    "**{value}** en moyenne pour le champ « {field} », calculée sur {count} fiches où il est connu",
)
_HIGHEST = mark_plural(
    "{names} : {value}, la plus haute et seule valeur connue du champ « {field} »",
    "{names} : {value}, la valeur la plus haute du champ « {field} » parmi {count} fiches où il est connu",
)
_LOWEST = mark_plural(
    "{names} : {value}, la plus basse et seule valeur connue du champ « {field} »",
    "{names} : {value}, la valeur la plus basse du champ « {field} » parmi {count} fiches où il est connu",
)


def total(subject: Subject) -> Computed:
    """A sum or a mean over the documents where the field is known."""
    field = subject.question.field or "budget_eur"
    known, lacking = known_and_lacking(subject.documents, field)
    amounts = [number_of_field(document, field) for document in known]
    operation = subject.question.operation
    if not amounts:
        return nothing_known(subject, field, lacking)
    total = sum(amounts, Decimal(0))
    value = total if operation == "sum" else mean_of(total, len(amounts), field)
    worded = said(field, value, subject.language)
    text = translate_plural(
        subject.language,
        *(_SUM if operation == "sum" else _MEAN),
        len(known),
        value=worded,
        field=field_label(field, subject.language),
    ) + conditions_said(subject)
    ordered = sorted(known, key=lambda document: (-number_of_field(document, field), document.id))
    return _with_values(subject, text, operation, value, field, ordered, known, lacking)


def extreme(subject: Subject) -> Computed:
    """The highest or the lowest value, with all documents that hold it."""
    field = subject.question.field or "budget_eur"
    known, lacking = known_and_lacking(subject.documents, field)
    if not known:
        return nothing_known(subject, field, lacking)
    choose = max if subject.question.operation == "max" else min
    value = choose(number_of_field(document, field) for document in known)
    holders = [document for document in known if number_of_field(document, field) == value]
    names = " · ".join(
        f"**{without_markup(document.title.get(subject.language))}**" for document in holders[:LISTED]
    )
    text = translate_plural(
        subject.language,
        *(_HIGHEST if subject.question.operation == "max" else _LOWEST),
        len(known),
        names=names,
        value=said(field, value, subject.language),
        field=field_label(field, subject.language),
    ) + conditions_said(subject)
    return _with_values(subject, text, subject.question.operation, value, field, holders, holders, lacking)


def mean_of(total: Decimal, count: int, field: str) -> Decimal:
    """A mean as it is said: money to the cent, years to a tenth."""
    step = Decimal("0.01") if field in MONEY else Decimal("0.1")
    return (total / count).quantize(step, ROUND_HALF_UP)


def nothing_known(subject: Subject, field: str, lacking: Sequence[Document]) -> Computed:
    """That none of the documents states the field."""
    text = translate(
        subject.language,
        "Aucune des fiches qui correspondent ({number}) n'indique le champ « {field} »",
        number=number_text(len(lacking), subject.language),
        field=field_label(field, subject.language),
    ) + conditions_said(subject)
    figures = figures_of(subject, subject.question.operation, None, [], field=field, lacking=lacking)
    return cited(subject, Outcome.NO_EVIDENCE, text, figures, [])


def _with_values(
    subject: Subject,
    text: str,
    operation: str,
    value: Decimal,
    field: str,
    shown: Sequence[Document],
    computed_over: Sequence[Document],
    lacking: Sequence[Document],
) -> Computed:
    rows, bibliography, documents = valued_rows(subject, shown, field)
    lines = [*rows, *lacking_line(len(lacking), field, subject.language)]
    figures = figures_of(subject, operation, json_number(value), computed_over, field=field, lacking=lacking)
    return Computed(Outcome.ANSWERED, "\n".join([text, "", *lines]), figures, bibliography, documents)
