"""POST /v1/ask, as one answer or as a stream of events; and forgetting a conversation."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.auth import Parts, Reader, Writer
from api.problems import problem_of
from api.routes.parameters import filters_from_json
from api.schemas import AnswerOut, AskIn, ConversationReceipt
from api.tables import MEDIA_TYPE, csv_response
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.models import Language
from corpus.text import mark, translate
from retrieval.answering.answer import Answer
from retrieval.answering.generated.generation import Tell, tell_nobody
from retrieval.query.language import detect_language

router = APIRouter(tags=["ask"])
_SEARCHING = mark("Recherche dans {count} documents…")
_PIECE = re.compile(r"\S+\s*|\s+")


_TABLE = {"description": "the list or the groups behind a computed figure", "schema": {"type": "string"}}
_STREAM = {"description": "events status, token, citation, answer, error", "schema": {"type": "string"}}


@router.post(
    "/v1/ask",
    response_model=AnswerOut,
    responses={200: {"content": {"text/event-stream": _STREAM, MEDIA_TYPE: _TABLE}}},
)
async def ask(request: Request, body: AskIn, parts: Parts, caller: Reader) -> Response:
    """An answer with citations; with `Accept: text/event-stream`, events status, token, citation, answer.

    With `Accept: text/csv`, the list or the groups behind a computed figure; 406 where nothing was computed.
    """
    if "text/event-stream" in request.headers.get("accept", ""):
        filters_from_json(body.filters or {})  # refuse before the stream begins
        return EventSourceResponse(_events(body, parts, caller))
    answer = await run_in_threadpool(_answer, body, parts, caller)
    if MEDIA_TYPE in request.headers.get("accept", ""):
        return csv_response(answer, parts, caller)
    # Written once: the framework would check and convert what is of the right type already.
    return Response(AnswerOut.of(answer).model_dump_json(), media_type="application/json")


@router.delete("/v1/conversations/{conversation_id}")
def forget_conversation(conversation_id: str, parts: Parts, caller: Writer) -> ConversationReceipt:
    """Forget a conversation: the caller's own, or anybody's for an administrator, who answers for erasure."""
    owner = None if caller.is_administrator else caller.name
    return ConversationReceipt(forgotten=parts.conversations.forget(conversation_id, owner))


def _answer(body: AskIn, parts: Passerelle, caller: Caller, tell: Tell = tell_nobody) -> Answer:
    return parts.assistant.ask(
        body.question,
        caller,
        language=body.language,
        filters=filters_from_json(body.filters or {}),
        conversation_id=body.conversation_id,
        tell=tell,
    )


async def _events(body: AskIn, parts: Passerelle, caller: Caller) -> AsyncIterator[ServerSentEvent]:
    """What is done, then the text piece by piece, its citations, and the whole answer.

    A sentence that a chat model writes is sent as soon as it has been checked; the pieces together are the text.
    """
    try:
        language = body.language or detect_language(body.question).language
        yield _event("status", {"text": await run_in_threadpool(_status, parts, caller, language)})
        told, answering = "", _Telling(body, parts, caller)
        async for piece in answering.pieces():
            told += piece
            yield _event("token", {"text": piece})
        answer = await answering.answer
        for piece in _PIECE.findall(answer.text.removeprefix(told)):
            yield _event("token", {"text": piece})
        for citation in answer.citations:
            yield _event("citation", citation)
        yield _event("answer", AnswerOut.of(answer))
    except Exception as error:  # the response has begun: the problem travels as the last event
        yield ServerSentEvent(data=bytes(problem_of(error).body).decode(), event="error")


class _Telling:
    """An answer that is made in a thread, and what is told of it meanwhile."""

    def __init__(self, body: AskIn, parts: Passerelle, caller: Caller) -> None:
        loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[str | None] = asyncio.Queue()

        def tell(piece: str | None) -> None:
            loop.call_soon_threadsafe(self._told.put_nowait, piece)

        self.answer = asyncio.ensure_future(run_in_threadpool(_answer, body, parts, caller, tell))
        self.answer.add_done_callback(lambda _: self._told.put_nowait(None))

    async def pieces(self) -> AsyncIterator[str]:
        """The pieces in order, until the answer is whole or has failed."""
        while (piece := await self._told.get()) is not None:
            yield piece


def _status(parts: Passerelle, caller: Caller, language: Language) -> str:
    return translate(language, _SEARCHING, count=parts.catalogue.count_readable(caller))


def _event(name: str, data: BaseModel | dict[str, str]) -> ServerSentEvent:
    text = data.model_dump_json() if isinstance(data, BaseModel) else json.dumps(data, ensure_ascii=False)
    return ServerSentEvent(data=text, event=name)
