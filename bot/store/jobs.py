"""The queue: what is to be done, kept until it is done, each thing once, in order inside a thread, fair between workspaces.

Whoever takes a job answers for it for some seconds and says again and again that he still does; a job whose worker
died is taken by another, who finds in it the message that was begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, or_, select, update

from retrieval.catalogue.inserting import insert_if_new
from retrieval.state.database import StateDatabase, storable
from retrieval.state.tables import slack_jobs as jobs
from retrieval.state.tables import slack_seen as seen

LEASE_SECONDS = 20.0
MOST_ATTEMPTS = 3  # then somebody apologises instead of trying again
_SEEN_SECONDS = 24 * 3600.0  # Slack repeats itself for some minutes, an edit may come later
_DONE_SECONDS = 24 * 3600.0
_HOUR = 3600.0
_OPEN = ("waiting", "running")


@dataclass(frozen=True)
class Task:
    """Something to do. `turn` is the timestamp that orders it in its lane; `payload` is JSON."""

    team: str
    channel: str
    message: str
    user: str
    kind: str
    lane: str
    turn: str
    payload: str


@dataclass(frozen=True)
class Job(Task):
    """A task that is kept; `reply` is the message of ours that was begun for it, if any."""

    id: int
    attempts: int
    reply: str


class Taken(StrEnum):
    """What became of a task that came in."""

    KEPT = "kept"
    SEEN = "seen"  # it, or what it repeats, was there before
    THREAD_FULL = "thread_full"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Limits:
    """How many tasks a thread takes in a day, and a person may give in an hour."""

    in_thread: int
    in_hour: int


class Jobs:
    """All tasks of all workspaces."""

    def __init__(self, database: StateDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def take_in(
        self, task: Task, keys: Sequence[str], *, limits: Limits | None = None, after: float = 0.0
    ) -> Taken:
        """Keep a task unless one of its keys was seen before, or it is beyond the limits; it begins `after` seconds.

        Raises StateUnavailable.
        """
        at = self._now()
        with self._database.writing() as connection:
            _forget_old(connection, at)
            if limits is not None and (refusal := _beyond(connection, task, limits, at)):
                return refusal
            if not _first_sight(connection, task.team, keys, at):
                return Taken.SEEN
            connection.execute(insert(jobs).values(_row(task, at) | {"not_before": at + after}))
        return Taken.KEPT

    def claim(self, *, most: int | None = None) -> Job | None:
        """The next job: the first of its lane, of the workspace that has the least in hand and waited longest.

        `most`: none of a workspace that has so many in hand already.
        """
        at = self._now()
        with self._database.reading() as connection:
            if connection.execute(_next(at, most)).first() is None:
                return None  # who only looks keeps nobody from writing
        with self._database.writing() as connection:
            row = connection.execute(_next(at, most)).first()
            if row is None:
                return None
            values = {
                "state": "running",
                "lease": at + LEASE_SECONDS,
                "attempts": row.attempts + 1,
                "begun": at,
            }
            connection.execute(update(jobs).where(jobs.c.id == row.id).values(values))
        return _job(row, attempts=row.attempts + 1)

    def still_at_it(self, identifier: int) -> bool:
        """Answer for a job for some more seconds; False when somebody wants it stopped."""
        with self._database.writing() as connection:
            mine = (jobs.c.id == identifier) & (jobs.c.state == "running")
            connection.execute(update(jobs).where(mine).values(lease=self._now() + LEASE_SECONDS))
            stopped = connection.execute(select(jobs.c.stopped).where(mine)).scalar_one_or_none()
        return stopped is False

    def is_stopped(self, identifier: int) -> bool:
        """Whether somebody pressed stop, or took the question back."""
        with self._database.reading() as connection:
            return bool(
                connection.execute(select(jobs.c.stopped).where(jobs.c.id == identifier)).scalar_one_or_none()
            )

    def begun(self, identifier: int, reply: str) -> None:
        """Note which message of ours is being written for a job."""
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(jobs.c.id == identifier).values(reply=reply))

    def done(self, identifier: int) -> None:
        """It is done; what was asked is forgotten here, and who was told something."""
        # Thanks in the thread of an answer would name who judged it. Others count for the limits of a person.
        user = case((jobs.c.kind == "notice", ""), else_=jobs.c.user)
        with self._database.writing() as connection:
            values = {"state": "done", "payload": "", "lease": 0.0, "user": user}
            connection.execute(update(jobs).where(jobs.c.id == identifier).values(values))

    def later(self, identifier: int, seconds: float) -> None:
        """Try again after so many seconds."""
        with self._database.writing() as connection:
            values = {"state": "waiting", "lease": 0.0, "not_before": self._now() + seconds}
            connection.execute(update(jobs).where(jobs.c.id == identifier).values(values))

    def put_back(self, identifiers: Sequence[int]) -> None:
        """Give jobs back that an orderly end of the program interrupts: they are not held against anybody."""
        with self._database.writing() as connection:
            mine = jobs.c.id.in_(identifiers) & (jobs.c.state == "running")
            values = {"state": "waiting", "lease": 0.0, "attempts": jobs.c.attempts - 1}
            connection.execute(update(jobs).where(mine).values(values))

    # -- what people do meanwhile -------------------------------------------------------------------

    def stop(self, team: str, channel: str, thread: str) -> int:
        """Stop what is being done in a thread, or was begun; what waits behind it is not meant. Returns how much it was."""
        begun = (jobs.c.state == "running") | ((jobs.c.state == "waiting") & (jobs.c.attempts > 0))
        with self._database.writing() as connection:
            there = (jobs.c.lane == lane_of(team, channel, thread)) & begun
            return connection.execute(update(jobs).where(there).values(stopped=True)).rowcount

    def rewrite(self, team: str, channel: str, message: str, payload: Callable[[str], str]) -> bool:
        """Change what a question that still waits asks, after its author changed it; whether it still waited."""
        with self._database.writing() as connection:
            same = _of_message(team, channel, message) & (jobs.c.state == "waiting")
            row = connection.execute(select(jobs.c.id, jobs.c.payload).where(same)).first()
            if row is None:
                return False
            changed = storable(payload(row.payload))
            connection.execute(update(jobs).where(jobs.c.id == row.id).values(payload=changed))
            return True

    def take_back(self, team: str, channel: str, message: str) -> tuple[str, ...]:
        """Forget a question that its author deleted; returns our messages that answered it, or were about to."""
        same = _of_message(team, channel, message)
        with self._database.writing() as connection:
            replies = connection.execute(select(jobs.c.reply).where(same, jobs.c.reply != "")).scalars().all()
            waiting = same & (jobs.c.state == "waiting")
            connection.execute(update(jobs).where(waiting).values(state="dropped", payload=""))
            connection.execute(update(jobs).where(same & (jobs.c.state == "running")).values(stopped=True))
        return tuple(replies)

    def open(self) -> int:
        """How many are not done yet."""
        query = select(func.count()).select_from(jobs).where(jobs.c.state.in_(_OPEN))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())


def lane_of(team: str, channel: str, thread: str) -> str:
    """The lane of a thread: in it, one thing at a time and in order."""
    return f"{team}:{channel}:{thread}"


def _of_message(team: str, channel: str, message: str) -> ColumnElement[bool]:
    return (jobs.c.team == team) & (jobs.c.channel == channel) & (jobs.c.message == message)


def _next(at: float, most: int | None) -> Any:
    other = jobs.alias()
    free = or_(
        (jobs.c.state == "waiting") & (jobs.c.not_before <= at),
        (jobs.c.state == "running") & (jobs.c.lease < at),
    )
    before = or_(other.c.turn < jobs.c.turn, (other.c.turn == jobs.c.turn) & (other.c.id < jobs.c.id))
    blocked = select(other.c.id).where(
        other.c.lane == jobs.c.lane,
        other.c.id != jobs.c.id,
        or_(other.c.state == "running", (other.c.state == "waiting") & before),
    )
    at_work = (other.c.state == "running") & (other.c.lease >= at)  # of a worker that died nothing is in hand
    in_hand = select(func.count()).where(other.c.team == jobs.c.team, at_work).scalar_subquery()
    last = (
        select(func.coalesce(func.max(other.c.begun), 0.0))
        .where(other.c.team == jobs.c.team)
        .scalar_subquery()
    )
    open_to = [free, ~blocked.exists(), *([in_hand < most] if most is not None else [])]
    return select(jobs).where(*open_to).order_by(in_hand, last, jobs.c.id).limit(1)


def _first_sight(connection: Connection, team: str, keys: Sequence[str], at: float) -> bool:
    """Note all keys; False when one of them was there already."""
    new = True
    for key in dict.fromkeys(f"{team}:{key}"[:255] for key in keys if key):
        new = insert_if_new(connection, seen, {"key": key, "team": team, "at": at}) and new
    return new


def _beyond(connection: Connection, task: Task, limits: Limits, at: float) -> Taken | None:
    """The limit that one more would break."""
    asks = select(func.count()).select_from(jobs).where(jobs.c.kind == task.kind)
    mine = asks.where(jobs.c.team == task.team, jobs.c.user == task.user, jobs.c.at >= at - _HOUR)
    if connection.execute(mine).scalar_one() >= limits.in_hour:
        return Taken.TOO_MANY
    there = asks.where(jobs.c.lane == task.lane, jobs.c.at >= at - _DONE_SECONDS)
    return Taken.THREAD_FULL if connection.execute(there).scalar_one() >= limits.in_thread else None


def _forget_old(connection: Connection, at: float) -> None:
    connection.execute(delete(seen).where(seen.c.at < at - _SEEN_SECONDS))
    old = (jobs.c.at < at - _DONE_SECONDS) & jobs.c.state.not_in(_OPEN)
    connection.execute(delete(jobs).where(old))


def _row(task: Task, at: float) -> dict[str, Any]:
    return {
        **task.__dict__,
        "payload": storable(task.payload),
        "state": "waiting",
        "stopped": False,
        "attempts": 0,
        "reply": "",
        "not_before": 0.0,
        "lease": 0.0,
        "at": at,
        "begun": 0.0,
    }


def _job(row: Any, *, attempts: int) -> Job:
    fields = ("team", "channel", "message", "user", "kind", "lane", "turn", "payload", "id", "reply")
    return Job(attempts=attempts, **{name: getattr(row, name) for name in fields})
