"""An answer in the making: in a thread of its own, so that a wish to stop is heard while a model is silent."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.stream import StoppedByUser
from retrieval.answering.answer import Answer
from retrieval.answering.generated.generation import Tell

Asks = Callable[[Tell], Answer]


@dataclass(frozen=True)
class Piece:
    """A stretch of the answer's text; empty while there is nothing new."""

    text: str


class Asking:
    """Runs a question; what it tells comes piece by piece, and an empty piece every `glance` seconds meanwhile."""

    def __init__(self, asks: Asks, *, glance: float = 0.5) -> None:
        self._asks = asks
        self._glance = glance
        self._told: queue.Queue[Piece | Answer | BaseException] = queue.Queue()
        self._stopped = threading.Event()

    def run(self) -> Iterator[Piece | Answer]:
        """Pieces, and the answer at last; raises what answering raises. Whoever stops reading stops the asking."""
        threading.Thread(target=self._answer, name="asking", daemon=True).start()
        try:
            while True:
                try:
                    told = self._told.get(timeout=self._glance)
                except queue.Empty:
                    yield Piece("")
                    continue
                if isinstance(told, BaseException):
                    raise told
                yield told
                if isinstance(told, Answer):
                    return
        finally:
            self._stopped.set()

    def _answer(self) -> None:
        try:
            self._told.put(self._asks(self._tell))
        except BaseException as error:  # it belongs to whoever reads
            self._told.put(error)

    def _tell(self, piece: str) -> None:
        if self._stopped.is_set():
            raise StoppedByUser
        self._told.put(Piece(piece))
