"""The vector index against an exact oracle in NumPy."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable
from retrieval.index.dense_faiss import FaissIndex


def unit_vectors(count: int, dimension: int, seed: int) -> NDArray[np.float32]:
    """Vectors of length one; some of them twice, since texts repeat."""
    drawn = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    drawn[count // 2 : count // 2 + 2] = drawn[:1] if count > 3 else drawn[count // 2 : count // 2 + 2]
    scaled: NDArray[np.float32] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return scaled


@settings(max_examples=80, deadline=None)
@given(
    count=st.integers(1, 150),
    k=st.integers(1, 200),
    share=st.sampled_from([None, 0.0, 0.05, 0.5, 1.0]),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_finds_what_an_exact_search_finds_and_k_rows_when_k_are_allowed(
    count: int, k: int, share: float | None, seed: int
) -> None:
    matrix = unit_vectors(count, 16, seed)
    question = unit_vectors(1, 16, seed + 1)[0]
    allowed = None if share is None else np.random.default_rng(seed).random(count) < share
    exact = matrix @ question
    among = np.arange(count) if allowed is None else np.flatnonzero(allowed)

    found = FaissIndex.from_vectors(matrix).search(question, k, allowed)

    rows, cosines = found.rows.tolist(), found.cosines.tolist()
    assert len(rows) == len(cosines) == min(k, len(among))
    assert len(set(rows)) == len(rows)
    assert set(rows) <= set(among.tolist())
    assert cosines == sorted(cosines, reverse=True)
    np.testing.assert_allclose(cosines, np.sort(exact[among])[::-1][: len(rows)], atol=1e-5)
    np.testing.assert_allclose(cosines, exact[rows], atol=1e-5)


@given(count=st.integers(1, 80), seed=st.integers(0, 2**32 - 1))
def test_cosines_of_rows_are_those_of_an_exact_product(count: int, seed: int) -> None:
    matrix = unit_vectors(count, 16, seed)
    question = unit_vectors(1, 16, seed + 1)[0]
    rows = np.random.default_rng(seed).integers(0, count, size=2 * count)  # unsorted, some twice

    cosines = FaissIndex.from_vectors(matrix).cosines(rows, question)

    np.testing.assert_allclose(cosines, matrix[rows] @ question, atol=1e-5)


@pytest.mark.parametrize("rows", [[5], [-1], [0, 1, 2, 3, 4, 5]])
def test_a_row_that_is_not_there_is_refused(rows: list[int]) -> None:
    index = FaissIndex.from_vectors(unit_vectors(5, 16, 1))

    with pytest.raises(IndexError):
        index.cosines(np.array(rows), np.ones(16, np.float32))


def test_an_index_without_vectors_finds_nothing(tmp_path: Path) -> None:
    index = FaissIndex.from_vectors(np.zeros((0, 8), np.float32))
    index.write(tmp_path / "dense.faiss")

    for one in (index, FaissIndex.open(tmp_path / "dense.faiss")):
        assert one.count == 0
        assert not len(one.search(np.ones(8, np.float32), 5).rows)
        assert not len(one.cosines(np.zeros(0, np.int64), np.ones(8, np.float32)))


def test_an_index_that_was_written_and_opened_is_the_same(tmp_path: Path) -> None:
    matrix = unit_vectors(40, 8, 7)
    FaissIndex.from_vectors(matrix).write(tmp_path / "dense.faiss")

    index = FaissIndex.open(tmp_path / "dense.faiss")

    assert index.count == 40
    assert np.array_equal(index.vectors(np.arange(40)), matrix)
    assert index.search(matrix[3], 1).cosines[0] == pytest.approx(1.0)


@pytest.mark.parametrize("content", [b"", b"IxFI", b"not an index" * 100])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dense.faiss").write_bytes(content)

    with pytest.raises(IndexUnusable, match="dense.faiss cannot be read"):
        FaissIndex.open(tmp_path / "dense.faiss")


def test_an_index_of_another_kind_is_refused(tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatL2(8), str(tmp_path / "dense.faiss"))

    with pytest.raises(IndexUnusable, match="another kind"):
        FaissIndex.open(tmp_path / "dense.faiss")


MANY = 9_000  # rows, enough for a rough copy


@pytest.fixture(scope="module")
def many() -> tuple[NDArray[np.float32], FaissIndex]:
    """Rows around a common direction, as those of an encoder are, and their index."""
    matrix = unit_vectors(MANY, 32, 11) + np.float32(0.5)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix, FaissIndex.from_vectors(matrix)


@pytest.mark.parametrize("share", [None, 0.95, 0.6, 0.3, 0.001])
def test_of_many_rows_those_found_are_the_nearest_with_exact_cosines(
    many: tuple[NDArray[np.float32], FaissIndex], share: float | None
) -> None:
    matrix, index = many
    allowed = None if share is None else np.random.default_rng(3).random(MANY) < share
    among = np.arange(MANY) if allowed is None else np.flatnonzero(allowed)

    for question in unit_vectors(20, 32, 12):
        found = index.search(question, 100, allowed)
        exact = matrix @ question
        nearest = among[np.argsort(-exact[among])][:100]

        rows = found.rows.tolist()
        assert len(set(rows)) == len(rows) == len(nearest)
        assert set(rows) <= set(among.tolist())
        assert len(set(rows) & set(nearest.tolist())) >= 0.99 * len(nearest)
        assert found.cosines.tolist() == sorted(found.cosines.tolist(), reverse=True)
        np.testing.assert_allclose(found.cosines, exact[rows], atol=1e-5)


def test_the_rough_copy_is_written_and_opened_too(
    many: tuple[NDArray[np.float32], FaissIndex], tmp_path: Path
) -> None:
    matrix, index = many
    index.write(tmp_path / "dense.faiss")

    again = FaissIndex.open(tmp_path / "dense.faiss")

    assert np.array_equal(again.search(matrix[7], 50).rows, index.search(matrix[7], 50).rows)


def test_many_rows_made_into_an_index_twice_are_the_same_file(
    many: tuple[NDArray[np.float32], FaissIndex], tmp_path: Path
) -> None:
    matrix, index = many
    index.write(tmp_path / "one.faiss")
    FaissIndex.from_vectors(matrix).write(tmp_path / "two.faiss")

    assert (tmp_path / "coarse-one.npz").read_bytes() == (tmp_path / "coarse-two.npz").read_bytes()


@pytest.mark.parametrize("content", [None, b"not an index" * 100])
def test_a_rough_copy_that_is_missing_or_none_is_refused(
    many: tuple[NDArray[np.float32], FaissIndex], tmp_path: Path, content: bytes | None
) -> None:
    many[1].write(tmp_path / "dense.faiss")
    (tmp_path / "coarse-dense.npz").unlink()
    if content is not None:
        (tmp_path / "coarse-dense.npz").write_bytes(content)

    with pytest.raises(IndexUnusable, match="coarse-dense.npz cannot be read"):
        FaissIndex.open(tmp_path / "dense.faiss")


def test_a_rough_copy_of_other_rows_is_refused(
    many: tuple[NDArray[np.float32], FaissIndex], tmp_path: Path
) -> None:
    matrix, index = many
    index.write(tmp_path / "dense.faiss")
    FaissIndex.from_vectors(matrix[:-1]).write(tmp_path / "other.faiss")
    (tmp_path / "coarse-other.npz").replace(tmp_path / "coarse-dense.npz")

    with pytest.raises(IndexUnusable, match="other vectors"):
        FaissIndex.open(tmp_path / "dense.faiss")
