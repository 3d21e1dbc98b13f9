"""Ingest: what has not changed costs nothing, a rehearsal writes nothing, everything can be derived anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.access import ADMINISTRATOR, ANONYMOUS, Visibility
from corpus.errors import NotFound
from corpus.markdown import render_document
from ingest.pipeline import Ingester, IngestReport, Phase, Progress
from ingest.sources.markdown import MarkdownSource
from retrieval.index.generation import Generation, newest
from retrieval.query.understanding import understand
from tests.builders import a_fiche
from tests.conftest import World
from tests.doubles import HashEmbedder
from tests.faults.states import documents_of, rows_of, vectors_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sheets"
    made.mkdir()
    for name in ("a", "b", "c"):
        write(made, name)
    return made


def write(folder: Path, name: str, **values: object) -> None:
    values.setdefault("title", f"Projet {name}")
    (folder / f"{name}.md").write_text(render_document(a_fiche(name, **values)), "utf-8")  # type: ignore[arg-type]


def ingested(world: World, folder: Path, **options: object) -> IngestReport:
    return world.ingester.ingest([MarkdownSource.at(folder)], **options)  # type: ignore[arg-type]


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def test_new_changed_unchanged_and_removed_documents_are_counted(world: World, folder: Path) -> None:
    first = ingested(world, folder)
    write(folder, "a", solution="Autre chose.")
    (folder / "b.md").unlink()
    write(folder, "d")
    second = ingested(world, folder)

    assert counts(first) == (3, 0, 0, 0)
    assert counts(second) == (1, 1, 1, 1)
    assert set(documents_of(world.url)) == {"a", "c", "d"}


def test_what_has_not_changed_costs_no_embedding_no_write_and_no_publication(
    world: World, folder: Path
) -> None:
    ingested(world, folder)
    calls, revision = world.embedder.passage_calls, world.catalogue.revision
    generation = newest(world.index)

    report = ingested(world, folder)

    assert counts(report) == (0, 0, 3, 0)
    assert (report.embedded_texts, report.published) == (0, False)
    assert world.embedder.passage_calls == calls
    assert world.catalogue.revision == revision
    assert newest(world.index) == generation


def test_a_change_embeds_only_the_texts_that_are_new(world: World, folder: Path) -> None:
    """The passage that changed, and its sentence."""
    ingested(world, folder)
    before = world.embedder.texts_embedded

    write(folder, "a", title="Projet a", cost="Le coût est de 12 000 euros.")
    report = ingested(world, folder)

    assert report.embedded_texts == world.embedder.texts_embedded - before == 2


def test_a_text_that_several_documents_share_is_embedded_once(world: World, folder: Path) -> None:
    report = ingested(world, folder)

    assert report.embedded_texts == world.embedder.texts_embedded == len(vectors_of(world.url))


def test_a_rehearsal_counts_and_writes_nothing(world: World, folder: Path) -> None:
    ingested(world, folder)
    write(folder, "a", solution="Autre chose.")
    (folder / "b.md").unlink()
    write(folder, "d")
    (folder / "broken.md").write_bytes(b"\xff")
    state = {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()}
    calls = world.embedder.passage_calls

    report = ingested(world, folder, dry_run=True)

    assert counts(report) == (1, 1, 1, 1)
    assert [failure.ref for failure in report.failures] == ["broken.md"]
    assert not report.published
    assert world.embedder.passage_calls == calls
    assert {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()} == state


def test_a_rebuild_derives_everything_anew_and_embeds_nothing_twice(world: World, folder: Path) -> None:
    ingested(world, folder)
    documents, vectors, path = documents_of(world.url), vectors_of(world.url), newest(world.index)
    calls = world.embedder.passage_calls

    report = ingested(world, folder, rebuild=True)

    assert counts(report) == (0, 3, 0, 0)
    assert report.published
    assert newest(world.index) != path
    assert documents_of(world.url) == documents
    assert vectors_of(world.url) == vectors
    assert world.embedder.passage_calls == calls


def test_a_rebuild_for_another_embedder_leaves_no_vector_of_the_former(world: World, folder: Path) -> None:
    class Other(HashEmbedder):
        fingerprint = "fedcba9876543210"

    ingested(world, folder)
    other = Ingester(world.catalogue, Other(), world.index, world.folder / "ingest.lock")

    other.ingest([MarkdownSource.at(folder)], rebuild=True)

    assert {fingerprint for fingerprint, _, _ in vectors_of(world.url)} == {Other.fingerprint}
    path = newest(world.index)
    assert path is not None
    assert Generation.open(path).manifest.fingerprint == Other.fingerprint


def test_an_index_can_be_made_again_from_the_catalogue_alone(world: World, folder: Path) -> None:
    ingested(world, folder)
    path = newest(world.index)
    assert path is not None
    rows = rows_of(Generation.open(path))
    calls = world.embedder.passage_calls
    path.rename(world.folder / "lost")

    assert world.ingester.publish()

    made = newest(world.index)
    assert made is not None
    assert rows_of(Generation.open(made)) == rows
    assert world.embedder.passage_calls == calls


def test_sources_do_not_touch_each_other(world: World, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "z")
    ingested(world, folder)

    ingested(world, other)
    (other / "z.md").unlink()
    report = ingested(world, other)

    assert report.removed == 1
    assert set(documents_of(world.url)) == {"a", "b", "c"}


def test_one_file_may_be_ingested_without_its_neighbours(world: World, folder: Path) -> None:
    report = world.ingester.ingest([MarkdownSource.at(folder / "a.md")])
    again = ingested(world, folder)

    assert counts(report) == (1, 0, 0, 0)
    assert counts(again) == (2, 0, 1, 0)
    assert set(documents_of(world.url)) == {"a", "b", "c"}
    assert world.ingester.ingest([MarkdownSource.at(folder / "b.md")]).removed == 0


def test_forgetting_a_document_takes_it_out_of_every_store(world: World, folder: Path) -> None:
    write(folder, "a", solution="Une phrase que nul autre ne dit.")
    ingested(world, folder)
    held = len(world.catalogue.passages(["a"], ADMINISTRATOR)["a"])

    assert world.ingester.forget("a", ADMINISTRATOR) == held

    assert set(documents_of(world.url)) == {"b", "c"}
    path = newest(world.index)
    assert path is not None
    assert "a" not in tuple(Generation.open(path).rows.documents)
    hits = world.searcher.search(understand("une phrase que nul autre ne dit"), ADMINISTRATOR).hits
    assert {hit.document.id for hit in hits} == {"b", "c"}


def test_what_one_may_not_read_one_may_not_forget(world: World) -> None:
    world.holds(a_fiche("secret", visibility=Visibility.ORGANISATION, organisation="namur"))

    for name in ("secret", "never-there"):
        with pytest.raises(NotFound, match=f"no document '{name}'"):
            world.ingester.forget(name, ANONYMOUS)

    assert set(documents_of(world.url)) == {"secret"}


def test_progress_names_each_phase_in_order(world: World, folder: Path) -> None:
    seen: list[Progress] = []

    ingested(world, folder, progress=seen.append)

    phases = list(dict.fromkeys(progress.phase for progress in seen))
    assert phases == [Phase.READING, Phase.EMBEDDING, Phase.WRITING, Phase.PUBLISHING, Phase.DONE]
    assert all(0 <= progress.done <= progress.total for progress in seen)


def test_a_large_source_is_read_in_windows(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline._DOCUMENTS_A_WINDOW", 2)
    (folder / "z-copy.md").write_bytes((folder / "a.md").read_bytes())

    first = ingested(world, folder)
    (folder / "a.md").rename(folder / "y.md")
    second = ingested(world, folder)

    assert [failure.ref for failure in first.failures] == ["z-copy.md"]
    assert counts(first) == (3, 0, 0, 0)
    assert counts(second)[2:] == (2, 0)
    assert set(documents_of(world.url)) == {"a", "b", "c"}
