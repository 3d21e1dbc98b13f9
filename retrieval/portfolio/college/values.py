"""What a note for the college holds, whatever it is written on."""

from __future__ import annotations

from datetime import date
from typing import Literal

from corpus.models import Citation, Frozen, Language

SectionName = Literal["need", "precedents", "costs", "services", "obligations", "open"]


class Line(Frozen):
    """One point: a text of the note, then a quote word for word where there is one; `citations` are their sources."""

    text: str
    quote: str | None = None
    quote_language: Language | None = None
    citations: tuple[int, ...] = ()


class Section(Frozen):
    """A heading and its points; there is always one point at least, be it that nothing is known."""

    name: SectionName
    heading: str
    lines: tuple[Line, ...]


class CollegeNote(Frozen):
    """The note; `document_id` is the fiche that it is about, None for an idea."""

    title: str
    subtitle: str
    language: Language
    day: date
    document_id: str | None
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    warning: str
