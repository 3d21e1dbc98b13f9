"""Tokens: their secret is not kept, and they end on their day, when they are revoked, and with the last role."""

from __future__ import annotations

import pytest

from corpus.access import ADMINISTRATOR, Caller, Role, Scope
from retrieval.governance.errors import NoSuch, NotAllowed
from retrieval.governance.governance import Governance
from tests.databases import everything_in
from tests.network import Days, a_person


def issued(governance: Governance, caller: Caller, *scopes: Scope, days: int = 30) -> str:
    assert caller.person is not None
    assert caller.organisation is not None
    _, text = governance.tokens.issue(
        ADMINISTRATOR, person=caller.person, organisation=caller.organisation, scopes=scopes, days=days
    )
    return text


def test_a_token_is_its_person_in_the_organisation_with_its_scopes(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)

    caller = governance.tokens.caller(issued(governance, anna, Scope.SUBMIT))

    assert caller == anna.model_copy(update={"scopes": frozenset({Scope.READ, Scope.SUBMIT})})


def test_the_secret_is_nowhere_in_the_database(governance: Governance, database_url: str) -> None:
    text = issued(governance, a_person(governance, "namur", Role.READER))
    secret = text.rsplit("_", 1)[1]

    kept = everything_in(database_url)

    assert text.split("_")[1].encode() in kept
    assert secret.encode() not in kept


@pytest.mark.parametrize("change", ["", "x", " ", "_", "é"])
def test_another_text_is_nobody(governance: Governance, change: str) -> None:
    text = issued(governance, a_person(governance, "namur", Role.READER))

    assert governance.tokens.caller(change) is None
    assert governance.tokens.caller(text[:-1] + ("A" if text[-1] != "A" else "B")) is None
    if change:
        assert governance.tokens.caller(text + change) is None


def test_a_token_is_good_to_the_end_of_its_last_day(governance: Governance, days: Days) -> None:
    text = issued(governance, a_person(governance, "namur", Role.READER), days=3)

    days.pass_days(3)
    assert governance.tokens.caller(text) is not None
    days.pass_days(1)
    assert governance.tokens.caller(text) is None


def test_a_revoked_token_ends_at_once(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.READER)
    text = issued(governance, anna)

    governance.tokens.revoke(text.split("_")[1], anna)

    assert governance.tokens.caller(text) is None


def test_all_tokens_of_a_person_end_at_once(governance: Governance) -> None:
    anna, ben = (a_person(governance, "namur", Role.READER) for _ in range(2))
    assert anna.person is not None
    texts = [issued(governance, anna) for _ in range(3)]
    other = issued(governance, ben)

    with pytest.raises(NotAllowed):
        governance.tokens.revoke_all(anna.person, ben)
    count = governance.tokens.revoke_all(anna.person, anna)

    assert count == 3
    assert [governance.tokens.caller(text) for text in texts] == [None] * 3
    assert governance.tokens.caller(other) is not None


def test_a_token_loses_what_its_person_may_no_longer_do(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.READER, Role.CONTRIBUTOR)
    assert anna.person is not None
    text = issued(governance, anna, Scope.SUBMIT)
    reader, contributor = governance.directory.memberships(anna.person, ADMINISTRATOR)

    governance.directory.withdraw(anna.person, contributor.id, ADMINISTRATOR)
    less = governance.tokens.caller(text)
    governance.directory.withdraw(anna.person, reader.id, ADMINISTRATOR)

    assert less is not None
    assert less.roles == {Role.READER}
    assert governance.tokens.caller(text) is None


def test_the_day_of_the_last_use_is_kept_and_no_more(governance: Governance, days: Days) -> None:
    text = issued(governance, a_person(governance, "namur", Role.READER))
    before = governance.tokens.page(ADMINISTRATOR).items[0].last_used
    days.pass_days(2)
    governance.tokens.caller(text)

    assert before is None
    assert governance.tokens.page(ADMINISTRATOR).items[0].last_used == days().date()


def test_nobody_issues_more_than_the_token_in_hand_may_do(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    ben = a_person(governance, "namur", Role.CONTRIBUTOR)
    assert anna.person is not None
    assert ben.person is not None
    in_hand = governance.tokens.caller(issued(governance, anna, Scope.SUBMIT))
    assert in_hand is not None

    governance.tokens.issue(in_hand, person=anna.person, organisation="namur", scopes=[Scope.SUBMIT])
    for person, organisation, scope in (
        (anna.person, "namur", Scope.REVIEW),
        (ben.person, "namur", Scope.READ),
        (anna.person, "mons", Scope.READ),
    ):
        with pytest.raises(NotAllowed):
            governance.tokens.issue(in_hand, person=person, organisation=organisation, scopes=[scope])
    with pytest.raises(NoSuch):
        governance.tokens.issue(ADMINISTRATOR, person=anna.person, organisation="mons", scopes=[Scope.READ])


def test_the_tokens_of_others_are_not_there(governance: Governance) -> None:
    anna, ben = (a_person(governance, "namur", Role.CONTRIBUTOR) for _ in range(2))
    text = issued(governance, ben)

    assert governance.tokens.page(anna).items == ()
    with pytest.raises(NoSuch):
        governance.tokens.revoke(text.split("_")[1], anna)


def test_an_administrator_who_comes_with_a_reading_token_only_reads(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.ADMINISTRATOR)

    caller = governance.tokens.caller(issued(governance, anna, Scope.READ))

    assert caller is not None
    assert not caller.is_administrator
