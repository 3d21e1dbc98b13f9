"""What can go wrong with Slack, and the one place that sorts it.

PasserelleError
└── SlackFailure
    ├── Refused          Slack said no, and why; nothing was done
    │   └── Throttled    too fast: it may be tried again after so many seconds
    ├── Uncertain        no usable answer came: it may have been done or not
    └── NotInstalled     the workspace has no (living) installation
"""

from __future__ import annotations

import traceback
from http import HTTPStatus
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from corpus.errors import PasserelleError

# The token is dead: nothing more can be done in this workspace until somebody installs the app again.
GONE = frozenset(
    {"account_inactive", "token_revoked", "invalid_auth", "not_authed", "team_access_not_granted"}
)
_THROTTLED = frozenset({"ratelimited", "rate_limited", "accesslimited"})
_OF_FORM = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_arguments"}
)
_USUAL_WAIT = 1.0  # seconds, where Slack does not say how long


class SlackFailure(PasserelleError):
    """A call to Slack did not succeed."""


class Refused(SlackFailure):
    """Slack refused, with `error`, one of the names that its method documents; nothing was done.

    `is_of_form`: it may take the same in another form.
    """

    def __init__(self, method: str, error: str, needed: str = "") -> None:
        self.method = method
        self.error = error
        self.needed = needed
        self.is_of_form = error in _OF_FORM
        super().__init__(f"Slack refused {method}: {error}{f' (needs {needed})' if needed else ''}")


class Throttled(Refused):
    """Too fast; `wait` in seconds is what Slack asks for."""

    def __init__(self, method: str, wait: float) -> None:
        self.wait = wait
        super().__init__(method, "ratelimited")


class Uncertain(SlackFailure):
    """The answer got lost, or is none that Slack gives: what was asked may have been done."""

    def __init__(self, method: str, problem: str) -> None:
        self.method = method
        super().__init__(f"no answer of Slack to {method}: {problem}")


class NotInstalled(SlackFailure):
    """Nobody installed the app in this workspace, or it was removed."""

    def __init__(self, team: str) -> None:
        self.team = team
        super().__init__(f"the app is not installed in workspace {team}")


def sorted_failure(method: str, error: Exception) -> SlackFailure:
    """What a failure of Slack's client means; anything else is raised again as it is."""
    if isinstance(error, SlackApiError):
        return _of_response(method, error)
    if isinstance(error, (OSError, HTTPException, SlackClientError, ValueError)):
        return Uncertain(method, type(error).__name__)
    raise error


def where(error: Exception) -> str:
    """What an unforeseen error was, and where; not its text, which may hold what somebody asked."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-5:]))
    return f"{type(error).__name__} in {places}"


def _of_response(method: str, error: SlackApiError) -> SlackFailure:
    response = error.response
    data = getattr(response, "data", response)
    status = int(getattr(response, "status_code", 200) or 200)
    name = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or name in _THROTTLED:
        return Throttled(method, _wait(response))
    if (
        400 <= status < 500 and status != HTTPStatus.REQUEST_TIMEOUT and not name
    ):  # nobody behind that page did anything
        return Refused(method, f"http_{status}")
    if status >= 500 or not name:  # a page of a proxy: what happened behind it is not known
        return Uncertain(method, f"HTTP {status}")
    needed = str(data.get("needed", "")) if isinstance(data, dict) else ""
    return Refused(method, name, needed)


def _wait(response: object) -> float:
    headers = getattr(response, "headers", None) or {}
    written = headers.get("Retry-After") or headers.get("retry-after") or ""
    try:
        return max(float(written), 0.0)
    except ValueError:
        return _USUAL_WAIT
