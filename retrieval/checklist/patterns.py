"""Words and word beginnings to look for in a text, in whatever of four languages it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.query.folding import fold

Span = tuple[int, int]
_GAP = r"[\s'’\-]{1,2}"
_SOME_WORDS = r"(?:\s+[\w'’\-]+){0,4}\s+"


@dataclass(frozen=True)
class Patterns:
    """Patterns of three kinds: as written, in small letters, and folded; each kind has its form of the text.

    What has accents is found without them too ("caméra", "camera"); what has none, or an umlaut, is found as it is:
    "place" is not "placé", and "zählung" not "Zahlung".
    """

    exact: re.Pattern[str] | None
    lowered: re.Pattern[str] | None
    folded: re.Pattern[str] | None

    @classmethod
    def of(cls, entries: Sequence[str]) -> Patterns:
        """Patterns where `*` is the rest (or the beginning) of a word, `~` up to four words, and a space any space, hyphen or apostrophe."""
        exact = [entry for entry in entries if entry != entry.lower()]
        others = [entry for entry in entries if entry == entry.lower()]
        accented = [entry for entry in others if entry != fold(entry) and not re.search("[äöü]", entry)]
        plain = [entry for entry in others if entry not in accented]
        return cls(_compiled(exact), _compiled(plain), _compiled([fold(entry) for entry in accented]))

    def spans(self, text: Text) -> Iterator[Span]:
        """Where they stand, by kind and then in order."""
        kinds = ((self.exact, text.written), (self.lowered, text.lowered), (self.folded, text.folded))
        for pattern, form in kinds:
            if pattern is not None:
                for match in pattern.finditer(form):
                    yield match.span()


@dataclass(frozen=True)
class Text:
    """A text in the three forms in which patterns look for words, all of one length."""

    written: str
    lowered: str
    folded: str

    @classmethod
    def of(cls, written: str) -> Text:
        """The forms of a text."""
        folded = fold(written)
        pairs = zip(written, folded, strict=True)
        lowered = "".join(one.lower()[:1] if one.isalpha() else plain for one, plain in pairs)
        return cls(written, lowered, folded)


def _compiled(entries: Sequence[str]) -> re.Pattern[str] | None:
    if not entries:
        return None
    longest_first = sorted(entries, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(_regex(entry) for entry in longest_first)})(?!\w)")


def _regex(entry: str) -> str:
    return _SOME_WORDS.join(_phrase(part) for part in entry.split("~"))


def _phrase(text: str) -> str:
    return _GAP.join(_word(word) for word in re.split(r"[ '’-]", text) if word)


def _word(word: str) -> str:
    """A word with a capital is looked for as it is written, even in a phrase whose other words are not."""
    regex = re.escape(word).replace(r"\*", r"[\w’']*")
    if word.startswith("*") and not word.endswith(
        "*"
    ):  # the end of a compound, of which a part of some length must be there
        regex = regex.replace(r"[\w’']*", r"\w{3,}", 1)
    return regex if word != word.lower() else f"(?i:{regex})"
