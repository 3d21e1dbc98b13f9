"""Which of the four languages a text is written in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder

from corpus.models import LANGUAGES, Language

_LINGUA: dict[LinguaLanguage, Language] = {
    LinguaLanguage.FRENCH: "fr",
    LinguaLanguage.DUTCH: "nl",
    LinguaLanguage.GERMAN: "de",
    LinguaLanguage.ENGLISH: "en",
}
_CERTAIN = 0.6
_LONG_ENOUGH = 2_000  # characters; more changes nothing


@dataclass(frozen=True)
class DetectedLanguage:
    """The likeliest language, all four in order, and whether there is little doubt."""

    language: Language
    ranking: tuple[Language, ...]
    certain: bool


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LINGUA).build()


def detect_language(text: str, *, default: Language = "fr") -> DetectedLanguage:
    """The language of a text; `default` when nothing in it tells (numbers, names, emoji)."""
    values = _detector().compute_language_confidence_values(text[:_LONG_ENOUGH])
    ranked = [(_LINGUA[value.language], value.value) for value in values]
    if not ranked or ranked[0][1] == 0 or not any(character.isalpha() for character in text):
        return DetectedLanguage(default, (default, *(one for one in LANGUAGES if one != default)), False)
    return DetectedLanguage(
        ranked[0][0], tuple(language for language, _ in ranked), ranked[0][1] >= _CERTAIN
    )
