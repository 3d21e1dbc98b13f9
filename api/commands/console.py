"""What all commands share: results on stdout, everything else on stderr, one line for an error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import BaseModel
from rich.console import Console

from api.logs import configure_logs
from api.settings import Settings
from api.wiring import Passerelle, build
from corpus.errors import PasserelleError, UnknownValue
from corpus.models import LANGUAGES, Language

# No emoji: rich would make a picture of ":car:" in a text that is quoted.
out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
JSON_HELP = "Print one JSON value on stdout."
Written = dict[str, list[str]]  # filters as they were written, by name


@contextmanager
def opened() -> Iterator[Passerelle]:
    """The assembled parts; a known error becomes one line on stderr and exit code 1."""
    with failing_clearly():
        settings = Settings.read()
        if "log_level" in settings.model_fields_set:  # else only warnings disturb a terminal
            configure_logs(settings.log_level)
        parts = build(settings)
        try:
            yield parts
        finally:
            parts.close()


@contextmanager
def failing_clearly() -> Iterator[None]:
    """Turn known errors into one line and exit code 1, an unknown filter value into 2, Ctrl-C into 130."""
    try:
        yield
    except PasserelleError as error:
        err.print(f"passerelle: {' '.join(str(error).split())}", markup=False)
        raise typer.Exit(2 if isinstance(error, UnknownValue) else 1) from error
    except KeyboardInterrupt as error:
        err.print("passerelle: stopped", markup=False)
        raise typer.Exit(130) from error


def language_option(code: str) -> Language:
    """The language that an option names; a wrong one is wrong usage."""
    for language in LANGUAGES:
        if code == language:
            return language
    raise typer.BadParameter(f"language {code!r} is not one of {', '.join(LANGUAGES)}")


def print_json(value: BaseModel | dict[str, object] | list[object]) -> None:
    """One JSON value on stdout."""
    text = value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value, ensure_ascii=False)
    # Half a surrogate pair, which JSON allows in an id, has no UTF-8; as an escape it is the same JSON.
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()
