"""The development questions from which answers are fitted, and how they are divided."""

from __future__ import annotations

import random
import zlib

from benchmarks.machine import ROOT
from retrieval.evaluation.questions import EvaluationQuestion, read_questions

WITH_FACTS = (
    "tuned",
    "tuned-facts",
    "tuned-facts-2",
    "tuned-facts-3",
    "tuned-answerable-2",
    "tuned-unanswered-3",
)
ANSWERABLE = (*WITH_FACTS, "parity")
DRAWN = {"tuned-unanswerable": 200, "tuned-unanswered": 600, "tuned-elsewhere": 420}  # calibrate the refusal
FOLDS = 8
_QUESTIONS = ROOT / "tests" / "questions"
_OPEN_DETAIL = (
    "détail absent"  # how notes of `tuned-unanswered-3` begin where the sheet leaves open what is asked
)


def fold_of(question: EvaluationQuestion) -> int:
    """The same for all translations of a question."""
    return zlib.crc32((question.parity or question.id).encode()) % FOLDS


def is_left_open(file: str, question: EvaluationQuestion) -> bool:
    """Whether a question that nothing answers asks for a detail that a sheet leaves open."""
    return file == "tuned-unanswered" or (question.note or "").startswith(_OPEN_DETAIL)


def left_open() -> list[EvaluationQuestion]:
    """Details that sheets leave open, but those that calibrate the refusal; notes name the sheet."""
    calibrating = {one.id for one in drawn("tuned-unanswered")}
    every = [*read("tuned-unanswered"), *read("tuned-unanswered-2")]
    sheets = {path.stem for path in (ROOT / "corpus").rglob("*.md")}
    return [one for one in every if one.id not in calibrating and (one.note or "").strip() in sheets]


def answerable() -> list[EvaluationQuestion]:
    """Those that a sheet answers."""
    return [one for file in ANSWERABLE for one in read(file) if one.kind == "find"]


def not_drawn(file: str) -> list[str]:
    """Those of a file that do not calibrate the refusal."""
    calibrating = {one.id for one in drawn(file)}
    return [one.question for one in read(file) if one.id not in calibrating]


def drawn(file: str) -> list[EvaluationQuestion]:
    """All of a file, or those of it that calibrate the refusal, in an order of chance."""
    questions = read(file)
    random.Random(3).shuffle(questions)
    return questions[: DRAWN.get(file, len(questions))]


def read(file: str) -> list[EvaluationQuestion]:
    """All questions of a file."""
    return read_questions(_QUESTIONS / f"{file}.jsonl")
