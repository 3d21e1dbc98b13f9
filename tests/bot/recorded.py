"""Scenes as each of their readers sees them: `python -m tests.bot.recorded FOLDER` writes a text log a scene and reader."""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from corpus.models import LANGUAGES
from corpus.text import format_date
from tests.api.world import a_passerelle
from tests.bot.scenes import SCENES, some_lights

_DAY = date(2026, 11, 30)
_CHANCE = re.compile(r"(?<=[a-z])-[0-9a-f]{8}(?=\))")  # what makes an address unique


def played(name: str) -> dict[str, str]:
    """The logs of a scene by file name. The day it is played, and what chance adds to addresses, are told alike each time."""
    with tempfile.TemporaryDirectory() as home:
        passerelle = a_passerelle(Path(home) / "home", *some_lights())
        try:
            seen = SCENES[name](passerelle)
        finally:
            passerelle.close()
    return {f"{name}.{reader}.txt": _as_always(log) + "\n" for reader, log in seen.items()}


def _as_always(log: str) -> str:
    today = datetime.now(UTC).date()
    for language in LANGUAGES:
        log = log.replace(format_date(today, language), format_date(_DAY, language))
    return _CHANCE.sub("", log)


def main(folder: Path, *names: str) -> None:
    """Play the scenes, all unless some are named, and write their logs."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or SCENES:
        for file, log in played(name).items():
            (folder / file).write_text(log, encoding="utf-8")
            print(folder / file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
