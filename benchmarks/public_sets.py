"""Public collections of questions with known documents, read from a folder that is not part of the project.

Each becomes documents of kind `file` (title and text) and questions. Where a title is the question itself, or
missing, the first words of the text stand for it, as a person would name an untitled note.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from corpus.models import Document, FileFields, Language, LocalizedText, slugify
from ingest.sources.base import SourceItem

_TITLE_CHARACTERS = 60
_SUMMARY_CHARACTERS = 300  # as plain files are summarised
_DATE = date(2020, 1, 1)  # the same at each run, so that nothing is taken for changed


@dataclass(frozen=True)
class PublicText:
    """One document of a collection; `title` is empty where it has none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class PublicQuestion:
    """A question and the only documents that count as found."""

    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class PublicSet:
    """Documents in one language, questions in the same or another one."""

    name: str
    asked: Language
    written: Language
    texts: tuple[PublicText, ...]
    questions: tuple[PublicQuestion, ...]
    note: str = ""

    @property
    def home(self) -> str:
        """Name of the folder of its index; sets that differ in their questions only share one."""
        return slugify(f"{self.name.split(':')[0]}-{self.written}-{'titled' if self._titled else 'untitled'}")

    @property
    def _titled(self) -> bool:
        return any(text.title for text in self.texts)


class PublicTexts:
    """The documents of a set as a source of the ingest."""

    recipe = "1"
    complete = True

    def __init__(self, public: PublicSet) -> None:
        self.name = public.home
        self._language = public.written
        self._texts = public.texts

    def items(self) -> Iterator[SourceItem]:
        """One a document."""
        for text in self._texts:
            yield SourceItem(text.id, partial(_encoded, text))

    def parse(self, item: SourceItem, content: bytes) -> Document:
        """A file as the importer of plain texts would describe it."""
        text = PublicText(**json.loads(content))
        prose = " ".join(text.text.split())
        return Document(
            id=text.id,
            kind="file",
            language=self._language,
            title=LocalizedText.same(text.title or _first_words(prose)),
            summary=LocalizedText.same(prose[:_SUMMARY_CHARACTERS]),
            fields=FileFields(name=item.ref),
            body=text.text,
            updated_at=_DATE,
        )


def _encoded(text: PublicText) -> bytes:
    return json.dumps(vars(text), ensure_ascii=False, sort_keys=True).encode()


def _first_words(prose: str) -> str:
    return prose[:_TITLE_CHARACTERS].rsplit(" ", 1)[0] if len(prose) > _TITLE_CHARACTERS else prose


def public_sets(folder: Path, *, seed: int, sample: int) -> Mapping[str, Callable[[], list[PublicSet]]]:
    """How to read each collection; raises OSError when its file is absent.

    `sample` is how many questions of service-public are asked; with their documents and twice as many others
    the index stays small enough to be made in minutes.
    """
    return {
        "cada-faq": partial(_cada, folder),
        "piaf": partial(_piaf, folder),
        "xquad": partial(_xquad, folder),
        "be-datasets": partial(_belgian_data_sets, folder),
        "service-public": partial(_service_public, folder, seed, sample),
    }


def _cada(folder: Path) -> list[PublicSet]:
    """Its titles are the questions, so they are left out."""
    pairs = list(_paragraphs(folder / "cada-faq" / "squad.json"))
    texts = tuple(PublicText(f"cada-{number}", "", text) for number, (_, text, _) in enumerate(pairs))
    questions = [
        PublicQuestion(one["question"].strip(), (text.id,))
        for text, (_, _, asked) in zip(texts, pairs, strict=True)
        for one in asked
    ]
    return [
        PublicSet(
            "cada-faq", "fr", "fr", texts, _joined(questions), "titles left out: they are the questions"
        )
    ]


def _piaf(folder: Path) -> list[PublicSet]:
    texts, questions = _squad(folder / "piaf" / "piaf-v1.0.json", "piaf")
    return [PublicSet("piaf", "fr", "fr", texts, _joined(questions.values()))]


def _xquad(folder: Path) -> list[PublicSet]:
    languages: tuple[Language, ...] = ("de", "en")
    read = {code: _squad(folder / "xquad" / f"xquad.{code}.json", "xquad") for code in languages}
    return [
        PublicSet(
            f"xquad:{asked}-{written}", asked, written, read[written][0], _joined(read[asked][1].values())
        )
        for written in languages
        for asked in languages
    ]


def _squad(path: Path, prefix: str) -> tuple[tuple[PublicText, ...], dict[str, PublicQuestion]]:
    """Paragraphs as documents; the questions by their id."""
    texts: list[PublicText] = []
    questions: dict[str, PublicQuestion] = {}
    for number, (title, text, asked) in enumerate(_paragraphs(path)):
        texts.append(PublicText(f"{prefix}-{number:04d}", title.replace("_", " "), text))
        questions |= {one["id"]: PublicQuestion(one["question"].strip(), (texts[-1].id,)) for one in asked}
    return tuple(texts), questions


def _paragraphs(path: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(title, text, questions) of each paragraph of a file in the layout of SQuAD."""
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield article["title"], paragraph["context"].strip(), paragraph["qas"]


def _belgian_data_sets(folder: Path) -> list[PublicSet]:
    """Titles of one language asked: of the other one's titles and texts, or of the same one's texts alone."""
    rows = _json_lines((folder / "be-datasets-fr-nl" / "pairs-dev.jsonl").read_text("utf-8"))
    languages: tuple[Language, ...] = ("fr", "nl")
    return [
        PublicSet(
            f"be-datasets:{asked}-{written}",
            asked,
            written,
            tuple(
                PublicText(
                    f"data-{row['id']}",
                    "" if asked == written else row[f"title_{written}"],
                    row[f"description_{written}"] or row[f"title_{written}"],
                )
                for row in rows
            ),
            _joined(PublicQuestion(row[f"title_{asked}"], (f"data-{row['id']}",)) for row in rows),
            "titles left out: they are the questions" if asked == written else "",
        )
        for asked in languages
        for written in languages
    ]


def _service_public(folder: Path, seed: int, sample: int) -> list[PublicSet]:
    folder = folder / "service-public"
    rows = _json_lines(gzip.decompress((folder / "fiches.jsonl.gz").read_bytes()).decode())
    asked = _json_lines((folder / "questions-dev.jsonl").read_text("utf-8"))
    chance = random.Random(seed)
    chosen = chance.sample(asked, min(sample, len(asked)))
    relevant = {name for one in chosen for name in one["relevant"]}
    others = [row["id"] for row in rows if row["id"] not in relevant]
    kept = relevant | set(chance.sample(others, min(2 * len(chosen), len(others))))
    texts = tuple(
        PublicText(slugify(row["id"]), row["title"] or "", row["text"]) for row in rows if row["id"] in kept
    )
    questions = [
        PublicQuestion(one["text"], tuple(slugify(name) for name in one["relevant"])) for one in chosen
    ]
    note = f"{len(chosen)} of {len(asked)} questions over {len(texts)} of {len(rows)} fiches, seed {seed}"
    return [PublicSet("service-public", "fr", "fr", texts, tuple(questions), note)]


def _json_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def _joined(questions: Iterable[PublicQuestion]) -> tuple[PublicQuestion, ...]:
    """The same question asked of several documents once, with all of them."""
    expected: dict[str, tuple[str, ...]] = {}
    for one in questions:
        expected[one.text] = (*expected.get(one.text, ()), *one.expected)
    return tuple(PublicQuestion(text, names) for text, names in expected.items())
