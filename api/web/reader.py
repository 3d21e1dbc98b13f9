"""Whom a page is for: the language of its words, chosen by the reader and remembered in a cookie."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser

from corpus.models import LANGUAGES, Language
from corpus.text import SOURCE_LANGUAGE

PARAMETER = "ui"
COOKIE = "ui"


def language_of(request: Request) -> Language:
    """The language of the page: asked in the address, remembered, preferred by the browser, else French."""
    return chosen_language(request.query_params, request.headers)


def chosen_language(parameters: QueryParams, headers: Headers) -> Language:
    """The same, from the parts of a request."""
    asked = _known(parameters.get(PARAMETER, ""))
    remembered = _known(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))
    return asked or remembered or _preferred(headers.get("accept-language", "")) or SOURCE_LANGUAGE


def _known(text: str) -> Language | None:
    code = text.strip().lower().split("-")[0]
    return next((language for language in LANGUAGES if language == code), None)


def _preferred(header: str) -> Language | None:
    """The first of our languages in the order of an Accept-Language header."""
    ranked = sorted(header[:500].split(","), key=lambda item: -_weight(item))
    found = [known for item in ranked if _weight(item) > 0 and (known := _known(item.split(";")[0]))]
    return found[0] if found else None


def _weight(item: str) -> float:
    _, _, quality = item.partition("q=")
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0
