"""Whatever breaks between Slack and us: one answer, whole, and nothing left behind."""

from __future__ import annotations

from typing import Any

import pytest

from api.wiring import Passerelle
from bot.store.jobs import Task
from tests.bot.scene import Scene, a_town

QUESTION = "Combien de projets de mobilité ?"
ANSWER = "24 initiatives"


def answers_of(scene: Scene, asked: Any) -> list[str]:
    """What is read in the thread as an answer."""
    read = [scene.ana.screen(message) for message in scene.ana.answers_to(asked)]
    return [text for text in read if ANSWER in text]


def the_answer(scene: Scene, asked: Any) -> str:
    scene.settle()
    found = answers_of(scene, asked)
    assert len(found) == 1, scene.ana.reads()
    return found[0]


@pytest.mark.parametrize("fault", ["lost", "duplicate", "parallel", "delayed", "socket_closed"])
@pytest.mark.parametrize("kind", ["app_mention", "message"])
def test_a_delivery_that_goes_wrong_is_answered_once(passerelle: Passerelle, fault: str, kind: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_delivery(kind, fault)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)
        scene.assert_tidy()


def test_the_same_gesture_with_another_timestamp_is_answered_once(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        first = scene.ana.writes_to_app(QUESTION)
        second = scene.ana.says(scene.ana.dm(), QUESTION, client_msg_id=first.client_msg_id)
        scene.settle()
        assert len(answers_of(scene, first) + answers_of(scene, second)) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("chat.startStream", "rate_limited"),
        ("chat.startStream", "server_error"),
        ("chat.startStream", "channel_type_not_supported"),
        ("chat.startStream", "missing_recipient_user_id"),
        ("chat.stopStream", "rate_limited"),
        ("chat.stopStream", "server_error"),
        ("chat.stopStream", "accepted_then_lost"),
        ("chat.stopStream", "message_not_in_streaming_state"),
        ("chat.stopStream", "invalid_blocks"),
        ("chat.stopStream", "msg_too_long"),
        ("chat.stopStream", "msg_blocks_too_long"),
        ("assistant.threads.setStatus", "server_error"),
        ("agents.sessions.setStatus", "not_authorized"),
        ("users.info", "accepted_then_lost"),
        ("users.info", "user_not_found"),
        ("conversations.info", "missing_scope"),
        ("*", "rate_limited_bare"),
    ],
)
def test_a_call_that_fails_costs_no_answer(passerelle: Passerelle, method: str, fault: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call(method, fault)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        read = the_answer(scene, asked)
        assert "Stationnement à Liège" in read
        assert len(scene.ana.answers_to(asked)) == 1
        scene.assert_tidy()


@pytest.mark.parametrize("fault", ["accepted_then_lost", "server_error", "rate_limited"])
def test_a_placeholder_that_gets_lost_is_not_an_answer(passerelle: Passerelle, fault: str) -> None:
    """Where streams are refused, the message that is filled in later may be lost, never the answer."""
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.startStream", "channel_type_not_supported")
        scene.fake.faults.on_call("chat.postMessage", fault)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)
        assert len(scene.ana.answers_to(asked)) == 1  # found again, since this app may read the thread
        scene.assert_tidy()


def test_a_stream_whose_beginning_got_lost_is_found_and_completed(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.startStream", "accepted_then_lost")
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)
        assert len(scene.ana.answers_to(asked)) == 1
        scene.assert_tidy()


@pytest.mark.parametrize(
    "fault", ["accepted_then_lost", "server_error", "streaming_state_conflict", "rate_limited"]
)
def test_a_change_that_goes_wrong_is_made_again(passerelle: Passerelle, fault: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.stopStream", "message_not_in_streaming_state")
        scene.fake.faults.on_call("chat.update", fault)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)
        scene.assert_tidy()


def test_a_change_that_was_made_unheard_and_then_refused_leaves_one_answer(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.startStream", "channel_type_not_supported")
        scene.fake.faults.on_call("chat.update", "accepted_then_lost")
        scene.fake.faults.on_call("chat.update", "edit_window_closed")
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)
        assert len(scene.ana.answers_to(asked)) == 1
        scene.assert_tidy()


def test_blocks_that_are_never_taken_leave_the_text(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.stopStream", "invalid_blocks", times=5)
        scene.fake.faults.on_call("chat.update", "invalid_blocks", times=4)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        read = the_answer(scene, asked)
        assert "[Utile]" not in read
        scene.assert_tidy()


def test_a_message_that_cannot_be_changed_any_more_is_followed_by_the_answer(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.stopStream", "message_not_in_streaming_state")
        scene.fake.faults.on_call("chat.update", "edit_window_closed")
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "restricted_action_read_only_channel"])
def test_where_nothing_can_be_written_the_asker_is_told_directly(passerelle: Passerelle, error: str) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("chat.startStream", error)
        scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert "Je ne peux pas écrire dans ce canal" in scene.ana.messages(scene.ana.dm())[-1].text
        scene.assert_tidy()


def test_a_token_that_was_ended_gives_up_quietly(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_call("*", "token_revoked", times=20)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.settle()
        assert scene.ana.answers_to(asked) == []


def test_two_questions_in_a_thread_are_answered_in_order(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        root = scene.ana.writes_to_app(QUESTION)
        scene.ana.says(scene.ana.dm(), "Et à Namur ?", thread=root)
        scene.ana.says(scene.ana.dm(), "Et à Mons ?", thread=root)
        scene.settle()
        texts = [scene.ana.screen(one) for one in scene.ana.answers_to(root)]
        assert len(texts) == 3, scene.ana.reads()
        assert "24 initiatives" in texts[0]
        assert "Namur" in texts[1]
        assert "Mons" in texts[2]
        scene.assert_tidy()


def test_a_question_that_is_changed_while_it_waits_is_answered_as_changed(passerelle: Passerelle) -> None:
    with a_town(passerelle, start=False) as scene:
        asked = scene.ana.writes_to_app("Combien de projets à Mons ?")
        scene.fake.wait_until(lambda: scene.parts.jobs.open() == 1, what="the question")
        scene.ana.edits(asked, QUESTION)
        scene.fake.settled()
        scene.service.start()
        the_answer(scene, asked)
        assert len(scene.ana.answers_to(asked)) == 1


def test_a_question_that_is_changed_after_its_answer_is_not_answered_again(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.writes_to_app(QUESTION)
        the_answer(scene, asked)
        scene.ana.edits(asked, "Combien de projets à Mons ?")
        scene.settle()
        assert len(scene.ana.answers_to(asked)) == 1


def test_a_question_that_is_deleted_takes_its_answer_and_its_memory_along(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.writes_to_app(QUESTION)
        the_answer(scene, asked)
        assert passerelle.conversations.count() == 1
        scene.ana.deletes(asked)
        scene.settle()
        assert [m for m in scene.ana.messages(scene.ana.dm()) if m.bot_id] == []
        assert passerelle.conversations.count() == 0
        scene.assert_tidy()


def test_a_question_that_is_deleted_before_its_answer_gets_none(passerelle: Passerelle) -> None:
    with a_town(passerelle, start=False) as scene:
        asked = scene.ana.writes_to_app(QUESTION)
        scene.fake.wait_until(lambda: scene.parts.jobs.open() == 1, what="the question")
        scene.ana.deletes(asked)
        scene.fake.settled()
        scene.service.start()
        scene.settle()
        assert [m for m in scene.ana.messages(scene.ana.dm()) if m.bot_id] == []


def test_bots_and_workflows_are_not_answered(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.team.admin.workflow_posts(scene.channel, f"<@{scene.installation.bot_user}> {QUESTION}")
        scene.settle()
        assert [m for m in scene.ana.messages("#mobilite") if m.user == scene.installation.bot_user] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", "Bonjour\u00a0!"), (":bike:", "Bonjour\u00a0!"), ("x" * 30_000, "trop longue")],
    ids=["nothing", "an emoji", "30,000 characters"],
)
def test_what_is_no_question_is_answered_by_what_is_expected(
    passerelle: Passerelle, written: str, expected: str
) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.mentions("#mobilite", written)
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        assert any(one in scene.ana.screen(answered) for one in expected.split("|"))
        assert len(scene.ana.answers_to(asked)) == 1


def test_a_file_without_words_is_answered_by_what_is_expected(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.attaches(scene.ana.dm(), "plan.pdf")
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        assert "ne lis que du texte" in scene.ana.screen(answered)


def test_a_loop_of_two_machines_ends(passerelle: Passerelle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.MOST_IN_A_THREAD", 3)
    with a_town(passerelle) as scene:
        root = scene.ana.writes_to_app(QUESTION)
        for _ in range(5):
            scene.ana.says(scene.ana.dm(), QUESTION, thread=root)
        scene.settle()
        read = [scene.ana.screen(one) for one in scene.ana.answers_to(root)]
        assert len([text for text in read if ANSWER in text]) == 3
        assert len([text for text in read if "Ouvrez-en un nouveau" in text]) == 1


def test_a_workspace_with_many_questions_does_not_keep_another_waiting(passerelle: Passerelle) -> None:
    with a_town(passerelle, start=False) as scene:
        begun: list[str] = []
        for number in range(12):
            scene.ana.writes_to_app(f"{QUESTION} {number}")
        scene.fake.wait_until(lambda: scene.parts.jobs.open() == 12, 20, "the questions")
        scene.parts.jobs.take_in(Task("T2", "C9", "1.0", "U9", "ask", "T2:C9:1.0", "1.0", "{}"), ["k"])
        while job := scene.parts.jobs.claim():
            begun.append(job.team)
            scene.parts.jobs.done(job.id)
        assert begun.index("T2") <= 1


@pytest.mark.parametrize(
    "command", ["help", "settings", "language", "ask Combien ?", "submit", "watch", "contact x"]
)
def test_acknowledging_a_command_does_not_wait_for_slack(passerelle: Passerelle, command: str) -> None:
    """Though nothing of what is asked of Slack is answered for four seconds."""
    with a_town(passerelle) as scene:
        hangs(scene)
        scene.ana.runs(f"/passerelle {command}", "#mobilite")
        assert slowest(scene, "slash_command") < 3


@pytest.mark.parametrize("button", ["more", "table", "private", "feedback:-"])
def test_acknowledging_a_button_does_not_wait_for_slack(passerelle: Passerelle, button: str) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.mentions("#mobilite", QUESTION)
        the_answer(scene, asked)
        scene.parts.people.changed(scene.team.id, scene.ana.id)
        hangs(scene)
        answered = scene.ana.answers_to(asked)[0]
        if button == "feedback:-":
            scene.ana.clicks(answered, "feedback", "negative")
        else:
            scene.ana.clicks(answered, button)
        assert slowest(scene, "block_actions") < 3


@pytest.mark.parametrize("tab", ["home", "messages"])
def test_acknowledging_that_a_tab_was_opened_does_not_wait_for_slack(
    passerelle: Passerelle, tab: str
) -> None:
    with a_town(passerelle) as scene:
        hangs(scene)
        scene.ana.opens_home() if tab == "home" else scene.ana.opens_dm()
        scene.fake.wait_until(lambda: slowest(scene, "app_home_opened"), 8, "an acknowledgement")
        assert slowest(scene, "app_home_opened") < 3


def hangs(scene: Scene) -> None:
    """From now on Slack hears what is asked of it, and says nothing for four seconds."""
    scene.fake.faults.hang_seconds = 4.0
    for method in ("users.info", "views.open", "auth.test"):
        scene.fake.faults.on_call(method, "accepted_then_lost", times=9)


def slowest(scene: Scene, kind: str) -> float:
    """Seconds of the slowest acknowledgement of that kind; 0 where there was none yet."""
    return max((d.slowest for d in scene.fake.deliveries.log if d.kind == kind), default=0.0)
