"""Questions with what a right answer holds, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError, model_validator

from corpus.errors import PasserelleError
from corpus.models import Frozen, Language


class ExpectedFigure(Frozen):
    """The value that must be computed."""

    operation: str
    value: Any
    field: str | None = None
    by: str | None = None  # what amounts are grouped by; `field` is then the amount
    aggregate: str | None = None  # how they are put together: sum or mean
    document_ids: tuple[str, ...] | None = None
    filters: dict[str, Any] | None = None  # for people: how the value was found


class EvaluationQuestion(Frozen):
    """One question with what a right answer holds.

    `expected` are documents of which one must be found, `facts` must be in the answer, `forbidden` must not.
    A dialogue has `turns`, asked one after the other; all else is about the last. Questions of one `parity`
    group ask the same in several languages.
    """

    id: str
    language: Language
    kind: Literal["find", "computed", "unanswerable", "dialogue", "injection"]
    question: str = ""
    turns: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    figure: ExpectedFigure | None = None
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    parity: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> EvaluationQuestion:
        if bool(self.turns) != (self.kind == "dialogue"):
            raise ValueError("a dialogue, and nothing else, has turns")
        if bool(self.question) == bool(self.turns):
            raise ValueError("either a question or turns")
        return self

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked, in order."""
        return self.turns or (self.question,)


def read_questions(path: Path) -> list[EvaluationQuestion]:
    """The questions of a file; raises PasserelleError naming the line that is wrong."""
    questions = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise PasserelleError(f"{path} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                questions.append(EvaluationQuestion.model_validate(json.loads(line)))
            except (ValueError, ValidationError) as error:
                raise PasserelleError(f"{path}, line {number}: {error}") from error
    return questions
