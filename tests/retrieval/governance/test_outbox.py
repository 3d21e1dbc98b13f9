"""The outbox: each notice goes to one door at a time, is told once, in the reader's language, and goes after its days."""

from __future__ import annotations

import threading

import pytest

from corpus.access import ADMINISTRATOR, Role
from corpus.fiche_life import Step
from corpus.models import LANGUAGES
from retrieval.governance.governance import Governance
from retrieval.governance.notices import NoticeKind
from retrieval.governance.outbox import MOST_ATTEMPTS
from retrieval.governance.wording import digest_notice, fiche_notice
from tests.network import Days, a_draft, a_person


def submitted(governance: Governance, times: int = 1) -> None:
    """Fiches that a coordinator is told of."""
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    a_person(governance, "mons", Role.COORDINATOR)
    for _ in range(times):
        fiche = governance.submissions.create(a_draft(), anna)
        governance.submissions.take(fiche.id, Step.SUBMIT, 1, anna)


def test_what_one_door_has_claimed_no_other_gets_until_it_gives_up(
    governance: Governance, days: Days
) -> None:
    submitted(governance)

    [first] = governance.outbox.claim()
    assert governance.outbox.claim() == ()
    days.pass_days(6 / 24 / 60)
    [again] = governance.outbox.claim()

    assert (first.id, first.attempts, again.attempts) == (again.id, 0, 1)
    assert governance.outbox.delivered(again.id, "slack") is True
    assert governance.outbox.delivered(first.id, "e-mail") is False
    days.pass_days(1)
    assert governance.outbox.claim() == ()


def test_many_doors_at_once_deliver_each_notice_once(governance: Governance) -> None:
    submitted(governance, times=20)
    got: list[int] = []

    def door() -> None:
        while claimed := governance.outbox.claim(limit=3):
            got.extend(one.id for one in claimed)

    threads = [threading.Thread(target=door) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == len(set(got)) == 20


def test_what_cannot_be_delivered_is_given_up_after_some_attempts(governance: Governance, days: Days) -> None:
    submitted(governance)

    attempts = 0
    while claimed := governance.outbox.claim():
        attempts += 1
        governance.outbox.put_off(claimed[0].id, minutes=10)
        days.pass_days(11 / 24 / 60)

    assert attempts == MOST_ATTEMPTS


def test_notices_go_after_ninety_days(governance: Governance, days: Days) -> None:
    submitted(governance)

    days.pass_days(90)
    kept = governance.outbox.forget_old()
    days.pass_days(1)

    assert (kept, governance.outbox.forget_old()) == (0, 1)


def test_who_did_it_is_not_told(governance: Governance) -> None:
    both = a_person(governance, "namur", Role.CONTRIBUTOR, Role.COORDINATOR)
    fiche = governance.submissions.create(a_draft(), both)
    governance.submissions.take(fiche.id, Step.SUBMIT, 1, both)
    governance.submissions.comment(fiche.id, "Voilà", both)

    assert governance.outbox.claim() == ()


def test_without_a_coordinator_the_administrators_are_told(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    chief = a_person(governance, "mons", Role.ADMINISTRATOR)
    fiche = governance.submissions.create(a_draft(), anna)
    governance.submissions.take(fiche.id, Step.SUBMIT, 1, anna)

    assert [one.person for one in governance.outbox.claim()] == [chief.person]


def test_an_authors_successor_is_told_when_the_author_was_forgotten(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    ben = a_person(governance, "namur", Role.CONTRIBUTOR)
    fiche = governance.submissions.create(a_draft(), anna)
    governance.submissions.take(fiche.id, Step.SUBMIT, 1, anna)
    assert anna.person is not None
    governance.personal.forget(anna.person, ADMINISTRATOR)
    governance.submissions.take(fiche.id, Step.START_REVIEW, 2, ADMINISTRATOR)

    assert [(one.person, one.kind) for one in governance.outbox.claim()] == [
        (ben.person, NoticeKind.REVIEW_STARTED)
    ]


@pytest.mark.parametrize("kind", [one for one in NoticeKind if one is not NoticeKind.DIGEST])
def test_every_notice_is_said_in_four_languages(kind: NoticeKind) -> None:
    said = {fiche_notice(kind, "A {b}", language) for language in LANGUAGES}

    assert len(said) == 4
    assert all("A {b}" in text for text in said)


def test_a_digest_counts_in_four_languages() -> None:
    for count in (1, 3):
        said = {digest_notice(count, "vélos", language) for language in LANGUAGES}
        assert len(said) == 4
        assert all(str(count) in text and "vélos" in text for text in said)
