"""A chat server on loopback that speaks OpenAI's protocol and says what a test makes it say, or breaks as told."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from retrieval.answering.generated.writing import ChatWriter


@dataclass
class Script:
    """How the server answers. The default says `text` word by word and ends as it should."""

    text: str | Callable[[str], str] = ""  # or a function of the prompt
    status: int = 200
    finish: str | None = "stop"
    refusal: str | None = None
    pause: float = 0.0  # seconds before each piece
    delay: float = 0.0  # seconds before the first
    cut_after: int | None = None  # pieces after which the connection is closed
    raw: str | None = None  # a body instead of all this
    endless_comments: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)

    @property
    def prompt(self) -> str:
        """What was asked last."""
        return "\n".join(str(message["content"]) for message in self.bodies[-1]["messages"])


class ChatServer:
    """Where it listens, and the script that it follows."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.script = Script()

    def says(self, text: str | Callable[[str], str] = "", **how: Any) -> Script:
        self.script = Script(text, **how)
        return self.script

    def writer(self, *, timeout: float = 5.0) -> ChatWriter:
        return ChatWriter.named("openai:scripted", url=self.url, timeout=timeout)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[ChatServer]:
        listener = socket.create_server(("127.0.0.1", 0))
        made = cls(f"http://127.0.0.1:{listener.getsockname()[1]}/v1")
        app = FastAPI()
        app.add_api_route("/v1/chat/completions", made._complete, methods=["POST"], response_model=None)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield made
        finally:
            server.should_exit = True
            thread.join(10)
            listener.close()

    async def _complete(self, request: Request) -> Response:
        script = self.script
        script.bodies.append(await request.json())
        if script.status != 200:
            return JSONResponse({"error": {"message": "scripted", "type": "scripted"}}, script.status)
        if script.raw is not None:
            return Response(script.raw, media_type="text/event-stream")
        return StreamingResponse(_stream(script), media_type="text/event-stream")


async def _stream(script: Script) -> AsyncIterator[str]:
    await asyncio.sleep(script.delay)
    while script.endless_comments:
        yield ": still there\n\n"
        await asyncio.sleep(0.05)
    yield _chunk({"role": "assistant", "content": ""}, None)
    if script.refusal:
        yield _chunk({"refusal": script.refusal}, None)
    text = script.text if isinstance(script.text, str) else script.text(script.prompt)
    words = text.split(" ")
    for number, word in enumerate(words):
        if number == script.cut_after:
            raise ConnectionResetError("scripted")
        await asyncio.sleep(script.pause)
        yield _chunk({"content": word + (" " if number < len(words) - 1 else "")}, None)
    if script.finish:
        yield _chunk({}, script.finish)
        yield "data: [DONE]\n\n"


def _chunk(delta: dict[str, Any], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk)}\n\n"
