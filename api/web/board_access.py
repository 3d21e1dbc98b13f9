"""The coordinators' way to their boards in a browser, which sends no bearer token by itself.

The token is typed once; what the browser keeps is a sign of it that ends after hours, that no other site can make it
send, and that cannot be turned back into the token. Another token makes every sign void.
"""

from __future__ import annotations

import hashlib
import hmac
import time

from fastapi import Request
from fastapi.responses import Response

from api.auth import caller_of
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR, ANONYMOUS, Caller

_COOKIE = "boards"
_PATH = "/"
_SECONDS = 12 * 3600


async def board_caller(request: Request, parts: Passerelle) -> Caller:
    """Who looks at a board: by bearer token, else by the sign that the browser keeps; 401 for a wrong token."""
    if request.headers.get("authorization"):
        return await caller_of(request, parts)
    return ADMINISTRATOR if _is_valid(request.cookies.get(_COOKIE, ""), parts) else ANONYMOUS


def is_token(given: str, parts: Passerelle) -> bool:
    """Whether this is the token that opens the boards."""
    expected = _secret(parts)
    return bool(expected) and hmac.compare_digest(given.strip().encode(), expected.encode())


def let_in(response: Response, request: Request, parts: Passerelle) -> None:
    """Give the browser a sign."""
    end = int(time.time()) + _SECONDS
    secure = request.url.scheme == "https" or parts.settings.base_url.startswith("https:")
    response.set_cookie(
        _COOKIE,
        f"{end}.{_sign(end, parts)}",
        max_age=_SECONDS,
        path=_PATH,
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def let_out(response: Response) -> None:
    """Take it back."""
    response.delete_cookie(_COOKIE, path=_PATH)


def _is_valid(sign: str, parts: Passerelle) -> bool:
    end, _, signed = sign.partition(".")
    if not (_secret(parts) and end.isascii() and end.isdigit() and len(end) < 12):
        return False
    return int(end) > time.time() and hmac.compare_digest(signed.encode(), _sign(int(end), parts).encode())


def _sign(end: int, parts: Passerelle) -> str:
    return hmac.new(_secret(parts).encode(), f"boards until {end}".encode(), hashlib.sha256).hexdigest()


def _secret(parts: Passerelle) -> str:
    return parts.settings.admin_token.get_secret_value()
