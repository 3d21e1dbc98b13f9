"""The coordinators' way to their boards in a browser, which sends no bearer token by itself.

The token is typed once: that of the settings, or a coordinator's own. What the browser keeps is a sign of it that ends
after hours, that no other site can make it send, and that cannot be turned back into the token. A sign is void as soon as
its token is, and all are with another token in the settings.
"""

from __future__ import annotations

import hashlib
import hmac
import time

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from api.auth import caller_of, caller_with
from api.web.reader import language_of
from api.web.rendering import page
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR, ANONYMOUS, Caller, may_decide, may_read_gaps
from corpus.text import mark, translate

_COOKIE = "boards"
_PATH = "/"
_SECONDS = 12 * 3600
_UNKNOWN_TOKEN = mark("Ce jeton n'est pas connu.")
_NOT_FOR_YOU = mark("Vous n'avez pas accès à cette page.")


async def board_caller(request: Request, parts: Passerelle) -> Caller:
    """Who looks at a board: by bearer token, else by the sign that the browser keeps; 401 for a wrong token."""
    if request.headers.get("authorization"):
        return await caller_of(request, parts)
    sign = request.cookies.get(_COOKIE, "")
    return await run_in_threadpool(_signer, sign, parts) if sign else ANONYMOUS


def token_form(request: Request, *, door: str, status: int = 200, said: str = "") -> Response:
    """The form in which a coordinator types the token; it is sent to `door`."""
    return page(request, "token.html", language_of(request), status=status, said=said, door=door)


def entered(token: str, request: Request, parts: Passerelle, *, door: str, board: str) -> Response:
    """Let a coordinator's browser see the board, or ask again."""
    token, language = token.strip(), language_of(request)
    caller = caller_with(token, parts)
    if caller is None:
        return token_form(request, door=door, status=401, said=translate(language, _UNKNOWN_TOKEN))
    if not (may_read_gaps(caller) and may_decide(caller)):
        return token_form(request, door=door, status=403, said=translate(language, _NOT_FOR_YOU))
    response = RedirectResponse(board, status_code=303)
    _let_in(response, token, request, parts)
    return response


def let_out(response: Response) -> None:
    """Take the sign back."""
    response.delete_cookie(_COOKIE, path=_PATH)


def _let_in(response: Response, token: str, request: Request, parts: Passerelle) -> None:
    end = int(time.time()) + _SECONDS
    own = parts.governance.tokens.sign(token, _message(end, parts))
    holder, signed = own or ("", _sign(end, parts))
    response.set_cookie(
        _COOKIE,
        f"{end}.{holder}.{signed}",
        max_age=_SECONDS,
        path=_PATH,
        secure=request.url.scheme == "https" or parts.settings.base_url.startswith("https:"),
        httponly=True,
        samesite="strict",
    )


def _signer(sign: str, parts: Passerelle) -> Caller:
    """Whose sign it is; nobody's where it has ended, or is none."""
    end, _, rest = sign.partition(".")
    holder, _, signed = rest.partition(".")
    if not (end.isascii() and end.isdigit() and len(end) < 12 and signed.isascii()):
        return ANONYMOUS
    if int(end) <= time.time():
        return ANONYMOUS
    if holder:
        return parts.governance.tokens.signer(holder, _message(int(end), parts), signed) or ANONYMOUS
    known = bool(_secret(parts)) and hmac.compare_digest(signed, _sign(int(end), parts))
    return ADMINISTRATOR if known else ANONYMOUS


def _message(end: int, parts: Passerelle) -> str:
    """What a coordinator's token signs; nobody can say it who does not know the token of the settings."""
    return f"boards until {end} {_sign(end, parts)}"


def _sign(end: int, parts: Passerelle) -> str:
    return hmac.new(_secret(parts).encode(), f"boards until {end}".encode(), hashlib.sha256).hexdigest()


def _secret(parts: Passerelle) -> str:
    return parts.settings.admin_token.get_secret_value()
