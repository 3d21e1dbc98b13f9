"""Filters of the contract as query parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Depends, Request

from corpus.errors import UnknownValue
from corpus.filters import NAMES, Filters

_OWN = frozenset({"q", "limit", "offset", "cursor", "infer", "explain", "ui"})


def filters_of(request: Request) -> Filters:
    """Every query parameter that is not the route's own is a filter; an unknown one is refused, named."""
    raw: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in _OWN:
            if name not in NAMES:
                raise UnknownValue("filter", name, hint=f"one of {', '.join(NAMES)}")
            raw.setdefault(name, []).append(value)
    return Filters.parse(raw)


def filters_from_json(values: Mapping[str, object]) -> Filters:
    """Filters of a request body: each a value or a list of values."""
    return Filters.parse({name: [_text(one) for one in _several(value)] for name, value in values.items()})


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
