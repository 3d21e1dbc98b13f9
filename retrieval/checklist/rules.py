"""The rules of `obligations.yaml`: when an article comes up, what excludes it, and what would show that it is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from corpus.models import Frozen
from retrieval.checklist.expressions import Expression

_FILE = "obligations.yaml"


class Bounds(Frozen):
    """Euros without VAT, each end as `sheet#n`: the n-th amount that a law sheet names.

    `works` and `works_from` replace an end for works; `told` says on which side of the bounds a row explains itself.
    """

    from_: str | None = None
    below: str | None = None
    works: str | None = None
    works_from: str | None = None
    told: Literal["above", "below"] | None = None


@dataclass(frozen=True)
class Rule:
    """When an article comes up; see `obligations.yaml` for what each part means."""

    document_id: str
    when: Expression | None = None
    considered: Expression | None = None
    because_not: str = ""
    unless: tuple[tuple[str, Expression], ...] = ()
    denied: tuple[str, ...] = ()
    personal: Literal["needed", "unknown", ""] = ""
    asked: bool = False
    asked_if: Expression | None = None
    explained: bool = False
    explained_if: str = ""
    bounds: Bounds | None = None
    evidence: tuple[str, ...] = ()
    public_only: bool = False
    elsewhere: bool = False
    told_elsewhere: bool = False


@dataclass(frozen=True)
class Rules:
    """Every rule in the order in which they matter, and the sheets that were read and left out."""

    rules: tuple[Rule, ...]
    left_out: frozenset[str]

    @classmethod
    @cache
    def load(cls) -> Rules:
        """Read the rules that ship; once a process."""
        raw: dict[str, dict[str, Any]] = _yaml(_FILE)
        left_out: dict[str, list[str]] = _yaml("left_out.yaml")
        return cls(
            tuple(_rule(name, of) for name, of in raw.items()),
            frozenset(name for names in left_out.values() for name in names),
        )

    @property
    def reviewed(self) -> frozenset[str]:
        """The sheets that somebody read for their obligations."""
        return self.left_out | {rule.document_id for rule in self.rules}


def _yaml(name: str) -> Any:
    text = (resources.files("retrieval.checklist") / name).read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _rule(document_id: str, of: Mapping[str, Any]) -> Rule:
    amount = of.get("amount")
    return Rule(
        document_id=document_id,
        when=_expression(of.get("when")),
        considered=_expression(of.get("considered")),
        because_not=of.get("because_not", ""),
        unless=tuple((reason, Expression.parse(text)) for reason, text in (of.get("unless") or {}).items()),
        denied=tuple(of.get("denied", "").split()),
        personal={True: "needed", "unknown": "unknown"}.get(of.get("personal", ""), ""),  # type: ignore[arg-type]
        asked=of.get("asked", False),
        asked_if=Expression.parse(of["asked_if"]) if "asked_if" in of else None,
        explained=of.get("explained", False),
        explained_if=of.get("explained_if", ""),
        bounds=Bounds(from_=amount.pop("from", None), **amount) if amount else None,
        evidence=tuple(of.get("evidence", "").split()),
        public_only=of.get("bound") == "public",
        elsewhere=of.get("elsewhere", False),
        told_elsewhere=of.get("told_elsewhere", False),
    )


def _expression(text: str | None) -> Expression | None:
    return Expression.parse(text) if text else None
