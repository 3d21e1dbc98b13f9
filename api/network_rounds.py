"""While the server runs, now and then: what has come is compared, watches look at it, owners are asked, old notices go.

A publication that was interrupted after its document was written is made up for, so that what is published is found.
"""

from __future__ import annotations

import logging
import threading

from api.wiring import Passerelle
from corpus.errors import PasserelleError
from ingest.errors import AnotherIngestRuns
from retrieval.index.generation import newest

_EVERY_SECONDS = 60.0
_MOST, _MOST_SECONDS = 50, 3.0  # watches a round: people who ask meanwhile come first
_log = logging.getLogger(__name__)


class NetworkRounds:
    """A thread that makes a round every minute."""

    def __init__(self, parts: Passerelle, *, every: float = _EVERY_SECONDS) -> None:
        self._parts = parts
        self._every = every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="network rounds", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the round that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_MOST_SECONDS + 5)

    def round(self) -> None:
        """One round; what fails is logged, and tried again in the next one. Nothing before the first ingest."""
        if newest(self._parts.settings.index_folder) is None:
            return
        try:
            self._catch_up()
            self._parts.scan.refresh()
            self._parts.scan.deepen()
            done = self._parts.watching.run(most=_MOST, seconds=_MOST_SECONDS)
            asked = self._parts.freshness.ask()
            self._parts.governance.outbox.forget_old()
        except PasserelleError as error:
            _log.warning("a round of the network was not finished: %s", error)
            return
        if done.new or done.digests or asked:
            _log.info(
                "%d documents new to watches, %d digests, %d freshness requests",
                done.new, done.digests, asked,
            )  # fmt: skip

    def _catch_up(self) -> None:
        if self._parts.searcher.generation.manifest.revision == self._parts.catalogue.revision:
            return
        try:
            self._parts.ingester.catch_up()
        except AnotherIngestRuns:
            return  # it will publish itself

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self.round()
