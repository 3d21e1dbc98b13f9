"""Calls to Slack's Web API as one workspace: failures sorted, waits obeyed, nothing done twice by accident."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.errors import Refused, SlackFailure, Throttled, Uncertain, sorted_failure

Json = dict[str, Any]
# Done twice, these leave what once would have left: only they are tried again when no answer came.
_REPEATABLE = frozenset(
    "chat.update chat.delete chat.unfurl chat.getPermalink users.info conversations.info conversations.members"
    " conversations.replies conversations.open assistant.threads.setStatus assistant.threads.setSuggestedPrompts"
    " agents.sessions.setStatus views.publish auth.test".split()
)
# Methods that read, or take files, know forms only.
_FORMS = ("users.", "conversations.", "files.", "chat.getPermalink", "auth.")
_MOST_TRIES = 4
_PATIENCE = 60.0  # seconds of waiting for one call, all tries together
_log = logging.getLogger(__name__)


class Calls:
    """One workspace's Slack. Every method raises Refused, Throttled or Uncertain."""

    def __init__(
        self,
        client: WebClient,
        *,
        sleep: Callable[[float], None] = time.sleep,
        on_refused: Callable[[Refused], None] = lambda _refused: None,
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._on_refused = on_refused

    def call(self, method: str, *, patience: float = _PATIENCE, **arguments: Any) -> Json:
        """One method; waits as Slack asks, at most `patience` seconds in all.

        Once an answer got lost, a later refusal proves nothing: what was asked may have been done before it.
        """
        waited = 0.0
        unanswered: Uncertain | None = None
        for attempt in range(1, _MOST_TRIES + 1):
            try:
                return self._once(method, arguments)
            except Throttled as failure:
                wait = failure.wait
                last: SlackFailure = failure
            except Uncertain as failure:
                if method not in _REPEATABLE:
                    raise
                wait, last = 0.2 * 2**attempt, failure
                unanswered = failure
            except Refused as failure:
                if unanswered is not None:
                    raise unanswered from failure
                raise
            if attempt == _MOST_TRIES or waited + wait > patience:
                raise unanswered or last
            waited += wait
            self._sleep(wait)
        raise AssertionError  # the loop returns or raises

    def quietly(self, method: str, *, tries: int = 1, **arguments: Any) -> Json | None:
        """The same for what is only an ornament: None, and a line in the log, where it does not work."""
        for _ in range(tries):
            try:
                return self.call(method, patience=2.0, **arguments)
            except SlackFailure as failure:
                _log.info("left out: %s", failure)
        return None

    def _once(self, method: str, arguments: Json) -> Json:
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            if method.startswith(_FORMS):
                response = self._client.api_call(method, params=_as_form(given))
            else:
                response = self._client.api_call(method, json=given)
        except Exception as error:
            failure = sorted_failure(method, error)
            if isinstance(failure, Refused) and not isinstance(failure, Throttled):
                self._on_refused(failure)
            raise failure from error
        data = response.data
        if not isinstance(data, dict):
            raise Uncertain(method, "no JSON")
        return data


def _as_form(arguments: Json) -> Json:
    """Lists and objects as JSON, the rest as it is."""
    return {
        name: json.dumps(value) if isinstance(value, (list, dict)) else value
        for name, value in arguments.items()
    }
