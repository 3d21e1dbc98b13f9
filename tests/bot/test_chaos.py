"""What must hold whatever happens, over seeds: a short form always, all of them with `make test-long`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.wiring import Passerelle
from tests.api.world import a_passerelle, some_documents
from tests.bot.chaos import in_brief, run

SHORT, LONG, PARTS = 100, 1_000, 10
SEEDS = LONG if os.environ.get("TEST_LONG") else SHORT


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passerelle]:
    parts = a_passerelle(tmp_path_factory.mktemp("chaos") / "home", *some_documents())
    yield parts
    parts.close()


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("part", range(PARTS))
def test_what_must_hold_holds_in_disorder(shared: Passerelle, tmp_path: Path, part: int) -> None:
    hits: Counter[str] = Counter()
    acknowledged: dict[str, list[float]] = {}
    answers = apologies = 0
    for seed in range(part, SEEDS, PARTS):
        made = run(shared, tmp_path, seed)
        hits.update(made.hits)
        for kind, seconds in made.acknowledged.items():
            acknowledged.setdefault(kind, []).extend(seconds)
        answers, apologies = answers + made.answers, apologies + made.apologies
    print(
        f"seeds {part}, {part + PARTS}…: faults by phase: {dict(sorted(hits.items()))};"
        f" {answers} answers, {apologies} apologies; load {os.getloadavg()[0]:.1f}\n{in_brief(acknowledged)}"
    )
    assert hits, "chaos that never strikes proves nothing"
    assert answers > 9 * apologies, "an apology is the exception"
