"""Questions from fifty Slack workspaces at once, with Slack's rate limits on: none lost, none answered twice, none forgotten.

`passerelle serve` runs as a process of its own with the app that many workspaces install; Slack is `tests.fake_slack` in this
process, on the loopback. Questions come at a steady rate, half in channels and half in direct messages. One workspace asks a
fifth of all, more than Slack's limits let anybody stream: it may wait, the others may not wait for it.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.homes import add_home_options, assembled, ingested_home, size_of
from benchmarks.processes import Server, serving
from benchmarks.questions import WARM_UP, questions
from benchmarks.report import Report, command_line, reported
from bot.manifest import manifest
from tests.fake_slack import FakeSlack
from tests.fake_slack.apps import SlackApp
from tests.fake_slack.fake import Team
from tests.fake_slack.journal import Shown
from tests.fake_slack.model import Message
from tests.fake_slack.people import Person

_KEY = "only for this benchmark, seals nothing real"
_PEOPLE = 10  # of each workspace: nobody comes near the limit of one person
_BUSY_SHARE = 0.2  # of all questions, from the first workspace
_LEAST = 5  # questions of a workspace whose median says something
_DRAIN_SECONDS = 180.0  # in which the last answers must come


@dataclass(frozen=True)
class Town:
    """A workspace with its people."""

    team: Team
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Asked:
    """One question, of which town."""

    town: int
    message: Message

    @property
    def at(self) -> float:
        """When it was written, in seconds since 1970."""
        return float(self.message.ts)


@dataclass(frozen=True)
class Seen:
    """What became of a question. Seconds since it was asked; None where it did not happen."""

    sign: float | None  # the first message, whatever it says
    text: float | None  # the first words of the answer
    end: float | None  # the last change of it
    answers: int
    messages: int


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=30)
    add_home_options(parser)
    parser.add_argument("--workspaces", type=int, default=50)
    parser.add_argument("--rate", type=float, default=200.0, help="questions a minute, of all workspaces")
    parser.add_argument("--duration", type=float, default=5.0, help="minutes of asking")
    parser.add_argument("--threads", type=int, default=4, help="PASSERELLE_SLACK_THREADS")
    arguments = parser.parse_args(argv)
    with reported("slack_load", arguments) as report, ingested_home(arguments) as home:
        with assembled(home) as parts:
            report.corpus(**size_of(parts))
        with FakeSlack() as fake, _assistant(fake, home, arguments.threads) as (server, app):
            towns = [_installed(fake, server, app, number) for number in range(arguments.workspaces)]
            print(f"{len(towns)} workspaces installed", file=sys.stderr, flush=True)
            asked = list(_ask(towns, arguments.rate, arguments.duration))
            waited = _drained(fake, asked)
            _measure(report, fake, asked, waited)
        return report.finish(arguments.out)


# -- the scene ----------------------------------------------------------------------------------------


@contextmanager
def _assistant(fake: FakeSlack, home: Path, threads: int) -> Iterator[tuple[Server, SlackApp]]:
    """The assistant as a process, which knows this Slack by its address and its secrets."""
    app = fake.registers(
        manifest(public_url="https://passerelle.test", socket_mode=False, many=True),
        distribution="marketplace",
    )
    with serving(
        home,
        PASSERELLE_SLACK_API_URL=fake.base_url,
        PASSERELLE_SLACK_CLIENT_ID=app.client_id,
        PASSERELLE_SLACK_CLIENT_SECRET=app.client_secret,
        PASSERELLE_SLACK_SIGNING_SECRET=app.signing_secret,
        PASSERELLE_SLACK_KEY=_KEY,
        PASSERELLE_SLACK_THREADS=str(threads),
        PASSERELLE_LOG_LEVEL="WARNING",
    ) as server:
        for question in WARM_UP:
            server.first_answer(question)
        app.listens_on(server.address)
        yield server, app


def _installed(fake: FakeSlack, server: Server, app: SlackApp, number: int) -> Town:
    team = fake.workspace(f"Ville {number}")
    response = team.admin.installs_from(f"{server.address}/slack/install")
    response.raise_for_status()
    people = tuple(team.person(f"agent{one}") for one in range(_PEOPLE))
    team.channel("#questions", *people)
    people[0].invites("#questions", app)
    return Town(team, people)


def _ask(towns: Sequence[Town], rate: float, minutes: float) -> Iterator[Asked]:
    """Questions at a steady rate whatever is answered: a slow assistant is not spared."""
    chance = random.Random(0)
    every, _ = questions(400)
    began, total = time.monotonic(), round(rate * minutes)
    for number in range(total):
        time.sleep(max(0.0, began + number * 60.0 / rate - time.monotonic()))
        busy = chance.random() < _BUSY_SHARE
        town = 0 if busy else chance.randrange(1, len(towns))
        person, text = chance.choice(towns[town].people), every[number % len(every)]
        in_channel = chance.random() < 0.5
        message = person.mentions("#questions", text) if in_channel else person.writes_to_app(text)
        yield Asked(town, message)


def _drained(fake: FakeSlack, asked: Sequence[Asked]) -> float:
    """Wait until every question has its answer and nothing is being written; returns how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < _DRAIN_SECONDS:
        seen = _seen(fake, asked)
        if all(one.answers for one in seen) and not fake.unfinished():
            break
        time.sleep(1.0)
    return time.monotonic() - began


# -- what was seen ------------------------------------------------------------------------------------


def _seen(fake: FakeSlack, asked: Sequence[Asked]) -> list[Seen]:
    with fake.slack.lock:
        told: dict[tuple[str, str], list[Shown]] = defaultdict(list)
        for line in fake.slack.journal.lines:
            if (
                line.thread_ts
                and line.thread_ts != line.key
                and line.kind in ("posted", "streamed", "changed")
            ):
                told[line.place, line.thread_ts].append(line)
        return [_of(fake, one, told[one.message.channel, one.message.ts]) for one in asked]


def _of(fake: FakeSlack, asked: Asked, lines: Sequence[Shown]) -> Seen:
    channel = fake.slack.directory.channels[asked.message.channel]
    ours = [one for one in channel.thread(asked.message.ts) if one.bot_id]
    first = lines[0].text if lines else ""
    words = next((line for line in lines[1:] if line.text != first), None)
    return Seen(
        sign=lines[0].at - asked.at if lines else None,
        text=words.at - asked.at if words else None,
        end=lines[-1].at - asked.at if words else None,
        answers=sum(_is_answer(one) for one in ours),
        messages=len(ours),
    )


def _is_answer(message: Message) -> bool:
    """Below an answer, and below nothing else, people are asked what they think of it."""
    elements = [element for block in message.blocks for element in block.get("elements") or ()]
    return any(str(element.get("action_id", "")).startswith("feedback") for element in elements)


def _measure(report: Report, fake: FakeSlack, asked: Sequence[Asked], waited: float) -> None:
    seen = _seen(fake, asked)
    report.corpus(questions=len(asked), workspaces=len({one.town for one in asked}))
    took = [attempt.seconds for delivery in fake.deliveries.log for attempt in delivery.attempts]
    report.samples("acknowledgement", [1000 * one for one in took], "ms")
    _state_waits(report, asked, seen)
    limited = Counter(call.method for call in fake.calls if call.error in ("ratelimited", "rate_limited"))
    report.note(f"Refused for going too fast: {dict(limited) or 'nothing'}.")
    report.note(f"The last answer came {waited:.0f} s after the last question.\n")
    report.claim("questions without an answer", sum(one.answers == 0 for one in seen), "≤", 0)
    report.claim("questions answered twice", sum(one.answers > 1 for one in seen), "≤", 0)
    report.claim("streams, statuses and sessions left behind", len(fake.unfinished()), "≤", 0)
    report.claim("acknowledgements of three seconds and more", sum(one >= 3.0 for one in took), "≤", 0)


def _state_waits(report: Report, asked: Sequence[Asked], seen: Sequence[Seen]) -> None:
    """How long people waited, and whether some workspace always waited longer than others."""
    both = list(zip(seen, asked, strict=True))
    others = [one for one, of in both if of.town]
    for name, some in (
        ("all", seen),
        ("the busy workspace", [one for one, of in both if not of.town]),
        ("the others", others),
    ):
        for what, called in _NAMES.items():
            if values := [value for one in some if (value := getattr(one, what)) is not None]:
                report.samples(f"to the {called}, {name}", values, "s")
    medians = [median(values) for values in _waits_by_town(asked, seen).values()]
    report.samples("median of a workspace to the end, over the others", medians, "s")
    # Were one always served last, its usual wait would be what others see once in twenty times.
    rare = float(np.percentile([one.end for one in others if one.end is not None], 95))
    what = "median of the slowest workspace but the busy one, of the p95 of all these"
    report.claim(what, max(medians) / rare, "≤", 1.0, "×")


def _waits_by_town(asked: Sequence[Asked], seen: Sequence[Seen]) -> dict[int, list[float]]:
    """Seconds to the end, by workspace; without the busy one and those with too few questions for a median."""
    found: dict[int, list[float]] = defaultdict(list)
    for one, of in zip(seen, asked, strict=True):
        if of.town and one.end is not None:
            found[of.town].append(one.end)
    enough = {town: waits for town, waits in found.items() if len(waits) >= _LEAST}
    return enough or found


_NAMES = {"sign": "first sign", "text": "first text", "end": "end"}


if __name__ == "__main__":
    sys.exit(main())
