"""Streams break as Slack's do: after five minutes, by a press on stop, by too much text."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import PlanUpdateChunk, TaskUpdateChunk

from tests.fake_slack import NotPossible
from tests.fake_slack.desks import Desk, a_desk, error_of


def a_stream(desk: Desk, asked: Any, text: str = "Début") -> Any:
    started = desk.client.chat_startStream(
        channel=asked.channel,
        thread_ts=asked.ts,
        markdown_text=text,
        recipient_team_id=desk.team.id,
        recipient_user_id=desk.ana.id,
    )
    return {"channel": started["channel"], "ts": started["ts"]}


def test_a_stream_grows_and_ends_with_blocks_below() -> None:
    with a_desk() as desk:
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"))
        desk.client.chat_appendStream(**stream, markdown_text=", suite")
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Utile ?"}}]
        ended = desk.client.chat_stopStream(**stream, blocks=blocks)
        assert ended["message"]["text"] == "Début, suite"
        assert [b["type"] for b in ended["message"]["blocks"]] == ["markdown", "section"]
        assert (
            error_of(desk.client.chat_appendStream, **stream, markdown_text="x")
            == "message_not_in_streaming_state"
        )


def test_in_a_channel_the_recipient_must_be_told_and_a_thread_must_be_there() -> None:
    with a_desk() as desk:
        asked = desk.ana.says("#mobilite", "Question")
        start = desk.client.chat_startStream
        where = {"channel": desk.channel.id, "thread_ts": asked.ts}
        assert error_of(start, **where) == "missing_recipient_team_id"
        assert error_of(start, **where, recipient_team_id=desk.team.id) == "missing_recipient_user_id"
        assert error_of(start, channel=desk.channel.id, thread_ts="1.0") == "invalid_thread_ts"
        direct = desk.ana.writes_to_app("Question")
        assert start(channel=direct.channel, thread_ts=direct.ts)["ok"]


@pytest.mark.parametrize("call", ["append", "stop"])
def test_after_five_minutes_the_stream_is_dead_and_only_a_change_saves_the_text(call: str) -> None:
    with a_desk() as desk:
        desk.fake.streams.longest_silence = 1000
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"))
        assert error_of(desk.client.chat_update, **stream, text="x") == "streaming_state_conflict"
        desk.fake.clock.advance(301)
        if call == "append":
            error = error_of(desk.client.chat_appendStream, **stream, markdown_text="x")
        else:
            error = error_of(desk.client.chat_stopStream, **stream)
        assert error == "message_not_in_streaming_state"
        desk.client.chat_update(**stream, markdown_text="Tout le texte")
        assert desk.channel.messages[-1].text == "Tout le texte"


def test_a_stream_that_is_made_to_die_is_dead_for_every_call() -> None:
    with a_desk() as desk:
        desk.fake.faults.chaos(calls={"message_not_in_streaming_state": 1.0})
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"))
        assert (
            error_of(desk.client.chat_appendStream, **stream, markdown_text="x")
            == "message_not_in_streaming_state"
        )
        desk.client.chat_update(**stream, markdown_text="Tout le texte")
        assert desk.fake.faults.by_phase() == {"call:chat.appendStream": 1}


def test_a_stream_dies_of_silence() -> None:
    with a_desk() as desk:
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"))
        desk.fake.clock.advance(121)
        assert (
            error_of(desk.client.chat_appendStream, **stream, markdown_text="x")
            == "message_not_in_streaming_state"
        )


def test_a_press_on_stop_ends_the_stream_but_not_the_session() -> None:
    with a_desk(events=["agent_session_stopped"]) as desk:
        # Nobody listens at the app's address: the event is lost, as for an app that is down.
        desk.installation.app.listens_on("http://127.0.0.1:9")
        asked = desk.ana.says("#mobilite", "Question")
        with pytest.raises(NotPossible, match="no session"):
            desk.ana.presses_stop(asked)
        stream = a_stream(desk, asked)
        desk.ana.presses_stop(asked)
        assert error_of(desk.client.chat_appendStream, **stream, markdown_text="x") == "stopped_by_user"
        assert any("processing" in left for left in desk.fake.unfinished())
        desk.client.chat_stopStream(**stream, session_status="active")
        assert desk.fake.unfinished() == []
        desk.fake.settled()


def test_a_stream_takes_twelve_thousand_characters_and_keeps_what_it_had() -> None:
    with a_desk() as desk:
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"), "x" * 8_000)
        assert error_of(desk.client.chat_appendStream, **stream, markdown_text="y" * 4_001) == "msg_too_long"
        assert error_of(desk.client.chat_appendStream, **stream, markdown_text="y" * 12_001) == "msg_too_long"
        desk.client.chat_appendStream(**stream, markdown_text="y" * 4_000)
        assert len(desk.channel.messages[-1].text) == 12_000


def test_tasks_are_shown_with_their_sources_and_refused_without_words() -> None:
    with a_desk() as desk:
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"))
        source = {"type": "url", "url": "https://fiches.test/1", "text": "Vélos"}
        chunks: list[Any] = [
            PlanUpdateChunk(title="Recherche"),
            TaskUpdateChunk(id="1", title="Chercher", status="in_progress"),
            TaskUpdateChunk(
                id="1", title="Cherché", status="complete", details="214 fiches", sources=[source]
            ),
        ]
        desk.client.chat_appendStream(**stream, chunks=chunks)
        screen = desk.ana.screen(desk.channel.messages[-1])
        assert "[complete] Cherché" in screen
        assert "Vélos (https://fiches.test/1)" in screen
        for bad in ({"status": "completed"}, {"sources": [{"type": "url", "url": "https://x.test"}]}):
            chunk = {"type": "task_update", "id": "2", "title": "a", "status": "complete"} | bad
            assert error_of(desk.client.chat_appendStream, **stream, chunks=[chunk]) == "invalid_chunks"


def test_the_real_helper_keeps_what_it_could_not_send() -> None:
    with a_desk() as desk:
        asked = desk.ana.writes_to_app("Question")
        stream = desk.client.chat_stream(channel=asked.channel, thread_ts=asked.ts, buffer_size=1)
        stream.append(markdown_text="Un")
        desk.fake.clock.advance(301)
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            stream.append(markdown_text="Deux")
        assert stream.ts
        desk.client.chat_update(channel=asked.channel, ts=stream.ts, markdown_text="UnDeux")
        assert desk.ana.answers_to(asked)[0].text == "UnDeux"


def test_a_stream_that_nobody_ended_is_told_as_left_behind() -> None:
    with a_desk() as desk:
        stream = a_stream(desk, desk.ana.says("#mobilite", "Question"))
        assert any(stream["ts"] in left for left in desk.fake.unfinished())
