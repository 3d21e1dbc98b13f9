"""GET /v1/initiatives/{id}/kit: what somebody who repeats a project needs to know of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Parts, Reader
from corpus.models import Language
from retrieval.portfolio.kit import Kit

router = APIRouter(tags=["portfolio"])


@router.get("/v1/initiatives/{document_id}/kit")
def kit(
    document_id: str,
    parts: Parts,
    caller: Reader,
    ui: Annotated[Language, Query(description="language of the reader")] = "fr",
) -> Kit:
    """The replication kit: each point a recorded field or a quoted sentence, with its citation; what is absent is named."""
    return parts.kits.of(document_id, caller, ui)
