"""A chat model as a source of text: pieces as they come, within a time, and one word for each way to fail."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import PasserelleError

if TYPE_CHECKING:  # LangChain takes half a second to import: only who uses a chat model waits for it
    from langchain_core.language_models import BaseChatModel

_log = logging.getLogger(__name__)

Message = tuple[str, str]  # role ("system" or "human") and text
_AT_ONCE = 8  # answers written at the same time; an abandoned one counts until its connection ends
_CUT = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_REFUSED = frozenset({"content_filter", "refusal", "SAFETY", "safety"})


class Reason(StrEnum):
    """Why a model's text cannot be used, or not all of it."""

    TIMEOUT = "timeout"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    MISCONFIGURED = "misconfigured"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"
    UNUSABLE = "unusable"
    UNSUPPORTED = "unsupported"


class WritingFailed(PasserelleError):
    """The model did not write, or did not finish; `reason` says why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"the chat model: {reason.value}{f' ({detail})' if detail else ''}")


class Writer(Protocol):
    """Writes a text for some messages."""

    @property
    def description(self) -> str:
        """The model's name, for people."""
        ...

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        """Begin to write; the pieces as they come. Raises WritingFailed, at once or after some pieces."""
        ...


class ChatWriter:
    """Any LangChain chat model. Nothing is imported or reached before the first text is asked for."""

    def __init__(
        self,
        make: Callable[[], BaseChatModel],
        name: str,
        *,
        timeout: float,
        tracing: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`timeout` in seconds is for the whole text. Without `tracing` nothing goes to LangSmith."""
        self._make = make
        self._name = name
        self._timeout = timeout
        self._tracing = tracing
        self._clock = clock
        self._model: BaseChatModel | None = None
        self._making = threading.Lock()
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    @classmethod
    def named(
        cls,
        name: str,
        *,
        url: str = "",
        key: str = "",
        timeout: float = 20.0,
        temperature: float | None = 0.0,
        tracing: bool = False,
    ) -> ChatWriter:
        """The model that LangChain knows by this name, "provider:model"; see `init_chat_model`."""

        def make() -> BaseChatModel:
            from langchain.chat_models import init_chat_model

            options: dict[str, Any] = {"timeout": timeout, "max_retries": 0}
            if url:
                options["base_url"] = url
            if key:
                options["api_key"] = key
            elif url and name.startswith("openai:"):
                options["api_key"] = "none"  # the client insists on a key, a local server does not
            if temperature is not None:
                options["temperature"] = temperature
            model: BaseChatModel = init_chat_model(name, **options)
            return model

        return cls(make, name, timeout=timeout, tracing=tracing)

    @property
    def description(self) -> str:
        """See `Writer`."""
        return self._name

    def write(self, messages: Sequence[Message]) -> Iterator[str]:
        """See `Writer`."""
        deadline = self._clock() + self._timeout
        if not self._slots.acquire(blocking=False):
            raise WritingFailed(Reason.BUSY, f"{_AT_ONCE} answers are being written")
        pieces: queue.Queue[str | WritingFailed | None] = queue.Queue()
        stop = threading.Event()
        # In a thread of its own, since a server may keep a connection open without ever sending text.
        threading.Thread(target=self._read, args=(messages, pieces, stop), daemon=True).start()
        return self._pieces(pieces, stop, deadline)

    def _pieces(
        self, pieces: queue.Queue[str | WritingFailed | None], stop: threading.Event, deadline: float
    ) -> Iterator[str]:
        try:
            while (piece := self._next(pieces, deadline)) is not None:
                yield piece
        finally:
            stop.set()

    def _next(self, pieces: queue.Queue[str | WritingFailed | None], deadline: float) -> str | None:
        try:
            piece = pieces.get(timeout=max(deadline - self._clock(), 0.001))
        except queue.Empty:
            raise WritingFailed(Reason.TIMEOUT) from None
        if isinstance(piece, WritingFailed):
            raise piece
        return piece

    def _read(
        self,
        messages: Sequence[Message],
        pieces: queue.Queue[str | WritingFailed | None],
        stop: threading.Event,
    ) -> None:
        try:
            self._stream(messages, pieces, stop)
            pieces.put(None)
        except WritingFailed as failure:
            pieces.put(failure)
        except Exception as failure:  # any provider's library, any fault: the reader gets quotes instead
            _log.warning("the chat model failed: %s", type(failure).__name__)
            pieces.put(failed(failure))
        finally:
            self._slots.release()

    def _stream(
        self,
        messages: Sequence[Message],
        pieces: queue.Queue[str | WritingFailed | None],
        stop: threading.Event,
    ) -> None:
        from langsmith import tracing_context

        ended, written = "", False
        with tracing_context(enabled=self._tracing):
            for chunk in self._chat_model().stream(list(messages)):
                if stop.is_set():
                    return
                if text := str(chunk.text):
                    written = True
                    pieces.put(text)
                ended = _ending(chunk.response_metadata) or ended
        if ended in _REFUSED:
            raise WritingFailed(Reason.REFUSED)
        if not ended or ended in _CUT:  # a server that vanishes says nothing at all
            raise WritingFailed(Reason.INTERRUPTED)
        if not written:
            raise WritingFailed(Reason.UNUSABLE, "no text")

    def _chat_model(self) -> BaseChatModel:
        with self._making:
            if self._model is None:
                self._model = self._make()
            return self._model


def _ending(metadata: dict[str, Any]) -> str:
    """Why the model stopped, under the names that providers give it."""
    for name in ("finish_reason", "stop_reason", "done_reason", "status"):
        if metadata.get(name):
            return str(metadata[name])
    return ""


def failed(failure: Exception) -> WritingFailed:
    """The one place where faults of LangChain and its providers are sorted."""
    import httpx
    from langchain_core import exceptions as known

    detail = type(failure).__name__
    if isinstance(failure, (known.ModelTimeoutError, httpx.TimeoutException, TimeoutError)):
        return WritingFailed(Reason.TIMEOUT, detail)
    if isinstance(failure, known.ModelRateLimitError):
        return WritingFailed(Reason.BUSY, detail)
    if "Refusal" in detail:
        return WritingFailed(Reason.REFUSED, detail)
    refused = (
        known.ModelAuthenticationError,
        known.ModelPermissionDeniedError,
        known.ModelInvalidRequestError,
        known.ModelNotFoundError,
        ImportError,  # the provider's package is not installed
    )
    if isinstance(failure, refused):
        return WritingFailed(Reason.MISCONFIGURED, detail)
    reached = (known.ModelConnectionError, known.ModelAPIError, httpx.TransportError, ConnectionError)
    if isinstance(failure, reached):
        return WritingFailed(Reason.UNAVAILABLE, detail)
    return WritingFailed(Reason.UNUSABLE, detail)
