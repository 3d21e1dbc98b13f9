"""Templates with the reader's words, and the headers of every page."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.web import reader
from api.web.addresses import document_address, safe_url, short_url
from corpus.models import LANGUAGES, Language
from corpus.text import format_date, format_number, translate, translate_plural
from corpus.typography import bound

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
LANGUAGE_NAMES: dict[Language, str] = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
_YEAR_IN_SECONDS = 31_536_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language, Cookie",
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"bound": bound, "capital": capital, "safe_url": safe_url, "short_url": short_url}
    environment.globals |= {
        "static": static_address,
        "document_address": document_address,
        "language_names": LANGUAGE_NAMES,
    }
    return environment


def page(
    request: Request, template: str, language: Language, *, status: int = 200, **values: object
) -> HTMLResponse:
    """A page in the reader's language; a language asked for in the address is remembered."""
    written = _environment().get_template(template)
    html = written.render(
        language=language,
        _=lambda message, **filled: bound(translate(language, message, **filled)),
        ngettext=lambda one, many, n, **filled: bound(translate_plural(language, one, many, n, **filled)),
        date=lambda day: format_date(day, language),
        number=lambda value: format_number(value, language),
        colon="\u00a0:" if language == "fr" else ":",
        switches=_switches(request),
        here=request.url.path,
        **values,
    )
    response = HTMLResponse(html, status_code=status, headers={**_HEADERS, "Content-Language": language})
    if request.query_params.get(reader.PARAMETER) == language:
        response.set_cookie(
            reader.COOKIE, language, max_age=_YEAR_IN_SECONDS, samesite="lax", httponly=True, path="/"
        )
    return response


def _switches(request: Request) -> list[tuple[Language, str]]:
    """The address of this page in each language."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != reader.PARAMETER]
    url = request.url.replace(query="", fragment="")
    return [
        (language, f"{url.path}?{urlencode([*kept, (reader.PARAMETER, language)])}") for language in LANGUAGES
    ]


@cache
def static_address(name: str) -> str:
    """The address of a file of `static/`; another content has another address, so that caches never lie."""
    return f"/static/{name}?v={zlib.crc32((STATIC / name).read_bytes()):08x}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def highlighted(text: str, spans: tuple[tuple[int, int], ...]) -> Markup:
    """A text with <mark> around some spans; everything else is escaped."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [escape(text[done:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        done = end
    return Markup("").join([*pieces, escape(text[done:])])
