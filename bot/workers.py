"""The threads that do what is in the queue, and the one that keeps their claims alive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from bot.duties.ask import ask
from bot.duties.gestures import gesture
from bot.duties.handover import answered
from bot.duties.housekeeping import clear, suggest
from bot.duties.lookup import lookup
from bot.duties.notices import notice, tell
from bot.duties.previews import preview
from bot.duties.referents import referring
from bot.duties.work import WORK
from bot.errors import GONE, NotInstalled, Refused, SlackFailure, where
from bot.parts import Parts
from bot.store.jobs import LEASE_SECONDS, MOST_ATTEMPTS, Job
from bot.views.notices import notice as sentence
from retrieval.state.errors import StateUnavailable

Duty = Callable[[Job, Parts], None]
DUTIES: Mapping[str, Duty] = {
    "ask": ask,
    "notice": notice,
    "gesture": gesture,
    "lookup": lookup,
    "referents": referring,
    "answered": answered,
    "preview": preview,
    "clear": clear,
    "suggest": suggest,
    **WORK,
}
_NOBODY_LEFT = frozenset({"thread_not_found", "cannot_reply_to_message", "invalid_thread_ts"})
_IDLE_SECONDS = 0.1
_PATIENCE_SECONDS = 15.0  # for what is under way when we end
_log = logging.getLogger(__name__)


class Workers:
    """Some threads over one queue; other processes may have theirs over the same one."""

    def __init__(self, parts: Parts, *, threads: int = 4) -> None:
        self._parts = parts
        # A workspace that Slack makes wait must not keep all threads from the others.
        self._most = None if parts.settings.bot_token else max(threads - 1, 1)
        self._ending = threading.Event()
        self._mine: set[int] = set()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name=f"slack {number}", daemon=True)
            for number in range(threads)
        ]
        self._keeper = threading.Thread(target=self._keep, name="slack leases", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        for thread in (*self._threads, self._keeper):
            thread.start()

    def stop(self) -> None:
        """Finish what is under way, within some seconds; what is left is put back for the next process."""
        self._ending.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_PATIENCE_SECONDS / len(self._threads))
        with self._lock:
            left = list(self._mine)
        if left:
            self._parts.jobs.put_back(left)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                job = self._parts.jobs.claim(most=self._most)
            except StateUnavailable as error:
                _log.error("the queue cannot be read: %s", error)
                job = None
            if job is None:
                self._ending.wait(_IDLE_SECONDS)
                continue
            with self._lock:
                self._mine.add(job.id)
            try:
                self._do(job)
            finally:
                with self._lock:
                    self._mine.discard(job.id)

    def _do(self, job: Job) -> None:
        """One job, whatever happens; what cannot be done is said to the one who asked."""
        try:
            if job.attempts > MOST_ATTEMPTS:
                _apologise(job, self._parts)
            else:
                DUTIES[job.kind](job, self._parts)
        except NotInstalled as failure:
            _log.warning("a %s is given up: %s", job.kind, failure)
        except Refused as failure:
            self._refused(job, failure)
            return
        except SlackFailure as failure:
            _log.warning("a %s is put off: %s", job.kind, failure)
            self._settled(job, later=2.0**job.attempts)
            return
        except Exception as error:  # a fault of ours must not end the thread;
            _log.error("a %s failed: %s", job.kind, where(error))
            self._said_so(job)
        self._settled(job)

    def _refused(self, job: Job, refused: Refused) -> None:
        """Try again, and say so at last; but not where nobody is left to be told."""
        given_up = refused.error in GONE | _NOBODY_LEFT
        _log.warning("a %s is %s: %s", job.kind, "given up" if given_up else "put off", refused)
        if job.attempts >= MOST_ATTEMPTS and not given_up:
            self._said_so(job)
        self._settled(job, later=0.0 if given_up or job.attempts >= MOST_ATTEMPTS else 1.0)

    def _settled(self, job: Job, *, later: float = 0.0) -> None:
        try:
            if later:
                self._parts.jobs.later(job.id, later)
            else:
                self._parts.jobs.done(job.id)
        except StateUnavailable as error:
            _log.error("a finished %s is not noted: %s", job.kind, error)

    def _said_so(self, job: Job) -> None:
        try:
            _apologise(job, self._parts)
        except Exception as error:
            _log.error("nor could it be said: %s", type(error).__name__)

    def _keep(self) -> None:
        """Answer for what our threads have in hand."""
        while not self._ending.wait(LEASE_SECONDS / 4):
            with self._lock:
                mine = list(self._mine)
            for identifier in mine:
                try:
                    self._parts.jobs.still_at_it(identifier)
                except StateUnavailable as error:
                    _log.error("a claim is not kept: %s", error)


def _apologise(job: Job, parts: Parts) -> None:
    """Say in one sentence that there will be no answer: in the message that was begun, else to the one who asked."""
    if not job.reply:
        tell("failed", job, parts)
        return
    text = sentence("failed", parts.people.language(job.team, job.user))
    calls = parts.clients.of(job.team)
    calls.quietly("chat.stopStream", channel=job.channel, ts=job.reply, session_status="active")
    calls.call("chat.update", channel=job.channel, ts=job.reply, text=text, blocks=[])
