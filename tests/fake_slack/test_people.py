"""What people do reaches apps as Slack tells it; what they see is theirs alone, and can be read back as a text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fake_slack import NotPossible
from tests.fake_slack.building import EVENTS, a_client, a_manifest
from tests.fake_slack.desks import Desk, a_desk


def told(desk: Desk, kind: str) -> list[dict[str, Any]]:
    """The events of a kind that were sent, though nobody listens."""
    return [d.payload["event"] for d in desk.fake.deliveries.log if d.kind == kind]


def unheard() -> Any:
    """A desk whose app subscribed to everything and is connected to nothing."""
    return a_desk(events=EVENTS, socket_mode=True)


def test_what_is_typed_is_sent_as_slack_sends_it() -> None:
    with unheard() as desk:
        said = desk.ana.says("#mobilite", "@passerelle <b> & https://fiches.test/a?x=1&y=2, non ?")
        bot = desk.installation.bot_user
        assert said.text == f"<@{bot}> &lt;b&gt; &amp; <https://fiches.test/a?x=1&amp;y=2>, non ?"
        assert desk.ana.screen(said) == (
            "@passerelle <b> & https://fiches.test/a?x=1&y=2 (https://fiches.test/a?x=1&y=2), non ?"
        )
        assert [e["text"] for e in told(desk, "app_mention")] == [said.text]
        assert told(desk, "link_shared")[0]["links"] == [
            {"domain": "fiches.test", "url": "https://fiches.test/a?x=1&amp;y=2"}
        ]
        desk.fake.settled()


def test_a_mention_in_direct_messages_is_only_a_message() -> None:
    with unheard() as desk:
        desk.ana.writes_to_app("@passerelle Bonjour")
        assert told(desk, "app_mention") == []
        assert [e["channel_type"] for e in told(desk, "message")] == ["im"]
        desk.fake.settled()


def test_edits_and_deletions_are_told_with_what_was_there() -> None:
    with unheard() as desk:
        said = desk.ana.says("#mobilite", "Vélo")
        desk.ana.edits(said, "Vélos")
        desk.ana.deletes(said)
        changed, deleted = told(desk, "message")[1:]
        assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
            "message_changed",
            "Vélos",
            "Vélo",
        )
        assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said.ts)
        desk.fake.settled()


def test_the_tabs_of_an_app_and_what_is_looked_at_are_told() -> None:
    with unheard() as desk:
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        desk.ana.opens_home()
        desk.client.views_publish(user_id=desk.ana.id, view=home)
        desk.ana.opens_home()
        desk.ana.opens_dm()
        desk.ana.looks_at("#mobilite")
        desk.ana.looks_at(None)
        opened = told(desk, "app_home_opened")
        assert [(e["tab"], "view" in e) for e in opened] == [
            ("home", False),
            ("home", True),
            ("messages", False),
        ]
        contexts = [e["context"] for e in told(desk, "app_context_changed")]
        assert contexts[0]["entities"][0]["value"] == desk.channel.id
        assert contexts[1] == {}
        desk.fake.settled()


def test_someone_from_another_town_is_told_as_such() -> None:
    with unheard() as desk:
        liege = desk.fake.workspace("Liège")
        luc = liege.person("luc")
        desk.team.admin.shares_channel(desk.channel, liege, luc)
        luc.says(desk.channel, f"<@{desk.installation.bot_user}> Bonjour", as_typed=False)
        delivery = next(d for d in desk.fake.deliveries.log if d.kind == "app_mention")
        assert delivery.payload["is_ext_shared_channel"] is True
        assert (delivery.payload["event"]["team"], delivery.payload["event"]["user_team"]) == (
            liege.id,
            liege.id,
        )
        assert delivery.payload["team_id"] == desk.team.id
        desk.fake.settled()


def test_two_apps_in_one_channel_are_each_told_and_each_told_of_the_other() -> None:
    with unheard() as desk:
        other = desk.team.admin.installs(a_manifest(name="autre", socket_mode=True))
        desk.channel.members.append(other.bot_user)
        a_client(desk.fake, other).chat_postMessage(channel=desk.channel.id, text="Je suis un autre")
        heard = {
            d.app.id: d.payload["event"]["bot_id"] for d in desk.fake.deliveries.log if d.kind == "message"
        }
        assert heard == {desk.installation.app.id: other.bot_id, other.app.id: other.bot_id}
        desk.fake.settled()


def test_a_workflow_is_a_bot_without_a_user() -> None:
    with unheard() as desk:
        bot = desk.installation.bot_user
        desk.team.admin.workflow_posts(desk.channel, f"<@{bot}> Bonjour")
        heard = told(desk, "message")[0]
        assert (heard["subtype"], heard["username"]) == ("bot_message", "Workflow")
        assert "user" not in heard
        desk.fake.settled()


def test_a_guest_and_a_stranger_see_only_the_channels_that_they_are_in() -> None:
    with a_desk() as desk:
        guest = desk.team.guest("gast", desk.channel)
        direction = desk.team.channel("direction", desk.ana, desk.installation, private=True)
        accueil = desk.team.channel("accueil", desk.ana, desk.installation)
        for channel in (desk.channel, direction, accueil):
            desk.client.chat_postMessage(channel=channel.id, text=f"dans {channel.name}")
        bob = desk.team.person("bob")
        assert [guest.ever_saw(f"dans {n}") for n in ("mobilite", "direction", "accueil")] == [
            True,
            False,
            False,
        ]
        assert [bob.ever_saw(f"dans {n}") for n in ("mobilite", "direction", "accueil")] == [
            False,
            False,
            False,
        ]
        assert "dans accueil" in bob.reads()
        assert "direction" not in bob.reads()
        with pytest.raises(NotPossible, match="cannot see"):
            bob.messages(direction)


def test_a_channel_made_private_is_seen_no_more_by_others_but_was() -> None:
    with a_desk() as desk:
        bob = desk.team.person("bob")
        desk.client.chat_postMessage(channel=desk.channel.id, text="avant")
        desk.team.admin.converts_to_private(desk.channel)
        desk.client.chat_postMessage(channel=desk.channel.id, text="après")
        assert (bob.ever_saw("avant"), bob.ever_saw("après")) == (True, False)
        with pytest.raises(NotPossible):
            bob.messages("#mobilite")
        assert [m.text for m in desk.ana.messages("#mobilite")][-1] == "après"


def test_what_leaked_is_known_although_it_was_deleted_at_once() -> None:
    with a_desk() as desk:
        posted = desk.client.chat_postMessage(channel=desk.channel.id, text="confidentiel")
        desk.client.chat_delete(channel=desk.channel.id, ts=posted["ts"])
        assert desk.ana.ever_saw("confidentiel")


def test_who_calls_a_whole_channel_is_found_out_and_an_escaped_call_calls_nobody() -> None:
    with a_desk() as desk:
        desk.client.chat_postMessage(channel=desk.channel.id, text="&lt;!channel&gt; non")
        assert desk.fake.mass_mentions() == []
        assert desk.ana.screen(desk.channel.messages[0]) == "<!channel> non"
        desk.client.chat_postMessage(channel=desk.channel.id, markdown_text="**<!here>** oui")
        assert desk.fake.mass_mentions() == ["**@here** oui"]


def test_people_cannot_do_what_their_screen_does_not_offer() -> None:
    with a_desk() as desk:
        bob = desk.team.person("bob")
        button = {"type": "button", "text": {"type": "plain_text", "text": "Oui"}, "action_id": "yes"}
        blocks = [{"type": "actions", "elements": [button]}]
        desk.client.chat_postMessage(channel=desk.channel.id, text="?", blocks=blocks)
        message = desk.channel.messages[0]
        with pytest.raises(NotPossible, match="no 'Non'"):
            desk.ana.clicks(message, "Non")
        with pytest.raises(NotPossible, match="somebody else's"):
            desk.ana.edits(message, "x")
        with pytest.raises(NotPossible, match="cannot write"):
            bob.says("#mobilite", "x")
        with pytest.raises(NotPossible, match="not a valid command"):
            bob.runs("/inconnu")
        with pytest.raises(NotPossible, match="no form"):
            bob.submits()
        desk.client.chat_delete(channel=desk.channel.id, ts=message.ts)
        with pytest.raises(NotPossible, match="deleted"):
            desk.ana.clicks(message, "Oui")


def test_the_log_of_each_reader_holds_what_they_saw() -> None:
    with a_desk() as desk:
        bob = desk.team.person("bob")
        desk.channel.members.append(bob.id)
        asked = desk.ana.says("#mobilite", "Des vélos ?")
        stream = desk.client.chat_startStream(
            channel=desk.channel.id,
            thread_ts=asked.ts,
            markdown_text="Trois ",
            recipient_team_id=desk.team.id,
            recipient_user_id=desk.ana.id,
        )
        where = {"channel": desk.channel.id, "ts": stream["ts"]}
        desk.client.chat_appendStream(**where, markdown_text="projets")
        desk.client.chat_stopStream(**where, blocks=[{"type": "divider"}])
        desk.client.chat_postEphemeral(
            channel=desk.channel.id, user=desk.ana.id, text="Et un privé", thread_ts=asked.ts
        )
        seen_by_bob = "\n".join(
            [
                "[#mobilite] ana: Des vélos ?",
                "[#mobilite] ↳ passerelle: Trois",
                "[#mobilite] ↳ passerelle (edited): Trois projets",
                "    ---",
            ]
        )
        assert [line for line in bob.reads().split("\n") if "status" not in line] == seen_by_bob.split("\n")
        assert desk.ana.reads().endswith("[#mobilite] ↳ passerelle (only you): Et un privé")


def test_details_of_a_card_are_asked_for_and_shown_in_the_side_pane() -> None:
    with unheard() as desk:
        url = "https://fiches.test/velo"
        said = desk.ana.says("#mobilite", f"Voir {url}")
        entity = {
            "app_unfurl_url": url,
            "url": url,
            "entity_type": "slack#/entities/item",
            "external_ref": {"id": "velo"},
            "entity_payload": {"attributes": {"title": {"text": "Vélos"}}},
        }
        desk.client.chat_unfurl(channel=desk.channel.id, ts=said.ts, metadata={"entities": [entity]})
        desk.ana.opens_details(said, url)
        asked = told(desk, "entity_details_requested")[0]
        assert asked["external_ref"] == {"id": "velo"}
        desk.client.entity_presentDetails(trigger_id=asked["trigger_id"], metadata={"entity_type": "x"})
        assert desk.fake.slack.presented[0]["user"] == desk.ana.id
        desk.fake.settled()
