"""A folder of generated sheets that changes from round to round, seeded."""

from __future__ import annotations

from pathlib import Path
from random import Random

from corpus.markdown import render_document
from tests.builders import a_fiche

_TOWNS = ("Namur", "Liège", "Mons", "Charleroi", "Arlon", "Wavre", "Dinant", "Huy")
_THINGS = (
    "capteurs de stationnement",
    "lampes LED",
    "bornes de recharge",
    "jumeau numérique",
    "vélos partagés",
)
_WORDS = (
    "la ville mesure le trafic chaque nuit et publie les données ouvertes pour les riverains qui se"
    " plaignaient du bruit des rues sombres où le service technique a posé du matériel sobre et réparable"
).split()


class Sheets:
    """Files below `folder`: file name → document id, with a version that counts the changes."""

    def __init__(self, folder: Path, rng: Random, *, count: int) -> None:
        self.folder = folder
        self._rng = rng
        self._made = 0
        self.ids: dict[str, str] = {}
        folder.mkdir(parents=True)
        for _ in range(count):
            self.add()

    def add(self) -> None:
        self._made += 1
        self._write(f"sheet-{self._made:03d}.md", f"fiche-{self._made:03d}")

    def change(self, name: str) -> None:
        self._write(name, self.ids[name])

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()
        del self.ids[name]

    def rename(self, name: str) -> None:
        """Another file name, the same document."""
        self._made += 1
        new = f"renamed-{self._made:03d}.md"
        (self.folder / name).rename(self.folder / new)
        self.ids[new] = self.ids.pop(name)

    def identify_anew(self, name: str) -> None:
        """The same file, another document."""
        self._made += 1
        self._write(name, f"fiche-{self._made:03d}")

    def swap(self, one: str, other: str) -> None:
        """Two files exchange their documents."""
        texts = [(self.folder / name).read_bytes() for name in (one, other)]
        (self.folder / one).write_bytes(texts[1])
        (self.folder / other).write_bytes(texts[0])
        self.ids[one], self.ids[other] = self.ids[other], self.ids[one]

    def turn(self) -> None:
        """One round of work in the folder: sheets change, come, go, are renamed and exchanged."""
        names = self._rng.sample(sorted(self.ids), 30)
        for name in names[:18]:
            self.change(name)
        for name in names[18:22]:
            self.remove(name)
            self.add()
        for name in names[22:26]:
            self.rename(name)
        for name in names[26:28]:
            self.identify_anew(name)
        self.swap(names[28], names[29])

    def _write(self, name: str, identifier: str) -> None:
        self.ids[name] = identifier
        thing, town = self._rng.choice(_THINGS), self._rng.choice(_TOWNS)
        document = a_fiche(
            identifier,
            title=f"{thing.capitalize()} à {town} ({identifier})",
            municipality=town,
            province=None,
            region=None,
            start_year=self._rng.randint(2012, 2025),
            budget=str(self._rng.randint(1_000, 900_000)),
            need=self._prose(),
            solution=self._prose(),
            cost=self._prose(),
        )
        (self.folder / name).write_text(render_document(document), "utf-8")

    def _prose(self) -> str:
        sentences = (" ".join(self._rng.choices(_WORDS, k=14)).capitalize() + "." for _ in range(6))
        return " ".join(sentences)
