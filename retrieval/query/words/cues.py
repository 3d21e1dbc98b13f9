"""The cues of `cues.yaml`, one file a package: words and turns of phrase that rules ask for by name, by language.

A cue of one language means nothing else in another, so that all four are looked for at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

_FILE = "cues.yaml"
_OR = " | "  # between two alternatives; inside one a bar has no spaces
_Cues = Mapping[str, Mapping[str, str]]  # name → language → alternatives


def cue(package: str, name: str) -> re.Pattern[str]:
    """A pattern over folded text: whole words or phrases (section `words`), or as they stand (`patterns`).

    Raises KeyError where the package's file has no such name.
    """
    sections = _sections(package)
    if name in sections["words"]:
        return re.compile(rf"\b(?:{_alternatives(sections['words'][name])})\b")
    return re.compile(_alternatives(sections["patterns"][name]))


def word_set(package: str, name: str) -> frozenset[str]:
    """Folded words of all languages (section `sets`). Raises KeyError where there is no such name."""
    of_language = _sections(package)["sets"][name]
    return frozenset(word.strip() for words in of_language.values() for word in words.split(","))


def _alternatives(of_language: Mapping[str, str]) -> str:
    return "|".join(one for said in of_language.values() for one in said.split(_OR))


@cache
def _sections(package: str) -> Mapping[str, _Cues]:
    text = (resources.files(package) / _FILE).read_text("utf-8")
    read: dict[str, _Cues] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {"sets": {}, "words": {}, "patterns": {}, **read}
