"""A small OpenAI-compatible embeddings server on loopback that records what it is asked."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.doubles import HashEmbedder


class Endpoint:
    """Answers with the vectors of `HashEmbedder`, after the scripted failures, if any."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.failures: deque[Response] = deque()
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def requests(self) -> int:
        return len(self.bodies)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Endpoint]:
        listener = socket.create_server(("127.0.0.1", 0))
        endpoint = cls(f"http://127.0.0.1:{listener.getsockname()[1]}/v1")
        server = uvicorn.Server(uvicorn.Config(endpoint._app(), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield endpoint
        finally:
            server.should_exit = True
            thread.join()
            listener.close()

    def _app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/v1/embeddings", self._embeddings, methods=["POST"], response_model=None)
        return app

    async def _embeddings(self, request: Request) -> Response:
        body = await request.json()
        self.bodies.append(body)
        self.keys.append(request.headers.get("authorization"))
        if self.failures:
            return self.failures.popleft()
        vectors = HashEmbedder().embed_passages(body["input"]).tolist()
        # Longer than 1, and last first: the client must not rely on either.
        data = [{"index": n, "embedding": [3 * x for x in row]} for n, row in enumerate(vectors)]
        return JSONResponse({"object": "list", "data": data[::-1]})
