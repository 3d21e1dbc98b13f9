"""Profiles, meanings, comparisons and judges of any kind, each drawn by one number: quick to make, easy to repeat."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import numpy as np
from hypothesis import strategies as st

from retrieval.likeness.comparison import NAMES, Comparison, Meaning
from retrieval.likeness.judge import Judge
from retrieval.likeness.profile import Profile
from tests.retrieval.likeness.world import question

_TOWNS = ("92094", "53053", "62063")
_MOST = {"figures": 3.0, "names": 3.0, "gap": 6.0, "continues": 3.0, "hints": 4.0}
_NUMBERS = st.integers(0, 2**32 - 1)


def profiles() -> st.SearchStrategy[Profile]:
    return st.builds(_profile, _NUMBERS)


def meanings() -> st.SearchStrategy[Meaning]:
    return st.builds(_meaning, _NUMBERS)


def comparisons() -> st.SearchStrategy[Comparison]:
    return st.builds(_comparison, _NUMBERS)


def judges() -> st.SearchStrategy[Judge]:
    return st.builds(_judge, _NUMBERS)


def _profile(number: int) -> Profile:
    random = Random(number)

    def some(*words: str) -> frozenset[str]:
        return frozenset(word for word in words if random.random() < 0.4)

    owners = some("@92094", "inbw", "igretec")
    return Profile(
        language=random.choice(("fr", "nl")),
        gist="Gist",
        stems=some("lamp", "rue", "nuit", "velo"),
        places=some(*_TOWNS),
        named_places=some(*_TOWNS),
        areas=frozenset(),
        owners=owners,
        organisations=owners | some("proximus", "ores"),
        names=some("lorawan", "digitalwallonia", "ruche", "citybox"),
        domains=some("lighting", "mobility"),
        technologies=some("led", "lorawan"),
        services=some("works", "mobility"),
        audience=some("seniors", "cyclists"),
        figures=frozenset(map(Decimal, some("20", "1250", "300000"))),
        starts=random.choice((None, 2015, 2019, 2020, 2026)),
        ends=random.choice((None, 2027)),
        years=frozenset(map(int, some("2018", "2019", "2020"))),
        continues=random.randrange(6),
        hints=random.randrange(6),
    )


def _meaning(number: int) -> Meaning:
    rows = np.random.default_rng(number).normal(size=(2, 8))
    gist, need = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return Meaning(gist, need)


def _comparison(number: int) -> Comparison:
    """Each feature is unknown, whole, or anything between."""
    random = Random(number)
    shares = {name: random.choice((0.0, 1.0, random.random())) for name in NAMES}
    return Comparison(**{name: share * _MOST.get(name, 1.0) for name, share in shares.items()})


def _judge(number: int) -> Judge:
    random = Random(number)
    questions = [
        question(random.uniform(-8, 8), **{name: random.uniform(-8, 8) for name in NAMES}) for _ in range(3)
    ]
    return Judge("drawn", *questions)
