"""Folders as people leave them: what cannot be read is named with its reason, the rest goes on, and what is
removed is gone to the last byte."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from corpus.access import ADMINISTRATOR
from corpus.errors import PasserelleError
from corpus.markdown import render_document
from ingest.errors import SourceUnreadable
from ingest.pipeline import IngestReport
from ingest.sources import markdown
from ingest.sources.base import SourceItem
from ingest.sources.markdown import MarkdownSource
from retrieval.catalogue import tables
from retrieval.catalogue.catalogue import Catalogue
from tests.builders import a_fiche
from tests.conftest import World
from tests.faults.states import documents_of

CANARY = "Quetzalcoatlus"
Break = Callable[[Path], object]


def a_sheet(identifier: str, **values: object) -> str:
    return render_document(a_fiche(identifier, **values))  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sheets"
    made.mkdir()
    (made / "good.md").write_text(a_sheet("good"), "utf-8")
    (made / "also-good.md").write_text(a_sheet("also-good"), "utf-8")
    return made


def ingested(world: World, folder: Path, **options: bool) -> IngestReport:
    return world.ingester.ingest([MarkdownSource.at(folder)], **options)


def ids(world: World) -> list[str]:
    return sorted(documents_of(world.url))


# -- broken files ---------------------------------------------------------------------------------


def _text(content: str, encoding: str = "utf-8") -> Break:
    return lambda path: path.write_bytes(content.encode(encoding))


def _sheet_with(old: str, new: str) -> Break:
    text = a_sheet("broken")
    assert old in text
    return _text(text.replace(old, new, 1))


_ARTICLE = """---
id: broken
kind: regulation
language: fr
title: {fr: a, nl: a, de: a, en: a}
summary: {fr: a, nl: a, de: a, en: a}
fields: {id: broken, reglement: no-such-act, article: '1', sujet: s, obligation: o, qui: q, application: a,
  source_url: 'https://example.org', confiance: verifie_texte}
updated_at: 2026-01-01
---

Texte.
"""

BROKEN: dict[str, tuple[Break, str]] = {
    "broken YAML": (_text("---\nid: [1, 2\nkind: x\n---\n\ntext"), "line"),
    "repeated key": (_text("---\nid: a\nid: b\n---\n\ntext"), "stands twice"),
    "no closing line": (_text("---\nid: a\n\ntext"), "closing line --- is missing"),
    "binary": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00"), "not UTF-8 (byte 0)"),
    "zero bytes": (_text("abc\x00def"), "binary content"),
    "UTF-16": (_text("Un texte", "utf-16"), "not UTF-8 (byte 0)"),
    "UTF-16 without mark": (_text("Un texte", "utf-16-le"), "binary content"),
    "empty": (_text(""), "the text is empty"),
    "blank": (_text(" \n\t\n"), "the text is empty"),
    "headings only": (_text("# Titre\n\n## Partie\n"), "no text between the headings"),
    "duplicate id": (_text(a_sheet("good")), "the id 'good' also stands in good.md"),
    "unknown act": (_text(_ARTICLE), "the act 'no-such-act' is not known"),
    "missing field": (_sheet_with("country: Belgique", "x-country: Belgique"), "fields.country"),
    "unknown field": (_sheet_with("country: Belgique", "country: Belgique\n  colour: red"), "fields.colour"),
    "money with three decimals": (_sheet_with("budget_eur: null", "budget_eur: 1.005"), "two decimals"),
    "another kind": (_sheet_with("kind: initiative", "kind: poem"), "'poem' is not one of"),
    "id that is no slug": (_sheet_with("id: broken", "id: ../../etc"), "id"),
    "symlink loop": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "link to nowhere": (lambda path: path.symlink_to("nowhere.md"), "the file vanished"),
}


@pytest.mark.parametrize(("breaks", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_named_with_its_reason_and_the_rest_is_ingested(
    world: World, folder: Path, breaks: Break, reason: str
) -> None:
    breaks(folder / "x-broken.md")

    report = ingested(world, folder)

    assert [failure.ref for failure in report.failures] == ["x-broken.md"]
    assert reason in report.failures[0].reason
    assert ids(world) == ["also-good", "good"]
    assert report.added == 2
    assert ingested(world, folder).unchanged == 2


def test_a_file_beyond_the_limit_is_named_and_never_read_whole(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "MAX_BYTES", 2_000_000)
    (folder / "huge.md").write_bytes(b"a" * 2_000_001)

    report = ingested(world, folder)

    assert [(one.ref, "larger than 2 MB" in one.reason) for one in report.failures] == [("huge.md", True)]
    assert ids(world) == ["also-good", "good"]


def test_all_broken_files_of_a_folder_are_named(world: World, folder: Path) -> None:
    for number, (breaks, _) in enumerate(BROKEN.values()):
        breaks(folder / f"x-{number:02d}.md")

    report = ingested(world, folder)

    assert len(report.failures) == len(BROKEN)
    assert len({failure.ref for failure in report.failures}) == len(BROKEN)
    assert ids(world) == ["also-good", "good"]


@pytest.mark.parametrize(
    ("breaks", "reason"),
    [case for name, case in BROKEN.items() if "link" not in name and name != "duplicate id"],
)
def test_a_document_whose_file_becomes_broken_keeps_its_former_state(
    world: World, folder: Path, breaks: Break, reason: str
) -> None:
    ingested(world, folder)
    before = documents_of(world.url)

    breaks(folder / "also-good.md")
    report = ingested(world, folder)

    assert [failure.ref for failure in report.failures] == ["also-good.md"]
    assert report.removed == 0
    assert documents_of(world.url) == before


def test_files_of_other_kinds_pipes_and_hidden_files_are_not_read(world: World, folder: Path) -> None:
    (folder / "notes.txt").write_text("x")
    (folder / ".hidden.md").write_text("x")
    (folder / "folder.md").mkdir()
    os.mkfifo(folder / "pipe.md")
    (folder / "loop").symlink_to(folder)

    report = ingested(world, folder)

    assert report.failures == []
    assert ids(world) == ["also-good", "good"]


# -- while it is read -----------------------------------------------------------------------------


class Meanwhile(MarkdownSource):
    """Something happens between the listing and the reading of the files."""

    happens: Callable[[], object]

    def items(self) -> Iterator[SourceItem]:
        listed = list(super().items())
        self.happens()
        yield from listed


def test_a_file_that_vanishes_after_the_listing_is_named_and_its_document_goes_next_time(
    world: World, folder: Path
) -> None:
    ingested(world, folder)
    source = Meanwhile.at(folder)
    assert isinstance(source, Meanwhile)
    source.happens = (folder / "good.md").unlink

    report = world.ingester.ingest([source])

    assert [(one.ref, one.reason) for one in report.failures] == [
        ("good.md", "the file vanished while it was read; run the ingest again")
    ]
    assert ids(world) == ["also-good", "good"]
    assert ingested(world, folder).removed == 1
    assert ids(world) == ["also-good"]


def test_a_file_that_is_replaced_while_it_is_read_gives_one_of_its_two_versions(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (folder / "good.md").read_bytes(), a_sheet("good", solution="Autre chose. " * 400).encode()
    real = Path.open

    def replaced_when_opened(path: Path, *args: Any, **options: Any) -> object:
        file = real(path, *args, **options)
        if path.name == "good.md":
            (folder / "good.new").write_bytes(new)
            (folder / "good.new").rename(path)
        return file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", replaced_when_opened)
        ingested(world, folder)
    first = world.catalogue.get("good", ADMINISTRATOR)
    ingested(world, folder)

    assert render_document(first).encode() == old
    assert render_document(world.catalogue.get("good", ADMINISTRATOR)).encode() == new


def test_a_file_without_permission_is_named_and_its_document_stays(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingested(world, folder)
    source = MarkdownSource.at(folder)
    real = Path.open

    def refused(
        path: Path, *args: Any, **options: Any
    ) -> object:  # root, who runs tests, may read everything
        if path.name == "good.md":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(Path, "open", refused)
    report = world.ingester.ingest([source])

    assert [(one.ref, one.reason) for one in report.failures] == [
        ("good.md", "cannot be read: Permission denied")
    ]
    assert ids(world) == ["also-good", "good"]


def test_a_folder_that_cannot_be_listed_is_an_error_and_nothing_is_removed(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = folder / "below"
    below.mkdir()
    (below / "deep.md").write_text(a_sheet("deep"), "utf-8")
    ingested(world, folder)
    real = os.scandir

    def refused(path: str | Path) -> object:
        if Path(path) == below:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refused)

    with pytest.raises(SourceUnreadable, match="below: cannot be listed: Permission denied"):
        ingested(world, folder)
    assert ids(world) == ["also-good", "deep", "good"]


@pytest.mark.parametrize("name", ["nowhere", "notes.txt"])
def test_what_is_no_folder_and_no_markdown_file_is_refused_by_name(folder: Path, name: str) -> None:
    (folder / "notes.txt").write_text("x")

    with pytest.raises(SourceUnreadable, match=name) as caught:
        MarkdownSource.at(folder / name)

    assert isinstance(caught.value, PasserelleError)


# -- names and ids --------------------------------------------------------------------------------


def test_a_renamed_file_keeps_its_document_and_costs_no_embedding(world: World, folder: Path) -> None:
    ingested(world, folder)
    calls = world.embedder.passage_calls

    (folder / "good.md").rename(folder / "better.md")
    report = ingested(world, folder)

    assert (report.added, report.updated, report.removed, report.embedded_texts) == (0, 1, 0, 0)
    assert world.embedder.passage_calls == calls
    assert ids(world) == ["also-good", "good"]
    assert world.catalogue.writer.owner_of("good") == (str(folder.resolve()), "better.md")


def test_two_files_may_exchange_their_documents(world: World, folder: Path) -> None:
    ingested(world, folder)

    (folder / "good.md").rename(folder / "x")
    (folder / "also-good.md").rename(folder / "good.md")
    (folder / "x").rename(folder / "also-good.md")
    report = ingested(world, folder)

    assert (report.failures, report.updated, report.removed) == ([], 2, 0)
    assert world.catalogue.writer.owner_of("good") == (str(folder.resolve()), "also-good.md")
    assert ingested(world, folder).unchanged == 2


@pytest.mark.parametrize("copy", ["a-copy.md", "z-copy.md"])
def test_a_copy_never_takes_the_document_from_its_first_place(world: World, folder: Path, copy: str) -> None:
    ingested(world, folder)

    (folder / copy).write_bytes((folder / "good.md").read_bytes())
    reports = [ingested(world, folder), ingested(world, folder), ingested(world, folder, rebuild=True)]

    for report in reports:
        assert [failure.ref for failure in report.failures] == [copy]
        assert "also stands in good.md" in report.failures[0].reason
    assert world.catalogue.writer.owner_of("good") == (str(folder.resolve()), "good.md")


def test_a_known_file_that_takes_the_id_of_another_is_refused_and_both_documents_stay(
    world: World, folder: Path
) -> None:
    ingested(world, folder)
    before = documents_of(world.url)

    (folder / "also-good.md").write_text(a_sheet("good", solution="Autre chose."), "utf-8")
    report = ingested(world, folder)

    assert [failure.ref for failure in report.failures] == ["also-good.md"]
    assert documents_of(world.url) == before


def test_a_copy_does_not_take_the_document_of_a_file_that_is_broken(world: World, folder: Path) -> None:
    ingested(world, folder)
    before = documents_of(world.url)

    (folder / "copy.md").write_bytes((folder / "good.md").read_bytes())
    (folder / "good.md").write_bytes(b"\xff")
    report = ingested(world, folder)

    assert {failure.ref for failure in report.failures} == {"good.md", "copy.md"}
    assert documents_of(world.url) == before


def test_a_source_never_takes_the_document_of_another_source(
    world: World, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "good.md").write_text(a_sheet("good", solution="Autre chose."), "utf-8")
    ingested(world, folder)
    before = documents_of(world.url)

    report = ingested(world, other)

    assert "belongs to" in report.failures[0].reason
    assert documents_of(world.url) == before


def test_a_run_that_was_killed_between_new_and_gone_documents_leaves_no_ghost(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingested(world, folder)
    (folder / "good.md").write_text(a_sheet("another"), "utf-8")

    def killed(_ids: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(world.catalogue.writer, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            ingested(world, folder)
    assert ids(world) == ["also-good", "another", "good"]
    ingested(world, folder)

    assert ids(world) == ["also-good", "another"]


def test_a_file_written_on_windows_reads_like_any_other(world: World, folder: Path) -> None:
    text = "# Le marché\n\nPremier paragraphe.\n\n## Suite\n\nSecond paragraphe."
    (folder / "unix.md").write_bytes(text.encode())
    (folder / "windows.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    ingested(world, folder)
    unix, windows = (world.catalogue.get(name, ADMINISTRATOR) for name in ("unix", "windows"))

    assert windows.body == unix.body
    assert windows.title == unix.title


# -- to the last byte -----------------------------------------------------------------------------


def bytes_with(folder: Path, phrase: str) -> list[str]:
    """Files below `folder` that hold the phrase in any common writing."""
    written = {
        form.encode(encoding)
        for form in (phrase, phrase.lower(), phrase.lower()[:-2])
        for encoding in ("utf-8", "utf-16-le", "utf-32-le")
    }
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in written)
    )


def _canary_sheet(**values: object) -> str:
    said = f"{CANARY} vit à la maison communale. " * 80  # several pages of the database, overflow included
    return a_sheet("canary", title=f"Projet {CANARY}", need=said, solution=said, **values)


def _remove(world: World, folder: Path) -> None:
    (folder / "canary.md").unlink()
    ingested(world, folder)


def _change(world: World, folder: Path) -> None:
    (folder / "canary.md").write_text(a_sheet("canary"), "utf-8")
    ingested(world, folder)


def _forget(world: World, folder: Path) -> None:
    world.ingester.forget("canary", ADMINISTRATOR)


@pytest.mark.parametrize("act", [_remove, _change, _forget])
def test_what_is_removed_leaves_no_byte_in_any_file_of_the_state(
    world: World, tmp_path: Path, act: Callable[[World, Path], None]
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for number in range(20):
        (folder / f"s{number}.md").write_text(a_sheet(f"s{number}"), "utf-8")
    (folder / "canary.md").write_text(_canary_sheet(), "utf-8")
    ingested(world, folder)
    state = [world.folder / "catalogue.sqlite3", world.index]
    assert any(bytes_with(path.parent, CANARY) for path in state)
    vectors = {row.text_hash for row in _vector_rows(world)}

    act(world, folder)

    found = [name for name in bytes_with(world.folder, CANARY) if not name.startswith("elsewhere")]
    assert found == []
    assert {row.text_hash for row in _vector_rows(world)} != vectors
    assert _vectors_without_text(world) == 0


def test_vectors_that_a_killed_run_left_go_with_the_next_one(world: World, folder: Path) -> None:
    ingested(world, folder)
    world.catalogue.vectors.put(
        world.embedder.fingerprint, {"0" * 64: world.embedder.embed_passages(["orphelin"])[0]}
    )

    ingested(world, folder)

    assert _vectors_without_text(world) == 0


def _vector_rows(world: World) -> list:  # type: ignore[type-arg]
    with world.catalogue._transactions.reading() as connection:
        return list(connection.execute(select(tables.vectors)))


def _vectors_without_text(world: World) -> int:
    used = {row[5] for whole in documents_of(world.url).values() for row in whole[2]}
    return sum(row.text_hash not in used for row in _vector_rows(world))


def test_the_name_of_an_item_is_its_place_below_the_folder(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "deep.md").write_text("Texte.", "utf-8")

    refs = [item.ref for item in MarkdownSource.at(folder).items()]

    assert refs == ["also-good.md", "below/deep.md", "good.md"]
    assert replace(next(iter(MarkdownSource.at(folder / "good.md").items())), read=bytes).ref == "good.md"


def test_a_reader_puts_the_erasure_off_and_the_next_run_makes_up_for_it(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "canary.md").write_text(_canary_sheet(), "utf-8")
    (folder / "good.md").write_text(a_sheet("good"), "utf-8")
    ingested(world, folder)
    with (
        closing(Catalogue.open(f"sqlite:///{world.folder / 'catalogue.sqlite3'}")) as other,
        other.snapshot(),
    ):
        assert other.count_readable(ADMINISTRATOR) == 2
        _remove(world, folder)

    report = ingested(world, folder)

    assert report.unchanged == 1
    assert [name for name in bytes_with(world.folder, CANARY) if not name.startswith("elsewhere")] == []
