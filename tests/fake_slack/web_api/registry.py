"""How a method is declared: its tier, the scopes of which one must be granted, and the errors that it documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.fake_slack.model import Json

if TYPE_CHECKING:
    from tests.fake_slack.web_api.call import Call

TokenKind = Literal["bot", "app", "none"]
Handler = Callable[["Call"], Json]

# Errors that every method may give (docs.slack.dev/reference/methods, "Errors").
COMMON_ERRORS = frozenset(
    "not_authed invalid_auth account_inactive token_expired token_revoked no_permission missing_scope"
    " not_allowed_token_type invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data"
    " invalid_post_type missing_post_type team_added_to_org ratelimited accesslimited request_timeout"
    " service_unavailable fatal_error internal_error access_denied deprecated_endpoint ekm_access_denied"
    " enterprise_is_restricted method_deprecated team_access_not_granted".split()
)


@dataclass(frozen=True)
class Method:
    """One method of the Web API; `tier` None is a method without a limit of its own."""

    name: str
    handler: Handler
    tier: int | None
    scopes: frozenset[str]
    token: TokenKind
    errors: frozenset[str]

    def documents(self, error: str) -> bool:
        """Whether Slack says that this method may answer so."""
        return error in self.errors or error in COMMON_ERRORS


METHODS: dict[str, Method] = {}


def method(
    name: str, *, tier: int | None, scopes: str = "", token: TokenKind = "bot", errors: str = ""
) -> Callable[[Handler], Handler]:
    """Register a handler; `scopes` and `errors` are words with spaces between."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(
            name, handler, tier, frozenset(scopes.split()), token, frozenset(errors.split())
        )
        return handler

    return register
