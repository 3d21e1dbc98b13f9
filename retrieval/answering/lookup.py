"""One field of one document: "Quel est le budget de Charl-E-District ?"

The document must be named by the question: the words that are left when the field's cue is taken away have
to be words of its title, place or owner. Otherwise there is no lookup, and passages are searched instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from corpus.labels import value_label
from corpus.models import LANGUAGES, Document, InitiativeFields, Language, json_number
from corpus.places import Gazetteer
from corpus.taxonomy import Taxonomy, terms_of
from corpus.text import translate
from retrieval.answering.answer import Figures
from retrieval.answering.quoting import without_markup
from retrieval.answering.twins import same_project
from retrieval.answering.wording import field_label, value_text
from retrieval.index.analysis import stem, words
from retrieval.query.figures import naming_text
from retrieval.query.folding import Span, fold
from retrieval.query.requested import requested_field, requested_spans
from retrieval.query.words.sentence import UNKNOWN, Sentence
from retrieval.search.results import Hit

_ENOUGH = 0.7  # share of the naming words that the document must hold
_NEARLY_ENOUGH = 0.65  # of three words two, where the document is also the nearest of all
_APART = 2.0  # how far the first document's score must be beyond the second's
_BESIDE = frozenset({"noun", "verb", "adj", "project", "money", "town"})  # a name may hold such a word too
_SHORT = 3  # letters
_SHORTEST_PART = 5  # letters


@dataclass(frozen=True)
class Lookup:
    """A field of a document; `value` is None where the sources do not say."""

    document: Document
    field: str
    value: int | float | str | tuple[str, ...] | None


def find_lookup(text: str, candidates: Sequence[Document]) -> Lookup | None:
    """The field and the one document that the question names; None when no document is clearly named."""
    field = requested_field(text)
    if field is None:
        return None
    document = named_fiche(text, candidates, requested_spans(text))
    return None if document is None else lookup_of(document, field)


def named_fiche(text: str, candidates: Sequence[Document], cues: Sequence[Span]) -> Document | None:
    """The one fiche that a question names beside the cues of what it asks; None where none or several bear that name.

    Several fiches of one project count as one: the first of them.
    """
    naming, beside = _naming_words(text, cues)
    if not naming:
        return None
    named = _best(naming, beside, [one for one in candidates if one.initiative is not None])
    if len(named) == 1 or (named and all(same_project(named[0], other) for other in named[1:])):
        return named[0]
    return None  # the caller searches


def lookup_of(document: Document, field: str) -> Lookup:
    """A field of a fiche."""
    assert document.initiative is not None
    return Lookup(document, field, field_value(document.initiative, field))


def described_lookup(text: str, hits: Sequence[Hit]) -> Lookup | None:
    """The known field of the first document, where a question describes it well enough to set it apart."""
    field, first = requested_field(text), hits[0]
    apart = len(hits) == 1 or first.score.total - hits[1].score.total >= _APART
    if field is None or first.document.initiative is None or not apart:
        return None
    value = field_value(first.document.initiative, field)
    return None if value is None else Lookup(first.document, field, value)


def _best(naming: set[str], beside: set[str], candidates: Sequence[Document]) -> list[Document]:
    """Those that hold enough of the naming words: most of them whole, then in part, then most of the others."""
    scored = [(_coverage(naming, beside, document), document) for document in candidates]
    enough = [one for one in scored if one[0].in_part >= _ENOUGH]
    if not enough and scored and scored[0][0].in_part >= _NEARLY_ENOUGH:
        enough = scored[:1]
    best = max((coverage for coverage, _ in enough), default=None)
    return [document for coverage, document in enough if coverage == best]


def field_value(fiche: InitiativeFields, field: str) -> int | float | str | tuple[str, ...] | None:
    """The recorded value as JSON carries it; the status as its normalised slug."""
    if field == "status":
        slug = next(iter(Taxonomy.load().normalise("status", fiche.status or "")), "unknown")
        return None if slug == "unknown" else slug
    value = getattr(fiche, field)
    if isinstance(value, Decimal):
        return json_number(value)
    if value in ("unknown", ()):
        return None
    return value  # type: ignore[no-any-return]


def lookup_text(lookup: Lookup, mark: int, language: Language) -> str:
    """One line: field, value, document, citation."""
    said = value_text(lookup.field, lookup.value, language)
    label = field_label(lookup.field, language)
    extra = ""
    if lookup.field == "status" and lookup.document.initiative and lookup.document.initiative.status_year:
        extra = " " + translate(language, "(en {year})", year=lookup.document.initiative.status_year)
    title = without_markup(lookup.document.title.get(language))
    colon = "\u00a0:" if language == "fr" else ":"
    return f"{label[:1].upper()}{label[1:]}{colon} **{said}**{extra} · {title} [{mark}]"


def unknown_text(lookup: Lookup, language: Language) -> str:
    """The sentence that names the document and the field it leaves unknown."""
    return translate(
        language,
        "La fiche « {title} » n'indique pas le champ « {field} » : les sources lues ne le disent pas.",
        title=without_markup(lookup.document.title.get(language)),
        field=field_label(lookup.field, language),
    )


def lookup_figures(lookup: Lookup) -> Figures:
    """The figure of a lookup."""
    return Figures(
        operation="lookup",
        value=lookup.value,
        unit="EUR" if lookup.field.endswith("_eur") else None,
        field=lookup.field,
        document_ids=(lookup.document.id,),
    )


def needles_of(lookup: Lookup) -> list[str]:
    """What the cited sentence should hold."""
    value = lookup.value
    if isinstance(value, (tuple, list)):
        return [str(item) for item in value]
    if lookup.field == "status":
        return [value_label("status", str(value), "fr")]
    return [str(value)]


def _naming_words(text: str, cues: Sequence[Span]) -> tuple[set[str], set[str]]:
    """The folded words that no role in a question explains, which name the document; and the other nouns and verbs."""
    tokens = [
        one
        for one in Sentence.read(naming_text(text, cues)).tokens
        if not any(span[0] < one.end and one.start < span[1] for span in cues)
    ]
    naming = {word for one in tokens if one.role == UNKNOWN for word in words(one.text) if len(word) > 1}
    beside = {word for one in tokens if one.role in _BESIDE for word in words(one.text) if len(word) > _SHORT}
    return naming, beside - naming


class _Coverage(NamedTuple):
    """Shares of the words of a question that the names of a document hold."""

    whole: float
    in_part: float
    beside: float


def _coverage(naming: set[str], beside: set[str], document: Document) -> _Coverage:
    names = _names(document)
    stems = {stem(word, language) for word in names for language in LANGUAGES}
    whole = {word for word in naming if _is_held(word, names, stems)}
    in_part = {word for word in naming - whole if any(_is_part(word, name) for name in names)}
    others = sum(_is_held(word, names, stems) for word in beside)
    return _Coverage(
        len(whole) / len(naming), len(whole | in_part) / len(naming), others / max(1, len(beside))
    )


def _is_held(word: str, names: set[str], stems: set[str]) -> bool:
    return word in names or any(stem(word, language) in stems for language in LANGUAGES)


def _is_part(word: str, name: str) -> bool:
    """ "Starkregenüberwachung" and "Starkregen": Dutch and German put words together."""
    shorter, longer = sorted((word, name), key=len)
    return len(shorter) >= _SHORTEST_PART and (longer.startswith(shorter) or longer.endswith(shorter))


def _names(document: Document) -> set[str]:
    fiche = document.initiative
    assert fiche is not None
    texts = [document.title.get(language) for language in LANGUAGES]
    texts += [document.id.replace("-", " "), *_tuple(fiche.lead)]
    gazetteer = Gazetteer.load()
    for code in terms_of(fiche).get("municipality", ()):
        if place := gazetteer.get("municipality", code):
            texts += [place.names.get(language) for language in LANGUAGES]
    return {word for text in texts for word in words(fold(text))}


def _tuple(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
