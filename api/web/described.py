"""What a page is asked about: a fiche of the catalogue, or a project in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.auth import Parts, Reader
from api.web.addresses import document_address
from corpus.models import Document, Language, Text
from corpus.project import Project
from retrieval.query.language import detect_language

MOST_CHARACTERS = 5_000  # of a text in an address


@dataclass(frozen=True)
class Described:
    """The fiche or the words; `project` is None where neither was given, or the fiche cannot be read."""

    words: str
    document: Document | None
    project: Project | None

    def fiche(self, language: Language) -> tuple[str, str] | None:
        """Title and address of the fiche."""
        if self.document is None:
            return None
        return self.document.title.get(language), document_address(self.document.id)


def described(
    parts: Parts,
    caller: Reader,
    text: Annotated[Text, Query(max_length=MOST_CHARACTERS)] = "",
    initiative: Annotated[str, Query(max_length=200)] = "",
) -> Described:
    """The fiche `initiative` where the caller may read it, else the project in `text`; for FastAPI."""
    document = parts.catalogue.get(initiative, caller) if initiative else None
    if document is not None:
        return Described("", document, Project.of_document(document))
    words = text.strip()
    project = Project.of_text(words, detect_language(words).language) if words else None
    return Described(words, None, project)
