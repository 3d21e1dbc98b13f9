"""`passerelle doctor`: what is installed, configured, reachable."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, failing_clearly, out, print_json
from api.doctor import Finding, examine, setting_lines
from api.settings import Settings


def doctor(
    settings: Annotated[bool, typer.Option("--settings", help="List every setting.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Say what is in order, and what to do about what is not; exit code 1 when something is not."""
    if settings:
        _list_settings(as_json=as_json)
        return
    with failing_clearly():
        findings = examine(Settings.read())
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        _print(findings)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _list_settings(*, as_json: bool) -> None:
    lines = setting_lines()
    if as_json:
        print_json({"settings": [asdict(line) for line in lines]})
        return
    for line in lines:
        out.print(f"{line.name}: {line.description} (default: {line.default or 'empty'})", markup=False)


def _print(findings: list[Finding]) -> None:
    for finding in findings:
        sign = "ok  " if finding.ok else "FAIL"
        out.print(f"{sign} {finding.name}: {finding.detail}", markup=False)
        if finding.advice:
            out.print(f"     → {finding.advice}", markup=False)
    if all(finding.ok for finding in findings):
        out.print('Everything is in order. Try `passerelle ask "Qui a des capteurs ?"`.', markup=False)
