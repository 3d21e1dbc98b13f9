"""Every address that an application answers, those of its parts included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from starlette.routing import BaseRoute, Route


def reading_routes(app: FastAPI) -> list[Route]:
    """The routes that answer GET."""
    return [route for route in _all(app.routes) if "GET" in (route.methods or ())]


def writing_routes(app: FastAPI) -> list[tuple[str, Route]]:
    """The routes that answer other methods, each with its method."""
    return [
        (method, route)
        for route in _all(app.routes)
        for method in sorted(route.methods or ())
        if method not in {"GET", "HEAD", "OPTIONS"}
    ]


def _all(routes: Iterable[BaseRoute]) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif router := getattr(route, "original_router", None):  # of FastAPI: the router that was included
            yield from _all(router.routes)
