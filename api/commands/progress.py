"""Progress on stderr: a bar on a terminal; elsewhere one line for each phase."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from api.commands.console import err


class ProgressDisplay:
    """Shows how far the phases of a piece of work are."""

    def __init__(self, work: str) -> None:
        self._work = work
        self._bar = Bar(
            TextColumn("{task.description:>10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=err,
            transient=True,
        )
        self._task: TaskID | None = None
        self._phase: str | None = None

    def __enter__(self) -> ProgressDisplay:
        if err.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, phase: str, done: int, total: int, *, label: str = "") -> None:
        """One more step of a phase; `label` is what a terminal shows for it."""
        if not err.is_terminal:
            if phase != self._phase:
                err.print(f"{self._work}: {phase} {done}/{total}", markup=False)
        elif phase != self._phase or self._task is None:
            self._task = self._bar.add_task(label or phase, total=total)
        else:
            self._bar.update(self._task, completed=done, total=total)
        self._phase = phase
