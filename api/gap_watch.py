"""While the server runs: open questions are asked again when a new generation of the index appears."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from corpus.errors import PasserelleError
from retrieval.gaps.asking import AskingAgain
from retrieval.index.generation import newest

_EVERY_SECONDS = 30.0
_MOST, _MOST_SECONDS = 20, 2.0  # a round: people who ask meanwhile come first
_log = logging.getLogger(__name__)


class GapWatch:
    """A thread that looks at the index now and then; round by round, until nothing is left to ask."""

    def __init__(self, asking: AskingAgain, index_folder: Path, *, every: float = _EVERY_SECONDS) -> None:
        self._asking = asking
        self._index_folder = index_folder
        self._every = every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="gap watch", daemon=True)
        self._done: Path | None = None  # the generation of which everything was asked

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the round that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_MOST_SECONDS + 5)

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            path = newest(self._index_folder)
            if path is not None and path != self._done:
                self._round(path)

    def _round(self, path: Path) -> None:
        try:
            done = self._asking.run(most=_MOST, seconds=_MOST_SECONDS)
        except PasserelleError as error:
            _log.warning("open questions were not asked again: %s", error)
            return
        if done.asked:
            _log.info("%d open questions asked again, %d answered", done.asked, done.answered)
        if not done.left:
            self._done = path
