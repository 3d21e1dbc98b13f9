"""Handing out and forgetting what is kept about a person everywhere: the catalogue's database, what is remembered of use, and the bytes of both."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.wiring import Passerelle
from corpus.access import Caller


class PersonReceipt(BaseModel):
    """What was erased of a person, and what stays without their name."""

    person: str
    at: datetime
    erased: dict[str, int]
    made_anonymous: dict[str, int]
    kept: str


def export_person(parts: Passerelle, person: str, caller: Caller) -> dict[str, Any]:
    """All that is kept about a person, conversations included; raises as `forget_person` does."""
    export = parts.governance.personal.export(person, caller)
    return {**export, "conversations": [asdict(turn) for turn in parts.conversations.of_owner(person)]}


def forget_person(parts: Passerelle, person: str, caller: Caller) -> PersonReceipt:
    """Erase a person, with their conversations; raises NotAllowed, NoSuch, CatalogueError, StateUnavailable."""
    receipt = parts.governance.personal.forget(person, caller)
    turns = parts.conversations.forget_owner(person)
    parts.catalogue.writer.erase_removed()
    return PersonReceipt(
        person=receipt.person,
        at=receipt.at,
        erased={**receipt.erased, "conversation turns": turns},
        made_anonymous=receipt.made_anonymous,
        kept=receipt.kept,
    )
