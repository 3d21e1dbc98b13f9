"""Filters of the contract as query parameters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from corpus.errors import UnknownValue
from corpus.filters import NAMES, Filters

# More than anybody means; without bounds, one request could keep the database busy for a minute.
_MOST_VALUES = 50
_MOST_CHARACTERS = 200
_SAID = 40  # characters of a refused value that are said back


async def filters_of(request: Request) -> Filters:
    """Every query parameter that is not the route's own is a filter; an unknown one is refused, named."""
    own = {parameter.alias for parameter in request.scope["route"].dependant.query_params}
    raw: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in own:
            raw.setdefault(name, []).append(value)
    # Names with typing errors are compared with all known ones, which must not keep other requests waiting.
    return await run_in_threadpool(_parsed, raw) if raw else Filters()


def filters_from_json(values: Mapping[str, object]) -> Filters:
    """Filters of a request body: each a value or a list of values."""
    return _parsed({name: [_text(one) for one in _several(value)] for name, value in values.items()})


def _parsed(raw: Mapping[str, Sequence[str]]) -> Filters:
    for name, values in raw.items():
        if name not in NAMES:
            raise UnknownValue("filter", _short(name), hint=f"one of {', '.join(NAMES)}")
        if len(values) > _MOST_VALUES:
            raise UnknownValue(name, f"{len(values)} values", hint=f"at most {_MOST_VALUES} values")
        for value in values:
            _refuse_unreadable(name, value)
    return Filters.parse(raw)


def _refuse_unreadable(name: str, value: str) -> None:
    if len(value) > _MOST_CHARACTERS:
        raise UnknownValue(name, _short(value), hint=f"at most {_MOST_CHARACTERS} characters")
    # No database takes half a surrogate pair, nor every one a NUL, which addresses have as the unknown character.
    if any(one == "\ufffd" or unicodedata.category(one) in {"Cc", "Cs"} for one in value):
        raise UnknownValue(name, _short(value), hint="without control characters, nor bytes that are no text")


def _short(text: str) -> str:
    """The beginning of what a caller wrote, fit to be said back."""
    return text[:_SAID].encode("utf-8", "replace").decode()


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


QueryFilters = Annotated[Filters, Depends(filters_of)]
FILTER_PARAMETERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "array", "items": {"type": "string"}},
        "description": "Filter; repeat for *or*. Slugs, codes or names in fr, nl, de or en.",
    }
    for name in NAMES
]
