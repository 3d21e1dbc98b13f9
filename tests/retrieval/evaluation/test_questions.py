"""A question file is read whole or refused with the line that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import PasserelleError
from retrieval.evaluation.questions import read_questions


def _written(folder: Path, *lines: dict[str, object]) -> Path:
    path = folder / "some.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


def test_a_dialogue_is_asked_turn_by_turn(tmp_path: Path) -> None:
    path = _written(
        tmp_path, {"id": "1", "language": "fr", "kind": "dialogue", "turns": ["Qui ?", "Et à Namur ?"]}
    )

    assert read_questions(path)[0].asked == ("Qui ?", "Et à Namur ?")


@pytest.mark.parametrize(
    "line",
    [
        {"id": "2", "language": "fr", "kind": "dialogue", "question": "Qui ?"},
        {"id": "2", "language": "fr", "kind": "find"},
        {"id": "2", "language": "fr", "kind": "find", "question": "Qui ?", "turns": ["Qui ?"]},
        {"id": "2", "language": "it", "kind": "find", "question": "Chi?"},
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: dict[str, object]) -> None:
    right: dict[str, object] = {"id": "1", "language": "fr", "kind": "find", "question": "Qui ?"}

    with pytest.raises(PasserelleError, match="line 2"):
        read_questions(_written(tmp_path, right, line))


def test_every_question_file_that_ships_can_be_read() -> None:
    folder = Path(__file__).parents[2] / "questions"

    identifiers = [question.id for path in folder.glob("*.jsonl") for question in read_questions(path)]

    assert len(identifiers) == len(set(identifiers)) >= 400
