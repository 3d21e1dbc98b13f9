"""Fiches that were decided to be another's duplicate: one stays in their place and they lead to it; none is deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from corpus.access import Caller
from corpus.models import Document
from retrieval.catalogue.catalogue import Catalogue
from retrieval.likeness.decisions import Decisions, Kept


class Absorbed:
    """Follows decisions from fiche to fiche, among those that the caller may read."""

    def __init__(self, catalogue: Catalogue, decisions: Decisions) -> None:
        self._catalogue = catalogue
        self._decisions = decisions

    def into(self, document_ids: Collection[str], caller: Caller) -> dict[str, str]:
        """Of these fiches those that were absorbed, each with the one that stays at the end of the line.

        Decisions that lead round in a circle lead nowhere: each of their fiches stays.
        """
        steps: dict[str, str] = {}
        frontier = set(document_ids)
        while frontier:
            found = self._steps(frontier, caller)
            frontier = set(found.values()) - steps.keys() - frontier
            steps |= found
        ends = {one: _end(one, steps) for one in document_ids if one in steps}
        return {one: end for one, end in ends.items() if end is not None}

    def by(self, document_id: str, caller: Caller) -> list[Document]:
        """The fiches in whose place this one stays, in id order."""
        reached: set[str] = set()
        frontier = {document_id}
        while frontier:
            held = self._decisions.current(frontier).values()
            frontier = {_absorbed(one) for one in held if one.decision.kept in frontier} - reached
            reached |= frontier
        ends = self.into(reached - {document_id}, caller)
        found = self._catalogue.documents([one for one, end in ends.items() if end == document_id], caller)
        return [found[one] for one in sorted(found)]

    def _steps(self, document_ids: Collection[str], caller: Caller) -> dict[str, str]:
        """One step each; where several decisions absorb a fiche, the newest leads."""
        held = sorted(
            self._decisions.current(document_ids).values(), key=lambda one: one.decision.decision_id
        )
        readable = self._catalogue.documents({name for one in held for name in one.key}, caller)
        return {
            _absorbed(one): one.decision.kept
            for one in held
            if one.decision.kept and _absorbed(one) in document_ids and set(one.key) <= readable.keys()
        }


def _absorbed(held: Kept) -> str:
    return held.key[0] if held.decision.kept == held.key[1] else held.key[1]


def _end(start: str, steps: Mapping[str, str]) -> str | None:
    """Where the steps lead; None where they never end."""
    passed = {start}
    place = steps[start]
    while place in steps:
        if place in passed:
            return None
        passed.add(place)
        place = steps[place]
    return place
