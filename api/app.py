"""The HTTP application: routes, errors, middleware, and the model warmed before the first question."""

from __future__ import annotations

import ctypes
import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from api import problems
from api.gap_watch import GapWatch
from api.limits import RateLimit
from api.middleware import BodyLimit, Measured, ReadableAddress
from api.network_rounds import NetworkRounds
from api.routes import (
    ask,
    checklist,
    college,
    documents,
    duplicates,
    feedback,
    gaps,
    health,
    kit,
    organisations,
    people,
    pooling,
    portfolio,
    reference,
    referents,
    search,
    similar,
    stats,
    submissions,
    tokens,
    watches,
)
from api.web import checklist as checklist_page
from api.web import college as college_page
from api.web import feedback as feedback_page
from api.web import gaps as gap_page
from api.web import kit as kit_page
from api.web import pages
from api.web import pairs as pairs_page
from api.web import pooling as pooling_page
from api.web import portfolio as portfolio_page
from api.web import similar as similar_page
from api.web import watches as watch_page
from api.wiring import Passerelle
from bot.service import Service
from corpus.access import ANONYMOUS
from corpus.errors import PasserelleError

_log = logging.getLogger(__name__)


def create_app(passerelle: Passerelle, *, warm: bool = True, slack: Service | None = None) -> FastAPI:
    """The application over assembled parts; closes them when it ends. With `slack`, it takes Slack's requests too."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        rounds = NetworkRounds(passerelle)
        watch = GapWatch(passerelle.asking, passerelle.settings.index_folder)
        if warm:
            threading.Thread(target=_warm, args=(passerelle,), daemon=True).start()
            watch.start()
            rounds.start()
        if slack is not None:
            slack.start()
        yield
        if slack is not None:
            slack.stop()
        rounds.stop()
        watch.stop()
        passerelle.close()

    app = FastAPI(
        title="Passerelle",
        description="Search and answers with citations over smart-city projects, practices and law.",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=problems.RESPONSES,
    )
    app.state.passerelle = passerelle
    app.state.feedback_limit = RateLimit(
        passerelle.settings.feedback_per_minute, loopback=passerelle.settings.limit_loopback
    )
    for module in (
        search, ask, feedback, gaps, similar, duplicates, checklist, kit, portfolio, pooling, college, documents, stats, health,
        referents, reference, organisations, people, tokens, submissions, watches, pages, feedback_page, gap_page, similar_page,
        pairs_page, checklist_page, kit_page, portfolio_page, pooling_page, college_page, watch_page,
    ):  # fmt: skip
        app.include_router(module.router)
    if slack is not None:
        app.routes.extend(slack.routes())
    pages.mount_static(app)
    problems.install(app)
    app.add_middleware(Measured)
    app.add_middleware(BodyLimit, most=passerelle.settings.request_bytes)
    app.add_middleware(ReadableAddress)
    return app


def _warm(passerelle: Passerelle) -> None:
    """Load index and model while the server already listens, so that the first question does not wait."""
    try:
        passerelle.embedder.embed_queries(["bonjour"])
        _ = passerelle.searcher.generation
        passerelle.answerer.prepare(ANONYMOUS)
        _give_back()
    except PasserelleError as error:
        _log.warning("not ready yet: %s", error)


def _give_back() -> None:
    """Return what loading took and left to the system; the C library would keep it (90 MB) for this process."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library has no such function
            ctypes.CDLL(None).malloc_trim(0)
