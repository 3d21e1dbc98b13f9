"""What exists: documents of four kinds, their fields, passages and citations; all frozen.

Field names are those of the fact records (French for law sheets), so that a value can be followed
from its source to the screen. `None` means "the sources do not say", never zero.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from corpus.access import Visibility

Language = Literal["fr", "nl", "de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Kind = Literal["initiative", "regulation", "practice", "file"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Confidence = Literal["verifie_texte", "verifie_texte_auto", "verifie_page", "connaissance_generale"]


def _nfc(text: str) -> str:
    if any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("no database takes NUL or half a character")
    return unicodedata.normalize("NFC", text)


def _cents(amount: Decimal) -> Decimal:
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("money has at most two decimals")
    return amount


def json_number(amount: Decimal) -> int | float:
    """The JSON number that reads back as exactly this amount (at most two decimals)."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$", max_length=120)]
Text = Annotated[str, AfterValidator(_nfc)]
# Two steps: in one, what is nothing but blanks would be counted before they are taken away.
FilledText = Annotated[Text, StringConstraints(strip_whitespace=True), StringConstraints(min_length=1)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
Year = Annotated[int, Field(ge=1800, le=2100)]
Euros = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("1e12")),
    AfterValidator(_cents),
    PlainSerializer(json_number, return_type=int | float, when_used="json"),
]


class Frozen(BaseModel):
    """Base of every value that travels between rooms: immutable, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LocalizedText(Frozen):
    """One text in the four languages of the readers."""

    fr: FilledText
    nl: FilledText
    de: FilledText
    en: FilledText

    def get(self, language: Language) -> str:
        """The text for a reader of `language`."""
        text: str = getattr(self, language)
        return text

    @classmethod
    def same(cls, text: str) -> LocalizedText:
        """A name that is written alike in all four languages."""
        return cls(fr=text, nl=text, de=text, en=text)


class LocalizedList(Frozen):
    """Several texts a language, for instance the questions that a document answers."""

    fr: tuple[FilledText, ...] = ()
    nl: tuple[FilledText, ...] = ()
    de: tuple[FilledText, ...] = ()
    en: tuple[FilledText, ...] = ()

    def items(self) -> list[tuple[Language, str]]:
        """Every text with its language, in reading order."""
        return [(language, text) for language in LANGUAGES for text in getattr(self, language)]

    def texts(self) -> list[str]:
        """Every text, in reading order."""
        return [text for _, text in self.items()]


class Asked(Frozen):
    """Questions that some sentences of a document's body answer together, as people would put them.

    A document is found and answered by them; unlike its `questions` they are not shown.
    """

    sentences: Annotated[tuple[FilledText, ...], Field(min_length=1)]
    questions: LocalizedList


class InitiativeFields(Frozen):
    """A project as its sources describe it."""

    id: str
    title: FilledText
    municipality: Text | tuple[Text, ...] | None = None
    province: Text | tuple[Text, ...] | None = None
    region: Text | None = None
    country: Text
    lead: Text | tuple[Text, ...] | None = None
    partners: tuple[Text, ...] | None = None
    domains: tuple[Text, ...] = ()
    technologies: tuple[Text, ...] | None = None
    municipal_services: tuple[Text, ...] | None = None
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
    facts: tuple[Text, ...] = ()
    source_urls: tuple[Url, ...] = ()
    source_language: Text | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> InitiativeFields:
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValueError("end_year is before start_year")
        return self


class RegulationFields(Frozen):
    """One article (or group of articles) of one act, summarised in our own words."""

    id: str
    reglement: str
    article: Text
    sujet: FilledText
    obligation: FilledText
    qui: Text
    application: Text
    declencheurs: tuple[str, ...] = ()
    delais_chiffres: Text | None = None
    sanctions: Text | None = None
    source_url: Url
    confiance: Confidence


class Reference(Frozen):
    """A publication that a practice sheet rests on."""

    organisation: Text
    title: Text
    year: Year | None = None
    url: Url | None = None


class PracticeFields(Frozen):
    """A way of working that others have tried."""

    id: str
    title: FilledText
    theme: Text
    audience: Text
    problem: Text
    recommended_steps: tuple[Text, ...] = ()
    pitfalls: tuple[Text, ...] = ()
    indicators: tuple[Text, ...] = ()
    related_regulations: tuple[Text, ...] | None = None
    references: tuple[Reference, ...] = ()
    facts: tuple[Text, ...] = ()
    source_urls: tuple[Url, ...] = ()
    source_language: Text | None = None


class FileFields(Frozen):
    """What is known of an ingested file that is none of the three sheets."""

    name: Text


Fields = InitiativeFields | RegulationFields | PracticeFields | FileFields

FIELDS_OF_KIND: dict[Kind, type[Fields]] = {
    "initiative": InitiativeFields,
    "regulation": RegulationFields,
    "practice": PracticeFields,
    "file": FileFields,
}


class Act(Frozen):
    """A law, decree or regulation to which article sheets belong."""

    id: str
    celex_ou_numac: str
    titre_officiel_abrege: FilledText
    nom_court: FilledText
    juridiction: Text
    type: Text
    date: Text
    application: Text
    url: Url
    note: Text
    url_statut: Text
    version_lue: Text | None = None


class Document(Frozen):
    """Anything that can be found and cited. `body` is Markdown, in `language`."""

    id: Slug
    kind: Kind
    language: Language
    title: LocalizedText
    summary: LocalizedText
    questions: LocalizedList = LocalizedList()
    fields: Fields
    body: FilledText
    source_urls: tuple[Url, ...] = ()
    confidence: Confidence | None = None
    verified_on: date | None = None
    version_read: date | None = None  # of the legal text that was read, when known
    verification_note: Text | None = None  # what was not read, or from where else it is known
    related: tuple[Slug, ...] = ()  # documents that this one names
    related_acts: tuple[str, ...] = ()
    act: Act | None = None
    visibility: Visibility = Visibility.PUBLIC
    organisation: str | None = None
    updated_at: date
    asked: tuple[Asked, ...] = ()

    @model_validator(mode="after")
    def _fields_are_of_the_kind(self) -> Document:
        if not isinstance(self.fields, FIELDS_OF_KIND[self.kind]):
            raise ValueError(f"fields do not belong to a document of kind {self.kind!r}")
        return self

    @property
    def initiative(self) -> InitiativeFields | None:
        """The fields when this is a project fiche."""
        return self.fields if isinstance(self.fields, InitiativeFields) else None

    @property
    def regulation(self) -> RegulationFields | None:
        """The fields when this is an article sheet."""
        return self.fields if isinstance(self.fields, RegulationFields) else None

    @property
    def practice(self) -> PracticeFields | None:
        """The fields when this is a practice sheet."""
        return self.fields if isinstance(self.fields, PracticeFields) else None


class Passage(Frozen):
    """The part of a document that is retrieved and cited.

    `text == document.body[start:end]`; `page` is 1-based where the source has pages.
    """

    id: str
    document_id: str
    section: str
    page: int | None = None
    start: int = Field(ge=0)
    end: int
    text: FilledText


class Citation(Frozen):
    """Where a statement of an answer stands; `quote` is a substring of one passage's text."""

    n: int = Field(ge=1)
    document_id: str
    kind: Kind
    title: str
    section: str
    page: int | None
    url: str
    quote: str


_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """The slug of a name: folded to ASCII, lower case, hyphens (`Flandre-Occidentale` → `flandre-occidentale`)."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    ascii_only = folded.encode("ascii", "ignore").decode().lower()
    return _NOT_IN_SLUG.sub("-", ascii_only).strip("-")
