"""Evidence to numbered citations whose quotes are verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.models import Citation, Document, Language, Passage
from corpus.sentences import sentence_spans
from retrieval.search.links import Links


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage; `text == passage.text[start:end]`."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.text[self.start : self.end]


def sentences_of(passage: Passage) -> list[Sentence]:
    """The sentences of a passage, in order; abbreviations and list marks do not end one."""
    return [Sentence(passage, start, end) for start, end in _spans(passage.text)]


@lru_cache(maxsize=4096)  # two numbers a sentence; the same passages are read question after question
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))


@dataclass
class Bibliography:
    """Numbers citations in the order in which an answer uses them; the same quote keeps its number."""

    links: Links
    language: Language
    citations: list[Citation] = field(default_factory=list)

    def cite(self, document: Document, passage: Passage, quote: str) -> int:
        """The number of a citation of this quote; raises ValueError when it is not verbatim."""
        if quote not in passage.text:
            raise ValueError("a quote must be a part of its passage")
        for known in self.citations:
            if known.document_id == document.id and known.quote == quote:
                return known.n
        number = len(self.citations) + 1
        self.citations.append(
            Citation(
                n=number,
                document_id=document.id,
                kind=document.kind,
                title=document.title.get(self.language),
                section=passage.section,
                page=passage.page,
                url=self.links.passage(document.id, passage.id),
                quote=quote,
            )
        )
        return number

    def cite_best(self, document: Document, passages: Sequence[Passage], needles: Sequence[str]) -> int:
        """Cite the sentence that holds most of the needles; the first sentence where none does."""
        everything = [sentence for passage in passages for sentence in sentences_of(passage)]
        best = max(everything, key=lambda sentence: _held(sentence, needles))
        return self.cite(document, best.passage, best.text)

    def cite_holder(
        self, document: Document, passages: Sequence[Passage], needles: Sequence[str]
    ) -> int | None:
        """Cite the sentence that holds most of the needles; None where none holds any."""
        everything = [sentence for passage in passages for sentence in sentences_of(passage)]
        best = max(everything, key=lambda sentence: _held(sentence, needles), default=None)
        if best is None or not _held(best, needles):
            return None
        return self.cite(document, best.passage, best.text)


def _held(sentence: Sentence, needles: Sequence[str]) -> int:
    plain = _plain(sentence.text)
    return sum(needle in plain for needle in map(_plain, needles) if needle)


def _plain(text: str) -> str:
    """Digits without grouping, so that 134729.08 is found in "134 729,08 €"."""
    joined = re.sub(r"(?<=\d)[\s.\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    return joined.replace(",", ".").casefold()
