"""What is to be shown, in the forms that Slack may take: as it should be, simpler, and as text alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.block_kit import length_problem
from bot.block_kit.surfaces import MOST_BLOCKS
from bot.escaping import cut, plain

Block = dict[str, Any]
MARKDOWN_LENGTH = 9_000  # below Slack's 12 000: what stands below the text counts too
UPDATE_LENGTH = 3_900  # of the `text` of a change


@dataclass(frozen=True)
class Form:
    """One form of a message: a text, and the blocks below it; a `bare` one is its text alone, in no block."""

    text: str
    below: tuple[Block, ...] = ()
    bare: bool = False

    @property
    def first_part(self) -> str:
        """As much of the text as one message takes."""
        return parts_of(self.text)[0]

    @property
    def further_parts(self) -> tuple[str, ...]:
        """The rest of the text, a message each."""
        return tuple(parts_of(self.text)[1:])

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the message, its text among them."""
        if self.bare:
            return ()
        return (*markdown_blocks(self.first_part), *self.below)[: MOST_BLOCKS["message"]]


@dataclass(frozen=True)
class Content:
    """`text` is escaped CommonMark, `summary` an escaped line for notifications, `blocks` stand below the text.

    `older` are blocks for clients and workspaces that do not take the newest kinds, `simpler` for those that take no
    kind of table. `whole` is the text where no table says a part of it; empty where that is `text`. `steps` are what was
    done on the way, told where the answer is streamed.
    """

    text: str
    summary: str
    blocks: tuple[Block, ...] = ()
    older: tuple[Block, ...] = ()
    simpler: tuple[Block, ...] = ()
    whole: str = ""
    sources: tuple[tuple[str, str], ...] = ()  # title and address
    steps: tuple[str, ...] = ()

    def forms(self) -> Iterator[Form]:
        """The best first; the last has no blocks, and nothing that could be refused."""
        whole = self.whole or self.text
        every = (
            Form(self.text, self.blocks),
            Form(self.text, self.older),
            Form(whole, self.simpler),
            Form(whole),
        )
        seen: list[tuple[Block, ...]] = [()]
        for form in every:
            if form.blocks not in seen and length_problem(form.blocks) is None:
                seen.append(form.blocks)
                yield form
        yield Form(whole, bare=True)


def markdown_blocks(text: str) -> Iterator[Block]:
    """A `markdown` block, unless there is nothing to say."""
    if text.strip():
        yield {"type": "markdown", "text": text}


def parts_of(text: str, length: int = MARKDOWN_LENGTH) -> list[str]:
    """The text in parts of at most so many characters, cut where a paragraph, a line or a word ends."""
    parts = []
    while len(text) > length:
        end = max(text.rfind(sign, length // 2, length) for sign in ("\n\n", "\n", " "))
        end = end if end > 0 else _outside_an_entity(text, length)
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip("\n")
    return [*parts, text]


def _outside_an_entity(text: str, end: int) -> int:
    """Not inside of `&lt;`."""
    start = text.rfind("&", end - 5, end)
    return start if start > 0 and ";" not in text[start:end] else end


def shortened(text: str) -> str:
    """A text for the `text` of a message, outside of whose entities it is cut."""
    short = cut(text, UPDATE_LENGTH)
    start = short.rfind("&", len(short) - 6)
    return short[:start] + "…" if start >= 0 and ";" not in short[start:] else short


def paragraph(*elements: Block) -> Block:
    """A `rich_text` block of one paragraph."""
    return {"type": "rich_text", "elements": [section(elements)]}


def section(elements: Sequence[Block]) -> Block:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(items: Sequence[Sequence[Block]]) -> Block:
    """A list of rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(item) for item in items]}


def context(words: str) -> Block:
    """A small line in which nothing is read as mark-up."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": plain(words), "emoji": False}]}
