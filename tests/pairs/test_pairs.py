"""Labelled pairs of fiches: well-formed, balanced, no two of one pattern's making that a script can tell.

`tuned.jsonl` is for building a judge of duplicates; `held.jsonl`, by another writer, only for counting how often it is right.
`tuned-3.jsonl` and `check-3.jsonl` are of a third writer, most of them later phases: one for building, the other for counting.
The `corpus-` files name pairs of fiches of the corpus, most of them distinct as pairs of a catalogue are.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).parent
_VERDICTS = {"duplicate", "later_phase", "linked", "distinct"}
_FEATURES = {
    "need", "solution", "technology", "audience", "services", "organisation", "territory", "period", "phase",
}  # fmt: skip


def _pairs(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_FOLDER / file).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("file", ["tuned.jsonl", "tuned-3.jsonl", "check-3.jsonl", "held.jsonl"])
def test_every_pair_is_whole(file: str) -> None:
    for pair in _pairs(file):
        assert pair["verdict"] in _VERDICTS, pair["id"]
        assert set(pair["reasons"]) <= _FEATURES, pair["id"]
        assert all(pair[side]["title"] and pair[side]["body"] for side in "ab"), pair["id"]


@pytest.mark.parametrize("file", ["tuned.jsonl", "held.jsonl"])
def test_each_verdict_has_its_share(file: str) -> None:
    counts = Counter(pair["verdict"] for pair in _pairs(file))

    assert set(counts) == _VERDICTS
    assert min(counts.values()) >= 40


@pytest.mark.parametrize("file", ["corpus-tuned.jsonl", "corpus-tuned-2.jsonl", "corpus-held.jsonl"])
def test_pairs_of_the_corpus_name_its_fiches(file: str) -> None:
    known = {path.stem for path in (Path(__file__).parents[2] / "corpus" / "initiatives").glob("*.md")}

    for pair in _pairs(file):
        assert pair["verdict"] in _VERDICTS, pair["id"]
        assert {pair["a_id"], pair["b_id"]} <= known, pair["id"]


def test_no_pair_and_no_text_stands_twice() -> None:
    pairs = [pair for name in ("tuned", "tuned-3", "check-3", "held") for pair in _pairs(f"{name}.jsonl")]
    bodies = [pair[side]["body"] for pair in pairs for side in "ab"]

    assert len(pairs) >= 400
    assert len({pair["id"] for pair in pairs}) == len(pairs)
    assert len(set(bodies)) == len(bodies)
