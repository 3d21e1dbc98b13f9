"""Ideas in free words: well-formed, with initiatives that exist, and no idea twice.

`tuned.jsonl` and `tuned-2.jsonl` are of two writers, so that each can tell what was fitted on the other; `held.jsonl` is
only for counting. `corpus/ideas.jsonl` are three for each initiative, of two more
writers, by which initiatives are found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from corpus.models import LANGUAGES
from retrieval.evaluation.ideas import read_ideas

_FOLDER = Path(__file__).parent
_FILES = ("tuned.jsonl", "tuned-2.jsonl", "held.jsonl")
_TAUGHT = "../../corpus/ideas.jsonl"


@pytest.mark.parametrize("file", [*_FILES, _TAUGHT])
def test_ideas_name_initiatives_of_the_corpus(file: str) -> None:
    known = {path.stem for path in (_FOLDER.parents[1] / "corpus" / "initiatives").glob("*.md")}

    for idea in read_ideas(_FOLDER / file):
        assert idea.text.strip(), idea.id
        assert set(idea.expected) | set(idea.acceptable) <= known, idea.id
        assert not set(idea.expected) & set(idea.acceptable), idea.id


@pytest.mark.parametrize("file", _FILES)
def test_each_language_has_known_and_new_ones(file: str) -> None:
    counts = Counter((idea.language, bool(idea.expected)) for idea in read_ideas(_FOLDER / file))

    assert set(counts) == {(language, known) for language in LANGUAGES for known in (True, False)}


def test_each_initiative_is_the_answer_to_three_ideas_in_several_languages() -> None:
    languages: dict[str, list[str]] = defaultdict(list)
    for idea in read_ideas(_FOLDER / _TAUGHT):
        [initiative] = idea.expected
        languages[initiative].append(idea.language)

    assert len(languages) == 296
    assert {len(some) for some in languages.values()} == {3}
    assert min(len(set(some)) for some in languages.values()) >= 2


def test_no_idea_stands_twice() -> None:
    ideas = [idea for file in (*_FILES, _TAUGHT) for idea in read_ideas(_FOLDER / file)]

    assert len({idea.id for idea in ideas}) == len({idea.text for idea in ideas}) == len(ideas)
