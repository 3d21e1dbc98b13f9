"""Fields of one fiche as an answer: those that it tells, those that it leaves open, and where sources differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.models import Document, Language, Passage
from retrieval.answering.answer import Figures, Outcome
from retrieval.answering.citations import Bibliography
from retrieval.answering.differing import differing_over, differing_text, known_by_a_twin
from retrieval.answering.divergence import divergence_text, divergences_of
from retrieval.answering.left_open import left_open_text
from retrieval.answering.lookup import Lookup, lookup_figures, lookup_text, needles_of, unknown_text
from retrieval.answering.twins import twins_of


@dataclass(frozen=True)
class FieldAnswer:
    """An answer before it is wrapped; `figures` are those of the first field that has one value."""

    outcome: Outcome
    text: str
    figures: Figures | None


def documents_for(lookups: Sequence[Lookup], candidates: Sequence[Document]) -> list[Document]:
    """The fiches whose passages are needed: that of the lookups, and others of its project."""
    document = lookups[0].document
    return [document, *twins_of(document, candidates)]


def field_answer(
    lookups: Sequence[Lookup],
    candidates: Sequence[Document],
    passages: Mapping[str, Sequence[Passage]],
    bibliography: Bibliography,
    language: Language,
) -> FieldAnswer:
    """The asked fields of one fiche, at least one; `candidates` may hold other fiches of its project."""
    lines: list[str] = []
    blocks: list[str] = []
    told: list[Lookup] = []
    unknown: list[Lookup] = []
    for lookup in (known_by_a_twin(one, candidates) for one in lookups):
        differing = differing_over(lookup, candidates)
        if differing:
            blocks.append(differing_text(differing, passages, bibliography, language))
        elif lookup.value is None:
            unknown.append(lookup)
        else:
            number = bibliography.cite_best(lookup.document, passages[lookup.document.id], needles_of(lookup))
            lines.append(lookup_text(lookup, number, language))
            told.append(lookup)
    if len(lookups) > 1:
        lines = ["\n".join(f"- {line}" for line in lines)] if lines else []
    blocks = [*lines, *blocks]
    is_answered = bool(blocks)
    if unknown:
        blocks.append(_unknown_text(unknown, language))
    blocks += _divergences(lookups, passages, bibliography, language)
    outcome = Outcome.NO_EVIDENCE if not is_answered else Outcome.PARTIAL if unknown else Outcome.ANSWERED
    shown = told or ([] if is_answered else unknown)
    return FieldAnswer(outcome, "\n\n".join(blocks), lookup_figures(shown[0]) if shown else None)


def _unknown_text(unknown: Sequence[Lookup], language: Language) -> str:
    if len(unknown) == 1:
        return unknown_text(unknown[0], language)
    return left_open_text(unknown[0].document, [one.field for one in unknown], (), language)


def _divergences(
    lookups: Sequence[Lookup],
    passages: Mapping[str, Sequence[Passage]],
    bibliography: Bibliography,
    language: Language,
) -> list[str]:
    """What the fiche's own sources say differently about an asked field."""
    document = lookups[0].document
    return [
        divergence_text(document, one, bibliography, language)
        for one in divergences_of(document, passages[document.id])
        if any(one.concerns(lookup.field) for lookup in lookups)
    ]
