"""What a chat model writes, cut into sentences with their marks while it is still being written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentence_spans

NO_ANSWER = "NO_ANSWER"  # what the model is told to write when the sources do not answer
_MARK = re.compile(
    r"\s*(?:[\[【]\s*(?:sources?\s*)?|\(sources?\s*)\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*[\]】)]", re.IGNORECASE
)
_ONLY_MARKS = re.compile(rf"(?:{_MARK.pattern}|[\s.;,])+", re.IGNORECASE)
_MAY_BE_MARKS = re.compile(r"[^\w\[【(]*(?:[\[【(]|$)")  # how marks begin, as far as they have come
_GLUED_MARK = re.compile(r"(?<=[.!?…])(?=[\[【]\d)")
_LINE_MARK = re.compile(r"^\s*(?:[-*•>]+|#{1,6}|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w))(?=\S)(.+?)(?<=\S)\1")
_ENDED = re.compile(r"[.!?…][\s»\"”)]*$")


@dataclass(frozen=True)
class Claim:
    """A sentence of a model: its words without Markdown, and the numbers of the sources that it names."""

    text: str
    marks: tuple[int, ...] = ()


class ClaimReader:
    """Takes pieces of text as they come and gives back the sentences that are whole."""

    def __init__(self) -> None:
        self._open = ""  # the line that is being written
        self._told = 0  # how many of its sentences were given back

    def read(self, piece: str) -> Iterator[Claim]:
        """The sentences that this piece completes; the last one waits, since a mark may follow it."""
        self._open += piece
        *lines, self._open = self._open.split("\n")
        for line in lines:
            yield from self._beyond(_sentences(line))
            self._told = 0
        *whole, rest = _sentences(self._open) or [""]
        if whole and _MAY_BE_MARKS.match(rest):  # of the sentence before
            whole.pop()
        yield from self._beyond(whole)
        self._told = max(self._told, len(whole))

    def finish(self, *, interrupted: bool) -> Iterator[Claim]:
        """What is left at the end; half a sentence is left out when the text was cut off."""
        rest = _sentences(self._open)
        if rest and interrupted and not _ENDED.search(_MARK.sub("", rest[-1])):
            rest.pop()
        yield from self._beyond(rest)
        self._open, self._told = "", 0

    def _beyond(self, sentences: list[str]) -> Iterator[Claim]:
        return _claims(sentences[self._told :])


def _sentences(line: str) -> list[str]:
    """The sentences of a line; marks that stand after the full stop stay with their sentence."""
    line = _GLUED_MARK.sub(" ", line)
    found: list[str] = []
    for start, end in sentence_spans(line):
        sentence = line[start:end]
        leading = re.match(rf"(?:{_MARK.pattern})+", sentence, re.IGNORECASE)
        if found and leading:
            found[-1] += " " + leading.group()
            sentence = sentence[leading.end() :].strip()
        if found and _ONLY_MARKS.fullmatch(sentence):
            found[-1] += " " + sentence
        elif sentence:
            found.append(sentence)
    return found


def _claims(sentences: list[str]) -> Iterator[Claim]:
    for sentence in sentences:
        marks = [int(n) for found in _MARK.finditer(sentence) for n in re.findall(r"\d+", found.group())]
        text = _EMPHASIS.sub(r"\2", _LINE_MARK.sub("", _MARK.sub("", sentence)))
        text = re.sub(r"\s+([.,…])", r"\1", " ".join(text.split()))
        if any(character.isalpha() for character in text):
            yield Claim(text, tuple(dict.fromkeys(marks)))
