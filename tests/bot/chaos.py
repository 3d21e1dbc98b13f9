"""Seeded disorder: people do what people do while deliveries and calls go wrong; what must hold is checked at the end."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from api.wiring import Passerelle
from tests.bot.scene import Scene, serving
from tests.fake_slack import FakeSlack
from tests.fake_slack.building import a_manifest
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.model import Message

QUESTION = "Combien de projets de mobilité ?"
ANSWER = "24 initiatives"
EXPLAINED = ("Je n'ai pas pu répondre", "Interrompu", "Je ne peux pas écrire")
CALLS = {
    "rate_limited_bare": 0.03,
    "server_error": 0.04,
    "unavailable": 0.03,
    "accepted_then_lost": 0.04,
    "message_not_in_streaming_state": 0.05,
    "streaming_state_conflict": 0.05,
    "invalid_blocks": 0.05,
    "msg_too_long": 0.03,
    "msg_blocks_too_long": 0.03,
    "user_not_found": 0.05,
    "fetch_members_failed": 0.05,
}
DELIVERIES = {"lost": 0.08, "duplicate": 0.12, "parallel": 0.12, "delayed": 0.1, "socket_closed": 0.05}


@dataclass
class Run:
    """One seed: what was done, and what struck."""

    seed: int
    asked: list[Message] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    hits: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, list[float]] = field(default_factory=dict)  # seconds by kind of delivery
    answers: int = 0
    apologies: int = 0
    done: list[str] = field(default_factory=list)


def run(passerelle: Passerelle, folder: Path, seed: int) -> Run:
    """Live through one seed; raises AssertionError, naming it, where something does not hold."""
    home = folder / f"seed {seed}"
    home.mkdir(parents=True)
    settings = passerelle.settings.model_copy(update={"home": home})
    made, chance = Run(seed), random.Random(seed)
    with FakeSlack(seed=seed) as fake, ExitStack() as stack:
        fake.limits.is_on = False
        fake.faults.hang_seconds = 0.05
        socket_mode = seed % 3 == 0
        fake.deliveries.compression = (
            60.0 if socket_mode else 1_000.0
        )  # a closed socket takes a moment to open again
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(socket_mode=socket_mode))
        ana, gast = team.person("ana"), team.person("gast", is_restricted=True)
        channel = team.channel("#mobilite", ana, gast, installation)
        there = replace(passerelle, settings=settings)
        service = stack.enter_context(serving(fake, installation, there, socket_mode=socket_mode))
        service.parts.clients._sleep = lambda seconds: time.sleep(min(seconds, 0.05))
        scene = Scene(fake, team, installation, there, service, ana, channel)
        fake.faults.chaos(calls=CALLS, deliveries=DELIVERIES)
        for _ in range(chance.randint(2, 5)):
            _act(scene, made, chance)
            time.sleep(chance.choice((0.0, 0.05, 0.3)))
        fake.settled(30)
        fake.wait_until(lambda: service.parts.jobs.open() == 0, 60, f"the end of seed {seed}")
        fake.settled(30)
        made.hits.update(fake.faults.by_phase())
        _check(scene, made, gast)
    return made


def _act(scene: Scene, made: Run, chance: random.Random) -> None:
    gestures = ("mention", "direct", "direct", "follow", "command", "edit", "delete", "stop", "press")
    name = chance.choice(gestures) if made.asked else chance.choice(("mention", "direct"))
    made.done.append(name)
    ana = scene.ana
    try:
        match name:
            case "mention":
                made.asked.append(ana.mentions("#mobilite", QUESTION))
            case "direct":
                made.asked.append(ana.writes_to_app(QUESTION))
            case "follow":
                root = chance.choice(made.asked)
                if root.channel == scene.channel.id:
                    made.asked.append(ana.mentions("#mobilite", QUESTION, thread=root))
                else:
                    made.asked.append(ana.says(ana.dm(), QUESTION, thread=root))
            case "command":
                ana.begins_command(f"/passerelle ask {QUESTION}", "#mobilite")
            case "edit":
                ana.edits(chance.choice(made.asked), QUESTION + " ?")
            case "delete":
                gone = chance.choice(made.asked)
                made.deleted.add(gone.root)
                ana.deletes(gone)
            case "stop":
                there = chance.choice(made.asked)
                made.stopped.add(there.root)
                ana.presses_stop(there)
            case "press":
                answered = ana.answers_to(chance.choice(made.asked))
                if answered:
                    ana.begins_click(answered[0], chance.choice(("more", "table", "private")))
    except (NotPossible, ValueError):
        made.done[-1] += " (not possible)"  # gone already, or not there yet


def _check(scene: Scene, made: Run, gast: Any) -> None:
    what = f"seed {made.seed} ({', '.join(made.done)})\n{scene.ana.reads()}"
    for root in {question.root for question in made.asked}:
        questions = [question for question in made.asked if question.root == root]
        channel = scene.fake.slack.directory.channels[questions[0].channel]
        thread = [m for m in channel.messages if m.root == root and m.bot_id]
        read = [scene.ana.screen(message) for message in thread]
        answers = [text for text in read if ANSWER in text]
        explained = [text for text in read if any(one in text for one in EXPLAINED)]
        made.answers += len(answers)
        made.apologies += len(explained)
        assert len(answers) <= len(questions), f"{len(answers)} answers to {len(questions)} questions: {what}"
        if root not in made.deleted:
            assert len(answers) + len(explained) >= len(questions), f"silence: {what}"
    # A thread whose first message is gone shows nothing any more, its status neither.
    left = [one for one in scene.fake.unfinished() if not any(root in one for root in made.deleted)]
    assert left == [], f"{left}: {what}"
    assert scene.fake.mass_mentions() == [], what
    # An attempt whose connection ended was not slow: nobody was there to acknowledge it.
    took = [(d.kind, a.seconds) for d in scene.fake.deliveries.log for a in d.attempts if a.succeeded]
    for kind, seconds in took:
        made.acknowledged.setdefault(kind, []).append(seconds)
    slow = [one for one in took if one[1] >= _patience()]
    assert slow == [], f"{slow}: {what}"
    for secret in ("Projet secret", "Projet du réseau", "secret-projet"):
        assert not gast.ever_saw(secret), what
        assert not scene.ana.ever_saw(secret), what


def in_brief(acknowledged: Mapping[str, Sequence[float]]) -> str:
    """How long acknowledgements took, by what was acknowledged: a line a kind, in milliseconds."""
    lines = [f"  {'acknowledged':<18}{'n':>6}{'p50':>7}{'p95':>7}{'max':>7}  ≥ 3 s"]
    for kind, seconds in sorted(acknowledged.items()):
        p50, p95, top = (round(1000 * one) for one in np.percentile(seconds, [50, 95, 100]))
        late = sum(one >= 3.0 for one in seconds)
        lines.append(f"  {kind:<18}{len(seconds):>6}{p50:>7}{p95:>7}{top:>7}  {late}")
    return "\n".join(lines)


def _patience() -> float:
    """Seconds for an acknowledgement: Slack's three, but on a machine where everything waits for its turn."""
    overloaded = os.getloadavg()[0] > 2 * (os.cpu_count() or 1)
    return 10.0 if overloaded else 3.0
