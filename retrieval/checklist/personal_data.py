"""Whether a project processes personal data, as far as its description tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retrieval.checklist.situation import Mention, Situation


class Personal(StrEnum):
    """What is known of personal data."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    UNTOUCHED = "untouched"  # nothing in the description could touch them


class Ground(StrEnum):
    """By what it is known."""

    FIELD = "field"
    SAID = "said"
    THINGS = "things"  # only things are measured
    SIGNS = "signs"
    NOTHING = "nothing"


@dataclass(frozen=True)
class PersonalData:
    """What is known of personal data, by what, and the words that tell it."""

    status: Personal
    ground: Ground
    mentions: tuple[Mention, ...] = ()


# Beside these a "without names" does not mean that nobody is concerned.
_IDENTIFYING = (
    "accounts",
    "newsletter",
    "anpr",
    "scan_car",
    "watching",
    "biometrics",
    "health_data",
    "national_register",
)
# What may concern people or not, according to how it is done.
_OPEN = (
    "counts_people",
    "cameras",
    "listening",
    "app",
    "travel_info",
    "unsure_personal_data",
    "sharing",
)


def personal_data_of(situation: Situation) -> PersonalData:
    """Read it from the field, else from what is said, else from what the project is about."""
    fields = situation.project.fields
    recorded = fields.personal_data if fields is not None else None
    if recorded in {"yes", "no"}:
        return PersonalData(Personal(recorded), Ground.FIELD)
    if recorded == "unknown" and "unsure_personal_data" in situation.found:
        return PersonalData(Personal.UNKNOWN, Ground.SIGNS)
    said = _said_absent(situation)
    if said:
        return PersonalData(Personal.NO, Ground.SAID, said)
    if "personal" in situation.found:
        return PersonalData(Personal.YES, Ground.SIGNS, tuple(situation.words_of(("personal",))))
    if "harmless" in situation.found and not recorded and not _may_concern_people(situation):
        return PersonalData(Personal.NO, Ground.THINGS, tuple(situation.words_of(("harmless",))))
    if recorded == "unknown" or any(sign in situation.found for sign in _OPEN):
        return PersonalData(Personal.UNKNOWN, Ground.SIGNS)
    return PersonalData(Personal.UNTOUCHED, Ground.NOTHING)


def _said_absent(situation: Situation) -> tuple[Mention, ...]:
    if "no_personal_data" in situation.found:
        return situation.found["no_personal_data"]
    if "personal_words" in situation.denied and not any(sign in situation.found for sign in _IDENTIFYING):
        return situation.denied["personal_words"]
    return ()


def _may_concern_people(situation: Situation) -> bool:
    found = situation.found
    return "unsure_personal_data" in found or ("counts_people" in found and "infrared" not in found)
