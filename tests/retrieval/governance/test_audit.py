"""The audit trail is complete and cannot be changed."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DatabaseError

from corpus.access import ADMINISTRATOR, Role, Scope
from corpus.fiche_life import Step
from retrieval.governance.errors import ChangedMeanwhile
from retrieval.governance.governance import Governance
from tests.databases import executed
from tests.network import a_draft, a_person


def test_each_change_leaves_one_line_and_what_is_refused_leaves_none(governance: Governance) -> None:
    start = len(governance.trail.page())
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    assert anna.person is not None
    token, _ = governance.tokens.issue(
        ADMINISTRATOR, person=anna.person, organisation="namur", scopes=[Scope.READ]
    )
    fiche = governance.submissions.create(a_draft(), anna)
    governance.submissions.take(fiche.id, Step.SUBMIT, 1, anna)
    with pytest.raises(ChangedMeanwhile):
        governance.submissions.take(fiche.id, Step.RECALL, 1, anna)
    governance.tokens.revoke(token.id, anna)

    deeds = governance.trail.page()[start:]

    assert [(one.subject_kind, one.action) for one in deeds] == [
        ("person", "add"),
        ("membership", "grant"),
        ("token", "issue"),
        ("submission", "create"),
        ("submission", "submit"),
        ("token", "revoke"),
    ]
    assert [one.actor for one in deeds] == ["administrator"] * 3 + [anna.person] * 3


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
def test_not_even_by_hand_is_a_line_changed_or_removed(
    governance: Governance, database_url: str, statement: str
) -> None:
    before = governance.trail.page()

    with pytest.raises(DatabaseError, match="the audit trail is append-only"):
        executed(database_url, statement)

    assert before
    assert governance.trail.page() == before


def test_the_trail_holds_nothing_that_somebody_wrote(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR, name="Anna Peeters", email="anna@namur.be")
    fiche = governance.submissions.create(a_draft("Éclairage des Peeters"), anna)
    governance.submissions.comment(fiche.id, "Voir avec Peeters", anna)
    governance.submissions.take(fiche.id, Step.WITHDRAW, 1, anna, reason="Peeters est parti")

    told = repr([(one.actor, one.action, one.detail) for one in governance.trail.page()])

    assert "eeters" not in told
    assert "anna@" not in told
