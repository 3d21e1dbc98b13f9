"""What a place is, and what a name in a sentence can mean."""

from __future__ import annotations

from typing import Literal

from corpus.models import Frozen, Language, LocalizedText

Level = Literal["municipality", "arrondissement", "province", "region", "community", "country"]


class Place(Frozen):
    """A place with its names.

    `code` is the NIS code of a Belgian municipality, the ISO 3166-1 code of a country in lower
    case, and otherwise the slug of the French name. A city abroad has level `municipality`.
    `current` is the code under which the place exists today: its own, unless it was merged.
    """

    code: str
    level: Level
    names: LocalizedText
    aliases: tuple[str, ...] = ()
    country: str
    region: str | None = None
    province: str | None = None
    arrondissement: str | None = None
    inhabitants: int | None = None
    lat: float | None = None
    lon: float | None = None
    postal_codes: tuple[str, ...] = ()
    current: str

    @property
    def is_current(self) -> bool:
        """Whether the place still exists under its own name."""
        return self.current == self.code

    @property
    def key(self) -> str:
        """Level and code in one word (`province/liege`), unique in the gazetteer."""
        return f"{self.level}/{self.code}"

    def name(self, language: Language) -> str:
        """The name for a reader of `language`."""
        return self.names.get(language)


class PlaceMatch(Frozen):
    """A name in a sentence: `text[start:end]`, with the word that decides where there is one.

    `readings` has the likeliest place first. `certain` means that it may become a filter.
    `note` tells the reader that the name is that of a municipality merged since.
    """

    start: int
    end: int
    text: str
    readings: tuple[Place, ...]
    certain: bool
    note: LocalizedText | None = None

    @property
    def place(self) -> Place:
        """The likeliest reading."""
        return self.readings[0]
