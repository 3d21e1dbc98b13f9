"""Documents arrive: each watch looks for what is new to it, and digests that are due go into the outbox."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.access import ADMINISTRATOR, Caller
from corpus.errors import UnknownValue
from corpus.following import Wish
from retrieval.catalogue.catalogue import Catalogue
from retrieval.governance.directory import Directory
from retrieval.governance.errors import NotAllowed
from retrieval.governance.watches import Watch, Watches
from retrieval.search.search import Searcher
from retrieval.watching.looking import Looking


@dataclass(frozen=True)
class Looked:
    """What one run did; `left` watches have still to look at the present catalogue."""

    looked: int = 0
    new: int = 0
    digests: int = 0
    left: int = 0


class Watching:
    """Follows the catalogue for everybody who follows something, one process at a time."""

    def __init__(
        self,
        watches: Watches,
        looking: Looking,
        directory: Directory,
        catalogue: Catalogue,
        searcher: Searcher,
        lock_path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watches = watches
        self._looking = looking
        self._directory = directory
        self._catalogue = catalogue
        self._searcher = searcher
        self._lock_path = lock_path
        self._clock = clock

    def begin(self, wish: Wish, caller: Caller) -> Watch:
        """Follow something from now on; raises NotAllowed, UnknownValue, and what searching raises."""
        revision = self._revision()
        known = self._matching(wish, caller, since=revision)
        return self._watches.begin(wish, caller, known=known, revision=revision)

    def change(self, identifier: str, wish: Wish, caller: Caller) -> Watch:
        """Follow something else, or at other hours; raises NoSuch, and what `begin` raises."""
        watch = self._watches.get(identifier, caller)
        same = (
            wish.model_copy(update={"cadence": watch.wish.cadence, "quiet": watch.wish.quiet}) == watch.wish
        )
        known = (
            frozenset[str]()
            if same
            else self._matching(wish, self._watches.caller(watch) or caller, since=watch.looked_at)
        )
        return self._watches.change(identifier, wish, caller, known=known)

    def run(self, *, most: int = 200, seconds: float = 30.0) -> Looked:
        """Look, at most so many watches for about so long, and make the digests that are due.

        Raises IndexUnusable, CatalogueError, EmbeddingError.
        """
        try:
            with FileLock(self._lock_path, timeout=0):
                looked = self._look(most, self._clock() + seconds)
                return Looked(looked.looked, looked.new, self._tell(), looked.left)
        except Timeout:
            return Looked()

    def _look(self, most: int, end: float) -> Looked:
        if not self._watches.behind(-1, limit=1):
            return Looked()  # nobody follows anything: without opening the index
        revision = self._revision()
        behind = self._watches.behind(revision, limit=most)
        looked = new = 0
        for watch in behind:
            if self._clock() >= end:
                break
            new += len(self._new_to(watch, revision))
            looked += 1
        return Looked(looked, new, 0, len(self._watches.behind(revision, limit=most)))

    def _new_to(self, watch: Watch, revision: int) -> tuple[str, ...]:
        caller = self._watches.caller(watch)
        if caller is None:
            self._watches.remove(watch)
            return ()
        try:
            matching = self._matching(watch.wish, caller, since=watch.looked_at)
        except UnknownValue:  # the town is no member, or no town, any more
            matching = frozenset()
        return self._watches.found(watch, matching, revision)

    def _tell(self) -> int:
        """Digests of what each follower may still read: it may have been withdrawn, or closed, since it was found."""
        told = 0
        for watch, waiting in self._watches.due():
            caller = self._watches.caller(watch)
            readable = self._catalogue.documents(waiting, caller).keys() if caller else ()
            told += self._watches.tell(watch, readable)
        return told

    def _matching(self, wish: Wish, caller: Caller, *, since: int) -> frozenset[str]:
        if caller.organisation is None:
            raise NotAllowed("a watch is for a person, as a member of an organisation")
        organisation = self._directory.organisation(caller.organisation, ADMINISTRATOR)
        return self._looking.matching(wish, caller, organisation, since=since)

    def _revision(self) -> int:
        """The state of the catalogue that is searched in: that of the newest index."""
        return self._searcher.generation.manifest.revision
