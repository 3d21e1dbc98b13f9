"""A sentence and the caller's own filters, understood as a query."""

from __future__ import annotations

import re
import unicodedata

from corpus.filters import Filters
from corpus.models import LANGUAGES, Language
from retrieval.errors import QueryTooLong
from retrieval.query.conditions.condition import Conditions
from retrieval.query.conditions.reading import Reading, read
from retrieval.query.figures import read_figure_question
from retrieval.query.intents import intent_of
from retrieval.query.language import detect_language
from retrieval.query.query import MAX_CHARACTERS, Query
from retrieval.query.requested import requested_field

# In a search these conditions narrow what is found; a theme or a technology only favours documents, since a
# fiche on lighting may be recorded under energy and still be what is looked for.
_NARROWING = frozenset(
    {"country", "region", "province", "municipality", "year_from", "year_to", "budget_min", "budget_max",
     "subsidy_min", "subsidy_max", "programme", "missing", "known", "arrondissement", "near"}
)  # fmt: skip
_MOST_OTHER_WORDS = 1  # a sentence with more is about something that filters cannot say
_LONGEST_READ = 600  # characters; a longer text is searched by its meaning alone
_FAVOURING = frozenset({"domain", "municipality", "province", "region"})


def clean(text: str) -> str:
    """NFC, without control characters; raises QueryTooLong."""
    if len(text) > MAX_CHARACTERS:
        raise QueryTooLong(len(text), MAX_CHARACTERS)
    normal = unicodedata.normalize("NFC", text)
    kept = "".join(
        character if character.isprintable() else " " for character in normal if character != "\u200b"
    )
    return " ".join(kept.split())


def understand(
    text: str,
    *,
    filters: Filters | None = None,
    language: Language | None = None,
    infer: bool = True,
) -> Query:
    """What is searched for. Filters of the caller win over those read from the sentence.

    Raises QueryTooLong.
    """
    asked = filters or Filters()
    sentence = clean(text)
    detected = detect_language(sentence)
    chosen = language or (detected.language if detected.certain else detected.ranking[0])
    ranking = (chosen, *(one for one in detected.ranking if one != chosen))
    if not infer or not sentence or len(sentence) > _LONGEST_READ:
        return Query(text=sentence, language=chosen, languages=ranking, filters=asked)
    reading = read(sentence)
    figure = read_figure_question(sentence)
    inferred = Filters()
    asks = reading.sentence.matches(_ASKS_FOR_PROJECTS) and not reading.sentence.has(*_DENIALS)
    if asks and _is_about_conditions(reading):
        inferred = reading.conditions.filters(lambda one: one.certain and one.name in _NARROWING)
    hints = _hints(reading.conditions, set(inferred.as_dict()) | set(asked.as_dict()))
    return Query(
        text=sentence,
        language=chosen,
        languages=ranking,
        filters=asked.merged(inferred),
        inferred=inferred.without(*asked.as_dict()),
        hints=hints,
        unparsed=figure.unparsed if figure else (),
        corrections=figure.corrections if figure else (),
        intent=intent_of(sentence, figure),
        field=requested_field(sentence) if figure is None or figure.unparsed else figure.field,
    )


_ASKS_FOR_PROJECTS = re.compile(r" (?:project|how_many|number|which(?: (?:det|adj))* town) ")
_DENIALS = ("not", "no", "without", "except")  # those that no exclusion accounts for


def _hints(conditions: Conditions, decided: set[str]) -> tuple[Filters, ...]:
    """Each condition that only favours documents, on its own."""
    kept = [
        one
        for one in conditions.found
        if one.name in _FAVOURING and one.name not in decided and not one.excluded
    ]
    return tuple(conditions.filters(lambda other, one=one: other is one) for one in kept)  # type: ignore[misc]


def _is_about_conditions(reading: Reading) -> bool:
    """Whether its conditions are nearly all that the sentence says.

    "Projets de covoiturage à Namur" asks for what is recorded under Namur; "Renowatt : combien de contrats pendant
    l'essai du côté de Liège ?" asks for one text, which may be recorded elsewhere.
    """
    spans = ((one.span, one.name) for one in reading.conditions.found)
    return len(reading.sentence.with_conditions(spans).unknown()) <= _MOST_OTHER_WORDS


def order_of(language: Language) -> tuple[Language, ...]:
    """The four languages, one first."""
    return (language, *(one for one in LANGUAGES if one != language))
