"""What is recorded in docs/scenarios is what their readers see today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.recorded import played
from tests.bot.scenes import SCENES

KEPT = Path(__file__).parents[2] / "docs" / "scenarios"


@pytest.mark.parametrize("scene", SCENES)
def test_every_reader_sees_what_is_recorded(scene: str) -> None:
    """Changed on purpose? `python -m tests.bot.recorded docs/scenarios` writes them anew; read them before you commit."""
    seen = played(scene)

    kept = {path.name: path.read_text(encoding="utf-8") for path in KEPT.glob(f"{scene}.*.txt")}
    assert seen == kept


def test_every_log_belongs_to_a_scene() -> None:
    assert {path.name.partition(".")[0] for path in KEPT.glob("*.txt")} == set(SCENES)
