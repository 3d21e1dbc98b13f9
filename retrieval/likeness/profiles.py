"""Profiles of the fiches of the catalogue with their meanings, made once for each state of a fiche."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from corpus.access import ADMINISTRATOR
from corpus.ideas import ideas_by_initiative
from corpus.models import Document
from corpus.project import Project
from retrieval.catalogue.batches import batches
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.likeness_tables import profiles
from retrieval.catalogue.properties import read_property, write_property
from retrieval.catalogue.tables import documents
from retrieval.likeness.comparison import Meaning
from retrieval.likeness.keeping import marks_of, read, written
from retrieval.likeness.meanings import Meanings, packed, unpacked
from retrieval.likeness.profile import RECIPE, Profile, profile_of
from retrieval.likeness.tellings import RECIPE as TOLD_RECIPE
from retrieval.likeness.tellings import heard_need, told_needs

_EMBEDDED_A_COMMIT = 64
_TOLD_A_COMMIT = 32  # fiches, each with a dozen texts
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
class Sketch:
    """What is compared of a fiche."""

    profile: Profile
    meaning: Meaning


@dataclass(frozen=True)
class Needs:
    """The needs of all fiches: vectors of shape (fiches, dimension), and beside each the places and owners that it names.

    `told` are the needs as all texts of a fiche tell them, those of `vectors` where these were not yet read, levelled for
    ideas. `renewal` is the last that it holds; fiches that went since may still be there.
    """

    renewal: int
    ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    told: NDArray[np.float32]
    marks: tuple[tuple[str, ...], ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """In which row each fiche is."""
        return {identifier: place for place, identifier in enumerate(self.ids)}


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
        self._needs = Needs(0, (), np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), ())
        self._read = lru_cache(maxsize=_CACHED)(read)

    @property
    def recipe(self) -> str:
        """Of what a stored profile and its judgements are made."""
        return f"{RECIPE}.{TOLD_RECIPE}/{self._meanings.fingerprint}/{self._judge_version}"

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
            made = [profile_of(Project.of_document(found[one.document_id])) for one in present]
            sketches = [Sketch(*both) for both in zip(made, self._meanings.of(made), strict=True)]
            with self._transactions.writing() as connection:
                self._keep(connection, present, sketches)
            progress(len(some))

    def _keep(self, connection: Connection, stale: Sequence[Stale], made: Sequence[Sketch]) -> None:
        ids = [one.document_id for one in stale]
        connection.execute(delete(profiles).where(profiles.c.document_id.in_(ids)))
        there = set(connection.execute(select(documents.c.id).where(documents.c.id.in_(ids))).scalars())
        renewal = _renewal(connection) + 1
        rows = [
            {
                "document_id": one.document_id,
                "recipe": self.recipe,
                "content_hash": one.content_hash,
                "profile": written(sketch.profile),
                "renewal": renewal,
                "vectors": packed(sketch.meaning),
                "judged": False,
            }
            for one, sketch in zip(stale, made, strict=True)
            if one.document_id in there
        ]
        if rows:
            connection.execute(insert(profiles), rows)
        write_property(connection, _RENEWALS, str(renewal))

    def untold(self) -> list[Stale]:
        """Fiches of which only one text was read so far."""
        query = (
            select(profiles.c.document_id, profiles.c.content_hash)
            .where(profiles.c.told.is_(None), profiles.c.recipe == self.recipe)
            .order_by(profiles.c.document_id)
        )
        with self._transactions.reading() as connection:
            return [Stale(*row) for row in connection.execute(query)]

    def tell(self, untold: Sequence[Stale], progress: Callable[[int], None]) -> None:
        """Read all texts of these fiches; raises EmbeddingError, CatalogueError."""
        for start in range(0, len(untold), _TOLD_A_COMMIT):
            some = untold[start : start + _TOLD_A_COMMIT]
            found = self._catalogue.documents([one.document_id for one in some], ADMINISTRATOR)
            present = [one for one in some if one.document_id in found]
            if present:
                fiches = [found[one.document_id] for one in present]
                needs = told_needs(fiches, self._meanings, ideas_by_initiative())
                self._keep_told(present, needs)
            progress(len(some))

    def _keep_told(self, untold: Sequence[Stale], needs: NDArray[np.float32]) -> None:
        """Beside the profiles of these states; what changed meanwhile is read again."""
        with self._transactions.writing() as connection:
            renewal = _renewal(connection) + 1
            for one, need in zip(untold, needs, strict=True):
                connection.execute(
                    update(profiles)
                    .where(
                        profiles.c.document_id == one.document_id,
                        profiles.c.recipe == self.recipe,
                        profiles.c.content_hash == one.content_hash,
                    )
                    .values(told=need.astype("<f4").tobytes(), renewal=renewal)
                )
            write_property(connection, _RENEWALS, str(renewal))

    def sketches(self, document_ids: Collection[str]) -> dict[str, Sketch]:
        """What is compared of these fiches, as far as they have been profiled as they are profiled now."""
        return {
            identifier: Sketch(self._read(profile), unpacked(vectors))
            for identifier, recipe, profile, vectors in self._stored(document_ids)
            if recipe == self.recipe
        }

    def compared(self, found: Sequence[Document]) -> Iterator[Compared]:
        """These fiches, as far as they have been profiled."""
        kept = {row[0]: row for row in self._stored([document.id for document in found])}
        for document in found:
            if document.id in kept:
                _, recipe, profile, vectors = kept[document.id]
                current = recipe == self.recipe
                read = self._read(profile) if current else profile_of(Project.of_document(document))
                yield Compared(document, read, unpacked(vectors))

    def _stored(self, document_ids: Collection[str]) -> Iterator[Row[str, str, str, bytes]]:
        columns = profiles.c
        query = select(columns.document_id, columns.recipe, columns.profile, columns.vectors)
        with self._transactions.reading() as connection:
            for some in batches(document_ids):
                yield from connection.execute(query.where(columns.document_id.in_(some)))

    def needs(self) -> Needs:
        """The needs of all fiches; only those that were renewed since the last call are read."""
        held, columns = self._needs, profiles.c
        query = (
            select(columns.document_id, columns.profile, columns.vectors, columns.told)
            .where(columns.renewal > held.renewal, columns.recipe == self.recipe)
            .order_by(columns.document_id)
        )
        with self._transactions.reading() as connection:
            renewal = _renewal(connection)
            if renewal != held.renewal:
                fresh = {row[0]: _known(*row[1:]) for row in connection.execute(query)}
                held = self._needs = _joined(held, renewal, fresh, self._meanings)
        return held

    def nearest(self, need: NDArray[np.float32], allowed: frozenset[str], most: int) -> list[str]:
        """The ids of the fiches whose need is nearest as one or as all of their texts tell it, among those allowed.

        At most twice as many as `most`.
        """
        known = self.needs()
        places = np.array([place for place, one in enumerate(known.ids) if one in allowed], dtype=np.int64)
        if not len(places):
            return []
        orders = [
            np.argsort(-(vectors[places] @ sought), kind="stable")[:most]
            for vectors, sought in ((known.told, self._levelled(need)), (known.vectors, need))
        ]
        return [known.ids[place] for place in dict.fromkeys(places[np.concatenate(orders)].tolist())]

    def told(self, need: NDArray[np.float32], document_ids: Collection[str]) -> dict[str, float]:
        """How near these fiches are to a need, as all their texts tell theirs: cosines, in order.

        One that was not profiled lately is a stranger.
        """
        known, sought = self.needs(), self._levelled(need)
        places = [known.places.get(one) for one in document_ids]
        return {
            identifier: float(known.told[place] @ sought) if place is not None else 0.0
            for identifier, place in zip(document_ids, places, strict=True)
        }

    def _levelled(self, need: NDArray[np.float32]) -> NDArray[np.float32]:
        return self._meanings.levelled(need[None]).reshape(-1)

    def completed(self, found: Sequence[Document]) -> list[Compared]:
        """All of these fiches, in order; what is not yet profiled is read now. Raises EmbeddingError."""
        kept = {one.document.id: one for one in self.compared(found)}
        missing = [document for document in found if document.id not in kept]
        profiles = [profile_of(Project.of_document(document)) for document in missing]
        meanings = self._meanings.of(profiles) if missing else []
        for document, profile, meaning in zip(missing, profiles, meanings, strict=True):
            kept[document.id] = Compared(document, profile, meaning)
        return [kept[document.id] for document in found]

    def of_project(self, project: Project) -> tuple[Profile, Meaning]:
        """An idea or a fiche that the catalogue does not hold; raises EmbeddingError."""
        profile = profile_of(project)
        return profile, self._meanings.of([profile])[0]

    def heard(self, project: Project, meaning: Meaning) -> NDArray[np.float32]:
        """The need of a project as it is looked for among what fiches tell; raises EmbeddingError."""
        return heard_need(project, meaning, self._meanings)


def _renewal(connection: Connection) -> int:
    return int(read_property(connection, _RENEWALS) or 0)


@dataclass(frozen=True)
class _Known:
    """A row of `Needs`."""

    marks: tuple[str, ...]
    need: NDArray[np.float32]
    told: NDArray[np.float32]


def _known(profile: str, vectors: bytes, told: bytes | None) -> _Known:
    need = unpacked(vectors).need
    return _Known(marks_of(profile), need, need if told is None else np.frombuffer(told, dtype="<f4"))


def _joined(held: Needs, renewal: int, fresh: dict[str, _Known], meanings: Meanings) -> Needs:
    """What was held, with what is new in place of its former state."""
    if not fresh:
        return replace(held, renewal=renewal)
    kept = [place for place, identifier in enumerate(held.ids) if identifier not in fresh]
    vectors = np.stack([one.need for one in fresh.values()])
    told = meanings.levelled(np.stack([one.told for one in fresh.values()]))
    return Needs(
        renewal,
        (*(held.ids[place] for place in kept), *fresh),
        np.concatenate((held.vectors[kept], vectors)) if kept else vectors,
        np.concatenate((held.told[kept], told)) if kept else told,
        (*(held.marks[place] for place in kept), *(one.marks for one in fresh.values())),
    )
