"""Several values of one facet: whether one of them is enough, or each project must have them all.

"Mobilité ou énergie" and "mobilité et énergie prises ensemble" count what has either; "à la fois mobilité et énergie",
"combinent drones et caméras" what has both. "Qui utilisent des drones et des caméras" may be meant either way: where
the figures differ, the reader is asked.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.folding import fold
from retrieval.query.words.cues import cue, word_set
from retrieval.query.words.sentence import Sentence, Token

Meaning = Literal["all", "either", "open"]
FACETS = ("domain", "technology", "service")  # of which a record has several values
# Verbs of putting together.
COMBINES = cue(__package__, "combines")
# "Et aussi", "en ook": the second is had besides the first.
_BESIDES = cue(__package__, "besides")
_ADDED = word_set(__package__, "added")
_STRESSED = re.compile(r"(?<![\wÀ-ÿ])(?:én|ET|EN|UND|AND)(?![\wÀ-ÿ])")
# "Participatie- en toerismeprojecten": projects of either kind.
_HALF_WORD = re.compile(r"\w- (?:en|und|et|and) \w")
_TOGETHER = cue(__package__, "together")


def joined(sentence: Sentence, conditions: Conditions) -> tuple[list[Condition], Meaning] | None:
    """The conditions of one facet that are joined by "and", and what that means; None where none are."""
    for facet in FACETS:
        said = [one for one in conditions.certain() if one.name == facet and not one.excluded]
        spans = {one.span for one in said}
        if len({one.value for one in said}) < 2 or len(spans) < 2 or len(spans) < len(said):
            continue
        between = [sentence.between(one.span, other.span) for one, other in pairwise(said)]
        return said, _meaning(sentence, said, between)
    return None


def _meaning(sentence: Sentence, said: list[Condition], between: list[tuple[Token, ...]]) -> Meaning:
    words = [one for gap in between for one in gap]
    stretch = sentence.text[said[0].span[1] : said[-1].span[0]]
    if any(one.role == "or" for one in words):
        return "either"
    if sentence.has("both") or COMBINES.search(fold(sentence.text)) or _STRESSED.search(stretch):
        return "all"
    if any(one.text in _ADDED or one.role == "project" for one in words):
        return "either"
    if _BESIDES.search(fold(stretch)):
        return "all"
    whole = sentence.text[said[0].span[0] : said[-1].span[1]]
    if (
        _HALF_WORD.search(whole)
        or _TOGETHER.search(fold(sentence.text))
        or sentence.has("compare", "more", "most")
    ):
        return "either"
    return "open" if any(one.role == "and" for one in words) else "either"
