"""What somebody follows: a question or conditions, how often they want to hear of it, and when not."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator

from corpus.filters import Filters
from corpus.models import Frozen, Language, Text
from corpus.places import Gazetteer

ZONE = ZoneInfo("Europe/Brussels")  # in which quiet hours are meant
_SMALLER, _LARGER = 0.5, 2.0  # of our inhabitants: a town of our size
Hour = Annotated[int, Field(ge=0, le=23)]


class Cadence(StrEnum):
    """How often a digest may come; it comes only when there is something new."""

    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def pause(self) -> timedelta:
        """Between two digests."""
        return timedelta(days=1 if self is Cadence.DAILY else 7)


class Quiet(Frozen):
    """Hours of the day in which nothing is to come: from the first, up to the second, over midnight where it is smaller."""

    start: Hour
    end: Hour

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the quiet hours."""
        hour = moment.astimezone(ZONE).hour
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def end_after(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours in which it lies."""
        if not self.holds(moment):
            return moment
        local = moment.astimezone(ZONE)
        end = local.replace(hour=self.end, minute=0, second=0, microsecond=0)
        return (end if end > local else end + timedelta(days=1)).astimezone(moment.tzinfo)


class Wish(Frozen):
    """What to look out for: projects that answer the question, if there is one, and meet the conditions, if there are any.

    `like_ours`: only of municipalities that have between half and twice the inhabitants of the follower's own.
    """

    question: Annotated[Text, StringConstraints(strip_whitespace=True), StringConstraints(max_length=500)] = (
        ""
    )
    filters: Filters = Filters()
    like_ours: bool = False
    cadence: Cadence = Cadence.DAILY
    quiet: Quiet | None = None
    language: Language = "fr"

    @model_validator(mode="after")
    def _asks_for_something(self) -> Wish:
        if not self.question and self.filters.is_empty and not self.like_ours:
            raise ValueError("a question, conditions, or like_ours is needed")
        return self


_OPENING = re.compile(
    r"^\s*(?:"
    r"(?:pr[ée]viens|avertis|alerte|informe)[- ](?:moi|nous)\s+(?:quand|lorsque|d[èe]s qu(?:e|['’])|si)"
    r"|(?:prévenez|avertissez)[- ](?:moi|nous)\s+(?:quand|lorsque|d[èe]s qu(?:e|['’])|si)"
    r"|(?:waarschuw|verwittig)\s+(?:me|mij|ons)\s+(?:wanneer|als|zodra)|laat\s+(?:me|mij|ons)\s+weten\s+(?:wanneer|als|zodra)"
    r"|(?:sag|sagen sie)\s+(?:mir|uns)\s+bescheid,?\s+(?:wenn|sobald)|(?:informiere?|informieren sie)\s+(?:mich|uns),?\s+(?:wenn|sobald)"
    r"|(?:tell|notify|alert|warn)\s+(?:me|us)\s+(?:when|if|as soon as)|let\s+(?:me|us)\s+know\s+(?:when|if|as soon as)"
    r")\s*",
    re.IGNORECASE,
)
_OUR_SIZE = re.compile(
    r"\s+(?:de (?:ma|notre) taille|d['’]une taille (?:comme|semblable à) la n[ôo]tre"
    r"|van (?:mijn|onze) (?:grootte|omvang)|(?:in|von) (?:meiner|unserer) größe|(?:of|in) (?:my|our) size|our size)(?!\w)",
    re.IGNORECASE,
)


def read_question(text: str) -> tuple[str, bool]:
    """A wish as people say it, without "tell me when", and whether it is about places of their own size.

    "Préviens-moi quand une commune de ma taille lance une navette" → ("une commune lance une navette", True).
    """
    bare = _OPENING.sub("", text.strip(), count=1)
    said = _OUR_SIZE.sub("", bare)
    return said.strip() or text.strip(), said != bare


def municipalities_like(code: str) -> frozenset[str] | None:
    """The municipalities of about the size of this one, itself left out; None where its size is not known."""
    gazetteer = Gazetteer.load()
    ours = gazetteer.get("municipality", code)
    if ours is None or not ours.inhabitants:
        return None
    least, most = ours.inhabitants * _SMALLER, ours.inhabitants * _LARGER
    return frozenset(
        place.code
        for place in gazetteer.all("municipality")
        if place.inhabitants and least <= place.inhabitants <= most and place.code != code
    )
