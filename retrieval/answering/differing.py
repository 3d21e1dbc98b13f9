"""Fiches of one project that give a field differently: both values side by side, each with its citation and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.models import Document, Language, Passage
from corpus.text import format_date, translate
from retrieval.answering.citations import Bibliography
from retrieval.answering.field_line import field_line
from retrieval.answering.lookup import Lookup, lookup_of, needles_of
from retrieval.answering.quoting import without_markup
from retrieval.answering.several import asked_in
from retrieval.answering.twins import twins_of
from retrieval.answering.wording import field_label, value_text

# Fields of one value; lists of partners or technologies complete each other rather than differ.
_COMPARED = frozenset({"budget_eur", "subsidy_eur", "start_year", "end_year", "status"})
_MOST = 4  # fiches set side by side


def differing_over(lookup: Lookup, candidates: Sequence[Document]) -> tuple[Lookup, ...]:
    """The field in the fiche and in others of its project, one for each value; () where they do not differ.

    A fiche that leaves the field unknown differs from none.
    """
    if lookup.field not in _COMPARED:
        return ()
    fiches = [lookup.document, *twins_of(lookup.document, candidates)]
    fiches.sort(key=lambda fiche: fiche.updated_at, reverse=True)  # the newest first
    by_value: dict[object, Lookup] = {}
    for document in fiches:
        one = lookup_of(document, lookup.field)
        if one.value is not None:
            by_value.setdefault(one.value, one)
    return tuple(by_value.values())[:_MOST] if len(by_value) > 1 else ()


def known_by_a_twin(lookup: Lookup, candidates: Sequence[Document]) -> Lookup:
    """The lookup, or that of another fiche of the project where only that one knows the field."""
    if lookup.value is not None:
        return lookup
    others = (lookup_of(one, lookup.field) for one in twins_of(lookup.document, candidates))
    return next((one for one in others if one.value is not None), lookup)


@dataclass(frozen=True)
class Said:
    """The asked fields beside quotes; whether fiches differ over one of them."""

    text: str
    differ: bool


def fields_said(
    question: str,
    document: Document,
    candidates: Sequence[Document],
    passages: Mapping[str, Sequence[Passage]],
    bibliography: Bibliography,
    language: Language,
) -> Said:
    """What fiches of one project say differently about an asked field; else the line of the asked fields that are stated."""
    if document.initiative is not None:
        read = [one for one in candidates if one.id in passages]
        lookups = (lookup_of(document, field) for field in asked_in(question).fields)
        found = [differing for one in lookups if (differing := differing_over(one, read))]
        if found:
            texts = [differing_text(one, passages, bibliography, language) for one in found]
            return Said("\n\n".join(texts), differ=True)
    line = field_line(question, document, passages[document.id], bibliography, language)
    return Said(line, differ=False)


def differing_text(
    lookups: Sequence[Lookup],
    passages: Mapping[str, Sequence[Passage]],
    bibliography: Bibliography,
    language: Language,
) -> str:
    """A sentence that says that the fiches differ, then a line for each with its value, citation and date."""
    heading = translate(
        language,
        "Plusieurs fiches décrivent ce projet et diffèrent sur le champ « {field} » :",
        field=field_label(lookups[0].field, language),
    )
    lines = [_line(one, passages[one.document.id], bibliography, language) for one in lookups]
    return "\n".join([heading, "", *lines])


def _line(lookup: Lookup, passages: Sequence[Passage], bibliography: Bibliography, language: Language) -> str:
    number = bibliography.cite_best(lookup.document, passages, needles_of(lookup))
    dated = translate(
        language,
        "fiche mise à jour le {date}",
        date=format_date(lookup.document.updated_at, language),
    )
    title = without_markup(lookup.document.title.get(language))
    return f"- **{value_text(lookup.field, lookup.value, language)}** · {title} ({dated}) [{number}]"
