"""Markdown files: sheets with front matter, and plain texts.

A folder is read with its sub-folders. `acts.yaml`, where there is one, names the acts of article sheets;
without one, those of the corpus that ships.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cached_property, partial
from importlib import resources
from pathlib import Path

from corpus.errors import InvalidDocument
from corpus.markdown import parse_acts, parse_document
from corpus.models import Act, Document, FileFields, LocalizedText, slugify
from ingest.errors import SourceUnreadable
from ingest.passages import HEADING, heading_text
from ingest.sources.base import SourceItem
from retrieval.query.language import detect_language

MAX_BYTES = 20_000_000
_FOLDERS = ("initiatives", "regulations", "practices")
_SUMMARY_CHARACTERS = 300


def corpus_folder() -> Path:
    """The folder of the corpus that ships."""
    return Path(str(resources.files("corpus")))


class MarkdownSource:
    """A folder of Markdown files, or one file."""

    def __init__(self, root: Path, *, name: str, files: tuple[Path, ...], complete: bool, acts: Path) -> None:
        self.name = name
        self.complete = complete
        self._root = root
        self._files = files
        self._acts_path = acts

    @classmethod
    def shipped(cls) -> MarkdownSource:
        """The corpus that comes with Passerelle."""
        root = corpus_folder()
        files = tuple(path for folder in _FOLDERS for path in _markdown_below(root / folder))
        return cls(root, name="corpus", files=files, complete=True, acts=_shipped_acts())

    @classmethod
    def at(cls, path: Path) -> MarkdownSource:
        """A folder or file of the user; raises SourceUnreadable."""
        if path.is_dir():
            own_acts = path / "acts.yaml"
            acts = own_acts if own_acts.is_file() else _shipped_acts()
            files = tuple(_markdown_below(path))
            return cls(path, name=str(path.resolve()), files=files, complete=True, acts=acts)
        if path.is_file():
            if path.suffix.lower() not in {".md", ".markdown"}:
                raise SourceUnreadable(f"{path}: only Markdown files (.md) and folders of them are read")
            folder = path.parent
            return cls(
                folder, name=str(folder.resolve()), files=(path,), complete=False, acts=_shipped_acts()
            )
        raise SourceUnreadable(f"{path}: no such file or folder")

    @cached_property
    def _acts(self) -> Mapping[str, Act]:
        return parse_acts(self._acts_path.read_text("utf-8"), source=self._acts_path.name)

    @cached_property
    def recipe(self) -> str:
        """Changes with the acts, since each article sheet shows its own."""
        return hashlib.sha256(self._acts_path.read_bytes()).hexdigest()[:16]

    def items(self) -> Iterator[SourceItem]:
        """Each file; those that vanished meanwhile fail when they are read."""
        for path in self._files:
            yield SourceItem(str(path.relative_to(self._root)), partial(_read, path))

    def parse(self, item: SourceItem, content: bytes) -> Document:
        """A sheet when the file has front matter, else a plain text."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InvalidDocument(f"not UTF-8 (byte {error.start})", field="text", source=item.ref) from error
        if "\x00" in text:
            raise InvalidDocument("binary content", field="text", source=item.ref)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text.startswith("---"):
            return parse_document(text, source=item.ref, acts=self._acts)
        return _plain_document(text, item.ref)


def _shipped_acts() -> Path:
    return corpus_folder() / "regulations" / "acts.yaml"


def _markdown_below(folder: Path) -> list[Path]:
    """The files to read; raises SourceUnreadable.

    A sub-folder that cannot be listed is an error: taken for empty, its documents would be removed.
    """

    def refuse(error: OSError) -> None:
        raise SourceUnreadable(f"{error.filename}: cannot be listed: {error.strerror}") from error

    found = [Path(root) / name for root, _, names in os.walk(folder, onerror=refuse) for name in names]
    return sorted(
        path
        for path in found
        if path.suffix.lower() in {".md", ".markdown"} and not path.name.startswith(".") and _is_read(path)
    )


def _is_read(path: Path) -> bool:
    """Files, and what cannot even be looked at, so that reading it fails by name; no pipes or devices."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InvalidDocument(f"larger than {MAX_BYTES // 1_000_000} MB", field="text", source=path.name)
    return content


def _plain_document(text: str, ref: str) -> Document:
    body = text.strip()
    if not body:
        raise InvalidDocument("the text is empty", field="body", source=ref)
    heading = HEADING.search(body)
    title = (heading_text(heading) if heading else "") or Path(ref).stem.replace("-", " ").replace("_", " ")
    prose = " ".join(HEADING.sub("", body).split())[:_SUMMARY_CHARACTERS] or title
    return Document(
        id=slugify(ref.rsplit(".", 1)[0])[:100] or hashlib.sha256(ref.encode()).hexdigest()[:12],
        kind="file",
        language=detect_language(body[:2000]).language,
        title=LocalizedText.same(title),
        summary=LocalizedText.same(prose),
        fields=FileFields(name=Path(ref).name),
        body=body,
        updated_at=_today(),
    )


def _today() -> date:
    return datetime.now(UTC).date()
