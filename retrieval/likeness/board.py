"""The board of pairs: what the judge proposes, what people decided, by the rights of who looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.access import Caller, may_decide
from corpus.errors import NotFound
from corpus.models import Document, Language
from corpus.project import Project
from retrieval.catalogue.catalogue import Catalogue
from retrieval.likeness.comparison import compare
from retrieval.likeness.decisions import Decisions, Kept, Key
from retrieval.likeness.errors import NotEntitled
from retrieval.likeness.judge import Judge
from retrieval.likeness.lapsing import as_json, changed_pair, snapshot
from retrieval.likeness.pairs import JudgedPair, PairStore, foremost
from retrieval.likeness.profiles import Compared, Profiles
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.values import Decision, Pair, Verdict, pair_id
from retrieval.likeness.wording import Side, differences, reasons

_DIGITS = 4  # of a score as it is told, and so as it is compared
PROPOSED = (Verdict.DUPLICATE, Verdict.LATER_PHASE, Verdict.LINKED)


class Status(StrEnum):
    """Which pairs are listed."""

    OPEN = "open"
    DECIDED = "decided"
    ALL = "all"


@dataclass(frozen=True)
class PairPage:
    """Some of the pairs, the surest first; `total` counts all that meet the conditions."""

    pairs: tuple[Pair, ...]
    total: int


@dataclass(frozen=True)
class _Row:
    """A pair before its reasons are put in words."""

    judged: JudgedPair
    kept: Kept | None
    lapsed: tuple[str, ...]

    @property
    def open(self) -> bool:
        return self.kept is None or bool(self.lapsed)


@dataclass(frozen=True)
class Settled:
    """Two fiches and how they relate, as a person decided."""

    a: Document
    b: Document
    verdict: Verdict


class PairBoard:
    """Lists pairs, and takes decisions on them."""

    def __init__(
        self,
        catalogue: Catalogue,
        profiles: Profiles,
        judge: Judge,
        pairs: PairStore,
        decisions: Decisions,
        quotes: Quotes,
    ) -> None:
        self._catalogue = catalogue
        self._profiles = profiles
        self._judge = judge
        self._pairs = pairs
        self._decisions = decisions
        self._quotes = quotes

    def page(
        self,
        caller: Caller,
        *,
        language: Language,
        status: Status = Status.OPEN,
        verdicts: Sequence[Verdict] = (),
        min_score: float = 0.0,
        offset: int = 0,
        limit: int = 20,
    ) -> PairPage:
        """Pairs of which the caller may read both fiches; without `verdicts` those that the judge proposes or that
        somebody has decided."""
        with self._catalogue.snapshot():
            rows = [
                row
                for row in self._rows(caller)
                if round(row.judged.score, _DIGITS) >= min_score
                and _is_meant(row, verdicts)
                and _is_listed(row, status)
            ]
            chosen = rows[offset : offset + limit]
            names = {name for row in chosen for name in (row.judged.a, row.judged.b)}
            compared = self._compared(self._catalogue.documents(names, caller).values())
            return PairPage(tuple(self._told(chosen, compared, caller, language)), len(rows))

    def listed(self, caller: Caller) -> dict[Key, Verdict]:
        """What the judge says of each pair that is listed; all others it holds for distinct, or for not worth a look."""
        return {(one.a, one.b): one.verdict for one in foremost(self._pairs.readable(caller))}

    def get(self, key: Key, caller: Caller, *, language: Language) -> Pair:
        """One pair; raises NotFound when it does not exist for this caller."""
        with self._catalogue.snapshot():
            sides = self._sides(key, caller)
            compared = {one.document.id: one for one in sides}
            judged = self._pairs.get(*key, caller) or self._judged(key, compared)
            kept = self._decisions.current([key[0]]).get(key)
            row = _Row(judged, kept, self._lapse(kept, sides) if kept else ())
            return next(iter(self._told([row], compared, caller, language)))

    def decide(
        self,
        key: Key,
        verdict: Verdict,
        caller: Caller,
        *,
        reason: str,
        kept: str | None = None,
        replaces: int | None = None,
    ) -> Decision:
        """Write a decision down; raises NotFound, NotEntitled, AlreadyDecided, CatalogueError.

        Of a duplicate the fiche that says more stays unless `kept` names one. A "distinct" that lapsed may be decided
        anew without naming it.
        """
        sides = self._sides(key, caller)
        if not may_decide(caller):
            raise NotEntitled()
        current = self._decisions.current(key).get(key)
        if current is not None and replaces is None and self._lapse(current, sides):
            replaces = current.decision.decision_id
        stays = (kept or _fuller(sides)) if verdict is Verdict.DUPLICATE else None
        return self._decisions.decide(
            key,
            verdict,
            reason=reason,
            author=caller.name,
            compared=as_json([_snapshot(one) for one in sides]),
            kept=stays,
            replaces=replaces,
        )

    def undo(self, key: Key, caller: Caller) -> Decision:
        """Take the decision back; raises NotFound, NotEntitled, NotDecided."""
        self._sides(key, caller)
        if not may_decide(caller):
            raise NotEntitled()
        return self._decisions.undo(key, author=caller.name)

    def history(self, key: Key, caller: Caller) -> list[Decision]:
        """All that was decided of a pair, newest first; raises NotFound."""
        self._sides(key, caller)
        return self._decisions.history(key)

    def settled(self, caller: Caller) -> list[Settled]:
        """The pairs that people decided and that have not lapsed, in the order of their ids."""
        with self._catalogue.snapshot():
            held = self._decisions.current()
            found = self._catalogue.documents({name for key in held for name in key}, caller)
            compared = self._compared(found.values())
            return [
                Settled(found[a], found[b], held[a, b].decision.verdict)
                for a, b in sorted(held)
                if a in found and b in found and not self._lapsed(held[a, b], compared)
            ]

    # -- rows -------------------------------------------------------------------------------------

    def _rows(self, caller: Caller) -> list[_Row]:
        """All pairs that are worth a look or were decided, the surest first."""
        judged = {(one.a, one.b): one for one in foremost(self._pairs.readable(caller))}
        held = self._decisions.current()
        readable = self._catalogue.documents({name for key in held for name in key}, caller)
        decided = {key: one for key, one in held.items() if set(key) <= readable.keys()}
        compared = self._compared(readable.values())
        for key in decided.keys() - judged.keys():
            if set(key) <= compared.keys():
                judged[key] = self._judged(key, compared)
        rows = [
            _Row(one, decided.get(key), self._lapsed(decided.get(key), compared))
            for key, one in judged.items()
        ]
        return sorted(rows, key=lambda row: (-row.judged.score, row.judged.a, row.judged.b))

    def _compared(self, found: Iterable[Document]) -> dict[str, Compared]:
        return {one.document.id: one for one in self._profiles.compared(list(found))}

    def _judged(self, key: Key, compared: Mapping[str, Compared]) -> JudgedPair:
        one, other = (compared[name] for name in key)
        found = self._judge.judge(compare(one.profile, one.meaning, other.profile, other.meaning))
        return JudgedPair(*key, found.verdict, found.score)

    def _lapsed(self, held: Kept | None, compared: Mapping[str, Compared]) -> tuple[str, ...]:
        if held is None or not set(held.key) <= compared.keys():
            return ()
        return self._lapse(held, [compared[name] for name in held.key])

    def _lapse(self, held: Kept, sides: Sequence[Compared]) -> tuple[str, ...]:
        """The fields whose change makes a "distinct" lapse."""
        if held.decision.verdict is not Verdict.DISTINCT:
            return ()
        return changed_pair(held.compared, [_snapshot(one) for one in sides])

    def _sides(self, key: Key, caller: Caller) -> list[Compared]:
        found = self._catalogue.documents(key, caller)
        if len(found) < len(set(key)):
            raise NotFound(pair_id(*key))
        return self._profiles.completed([found[name] for name in key])

    # -- words ------------------------------------------------------------------------------------

    def _told(
        self, rows: Sequence[_Row], compared: Mapping[str, Compared], caller: Caller, language: Language
    ) -> list[Pair]:
        said = self._quotes.of_documents(list(compared), caller)
        told = []
        for row in rows:
            one, other = (compared[name] for name in (row.judged.a, row.judged.b))
            weights = self._judge.weigh(
                compare(one.profile, one.meaning, other.profile, other.meaning), row.judged.verdict
            )
            mine, theirs = (
                Side(Project.of_document(it.document), it.profile, said[it.document.id].nearest(to.meaning))
                for it, to in ((one, other), (other, one))
            )
            told.append(
                Pair(
                    pair_id=pair_id(row.judged.a, row.judged.b),
                    a=row.judged.a,
                    b=row.judged.b,
                    verdict=row.judged.verdict,
                    score=round(row.judged.score, _DIGITS),
                    reasons=reasons(mine, theirs, weights, language),
                    differences=differences(mine, theirs, weights, language),
                    decision=None if row.open else row.kept and row.kept.decision,
                    lapsed=row.lapsed,
                )
            )
        return told


def _is_meant(row: _Row, verdicts: Sequence[Verdict]) -> bool:
    if not verdicts:
        return row.judged.verdict in PROPOSED or row.kept is not None
    return row.judged.verdict in verdicts


def _is_listed(row: _Row, status: Status) -> bool:
    return status is Status.ALL or row.open == (status is Status.OPEN)


def _snapshot(one: Compared) -> dict[str, object]:
    fiche = one.document.initiative
    return snapshot(one.profile, fiche.budget_eur if fiche else None)


def _fuller(sides: Sequence[Compared]) -> str:
    """The fiche that says more."""

    def known(document: Document) -> int:
        return sum(value not in (None, (), "", "unknown") for value in document.fields.model_dump().values())

    return max((one.document for one in sides), key=lambda one: (known(one), len(one.body), one.id)).id
