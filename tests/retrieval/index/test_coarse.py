"""The rough copy that goes on with the code of a former one, against one that is made anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable
from retrieval.index.coarse import CoarseIndex, Code

Vectors = NDArray[np.float32]


def vectors(count: int, width: int = 12, *, seed: int) -> Vectors:
    """Rows of length one around a common direction, as those of an encoder are."""
    drawn = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32) + np.float32(0.5)
    scaled: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return scaled


def fields_of(index: CoarseIndex, path: Path) -> dict[str, NDArray[np.generic]]:
    index.write(path)
    with np.load(path) as stored:
        return dict(stored)


FORMER = vectors(400, seed=1)


@settings(max_examples=60, deadline=None)
@given(
    kept=st.integers(330, 400),
    added=st.integers(0, 60),
    twice=st.integers(0, 20),
    seed=st.integers(0, 2**32 - 1),
)
def test_rows_in_any_order_have_the_codes_that_the_former_code_gives_them(
    kept: int, added: int, twice: int, seed: int
) -> None:
    drawn = np.random.default_rng(seed)
    chosen = drawn.choice(400, kept, replace=False)
    rows = np.concatenate((FORMER[chosen], FORMER[chosen[:twice]], vectors(added, seed=seed)))
    rows = rows[drawn.permutation(len(rows))]
    former = CoarseIndex.from_vectors(FORMER)

    index = CoarseIndex.from_vectors(rows, former=former)

    assert np.array_equal(index.code.codebook, former.code.codebook)
    plain = CoarseIndex(former.code, former.code.encoded(rows), np.zeros(len(rows), np.uint64))
    for question in vectors(5, seed=seed + 1):
        assert np.array_equal(index.nearest(question, 50), plain.nearest(question, 50))


def test_a_code_is_learnt_anew_when_a_quarter_of_its_rows_is_new_however_few_came_at_a_time() -> None:
    rows, index = FORMER, CoarseIndex.from_vectors(FORMER)
    learnt = []
    for number in range(6):  # each time twenty rows go and twenty others come
        rows = np.concatenate((rows[20:], vectors(20, seed=100 + number)))
        index = CoarseIndex.from_vectors(rows, former=index)
        learnt.append(index.code.added)

    assert learnt == [20, 40, 60, 80, 100, 0]
    assert np.array_equal(index.code.codebook, Code.learn(rows).codebook)


@pytest.mark.parametrize(("left", "anew"), [(300, False), (299, True)])
def test_a_code_is_learnt_anew_when_a_quarter_of_its_rows_is_gone(left: int, anew: bool) -> None:
    index = CoarseIndex.from_vectors(FORMER[:left], former=CoarseIndex.from_vectors(FORMER))

    assert index.code.learnt_from == (left if anew else 400)


def test_a_former_one_of_another_width_is_left_alone() -> None:
    index = CoarseIndex.from_vectors(FORMER, former=CoarseIndex.from_vectors(vectors(400, 8, seed=3)))

    assert np.array_equal(index.code.codebook, Code.learn(FORMER).codebook)


@pytest.mark.parametrize("width", [6, 10, 12])
def test_it_is_written_and_opened_whatever_its_even_width(width: int, tmp_path: Path) -> None:
    rows = vectors(300, width, seed=5)
    index = CoarseIndex.from_vectors(rows)
    index.write(tmp_path / "coarse.npz")

    again = CoarseIndex.open(tmp_path / "coarse.npz", count=300)

    assert again.code.learnt_from == 300
    assert np.array_equal(again.nearest(rows[7], 40), index.nearest(rows[7], 40))


def test_a_file_with_other_fields_or_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coarse.npz"
    fields = fields_of(CoarseIndex.from_vectors(FORMER), path)
    for name, value in (
        ("codes", fields["codes"][:, :-1]),
        ("keys", fields["keys"][1:]),
        ("centre", fields["centre"][2:]),
    ):
        np.savez(path, **{**fields, name: value})  # type: ignore[arg-type]
        with pytest.raises(IndexUnusable, match="other vectors"):
            CoarseIndex.open(path)
    np.savez(path, codes=fields["codes"])
    with pytest.raises(IndexUnusable, match="cannot be read"):
        CoarseIndex.open(path)
