"""One field of one document: "Quel est le budget de Charl-E-District ?"

The document must be named by the question: the words that are left when the field's cue is taken away have
to be words of its title, place or owner. Otherwise there is no lookup, and passages are searched instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.labels import value_label
from corpus.models import LANGUAGES, Document, InitiativeFields, Language, json_number
from corpus.places import Gazetteer
from corpus.taxonomy import Taxonomy, terms_of
from corpus.text import translate
from retrieval.answering.answer import Figures
from retrieval.answering.quoting import without_markup
from retrieval.answering.wording import field_label, value_text
from retrieval.index.analysis import is_stop_word, stem, words
from retrieval.query.folding import fold
from retrieval.query.grammar import Grammar, first_match, spans_of

_ENOUGH = 0.7  # share of the naming words that the document must hold
_PARTLY = 0.6  # enough when the document is also the nearest of all
_FEWEST = 1


@dataclass(frozen=True)
class Lookup:
    """A field of a document; `value` is None where the sources do not say."""

    document: Document
    field: str
    value: int | float | str | tuple[str, ...] | None


def asked_field(text: str) -> str | None:
    """The field that a question names; None when it names none."""
    found = first_match(Grammar.load().fields, fold(text))
    return found[0] if found else None


def find_lookup(text: str, candidates: Sequence[Document]) -> Lookup | None:
    """The field and the one document that the question names; None when no document is clearly named."""
    field = asked_field(text)
    if field is None:
        return None
    naming = _naming_words(text, field)
    if len(naming) < _FEWEST:
        return None
    scored = [
        (coverage, document)
        for document in candidates
        if document.initiative is not None and (coverage := _coverage(naming, document)) >= _PARTLY
    ]
    if not scored:
        return None
    best = max(coverage for coverage, _ in scored)
    if best < _ENOUGH and scored[0][1] is not candidates[0]:
        return None  # partly named: only the nearest document of all may be meant
    named = [document for coverage, document in scored if coverage == best]
    if len(named) > 1:
        return None  # several fiches bear that name; the caller asks which, or searches
    document = named[0]
    assert document.initiative is not None
    return Lookup(document, field, field_value(document.initiative, field))


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


def _naming_words(text: str, field: str) -> set[str]:
    """Folded words that are left when cue, stop words and fillers are taken away."""
    folded = fold(text)
    grammar = Grammar.load()
    for patterns in (grammar.fields[field], grammar.fillers, grammar.kinds["initiative"]):
        for start, end in spans_of(patterns, folded):
            folded = folded[:start] + " " * (end - start) + folded[end:]
    return {
        word
        for word in words(folded)
        if len(word) > 1 and not any(is_stop_word(word, language) for language in LANGUAGES)
    }


def _coverage(naming: set[str], document: Document) -> float:
    names = _names(document)
    stems = {stem(word, language) for word in names for language in LANGUAGES}
    held = sum(
        word in names or any(stem(word, language) in stems for language in LANGUAGES) for word in naming
    )
    return held / len(naming)


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
