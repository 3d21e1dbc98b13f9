"""From a request to its answer: faults first, then who calls, how often, with which right, and the method itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fake_slack.apps import Token
from tests.fake_slack.errors import SlackError
from tests.fake_slack.faults import CallFault
from tests.fake_slack.model import Json
from tests.fake_slack.slack import ApiCall, Slack
from tests.fake_slack.web_api.call import Call, missing_scope
from tests.fake_slack.web_api.registry import METHODS, Method

_PAGE = (
    "<!DOCTYPE html><html><head><title>Server Error | Slack</title></head><body>Server Error</body></html>"
)


@dataclass
class Answer:
    """What goes back; `hangs` is how many of our seconds pass before it does."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: float = 0.0


def answer(
    slack: Slack, name: str, arguments: Json, token_value: str | None, basic: tuple[str, str] | None = None
) -> Answer:
    """Answer one call as Slack does, and keep it in `slack.calls`."""
    with slack.lock:
        slack.post_what_is_due()
        method = METHODS.get(name)
        if method is None:
            return Answer(_error(SlackError("unknown_method", req_method=name)))
        call = Call(
            slack, name, {k: v for k, v in arguments.items() if k != "token"}, basic=basic, bearer=token_value
        )
        fault = slack.faults.for_call(name, method.documents)
        given = _failed_before(slack, call, method, fault) or _answered(
            slack, call, method, token_value, fault
        )
        if fault and fault.name == "accepted_then_lost":
            given = Answer(_PAGE, 504, {"Content-Type": "text/html"}, hangs=slack.faults.hang_seconds)
        _keep(slack, call, given)
        return given


def _failed_before(slack: Slack, call: Call, method: Method, fault: CallFault | None) -> Answer | None:
    """The answer of a fault that strikes before anything is done."""
    if fault is None or fault.name == "accepted_then_lost":
        return None
    match fault.name:
        case "rate_limited":
            return _rate_limited(fault.retry_after)
        case "rate_limited_bare":
            return Answer({"ok": False, "error": "ratelimited"}, 429)
        case "server_error":
            return Answer(_PAGE, 500, {"Content-Type": "text/html"})
        case "unavailable":
            return Answer(_PAGE, 503, {"Content-Type": "text/html"})
    _check_documented(slack, method, fault.name)
    if fault.name == "message_not_in_streaming_state":
        slack.streams.expire(str(call.arguments.get("channel")), str(call.arguments.get("ts")))
    return Answer(_error(SlackError(fault.name)))


def _answered(
    slack: Slack, call: Call, method: Method, token_value: str | None, fault: CallFault | None
) -> Answer:
    try:
        call.token = _token(slack, method, token_value)
        if wait := _wait(slack, call, method):
            return _rate_limited(slack.clock.retry_after(wait))
        return Answer({"ok": True} | method.handler(call), headers=_scope_headers(call, method))
    except SlackError as error:
        _check_documented(slack, method, error.error)
        if "retry_after" in error.details:
            return _rate_limited(slack.clock.retry_after(error.details["retry_after"]), error.error)
        return Answer(_error(error), headers=_scope_headers(call, method))


def _check_documented(slack: Slack, method: Method, error: str) -> None:
    if not method.documents(error) and method.name != "api.test":
        slack.defects.append(f"{method.name} does not document the error {error}")


def _token(slack: Slack, method: Method, value: str | None) -> Token | None:
    if method.token == "none":
        return None
    if not value:
        raise SlackError("not_authed")
    token = slack.credentials.token(value)
    if method.name == "auth.test":
        return token
    if (token.installation is None) != (method.token == "app"):
        raise SlackError("not_allowed_token_type")
    if token.installation and method.scopes and not method.scopes & set(token.installation.scopes):
        raise missing_scope(list(method.scopes), token.installation.scopes)
    return token


def _wait(slack: Slack, call: Call, method: Method) -> float | None:
    if call.token is None:
        return None
    team = call.token.installation.team_id if call.token.installation else ""
    app = call.token.app
    return slack.limits.wait_for(
        method.name, method.tier, app.id, team, unlisted=app.distribution == "unlisted"
    )


def _rate_limited(seconds: int, error: str = "ratelimited") -> Answer:
    return Answer({"ok": False, "error": error}, 429, {"Retry-After": str(seconds)})


def _error(error: SlackError) -> Json:
    return {"ok": False, "error": error.error, **error.details}


def _scope_headers(call: Call, method: Method) -> dict[str, str]:
    if call.token is None or call.token.installation is None:
        return {}
    return {
        "X-OAuth-Scopes": ",".join(call.token.installation.scopes),
        "X-Accepted-OAuth-Scopes": ",".join(sorted(method.scopes)),
    }


def _keep(slack: Slack, call: Call, given: Answer) -> None:
    installation = call.token.installation if call.token else None
    error = given.body.get("error", "") if isinstance(given.body, dict) else "html"
    hidden = ("client_secret", "refresh_token", "code", "token")
    arguments = {k: v for k, v in call.arguments.items() if k not in hidden}
    slack.calls.append(
        ApiCall(
            slack.clock.now(),
            call.method,
            installation.team_id if installation else "",
            call.token.app.id if call.token else "",
            arguments,
            error,
            given.status,
        )
    )
    slack.changed()
