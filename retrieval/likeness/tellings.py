"""The need of a fiche as all its texts tell it: titles and summaries in every language, what its body says first, the
questions that it answers, and ideas in everyday words that it is known to meet.

An idea in everyday words is surely near to no single one of these texts, which differ by language and by register; to
their mean it is, when it is about the same (`docs/likeness.md` has the figures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Document
from corpus.project import FicheFields, Project
from corpus.sentences import sentence_spans
from retrieval.embedding.embedder import unit_length
from retrieval.likeness.comparison import Meaning
from retrieval.likeness.meanings import Meanings
from retrieval.likeness.profile import GIST_CHARACTERS, gist_of, prose

RECIPE = "2"  # change it when other texts are read, or count otherwise
_SUMMARIES, _NEED, _SOLUTION, _QUESTIONS, _IDEAS = 1.0, 1.0, 0.5, 1.0, 3.0
_SENTENCES = 0.5  # how much the sentences of an idea count beside the whole
_SHORTEST, _MOST_SENTENCES = 15, 8  # characters of a sentence; of an idea, since each costs time
_HEADING = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)


@dataclass(frozen=True)
class Telling:
    """One of the texts, and how much it counts."""

    gist: str
    weight: float


def tellings_of(document: Document, ideas: Sequence[Project] = ()) -> tuple[Telling, ...]:
    """The texts of a fiche and the ideas that it meets; the weights of a kind add up to what the kind counts. At least one."""
    fields = FicheFields.of_initiative(document.initiative) if document.initiative else FicheFields()
    kinds = (
        (_SUMMARIES, _summaries(document, fields)),
        *zip((_NEED, _SOLUTION), ([one] for one in _sections(document, fields)), strict=False),
        (_QUESTIONS, _questions(document, fields)),
        (_IDEAS, ideas),
    )
    return tuple(
        Telling(gist_of(project), weight / len(projects))
        for weight, projects in kinds
        for project in projects
    )


def told_needs(
    fiches: Sequence[Document], meanings: Meanings, ideas: Mapping[str, Sequence[Project]]
) -> NDArray[np.float32]:
    """The mean of what each fiche and the ideas under its id tell, shape (fiches, width), rows of length 1; raises
    EmbeddingError."""
    tellings = [tellings_of(fiche, ideas.get(fiche.id, ())) for fiche in fiches]
    gists = list(dict.fromkeys(one.gist for told in tellings for one in told))
    needs = dict(zip(gists, meanings.needs(gists), strict=True))
    means = [np.sum([one.weight * needs[one.gist] for one in told], axis=0) for told in tellings]
    return unit_length(np.stack(means).astype(np.float32))


def heard_need(project: Project, meaning: Meaning, meanings: Meanings) -> NDArray[np.float32]:
    """The need of an idea as the whole and its sentences tell it, of length 1; of a fiche its own.

    A sentence by the way ("aux dernières élections…") moves the vector of the whole more than the mean of all.
    """
    sentences = [] if project.fields or project.title else _sentences(project)
    if len(sentences) < 2:
        return meaning.need
    heard: NDArray[np.float32] = meaning.need + _SENTENCES * meanings.needs(sentences).mean(axis=0)
    return unit_length(heard[None]).reshape(-1)


def _sentences(project: Project) -> list[str]:
    texts = [project.body[start:end] for start, end in sentence_spans(project.body[:GIST_CHARACTERS])]
    kept = [text for text in texts if len(text) > _SHORTEST][:_MOST_SENTENCES]
    return [gist_of(Project.of_text(text, project.language)) for text in kept]


def _summaries(document: Document, fields: FicheFields) -> list[Project]:
    """Title and summary in each language; one text where all languages say the same."""
    told = {(document.title.get(one), document.summary.get(one)): one for one in reversed(LANGUAGES)}
    return [
        Project(language=language, title=title, summary=summary, fields=fields)
        for (title, summary), language in told.items()
    ]


def _sections(document: Document, fields: FicheFields) -> Iterator[Project]:
    """What is needed and what is done: the first two sections, by which every fiche begins."""
    texts = [text for part in _HEADING.split(document.body) if (text := prose(part))]
    for text in texts[:2]:
        yield Project(language=document.language, body=text, fields=fields)


def _questions(document: Document, fields: FicheFields) -> list[Project]:
    return [
        Project(language=language, body=text, fields=fields) for language, text in document.questions.items()
    ]
