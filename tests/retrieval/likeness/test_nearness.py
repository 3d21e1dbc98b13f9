"""How near an initiative is to an idea: a probability, whose reasons claim what they do, and nothing where none is near."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.likeness.nearness import NAMES, IdeaJudge, nearnesses
from retrieval.search.results import Score

JUDGE = IdeaJudge(-10.0, np.array([14.0, 0.5]), np.array([0.4, 2.0]), least=0.6, doubtful=0.1, unheard=0.05)
_ROWS = st.tuples(st.floats(-1, 1), st.floats(-5, 12)).map(np.array)


def score(total: float) -> Score:
    return Score(total, 0, 0, 0, 0, 0, 0, 0)


def log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def test_what_the_search_did_not_find_is_as_far_as_its_last() -> None:
    rows = nearnesses({"a": 0.7, "b": 0.6, "c": 0.5}, {"a": score(5), "c": score(1)})

    assert rows.tolist() == [[0.7, 5], [0.6, 1], [0.5, 1]]
    assert nearnesses({}, {}).shape == (0, len(NAMES))


@settings(max_examples=200, deadline=None)
@given(_ROWS)
def test_a_reason_that_is_taken_away_lowers_the_score_by_what_it_claims(
    row: np.typing.NDArray[np.float64],
) -> None:
    before = log_odds(float(JUDGE.probabilities(row[None])[0]))

    claims = JUDGE.weigh(row)

    assert list(claims) == ["need", "solution"]
    for place, claimed in enumerate(claims.values()):
        left = row.copy()
        left[place] = JUDGE.strangers[place]
        assert before - log_odds(float(JUDGE.probabilities(left[None])[0])) == pytest.approx(
            claimed, abs=1e-6
        )


def test_nothing_is_near_unless_the_nearest_need_is() -> None:
    assert not JUDGE.near(np.array([[0.59, 12.0], [0.4, 9.0]])).any()
    assert JUDGE.near(np.array([[0.61, 1.0], [0.5, 12.0], [0.2, 0.0]])).tolist() == [True, True, False]
    assert JUDGE.near(np.zeros((0, 2))).shape == (0,)


def test_what_is_wanting_is_made_up_for_where_no_idea_is_known_alone() -> None:
    needs = JUDGE.made_up({"a": 0.56, "b": 0.58, "c": 0.5}, {"b"})

    assert list(needs) == ["a", "b", "c"]
    assert list(needs.values()) == pytest.approx([0.61, 0.58, 0.55])
    assert JUDGE.near(nearnesses(needs, {})).any()
    assert not JUDGE.near(nearnesses(JUDGE.made_up({"b": 0.58}, {"b"}), {})).any()


def test_a_judge_is_kept_and_read(tmp_path: Path) -> None:
    JUDGE.write(tmp_path / "judge.json")

    read = IdeaJudge.read(tmp_path / "judge.json")

    assert (read.bias, read.least, read.doubtful) == (JUDGE.bias, JUDGE.least, JUDGE.doubtful)
    assert read.unheard == JUDGE.unheard
    assert list(json.loads((tmp_path / "judge.json").read_text("utf-8"))) == [
        "bias", "weights", "strangers", "least", "doubtful", "unheard",
    ]  # fmt: skip
    assert read.weights.tolist() == JUDGE.weights.tolist()
    assert read.strangers.tolist() == JUDGE.strangers.tolist()


@pytest.mark.parametrize("shipped", [IdeaJudge.shipped, IdeaJudge.for_other_embedders])
def test_the_judges_that_ship_never_count_nearness_against(shipped: object) -> None:
    judge = shipped()  # type: ignore[operator]

    assert (judge.weights >= 0).all()
    assert 0 < judge.unheard < judge.least
    assert 0 < judge.doubtful < 1
