"""How words are read in each language: lower case, stop words, accents folded, endings cut.

Stop words go before the folding, since the lists carry accents, and once more after it for writers
who leave them out; stems are taken from the folded word on both sides, so that both agree.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import tantivy

from corpus.models import LANGUAGES, Language

_STEMMERS: dict[Language, str] = {"fr": "French", "nl": "Dutch", "de": "German", "en": "English"}
_MAX_WORD = 60
_WORD = re.compile(r"\w+")
# Question words and fillers that carry no subject and that the usual lists leave out.
_FILLERS: dict[Language, list[str]] = {
    "fr": "combien quel quelle quels quelles où ou qui que quoi quand comment pourquoi est-ce a-t-il déjà deja"
    " existe existe-t-il faut peut-on puis-je doit-on fait faire faut-il là dont chez entre sans selon".split(),
    "nl": "hoeveel welke welk wie wat waar wanneer hoe waarom bestaat bestaan heeft hebben mag moet moeten"
    " kan kunnen gibt al".split(),
    "de": "wie viele welche welcher welches wer was wo wann warum gibt es darf muss müssen mussen kann können"
    " konnen bereits schon".split(),
    "en": "how many much which who what where when why whose there exist exists may must can could should"
    " already does did do".split(),
}


@cache
def analyzer(language: Language) -> tantivy.TextAnalyzer:
    """The analyzer of one language."""
    name = _STEMMERS[language].lower()
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(_MAX_WORD),
        tantivy.Filter.lowercase(),
        tantivy.Filter.stopword(name),
        tantivy.Filter.custom_stopword(_FILLERS[language]),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword(name),
        tantivy.Filter.stemmer(name),
    ):
        builder = builder.filter(step)
    return builder.build()


def tokenizer_name(language: Language) -> str:
    """The name under which an index knows the analyzer."""
    return f"passerelle_{language}"


def words(text: str) -> list[str]:
    """The words of a question, as written, without single letters (elisions, initials)."""
    return [word for word in _WORD.findall(text) if len(word) > 1 or word.isdigit()]


@lru_cache(maxsize=100_000)  # bounded: words come from strangers
def _stem_cached(word: str, language: Language) -> str:
    tokens = analyzer(language).analyze(word)
    return str(tokens[0]) if tokens else ""


def stem(word: str, language: Language) -> str:
    """The stem of one word, or "" when it is a stop word of the language."""
    return _stem_cached(word, language) if len(word) <= _MAX_WORD else ""


def is_stop_word(word: str, language: Language) -> bool:
    """Whether a word says nothing about the subject in that language."""
    return not stem(word, language)


def stems(text: str, languages: tuple[Language, ...] = LANGUAGES) -> set[str]:
    """All stems of a text under some languages; for comparing a sentence with a question."""
    return set().union(*(_stems_of(word, languages) for word in set(words(text))))


@lru_cache(maxsize=50_000)
def _stems_of(word: str, languages: tuple[Language, ...]) -> frozenset[str]:
    return frozenset(found for language in languages if (found := stem(word, language)))
