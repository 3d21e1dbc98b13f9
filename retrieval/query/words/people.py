"""Words that tell of people and of why they ask, which mark a clause as said beside the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from corpus.models import Language
from corpus.phrases import PhraseIndex, Word, folded_words
from retrieval.query.words.cues import cue
from retrieval.query.words.inflection import forms_of

WANTS_TO_KNOW = cue(__package__, "wants_to_know")
# "Toujours *sur mon* rapport": what is one's own is no subject.
OWN = re.compile(r"\b(?:mon|ma|mes|notre|nos|mijn|ons|onze|mein\w*|unser\w*|my|our) $")
_SHORTEST_FIRST_PART = 3  # letters of a compound before its known end


@dataclass(frozen=True)
class Vocabulary:
    """Phrases, and ends of Dutch and German compounds."""

    phrases: PhraseIndex[bool]
    ends: tuple[str, ...]

    def at(self, words: list[Word], position: int) -> int | None:
        """Where a phrase of this vocabulary ends that begins at a word; None where none does."""
        found = [end for end, _ in self.phrases.phrases_at([one.folded for one in words], position)]
        if found:
            return found[-1]
        word = words[position].folded
        is_compound = any(
            word.endswith(end) and len(word) >= len(end) + _SHORTEST_FIRST_PART for end in self.ends
        )
        return position + 1 if is_compound else None

    def is_in(self, words: list[Word]) -> bool:
        """Whether one of its phrases is among some words."""
        return any(self.at(words, position) is not None for position in range(len(words)))


@dataclass(frozen=True)
class People:
    """Who asks or has asked, and what for."""

    people: Vocabulary
    officials: Vocabulary
    occasions: Vocabulary

    @classmethod
    @cache
    def load(cls) -> People:
        """Read the words that ship; once a process."""
        text = (resources.files("retrieval.query.words") / "people.yaml").read_text("utf-8")
        raw: dict[str, dict[Language, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
        return cls(*(_vocabulary(raw[name]) for name in ("people", "officials", "occasions")))


def _vocabulary(of_language: dict[Language, str]) -> Vocabulary:
    phrases: PhraseIndex[bool] = PhraseIndex()
    ends: list[str] = []
    for language, entries in of_language.items():
        for entry in (one.strip() for one in entries.split(",")):
            if entry.startswith("-"):
                ends += folded_words(entry)
                continue
            for form in forms_of(entry, language):
                phrases.add(folded_words(form), True)
    return Vocabulary(phrases, tuple(ends))
