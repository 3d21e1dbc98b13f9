"""Who may see, write and judge a fiche in the making: the rules, said once.

`retrieval.governance.rights` says `may_see` as SQL; a property test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from corpus.access import Caller, Role, Scope, may_submit
from corpus.fiche_life import AUTHORS_STEPS, REVIEWERS_STEPS, Step, possible
from corpus.fiche_life import FicheState as State


class Fiche(Protocol):
    """What the rules look at."""

    @property
    def organisation(self) -> str:
        """The owner."""
        ...

    @property
    def author(self) -> str | None:
        """The person who began it, as long as they are known."""
        ...

    @property
    def state(self) -> State:
        """Where it is in its life."""
        ...

    @property
    def was_submitted(self) -> bool:
        """Whether reviewers were ever asked to look at it."""
        ...

    @property
    def terms(self) -> Mapping[str, tuple[str, ...]]:
        """Its places and themes."""
        ...


def may_see(caller: Caller, fiche: Fiche) -> bool:
    """Whether `caller` may know that a fiche is being written or reviewed.

    Those who may write it, and, once it was submitted, the coordinators who answer for its place and theme.
    """
    return may_submit(caller, fiche.organisation) or may_review(caller, fiche)


def may_write(caller: Caller, fiche: Fiche) -> bool:
    """Whether `caller` may change a fiche and take the steps of its authors."""
    return may_submit(caller, fiche.organisation)


def may_review(caller: Caller, fiche: Fiche) -> bool:
    """Whether `caller` may read and comment a fiche as a reviewer."""
    if caller.is_administrator:
        return True
    answers = Role.COORDINATOR in caller.roles and Scope.REVIEW in caller.scopes
    return answers and fiche.was_submitted and any(remit.covers(fiche.terms) for remit in caller.remits)


def may_decide(caller: Caller, fiche: Fiche) -> bool:
    """Whether `caller` may accept or refuse a fiche: a reviewer, but nobody decides on their own, administrators apart."""
    own = caller.person is not None and caller.person == fiche.author
    return may_review(caller, fiche) and (caller.is_administrator or not own)


def may_take(caller: Caller, fiche: Fiche, step: Step) -> bool:
    """Whether `caller` is somebody who may take this step, whatever the state of the fiche."""
    writes = step in AUTHORS_STEPS and may_write(caller, fiche)
    return writes or (step in REVIEWERS_STEPS and may_decide(caller, fiche))


def open_steps(caller: Caller, fiche: Fiche) -> tuple[Step, ...]:
    """The steps that `caller` may take now; what a door offers as buttons."""
    return tuple(step for step in possible(fiche.state) if may_take(caller, fiche, step))
