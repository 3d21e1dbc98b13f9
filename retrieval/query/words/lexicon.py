"""The words of `lexicon.yaml`: what each does in a question about figures, in four languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from corpus.models import LANGUAGES, Language
from corpus.phrases import PhraseIndex, folded_words
from retrieval.query.words.inflection import forms_of
from retrieval.query.words.roles import INERT

# In a sentence of another language only these are believed: "art" is no German noun in French.
_BORROWED = frozenset({"adj", "noun", "verb", "adv", "pron", "polite", "end", "start", "give", "share"})


@dataclass(frozen=True)
class Lexicon:
    """The role of every known phrase, language by language."""

    phrases: Mapping[Language, PhraseIndex[str]]
    words: Mapping[Language, frozenset[str]]  # those that ask or count

    @classmethod
    @cache
    def load(cls) -> Lexicon:
        """Read the words that ship; once a process."""
        text = (resources.files("retrieval.query.words") / "lexicon.yaml").read_text("utf-8")
        raw: dict[str, dict[Language, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
        phrases: dict[Language, PhraseIndex[str]] = {language: PhraseIndex() for language in LANGUAGES}
        words: dict[Language, set[str]] = {language: set() for language in LANGUAGES}
        for role, of_language in raw.items():
            for language, entries in of_language.items():
                for entry in entries.split(","):
                    for form in forms_of(entry.strip(), language):
                        phrases[language].add(folded_words(form), role)
                        if role not in INERT:
                            words[language].update(folded_words(form))
        return cls(phrases, {language: frozenset(known) for language, known in words.items()})

    def languages(self, folded: Sequence[str]) -> tuple[Language, ...]:
        """The languages, the one that knows most of the words first."""
        known = {
            language: sum(bool(index.get((word,))) for word in folded)
            for language, index in self.phrases.items()
        }
        return tuple(sorted(LANGUAGES, key=lambda language: -known[language]))

    def role_of(self, word: str) -> str | None:
        """The role of one folded word in Dutch or German, the languages that put words together."""
        roles = self.phrases["de"].get((word,)) or self.phrases["nl"].get((word,))
        return roles[0] if roles else None

    def longest_at(
        self, folded: Sequence[str], start: int, languages: Sequence[Language]
    ) -> tuple[int, str] | None:
        """End and role of the longest phrase at a word; another language only where the first knows none."""
        for language in languages:
            found = [*self.phrases[language].phrases_at(folded, start)]
            if language != languages[0]:
                found = [(end, roles) for end, roles in found if roles[0] not in _BORROWED]
            if found:
                return found[-1][0], found[-1][1][0]
        return None
