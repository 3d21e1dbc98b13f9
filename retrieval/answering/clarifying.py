"""Questions with several readings: where their figures differ, the reader is asked which is meant."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Language
from corpus.text import translate
from retrieval.answering.computed import Computed
from retrieval.query.query import Query


def differing(readings: Sequence[Computed]) -> tuple[Computed, ...]:
    """The readings without those that give a figure once more."""
    kept: list[Computed] = []
    for one in readings:
        if all(not _same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def clarification_text(readings: Sequence[Computed], language: Language) -> str:
    """What is asked back: each reading with its figure, so that the reader has the answer already."""
    heading = translate(
        language, "Votre question peut se lire de plusieurs façons. Laquelle voulez-vous dire ?"
    )
    return "\n".join([heading, "", *(f"- {one.text.splitlines()[0]}" for one in readings)])


def corrections_said(query: Query) -> list[str]:
    """One sentence a word that was read as another; none where all were written as they are known."""
    return [
        translate(query.language, "« {written} » a été lu comme « {read} ».", written=written, read=read)
        for written, read in query.corrections
    ]


def _same(one: Computed, other: Computed) -> bool:
    return (one.figures.value, set(one.figures.document_ids)) == (
        other.figures.value,
        set(other.figures.document_ids),
    )
