"""How Slack reaches us: what it did not sign is refused, sockets come back, and two processes share one queue."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette

from api.slack import slack_service
from api.wiring import Passerelle
from tests.bot.many import for_many, settle
from tests.bot.scene import a_town
from tests.bot.test_faults import ANSWER, QUESTION, answers_of, the_answer
from tests.fake_slack import FakeSlack
from tests.fake_slack.building import listening

BODY = json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "app_mention"}})


def signed(secret: str, *, age: float = 0.0, over: str = BODY) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    at = str(int(time.time() - age))
    mac = hmac.new(secret.encode(), f"v0:{at}:{over}".encode(), hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={mac}",
        "Content-Type": "application/json",
    }


@pytest.mark.parametrize("wrong", ["the secret", "the clock", "a replay", "the body", "nothing"])
def test_only_what_slack_signed_now_is_taken(passerelle: Passerelle, wrong: str) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (_service, app, address):
        headers = {
            "the secret": signed("another secret"),
            "the clock": signed(app.signing_secret, age=-400),
            "a replay": signed(app.signing_secret, age=400),
            "the body": signed(app.signing_secret, over=BODY + " "),
            "nothing": signed(app.signing_secret),
        }[wrong]
        answer = httpx.post(f"{address}/slack/events", content=BODY, headers=headers)
        assert (answer.status_code == 401) == (wrong != "nothing"), answer.text


@pytest.mark.parametrize("reason", ["refresh_requested", "too_many_websockets", "warning"])
def test_a_socket_that_slack_closes_comes_back_though_it_has_to_wait(
    passerelle: Passerelle, reason: str
) -> None:
    with a_town(passerelle, socket_mode=True) as scene:
        scene.fake.deliveries.compression = (
            20.0  # what finds no socket is told again after three seconds, not a minute
        )
        scene.fake.faults.on_call("apps.connections.open", "rate_limited", times=2)
        scene.fake.disconnects(scene.installation.app, reason)
        asked = scene.ana.mentions("#mobilite", QUESTION)
        scene.fake.wait_until(lambda: answers_of(scene, asked), 40, "the answer")
        the_answer(scene, asked)


@pytest.mark.parametrize("seed", range(4))
def test_leaving_is_told_twice_in_any_order_and_done_once(passerelle: Passerelle, seed: int) -> None:
    with FakeSlack(seed=seed) as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        town.person("ana").writes_to_app(QUESTION)
        settle(fake, service.parts)
        town.admin.uninstalls()
        settle(fake, service.parts)
        assert len(service.parts.leaving.receipts()) == 1
        assert service.parts.workspaces.find(town.id) is None


def test_tokens_that_are_ended_alone_leave_nothing_either(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        town.admin.revokes_tokens()
        settle(fake, service.parts)
        assert service.parts.workspaces.find(town.id) is None
        (receipt,) = service.parts.leaving.receipts()
        assert receipt.erased["installations"] == 1


def test_two_processes_over_one_queue_answer_what_both_were_told_once(passerelle: Passerelle) -> None:
    """Each delivery arrives at both, as when a proxy repeats what it thinks lost."""
    with a_town(passerelle) as scene:
        settings = scene.service.parts.settings
        there = passerelle.settings.model_copy(
            update={
                "slack_api_url": settings.api_url,
                "slack_bot_token": _secret(settings.bot_token),
                "slack_signing_secret": _secret(scene.installation.app.signing_secret),
            }
        )
        second = slack_service(replace(passerelle, settings=there), socket_mode=False)
        with listening(Starlette(routes=second.routes())) as address:
            second.start()
            try:
                asked = [scene.ana.writes_to_app(f"{QUESTION}") for _ in range(4)]
                scene.fake.settled()
                scene.installation.app.listens_on(address)
                for delivery in list(scene.fake.deliveries.log):
                    scene.fake.deliveries.replay(delivery).result(timeout=10)
                scene.settle()
                for one in asked:
                    assert len(answers_of(scene, one)) == 1, scene.ana.reads()
                    assert ANSWER in scene.ana.screen(scene.ana.answers_to(one)[0])
            finally:
                second.stop()


def _secret(value: str) -> object:
    from pydantic import SecretStr

    return SecretStr(value)
