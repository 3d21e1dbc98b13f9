"""Verdicts: probabilities of one whole, and reasons that claim what they do."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from retrieval.likeness.comparison import NAMES, Comparison
from retrieval.likeness.judge import Judge
from retrieval.likeness.values import JUDGED, Verdict
from tests.retrieval.likeness.strategies import comparisons, judges
from tests.retrieval.likeness.world import JUDGE

FAR = Comparison()
SAME = Comparison(need=1, solution=1, same_place=1, same_owner=1)
LATER = Comparison(need=0.9, solution=0.8, same_place=1, same_owner=1, gap=4, continues=2)
LINKED = Comparison(need=0.9, solution=0.8, other_place=1)


@settings(max_examples=300, deadline=None)
@given(judges(), comparisons())
def test_the_four_verdicts_share_one_probability(judge: Judge, found: Comparison) -> None:
    judged = judge.judge(found)

    assert sum(judged.probabilities) == pytest.approx(1)
    assert all(0 <= one <= 1 for one in judged.probabilities)
    assert judged.score == judged.probabilities[JUDGED.index(judged.verdict)]
    assert judged.related == pytest.approx(1 - judged.probabilities[JUDGED.index(Verdict.DISTINCT)])


@settings(max_examples=300, deadline=None)
@given(judges(), comparisons())
def test_a_reason_that_is_taken_away_lowers_the_log_odds_by_what_it_claims(
    judge: Judge, found: Comparison
) -> None:
    verdict = judge.judge(found).verdict

    for feature, claimed in judge.weigh(found, verdict).items():
        left = judge.judge(found.without(feature)).probabilities[JUDGED.index(verdict)]
        before = judge.judge(found).probabilities[JUDGED.index(verdict)]
        assert log_odds(before) - log_odds(left) == pytest.approx(claimed, abs=1e-6), feature


@settings(max_examples=300, deadline=None)
@given(judges(), comparisons())
def test_the_same_holds_of_how_surely_they_are_as_alike_as_that(judge: Judge, found: Comparison) -> None:
    judged = judge.judge(found)

    def alike(comparison: Comparison) -> float:
        return log_odds(replace(judge.judge(comparison), verdict=judged.verdict).alike)

    for feature, claimed in judge.weigh_alike(found, judged.verdict).items():
        assert alike(found) - alike(found.without(feature)) == pytest.approx(claimed, abs=1e-6), feature


@settings(deadline=None)
@given(comparisons())
def test_a_feature_of_which_nothing_is_known_claims_nothing(found: Comparison) -> None:
    weights = JUDGE.weigh(found.without("territory").without("phase"), Verdict.LINKED)

    assert (weights["territory"], weights["phase"]) == (0, 0)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (FAR, Verdict.DISTINCT),
        (SAME, Verdict.DUPLICATE),
        (LATER, Verdict.LATER_PHASE),
        (LINKED, Verdict.LINKED),
    ],
)
def test_three_questions_lead_to_four_verdicts(found: Comparison, verdict: Verdict) -> None:
    assert JUDGE.judge(found).verdict is verdict


@pytest.mark.parametrize("judge", [Judge.shipped(), Judge.for_other_embedders()])
def test_the_judges_that_ship_know_a_stranger_and_a_twin(judge: Judge) -> None:
    twin = Comparison(
        need=1, solution=1, words=1, figures=3, names=3, domains=1, technologies=1, services=1, audience=1,
        same_place=1, same_owner=1, same_year=1,
    )  # fmt: skip

    assert judge.judge(FAR).verdict is Verdict.DISTINCT
    assert judge.judge(twin).verdict is Verdict.DUPLICATE


def test_other_weights_are_another_version(tmp_path: Path) -> None:
    stored = {
        "version": "one",
        "features": list(NAMES),
        **{name: {"bias": 0.0, **dict.fromkeys(NAMES, 1.0)} for name in ("related", "same", "later")},
    }
    versions = []
    for bias in (0.0, 0.0, 0.5):
        stored["related"]["bias"] = bias  # type: ignore[index]
        (tmp_path / "judge.json").write_text(json.dumps(stored), "utf-8")
        versions.append(Judge.read(tmp_path / "judge.json").version)

    assert versions[0] == versions[1] != versions[2]


def test_a_judge_of_other_features_is_refused(tmp_path: Path) -> None:
    (tmp_path / "judge.json").write_text(json.dumps({"version": "1", "features": ["need"]}), "utf-8")

    with pytest.raises(ValueError, match="fitted for other features"):
        Judge.read(tmp_path / "judge.json")


def log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))
