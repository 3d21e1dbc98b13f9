"""Embedding while ingesting, against `SentenceTransformer.encode` of the same texts.

Claim: our ingest embeds at 0.8 of the bare rate or better, although it commits to disk every 256 texts and
lets questions in between two batches. What the whole ingest takes (reading, catalogue, index) is shown too.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sentence_transformers import SentenceTransformer

from benchmarks.homes import assembled, corpus_copy, home_with_model, temporary_folder, unpack_model
from benchmarks.report import Report, command_line, reported
from ingest.pipeline import Phase, Progress
from ingest.sources.markdown import MarkdownSource

_TEXTS_A_DOCUMENT = 18  # of the corpus that ships, on average


class _EmbeddingClock:
    """Times the embedding phase of an ingest by what it says of its progress."""

    def __init__(self) -> None:
        self._since: float | None = None
        self.seconds = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.perf_counter()
        if self._since is not None:
            self.seconds += now - self._since
        self._since = now if progress.phase is Phase.EMBEDDING and progress.done < progress.total else None


@dataclass(frozen=True)
class _Ingest:
    embedding: float
    whole: float
    texts: list[str]


def _ingest(home: Path, source: Path) -> _Ingest:
    """One first ingest with the model already loaded."""
    with assembled(home) as parts:
        parts.embedder.embed_passages(["bonjour"])
        clock, start = _EmbeddingClock(), time.perf_counter()
        report = parts.ingester.ingest([MarkdownSource.at(source)], progress=clock)
        whole = time.perf_counter() - start
        if report.failures:
            raise ValueError(f"not read: {report.failures[0]}")
        # No vector has this fingerprint, so these are all texts that are embedded.
        texts = list(parts.catalogue.vectors.texts_without("none").values())
        return _Ingest(clock.seconds, whole, texts)


def _bare(model: SentenceTransformer, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    model.encode([f"passage: {text}" for text in texts])
    return time.perf_counter() - start


def _tokens(model: SentenceTransformer, texts: Sequence[str]) -> int:
    """Tokens that the network sees, without padding."""
    counts = [
        int(model.preprocess([f"passage: {text}" for text in texts[at : at + 256]])["attention_mask"].sum())
        for at in range(0, len(texts), 256)
    ]
    return sum(counts)


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    parser.add_argument("--sample", type=int, default=1000, help="about so many texts; 0: the whole corpus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    with reported("ingest_rate", arguments) as report, temporary_folder() as folder:
        _measure(report, folder, arguments.sample, arguments.rounds, arguments.seed)
        return report.finish(arguments.out)


def _measure(report: Report, folder: Path, sample: int, rounds: int, seed: int) -> None:
    documents = max(1, round(sample / _TEXTS_A_DOCUMENT)) if sample else None
    source = corpus_copy(folder / "source", documents=documents, seed=seed)
    (folder / "first").mkdir()
    folder_of_model = unpack_model(folder / "first")
    model = SentenceTransformer(str(folder_of_model))
    model.encode(["passage: bonjour"])

    ours: list[_Ingest] = []
    bare: list[float] = []
    by_length: list[float] = []
    for number in range(rounds):
        ours.append(_ingest(home_with_model(folder / f"home-{number}", folder_of_model), source))
        texts = sorted(ours[0].texts)
        random.Random(seed).shuffle(texts)
        bare.append(_bare(model, texts))
        by_length.append(_bare(model, sorted(texts, key=len)))
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)

    count, tokens = len(texts), _tokens(model, texts)
    report.corpus(documents=len(list(source.rglob("*.md"))), texts=count, tokens=tokens)
    for name, seconds in (
        ("Passerelle, embedding", [one.embedding for one in ours]),
        ("Passerelle, whole ingest", [one.whole for one in ours]),
        ("bare encode", bare),
        ("bare encode, sorted by length", by_length),
    ):
        report.samples(name, [count / one for one in seconds], "texts/s")
        report.samples(f"{name}, tokens", [tokens / one for one in seconds], "tokens/s")
    ratio = report.samples("embedding ÷ bare", _ratios(bare, [one.embedding for one in ours]), "rate ratio")
    sorted_ratio = report.samples(
        "embedding ÷ bare sorted", _ratios(by_length, [one.embedding for one in ours]), "rate ratio"
    )
    report.samples("whole ingest ÷ bare", _ratios(bare, [one.whole for one in ours]), "rate ratio")
    report.claim("rate of embedding, of the bare rate", ratio.p50, "≥", 0.8)
    report.claim("the same, texts sorted for the library", sorted_ratio.p50, "≥", 0.8)


def _ratios(theirs: Sequence[float], ours: Sequence[float]) -> list[float]:
    """Our rate over theirs, round by round."""
    return [their / our for their, our in zip(theirs, ours, strict=True)]


if __name__ == "__main__":
    sys.exit(main())
