"""Judged pairs in the catalogue's database: kept by the scan, listed by the rights of who looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, and_, delete, insert, or_, select, tuple_, update

from corpus.access import Caller
from retrieval.catalogue.batches import batches
from retrieval.catalogue.likeness_tables import pairs, profiles
from retrieval.catalogue.rights import readable_by
from retrieval.catalogue.tables import documents
from retrieval.catalogue.transactions import Transactions
from retrieval.likeness.values import Verdict


@dataclass(frozen=True)
class JudgedPair:
    """What the judge said of two fiches; `a` comes before `b`."""

    a: str
    b: str
    verdict: Verdict
    score: float


# Of each fiche: nearly all pairs of a catalogue are distinct, so that of those that are called linked most are not, and
# those least that are among the surest of both (docs/likeness.md has the figures).
MOST_LINKED = 10


def foremost(found: Iterable[JudgedPair]) -> list[JudgedPair]:
    """Of pairs, the surest first, all but those linked that are not among the surest of both fiches."""
    linked: Counter[str] = Counter()
    kept = []
    for pair in found:
        if pair.verdict is Verdict.LINKED:
            before = max(linked[pair.a], linked[pair.b])
            linked.update((pair.a, pair.b))
            if before >= MOST_LINKED:
                continue
        kept.append(pair)
    return kept


class PairStore:
    """Pairs that are more than distinct."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def replace(self, fiches: Collection[str], judged: Iterable[JudgedPair]) -> None:
        """Put these pairs in the place of all that the fiches had, which then count as judged.

        Pairs of a fiche that went meanwhile are left out.
        """
        with self._transactions.writing() as connection:
            for some in batches(fiches):
                connection.execute(delete(pairs).where(or_(pairs.c.a.in_(some), pairs.c.b.in_(some))))
                connection.execute(
                    update(profiles).where(profiles.c.document_id.in_(some)).values(judged=True)
                )
            found = list(judged)
            there = _present(connection, {name for pair in found for name in (pair.a, pair.b)})
            rows = [
                {"a": pair.a, "b": pair.b, "verdict": pair.verdict.value, "score": pair.score}
                for pair in found
                if pair.a in there and pair.b in there
            ]
            if rows:
                connection.execute(insert(pairs), rows)

    def readable(
        self,
        caller: Caller,
        *,
        verdicts: Collection[Verdict] = (),
        min_score: float = 0.0,
    ) -> list[JudgedPair]:
        """Pairs of which the caller may read both fiches, the surest first."""
        query = _readable(caller).where(pairs.c.score >= min_score)
        if verdicts:
            query = query.where(pairs.c.verdict.in_([verdict.value for verdict in verdicts]))
        with self._transactions.reading() as connection:
            return [_pair(row) for row in connection.execute(query)]

    def keys_of(self, fiches: Collection[str]) -> set[tuple[str, str]]:
        """The pairs that these fiches have, whoever may read them."""
        columns = select(pairs.c.a, pairs.c.b)
        with self._transactions.reading() as connection:
            return {
                (row.a, row.b)
                for some in batches(fiches)
                for row in connection.execute(columns.where(or_(pairs.c.a.in_(some), pairs.c.b.in_(some))))
            }

    def get(self, a: str, b: str, caller: Caller) -> JudgedPair | None:
        """One pair, if the caller may read both fiches."""
        query = _readable(caller).where(tuple_(pairs.c.a, pairs.c.b) == (a, b))
        with self._transactions.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _pair(row) if row else None


def _readable(caller: Caller) -> Select[str, str, str, float]:
    allowed = select(documents.c.id).where(readable_by(caller))
    return (
        select(pairs.c.a, pairs.c.b, pairs.c.verdict, pairs.c.score)
        .where(and_(pairs.c.a.in_(allowed), pairs.c.b.in_(allowed)))
        .order_by(pairs.c.score.desc(), pairs.c.a, pairs.c.b)
    )


def _pair(row: Row[str, str, str, float]) -> JudgedPair:
    a, b, verdict, score = row
    return JudgedPair(a, b, Verdict(verdict), score)


def _present(connection: Connection, ids: Collection[str]) -> set[str]:
    return {
        identifier
        for some in batches(ids)
        for identifier in connection.execute(
            select(profiles.c.document_id).where(profiles.c.document_id.in_(some))
        ).scalars()
    }
