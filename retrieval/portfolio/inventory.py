"""The data inventory: who produces, reuses or publishes which data, in the words of the fiches.

Read from the section on data: a sentence is listed with what it says is done with data. One that only says whether
data are personal, or that something is not known, describes no data and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.access import Caller
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Citation, Document, Frozen, InitiativeFields, Language
from corpus.taxonomy import terms_of
from retrieval.answering.citations import Bibliography
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.telling import DATA, Told, cues_of, telling_of
from retrieval.query.folding import fold
from retrieval.search.links import Links


class DataRole(StrEnum):
    """What an initiative does with data; `describes` where its sentence does not say which."""

    PRODUCES = "produces"
    REUSES = "reuses"
    PUBLISHES = "publishes"
    DESCRIBES = "describes"


_CUES = {
    DataRole.PRODUCES: cues_of(
        fr=r"mesur(?:e|es|ent|ee|ees|er)\b|releve(?:s|nt|es?|ees?)?\b(?! (?:\w+ ){0,3}d[eu'])|releves\b|recueill\w*|collect\w*|capte(?:nt)?\b|comptent?\b|comptage|enregistr\w*|transmet\w*|produi\w*|photographi\w*"
        r"|scann\w*|lit\b|lisent\b|lecture|identifi\w*|detect\w*|localis\w*|geolocalis\w*|suivent?\b|on suit\b",
        nl=r"meet\b|meten\b|gemeten|verzamel\w*|registre\w*|geregistreerd|telt\b|tellen\b|leest\b|opgemeten|produce\w*|detecte\w*",
        de=r"misst\b|messen\b|gemessen|sammel\w*|gesammelt|erfass\w*|erfasst|zahlt\b|zahlen\b|liest\b|aufgezeichnet|erzeug\w*|ubermittel\w*",
        en=r"measur\w*|collect\w*|record(?:s|ed)\b|counts?\b|counted|produc\w*|captur\w*|detect\w*|transmit\w*|reads?\b",
    ),
    DataRole.REUSES: cues_of(
        fr=r"reutilis\w*|crois(?:e|ent|ees?|es)\b|provien\w*|provenant|issue?s? d|(?:utilis|mobilis|emploi|exploit|reprend|reprenn|analys)\w* (?:les|des|ces)\b"
        r"|s'appui\w* sur (?:les|des)|servent a|sert a|a partir d|alimente\w*|fournie?s? par",
        nl=r"hergebruik\w*|gekruist|afkomstig|gebruikt? (?:de|data|gegevens)|op basis van|geleverd door",
        de=r"wiederverwend\w*|weiterverwend\w*|verknupft|stammen\b|stammt\b|nutzt\b|nutzen\b|auf der grundlage|geliefert von",
        en=r"re-?us\w*|cross\w*|comes? from|uses? (?:the|data)|based on|drawn from|provided by",
    ),
    DataRole.PUBLISHES: cues_of(
        fr=r"publi(?:e|es|ee|ees|er|ent|ait)\b|publication\b|donnees (?:publiques )?ouvertes|open data|opendata|portail|jeux? de donnees|telecharg\w*|diffus\w*"
        r"|librement accessible|en acces libre|cc by|api\b",
        nl=r"gepubliceerd|publice\w*|open data|opendata|portaal|datasets?\b|download\w*|vrij toegankelijk|api\b",
        de=r"veroffentlich\w*|offene daten|open data|opendata|portal\b|datensatz\w*|herunterlad\w*|frei zuganglich|api\b",
        en=r"publish\w*|open data|portal\b|datasets?\b|download\w*|freely accessible|api\b",
    ),
}
_DENIED = cues_of(
    fr=r"n[e'] ?\w+ (?:\w+ ){0,2}(?:pas|plus|ni|aucune?)\b|aucune?\b|sans\b",
    nl=r"(?:niet|geen|zonder)\b",
    de=r"(?:nicht|kein\w*|ohne)\b",
    en=r"(?:not|no|without)\b",
)
_OF_PERSONS = re.compile(
    r"donnees? (?:a caractere )?personnel|vie privee|\banonym|\bpersonnes?\b|persoonsgegeven|personenbezogen|personal data|privacy"
)
_OPEN_DATA = re.compile(r"open ?data|donnees ouvertes|offene daten")


class DataEntry(Frozen):
    """What is done with data, word for word; `field` is named where a recorded field says it instead of a sentence."""

    roles: tuple[DataRole, ...]
    quote: str
    language: Language
    field: str | None = None
    citation: int | None = None


class DataRow(Frozen):
    """The data of one initiative, with the organisations behind it."""

    document_id: str
    title: str
    organisations: tuple[str, ...]
    municipalities: tuple[str, ...]
    personal_data: str
    entries: tuple[DataEntry, ...]


class DataPage(Frozen):
    """Some rows in id order; `read` of `total` initiatives were looked at, those that tell nothing have no row."""

    rows: tuple[DataRow, ...]
    read: int
    total: int
    next: str | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Inventory:
    """Reads the data of the initiatives that a caller may read."""

    catalogue: Catalogue
    links: Links

    def page(
        self,
        filters: Filters,
        caller: Caller,
        language: Language,
        *,
        role: DataRole | None = None,
        after: str = "",
        limit: int = 50,
    ) -> DataPage:
        """The next initiatives after the id `after`, those that say what they do with data."""
        chosen = filters.model_copy(update={"kind": ("initiative",)})
        with self.catalogue.snapshot():
            page = self.catalogue.page(chosen, caller, after=after, limit=limit)
            passages = self.catalogue.passages([one.id for one in page.items], caller)
        bibliography = Bibliography(self.links, language)
        rows = []
        for document in page.items:
            telling = telling_of(document, passages.get(document.id, ()))
            entries = [
                *_of_fields(document),
                *(
                    _of_sentence(document, one, bibliography)
                    for one in _told(telling.under(DATA), document.language)
                ),
            ]
            kept = tuple(one for one in entries if role is None or role in one.roles)
            if kept:
                rows.append(_row(document, kept, language))
        return DataPage(
            rows=tuple(rows),
            read=len(page.items),
            total=page.total,
            next=page.next,
            citations=tuple(bibliography.citations),
        )


def roles_of(text: str, language: Language) -> tuple[DataRole, ...]:
    """What a sentence says is done with data; `describes` where it does not say, or denies it."""
    folded = fold(text)
    if not _DENIED[language].search(folded):
        found = tuple(role for role, cues in _CUES.items() if cues[language].search(folded))
        if found:
            return found
    return (DataRole.DESCRIBES,)


def _told(sentences: tuple[Told, ...], language: Language) -> Iterator[Told]:
    """Without questions, and without those that only say whether data are personal."""
    for one in sentences:
        says_what = roles_of(one.text, language) != (DataRole.DESCRIBES,)
        if not one.text.endswith("?") and (says_what or not _OF_PERSONS.search(one.folded)):
            yield one


def _of_sentence(document: Document, one: Told, bibliography: Bibliography) -> DataEntry:
    return DataEntry(
        roles=roles_of(one.text, document.language),
        quote=one.text,
        language=document.language,
        citation=bibliography.cite(document, one.sentence.passage, one.text),
    )


def _of_fields(document: Document) -> Iterator[DataEntry]:
    """A technology that is recorded as open data."""
    fields = document.initiative
    for word in (fields.technologies or ()) if fields else ():
        if _OPEN_DATA.search(fold(word)):
            yield DataEntry(
                roles=(DataRole.PUBLISHES,), quote=word, language=document.language, field="technologies"
            )


def _row(document: Document, entries: tuple[DataEntry, ...], language: Language) -> DataRow:
    fields = document.initiative
    assert isinstance(fields, InitiativeFields)
    codes = terms_of(fields)["municipality"]
    return DataRow(
        document_id=document.id,
        title=document.title.get(language),
        organisations=organisations_of(fields),
        municipalities=tuple(value_label("municipality", code, language) for code in codes),
        personal_data=fields.personal_data,
        entries=entries,
    )


def organisations_of(fields: InitiativeFields) -> tuple[str, ...]:
    """Who leads an initiative, as it is recorded."""
    if fields.lead is None:
        return ()
    return fields.lead if isinstance(fields.lead, tuple) else (fields.lead,)
