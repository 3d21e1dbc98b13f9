"""The law sheets that ship, and a catalogue of them in a real database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.markdown import parse_acts, parse_document
from corpus.models import Document
from ingest.sources.markdown import corpus_folder
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.records import Record
from tests.builders import a_record


@cache
def law_sheets() -> tuple[Document, ...]:
    """Every article sheet with its act."""
    folder = corpus_folder() / "regulations"
    acts = parse_acts((folder / "acts.yaml").read_text("utf-8"), source="acts.yaml")
    return tuple(
        parse_document(path.read_text("utf-8"), source=path.name, acts=acts)
        for path in sorted(folder.glob("*.md"))
    )


def sheet(document_id: str) -> Document:
    """One of them."""
    return next(document for document in law_sheets() if document.id == document_id)


def a_catalogue(folder: Path, *documents: Document) -> Catalogue:
    """A catalogue of these documents, without passages to search: checklists read whole sheets."""
    catalogue = Catalogue.open(f"sqlite:///{folder / 'catalogue.sqlite3'}")
    catalogue.writer.put([_bare(document) for document in documents])
    return catalogue


def _bare(document: Document) -> Record:
    return a_record(document)
