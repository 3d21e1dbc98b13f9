"""A disk that fails, is full or alters files: the old state or the new one, said clearly, mended by a next run."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from corpus.access import ADMINISTRATOR
from retrieval.catalogue.catalogue import Catalogue
from retrieval.errors import (
    CatalogueError,
    FingerprintMismatch,
    IndexNotWritten,
    IndexUnusable,
    PasserelleError,
)
from retrieval.index.generation import Generation, newest
from retrieval.query.understanding import understand
from retrieval.search.search import Searcher
from tests.builders import a_fiche, a_record
from tests.conftest import World
from tests.doubles import HashEmbedder
from tests.faults.disk import FailingDisk, files_no_larger_than
from tests.faults.states import documents_of, faults_of, rows_of

_MOST_OPERATIONS = 200


def published(world: World) -> object:
    """The rows of the newest generation, which must be whole."""
    path = newest(world.index)
    return rows_of(Generation.open(path)) if path else None


def leftovers(world: World) -> list[str]:
    """What lies in the index folder beside the newest generation."""
    path = newest(world.index)
    return sorted(one.name for one in world.index.iterdir() if one != path) if world.index.exists() else []


def found(world: World, text: str = "lampes LED") -> list[str]:
    """Ids that a new reader finds."""
    searcher = Searcher(world.catalogue, world.embedder, world.index)
    return sorted(hit.document.id for hit in searcher.search(understand(text), ADMINISTRATOR).hits)


def put(world: World, *names: str) -> None:
    """Documents with their vectors in the catalogue, not published yet."""
    world.catalogue.writer.put([a_record(a_fiche(name, title="Vélos partagés")) for name in names])
    texts = world.catalogue.vectors.texts_without(HashEmbedder.fingerprint)
    vectors = HashEmbedder().embed_passages(list(texts.values()))
    world.catalogue.vectors.put(HashEmbedder.fingerprint, dict(zip(texts, vectors, strict=True)))


# -- publishing -----------------------------------------------------------------------------------


def test_whichever_disk_operation_of_a_publication_fails_the_index_is_the_old_or_the_new_one(
    world: World,
) -> None:
    world.holds(a_fiche("a"))
    old = published(world)
    put(world, "b")
    operations: set[str] = set()

    for nth in range(1, _MOST_OPERATIONS):
        with pytest.MonkeyPatch.context() as patch:
            disk = FailingDisk(patch, nth)
            try:
                whole = world.ingester.publish()  # a folder that is there already need not be made
            except IndexNotWritten as error:
                assert "Input/output error" in str(error)
                assert "`passerelle ingest`" in str(error)
                whole = disk.done[-2:] == ["rename", "fsync"]  # only the very last one may fail so late
        operations |= set(disk.done[nth - 1 : nth])
        if not disk.failed:
            break
        if whole:
            assert {"a", "b"} <= set(found(world))
            old = published(world)
            put(world, f"c{nth}")  # so that the next round has something to do
        else:
            assert published(world) == old
            assert leftovers(world) == []

    assert operations == {"mkdir", "open", "faiss", "tantivy", "fsync", "rename"}
    world.ingester.ingest([])
    assert {"a", "b"} <= set(found(world))
    assert leftovers(world) == []


def test_a_disk_that_fills_up_at_any_byte_of_a_publication_leaves_the_former_index(world: World) -> None:
    world.holds(a_fiche("a"))
    old = published(world)
    put(world, *(f"b{number}" for number in range(30)))
    failures = 0

    for size in (*range(0, 2048, 256), *range(2048, 2_000_000, 8192)):
        try:
            with files_no_larger_than(size):
                world.ingester.publish()
        except PasserelleError as error:
            failures += 1
            assert isinstance(error, IndexNotWritten), error
            assert published(world) == old
            assert leftovers(world) == []
        else:
            break

    assert failures > 10
    assert len(found(world)) == 10
    assert leftovers(world) == []


def test_a_full_disk_is_said_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.holds(a_fiche("a"))
    put(world, "b")
    FailingDisk(monkeypatch, 2, code=errno.ENOSPC)

    with pytest.raises(IndexNotWritten) as caught:
        world.ingester.publish()

    assert "No space left on device" in str(caught.value)
    assert str(world.index) in str(caught.value)


def test_a_read_only_index_folder_is_said_in_words_and_search_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.holds(a_fiche("a"))
    put(world, "b")
    real = os.mkdir

    def refuse(path: str | Path, *args: int) -> None:  # root, who runs tests, may write everywhere
        if Path(path).parent == world.index:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        real(path, *args)

    monkeypatch.setattr(os, "mkdir", refuse)

    with pytest.raises(IndexNotWritten, match="Read-only file system"):
        world.ingester.publish()
    assert found(world) == ["a"]


# -- what is already written ----------------------------------------------------------------------


def replaced(path: Path, content: bytes) -> None:
    """Other content under the same name: cutting a file that somebody has mapped would kill that reader."""
    path.with_suffix(".new").write_bytes(content)
    path.with_suffix(".new").rename(path)


def truncate(path: Path) -> None:
    replaced(path, path.read_bytes()[: path.stat().st_size // 2])


def alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x01
    replaced(path, bytes(content))


def empty(path: Path) -> None:
    replaced(path, b"")


@pytest.mark.parametrize("harm", [truncate, alter, empty, Path.unlink])
def test_every_file_of_a_generation_that_is_harmed_is_noticed_and_repaired(
    world: World, harm: Callable[[Path], None]
) -> None:
    world.holds(a_fiche("a"))
    path = newest(world.index)
    assert path is not None
    names = [one.relative_to(path) for one in path.rglob("*") if one.is_file() and one.suffix != ".lock"]
    assert len(names) > 8

    for name in names:
        current = newest(world.index)
        assert current is not None
        victim = next(current.glob(str(name)), None) or next(
            one for one in current.rglob(f"*{name.suffix}") if one.is_file()
        )
        harm(victim)
        with pytest.raises(IndexUnusable, match="run `passerelle ingest`"):
            Searcher(world.catalogue, world.embedder, world.index).search(understand("LED"), ADMINISTRATOR)
        calls = world.embedder.passage_calls
        assert world.ingester.ingest([]).published, name
        assert found(world) == ["a"]
        assert leftovers(world) == []
        assert world.embedder.passage_calls == calls  # vectors come from the catalogue


def test_an_index_of_another_catalogue_is_refused_and_replaced(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    for number in range(5):
        other.holds(a_fiche(f"x{number}"))
    with closing(other.catalogue):
        shutil.copytree(other.index, world.index)
    world.catalogue.writer.put([a_record(a_fiche("a"))])

    with pytest.raises(IndexUnusable, match="another catalogue; run `passerelle ingest`"):
        found(world)
    assert world.ingester.ingest([]).published

    assert found(world) == ["a"]
    assert leftovers(world) == []


def test_an_index_of_another_embedder_is_refused_with_the_command_that_mends_it(world: World) -> None:
    class Other(HashEmbedder):
        fingerprint = "fedcba9876543210"

    world.holds(a_fiche("a"))
    searcher = Searcher(world.catalogue, Other(), world.index)

    with pytest.raises(FingerprintMismatch, match="passerelle ingest --rebuild") as caught:
        searcher.search(understand("LED"), ADMINISTRATOR)

    assert "fedcba9876543210" in str(caught.value)
    assert HashEmbedder.fingerprint in str(caught.value)


def test_a_generation_of_another_format_is_refused_and_replaced(world: World) -> None:
    world.holds(a_fiche("a"))
    path = newest(world.index)
    assert path is not None
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))

    with pytest.raises(IndexUnusable, match="format 99"):
        found(world)
    world.ingester.ingest([])

    assert found(world) == ["a"]


def test_files_that_nobody_published_do_not_disturb(world: World) -> None:
    world.holds(a_fiche("a"))
    (world.index / "gen-notes").mkdir()
    (world.index / "README").write_text("x")

    world.holds(a_fiche("b"))

    assert found(world) == ["a", "b"]
    assert leftovers(world) == ["README", "gen-notes"]


# -- the catalogue --------------------------------------------------------------------------------


def test_whichever_statement_of_a_catalogue_write_fails_nothing_or_all_is_changed(world: World) -> None:
    world.catalogue.writer.put([a_record(a_fiche(name)) for name in ("a", "b", "c")])
    old = documents_of(world.url)
    new_records = [a_record(a_fiche(name, solution="La ville compte les vélos.")) for name in ("a", "b", "d")]
    engine = world.catalogue._transactions.engine

    for nth in range(1, _MOST_OPERATIONS):
        seen: list[str] = []

        def fail(*args: object, nth: int = nth, seen: list[str] = seen) -> None:
            seen.append(str(args[2]))
            if len(seen) == nth:
                raise OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))

        event.listen(engine, "before_cursor_execute", fail)
        try:
            world.catalogue.writer.put(new_records)
        except CatalogueError as error:
            assert "disk I/O error" in str(error)
        event.remove(engine, "before_cursor_execute", fail)
        assert faults_of(world.url) == []
        if len(seen) < nth:
            break
        assert documents_of(world.url) == old, f"statement {nth}: {seen[-1]}"

    assert nth > 10
    assert set(documents_of(world.url)) == {"a", "b", "c", "d"}
    assert documents_of(world.url)["a"] != old["a"]


def test_a_disk_that_fills_up_at_any_page_of_a_catalogue_write_changes_nothing(world: World) -> None:
    world.catalogue.writer.put([a_record(a_fiche("a"))])
    old = documents_of(world.url)
    more = [a_record(a_fiche(f"b{number}")) for number in range(40)]
    failures = 0

    for pages in range(0, 2000, 4):
        try:
            with files_no_larger_than(pages * 4096):
                world.catalogue.writer.put(more)
        except CatalogueError as error:
            failures += 1
            assert "disk" in str(error)
            assert documents_of(world.url) == old
            assert faults_of(world.url) == []
        else:
            break

    assert failures > 5
    assert len(documents_of(world.url)) == 41
    assert faults_of(world.url) == []


def test_a_full_database_is_said_in_words(world: World) -> None:
    @event.listens_for(world.catalogue._transactions.engine, "begin")
    def fill(connection: object) -> None:
        connection.exec_driver_sql("pragma max_page_count = 1")  # type: ignore[attr-defined]

    with pytest.raises(CatalogueError, match="database or disk is full"):
        world.catalogue.writer.put([a_record(a_fiche(f"a{number}")) for number in range(50)])


def test_a_damaged_database_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite3"
    path.write_bytes(b"this is no database" * 1000)

    with pytest.raises(CatalogueError, match="cannot be opened.*not a database"):
        Catalogue.open(f"sqlite:///{path}")


def test_a_database_damaged_later_is_said_in_words(world: World) -> None:
    world.catalogue.writer.put([a_record(a_fiche(f"a{number}")) for number in range(40)])
    world.catalogue.close()
    path = world.folder / "catalogue.sqlite3"
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(bytes(content))

    with pytest.raises(CatalogueError, match="cannot be used.*malformed"):
        world.catalogue.documents(["a1", "a2"], ADMINISTRATOR)
