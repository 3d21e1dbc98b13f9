"""Faults that other assistants in Slack had, put back into ours one by one: each makes a scenario fail.

A scenario that holds for the program as it is (it is a test itself, here or beside) and not for the program with the fault
watches over that fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from slack_bolt import App, BoltResponse

from api.wiring import Passerelle
from bot import showing
from bot.clients import ManyWorkspaces
from bot.desk import Incoming
from bot.listeners.reading import read
from bot.parts import Parts
from bot.store.installations import Installation, Installations
from retrieval.answering.answer import Answer
from retrieval.answering.generated.generation import Tell, tell_nobody
from tests.api.world import SECRET_ORGANISATION
from tests.bot import (
    test_asking,
    test_audience,
    test_faults,
    test_gestures,
    test_installing,
    test_stopping,
)
from tests.bot.scene import a_town
from tests.bot.test_faults import QUESTION, the_answer
from tests.network import an_organisation

Patch = pytest.MonkeyPatch
CALL = "<!channel> regardez"


@dataclass(frozen=True)
class PastFault:
    """What went wrong, where it was reported, how it is put back, and the scenario that then fails."""

    name: str
    reported: str
    put_back: Callable[[Patch], None]
    scenario: Callable[[Passerelle], None]


# -- scenarios of this file ---------------------------------------------------------------------------


def test_a_first_delivery_that_gets_lost_is_answered_when_it_comes_again(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        scene.fake.faults.on_delivery("message", "lost")
        the_answer(scene, scene.ana.writes_to_app(QUESTION))


def test_a_call_to_everybody_is_shown_and_calls_nobody_wherever_it_is_cut(passerelle: Passerelle) -> None:
    """A model that writes `<!channel>`, in pieces; both the stream and the whole message are looked at."""

    class Calling:
        def ask(self, *given: Any, tell: Tell = tell_nobody, **more: Any) -> Answer:
            for piece in (CALL[:6], CALL[6:] + " " * 200, CALL[:1], CALL[1:] + " " * 200):
                tell(piece)
            answer = passerelle.assistant.ask(*given, **more)
            return answer.model_copy(update={"text": (CALL + " " * 200) * 2})

    with a_town(replace(passerelle, assistant=Calling())) as scene:
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.assert_tidy()
        assert CALL in scene.ana.screen(scene.ana.answers_to(asked)[0])


def a_guest_reads_along(passerelle: Passerelle) -> None:
    an_organisation(passerelle.governance, SECRET_ORGANISATION, email_domains=("namur.test",))
    test_audience.test_one_guest_in_a_private_channel_makes_it_public_for_us(passerelle)


def outsiders_read_along(passerelle: Passerelle) -> None:
    test_audience.test_with_people_of_other_organisations_it_is_silent_and_the_asker_is_told_why(passerelle)


# -- how each is put back -----------------------------------------------------------------------------


def every_delivery_is_new(patch: Patch) -> None:
    patch.setattr("bot.store.jobs._first_sight", lambda *_: True)


def only_deliveries_are_known_again(patch: Patch) -> None:
    """By the id of the event alone: one post is told of by two events, and by a client that sends again."""

    def by_event(body: dict[str, Any], event: dict[str, Any]) -> Incoming:
        incoming = read(body, event)
        return replace(incoming, keys=incoming.keys[:1])

    patch.setattr("bot.listeners.mentions.read", by_event)
    patch.setattr("bot.listeners.messages.read", by_event)


def retries_are_thrown_away(patch: Patch) -> None:
    dispatch = App.dispatch

    def impatient(self: App, request: Any) -> BoltResponse:
        return BoltResponse(status=200) if "x-slack-retry-num" in request.headers else dispatch(self, request)

    patch.setattr(App, "dispatch", impatient)


def a_broken_stream_is_left(patch: Patch) -> None:
    patch.setattr("bot.reply.Reply._write", lambda *_: None)


def a_long_answer_is_one_message(patch: Patch) -> None:
    patch.setattr("bot.content.parts_of", lambda text: [text])


def the_status_is_left(patch: Patch) -> None:
    patch.setattr("bot.duties.ask._end", lambda *_: None)


def stop_is_only_a_button(patch: Patch) -> None:
    patch.setattr("bot.store.jobs.Jobs.is_stopped", lambda *_: False)


def whole_tokens_are_looked_for(patch: Patch) -> None:
    patch.setattr(
        "bot.escaping.Escaping.feed", lambda _self, piece: piece.replace("<!channel>", "&lt;!channel&gt;")
    )


def the_asker_counts_and_not_the_readers(patch: Patch) -> None:
    def of_the_asker(job: Any, _question: Any, parts: Parts) -> Any:
        return parts.audiences.alone(job.team, job.user)

    patch.setattr("bot.duties.ask.audience_of", of_the_asker)


def nobody_says_why(patch: Patch) -> None:
    patch.setattr("bot.duties.ask.tell_outsiders", lambda *_: None)


def a_gesture_is_answered(**how: Any) -> Callable[[Patch], None]:
    """As Slack's answers to gestures may be, and ours never are."""

    def put_back(patch: Patch) -> None:
        send = showing.WebhookClient.send_dict
        patch.setattr(
            showing.WebhookClient, "send_dict", lambda self, message, *_: send(self, {**message, **how})
        )

    return put_back


def everybody_may_refresh(patch: Patch) -> None:
    refresh = ManyWorkspaces._refresh

    def by_a_slow_line(self: ManyWorkspaces, found: Installation) -> Installation:
        time.sleep(0.2)
        return refresh(self, found)

    patch.setattr(ManyWorkspaces, "_refresh", by_a_slow_line)
    patch.setattr(Installations, "begin_refresh", lambda *_: True)


def bots_are_people(patch: Patch) -> None:
    patch.setattr("bot.listeners.mentions.is_a_person", lambda _event: True)
    patch.setattr("bot.listeners.messages.is_a_person", lambda _event: True)


PAST_FAULTS = (
    PastFault(
        "a delivery that comes twice is answered twice",
        "openclaw#22242",
        every_delivery_is_new,
        lambda passerelle: test_faults.test_a_delivery_that_goes_wrong_is_answered_once(
            passerelle, "duplicate", "message"
        ),
    ),
    PastFault(
        "a mention is answered as a mention and as a message",
        "typeclaw#49",
        only_deliveries_are_known_again,
        lambda passerelle: test_asking.test_a_mention_is_answered_once_in_its_thread_with_sources(
            passerelle, socket_mode=False
        ),
    ),
    PastFault(
        "a message that a client sends again is answered again",
        "typeclaw#49",
        only_deliveries_are_known_again,
        test_faults.test_the_same_gesture_with_another_timestamp_is_answered_once,
    ),
    PastFault(
        "a repeated delivery is thrown away though the first was lost",
        "seen in many apps that look at X-Slack-Retry-Num alone",
        retries_are_thrown_away,
        test_a_first_delivery_that_gets_lost_is_answered_when_it_comes_again,
    ),
    PastFault(
        "a stream that expires loses the rest of the answer",
        "vercel/chat#607, dust#25031",
        a_broken_stream_is_left,
        test_stopping.test_a_stream_that_dies_of_age_is_completed,
    ),
    PastFault(
        "a long answer is refused and nothing is shown",
        "dust#2863",
        a_long_answer_is_one_message,
        test_stopping.test_a_message_that_is_too_long_goes_on_in_another,
    ),
    PastFault(
        "the status says for ever that it is working",
        "hermes-agent#90978",
        the_status_is_left,
        lambda passerelle: test_faults.test_a_call_that_fails_costs_no_answer(
            passerelle, "chat.stopStream", "message_not_in_streaming_state"
        ),
    ),
    PastFault(
        "stop is pressed and the writing goes on",
        "hermes-agent#90978",
        stop_is_only_a_button,
        test_stopping.test_stop_is_heard_while_the_model_is_silent,
    ),
    PastFault(
        "a call to everybody gets through in two pieces",
        "hermes-agent#26869, turnstone#935",
        whole_tokens_are_looked_for,
        test_a_call_to_everybody_is_shown_and_calls_nobody_wherever_it_is_cut,
    ),
    PastFault(
        "a channel reads what only the asker may read",
        "onyx: public answers by the asker's rights",
        the_asker_counts_and_not_the_readers,
        a_guest_reads_along,
    ),
    PastFault("silence, and nobody is told why", "onyx#11615", nobody_says_why, outsiders_read_along),
    PastFault(
        "a command is answered in public",
        "onyx#5151",
        a_gesture_is_answered(response_type="in_channel"),
        lambda passerelle: test_gestures.test_each_command_answers_its_user_alone(
            passerelle, "search stationnement", "Stationnement à Liège"
        ),
    ),
    PastFault(
        "thanks for feedback take the place of the answer",
        "metabase#70642",
        a_gesture_is_answered(replace_original=True, response_type="in_channel"),
        test_gestures.test_feedback_is_kept_asked_about_and_leaves_the_answer_as_it_is,
    ),
    PastFault(
        "two refreshes spend one refresh token",
        "node-slack-sdk#2504",
        everybody_may_refresh,
        test_installing.test_a_token_that_ends_soon_is_refreshed_once_by_however_many,
    ),
    PastFault(
        "a workflow is answered, and answers",
        "dust: allow-list of workflow bots",
        bots_are_people,
        test_faults.test_bots_and_workflows_are_not_answered,
    ),
)


@pytest.mark.parametrize("fault", PAST_FAULTS, ids=lambda fault: fault.name)
def test_a_past_fault_that_comes_back_is_noticed(passerelle: Passerelle, fault: PastFault) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fault.put_back(patch)
        with pytest.raises(AssertionError):
            fault.scenario(passerelle)
