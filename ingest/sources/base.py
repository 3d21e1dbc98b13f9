"""The seam of importers: a source lists its items; each item is read once, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Document


@dataclass(frozen=True)
class SourceItem:
    """One thing to read, for instance a file.

    `ref` is its place below the source, stable between runs, so that a change and a removal are seen.
    """

    ref: str
    read: Callable[[], bytes]


class Source(Protocol):
    """A folder, a file or a portal."""

    @property
    def name(self) -> str:
        """The root that is read; documents of other roots are never touched."""
        ...

    @property
    def recipe(self) -> str:
        """Changes when the same bytes would be read differently (say, an act was corrected)."""
        ...

    @property
    def complete(self) -> bool:
        """Whether what is not listed has been removed (a folder), or was just not asked for (a file)."""
        ...

    def items(self) -> Iterator[SourceItem]:
        """Everything there is; raises SourceUnreadable."""
        ...

    def parse(self, item: SourceItem, content: bytes) -> Document:
        """The document that the bytes hold; raises InvalidDocument."""
        ...
