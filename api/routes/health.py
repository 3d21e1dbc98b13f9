"""Liveness, readiness, metrics."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from api.auth import Parts
from api.problems import problem
from corpus.errors import PasserelleError

router = APIRouter(tags=["health"])


class Ready(BaseModel):
    """A question can be answered. Of which revision is nobody's matter: it tells of changes that are not theirs to see."""

    status: str = "ready"


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz", response_model=Ready)
def readyz(parts: Parts) -> Response | Ready:
    """200 only when a question can be answered: catalogue, index and model are there."""
    try:
        _ = parts.catalogue.revision  # an index that is open already would not notice a lost database
        _ = parts.searcher.generation
        parts.embedder.embed_queries(["prêt"])
    except PasserelleError as error:
        return problem(503, "not-ready", "Not ready", str(error), headers={"Retry-After": "2"})
    return Ready()


@router.get("/metrics", response_class=PlainTextResponse)
def metrics() -> Response:
    """Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
