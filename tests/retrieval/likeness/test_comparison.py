"""Two profiles side by side: the order makes no difference, and oneself is as near as can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from corpus.project import FicheFields, Project
from retrieval.likeness.comparison import NAMES, PARTS, Meaning, compare
from retrieval.likeness.profile import Profile, profile_of
from tests.retrieval.likeness.strategies import comparisons, meanings, profiles


@settings(deadline=None)
@given(profiles(), meanings(), profiles(), meanings())
def test_the_order_of_the_two_makes_no_difference(
    one: Profile, its: Meaning, other: Profile, others: Meaning
) -> None:
    assert compare(one, its, other, others) == compare(other, others, one, its)


@settings(deadline=None)
@given(profiles(), meanings())
def test_everything_is_most_like_itself(one: Profile, its: Meaning) -> None:
    found = compare(one, its, one, its)

    assert found.need == pytest.approx(1, abs=1e-5)
    assert found.solution == pytest.approx(1, abs=1e-5)
    for name in ("words", "domains", "technologies", "services", "audience"):
        source = one.stems if name == "words" else getattr(one, name)
        assert getattr(found, name) == pytest.approx(float(bool(source))), name
    assert (found.other_place, found.other_owner, found.gap) == (0, 0, 0)


@settings(deadline=None)
@given(profiles(), meanings(), profiles(), meanings())
def test_alike_and_unlike_are_never_said_of_one_thing(
    one: Profile, its: Meaning, other: Profile, others: Meaning
) -> None:
    found = compare(one, its, other, others)

    assert found.same_place * found.other_place == 0
    assert (found.same_owner + found.shared_partner) * found.other_owner == 0
    assert found.same_owner * found.shared_partner == 0


@settings(deadline=None)
@given(profiles(), meanings(), profiles(), meanings())
def test_what_one_of_them_leaves_unknown_says_nothing(
    one: Profile, its: Meaning, other: Profile, others: Meaning
) -> None:
    unknown = replace(
        one,
        places=frozenset(),
        named_places=frozenset(),
        areas=frozenset(),
        owners=frozenset(),
        organisations=frozenset(),
        domains=frozenset(),
        audience=frozenset(),
        starts=None,
    )

    found = compare(unknown, its, replace(other, named_places=frozenset()), others)

    for name in ("same_place", "other_place", "same_owner", "shared_partner", "other_owner"):
        assert getattr(found, name) == 0, name
    assert (found.domains, found.audience, found.gap) == (0, 0, 0)


@pytest.mark.parametrize(
    ("mine", "theirs", "apart"),
    [
        ({"country/be"}, {"country/fr", "region/bretagne"}, 1),
        ({"country/be", "region/bruxelles"}, {"country/be", "region/wallonie", "province/liege"}, 1),
        ({"country/be", "region/wallonie"}, {"country/be", "region/wallonie", "province/liege"}, 0),
        ({"country/be", "country/fr"}, {"country/fr"}, 0),
        (set(), {"country/be"}, 0),
    ],
)
def test_without_towns_another_country_region_or_province_is_another_place(
    mine: set[str], theirs: set[str], apart: float
) -> None:
    one = profile_of(Project(language="fr", title="Lampes", fields=FicheFields()))
    meaning = Meaning(np.ones(1, np.float32), np.ones(1, np.float32))

    found = compare(
        replace(one, areas=frozenset(mine)), meaning, replace(one, areas=frozenset(theirs)), meaning
    )

    assert found.other_place == apart


@pytest.mark.parametrize(("began", "heard"), [(2024, 1), (2021, 0), (2018, 0), (None, 0)])
def test_only_the_later_of_two_can_speak_of_a_before(began: int | None, heard: float) -> None:
    first = profile_of(
        Project(language="fr", title="Un agent répond la nuit", fields=FicheFields(start_year=2021))
    )
    second = profile_of(
        Project(
            language="fr",
            title="L'agent répond maintenant au téléphone",
            fields=FicheFields(start_year=began),
        )
    )
    meaning = Meaning(np.ones(1, np.float32), np.ones(1, np.float32))

    assert compare(first, meaning, second, meaning).hints == heard


def test_every_feature_belongs_to_one_reason() -> None:
    assert sorted(name for names in PARTS.values() for name in names) == sorted(NAMES)


@settings(deadline=None)
@given(comparisons())
def test_without_a_feature_only_that_feature_is_unknown(found: object) -> None:
    for feature, names in PARTS.items():
        left = found.without(feature)  # type: ignore[attr-defined]
        changed = {name for name in NAMES if getattr(left, name) != getattr(found, name)}
        assert changed <= set(names)
        assert all(getattr(left, name) == 0 for name in names)
