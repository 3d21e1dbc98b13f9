"""What is left to do between initiatives: pairs that nobody has decided, and same needs whose teams do not talk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

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


Source = Callable[[Caller], Sequence[PairRow]]


@dataclass(frozen=True)
class OpenWork:
    """Where the pairs for a portfolio come from; each source gives those of which a caller may read both.

    `duplicates` are likely ones that nobody has decided, `silent` same needs in two places without a sign that their
    teams talk; None where nobody judges that.
    """

    duplicates: Source | None = None
    silent: Source | None = None

    def among(self, document_ids: Collection[str], caller: Caller) -> OpenPairs:
        """The pairs of a caller whose two initiatives are among the documents."""
        return OpenPairs(_of(self.duplicates, document_ids, caller), _of(self.silent, document_ids, caller))


@dataclass(frozen=True)
class OpenPairs:
    """The pairs of one caller."""

    duplicates: tuple[PairRow, ...] | None = None
    silent: tuple[PairRow, ...] | None = None

    def duplicates_within(self, document_ids: Collection[str]) -> Pairs | None:
        """Open duplicates both of which are among the documents."""
        ids = set(document_ids)
        return _pairs(self.duplicates, lambda one: one.a in ids and one.b in ids)

    def silent_within(self, document_ids: Collection[str]) -> Pairs | None:
        """Silent pairs one of which at least is among the documents: the other is often of another territory."""
        ids = set(document_ids)
        return _pairs(self.silent, lambda one: one.a in ids or one.b in ids)


def _of(source: Source | None, document_ids: Collection[str], caller: Caller) -> tuple[PairRow, ...] | None:
    if source is None:
        return None
    ids = set(document_ids)
    return tuple(one for one in source(caller) if one.a in ids and one.b in ids)


def _pairs(pairs: tuple[PairRow, ...] | None, chosen: Callable[[PairRow], bool]) -> Pairs | None:
    if pairs is None:
        return None
    kept = tuple(one for one in pairs if chosen(one))
    return Pairs(count=len(kept), pairs=kept)
