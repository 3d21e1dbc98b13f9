"""A question as words with their roles: what asks, what is counted, what narrows, what adds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from corpus.models import Language
from corpus.phrases import Word, words_of
from retrieval.query.folding import Span
from retrieval.query.words.lexicon import Lexicon

UNKNOWN = "unknown"
# Accents that tell two words apart; without them the commoner word is meant.
_ACCENTED = {"à": "prep", "où": "pron", "côte": UNKNOWN, "côtes": UNKNOWN}
_LONGEST = 6  # words of a phrase of the lexicon


@dataclass(frozen=True, slots=True)
class Token:
    """One phrase of the sentence with its role; a condition's tokens have the condition's kind."""

    start: int
    end: int
    role: str
    text: str  # folded
    after_break: bool = False

    @property
    def span(self) -> Span:
        """Where it stands, in characters."""
        return self.start, self.end


@dataclass(frozen=True)
class Sentence:
    """The tokens of a text, in order."""

    text: str
    language: Language
    tokens: tuple[Token, ...]

    @classmethod
    def read(cls, text: str) -> Sentence:
        """Every word with its role, or `UNKNOWN`."""
        return _read(text)

    @cached_property
    def roles(self) -> str:
        """The roles between spaces, for rules written as regular expressions."""
        return f" {' '.join(token.role for token in self.tokens)} "

    def has(self, *roles: str) -> bool:
        """Whether a word of one of these roles is in it."""
        return any(token.role in roles for token in self.tokens)

    def matches(self, rule: re.Pattern[str]) -> bool:
        """Whether the roles follow a rule."""
        return rule.search(self.roles) is not None

    def matched(self, rule: re.Pattern[str]) -> tuple[Token, ...]:
        """The tokens of the first place where the roles follow a rule."""
        found = rule.search(self.roles)
        if found is None:
            return ()
        first = self.roles.count(" ", 0, found.start() + 1) - 1
        return self.tokens[first : first + len(found.group().split())]

    def with_conditions(self, spans: Iterable[tuple[Span, str]]) -> Sentence:
        """The same sentence, the words of each condition put together under its kind."""
        tokens = [*self.tokens]
        for span, kind in spans:
            inside = [one for one in tokens if one.start < span[1] and span[0] < one.end]
            if not inside:
                continue
            position = tokens.index(inside[0])
            role = "project" if any(one.role == "project" for one in inside) else kind
            merged = replace(inside[0], start=span[0], end=span[1], role=role)
            tokens[position : position + len(inside)] = [merged]
        return replace(self, tokens=tuple(tokens))

    def with_role(self, tokens: Iterable[Token], role: str) -> Sentence:
        """The same sentence, some words of it with another role."""
        chosen = set(tokens)
        changed = (replace(one, role=role) if one in chosen else one for one in self.tokens)
        return replace(self, tokens=tuple(changed))

    def between(self, first: Span, second: Span) -> tuple[Token, ...]:
        """The tokens that stand between two spans."""
        return tuple(one for one in self.tokens if one.start >= first[1] and one.end <= second[0])

    def unknown(self) -> tuple[Token, ...]:
        """The words that nothing accounts for."""
        return tuple(token for token in self.tokens if token.role == UNKNOWN)


@lru_cache(maxsize=256)  # a question is read half a dozen times, by all who ask something else of it
def _read(text: str) -> Sentence:
    words = words_of(text)
    folded = [word.folded for word in words]
    lexicon = Lexicon.load()
    languages = lexicon.languages(folded)
    tokens: list[Token] = []
    index = 0
    while index < len(words):
        end, role = _role(words, folded, index, languages, lexicon)
        tokens.append(_token(words[index:end], role))
        index = end
    return Sentence(text, languages[0], tuple(tokens))


def _role(
    words: Sequence[Word],
    folded: Sequence[str],
    index: int,
    languages: Sequence[Language],
    lexicon: Lexicon,
) -> tuple[int, str]:
    accented = _ACCENTED.get(words[index].text.lower())
    stop = index + 1
    while stop < min(len(words), index + _LONGEST) and not words[stop].after_break:
        stop += 1
    found = lexicon.longest_at(folded[:stop], index, languages)
    if found and not (accented and found[0] == index + 1):
        return found
    if accented:
        return index + 1, accented
    return index + 1, UNKNOWN


def _token(words: Sequence[Word], role: str) -> Token:
    text = " ".join(word.folded for word in words)
    return Token(words[0].start, words[-1].end, role, text, words[0].after_break)
