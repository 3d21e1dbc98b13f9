"""Generations: published whole, opened whole, swept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexUnusable
from retrieval.index.generation import ROLES, Generation, newest
from retrieval.index.publishing import publish, sweep
from tests.builders import a_fiche, asked_in_french
from tests.conftest import World
from tests.doubles import HashEmbedder


def test_a_generation_says_what_it_was_made_from(world: World) -> None:
    world.holds(a_fiche("a"), a_fiche("b"))
    path = newest(world.index)
    assert path is not None

    generation = Generation.open(path)

    table = world.catalogue.vectors.entry_table(HashEmbedder.fingerprint, HashEmbedder.dimension)
    assert generation.manifest.catalogue == world.catalogue.identity
    assert generation.manifest.revision == world.catalogue.revision
    assert generation.manifest.fingerprint == HashEmbedder.fingerprint
    assert generation.manifest.rows == generation.dense.count == len(table.entries)
    assert tuple(generation.rows.documents) == ("a", "b")
    assert np.array_equal(generation.dense.vectors(np.arange(len(table.entries))), table.vectors)


def test_the_rows_of_a_document_are_all_its_rows(world: World) -> None:
    world.holds(a_fiche("a"), a_fiche("b"), a_fiche("c"))
    path = newest(world.index)
    assert path is not None
    generation = Generation.open(path)

    rows = [generation.rows_of(number) for number in range(3)]

    assert sorted(int(row) for some in rows for row in some) == list(range(generation.manifest.rows))
    for number, some in enumerate(rows):
        assert set(generation.rows.document_of[some].tolist()) == {number}


COST = "Le projet a coûté 50 000 euros."


def test_what_is_asked_of_a_sentence_finds_its_document_and_its_passage(world: World) -> None:
    question = "Combien débourse-t-on pour cela ?"
    world.holds(a_fiche("a"), a_fiche("b", cost=COST, asked=(asked_in_french(question, COST),)))
    path = newest(world.index)
    assert path is not None
    generation = Generation.open(path)
    vector = world.embedder.embed_queries([question])[0]
    both = np.arange(2)

    scores = generation.role_scores(both, vector).best[:, ROLES.index("asked")]

    assert np.isnan(scores[0])
    assert scores[1] == pytest.approx(1.0, abs=1e-5)
    assert generation.nearest_passages(both, vector)[1] == "b:3"  # where the sentence stands that answers
    assert [hit.document for hit in generation.keywords.search("débourse", ("fr",), 5)] == [1]


def test_a_question_whose_sentence_was_changed_finds_its_document_still(world: World) -> None:
    question = "Combien débourse-t-on pour cela ?"
    world.holds(a_fiche("a", asked=(asked_in_french(question, COST),)))
    path = newest(world.index)
    assert path is not None
    generation = Generation.open(path)
    vector = world.embedder.embed_queries([question])[0]

    row = generation.dense.search(vector, 1).rows[0]

    assert ROLES[generation.rows.role_of[row]] == "asked"
    assert generation.rows.passage_of[row] == -1
    assert generation.nearest_passages(np.arange(1), vector)[0].startswith("a:")


def test_an_empty_catalogue_has_an_index_too(world: World) -> None:
    assert world.ingester.ingest([]).published

    path = newest(world.index)
    assert path is not None
    assert Generation.open(path).manifest.rows == 0


def test_the_newest_is_the_one_published_last_whatever_its_revision(world: World, tmp_path: Path) -> None:
    young = World(tmp_path / "young")
    for name in ("a", "b", "c"):
        world.holds(a_fiche(name))
    young.holds(a_fiche("z"))
    table = young.catalogue.vectors.entry_table(HashEmbedder.fingerprint, HashEmbedder.dimension)

    path = publish(
        world.index, table, catalogue=young.catalogue.identity, fingerprint=HashEmbedder.fingerprint
    )
    young.catalogue.close()

    assert newest(world.index) == path
    assert table.revision < world.catalogue.revision
    assert [one.name for one in world.index.iterdir()] == [path.name]


def test_sweeping_leaves_the_newest_and_what_it_does_not_know(world: World) -> None:
    world.holds(a_fiche("a"))
    path = newest(world.index)
    assert path is not None
    (world.index / "gen-000000000000-0001").mkdir()
    (world.index / ".writing-1-abc").mkdir()
    (world.index / "notes").mkdir()

    sweep(world.index)

    assert sorted(one.name for one in world.index.iterdir()) == [path.name, "notes"]


def test_there_is_no_newest_where_nothing_was_published(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert newest(tmp_path / "nowhere") is None


def test_a_reader_keeps_a_generation_that_is_swept(world: World) -> None:
    world.holds(a_fiche("a"))
    path = newest(world.index)
    assert path is not None
    generation = Generation.open(path)
    before = generation.keywords.search("lampes", ("fr",), 5)

    world.holds(a_fiche("b"))

    assert not path.exists()
    assert generation.keywords.search("lampes", ("fr",), 5) == before
    assert len(generation.dense.search(world.embedder.embed_queries(["lampes"])[0], 3).rows) == 3


def test_an_empty_folder_is_no_generation(tmp_path: Path) -> None:
    (tmp_path / "gen-000000000001").mkdir()

    with pytest.raises(IndexUnusable, match="run `passerelle ingest`"):
        Generation.open(tmp_path / "gen-000000000001")
