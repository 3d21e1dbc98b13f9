"""What is left of the sentences of a real chat model that invents freely.

Asks questions of the tuning half over a real server, records each sentence with its verdict, and prints those that were
shown, for a person to read. A small model rarely cites and seldom keeps to the question's language; with `--cite`, a sentence
without a mark is checked as if it had named each of its sources in turn, and any of the four languages will do, which is harder
on the checks than any real use.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.settings import Settings
from api.wiring import build
from benchmarks.homes import add_home_options, ingested_home
from benchmarks.machine import ROOT
from corpus.access import ANONYMOUS
from corpus.models import Language
from retrieval.answering.answerer import Answerer
from retrieval.answering.generated.checking import Checker, Finding, Verdict
from retrieval.answering.generated.claims import Claim
from retrieval.answering.generated.generation import Generation
from retrieval.answering.generated.support import Ground
from retrieval.answering.generated.writing import ChatWriter, Message, Writer, WritingFailed
from retrieval.embedding.embedder import Embedder
from retrieval.query.language import detect_language

_QUESTIONS = ROOT / "tests" / "questions"


@dataclass
class _Recorded:
    """One question: what the model wrote, and what became of each sentence."""

    question: str
    text: str = ""
    failure: str = ""
    sentences: list[dict[str, object]] = field(default_factory=list)
    mode: str = ""
    answer: str = ""
    seconds: float = 0.0


class _Listening:
    """A writer whose words are written down."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.description = writer.description
        self.record = _Recorded("")

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        try:
            for piece in self._writer.write(messages):
                self.record.text += piece
                yield piece
        except WritingFailed as failure:
            self.record.failure = failure.reason
            raise


class _Noting(Checker):
    """A checker whose verdicts are written down."""

    def __init__(self, embedder: Embedder, listening: _Listening, *, cite: bool) -> None:
        super().__init__(embedder)
        self._listening = listening
        self._cite = cite

    def check(self, claim: Claim, language: Language, grounds: Sequence[Ground]) -> Finding:
        if self._cite:
            language = detect_language(claim.text, default=language).language
        finding = super().check(claim, language, grounds)
        if finding.verdict is Verdict.UNCITED and self._cite:
            named = [
                super(_Noting, self).check(Claim(claim.text, (one.source.n,)), language, grounds)
                for one in grounds
            ]
            finding = max(named, key=lambda one: (one.verdict is Verdict.BORNE, one.score))
        self._listening.record.sentences.append(
            {
                "claim": claim.text,
                "marks": list(claim.marks),
                "verdict": finding.verdict.value,
                "detail": finding.detail,
                "score": round(finding.score, 3),
                "source": finding.bearing.text if finding.bearing else "",
                "document": finding.ground.source.document.id if finding.ground else "",
            }
        )
        return finding


def main(argv: Sequence[str] | None = None) -> int:
    """Ask, print what was shown, and write everything down."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.written", description=__doc__)
    add_home_options(parser)
    parser.add_argument(
        "--model", default="openai:local", help="as in PASSERELLE_CHAT_MODEL (default %(default)s)"
    )
    parser.add_argument("--url", default="http://127.0.0.1:8080/v1", help="as in PASSERELLE_CHAT_URL")
    parser.add_argument("--temperature", type=float, default=0.0)
    parser.add_argument("--timeout", type=float, default=60.0)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument(
        "--cite", action="store_true", help="check sentences without a mark against every source"
    )
    parser.add_argument("--record", type=Path, help="write all of it here, a JSON line for each question")
    arguments = parser.parse_args(argv)
    with ingested_home(arguments) as home:
        records = _ask(home, arguments)
    if arguments.record:
        lines = [json.dumps(vars(record), ensure_ascii=False) for record in records]
        arguments.record.write_text("\n".join(lines) + "\n", "utf-8")
    _print(records)
    return 0


def _ask(home: Path, arguments: argparse.Namespace) -> list[_Recorded]:
    parts = build(Settings.model_construct(home=home))
    try:
        writer = _Listening(
            ChatWriter.named(
                arguments.model,
                url=arguments.url,
                timeout=arguments.timeout,
                temperature=arguments.temperature,
            )
        )
        checker = _Noting(parts.embedder, writer, cite=arguments.cite)
        generation = Generation(writer, parts.embedder, parts.links, checker=checker)
        answerer = Answerer(
            parts.catalogue, parts.searcher, parts.embedder, parts.links, generation=generation
        )
        records = []
        for question in _questions(arguments.questions):
            writer.record = _Recorded(question)
            started = time.monotonic()
            answer = answerer.answer(question, ANONYMOUS)
            writer.record.seconds = round(time.monotonic() - started, 1)
            writer.record.mode, writer.record.answer = answer.mode, answer.text
            if writer.record.text or writer.record.failure:
                records.append(writer.record)
        return records
    finally:
        parts.close()


def _questions(limit: int) -> list[str]:
    lines = [
        line
        for name in ("tuned.jsonl", "tuned-facts.jsonl")
        for line in (_QUESTIONS / name).read_text("utf-8").splitlines()
    ]
    everything = [str(json.loads(line)["question"]) for line in lines]
    step = max(1, len(everything) // limit)  # the files are ordered by language
    return everything[::step][:limit]


def _print(records: Sequence[_Recorded]) -> None:
    sentences = [sentence for record in records for sentence in record.sentences]
    verdicts = Counter(str(sentence["verdict"]) for sentence in sentences)
    modes = Counter(record.mode for record in records)
    failures = Counter(record.failure for record in records if record.failure)
    print(f"{len(records)} questions written, {len(sentences)} sentences: {dict(verdicts.most_common())}")
    print(f"answers: {dict(modes)}; failures: {dict(failures)}\n")
    for record in records:
        shown = [sentence for sentence in record.sentences if sentence["verdict"] == Verdict.BORNE]
        for sentence in shown:
            print(f"{record.question}\n  shown   {sentence['claim']}\n  source  {sentence['source']}\n")


if __name__ == "__main__":
    sys.exit(main())
