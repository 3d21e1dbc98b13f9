"""The rules of `corpus.fiche_rights` as SQL conditions; a property test holds them equal."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, true, tuple_

from corpus.access import Caller, Remit, Role, Scope, may_submit
from retrieval.catalogue.governance_tables import submission_terms, submissions


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """Rows of `submissions` that `caller` may know of."""
    if caller.is_administrator:
        return true()
    return or_(_own(caller), reviewed_by(caller))


def reviewed_by(caller: Caller) -> ColumnElement[bool]:
    """Rows of `submissions` that `caller` answers for; `corpus.fiche_rights.may_review` as SQL."""
    if caller.is_administrator:
        return true()
    if Role.COORDINATOR not in caller.roles or Scope.REVIEW not in caller.scopes:
        return false()
    inside = or_(false(), *(_inside(remit) for remit in caller.remits))
    return and_(submissions.c.was_submitted.is_(True), inside)


def decided_by(caller: Caller) -> ColumnElement[bool]:
    """Rows of `submissions` on which `caller` may decide; `corpus.fiche_rights.may_decide` as SQL."""
    if caller.is_administrator or caller.person is None:
        return reviewed_by(caller)
    return and_(reviewed_by(caller), submissions.c.author_id.is_distinct_from(caller.person))


def _own(caller: Caller) -> ColumnElement[bool]:
    if caller.organisation is None or not may_submit(caller, caller.organisation):
        return false()
    return submissions.c.organisation_id == caller.organisation


def _inside(remit: Remit) -> ColumnElement[bool]:
    terms = submission_terms.c
    conditions: list[ColumnElement[bool]] = []
    if remit.places:
        conditions.append(_has(tuple_(terms.facet, terms.value).in_(sorted(remit.places))))
    if remit.themes:
        conditions.append(_has(and_(terms.facet == "domain", terms.value.in_(sorted(remit.themes)))))
    return and_(true(), *conditions)


def _has(term: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(submission_terms.c.submission_id == submissions.c.id, term)
