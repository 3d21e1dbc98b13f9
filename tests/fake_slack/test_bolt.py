"""A real Bolt app cannot tell the server from Slack, over signed HTTP and over Socket Mode alike."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from slack_bolt import Ack, Say, SayStream
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web.chat_stream import ChatStream

from tests.fake_slack import NotPossible
from tests.fake_slack.building import a_form
from tests.fake_slack.desks import a_scene, running

TRANSPORTS = pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])


@TRANSPORTS
def test_a_mention_is_answered_in_its_thread(socket_mode: bool) -> None:
    with a_scene(socket_mode=socket_mode) as scene:

        @scene.bolt.event("app_mention")
        def answer(event: dict[str, Any], say: Say) -> None:
            say(text=f"Réponse à : {event['text'].split('> ')[1]}", thread_ts=event["ts"])

        @scene.bolt.event("message")
        def ignored() -> None: ...

        with running(scene):
            asked = scene.ana.mentions("#mobilite", "Quels projets vélo ?")
            answered = scene.fake.answer(asked, scene.ana)
        assert answered.text == "Réponse à : Quels projets vélo ?"
        assert answered.thread_ts == asked.ts
        mention, message = scene.delivered("app_mention")[0], scene.delivered("message")[0]
        assert mention.payload["event"]["ts"] == message.payload["event"]["ts"] == asked.ts
        assert mention.payload["event_id"] != message.payload["event_id"]
        own = [d.payload["event"] for d in scene.delivered("message") if d.payload["event"].get("bot_id")]
        assert own[0]["bot_id"] == scene.installation.bot_id
        assert scene.fake.slow_acknowledgements() == []


@TRANSPORTS
def test_a_form_is_opened_filled_refused_and_sent(socket_mode: bool) -> None:
    with a_scene(socket_mode=socket_mode) as scene:
        sent: list[dict[str, Any]] = []

        @scene.bolt.command("/passerelle")
        def opens(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            ack("Un instant…")
            client.views_open(trigger_id=body["trigger_id"], view=a_form())

        @scene.bolt.options("place")
        def places(ack: Ack, payload: dict[str, Any]) -> None:
            names = [name for name in ("Namur", "Namêche") if name.startswith(payload["value"])]
            ack(options=[{"text": {"type": "plain_text", "text": n}, "value": n.lower()} for n in names])

        @scene.bolt.view("fiche")
        def submitted(ack: Ack, view: dict[str, Any]) -> None:
            sent.append(view["state"]["values"])
            if len(sent) == 1:
                ack(response_action="errors", errors={"title": "Trop court"})
            else:
                ack()

        with running(scene):
            scene.ana.runs("/passerelle submit", "#mobilite")
            scene.fake.wait_until(lambda: scene.ana.modal, what="the form")
            with pytest.raises(NotPossible, match="Titre"):
                scene.ana.submits({"Commune": "Namur"})
            scene.ana.submits({"Titre": "Vélo"})
            assert scene.ana.modal
            assert scene.ana.modal.errors == {"title": "Trop court"}
            scene.ana.submits({"Titre": "Vélos partagés à Namur"})
            assert scene.ana.modal is None
        assert sent[1]["title"]["title"]["value"] == "Vélos partagés à Namur"
        assert sent[1]["place"]["place"]["selected_option"]["value"] == "namur"
        assert [m.text for m in scene.ana.messages("#mobilite")] == ["Un instant…"]


@TRANSPORTS
def test_an_answer_is_streamed_with_its_status_and_its_session(socket_mode: bool) -> None:
    with a_scene(socket_mode=socket_mode) as scene:

        @scene.bolt.event("message")
        def answer(event: dict[str, Any], say_stream: SayStream, set_status: Any) -> None:
            if event.get("bot_id") or event.get("subtype"):
                return
            set_status(status="cherche…", loading_messages=["214 fiches…"])
            stream: ChatStream = say_stream(buffer_size=10)
            for part in ("Trois projets ", "de vélos ", "à Namur."):
                stream.append(markdown_text=part)
            stream.stop(session_status="active")

        with running(scene):
            asked = scene.ana.writes_to_app("Quels projets ?")
            answered = scene.fake.answer(asked, scene.ana)
            scene.fake.wait_until(lambda: not scene.fake.unfinished(), what="the end of the stream")
        assert answered.text == "Trois projets de vélos à Namur."
        assert scene.ana.ever_saw("cherche…")
        session = scene.fake.sessions.get(scene.ana.dm(), asked.ts, scene.installation.app.id)
        assert session
        assert session.history == ["processing", "active"]
        changed = [
            d for d in scene.delivered("message") if d.payload["event"].get("subtype") == "message_changed"
        ]
        assert changed


@TRANSPORTS
def test_stop_ends_the_stream_and_tells_the_app(socket_mode: bool) -> None:
    with a_scene(socket_mode=socket_mode) as scene:
        pressed = threading.Event()
        outcome: list[str] = []

        @scene.bolt.event("message")
        def answer(event: dict[str, Any], say_stream: SayStream) -> None:
            if event.get("bot_id") or event.get("subtype"):
                return
            stream: ChatStream = say_stream(buffer_size=1)
            stream.append(markdown_text="Début")
            pressed.wait(5)
            try:
                stream.append(markdown_text=" et suite")
            except SlackApiError as error:
                outcome.append(error.response["error"])
            stream.stop(session_status="active")

        @scene.bolt.event("agent_session_stopped")
        def stopped(event: dict[str, Any]) -> None:
            outcome.append(event["thread_ts"])
            pressed.set()

        with running(scene):
            asked = scene.ana.writes_to_app("Question")
            scene.fake.answer(asked, scene.ana)
            scene.ana.presses_stop(asked)
            scene.fake.wait_until(lambda: len(outcome) == 2 and not scene.fake.unfinished(), what="the stop")
        assert sorted(outcome) == sorted([asked.ts, "stopped_by_user"])


@TRANSPORTS
def test_an_app_that_does_not_acknowledge_is_told_again_three_times(socket_mode: bool) -> None:
    with a_scene(socket_mode=socket_mode) as scene:
        scene.fake.deliveries.ack_seconds = 0.15
        seen: list[tuple[str, str]] = []

        # A middleware runs before the acknowledgement, a listener of events after it.
        @scene.bolt.middleware
        def slow(req: Any, body: dict[str, Any], next: Any) -> None:
            seen.append((body["event_id"], req.headers.get("x-slack-retry-num", ["0"])[0]))
            time.sleep(0.4)
            next()

        @scene.bolt.event("app_mention")
        def mentioned() -> None: ...

        @scene.bolt.event("message")
        def ignored() -> None: ...

        with running(scene):
            scene.ana.mentions("#mobilite", "Question")
            scene.fake.settled()
            mention = scene.delivered("app_mention")[0]

            def numbers() -> list[str]:
                return sorted(number for event_id, number in seen if event_id == mention.payload["event_id"])

            # The last attempt may be given up before the app has come to it.
            scene.fake.wait_until(lambda: numbers() == ["0", "1", "2", "3"], what="the last attempt")
        assert mention.outcome == "failed"
        assert [a.number for a in mention.attempts] == [0, 1, 2, 3]
        assert {a.reason for a in mention.attempts[1:]} == {"http_timeout"}
        assert mention in scene.fake.slow_acknowledgements(0.1)


@TRANSPORTS
@pytest.mark.parametrize("fault", ["duplicate", "parallel", "lost", "dropped", "delayed"])
def test_a_fault_of_a_delivery_reaches_the_app_as_it_would_from_slack(fault: str, socket_mode: bool) -> None:
    with a_scene(socket_mode=socket_mode, events=["app_mention"]) as scene:
        seen: list[str] = []

        @scene.bolt.event("app_mention")
        def mentioned(body: dict[str, Any]) -> None:
            seen.append(body["event_id"])

        with running(scene):
            scene.fake.faults.on_delivery("app_mention", fault)
            scene.ana.mentions("#mobilite", "Question")
            scene.fake.settled()
            expected = {"duplicate": 2, "parallel": 2, "lost": 1, "dropped": 0, "delayed": 1}[fault]
            scene.fake.wait_until(lambda: len(seen) == expected, what=f"{expected} sightings")
        assert len(set(seen)) == min(1, expected)
        assert scene.fake.faults.hits["delivery:app_mention", fault] == 1


def test_an_app_that_posts_too_fast_is_told_to_wait_and_loses_nothing() -> None:
    with a_scene(events=["app_mention"]) as scene:
        scene.bolt.client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=3))

        @scene.bolt.event("app_mention")
        def answer(event: dict[str, Any], client: WebClient) -> None:
            for i in range(5):
                client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=f"n{i}")

        with running(scene):
            asked = scene.ana.mentions("#mobilite", "Question")
            scene.fake.answer(asked, scene.ana, seconds=20, count=5)
        assert [m.text for m in scene.ana.answers_to(asked)] == [f"n{i}" for i in range(5)]
        assert "rate_limited" in [c.error for c in scene.fake.calls if c.method == "chat.postMessage"]


def test_events_that_were_held_back_can_come_in_another_order() -> None:
    with a_scene(events=["message.channels"]) as scene:
        seen: list[str] = []

        @scene.bolt.event("message")
        def heard(event: dict[str, Any]) -> None:
            seen.append(event["text"])

        with running(scene):
            scene.fake.deliveries.hold()
            scene.ana.says("#mobilite", "un")
            scene.ana.says("#mobilite", "deux")
            scene.fake.deliveries.release(lambda held: held[::-1])
            scene.fake.wait_until(lambda: len(seen) == 2)
        assert seen == ["deux", "un"]


def test_a_socket_that_closes_before_the_acknowledgement_is_told_again_on_the_next() -> None:
    with a_scene(socket_mode=True, events=["app_mention"]) as scene:
        seen: list[str] = []

        @scene.bolt.event("app_mention")
        def mentioned(body: dict[str, Any]) -> None:
            seen.append(body["event_id"])

        with running(scene):
            scene.fake.deliveries.compression = 120.0
            scene.fake.faults.on_delivery("app_mention", "socket_closed")
            scene.ana.mentions("#mobilite", "Question")
            scene.fake.wait_until(lambda: scene.delivered("app_mention")[0].outcome == "acknowledged", 15)
        assert len(scene.delivered("app_mention")[0].attempts) > 1


def test_an_acknowledgement_that_is_lost_on_the_way_makes_slack_repeat_itself() -> None:
    with a_scene(events=["app_mention"]) as scene:
        seen: list[str] = []

        @scene.bolt.event("app_mention")
        def mentioned(body: dict[str, Any]) -> None:
            seen.append(body["event_id"])

        with running(scene):
            scene.fake.faults.on_delivery("app_mention", "socket_closed")
            scene.ana.mentions("#mobilite", "Question")
            scene.fake.settled()
        mention = scene.delivered("app_mention")[0]
        assert [(a.number, a.failure) for a in mention.attempts] == [(0, "connection_failed"), (1, "")]
        assert seen == [mention.payload["event_id"]] * 2


def test_an_app_that_is_told_to_reconnect_comes_back() -> None:
    with a_scene(socket_mode=True, events=["app_mention"]) as scene:

        @scene.bolt.event("app_mention")
        def mentioned(event: dict[str, Any], say: Say) -> None:
            say(text="Oui", thread_ts=event["ts"])

        with running(scene):
            scene.fake.disconnects(scene.installation.app)
            scene.fake.wait_until(lambda: scene.fake.is_connected(scene.installation.app), 15, "a new socket")
            asked = scene.ana.mentions("#mobilite", "Encore là ?")
            assert scene.fake.answer(asked, scene.ana, seconds=10).text == "Oui"


@pytest.mark.parametrize("fault", ["skew", "wrong secret"])
def test_a_request_that_slack_did_not_sign_now_is_refused_by_the_app(fault: str) -> None:
    with a_scene(events=["app_mention"]) as scene:
        with running(scene):
            if fault == "skew":
                scene.fake.deliveries.clock_skew = -400
            else:
                scene.fake.deliveries.wrong_signature = True
            scene.ana.mentions("#mobilite", "Question")
            scene.fake.settled()
        assert {a.status for a in scene.delivered("app_mention")[0].attempts} == {401}


def test_the_app_answers_the_challenge_of_a_new_address() -> None:
    with a_scene() as scene, running(scene):
        assert scene.team.admin.verifies_address(scene.installation.app)


def test_a_click_is_told_with_its_message_and_answered_where_it_was_made() -> None:
    with a_scene() as scene:
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Utile"},
            "action_id": "useful",
            "value": "42",
        }
        blocks = [{"type": "actions", "elements": [button]}]

        @scene.bolt.event("app_mention")
        def answer(event: dict[str, Any], client: WebClient) -> None:
            # In a thread without a reply nobody would see it.
            client.chat_postMessage(channel=event["channel"], text="Un instant", thread_ts=event["ts"])
            client.chat_postEphemeral(
                channel=event["channel"],
                user=event["user"],
                text="Privé",
                blocks=blocks,
                thread_ts=event["ts"],
            )

        @scene.bolt.event("message")
        def ignored() -> None: ...

        @scene.bolt.action("useful")
        def useful(ack: Ack, respond: Any, action: dict[str, Any]) -> None:
            ack()
            respond(text=f"Merci pour {action['value']}", replace_original=True)

        with running(scene):
            asked = scene.ana.mentions("#mobilite", "Question")
            private = scene.fake.answer(asked, scene.ana, count=2)
            scene.ana.clicks(private, "Utile")
            scene.fake.wait_until(lambda: scene.ana.screen(scene.ana.answers_to(asked)[1]) == "Merci pour 42")
            other = scene.team.person("bob")
            scene.channel.members.append(other.id)
            assert [other.screen(one) for one in other.answers_to(asked)] == ["Un instant"]
            with pytest.raises(NotPossible, match="somebody else"):
                other.clicks(private, "Utile")
