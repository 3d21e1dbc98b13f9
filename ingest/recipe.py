"""What a document is found by: the texts that are embedded, and the names that only match as words.

`RECIPE` is part of each document's content hash: change it when the texts here change, and the next
ingest derives them anew (embedding only what is really new).
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from corpus.filters import WORDS
from corpus.labels import value_label
from corpus.models import LANGUAGES, Asked, Document, Language, Passage
from corpus.places import Gazetteer
from corpus.sentences import sentence_spans
from corpus.taxonomy import terms_of
from ingest.passages import HEADING
from retrieval.catalogue.conditions import words_value
from retrieval.catalogue.records import KEYWORDS, SENTENCE, NewEntry

RECIPE = "3"
_LABELLED = ("domain", "technology", "service", "status", "programme", "theme", "trigger")


@cache
def recipe_fingerprint() -> str:
    """Changes when a document would be derived differently from the same file."""
    digest = hashlib.sha256(RECIPE.encode())
    for name in ("taxonomy.yaml", "places/municipalities.csv", "places/places.yaml"):
        digest.update((resources.files("corpus") / name).read_bytes())
    return digest.hexdigest()[:16]


def entries_of(document: Document, passages: tuple[Passage, ...]) -> tuple[NewEntry, ...]:
    """Titles, summaries, questions of both sorts, passages, their sentences, and keywords in four languages."""
    titles = [NewEntry("title", language, document.title.get(language)) for language in LANGUAGES]
    summaries = [
        NewEntry("summary", language, text)
        for language in LANGUAGES
        if not _begins(document, text := document.summary.get(language))
    ]
    questions = [NewEntry("question", language, text) for language, text in document.questions.items()]
    asked = [
        NewEntry("asked", language, text, _holder(passages, one))
        for one in document.asked
        for language, text in one.questions.items()
    ]
    parts = [
        NewEntry("passage", document.language, _passage_text(document, passage), passage.id)
        for passage in passages
    ]
    keywords = [NewEntry(KEYWORDS, language, _keywords(document, language)) for language in LANGUAGES]
    sentences = [
        NewEntry(SENTENCE, document.language, passage.text[start:end], passage.id)
        for passage in passages
        for start, end in sentence_spans(passage.text)
    ]
    return tuple(_each_once([*titles, *summaries, *questions, *asked, *parts, *sentences, *keywords]))


def _holder(passages: tuple[Passage, ...], asked: Asked) -> str | None:
    """The passage in which the first answering sentence stands; None when the text was changed since."""
    return next((passage.id for passage in passages if asked.sentences[0] in passage.text), None)


def stored_terms(document: Document) -> dict[str, tuple[str, ...]]:
    """Values for filters and facets: normalised terms, words of free fields, known and missing fields."""
    terms = dict(terms_of(document.fields))
    terms["kind"] = (document.kind,)
    terms["language"] = (document.language,)
    values = document.fields.model_dump()
    terms["known"] = tuple(name for name, value in values.items() if _is_known(value))
    terms["missing"] = tuple(name for name, value in values.items() if not _is_known(value))
    if document.initiative:
        recorded = {
            "technology": document.initiative.technologies or (),
            "programme": (document.initiative.funding_programme or "",),
            "partner": document.initiative.partners or (),
        }
        for facet in WORDS:
            terms[f"{facet}_words"] = tuple(words_value(text) for text in recorded[facet] if text)
    return {facet: found for facet, found in terms.items() if found}


def _is_known(value: object) -> bool:
    return value is not None and value != () and value not in ("unknown", "")


def _begins(document: Document, summary: str) -> bool:
    """Whether a summary is only the beginning of the text, as a plain file's is: it says nothing of its own."""
    prose = " ".join(HEADING.sub("", document.body).split())
    return prose.startswith(" ".join(summary.split()))


def _passage_text(document: Document, passage: Passage) -> str:
    """A passage is embedded with its title and heading: alone, "Il coûte 23 070 €" says nothing."""
    heading = f"{document.title.get(document.language)} · {passage.section}".rstrip(" ·")
    return f"{heading}\n{passage.text}"


def _keywords(document: Document, language: Language) -> str:
    names = [*_term_labels(document, language), *_place_names(document, language)]
    if language == document.language:
        names += _recorded_words(document)
    return " · ".join(dict.fromkeys(name for name in names if name))


def _term_labels(document: Document, language: Language) -> list[str]:
    terms = terms_of(document.fields)
    return [value_label(facet, slug, language) for facet in _LABELLED for slug in terms.get(facet, ())]


def _place_names(document: Document, language: Language) -> list[str]:
    gazetteer = Gazetteer.load()
    names: list[str] = []
    for level in ("municipality", "province"):
        for code in terms_of(document.fields).get(level, ()):
            place = gazetteer.get(level, code)
            if place is not None:
                names.append(place.names.get(language))
    return names


def _recorded_words(document: Document) -> list[str]:
    """Original words stay searchable beside the normalised ones."""
    if fiche := document.initiative:
        lead = fiche.lead if isinstance(fiche.lead, tuple) else (fiche.lead or "",)
        groups = (
            lead,
            fiche.partners or (),
            fiche.domains,
            fiche.technologies or (),
            fiche.municipal_services or (),
            (fiche.funding_programme or "",),
        )
        return [word for group in groups for word in group]
    if sheet := document.practice:
        return [sheet.theme, sheet.audience, *(sheet.related_regulations or ())]
    if (article := document.regulation) and (act := document.act):
        number = article.article
        return [
            f"{act.nom_court} article {number}",
            f"art. {number}",
            act.titre_officiel_abrege,
            act.celex_ou_numac,
        ]
    return []


def _each_once(entries: list[NewEntry]) -> list[NewEntry]:
    seen: set[tuple[str, str, str | None]] = set()
    kept: list[NewEntry] = []
    for entry in entries:
        key = (entry.role, entry.text, entry.passage_id)
        if entry.text and key not in seen:
            seen.add(key)
            kept.append(entry)
    return kept
