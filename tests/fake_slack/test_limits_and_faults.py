"""Quotas hold per method, workspace and channel, and each fault on demand reaches the real client as it would from Slack."""

from __future__ import annotations

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.fake_slack import FakeSlack, TimedOut
from tests.fake_slack.apps import SlackApp
from tests.fake_slack.building import a_client, a_manifest
from tests.fake_slack.desks import Desk, a_desk, error_of


def limited(desk: Desk) -> Desk:
    desk.fake.limits.is_on = True
    return desk


def too_many(call: Any, *args: Any, **kwargs: Any) -> int:
    """The seconds of `Retry-After` of a call that is refused for its number."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] in ("ratelimited", "rate_limited")
    return int(caught.value.response.headers["Retry-After"])


@pytest.mark.parametrize(
    ("allowed", "call"),
    [
        (20, lambda client, channel: client.conversations_list()),
        (50, lambda client, channel: client.conversations_info(channel=channel)),
        (100, lambda client, channel: client.conversations_members(channel=channel)),
    ],
    ids=["tier 2", "tier 3", "tier 4"],
)
def test_a_tier_is_so_many_calls_a_minute(allowed: int, call: Any) -> None:
    with a_desk() as desk:
        limited(desk)
        for _ in range(allowed):
            call(desk.client, desk.channel.id)
        assert 1 <= too_many(call, desk.client, desk.channel.id) <= 60
        desk.fake.clock.advance(61)
        call(desk.client, desk.channel.id)


def test_quotas_are_kept_apart_by_workspace() -> None:
    with a_desk() as desk:
        limited(desk)
        liege = desk.fake.workspace("Liège")
        other = a_client(desk.fake, liege.admin.installs(desk.installation.app))
        for _ in range(20):
            desk.client.conversations_list()
        too_many(desk.client.conversations_list)
        assert other.conversations_list()["ok"]


def test_a_channel_takes_one_message_a_second_after_a_short_burst() -> None:
    with FakeSlack(speed=0) as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(events=[]))
        client = a_client(fake, installation)
        one, other = team.channel("a", installation), team.channel("b", installation)
        for _ in range(3):
            client.chat_postMessage(channel=one.id, text="x")
        assert too_many(client.chat_postMessage, channel=one.id, text="x") >= 1
        client.chat_postMessage(channel=other.id, text="x")
        fake.clock.advance(3.1)
        client.chat_postMessage(channel=one.id, text="x")
        assert len(one.messages) == 4


def test_an_unlisted_commercial_app_reads_one_page_of_fifteen_a_minute() -> None:
    with FakeSlack() as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(events=[]), distribution="unlisted")
        client, channel = a_client(fake, installation), team.channel("a", installation)
        for i in range(20):
            team.admin.says(channel, f"n{i}")
        page = client.conversations_history(channel=channel.id, limit=200)
        assert (len(page["messages"]), page["has_more"]) == (15, True)
        assert too_many(client.conversations_history, channel=channel.id) > 30


def test_the_real_retry_handler_obeys_retry_after() -> None:
    with a_desk() as desk:
        client = a_client(desk.fake, desk.installation)
        client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
        desk.fake.faults.on_call("chat.postMessage", "rate_limited", retry_after=1)
        began = time.monotonic()
        client.chat_postMessage(channel=desk.channel.id, text="x")
        assert time.monotonic() - began >= 1
        assert len(desk.channel.messages) == 1


@pytest.mark.parametrize(
    ("fault", "status"), [("server_error", 500), ("unavailable", 503), ("rate_limited_bare", 429)]
)
def test_a_server_that_fails_has_done_nothing(fault: str, status: int) -> None:
    with a_desk() as desk:
        desk.fake.faults.on_call("chat.postMessage", fault)
        with pytest.raises(SlackApiError) as caught:
            desk.client.chat_postMessage(channel=desk.channel.id, text="x")
        assert caught.value.response.status_code == status
        assert "Retry-After" not in caught.value.response.headers
        assert desk.channel.messages == []
        desk.client.chat_postMessage(channel=desk.channel.id, text="x")
        assert desk.fake.faults.by_phase() == {"call:chat.postMessage": 1}


def test_an_answer_that_is_lost_has_been_acted_on() -> None:
    with a_desk() as desk:
        desk.fake.faults.hang_seconds = 2
        desk.fake.faults.on_call("chat.postMessage", "accepted_then_lost")
        desk.client.timeout = 1
        with pytest.raises(TimeoutError):
            desk.client.chat_postMessage(channel=desk.channel.id, text="x")
        assert [m.text for m in desk.channel.messages] == ["x"]
        time.sleep(1.2)


def test_a_documented_error_can_be_had_on_demand_and_no_other() -> None:
    with a_desk() as desk:
        desk.fake.faults.on_call("chat.postMessage", "restricted_action")
        assert (
            error_of(desk.client.chat_postMessage, channel=desk.channel.id, text="x") == "restricted_action"
        )
    with pytest.raises(AssertionError, match="does not document"):
        _post_into_an_undocumented_error()


def _post_into_an_undocumented_error() -> None:
    with a_desk() as desk:
        desk.fake.faults.on_call("chat.postMessage", "hash_conflict")
        error_of(desk.client.chat_postMessage, channel=desk.channel.id, text="x")


def test_chaos_is_drawn_from_a_seed() -> None:
    def hits(seed: int) -> Any:
        with FakeSlack(seed=seed) as fake:
            team = fake.workspace("Namur")
            client = a_client(fake, team.admin.installs(a_manifest(events=[])))
            fake.faults.chaos(calls={"server_error": 0.2, "rate_limited": 0.2})
            outcomes = []
            for _ in range(20):
                try:
                    client.auth_test()
                    outcomes.append(200)
                except SlackApiError as error:
                    outcomes.append(error.response.status_code)
            fake.faults.calm()
            assert client.auth_test()["ok"]
            return outcomes

    assert hits(1) == hits(1)
    assert hits(1) != hits(2)
    assert set(hits(1)) == {200, 429, 500}


def test_more_events_an_hour_than_slack_sends_are_told_as_one() -> None:
    with a_desk(events=["message.channels"]) as desk:
        desk.installation.app.listens_on("http://127.0.0.1:9")
        desk.fake.slack.events.per_hour = 3
        for i in range(6):
            desk.ana.says("#mobilite", f"n{i}")
        assert [d.kind for d in desk.fake.deliveries.log] == ["message"] * 3 + ["app_rate_limited"]
        desk.fake.settled()


def test_waiting_ends() -> None:
    with a_desk() as desk:
        began = time.monotonic()
        with pytest.raises(TimedOut, match="snow in July"):
            desk.fake.wait_until(lambda: False, 0.2, "snow in July")
        assert time.monotonic() - began < 1


def test_secrets_are_not_shown_by_the_apps_own_repr() -> None:
    with a_desk() as desk:
        app: SlackApp = desk.installation.app
        shown = repr(app) + repr(desk.installation)
        assert not any(secret in shown for secret in (app.client_secret, app.signing_secret, app.app_token))
        assert desk.installation.bot_token not in shown
