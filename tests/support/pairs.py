"""Labelled pairs of a passage and a sentence that it bears or not, and what the checker makes of them.

`sources.jsonl` holds passages of the corpus as they were when the sentences were written; `claims.jsonl` the sentences, in
four languages. Nothing is fitted on the sentences of the sources that are held back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.models import Document, FileFields, InitiativeFields, Language, LocalizedText, Passage
from retrieval.answering.citations import sentences_of
from retrieval.answering.generated.checking import Checker, Finding, Verdict
from retrieval.answering.generated.claims import Claim
from retrieval.answering.generated.sources import Source
from retrieval.answering.generated.support import Ground, SupportModel, grounds_of
from retrieval.embedding.embedder import Embedder

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Pair:
    """A sentence, the source that it is said of, and whether that source bears it."""

    source: str
    language: Language
    supported: bool
    kind: str
    claim: str
    held: bool


def pairs() -> list[Pair]:
    half = {row["id"]: row["half"] for row in _rows("sources.jsonl")}
    return [Pair(**row, held=half[row["source"]] == "held back") for row in _rows("claims.jsonl")]


def sources() -> dict[str, Source]:
    return {row["id"]: _source(row, 1) for row in _rows("sources.jsonl")}


def findings(embedder: Embedder, model: SupportModel | None = None) -> list[tuple[Pair, Finding]]:
    """Each pair with the checker's verdict; the other sources of an answer are two neighbours in the file."""
    known = sources()
    order = list(known)
    grounds = dict(zip(order, grounds_of([known[name] for name in order], embedder), strict=True))
    checker = Checker(embedder, model)
    found = []
    for pair in pairs():
        place = order.index(pair.source)
        others = [grounds[order[(place + step) % len(order)]] for step in (2, 4)]
        together = [grounds[pair.source], *(_numbered(one, n) for n, one in enumerate(others, 2))]
        found.append((pair, checker.check(Claim(pair.claim, (1,)), pair.language, together)))
    return found


@dataclass(frozen=True)
class Score:
    """How often what is accepted is borne, and how much of what is borne is accepted."""

    accepted: int
    wrongly: int
    borne: int

    @property
    def precision(self) -> float:
        return 1 - self.wrongly / self.accepted if self.accepted else 1.0

    @property
    def recall(self) -> float:
        return (self.accepted - self.wrongly) / self.borne if self.borne else 1.0


def score(found: Iterable[tuple[Pair, Finding]]) -> Score:
    rows = [(pair.supported, finding.verdict is Verdict.BORNE) for pair, finding in found]
    return Score(
        accepted=sum(accepted for _, accepted in rows),
        wrongly=sum(accepted and not supported for supported, accepted in rows),
        borne=sum(supported for supported, _ in rows),
    )


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_FOLDER / name).read_text("utf-8").splitlines()]


def _source(row: dict[str, Any], number: int) -> Source:
    place = row["fields"]
    fields = (
        InitiativeFields.model_validate(
            {
                "id": row["id"],
                "title": row["title"]["fr"],
                "domains": ("other",),
                "personal_data": "unknown",
                **place,
            }
        )
        if place
        else FileFields(name=row["id"])
    )
    document = Document(
        id=row["id"],
        kind="initiative" if place else "file",
        language="fr",
        title=LocalizedText(**row["title"]),
        summary=LocalizedText(**row["summary"]),
        fields=fields,
        body=row["text"],
        updated_at=date(2026, 11, 22),
    )
    passage = Passage(
        id=f"{row['id']}:1",
        document_id=row["id"],
        section=row["section"],
        start=0,
        end=len(row["text"]),
        text=row["text"],
    )
    return Source(number, document, passage, tuple(sentences_of(passage)))


def _numbered(ground: Ground, number: int) -> Ground:
    source = ground.source
    return Ground(Source(number, source.document, source.passage, source.sentences), ground.vectors)
