"""Typing errors in the words that nothing accounts for: the one known word that is near enough.

Only words of a certain length are corrected, and only where a single known word is nearest: "Wallonnie" is
read as "Wallonie", "Lier" never as "Liège".
"""

from __future__ import annotations

from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.models import LANGUAGES, Language
from corpus.phrases import folded_words
from corpus.places import Gazetteer, Level
from corpus.taxonomy import Facet, Taxonomy
from retrieval.query.folding import fold
from retrieval.query.normalising.numerals import NUMBER_WORDS
from retrieval.query.words.lexicon import Lexicon
from retrieval.query.words.sentence import Sentence

_SHORTEST = 5  # letters
_LONG = 9  # letters from which two errors are forgiven
_TWO_ERRORS, _KEPT = 2, 4  # two are forgiven behind the first letters: "Teilprojekte" are no "Testprojekte"
_FACETS: tuple[Facet, ...] = ("domain", "technology", "service", "status", "programme")
_LEVELS: tuple[Level, ...] = ("municipality", "province", "region", "country")


def corrected(text: str, words: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with its mistyped words replaced, and what was replaced by what."""
    changes = []
    language = Sentence.read(text).language
    for word in words:
        known = _nearest(fold(word), language)
        if known is not None:
            changes.append((word, known))
            text = text.replace(word, known.capitalize() if word[:1].isupper() else known)
    return text, tuple(changes)


def _nearest(word: str, language: Language) -> str | None:
    if len(word) < _SHORTEST or not word.isalpha() or word in NUMBER_WORDS:
        return None  # "three" is no mistyped "there"
    allowed = 2 if len(word) >= _LONG else 1
    near = process.extract(word, _vocabulary(language), scorer=OSA.distance, score_cutoff=allowed, limit=8)
    near = [one for one in near if one[1] < _TWO_ERRORS or one[0][:_KEPT] == word[:_KEPT]]
    near = [one for one in near if not _is_a_verb_for_a_noun(word, one[0], language)]
    near = [one for one in near if not _is_another_word(word, one[0])]
    best = [known for known, distance, _ in near if distance == min(one[1] for one in near)]
    best = [known for known in best if known[0] == word[0]] or (best if len(word) >= _LONG else [])
    return best[0] if best and _means_one_thing(best) else None


# "Se *contenter*" is no mistyped "conteneur": who mistypes a word seldom gives it the ending of an infinitive.
_INFINITIVES: dict[Language, tuple[str, ...]] = {"fr": ("er", "ir", "re")}


def _is_a_verb_for_a_noun(word: str, known: str, language: Language) -> bool:
    endings = _INFINITIVES.get(language, ())
    return word.endswith(endings) and not known.endswith(endings) if endings else False


def _is_another_word(word: str, known: str) -> bool:
    """Whether a word has the stem of a known one and an ending of its own, or begins otherwise.

    "Manager" is no mistyped "Manage", "évalués" no "évaluer", "préviennent" no "reviennent". Who mistypes an ending
    drops a letter or writes one twice. Two letters of as many written for others make another word, too:
    "dépassement" is no "département".
    """
    if word[0] != known[0]:
        return sorted(word[:2]) != sorted(known[:2])
    pairs = [*zip(word, known, strict=False)]
    common = next((at for at, (one, other) in enumerate(pairs) if one != other), len(pairs))
    rest, ending = word[common:], known[common:]
    if len(rest) <= _ENDING and len(ending) <= _ENDING:
        too_much = not ending and (rest in _HARMLESS or rest == word[common - 1])
        return not (known.startswith(word) or too_much or rest[::-1] == ending)
    replaced = sum(one != other for one, other in pairs)
    return len(word) == len(known) and replaced == _TWO_ERRORS and OSA.distance(word, known) == _TWO_ERRORS


_ENDING = 2  # letters
_HARMLESS = frozenset({"s", "e", "es"})  # written too many: "Wallonies"


def _means_one_thing(words: list[str]) -> bool:
    """Whether the words are forms of one: "projet", "projets"."""
    return len({word[: max(_SHORTEST, len(word) - 2)] for word in words}) == 1


@cache
def _vocabulary(language: Language) -> tuple[str, ...]:
    """Known words of one language, and the names of places in all: "handed" is no Dutch "handel"."""
    taxonomy = Taxonomy.load()
    words: set[str] = set()
    for facet in _FACETS:
        for term in taxonomy.terms(facet):
            for said in (term.labels.get(language), *getattr(term.synonyms, language)):
                words.update(folded_words(said))
    for level in _LEVELS:
        for place in Gazetteer.load().all(level):
            for one in LANGUAGES:
                words.update(folded_words(place.names.get(one)))
    words.update(Lexicon.load().words[language])
    return tuple(sorted(word for word in words if len(word) >= _SHORTEST - 1))
