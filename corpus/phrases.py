"""Known phrases inside a sentence: words with their positions, folded and stripped of plurals.

Positions always refer to the text as given, so that a caller can cut a phrase out of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from corpus.models import Language

T = TypeVar("T")

# A word keeps its combining accents (text may come decomposed) and its final 's, which is a plural
# in Dutch (camera's) and a possessive in English (Namur's).
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*(?:['’]s(?![^\W_]))?")
_BREAK = re.compile(r"[,;:!?()\[\]{}«»\"“”„\n\r/|•…]|\.\s")
_ABBREVIATIONS = frozenset({"st", "ste", "prov", "arr"})  # their full stop ends no sentence
_NOT_DECOMPOSED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents or ligatures (`Écaussinnes` → `ecaussinnes`, `Straße` → `strasse`)."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(_NOT_DECOMPOSED))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def without_umlauts(text: str) -> str:
    """The spelling of keyboards without umlauts (`Büllingen` → `Buellingen`)."""
    return unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)


def word_set(words: str) -> frozenset[str]:
    """The set of the words of a text, for word lists that are easier to read as one line."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text, where it stands, and whether punctuation cuts it from the word before."""

    text: str
    start: int
    end: int
    folded: str
    after_break: bool = False

    @property
    def capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def words_of(text: str) -> list[Word]:
    """Every word of `text`, in order."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        found.append(
            Word(
                text=match.group(),
                start=match.start(),
                end=match.end(),
                folded=_folded_word(match.group()),
                after_break=bool(found) and _is_break(found[-1], text[found[-1].end : match.start()]),
            )
        )
    return found


def _is_break(before: Word, gap: str) -> bool:
    if before.folded in _ABBREVIATIONS and gap.startswith("."):
        gap = gap[1:]
    return _BREAK.search(gap) is not None


@lru_cache(maxsize=65536)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a name or label, the form under which a phrase is indexed."""
    return tuple(_folded_word(match) for match in _WORD.findall(text))


def _folded_word(word: str) -> str:
    return fold(word[:-2] if word[-2:] in {"'s", "’s"} else word)


# --- languages -----------------------------------------------------------------------------------

_FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "fr": word_set(
        "le la les des du un une et est sont dans avec pour sur qui que quel quelle quels quelles"
        " combien ou a au aux par ce ces il elle ont ete y sans chez"
    ),
    "nl": word_set(
        "het een van voor met wat welke welk hoeveel zijn zoals ook en er te op bij door naar niet"
        " wordt worden heeft hebben die dat uit aan of wie waar"
    ),
    "de": word_set(
        "der das dem des und ist sind welche welcher welches welchen wie viele gibt es fur mit im"
        " zu zum zur vom von auf wer wo ein eine einen einer nicht haben hat werden wurde wird die"
        " den uber aus nach"
    ),
    "en": word_set(
        "the of and is are in which what how many for with on that there have has been by from"
        " who where any do does this these were was about"
    ),
}


def likely_languages(folded: Sequence[str]) -> frozenset[Language]:
    """The languages whose little words occur most; all of them where none occurs.

    Enough to tell a German "wegen" from a Dutch one; not a language detector.
    """
    counts = {language: sum(word in known for word in folded) for language, known in _FUNCTION_WORDS.items()}
    most = max(counts.values())
    return frozenset(language for language, count in counts.items() if count == most)


# --- plurals -------------------------------------------------------------------------------------
# Only the regular plural is undone; irregular and short ones stand in the taxonomy. Each language
# has its own rule, because one rule for all would confuse words (German Zähler, a meter, and Zahl).

_SHORTEST_WORD = 4
_SHORTEST_STEM = 5  # shorter Dutch and German stems meet words of other languages (Bienen, bien)
_DUTCH_ENDING = re.compile(r"(?:en|e|n|s)$")
_DOUBLE_VOWEL = re.compile(r"([aeou])\1(?=[^aeiou]$)")
_GERMAN_ENDING = re.compile(r"(?:en|es|e|s|(?<=e[rl])n)$")


def _french(word: str) -> str:
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-2] + "l"
    return word[:-1] if word[-1] in "sx" and not word.endswith("ss") else word


def _english(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word[-1] == "s" and word[-2:] not in {"ss", "us", "is"} else word


def _dutch(word: str) -> str:
    """Strips to the bare stem: plurals in -en and -s both occur, often on the same word."""
    while match := _DUTCH_ENDING.search(word, _SHORTEST_STEM):
        word = word[: match.start()]
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return _DOUBLE_VOWEL.sub(r"\1", word) if len(word) > _SHORTEST_STEM else word


def _german(word: str) -> str:
    match = _GERMAN_ENDING.search(word, _SHORTEST_STEM)
    return word[: match.start()] if match else word


_SINGULAR: dict[Language, Callable[[str], str]] = {
    "fr": _french,
    "nl": _dutch,
    "de": _german,
    "en": _english,
}


@lru_cache(maxsize=65536)
def singular(word: str, language: Language) -> str:
    """The folded word without its regular plural ending; two forms of one word give the same."""
    return _SINGULAR[language](word) if len(word) >= _SHORTEST_WORD else word


# Dutch and German glue the subject to the thing: mobiliteitsprojecten, Energieprojekte.
_GLUED: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(r"(?<=\w{4})(?:project(?:en)?|initiatie(?:f|ven)|toepassing(?:en)?|oplossing(?:en)?)$"),
    "de": re.compile(
        r"(?<=\w{4})(?:projekt(?:e|en|s)?|initiativen?|vorhaben|losung(?:en)?|anwendung(?:en)?)$"
    ),
}


def subject_of(word: str, language: Language) -> str | None:
    """The subject of a folded compound with "project" (`energieprojecten` → `energie`), or None."""
    pattern = _GLUED.get(language)
    subject = pattern.sub("", word) if pattern else word
    return singular(subject.removesuffix("s"), language) if subject != word else None


# --- the index ---------------------------------------------------------------------------------


class _Node(Generic[T]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.values: list[T] = []


class PhraseIndex(Generic[T]):
    """Values under phrases; finding the longest phrase at a word costs its length, not the index's."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, phrase: Sequence[str], value: T) -> None:
        """Put `value` under the words of `phrase`; an empty phrase is ignored."""
        node = self._root
        for word in phrase:
            node = node.next.setdefault(word, _Node())
        if phrase and value not in node.values:
            node.values.append(value)

    def get(self, phrase: Sequence[str]) -> list[T]:
        """What stands under exactly this phrase."""
        node: _Node[T] | None = self._root
        for word in phrase:
            node = node.next.get(word) if node else None
        return list(node.values) if node and phrase else []

    def phrases_at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, list[T]]]:
        """Every phrase that begins at `start`, shortest first, as (end, values)."""
        node = self._root
        for position in range(start, len(words)):
            found = node.next.get(words[position])
            if found is None:
                return
            node = found
            if node.values:
                yield position + 1, node.values
