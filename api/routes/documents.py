"""Documents: one, a page of them, and deletion with a receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from api.auth import Parts, Reader, Writer
from api.routes.cursors import decoded, encoded
from api.routes.parameters import FILTER_PARAMETERS, QueryFilters
from api.schemas import DocumentOut, PageOut, Receipt, documents_out

router = APIRouter(tags=["documents"])


@router.get("/v1/documents/{document_id}")
def read(document_id: str, parts: Parts, caller: Reader) -> DocumentOut:
    """A whole document with its passages."""
    document = parts.catalogue.get(document_id, caller)
    return documents_out(parts.catalogue, parts.absorbed, (document,), caller)[0]


@router.get("/v1/documents", openapi_extra={"parameters": FILTER_PARAMETERS})
def page(
    parts: Parts,
    caller: Reader,
    filters: QueryFilters,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> PageOut:
    """Documents that meet the filters, in id order; `next` of one page is the `cursor` of the following."""
    found = parts.catalogue.page(filters, caller, after=decoded(cursor, "id"), limit=limit)
    return PageOut(
        items=documents_out(parts.catalogue, parts.absorbed, found.items, caller),
        total=found.total,
        next=encoded("id", found.next) if found.next is not None else None,
    )


@router.delete("/v1/documents/{document_id}")
def forget(document_id: str, parts: Parts, caller: Writer) -> Receipt:
    """Delete a document from the catalogue and from every index, and say so."""
    passages = parts.publishing.forget(document_id, caller)
    return Receipt(deleted=document_id, passages=passages, at=datetime.now(UTC).isoformat(timespec="seconds"))
