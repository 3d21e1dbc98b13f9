"""Every name under which Slack refuses, where it may meet us: an answer or an explanation, once, and nothing left behind."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

import pytest

from api.wiring import Passerelle
from tests.bot.network_scene import a_network
from tests.bot.scene import a_town
from tests.bot.test_faults import ANSWER, QUESTION, answers_of

# Where nothing can be written any more: the asker is told directly.
CLOSED = (
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "messages_tab_disabled",
    "message_limit_exceeded",
)


@pytest.mark.parametrize("error", CLOSED)
def test_a_place_that_is_closed_is_said_to_the_asker_alone(passerelle: Passerelle, error: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.startStream", "channel_type_not_supported")
        scene.fake.faults.on_call("chat.postMessage", error)
        scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert "Je ne peux pas écrire dans ce canal" in scene.ana.messages(scene.ana.dm())[-1].text
        assert answers_of(scene, scene.ana.messages("#mobilite")[0]) == []
        scene.assert_tidy()


@pytest.mark.parametrize("error", ["token_expired", "account_inactive", "token_revoked", "invalid_auth"])
def test_a_token_that_is_dead_for_one_call_ends_quietly(passerelle: Passerelle, error: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.startStream", error)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert len(answers_of(scene, asked)) <= 1
        scene.assert_tidy()


@pytest.mark.parametrize("fault", ["unavailable", "server_error", "rate_limited_bare", "ratelimited"])
@pytest.mark.parametrize(
    "method", ["chat.startStream", "chat.stopStream", "conversations.info", "users.info"]
)
def test_a_page_of_a_proxy_or_a_wait_costs_no_answer(passerelle: Passerelle, method: str, fault: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call(method, fault)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert len(answers_of(scene, asked)) == 1, scene.ana.reads()
        scene.assert_tidy()


@pytest.mark.parametrize("error", ["thread_not_found", "streaming_state_conflict", "msg_too_long"])
def test_a_change_that_is_refused_ends_in_one_answer(passerelle: Passerelle, error: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.stopStream", "message_not_in_streaming_state")
        scene.fake.faults.on_call("chat.update", error)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert len(answers_of(scene, asked)) == 1, scene.ana.reads()


@pytest.mark.parametrize("error", ["user_not_in_channel", "channel_not_found", "is_archived"])
def test_what_cannot_be_shown_to_one_person_in_a_channel_comes_by_direct_message(
    passerelle: Passerelle, monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    """Never to everybody instead."""
    with a_town(passerelle) as scene:
        bob = scene.team.person("bob")
        scene.channel.members.append(bob.id)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        read = len(bob.messages("#mobilite"))
        # A gesture that is older than half an hour cannot be answered itself any more.
        monkeypatch.setattr("bot.showing._responded", lambda *_: False)
        scene.fake.faults.on_call("chat.postEphemeral", error)
        scene.ana.clicks(answered, "more")
        scene.settle()
        assert len(bob.messages("#mobilite")) == read
        assert scene.ana.ever_saw("Résultats")
        assert not bob.ever_saw("Résultats")
        scene.assert_tidy()


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id", "view_too_large"])
def test_a_form_that_does_not_open_is_said(passerelle: Passerelle, error: str) -> None:
    with a_network(passerelle) as scene:
        scene.fake.faults.on_call("views.open", error)
        scene.ana.runs("/passerelle submit", "#mobilite")
        scene.settle()
        assert scene.ana.modal is None
        assert scene.ana.ever_saw("Le formulaire n'a pas pu s'ouvrir.")
        scene.assert_tidy()


@pytest.mark.parametrize("error", ["hash_conflict", "not_found", "server_error"])
def test_a_second_step_that_cannot_be_shown_loses_no_fiche(passerelle: Passerelle, error: str) -> None:
    with a_network(passerelle) as scene:
        scene.fake.faults.on_call("views.update", error)
        scene.ana.runs("/passerelle submit", "#mobilite")
        body = "Des bancs disent l'heure du bus."
        scene.ana.submits({"title": "Bancs qui parlent", "body": body, "municipality": "Namur"})
        scene.settle()
        assert scene.fiche("Bancs qui parlent").draft.body == body
        scene.assert_tidy()


def test_a_home_tab_that_is_refused_is_shown_the_next_time(passerelle: Passerelle) -> None:
    with a_network(passerelle) as scene:
        scene.fake.faults.on_call("views.publish", "hash_conflict", times=9)
        scene.ana.opens_home()
        scene.settle()
        scene.fake.faults.calm()
        scene.ana.opens_home()
        scene.settle()
        assert scene.ana.home() is not None
        scene.assert_tidy()


def test_a_scope_that_is_missing_is_named_in_the_log(
    passerelle: Passerelle, caplog: pytest.LogCaptureFixture
) -> None:
    with a_town(passerelle) as scene, caplog.at_level(logging.ERROR):
        scene.fake.faults.on_call("conversations.info", "missing_scope")
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert len(answers_of(scene, asked)) == 1
    assert "missing_scope" in caplog.text
    assert "install the app again" in caplog.text


def test_no_log_holds_a_token_a_secret_address_or_what_somebody_asked(
    passerelle: Passerelle, caplog: pytest.LogCaptureFixture
) -> None:
    words = "Combien de licornes mauves à Namur ?"
    with a_town(passerelle) as scene, caplog.at_level(logging.DEBUG):
        for method in ("chat.startStream", "chat.update", "users.info", "conversations.info"):
            scene.fake.faults.on_call(method, "server_error")
        scene.fake.faults.on_call("chat.stopStream", "invalid_blocks", times=2)
        scene.ana.mentions("#mobilite", words)
        scene.ana.runs(f"/passerelle ask {words}", "#mobilite")
        scene.settle()
        app = scene.installation.app
        secrets = (scene.installation.bot_token, app.signing_secret, app.app_token, "licornes")
        ours = "\n".join(
            record.getMessage()
            for record in caplog.records
            if record.name.split(".")[0] in {"bot", "retrieval", "api"}
        )
        assert ours
        for secret in secrets:
            assert secret not in ours
        assert "/response/" not in ours.replace(scene.fake.base_url, "")


def test_a_stream_that_would_be_silent_for_long_says_that_it_goes_on(
    passerelle: Passerelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack closes a stream after a minute of silence; here time is shorter."""

    class Silent:
        def ask(self, *given: object, **more: object) -> object:
            time.sleep(3.0)
            return passerelle.assistant.ask(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.duties.ask._ALIVE_SECONDS", 0.5)
    with a_town(replace(passerelle, assistant=Silent())) as scene:
        scene.fake.streams.longest_silence = 1.8
        asked = scene.ana.writes_to_app(QUESTION)
        scene.settle()
        (answered,) = scene.ana.answers_to(asked)
        assert ANSWER in scene.ana.screen(answered)
        signs = [call for call in scene.fake.calls if call.method == "chat.appendStream"]
        assert len(signs) >= 2
        assert not any(call.error for call in signs)
        scene.assert_tidy()
