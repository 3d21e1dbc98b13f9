"""Profiles of the fiches of the catalogue with their meanings, made once for each state of a fiche."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, or_, select

from corpus.access import ADMINISTRATOR
from corpus.models import Document
from corpus.project import Project
from retrieval.catalogue.batches import batches
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.likeness_tables import profiles
from retrieval.catalogue.properties import read_property, write_property
from retrieval.catalogue.tables import documents
from retrieval.likeness.comparison import Meaning
from retrieval.likeness.meanings import Meanings, packed, unpacked
from retrieval.likeness.profile import RECIPE, Profile, profile_of

_EMBEDDED_A_COMMIT = 64
_CACHED = 4096
_INITIATIVE = "initiative"
_RENEWALS = "likeness_renewals"  # property: how often profiles were made


@dataclass(frozen=True)
class Compared:
    """A fiche ready to be compared."""

    document: Document
    profile: Profile
    meaning: Meaning


@dataclass(frozen=True)
class Stale:
    """A fiche whose profile is missing or of a former state."""

    document_id: str
    content_hash: str


class Profiles:
    """Reads and keeps what is compared of each fiche.

    Rights do not apply here: pairs are judged once for everybody, and shown by the rights of who looks.
    """

    def __init__(self, catalogue: Catalogue, meanings: Meanings, *, judge_version: str) -> None:
        self._catalogue = catalogue
        self._transactions = catalogue.transactions
        self._meanings = meanings
        self._judge_version = judge_version
        self._table = lru_cache(maxsize=1)(self._read_table)
        self._profile = lru_cache(maxsize=_CACHED)(_profile_of)

    @property
    def recipe(self) -> str:
        """Of what a stored profile and its judgements are made."""
        return f"{RECIPE}/{self._meanings.fingerprint}/{self._judge_version}"

    def stale(self) -> list[Stale]:
        """Fiches that are new, or that changed since they were compared."""
        query = (
            select(documents.c.id, documents.c.content_hash)
            .outerjoin(profiles, profiles.c.document_id == documents.c.id)
            .where(
                documents.c.kind == _INITIATIVE,
                or_(
                    profiles.c.document_id.is_(None),
                    profiles.c.recipe != self.recipe,
                    profiles.c.content_hash != documents.c.content_hash,
                ),
            )
            .order_by(documents.c.id)
        )
        with self._transactions.reading() as connection:
            return [Stale(*row) for row in connection.execute(query)]

    def unjudged(self) -> list[str]:
        """Fiches whose pairs are still to be judged."""
        query = (
            select(profiles.c.document_id)
            .where(profiles.c.judged.is_(False))
            .order_by(profiles.c.document_id)
        )
        with self._transactions.reading() as connection:
            return list(connection.execute(query).scalars())

    def renew(self, stale: Sequence[Stale], progress: Callable[[int], None]) -> None:
        """Make the profiles of these fiches; raises EmbeddingError, CatalogueError."""
        for start in range(0, len(stale), _EMBEDDED_A_COMMIT):
            some = stale[start : start + _EMBEDDED_A_COMMIT]
            found = self._catalogue.documents([one.document_id for one in some], ADMINISTRATOR)
            present = [one for one in some if one.document_id in found]
            made = self._meanings.of([self._profile(found[one.document_id]) for one in present])
            with self._transactions.writing() as connection:
                self._keep(connection, present, made)
            progress(len(some))

    def _keep(self, connection: Connection, stale: Sequence[Stale], made: Sequence[Meaning]) -> None:
        ids = [one.document_id for one in stale]
        connection.execute(delete(profiles).where(profiles.c.document_id.in_(ids)))
        there = set(connection.execute(select(documents.c.id).where(documents.c.id.in_(ids))).scalars())
        rows = [
            {
                "document_id": one.document_id,
                "recipe": self.recipe,
                "content_hash": one.content_hash,
                "vectors": packed(meaning),
                "judged": False,
            }
            for one, meaning in zip(stale, made, strict=True)
            if one.document_id in there
        ]
        if rows:
            connection.execute(insert(profiles), rows)
        write_property(connection, _RENEWALS, str(int(read_property(connection, _RENEWALS) or 0) + 1))

    def meanings(self, document_ids: Collection[str] | None = None) -> dict[str, Meaning]:
        """The stored meanings, of all fiches or of some."""
        every = select(profiles.c.document_id, profiles.c.vectors).order_by(profiles.c.document_id)
        queries = (
            [every]
            if document_ids is None
            else [every.where(profiles.c.document_id.in_(some)) for some in batches(document_ids)]
        )
        with self._transactions.reading() as connection:
            return {
                identifier: unpacked(data)
                for query in queries
                for identifier, data in connection.execute(query)
            }

    def nearest(self, meaning: Meaning, allowed: frozenset[str], most: int) -> list[str]:
        """The ids of the fiches whose need is nearest, among those allowed, nearest first."""
        ids, needs = self._table(self._renewals())
        places = np.array([place for place, one in enumerate(ids) if one in allowed], dtype=np.int64)
        cosines = needs[places] @ meaning.need
        return [ids[place] for place in places[np.argsort(-cosines, kind="stable")[:most]]]

    def _read_table(self, _renewals: int) -> tuple[list[str], NDArray[np.float32]]:
        """All needs as one matrix, read again when one was renewed."""
        known = self.meanings()
        width = self._meanings.width
        needs = np.stack([one.need for one in known.values()]) if known else np.zeros((0, width), np.float32)
        return list(known), needs

    def _renewals(self) -> int:
        with self._transactions.reading() as connection:
            return int(read_property(connection, _RENEWALS) or 0)

    def compared(self, found: Sequence[Document]) -> Iterator[Compared]:
        """These fiches, as far as they have been profiled."""
        kept = self.meanings([document.id for document in found])
        for document in found:
            if document.id in kept:
                yield Compared(document, self._profile(document), kept[document.id])

    def completed(self, found: Sequence[Document]) -> list[Compared]:
        """All of these fiches, in order; what is not yet profiled is read now. Raises EmbeddingError."""
        kept = self.meanings([document.id for document in found])
        profiles = {document.id: self._profile(document) for document in found}
        missing = [name for name in profiles if name not in kept]
        if missing:
            made = self._meanings.of([profiles[name] for name in missing])
            kept |= dict(zip(missing, made, strict=True))
        return [Compared(document, profiles[document.id], kept[document.id]) for document in found]

    def of_project(self, project: Project) -> tuple[Profile, Meaning]:
        """An idea or a fiche that the catalogue does not hold; raises EmbeddingError."""
        profile = profile_of(project)
        return profile, self._meanings.of([profile])[0]


def _profile_of(document: Document) -> Profile:
    return profile_of(Project.of_document(document))
