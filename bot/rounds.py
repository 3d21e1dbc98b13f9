"""What nobody asks for, done again and again: notices are delivered, arrivals looked at, silence is followed up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from bot.courier import deliver
from bot.duties import handover, relaying
from bot.duties.arrivals import alert, weekly
from bot.errors import where
from bot.parts import Parts
from corpus.errors import PasserelleError

Round = Callable[[Parts], object]
_OFTEN, _SELDOM = 2.0, 60.0  # seconds
_PATIENCE_SECONDS = 10.0
_log = logging.getLogger(__name__)


class Rounds:
    """Two threads: what people wait for, and what takes its time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._ending = threading.Event()
        self._threads = [
            self._thread("slack courier", (deliver,), _OFTEN),
            self._thread("slack rounds", (alert, weekly, relaying.remind, handover.remind), _SELDOM),
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, after what is under way."""
        self._ending.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_PATIENCE_SECONDS)

    def _thread(self, name: str, rounds: Sequence[Round], every: float) -> threading.Thread:
        return threading.Thread(target=self._run, args=(rounds, every), name=name, daemon=True)

    def _run(self, rounds: Sequence[Round], every: float) -> None:
        while True:
            for one in rounds:
                self._once(one)
            if self._ending.wait(every):
                return

    def _once(self, one: Round) -> None:
        if self._ending.is_set():
            return
        try:
            one(self._parts)
        except PasserelleError as error:
            _log.warning("%s was not finished: %s", one.__name__, error)
        except (
            Exception
        ) as error:  # a fault of ours must not end the thread; its text may hold what people wrote
            _log.error("%s failed: %s", one.__name__, where(error))
