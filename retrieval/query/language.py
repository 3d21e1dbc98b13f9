"""Which of the four languages a text is written in.

Questions are short and full of names ("Quel est le budget de Smart Zone Antwerpen ?"), on which a statistical
detector alone errs. Function words do not: where those of one language clearly prevail, they decide.
"""

from __future__ import annotations

import re
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
_WORD = re.compile(r"[^\W\d_]+")
# Frequent words; those that two of the languages have ("in", "is", "was") count for neither.
_FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "le la les l un une des du au aux et ou où est sont a ont y il elle ils qui que quoi quel quelle quels"
        " quelles combien comment pourquoi quand dans sur pour par avec sans chez entre depuis cette ce ces son sa"
        " ses leur leurs nous vous je mon ma mes notre votre ne pas plus faut peut doit existe déjà fait ça ton"
        " d s qu c n aussi été être avoir".split()
    ),
    "nl": frozenset(
        "het een van voor met zijn wordt worden werd welke welk hoeveel waar wanneer waarom hoe wie wat er op naar"
        " bij uit om te dat deze dit niet geen ook moet mag kan kunnen heeft hebben onze ons mijn jullie u tussen"
        " sinds zonder door over als dan maar tot al nog onder bestaat bestaan in is of had we ik geef".split()
    ),
    "de": frozenset(
        "der die das ein eine einen einem einer des dem den und oder ist sind wurde werden wird welche welcher"
        " welches wie viele wo wann warum wer für mit von vom zum zur bei aus auf im nach seit über ohne nicht"
        " kein keine muss darf kann können haben hat gibt es wir uns ich unsere mein auch noch schon zwischen in an"
        " welchem welchen bitte sie mir".split()
    ),
    "en": frozenset(
        "a the an of and or is are was were which what who how many much where when why does do did has have had"
        " for with from by on to in at that this these those there their our your my we you they it its not must"
        " may can could should any about into since between without been be".split()
    ),
}
_SHARED = {
    word
    for language, words in _FUNCTION_WORDS.items()
    for word in words
    if sum(word in other for other in _FUNCTION_WORDS.values()) > 1
}
_FEWEST_WORDS = 3  # one or two words without function words are names as often as not
_LONG_ENOUGH = 2_000  # characters; more changes nothing


@dataclass(frozen=True)
class DetectedLanguage:
    """The likeliest language, all four in order, and whether there is little doubt."""

    language: Language
    ranking: tuple[Language, ...]
    certain: bool


@cache
def _detector() -> LanguageDetector:
    """Its small models, of three letters: the full ones cost 140 MB and a second, and err as often on questions."""
    return LanguageDetectorBuilder.from_languages(*_LINGUA).with_low_accuracy_mode().build()


def detect_language(text: str, *, default: Language = "fr") -> DetectedLanguage:
    """The language of a text; `default` when nothing in it tells (numbers, names, emoji)."""
    sample = text[:_LONG_ENOUGH]
    votes = _votes(sample)
    if not any(character.isalpha() for character in sample):
        return DetectedLanguage(default, (default, *(one for one in LANGUAGES if one != default)), False)
    values = {
        _LINGUA[one.language]: one.value for one in _detector().compute_language_confidence_values(sample)
    }
    total = sum(votes.values())
    scores = {
        language: values.get(language, 0.0) + (2.0 * votes[language] / total if total else 0.0)
        for language in LANGUAGES
    }
    ranking = tuple(sorted(LANGUAGES, key=lambda language: -scores[language]))
    share = scores[ranking[0]] / sum(scores.values()) if any(scores.values()) else 0.0
    certain = share >= _CERTAIN and (total > 0 or len(_WORD.findall(sample)) >= _FEWEST_WORDS)
    if not certain and total == 0 and len(_WORD.findall(sample)) < _FEWEST_WORDS:
        ranking = (default, *(one for one in ranking if one != default))
    return DetectedLanguage(ranking[0], ranking, certain)


def _votes(text: str) -> dict[Language, int]:
    """How many of the words only one language has, language by language."""
    words = [word for word in _WORD.findall(text.lower()) if word not in _SHARED]
    return {language: sum(word in own for word in words) for language, own in _FUNCTION_WORDS.items()}
