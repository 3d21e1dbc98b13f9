"""What a catalogue and an index hold, as plain values that can be compared between two homes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import text

from retrieval.catalogue.catalogue import Catalogue
from retrieval.index.generation import ROLES, Generation, languages_from, newest
from tests.databases import connected, executed

Row = tuple[Any, ...]
Whole = tuple[Row, ...]  # a document with all that hangs on it

_PARTS = {
    "documents": "select * from documents where id = :id",
    "passages": "select * from passages where document_id = :id order by position",
    "entries": (
        "select document_id, passage_id, role, language, text, text_hash from entries where document_id = :id"
        " order by role, language, text, passage_id"
    ),
    "terms": "select * from terms where document_id = :id order by facet, value",
}


def documents_of(url: str) -> dict[str, Whole]:
    """Each document of a database, wholly: its row, passages, entries and terms."""
    with connected(url) as database:
        ids = database.execute(text("select id from documents")).scalars().all()
        return {
            identifier: tuple(
                tuple(tuple(row) for row in database.execute(text(query), {"id": identifier}))
                for query in _PARTS.values()
            )
            for identifier in ids
        }


def vectors_of(url: str) -> set[Row]:
    """All vectors."""
    return set(executed(url, "select fingerprint, text_hash, data from vectors"))


def faults_of(url: str) -> list[Row]:
    """What SQLite itself finds wrong, and parts that belong to no document."""
    found = []
    if url.startswith("sqlite"):
        found += [row for row in executed(url, "pragma integrity_check") if row != ("ok",)]
        found += executed(url, "pragma foreign_key_check")
    for table in ("passages", "entries", "terms"):
        orphans = (
            f"select '{table}', document_id from {table} where document_id not in (select id from documents)"
        )
        found += executed(url, orphans)
    return found


def index_of(home: Path, catalogue: Catalogue, fingerprint: str) -> Counter[Row] | None:
    """What the newest generation holds, row by row; None when there is none. Raises when it is not whole."""
    path = newest(home / "index")
    if path is None:
        return None
    generation = Generation.open(path)
    generation.check(catalogue=catalogue.identity, fingerprint=fingerprint)
    return rows_of(generation)


def rows_of(generation: Generation) -> Counter[Row]:
    """The rows of a generation: document, passage, role, language, vector."""
    rows = generation.rows
    assert generation.dense.count == generation.manifest.rows == len(rows.document_of)
    return Counter(
        (
            rows.documents[document],
            rows.passages[passage] if passage >= 0 else "",
            ROLES[role],
            language,
            vector.tobytes(),
        )
        for document, passage, role, language, vector in zip(
            rows.document_of,
            rows.passage_of,
            rows.role_of,
            languages_from(rows.language_of),
            generation.dense.vectors(slice(None)),  # type: ignore[arg-type]
            strict=True,
        )
    )
