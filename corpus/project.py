"""What somebody plans or has done, whether it is a fiche of the catalogue, one in a request, or a few free words.

What looks for its like and for what the law asks of it reads a `Project` alone, so that an idea of one sentence and
a whole fiche take the same way.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from corpus.errors import InvalidDocument
from corpus.models import Document, Euros, FilledText, Frozen, InitiativeFields, Language, Text, Url, Year

_NOT_COMPARED = {"id", "title"}


def _several(value: Any) -> Any:
    """One word where several may stand."""
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[Text, ...], BeforeValidator(_several)]


class FicheFields(Frozen):
    """The fields of an initiative, any of which may be unknown (`None`, or none of several)."""

    municipality: Texts | None = None
    province: Texts | None = None
    region: Text | None = None
    country: Text | None = None
    lead: Texts | None = None
    partners: Texts | None = None
    domains: Texts = ()
    technologies: Texts | None = None
    municipal_services: Texts | None = None
    status: Text | None = None
    status_year: Year | None = None
    start_year: Year | None = None
    end_year: Year | None = None
    budget_eur: Euros | None = None
    subsidy_eur: Euros | None = None
    funding_programme: Text | None = None
    results: Text | None = None
    personal_data: Literal["yes", "no", "unknown"] = "unknown"
    personal_data_reason: Text | None = None
    facts: Texts = ()
    source_urls: Annotated[tuple[Url, ...], BeforeValidator(_several)] = ()
    source_language: Text | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> FicheFields:
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValueError("end_year is before start_year")
        return self

    @classmethod
    def of_initiative(cls, fields: InitiativeFields) -> FicheFields:
        """The same values, a single place or lead as the only one of several."""
        return cls.model_validate(fields.model_dump(exclude=_NOT_COMPARED))


class Fiche(FicheFields):
    """A fiche as a request brings it: a title, a body in Markdown, and any subset of the fields.

    `id` is the document that it already is, if it is one.
    """

    id: str | None = None
    title: FilledText
    body: Text = ""


class Project(Frozen):
    """A project: its words in one language, and its fields where it has any.

    `document_id` is the fiche of the catalogue that it is; None for an idea or a fiche that only a request holds.
    """

    language: Language
    title: Text = ""
    summary: Text = ""  # one or two sentences, where it has some
    body: Text = ""
    fields: FicheFields | None = None
    document_id: str | None = None

    @classmethod
    def of_document(cls, document: Document) -> Project:
        """A fiche of the catalogue, in the language in which it is written.

        Raises InvalidDocument for a document of another kind.
        """
        if document.initiative is None:
            raise InvalidDocument(
                "only a project fiche describes a project", field="kind", source=document.id
            )
        return cls(
            language=document.language,
            title=document.title.get(document.language),
            summary=document.summary.get(document.language),
            body=document.body,
            fields=FicheFields.of_initiative(document.initiative),
            document_id=document.id,
        )

    @classmethod
    def of_text(cls, text: str, language: Language) -> Project:
        """An idea in free words."""
        return cls(language=language, body=text)

    @classmethod
    def of_fiche(cls, fiche: Fiche, language: Language) -> Project:
        """A fiche that a request brings, or a draft, of whose fields only those of an initiative are read."""
        fields = fiche.model_dump(include=set(FicheFields.model_fields))
        return cls(
            language=language, title=fiche.title, body=fiche.body, fields=FicheFields.model_validate(fields)
        )

    @property
    def text(self) -> str:
        """Title and body, as one text to read."""
        return "\n\n".join(filter(None, (self.title, self.body)))
