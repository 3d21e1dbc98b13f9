"""`passerelle doctor`: what is installed, configured, reachable."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.commands.console import opened, out, print_json
from api.doctor import examine
from api.settings import PREFIX, Settings


def doctor(
    settings: Annotated[bool, typer.Option("--settings", help="List every setting.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Say what is in order, and what to do about what is not; exit code 1 when something is not."""
    if settings:
        for name, field in Settings.model_fields.items():
            out.print(f"{PREFIX}{name.upper()}: {field.description} (default {field.default!r})", markup=False)
        return
    with opened() as parts:
        findings = examine(parts)
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            sign = "ok  " if finding.ok else "FAIL"
            out.print(f"{sign} {finding.name}: {finding.detail}", markup=False)
            if finding.advice:
                out.print(f"     → {finding.advice}", markup=False)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
