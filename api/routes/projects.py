"""What several routes are given: a project in free words or as a fiche, and the language of who reads the result."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.models import Language, Text
from corpus.project import Fiche, Project
from retrieval.query.language import detect_language

MOST_CHARACTERS = 50_000

Ui = Annotated[Language | None, Query(description="language of the reader; none: that of the project")]


class ProjectIn(BaseModel):
    """A project in free words or as a fiche; exactly one."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, Field(min_length=1, max_length=MOST_CHARACTERS)] | None = None
    fiche: Fiche | None = None
    language: Language | None = Field(default=None, description="of the words; none: it is recognised")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.text is None) == (self.fiche is None):
            raise ValueError("give either text or fiche")
        return self

    @property
    def project(self) -> Project:
        """The project that was sent."""
        if self.fiche is not None:
            words = f"{self.fiche.title}\n{self.fiche.body}"
            return Project.of_fiche(self.fiche, self.language or detect_language(words).language)
        text = self.text or ""
        return Project.of_text(text, self.language or detect_language(text).language)


def refuse(foreign: Filters) -> None:
    """Refuse parameters that are none of these routes'."""
    for name in foreign.as_dict():
        raise UnknownValue("filter", name, hint="no filter here")
