"""The first so many fiches by an amount or a year: "les trois projets les plus chers".

Fiches that hold the value of the last one shown share its place and are shown with it, so that none of them is
preferred to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.models import Document
from corpus.text import mark_plural, translate_plural
from retrieval.answering.answer import Outcome
from retrieval.answering.subjects import (
    Computed,
    Subject,
    conditions_said,
    figures_of,
    known_and_lacking,
    lacking_line,
    number_of_field,
    valued_rows,
)
from retrieval.answering.totals import nothing_known
from retrieval.answering.wording import field_label, number_text

_HIGHEST = mark_plural(
    "**{count} fiche** a la valeur la plus haute du champ « {field} », qu'elle est seule à indiquer",
    "**{count} fiches** ont les valeurs les plus hautes du champ « {field} », connu dans {known} fiches",
)
_LOWEST = mark_plural(
    "**{count} fiche** a la valeur la plus basse du champ « {field} », qu'elle est seule à indiquer",
    "**{count} fiches** ont les valeurs les plus basses du champ « {field} », connu dans {known} fiches",
)
_SHARED = mark_plural(
    "Au-delà de {wanted}, {count} fiche a la même valeur que la dernière : elle est citée aussi.",
    "Au-delà de {wanted}, {count} fiches ont la même valeur que la dernière : elles sont citées aussi.",
)


def ranking(subject: Subject) -> Computed:
    """The fiches in order of their value, those that share the last place included."""
    field, wanted = subject.question.field or "budget_eur", subject.question.first or 1
    known, lacking = known_and_lacking(subject.documents, field)
    if not known:
        return nothing_known(subject, field, lacking)
    first = first_of(known, field, wanted, highest=subject.question.operation == "max")
    heading = translate_plural(
        subject.language,
        *(_HIGHEST if subject.question.operation == "max" else _LOWEST),
        len(first),
        field=field_label(field, subject.language),
        known=number_text(len(known), subject.language),
    ) + conditions_said(subject)
    rows, bibliography, shown = valued_rows(subject, first, field, shown=max(wanted, 10))
    lines = [heading, "", *rows, *_shared(subject, len(first) - wanted)]
    lines += lacking_line(len(lacking), field, subject.language)
    figures = figures_of(subject, "list", len(first), first, field=field, lacking=lacking)
    return Computed(
        Outcome.ANSWERED, "\n".join(lines), figures.model_copy(update={"unit": None}), bibliography, shown
    )


def first_of(known: Sequence[Document], field: str, wanted: int, *, highest: bool) -> list[Document]:
    """The wanted number of documents that state a field, best first, and those equal to the last of them."""

    def place(document: Document) -> Decimal:
        number = number_of_field(document, field)
        return -number if highest else number

    ordered = sorted(known, key=lambda document: (place(document), document.id))
    last = place(ordered[min(wanted, len(ordered)) - 1])
    return [document for document in ordered if place(document) <= last]


def _shared(subject: Subject, more: int) -> list[str]:
    if more <= 0:
        return []
    wanted = number_text(subject.question.first or 1, subject.language)
    return ["", translate_plural(subject.language, *_SHARED, more, wanted=wanted)]
