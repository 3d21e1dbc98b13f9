"""A generation that goes on with the work of the former one tells the same as one that is made anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.catalogue.records import Entry, EntryTable
from retrieval.index.coarse import CoarseIndex
from retrieval.index.generation import Generation
from retrieval.index.publishing import publish
from tests.doubles import HashEmbedder

DOCUMENTS, TEXTS = 700, 13  # enough rows for a rough copy
CHANGED = 9
CODE = "coarse-dense.npz"


def texts_of(document: int, version: int) -> list[str]:
    drawn = np.random.default_rng((document, version))
    words = np.array("lampes rue école vélo eau bus parc toit tri gare quai café pont marché".split())
    return [f"{document} {number} {' '.join(drawn.choice(words, 6))}" for number in range(TEXTS)]


def table(documents: list[tuple[int, int]], embedder: HashEmbedder) -> EntryTable:
    """Of (document, version), in the order in which they were written."""
    entries = tuple(
        Entry("question", "fr", text, None, 0, f"d{document}")
        for document, version in documents
        for text in texts_of(document, version)
    )
    vectors = embedder.embed_passages([entry.text for entry in entries])
    return EntryTable(entries, (), vectors, 1, {entry.document_id: ("public", None) for entry in entries})


@pytest.fixture(scope="module")
def before() -> EntryTable:
    return table([(number, 0) for number in range(DOCUMENTS)], HashEmbedder())


@pytest.fixture(scope="module")
def after() -> EntryTable:
    """Some documents were written again, so they come last; one is gone, one is new."""
    kept = [(number, 0) for number in range(1, DOCUMENTS) if number % 100 != CHANGED]
    changed = [(number, 1) for number in range(DOCUMENTS) if number % 100 == CHANGED]
    return table([*kept, *changed, (DOCUMENTS, 0)], HashEmbedder())


def published(folder: Path, entries: EntryTable, *, fingerprint: str = "f", anew: bool = False) -> Path:
    return publish(folder, entries, catalogue="c", fingerprint=fingerprint, anew=anew)


def code_of(path: Path) -> CoarseIndex:
    return CoarseIndex.open(path / CODE)


def by_vector(generation: Generation, question: str) -> NDArray[np.float32]:
    """Cosines of the nearest hundred rows."""
    return generation.dense.search(HashEmbedder().embed_queries([question])[0], 100).cosines


def by_words(generation: Generation, question: str) -> list[tuple[str, float]]:
    scores = generation.keywords.search(question, ("fr",), 100)
    return sorted((generation.rows.documents[one.document], one.score) for one in scores)


def test_after_a_change_it_finds_what_a_generation_made_anew_finds(
    before: EntryTable, after: EntryTable, tmp_path: Path
) -> None:
    published(tmp_path / "one", before)

    again = published(tmp_path / "one", after)
    anew = published(tmp_path / "two", after)

    assert code_of(again).code.added == TEXTS * (DOCUMENTS // 100 + 1)
    assert code_of(anew).code.added == 0
    one, other = Generation.open(again), Generation.open(anew)
    for document in range(0, DOCUMENTS, 23):
        question = texts_of(document, 2)[0]
        assert by_words(one, question) == by_words(other, question)
        cosines, expected = by_vector(one, question), by_vector(other, question)
        np.testing.assert_allclose(cosines[:50], expected[:50], atol=1e-6)
        assert cosines.sum() == pytest.approx(
            expected.sum(), rel=2e-3
        )  # of the last a rough look may miss one


def test_a_rebuilt_one_takes_nothing_from_the_former(
    before: EntryTable, after: EntryTable, tmp_path: Path
) -> None:
    published(tmp_path / "one", before)

    rebuilt = published(tmp_path / "one", after, anew=True)
    alone = published(tmp_path / "two", after)

    assert (rebuilt / CODE).read_bytes() == (alone / CODE).read_bytes()


@pytest.mark.parametrize("fault", ["damaged", "missing", "foreign", "no manifest"])
def test_of_a_former_one_that_is_not_to_be_trusted_nothing_is_taken(
    before: EntryTable, after: EntryTable, tmp_path: Path, fault: str
) -> None:
    former = published(tmp_path, before, fingerprint="other" if fault == "foreign" else "f")
    if fault == "damaged":
        content = bytearray((former / CODE).read_bytes())
        content[len(content) // 2] ^= 1
        (former / CODE).write_bytes(content)
    elif fault != "foreign":
        (former / (CODE if fault == "missing" else "manifest.json")).unlink()

    path = published(tmp_path, after)

    assert code_of(path).code.added == 0
    assert Generation.open(path).manifest.rows == len(after.entries)
