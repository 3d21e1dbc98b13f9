"""A computed answer as CSV, for HTTP, the page and the command line."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi.responses import Response, StreamingResponse

from api.problems import problem
from api.wiring import Passerelle
from corpus.access import Caller
from retrieval.answering.answer import Answer
from retrieval.answering.tables import csv_of, table_of

MEDIA_TYPE = "text/csv"


def has_table(answer: Answer) -> bool:
    """Whether the answer was computed over documents that can be listed."""
    return answer.figures is not None and answer.figures.operation != "lookup"


def csv_lines(answer: Answer, parts: Passerelle, caller: Caller) -> Iterator[str]:
    """The answer's table, line by line; the caller has asked `has_table`."""
    assert answer.figures is not None
    documents = parts.catalogue.documents(answer.figures.document_ids, caller)
    return csv_of(table_of(answer.figures, documents, parts.links, answer.language))


def csv_response(answer: Answer, parts: Passerelle, caller: Caller) -> Response:
    """The table as a file; 406 where nothing was computed."""
    if not has_table(answer):
        detail = "the answer to this question is not a table; ask for application/json"
        return problem(406, "not-a-table", "No figure was computed", detail)
    return StreamingResponse(
        csv_lines(answer, parts, caller),
        media_type=f"{MEDIA_TYPE}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="passerelle.csv"'},
    )
