"""What all commands share: results on stdout, everything else on stderr, one line for an error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import BaseModel
from rich.console import Console

from api.settings import Settings
from api.wiring import Passerelle, build
from corpus.errors import PasserelleError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def opened() -> Iterator[Passerelle]:
    """The assembled parts; a known error becomes one line on stderr and exit code 1."""
    with failing_clearly():
        parts = build(Settings.read())
        try:
            yield parts
        finally:
            parts.close()


@contextmanager
def failing_clearly() -> Iterator[None]:
    """Turn known errors into one line and exit code 1; Ctrl-C into 130."""
    try:
        yield
    except PasserelleError as error:
        err.print(f"passerelle: {error}", markup=False)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        err.print("passerelle: stopped", markup=False)
        raise typer.Exit(130) from error


def print_json(value: BaseModel | dict[str, object] | list[object]) -> None:
    """One JSON value on stdout."""
    text = value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value, ensure_ascii=False)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
