"""Liveness, readiness, metrics."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.auth import Parts
from api.problems import problem
from corpus.errors import PasserelleError

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz", response_model=None)
def readyz(parts: Parts) -> Response:
    """200 only when a question can be answered: catalogue, index and model are there."""
    try:
        generation = parts.searcher.generation
        parts.embedder.embed_queries(["prêt"])
    except PasserelleError as error:
        return problem(503, "not-ready", "Not ready", str(error), headers={"Retry-After": "2"})
    return JSONResponse({"status": "ready", "revision": generation.manifest.revision})


@router.get("/metrics")
def metrics() -> Response:
    """Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
