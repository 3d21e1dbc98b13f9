"""In a channel only what everyone in it may read; the rest for the one entitled, alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.wiring import Passerelle
from corpus.access import Role
from tests.api.world import SECRET_ORGANISATION
from tests.bot.scene import Scene, a_town
from tests.network import a_person, an_organisation

QUESTION = "Combien de projets ?"
SECRETS = ("secret-projet", "reseau-projet", "Projet secret", "Projet du réseau")


def a_network(scene: Scene, *organisations: str) -> None:
    """The workspace belongs to these organisations."""
    choices = scene.parts.choices
    choices.change_workspace(
        scene.team.id, choices.workspace(scene.team.id).model_copy(update={"organisations": organisations})
    )


def counted(scene: Scene, person: Any, asked: Any) -> int:
    scene.fake.answer(asked, person, seconds=15)
    scene.settle()
    found = re.search(r"\*\*(\d+) initiatives\*\*", person.screen(person.answers_to(asked)[-1]))
    assert found, person.reads()
    return int(found.group(1))


@pytest.fixture
def network(passerelle: Passerelle) -> Passerelle:
    an_organisation(passerelle.governance, SECRET_ORGANISATION, email_domains=("namur.test",))
    an_organisation(passerelle.governance, "liege", email_domains=("liege.test",))
    return passerelle


def test_members_of_a_workspace_that_belongs_to_nobody_are_anonymous(network: Passerelle) -> None:
    with a_town(network) as scene:
        asked = scene.ana.writes_to_app(QUESTION)
        assert counted(scene, scene.ana, asked) == 25


def test_in_direct_messages_somebody_reads_what_is_theirs(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        asked = scene.ana.writes_to_app(QUESTION)
        assert counted(scene, scene.ana, asked) == 27


@pytest.mark.parametrize(
    "who",
    [
        {"email": "ana@liege.test"},
        {"email": "ana@elsewhere.test", "real_name": "Ana de Namur"},
        {"is_email_confirmed": False},
        {"is_restricted": True},
    ],
    ids=["of another organisation", "by name only", "not confirmed", "a guest"],
)
def test_who_is_not_certainly_of_the_organisation_reads_what_is_public(
    network: Passerelle, who: dict[str, Any]
) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        other = scene.team.person("otto", **who)
        assert counted(scene, other, other.writes_to_app(QUESTION)) == 25


def test_somebody_in_the_directory_has_their_roles(network: Passerelle) -> None:
    caller = a_person(network.governance, SECRET_ORGANISATION, Role.COORDINATOR, email="clara@gmail.test")
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        clara = scene.team.person("clara", email="clara@gmail.test")
        assert scene.parts.audiences.alone(scene.team.id, clara.id).caller == caller
        assert counted(scene, clara, clara.writes_to_app(QUESTION)) == 27


def test_a_public_channel_reads_what_is_public(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        assert counted(scene, scene.ana, scene.ana.mentions("#mobilite", QUESTION)) == 25


def test_a_private_channel_of_one_organisation_reads_its_documents(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        scene.team.admin.user.email = "admin@namur.test"
        scene.team.channel("#equipe", scene.ana, scene.installation, private=True)
        assert counted(scene, scene.ana, scene.ana.mentions("#equipe", QUESTION)) == 27


def test_one_guest_in_a_private_channel_makes_it_public_for_us(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        channel = scene.team.channel("#equipe", scene.ana, scene.installation, private=True)
        gast = scene.team.guest("gast", channel)
        assert counted(scene, scene.ana, scene.ana.mentions("#equipe", QUESTION)) == 25
        assert not any(gast.ever_saw(secret) for secret in SECRETS)


def test_a_guest_who_came_since_the_last_answer_counts(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        channel = scene.team.channel("#equipe", scene.ana, scene.installation, private=True)
        root = scene.ana.mentions("#equipe", QUESTION)
        assert counted(scene, scene.ana, root) == 27
        scene.team.guest("gast", channel)
        scene.ana.mentions("#equipe", QUESTION, thread=root)
        scene.settle()
        assert "25 initiatives" in scene.ana.screen(scene.ana.answers_to(root)[-1])


def test_members_of_several_organisations_share_what_the_network_reads(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION, "liege")
        lea = scene.team.person("lea", email="lea@liege.test")
        scene.team.channel("#equipe", scene.ana, lea, scene.installation, private=True)
        assert counted(scene, scene.ana, scene.ana.mentions("#equipe", QUESTION)) == 26
        assert not lea.ever_saw("Projet secret")


def test_what_slack_does_not_say_is_taken_as_public(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        scene.team.channel("#equipe", scene.ana, scene.installation, private=True)
        scene.fake.faults.on_call("conversations.members", "fetch_members_failed")
        assert counted(scene, scene.ana, scene.ana.mentions("#equipe", QUESTION)) == 25


def test_the_one_entitled_sees_the_rest_alone_on_a_click(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        gast = scene.team.guest("gast", scene.channel)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        gast.clicks(answered, "Voir avec mes droits")
        scene.settle()
        assert not gast.ever_saw("27 initiatives")
        scene.ana.clicks(answered, "Voir avec mes droits")
        scene.settle()
        assert "27 initiatives" in scene.ana.screen(scene.ana.messages("#mobilite")[-1])
        assert not gast.ever_saw("27 initiatives")
        assert not any(gast.ever_saw(secret) for secret in SECRETS)
        scene.assert_tidy()


def test_what_was_said_to_one_is_not_continued_for_others(network: Passerelle) -> None:
    """A follow-up in a channel never leans on what was asked with more rights."""
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        scene.ana.clicks(answered, "Voir avec mes droits")
        scene.settle()
        scene.ana.mentions("#mobilite", "lesquels ?", thread=asked)
        scene.settle()
        public = [m for m in scene.ana.answers_to(asked) if m.reader is None]
        assert not any(secret in scene.ana.screen(m) for m in public for secret in SECRETS)


def test_with_people_of_other_organisations_it_is_silent_and_the_asker_is_told_why(
    network: Passerelle,
) -> None:
    with a_town(network) as scene:
        other = scene.fake.workspace("Elsewhere")
        eve = other.person("eve")
        scene.team.admin.shares_channel(scene.channel, other, eve)
        scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        told = [one for one in scene.ana.messages("#mobilite") if one.bot_id]
        assert [one.reader for one in told] == [scene.ana.id]
        assert "d'autres organisations lisent ce canal" in scene.ana.screen(told[0])
        assert not eve.ever_saw("initiatives")


def test_where_outsiders_are_allowed_they_read_what_is_public(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        choices = scene.parts.choices
        choices.change_workspace(
            scene.team.id, choices.workspace(scene.team.id).model_copy(update={"outsiders": True})
        )
        other = scene.fake.workspace("Elsewhere")
        scene.team.admin.shares_channel(scene.channel, other, other.person("eve"))
        assert counted(scene, scene.ana, scene.ana.mentions("#mobilite", QUESTION)) == 25


def test_a_click_from_another_conversation_leads_nowhere(network: Passerelle) -> None:
    with a_town(network) as scene:
        a_network(scene, SECRET_ORGANISATION)
        bob = scene.team.person("bob", email="bob@elsewhere.test")
        scene.channel.members.append(bob.id)
        asked = scene.ana.writes_to_app(QUESTION)
        assert counted(scene, scene.ana, asked) == 27
        answered = scene.ana.answers_to(asked)[0]
        table = next(
            e
            for b in answered.blocks
            if b["type"] == "actions"
            for e in b["elements"]
            if e["action_id"] == "table"
        )
        own = scene.fake.answer(bob.mentions("#mobilite", QUESTION), bob, seconds=15)
        bob.forges_click(own, {"action_id": "table", "value": table["value"]})
        bob.forges_click(own, {"action_id": "more", "value": "no-such-answer"})
        scene.settle()
        assert not any(bob.ever_saw(secret) for secret in SECRETS)
        assert bob.ever_saw("Ce bouton appartient à une autre conversation.")
        assert bob.ever_saw("n'est plus en mémoire")
