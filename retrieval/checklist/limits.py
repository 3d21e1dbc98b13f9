"""What an article needs before it may be expected by likeness, as `limits.yaml` says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from retrieval.checklist.expressions import Expression


@dataclass(frozen=True)
class Limits:
    """`needs` goes from how ids begin to the signs that must be found; those of `asked` are never asserted; of the sheets of a
    group at most one holds."""

    needs: Mapping[str, Expression]
    asked: tuple[str, ...]
    one_of: tuple[frozenset[str], ...]

    @classmethod
    @cache
    def load(cls) -> Limits:
        """Those that ship; read once a process."""
        text = (resources.files("retrieval.checklist") / "limits.yaml").read_text("utf-8")
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
        needs = {beginning: Expression.parse(of) for beginning, of in raw["needs"].items()}
        return cls(needs, tuple(raw["asked"]), tuple(frozenset(group) for group in raw["one_of"]))

    def allow(self, sheet: str, found: Collection[str], named: Collection[str]) -> bool:
        """Whether a sheet may be expected, given the signs found and the sheets that rules name."""
        wanting = (of for beginning, of in self.needs.items() if _begins(sheet, beginning))
        if any(of.satisfied_by(found) is None for of in wanting):
            return False
        return not any(sheet in group and (group - {sheet}) & set(named) for group in self.one_of)

    def asks(self, sheet: str) -> bool:
        """Whether a sheet is put as a question however likely it is."""
        return any(_begins(sheet, beginning) for beginning in self.asked)


def _begins(sheet: str, beginning: str) -> bool:
    return sheet.startswith(beginning) if beginning.endswith("--") else sheet == beginning
