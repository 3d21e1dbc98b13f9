"""A network in FakeSlack: Namur with its people, a coordinator, and the fiches that they write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from api.wiring import Passerelle
from bot.manifest import manifest
from bot.store.choices import Workspace
from corpus.access import ADMINISTRATOR, Caller, Role
from corpus.drafts import Draft
from corpus.fiche_life import Step
from corpus.filters import Filters
from corpus.network import Organisation, OrganisationKind
from retrieval.governance.fiches import Submission
from tests.bot.scene import Scene, serving
from tests.fake_slack import FakeSlack
from tests.fake_slack.model import Message, View
from tests.fake_slack.people import Person
from tests.network import a_draft

MUNICIPALITIES = {"namur": "Namur", "dinant": "Dinant"}


@dataclass
class NetworkScene(Scene):
    """ana writes for Namur, bea and carl coordinate, dora writes for Dinant, eli is nobody's."""

    bea: Person
    carl: Person
    dora: Person
    eli: Person
    callers: dict[str, Caller]

    def caller(self, who: Person) -> Caller:
        return self.callers[who.user.name]

    def draft(self, who: Person, **fields: Any) -> Submission:
        """A draft of somebody's."""
        return self.parts.work.governance.submissions.create(a_draft(**fields), self.caller(who))

    def submitted(self, who: Person, **fields: Any) -> Submission:
        """A fiche of somebody's in the review queue."""
        made = self.draft(who, **fields)
        return self.parts.work.publishing.take(made.id, Step.SUBMIT, made.version, self.caller(who))

    def published(self, who: Person, reviewer: Person, **fields: Any) -> Submission:
        """A fiche of somebody's in the catalogue."""
        one = self.submitted(who, **fields)
        for step in (Step.START_REVIEW, Step.PUBLISH):
            one = self.parts.work.publishing.take(one.id, step, one.version, self.caller(reviewer))
        self.parts.work.scan.refresh()
        return one

    def fiche(self, title: str) -> Submission:
        """The fiche of that title."""
        page = self.parts.work.governance.submissions.page(ADMINISTRATOR, limit=100)
        return next(one for one in page.items if one.draft.title == title)

    def fiches(self) -> list[Draft]:
        """Every draft and fiche that somebody wrote."""
        return [one.draft for one in self.parts.work.governance.submissions.page(ADMINISTRATOR).items]

    def card(self, who: Person, words: str, where: str = "") -> Message:
        """The last message with these words that somebody reads, in direct messages with us or in a channel."""

        def found() -> Message | None:
            seen = reversed(who.messages(where or who.dm()))
            return next((one for one in seen if words in reads(who, one)), None)

        self.fake.wait_until(lambda: found() is not None, 15, f"{words!r} for {who.user.name}")
        message = found()
        assert message is not None
        return message

    def direct(self, who: Person) -> str:
        """All that somebody reads in their direct messages with us."""
        return "\n".join(reads(who, message) for message in who.messages(who.dm()))


def later(part: object, days: float) -> None:
    """From now on this part lives so many days ahead."""
    part.__dict__["_now"] = lambda: datetime.now(UTC) + timedelta(days=days)


def reads(who: Person, place: Message | View) -> str:
    """A screen as somebody reads it, its hard spaces as ordinary ones."""
    return who.screen(place).replace("\u00a0", " ").replace("\u202f", " ")


@contextmanager
def a_network(
    passerelle: Passerelle, *, socket_mode: bool = False, locale: str = "fr-BE", speed: float = 1.0
) -> Iterator[NetworkScene]:
    """Everybody in one workspace that the app was made for."""
    with FakeSlack(speed=speed) as fake:
        team = fake.workspace("Namur")
        made = manifest(public_url="https://fiches.test", socket_mode=socket_mode)
        installation = team.admin.installs(made)
        people = {
            name: team.person(name, email=f"{name}@{town}.be", locale=locale)
            for name, town in (("ana", "namur"), ("bea", "bep"), ("carl", "bep"), ("dora", "dinant"))
        }
        eli = team.person("eli", email="eli@example.org", locale=locale)
        callers = _directory(passerelle)
        channel = team.channel("#mobilite", *people.values(), eli, installation)
        with serving(fake, installation, passerelle, socket_mode=socket_mode) as service:
            service.parts.choices.change_workspace(
                team.id, Workspace(organisations=("namur", "bep", "dinant"))
            )
            yield NetworkScene(
                fake, team, installation, passerelle, service, people["ana"], channel,
                people["bea"], people["carl"], people["dora"], eli, callers,
            )  # fmt: skip


def _directory(passerelle: Passerelle) -> dict[str, Caller]:
    directory = passerelle.governance.directory
    for town, name in MUNICIPALITIES.items():
        directory.add_organisation(
            Organisation(
                id=town,
                kind=OrganisationKind.MUNICIPALITY,
                name=f"Ville de {name}",
                municipality=name,
                email_domains=(f"{town}.be",),
            ),
            ADMINISTRATOR,
        )
    directory.add_organisation(
        Organisation(id="bep", kind=OrganisationKind.INTERMUNICIPAL, name="BEP", email_domains=("bep.be",)),
        ADMINISTRATOR,
    )
    remit = Filters.parse({"province": ["namur"]})
    return {
        "ana": _person(passerelle, "Ana Peeters", "ana@namur.be", "namur", Role.CONTRIBUTOR),
        "bea": _person(passerelle, "Béa Lambert", "bea@bep.be", "bep", Role.COORDINATOR, remit),
        "carl": _person(passerelle, "Carl Dubois", "carl@bep.be", "bep", Role.COORDINATOR, remit),
        "dora": _person(passerelle, "Dora Martin", "dora@dinant.be", "dinant", Role.CONTRIBUTOR),
    }


def _person(
    passerelle: Passerelle,
    name: str,
    email: str,
    organisation: str,
    role: Role,
    remit: Filters | None = None,
) -> Caller:
    directory = passerelle.governance.directory
    person = directory.add_person(ADMINISTRATOR, name=name, email=email)
    directory.grant(person.id, organisation, role, ADMINISTRATOR, remit=remit)
    caller = directory.caller(person.id, organisation)
    assert caller is not None
    return caller
