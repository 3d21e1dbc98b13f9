"""Documents to passages: sections, then paragraphs, joined or cut to a size that one vector can hold.

Every passage is a slice of the body, so that a quote can be shown in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Document, Passage

TARGET_CHARACTERS = 700
MAX_CHARACTERS = 1100  # about 300 tokens in French; the model reads 512

# Only what one character decides: lazy groups between optional blanks take cubic time on a long blank line.
HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
_CLOSING_MARKS = re.compile(r"(?:^|(?<=[ \t]))#+$")
_SENTENCE_END = re.compile(r"(?<=[.!?…»])\s+(?=[A-ZÀ-ÖØ-Þ«\"'(\d-])|\n")

Span = tuple[int, int]


def passages_of(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in order; their spans never overlap."""
    spans = [
        (section, span)
        for section, start, end in _sections(document.body)
        for span in _sized_spans(document.body, start, end)
    ]
    return tuple(
        Passage(
            id=f"{document.id}:{number}",
            document_id=document.id,
            section=section,
            start=start,
            end=end,
            text=document.body[start:end],
        )
        for number, (section, (start, end)) in enumerate(spans, start=1)
    )


def heading_text(found: re.Match[str]) -> str:
    """The words of a heading, without the marks that may close it (`## Coût ##`, but `## C#`)."""
    return _CLOSING_MARKS.sub("", found.group(1).rstrip()).rstrip()


def _sections(body: str) -> Iterator[tuple[str, int, int]]:
    """(heading, start, end) of each stretch of text between headings."""
    heading, start = "", 0
    for found in HEADING.finditer(body):
        yield heading, start, found.start()
        heading, start = heading_text(found), found.end()
    yield heading, start, len(body)


def _sized_spans(body: str, start: int, end: int) -> Iterator[Span]:
    """Paragraphs joined up to the target size; longer ones cut at sentence ends."""
    pieces = [
        piece for paragraph in _trimmed_paragraphs(body, start, end) for piece in _cut(body, *paragraph)
    ]
    current: Span | None = None
    for piece in pieces:
        if current is not None and piece[1] - current[0] <= TARGET_CHARACTERS:
            current = (current[0], piece[1])
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current


def _trimmed_paragraphs(body: str, start: int, end: int) -> Iterator[Span]:
    for block in re.finditer(r"(?:[^\n]|\n(?![ \t]*\n))+", body[start:end]):
        text = block.group()
        left = len(text) - len(text.lstrip())
        right = len(text.rstrip())
        if right > left:
            yield start + block.start() + left, start + block.start() + right


def _cut(body: str, start: int, end: int) -> Iterator[Span]:
    """One paragraph as pieces of at most MAX_CHARACTERS, at sentence ends where there are any."""
    while end - start > MAX_CHARACTERS:
        window = body[start : start + MAX_CHARACTERS]
        stops = [found.start() for found in _SENTENCE_END.finditer(window)]
        stop = stops[-1] if stops else max(window.rfind(" "), 0) or MAX_CHARACTERS
        yield start, start + len(window[:stop].rstrip())
        start += stop
        while start < end and body[start].isspace():
            start += 1
    if end > start:
        yield start, end
