"""What the server sends to apps: signed requests or envelopes, tried again as Slack does, each attempt on record."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier

from tests.fake_slack.apps import SlackApp
from tests.fake_slack.clock import Clock
from tests.fake_slack.faults import Faults
from tests.fake_slack.model import Json
from tests.fake_slack.socket_mode import ConnectionLost, Sockets

EnvelopeType = Literal["events_api", "interactive", "slash_commands"]
Outcome = Literal["waiting", "acknowledged", "failed", "dropped"]
RETRY_AFTER_SECONDS = (0.0, 60.0, 300.0)


@dataclass(frozen=True)
class Attempt:
    """One try: its number (0 is the first), why it was made, how long the app took in seconds, what came back."""

    number: int
    reason: str
    seconds: float
    status: int | None
    failure: str = ""
    asks_no_retry: bool = False

    @property
    def succeeded(self) -> bool:
        """Whether the app acknowledged."""
        return not self.failure


@dataclass(eq=False)
class Delivery:
    """One thing to tell an app; `kind` is an event's type, an interaction's type, or `slash_command`."""

    app: SlackApp
    team_id: str
    kind: str
    envelope: EnvelopeType
    payload: Json
    url: str
    outcome: Outcome = "waiting"
    attempts: list[Attempt] = field(default_factory=list)
    answer: Any = None

    @property
    def is_event(self) -> bool:
        """Only events are tried again; whoever clicks sees a failure at once."""
        return self.envelope == "events_api"

    @property
    def slowest(self) -> float:
        """The longest that an acknowledgement took, in seconds."""
        return max((a.seconds for a in self.attempts), default=0.0)


class Deliveries:
    """The outbox.

    `ack_seconds` (of ours) is how long an app has; the waits between retries (0, 1 and 5 minutes) are divided by
    `compression`. `clock_skew` is added to the time of signatures.
    """

    def __init__(self, clock: Clock, faults: Faults, sockets: Sockets, on_change: Callable[[], None]) -> None:
        self.log: list[Delivery] = []
        self.ack_seconds = 3.0
        self.compression = 1000.0
        self.clock_skew = 0.0
        self.wrong_signature = False
        self._clock = clock
        self._faults = faults
        self._sockets = sockets
        self._on_change = on_change
        self._held: list[Delivery] | None = None
        self._under_way: set[Future[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None

    def start(self) -> None:
        """Begin to send; called in the server's loop."""
        self._loop = asyncio.get_running_loop()
        # Redirects are not followed and nothing is taken from the environment: only addresses of manifests are called.
        # No certificates are read: addresses are on this machine.
        # No delivery waits for another's connection: that would count as the app's own slowness.
        every = httpx.Limits(max_connections=None, max_keepalive_connections=50)
        self._client = httpx.AsyncClient(follow_redirects=False, trust_env=False, verify=False, limits=every)

    async def stop(self) -> None:
        """Close what is open."""
        if self._client:
            await self._client.aclose()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way, held deliveries included."""
        return not self._under_way and not self._held

    def submit(self, delivery: Delivery) -> Future[Delivery]:
        """Send it in the background; the future is done when the app acknowledged or the last try failed."""
        self.log.append(delivery)
        if self._held is not None and delivery.is_event:
            self._held.append(delivery)
            done: Future[Delivery] = Future()
            done.set_result(delivery)
            return done
        return self.run(self._deliver(delivery))

    def hold(self) -> None:
        """Keep events back until `release`."""
        self._held = []

    def release(self, order: Callable[[list[Delivery]], list[Delivery]] = lambda held: held) -> None:
        """Send what was kept back, in that order, each after the one before it was acknowledged."""
        held, self._held = self._held or [], None
        self.run(self._one_by_one(order(held)))

    def replay(self, delivery: Delivery) -> Future[Delivery]:
        """Send the same thing once more, as a first attempt."""
        again = Delivery(
            delivery.app, delivery.team_id, delivery.kind, delivery.envelope, delivery.payload, delivery.url
        )
        return self.submit(again)

    def run(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Do something in the server's loop and count it as under way."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the server does not run")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._under_way.add(future)
        future.add_done_callback(self._finished)
        return future

    def _finished(self, future: Future[Any]) -> None:
        self._under_way.discard(future)
        self._on_change()

    async def _one_by_one(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            await self._deliver(delivery)

    async def _deliver(self, delivery: Delivery) -> Delivery:
        fault = self._faults.for_delivery(delivery.kind) if delivery.is_event else None
        if fault == "dropped":
            delivery.outcome = "dropped"
            return delivery
        if fault == "delayed":
            await asyncio.sleep(self._faults.delay_seconds)
        if fault == "parallel":
            await asyncio.gather(self._attempts(delivery), self._attempts(delivery))
        else:
            await self._attempts(delivery, fault)
        if fault == "duplicate":
            await self._attempt(delivery, 1, "http_timeout")
        return delivery

    async def _attempts(self, delivery: Delivery, fault: str | None = None) -> None:
        first = await self._first(delivery, fault)
        reason = first.failure
        again = delivery.is_event and not first.succeeded and not first.asks_no_retry
        waits = RETRY_AFTER_SECONDS if again else ()
        for number, wait in enumerate(waits, start=1):
            await asyncio.sleep(self._clock.real(wait) / self.compression)
            attempt = await self._attempt(delivery, number, reason)
            if attempt.succeeded or attempt.asks_no_retry:
                break
            reason = attempt.failure
        succeeded = any(a.succeeded for a in delivery.attempts)
        delivery.outcome = "acknowledged" if succeeded else "failed"

    async def _first(self, delivery: Delivery, fault: str | None) -> Attempt:
        if fault == "lost":
            lost = Attempt(0, "", 0.0, None, "http_timeout")
            delivery.attempts.append(lost)
            return lost
        return await self._attempt(delivery, 0, "", then_close=fault == "socket_closed")

    async def _attempt(
        self, delivery: Delivery, number: int, reason: str, *, then_close: bool = False
    ) -> Attempt:
        began = time.monotonic()
        status: int | None = None
        final = False
        try:
            if delivery.app.uses_socket_mode:
                delivery.answer = await self._through_socket(delivery, number, reason, then_close=then_close)
                status, failure = 200, ""
            else:
                status, failure, final = await self._by_http(delivery, number, reason)
                if then_close:
                    raise ConnectionLost
        except (TimeoutError, httpx.TimeoutException):
            failure = "http_timeout"
        except (ConnectionLost, httpx.TransportError):
            failure = "connection_failed"
        attempt = Attempt(number, reason, time.monotonic() - began, status, failure, final)
        delivery.attempts.append(attempt)
        self._on_change()
        return attempt

    async def _through_socket(
        self, delivery: Delivery, number: int, reason: str, *, then_close: bool
    ) -> Json:
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": delivery.envelope,
            "payload": delivery.payload,
            "accepts_response_payload": not delivery.is_event,
        }
        if delivery.is_event:
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        return await self._sockets.send(
            delivery.app.id, envelope, within=self.ack_seconds, then_close=then_close
        )

    async def _by_http(self, delivery: Delivery, number: int, reason: str) -> tuple[int, str, bool]:
        """Returns the status, the reason of a failure if any, and whether the app asked for no retry."""
        assert self._client
        body, content_type = _body(delivery)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        headers |= self._signature(delivery.app, body)
        response = await asyncio.wait_for(
            self._client.post(delivery.url, content=body.encode(), headers=headers, timeout=self.ack_seconds),
            self.ack_seconds,
        )
        if response.is_success:
            delivery.answer = _answer(response)
            return response.status_code, "", False
        return response.status_code, "http_error", response.headers.get("X-Slack-No-Retry") == "1"

    def _signature(self, app: SlackApp, body: str) -> dict[str, str]:
        """Signed at our time, not the server's: the app compares it with its own clock."""
        timestamp = str(int(time.time() + self.clock_skew))
        secret = "wrong" if self.wrong_signature else app.signing_secret
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}


def _body(delivery: Delivery) -> tuple[str, str]:
    form = "application/x-www-form-urlencoded"
    if delivery.envelope == "interactive":
        return urlencode({"payload": json.dumps(delivery.payload, ensure_ascii=False)}), form
    if delivery.envelope == "slash_commands":
        return urlencode(delivery.payload), form
    return json.dumps(delivery.payload, ensure_ascii=False), "application/json"


def _answer(response: httpx.Response) -> Any:
    if not response.content:
        return {}
    if response.headers.get("content-type", "").startswith("application/json"):
        return response.json()
    return {"text": response.text}
