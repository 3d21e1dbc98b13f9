"""What is left to do between initiatives: pairs that nobody has decided, and same needs whose teams do not talk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.access import Caller
from corpus.models import Frozen


class PairRow(Frozen):
    """Two initiatives and how likely what is said of them is (0 to 1)."""

    pair_id: str
    a: str
    b: str
    score: float


class Pairs(Frozen):
    """A count and the pairs counted."""

    count: int
    pairs: tuple[PairRow, ...]


class PairSource(Protocol):
    """Pairs of initiatives of which a caller may read both."""

    def open_duplicates(self, caller: Caller) -> Sequence[PairRow]:
        """Likely duplicates that nobody has decided."""
        ...

    def without_exchange(self, caller: Caller) -> Sequence[PairRow]:
        """Same needs in two places, without a sign that their teams talk."""
        ...


@dataclass(frozen=True)
class OpenWork:
    """Pairs for the figures of a portfolio."""

    source: PairSource
    duplicates: tuple[PairRow, ...] = ()
    silent: tuple[PairRow, ...] = ()

    def among(self, document_ids: Collection[str], caller: Caller) -> OpenWork:
        """The pairs of a caller whose two initiatives are among the documents."""
        return OpenWork(
            self.source,
            _within(self.source.open_duplicates(caller), document_ids),
            _within(self.source.without_exchange(caller), document_ids),
        )

    def duplicates_within(self, document_ids: Collection[str]) -> Pairs:
        """Open duplicates both of which are among the documents."""
        return _pairs(_within(self.duplicates, set(document_ids)))

    def without_exchange_within(self, document_ids: Collection[str]) -> Pairs:
        """Silent pairs one of which at least is among the documents: the other is often of another territory."""
        ids = set(document_ids)
        return _pairs(tuple(one for one in self.silent if one.a in ids or one.b in ids))


def _within(pairs: Sequence[PairRow], ids: Collection[str]) -> tuple[PairRow, ...]:
    return tuple(one for one in pairs if one.a in ids and one.b in ids)


def _pairs(pairs: tuple[PairRow, ...]) -> Pairs:
    return Pairs(count=len(pairs), pairs=pairs)
