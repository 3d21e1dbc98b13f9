"""Groups of municipalities that could pool an effort: the same need, a calendar that allows it, and a reason to be partners."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from corpus.access import Caller
from corpus.errors import NotFound
from corpus.filters import Filters
from corpus.models import Frozen, Language
from corpus.places import Place
from retrieval.answering.moments import today
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.open_work import PairRow
from retrieval.portfolio.pooling.exchange import shows_exchange
from retrieval.portfolio.pooling.grouping import Clique, Join, cliques
from retrieval.portfolio.pooling.members import Member, member_of
from retrieval.portfolio.pooling.needs import NeedLinks
from retrieval.portfolio.pooling.note import Notes
from retrieval.portfolio.pooling.ties import ties_between
from retrieval.portfolio.pooling.wording import (
    MemberOut,
    Why,
    member_out,
    need_text,
    next_step,
    whys,
)
from retrieval.search.links import Links

_HOME = "be"


class TownOut(Frozen):
    """A municipality of a group."""

    code: str
    name: str
    inhabitants: int | None


class Group(Frozen):
    """Initiatives of at least two municipalities that could be one effort; `score` is that of the weakest pair."""

    group_id: str
    need: str
    initiatives: tuple[str, ...]
    municipalities: tuple[str, ...]
    why: tuple[Why, ...]
    next_step: str
    members: tuple[MemberOut, ...]
    towns: tuple[TownOut, ...]
    exchange: bool
    score: float


@dataclass(frozen=True)
class _Found:
    clique: Clique
    members: tuple[Member, ...]

    @property
    def id(self) -> str:
        """The same for the same initiatives."""
        return hashlib.sha256("+".join(self.clique.members).encode()).hexdigest()[:12]

    @property
    def places(self) -> list[Place]:
        """Every municipality once, the largest first."""
        places = {place.code: place for member in self.members for place in member.places}
        return sorted(places.values(), key=lambda place: (-(place.inhabitants or 0), place.code))

    @property
    def abroad(self) -> bool:
        """Whether no municipality of the group is Belgian: it tells how others pool, and is nothing to join."""
        return all(place.country != _HOME for place in self.places)


@dataclass(frozen=True)
class Pooling:
    """Finds groups among the initiatives that a caller may read; `today` decides what is over."""

    catalogue: Catalogue
    links: Links
    needs: NeedLinks
    notes: Notes
    today: Callable[[], date] = today

    def groups(
        self, caller: Caller, language: Language, *, filters: Filters | None = None
    ) -> tuple[Group, ...]:
        """Groups with a Belgian municipality first, the surest of them first; with filters, those with an initiative that meets them."""
        with self.catalogue.snapshot():
            found = self._found(caller)
            kept = self._meeting(found, filters, caller)
        return tuple(self._group(one, language) for one in sorted(kept, key=lambda one: one.abroad))

    def group(self, group_id: str, caller: Caller, language: Language) -> Group:
        """One of them; raises NotFound when this caller has no such group."""
        return self._group(self._named(group_id, caller), language)

    def note(self, group_id: str, caller: Caller, language: Language) -> str:
        """A note to share with the others, as CommonMark; raises NotFound."""
        found = self._named(group_id, caller)
        return self.notes.of(found.members, found.clique.ties, caller, language)

    def without_exchange(self, caller: Caller) -> Sequence[PairRow]:
        """The pairs of all groups without a sign that their teams talk."""
        silent = {
            (one.id, other.id): found.clique.score
            for found in self._found(caller)
            for one, other in combinations(found.members, 2)
            if not shows_exchange(one, other)
        }
        return [PairRow(pair_id=f"{a}+{b}", a=a, b=b, score=score) for (a, b), score in silent.items()]

    def _named(self, group_id: str, caller: Caller) -> _Found:
        with self.catalogue.snapshot():
            found = next((one for one in self._found(caller) if one.id == group_id), None)
        if found is None:
            raise NotFound(group_id)
        return found

    def _found(self, caller: Caller) -> list[_Found]:
        links = list(self.needs.pairs(caller))
        ids = {identifier for link in links for identifier in (link.a, link.b)}
        day = self.today()
        documents = self.catalogue.documents(ids, caller)  # decides anew what this caller may read
        members = {one.id: made for one in documents.values() if (made := member_of(one, day)) is not None}
        joins = (
            Join(link.a, link.b, link.score, ties_between(members[link.a], members[link.b]))
            for link in links
            if link.a in members and link.b in members
        )
        return [_Found(clique, tuple(members[one] for one in clique.members)) for clique in cliques(joins)]

    def _meeting(self, found: Sequence[_Found], filters: Filters | None, caller: Caller) -> Iterator[_Found]:
        wanted = None if filters is None or filters.is_empty else self.catalogue.select(filters, caller)
        return iter([one for one in found if wanted is None or not wanted.isdisjoint(one.clique.members)])

    def _group(self, found: _Found, language: Language) -> Group:
        places = found.places
        return Group(
            group_id=found.id,
            need=need_text(found.members, language),
            initiatives=found.clique.members,
            municipalities=tuple(place.code for place in places),
            why=whys(found.members, found.clique.ties, language),
            next_step=next_step(found.members, language),
            members=tuple(member_out(one, self.links, language) for one in found.members),
            towns=tuple(
                TownOut(code=place.code, name=place.name(language), inhabitants=place.inhabitants)
                for place in places
            ),
            exchange=any(shows_exchange(one, other) for one, other in combinations(found.members, 2)),
            score=round(found.clique.score, 4),
        )
