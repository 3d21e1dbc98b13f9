"""Watches: what is new to each follower comes once, in their hours, and only of what they may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.access import ADMINISTRATOR, Caller, Role, Visibility
from corpus.errors import UnknownValue
from corpus.fiche_life import Step
from corpus.filters import Filters
from corpus.following import Cadence, Quiet, Wish
from corpus.models import Document
from ingest.submissions import Publishing
from retrieval.governance.errors import NoSuch
from retrieval.governance.governance import Governance
from retrieval.governance.notices import NoticeKind
from retrieval.governance.outbox import Notice
from retrieval.watching.freshness import Freshness
from retrieval.watching.looking import Looking
from retrieval.watching.watching import Watching
from tests.builders import a_fiche, a_record
from tests.conftest import World
from tests.network import Days, a_draft, a_person, an_organisation

NAMUR = Wish(filters=Filters(province=("namur",)))


class Followed:
    """A world that people follow."""

    def __init__(self, world: World, days: Days, folder: Path) -> None:
        self.world, self.days = world, days
        self.governance = Governance.over(world.catalogue.transactions, days)
        looking = Looking(world.catalogue, world.searcher, world.answerer)
        self.watching = Watching(
            self.governance.watches,
            looking,
            self.governance.directory,
            world.catalogue,
            world.searcher,
            folder / "watches.lock",
        )
        an_organisation(self.governance, "dinant", municipality="Dinant")
        an_organisation(self.governance, "mons", municipality="Mons")
        self.anna = a_person(self.governance, "dinant", Role.READER)

    def arrives(self, *documents: Document) -> None:
        """Documents come, and a day passes before the round."""
        self.world.catalogue.writer.put([a_record(document) for document in documents])
        self.world.ingester.publish()
        self.days.pass_days(1)
        self.watching.run()

    def digests(self) -> list[Notice]:
        """What is to be delivered now, and is."""
        claimed = self.governance.outbox.claim()
        for notice in claimed:
            assert self.governance.outbox.delivered(notice.id, "test")
        return [one for one in claimed if one.kind is NoticeKind.DIGEST]

    def told(self) -> list[tuple[str, ...]]:
        """The documents of the digests to be delivered now."""
        return [one.documents for one in self.digests()]


@pytest.fixture
def followed(world: World, tmp_path: Path) -> Followed:
    world.holds(a_fiche(), a_fiche("mons-velos", title="Vélos", municipality="Mons", province="Hainaut"))
    return Followed(world, Days(), tmp_path)


def test_what_arrives_is_told_once_and_what_was_there_is_not(followed: Followed) -> None:
    followed.watching.begin(NAMUR, followed.anna)

    followed.arrives(a_fiche("dinant-capteurs", municipality="Dinant"))
    first = followed.told()
    followed.arrives(a_fiche("huy-capteurs", municipality="Huy", province="Liège"))

    assert first == [("dinant-capteurs",)]
    assert followed.told() == []


def test_a_document_that_changes_so_that_it_meets_the_conditions_is_new(followed: Followed) -> None:
    followed.watching.begin(Wish(filters=Filters(status=("operational",))), followed.anna)

    followed.arrives(a_fiche(status="operational"))

    assert followed.told() == [("namur-eclairage",)]


@pytest.mark.parametrize(("cadence", "days"), [(Cadence.DAILY, 1), (Cadence.WEEKLY, 7)])
def test_a_digest_comes_no_more_often_than_asked_and_gathers(
    followed: Followed, cadence: Cadence, days: int
) -> None:
    followed.watching.begin(NAMUR.model_copy(update={"cadence": cadence}), followed.anna)
    came: list[int] = []

    for day in range(1, 15):
        followed.arrives(a_fiche(f"dinant-{day:02}", municipality="Dinant"))
        came += [len(documents) for documents in followed.told()]

    assert came == [days] * (14 // days)


def test_in_quiet_hours_nothing_is_delivered(followed: Followed) -> None:
    quiet = Quiet(start=8, end=18)  # it is ten o'clock in Brussels
    followed.watching.begin(NAMUR.model_copy(update={"quiet": quiet}), followed.anna)

    followed.arrives(a_fiche("dinant-capteurs", municipality="Dinant"))
    at_ten = followed.told()
    followed.days.pass_days(8 / 24)

    assert at_ten == []
    assert followed.told() == [("dinant-capteurs",)]


def about_bees(identifier: str, town: str) -> Document:
    """A fiche about air quality measured with bees."""
    return a_fiche(
        identifier,
        title=f"Mesurer la qualité de l'air avec des abeilles à {town}",
        municipality=town,
        solution="La ville mesure la qualité de l'air avec des abeilles.",
    )


def test_a_question_is_told_of_what_comes_and_is_about_it(followed: Followed) -> None:
    followed.world.holds(about_bees("abeilles-dinant", "Dinant"))
    wish = Wish(question="Qui mesure la qualité de l'air avec des abeilles ?")
    followed.watching.begin(wish, followed.anna)

    followed.arrives(
        a_fiche("velos-arlon", title="Vélos à Arlon", municipality="Arlon", province="Luxembourg")
    )
    none = followed.told()
    followed.arrives(about_bees("abeilles-ciney", "Ciney"))

    assert none == []
    assert followed.told() == [("abeilles-ciney",)]


def test_an_old_document_that_changes_is_no_news_to_a_question(followed: Followed) -> None:
    followed.world.holds(about_bees("abeilles-dinant", "Dinant"))
    wish = Wish(question="Qui mesure la qualité de l'air avec des abeilles ?")
    followed.watching.begin(wish, followed.anna)

    followed.arrives(about_bees("abeilles-dinant", "Ciney"))

    assert followed.told() == []


def test_towns_of_our_size_only(followed: Followed) -> None:
    followed.watching.begin(Wish(like_ours=True), followed.anna)

    followed.arrives(
        a_fiche("liege-x", municipality="Liège", province="Liège"), a_fiche("ciney-x", municipality="Ciney")
    )

    assert followed.told() == [("ciney-x",)]


def test_our_size_needs_a_town(followed: Followed) -> None:
    an_organisation(followed.governance, "ulg")
    academic = a_person(followed.governance, "ulg", Role.READER)

    with pytest.raises(UnknownValue):
        followed.watching.begin(Wish(like_ours=True), academic)


@pytest.mark.parametrize(
    ("visibility", "owner", "told"),
    [
        (Visibility.NETWORK, "mons", True),
        (Visibility.ORGANISATION, "dinant", True),
        (Visibility.ORGANISATION, "mons", False),
    ],
)
def test_only_what_the_follower_may_read_is_told(
    followed: Followed, visibility: Visibility, owner: str, told: bool
) -> None:
    followed.watching.begin(NAMUR, followed.anna)

    followed.arrives(a_fiche("neuf", municipality="Dinant", visibility=visibility, organisation=owner))

    assert followed.told() == ([("neuf",)] if told else [])


def test_a_document_that_is_opened_to_the_follower_is_new_to_them(followed: Followed) -> None:
    wish = Wish(question="Qui a posé des ruches sur les toits ?")
    hidden = a_fiche(
        "ruches",
        title="Des ruches posées sur les toits",
        solution="La ville a posé des ruches sur les toits.",
        visibility=Visibility.ORGANISATION,
        organisation="mons",
    )
    followed.watching.begin(wish, followed.anna)
    followed.arrives(hidden)
    before = followed.told()

    followed.arrives(hidden.model_copy(update={"visibility": Visibility.PUBLIC}))

    assert before == []
    assert followed.told() == [("ruches",)]


def test_what_was_closed_before_the_digest_is_not_told(followed: Followed) -> None:
    followed.watching.begin(NAMUR.model_copy(update={"cadence": Cadence.WEEKLY}), followed.anna)
    fiche = a_fiche("neuf", municipality="Dinant")
    followed.arrives(fiche)

    followed.days.pass_days(7)
    followed.arrives(fiche.model_copy(update={"visibility": Visibility.ORGANISATION, "organisation": "mons"}))

    assert followed.told() == []


def test_a_watch_ends_with_a_click_a_stop_or_the_last_role(followed: Followed) -> None:
    watches = followed.governance.watches
    by_link, by_hand, _ = (followed.watching.begin(NAMUR, followed.anna) for _ in range(3))
    followed.arrives(a_fiche("neuf", municipality="Dinant"))
    sign = watches.stop_sign(by_link.id)

    assert watches.stop_by(sign) is True
    assert watches.stop_by(sign) is False
    watches.stop(by_hand.id, followed.anna)
    left = [one.subject for one in followed.digests()]
    assert len(left) == 1
    assert {by_link.id, by_hand.id}.isdisjoint(left)
    _leaves(followed, followed.anna)
    followed.arrives(a_fiche("neuf-2", municipality="Dinant"))
    assert followed.told() == []
    assert watches.page(followed.anna).total == 0


def _leaves(followed: Followed, caller: Caller) -> None:
    assert caller.person is not None
    for held in followed.governance.directory.memberships(caller.person, ADMINISTRATOR):
        followed.governance.directory.withdraw(caller.person, held.id, ADMINISTRATOR)


@pytest.mark.parametrize("change", ["0", "x", ""])
def test_a_forged_link_stops_nothing(followed: Followed, change: str) -> None:
    watch = followed.watching.begin(NAMUR, followed.anna)
    sign = followed.governance.watches.stop_sign(watch.id)

    with pytest.raises(NoSuch):
        followed.governance.watches.stop_by(sign[:-1] + change if change != sign[-1] else sign[:-2])
    assert followed.governance.watches.page(followed.anna).total == 1


def test_the_watches_of_others_are_not_there(followed: Followed) -> None:
    watch = followed.watching.begin(NAMUR, followed.anna)
    stranger = a_person(followed.governance, "mons", Role.COORDINATOR)

    with pytest.raises(NoSuch):
        followed.governance.watches.get(watch.id, stranger)
    assert followed.governance.watches.page(stranger).items == ()


def test_owners_are_asked_once_in_ninety_days_until_they_answer(followed: Followed) -> None:
    governance, world = followed.governance, followed.world
    author = a_person(governance, "dinant", Role.CONTRIBUTOR)
    publishing = Publishing(governance.submissions, governance.watches, world.ingester)
    fiche = governance.submissions.create(a_draft(municipality="Dinant"), author)
    for step, who in (
        (Step.SUBMIT, author),
        (Step.START_REVIEW, ADMINISTRATOR),
        (Step.PUBLISH, ADMINISTRATOR),
    ):
        fiche = publishing.take(fiche.id, step, fiche.version, who)
    freshness = Freshness(world.catalogue.transactions, governance.submissions, days=365, now=followed.days)

    asked = []
    for days in (300, 66, 1, 90):
        followed.days.pass_days(days)
        asked.append(freshness.ask())
    publishing.take(fiche.id, Step.CONFIRM, fiche.version, author)
    asked.append(freshness.ask())
    followed.days.pass_days(366)
    asked.append(freshness.ask())

    assert asked == [0, 1, 0, 1, 0, 1]
