"""Several at once: one ingest at a time, and readers who never see half of a change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.access import ADMINISTRATOR
from corpus.models import Document
from ingest.errors import AnotherIngestRuns
from ingest.pipeline import Ingester
from ingest.sources.markdown import MarkdownSource
from retrieval.answering.answerer import Answerer
from retrieval.catalogue import database
from retrieval.catalogue.catalogue import Catalogue
from retrieval.errors import CatalogueLocked
from retrieval.index.generation import Generation
from retrieval.query.understanding import understand
from retrieval.search.links import Links
from retrieval.search.search import Searcher
from tests.builders import a_fiche, a_record
from tests.conftest import World
from tests.doubles import HashEmbedder
from tests.faults.sheets import Sheets

_SECONDS = 6.0


class PausedEmbedder(HashEmbedder):
    """Waits in the middle of an ingest until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()
        self.may_go_on = threading.Event()

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.reached.set()
        assert self.may_go_on.wait(20)
        return super().embed_passages(texts, progress)


def test_of_two_ingests_at_once_one_is_told_that_another_runs(tmp_path: Path, world: World) -> None:
    sheets = Sheets(tmp_path / "sheets", Random(1), count=3)
    embedder = PausedEmbedder()
    first = Ingester(world.catalogue, embedder, world.index, world.folder / "ingest.lock")
    thread = threading.Thread(target=lambda: first.ingest([MarkdownSource.at(sheets.folder)]))
    thread.start()
    assert embedder.reached.wait(20)

    for write in (
        lambda: world.ingester.ingest([MarkdownSource.at(sheets.folder)]),
        lambda: world.ingester.ingest([], dry_run=True),
        lambda: world.ingester.forget("fiche-001", ADMINISTRATOR),
    ):
        with pytest.raises(AnotherIngestRuns, match="another ingest is running; wait"):
            write()
    embedder.may_go_on.set()
    thread.join(20)

    assert world.catalogue.count_readable(ADMINISTRATOR) == 3
    assert world.ingester.ingest([MarkdownSource.at(sheets.folder)]).unchanged == 3


def test_after_a_failed_ingest_the_next_one_may_run(world: World) -> None:
    class Broken(HashEmbedder):
        def embed_passages(
            self, texts: Sequence[str], progress: Callable[[int], None] | None = None
        ) -> NDArray[np.float32]:
            raise RuntimeError("no vectors today")

    world.catalogue.writer.put([a_record(a_fiche("a"))])
    broken = Ingester(world.catalogue, Broken(), world.index, world.folder / "ingest.lock")

    with pytest.raises(RuntimeError):
        broken.ingest([])

    assert world.ingester.ingest([]).published


class Reader(threading.Thread):
    """Searches and asks as fast as it can, on parts of its own, and notes what is not right."""

    def __init__(self, world: World, check: Callable[[Catalogue, Searcher, Answerer], None]) -> None:
        super().__init__()
        self._world, self._check = world, check
        self.rounds = 0
        self.problems: list[str] = []
        self.stop = threading.Event()

    def run(self) -> None:
        with closing(Catalogue.open(f"sqlite:///{self._world.folder / 'catalogue.sqlite3'}")) as catalogue:
            searcher = Searcher(catalogue, self._world.embedder, self._world.index)
            answerer = Answerer(catalogue, searcher, self._world.embedder, Links())
            while not self.stop.is_set() and not self.problems:
                try:
                    self._check(catalogue, searcher, answerer)
                    self.rounds += 1
                except Exception as error:  # whatever it is, a reader must not meet it
                    self.problems.append(repr(error))


def version(number: int, name: str) -> Document:
    """A fiche of which every part names its version, with a body of changing length."""
    said = f"Version {number} de {name}. " * (1 + number % 4 * 30)
    return a_fiche(
        name,
        title=f"{name} version {number}",
        need=said,
        solution=said,
        cost=said,
        budget=str(1000 + number),
    )


def consistent(document: Document) -> None:
    number = document.title.fr.rsplit(" ", 1)[1]
    assert document.initiative is not None
    assert str(document.initiative.budget_eur) == str(1000 + int(number))


def search_is_of_one_state(_catalogue: Catalogue, searcher: Searcher, _answerer: Answerer) -> None:
    result = searcher.search(understand("version du projet", infer=False), ADMINISTRATOR, limit=20)
    assert {"toujours-1", "toujours-2"} <= {hit.document.id for hit in result.hits}
    for hit in result.hits:
        consistent(hit.document)
        number = hit.document.title.fr.rsplit(" ", 1)[1]
        assert hit.passage.text == hit.document.body[hit.passage.start : hit.passage.end]
        assert f"Version {number} de" in hit.passage.text


def figures_are_of_one_state(_catalogue: Catalogue, _searcher: Searcher, answerer: Answerer) -> None:
    answer = answerer.answer("Quel est le budget moyen des projets ?", ADMINISTRATOR)
    assert answer.figures is not None, answer
    assert answer.figures.document_ids
    shown = {citation.title.rsplit(" ", 1)[1] for citation in answer.citations}
    for citation in answer.citations:
        number = citation.title.rsplit(" ", 1)[1]
        assert f"Version {number} de" in citation.quote, (citation, shown)


@pytest.mark.parametrize("check", [search_is_of_one_state, figures_are_of_one_state])
def test_a_reader_sees_one_state_while_documents_change_and_generations_are_published(
    world: World, check: Callable[[Catalogue, Searcher, Answerer], None]
) -> None:
    names = ["toujours-1", "toujours-2", "parfois-1", "parfois-2"]
    world.holds(*(version(0, name) for name in names))
    readers = [Reader(world, check) for _ in range(2)]
    for reader in readers:
        reader.start()

    end = time.monotonic() + _SECONDS
    number = 0
    while time.monotonic() < end and not any(reader.problems for reader in readers):
        number += 1
        present = names if number % 2 else names[:2]
        world.catalogue.writer.put([a_record(version(number, name)) for name in present])
        if not number % 2:
            world.catalogue.writer.remove(names[2:])
        if number % 3 == 0:
            world.ingester.publish()
    for reader in readers:
        reader.stop.set()
        reader.join(30)

    assert [reader.problems for reader in readers] == [[], []]
    assert min(reader.rounds for reader in readers) > 5
    assert number > 5


def test_what_was_just_removed_is_not_found_though_the_index_still_holds_it(world: World) -> None:
    world.holds(a_fiche("a"), a_fiche("b"))

    world.catalogue.writer.remove(["a"])
    result = world.searcher.search(understand("lampes LED"), ADMINISTRATOR)

    assert [hit.document.id for hit in result.hits] == ["b"]
    assert result.total == 1


def test_a_reader_who_was_opening_a_generation_that_is_swept_opens_the_next_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.holds(a_fiche("a"))
    real, swept = Generation.open.__func__, []  # type: ignore[attr-defined]

    def late(cls: type[Generation], path: Path) -> Generation:
        if not swept:
            swept.append(path)
            monkeypatch.setattr(Generation, "open", classmethod(real))
            world.holds(a_fiche("b"))
        return real(cls, path)  # type: ignore[no-any-return]

    monkeypatch.setattr(Generation, "open", classmethod(late))
    result = world.searcher.search(understand("lampes LED"), ADMINISTRATOR)

    assert not swept[0].exists()
    assert {hit.document.id for hit in result.hits} == {"a", "b"}


def test_a_catalogue_that_another_process_holds_too_long_is_said_to_be_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 50)
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"
    with closing(Catalogue.open(url)) as one, closing(Catalogue.open(url)) as other:
        one.writer.put([a_record(a_fiche("a"))])

        with (
            one._transactions.writing(),
            pytest.raises(CatalogueLocked, match="nothing was changed, try again"),
        ):
            other.writer.put([a_record(a_fiche("b"))])
        with one._transactions.writing():
            assert other.count_readable(ADMINISTRATOR) == 1  # readers do not wait for writers
        other.writer.put([a_record(a_fiche("b"))])

        assert one.count_readable(ADMINISTRATOR) == 2


def test_opening_a_catalogue_that_is_being_written_does_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 50)
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"
    with (
        closing(Catalogue.open(url)) as one,
        one._transactions.writing(),
        closing(Catalogue.open(url)) as other,
    ):
        assert other.count_readable(ADMINISTRATOR) == 0


def test_a_new_catalogue_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'catalogue.sqlite3'}"

    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Catalogue.open(url), range(8)))

    assert len({catalogue.identity for catalogue in opened}) == 1
    for catalogue in opened:
        catalogue.close()


def test_a_removal_does_not_wait_long_for_a_reader(world: World) -> None:
    world.holds(a_fiche("a"), a_fiche("b"))
    with (
        closing(Catalogue.open(f"sqlite:///{world.folder / 'catalogue.sqlite3'}")) as other,
        other.snapshot(),
    ):
        assert other.count_readable(ADMINISTRATOR) == 2

        began = time.monotonic()
        world.catalogue.writer.remove(["a"])

        assert time.monotonic() - began < 5
        assert other.count_readable(ADMINISTRATOR) == 2  # its state is still that of its beginning
    assert world.catalogue.count_readable(ADMINISTRATOR) == 1
