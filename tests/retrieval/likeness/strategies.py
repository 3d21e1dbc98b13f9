"""Profiles, meanings and comparisons of any kind."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from retrieval.likeness.comparison import Comparison, Meaning
from retrieval.likeness.judge import Judge
from retrieval.likeness.profile import Profile
from tests.retrieval.likeness.world import question


def sets(*words: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), max_size=len(words))


YEARS = st.one_of(st.none(), st.integers(2005, 2026))
TOWNS = ("92094", "53053", "62063")


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    owners = draw(sets("@92094", "inbw", "igretec"))
    return Profile(
        language=draw(st.sampled_from(["fr", "nl"])),
        title="Titre",
        gist="Gist",
        sentences=("Gist",),
        stems=draw(sets("lamp", "rue", "nuit", "velo")),
        places=draw(sets(*TOWNS)),
        named_places=draw(sets(*TOWNS)),
        provinces=frozenset(),
        owners=owners,
        organisations=owners | draw(sets("proximus", "ores")),
        names=draw(sets("lorawan", "digitalwallonia", "ruche", "citybox")),
        domains=draw(sets("lighting", "mobility")),
        technologies=draw(sets("led", "lorawan")),
        services=draw(sets("works", "mobility")),
        audience=draw(sets("seniors", "cyclists")),
        figures=draw(st.frozensets(st.sampled_from([Decimal(20), Decimal(1250), Decimal(300000)]))),
        starts=draw(YEARS),
        ends=draw(YEARS),
        years=draw(st.frozensets(st.integers(2018, 2022), max_size=2)),
        continues=draw(st.integers(0, 5)),
    )


@st.composite
def meanings(draw: st.DrawFn) -> Meaning:
    gist, need = (np.random.default_rng(draw(st.integers(0, 50))).normal(size=8) for _ in range(2))
    return Meaning(*((one / np.linalg.norm(one)).astype(np.float32) for one in (gist, need)))


_SIZES = {"need": 1.0, "solution": 1.0, "figures": 3.0, "names": 3.0, "gap": 6.0, "continues": 3.0}
NUMBERS = st.floats(-8, 8, allow_nan=False)


def comparisons() -> st.SearchStrategy[Comparison]:
    names = Comparison.__dataclass_fields__
    return st.builds(Comparison, **{name: st.floats(0, _SIZES.get(name, 1.0)) for name in names})


@st.composite
def judges(draw: st.DrawFn) -> Judge:
    names = list(Comparison.__dataclass_fields__)
    questions = [
        question(
            draw(NUMBERS),
            **dict(
                zip(names, draw(st.lists(NUMBERS, min_size=len(names), max_size=len(names))), strict=True)
            ),
        )
        for _ in range(3)
    ]
    return Judge("drawn", *questions)
