"""Fiches of towns that do not exist in the corpus, made from its fields and from written descriptions; seeded.

A description (title and text in one language, of one need) is moved to a town: its places are replaced, its figures
rescaled, a sentence left out, the title of another writer taken, and lead, services, year, budget and partners drawn anew. No two fiches
of one town meet one need, but for the planted pairs: there, the second fiche is another writer's description, in another
language where there is one, with the owner in other words, fields left out, and, for a later phase, later years and words that say so.

The descriptions are those of `tests/needs` (wishes of citizens apart) and the corpus' own fiches in four languages.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate

from benchmarks.machine import ROOT
from corpus.models import LANGUAGES, Document, InitiativeFields, Language, LocalizedText
from corpus.places import Gazetteer
from corpus.places.values import Place
from corpus.sentences import sentence_spans
from retrieval.catalogue.records import Record
from retrieval.likeness.values import Verdict

_NEEDS = ROOT / "tests" / "needs"
_YEARS = (2012, 2026)
_FIRST_DAY = date(2026, 1, 1)
_LEAST_FIGURE = 12
_NUMBER = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+)(?!\d*[\s\u00a0\u202f]?%)")
_LEADS: dict[Language, tuple[tuple[str, ...], ...]] = {  # by owner: the town, its social services, its police
    "fr": (("Ville de {}", "Commune de {}", "Administration communale de {}"), ("CPAS de {}",), ("Zone de police de {}",)),
    "nl": (("Stad {}", "Gemeente {}", "Gemeentebestuur {}"), ("OCMW {}",), ("Politiezone {}",)),
    "de": (("Stadt {}", "Gemeinde {}", "Gemeindeverwaltung {}"), ("ÖSHZ {}",), ("Polizeizone {}",)),
    "en": (("City of {}", "Municipality of {}"), ("{} social welfare centre",), ("{} police zone",)),
}  # fmt: skip
_SAME_LANGUAGE = 0.7  # of planted pairs, where the need was described twice in it
_OWNERS = (0, 0, 0, 0, 0, 0, 1, 2)
_LATER: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("{} : deuxième phase", "Après l'essai de {}, le dispositif est étendu."), ("Extension – {}", "Le projet lancé en {} est généralisé.")),
    "nl": (("{}: tweede fase", "Na de proef van {} wordt het project uitgebreid."), ("Uitbreiding: {}", "Het project uit {} krijgt een vervolg.")),
    "de": (("{}: zweite Phase", "Nach dem Test von {} wird das Projekt erweitert."), ("Ausbau: {}", "Das Projekt von {} wird fortgesetzt.")),
    "en": (("{}: second phase", "After the trial of {}, the scheme is extended."), ("Roll-out – {}", "The project begun in {} is scaled up.")),
}  # fmt: skip


@dataclass(frozen=True)
class Description:
    """What a writer says of a project, and the fields that go with it."""

    need: int
    language: Language
    title: str
    body: str
    domains: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    source: str = "needs"  # or "corpus"


@dataclass(frozen=True)
class Generated:
    """A fiche, and the need that it meets."""

    document: Document
    need: int


@dataclass(frozen=True)
class Planted:
    """Two fiches on one project, `a` before `b` by id."""

    a: str
    b: str
    verdict: Verdict
    languages: tuple[Language, Language]
    source: str


@dataclass(frozen=True)
class Catalogue:
    """What was generated: the planted pairs' fiches come first."""

    fiches: tuple[Generated, ...]
    planted: tuple[Planted, ...]


def descriptions(fiches: Sequence[Document]) -> list[Description]:
    """Those of the needs' files, then those of the corpus' fiches."""
    found: list[Description] = []
    need = 0
    for path in sorted(_NEEDS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            texts = [text for text in json.loads(line)["texts"] if text.get("form") != "idea"]
            found += [Description(need, text["language"], text["title"], text["body"]) for text in texts]
            need += 1
    for number, fiche in enumerate(fiches, start=need):
        found += _of_fiche(fiche, number)
    return found


def _of_fiche(fiche: Document, need: int) -> Iterator[Description]:
    fields = fiche.initiative
    assert fields is not None
    for language in LANGUAGES:
        yield Description(
            need,
            language,
            fiche.title.get(language),
            fiche.summary.get(language),
            fields.domains,
            fields.technologies or () if language == "fr" else (),
            fields.municipal_services or (),
            "corpus",
        )


class Generator:
    """Draws fiches; the same seed gives the same ones."""

    def __init__(self, known: Sequence[Description], seed: int) -> None:
        self._random = random.Random(seed)
        self._by_need: Mapping[int, list[Description]] = defaultdict(list)
        for one in known:
            self._by_need[one.need].append(one)
        self._needs = sorted(self._by_need)
        self._towns = Gazetteer.load().all("municipality")
        self._towns = tuple(town for town in self._towns if town.country == "be" and town.inhabitants)
        # As the square root of its inhabitants: large towns have more projects, not in proportion.
        self._weights = [*accumulate((town.inhabitants or 0) ** 0.5 for town in self._towns)]
        self._taken: set[tuple[int, str]] = set()
        self._count = 0

    def catalogue(self, fiches: int, pairs: int) -> Catalogue:
        """So many fiches, of which two times `pairs` are planted: three duplicates for two later phases."""
        made: list[Generated] = []
        planted = []
        for number in range(pairs):
            verdict = Verdict.DUPLICATE if number % 5 < 3 else Verdict.LATER_PHASE
            two, pair = self._pair(verdict)
            made += two
            planted.append(pair)
        while len(made) < fiches:
            need, town = self._place()
            made.append(self._fiche(self._random.choice(self._by_need[need]), town, owner=self._owner()))
        return Catalogue(tuple(made), tuple(planted))

    def _pair(self, verdict: Verdict) -> tuple[list[Generated], Planted]:
        need, town = self._place()
        first = self._random.choice(self._by_need[need])
        others = [one for one in self._by_need[need] if one is not first]
        alike = [one for one in others if one.language == first.language]
        second = self._random.choice(alike if alike and self._random.random() < _SAME_LANGUAGE else others)
        owner, start = self._owner(), self._random.randint(*_YEARS)
        budget = self._budget()
        one = self._fiche(first, town, owner=owner, start=start, budget=budget)
        if verdict is Verdict.LATER_PHASE:
            later = self._continued(second, start)
            other = self._fiche(later, town, owner=owner, start=start + self._random.randint(1, 4))
        else:
            same = budget if self._random.random() < 0.5 else None
            other = self._fiche(second, town, owner=owner, start=start, budget=same)
        other = self._with_less(other)
        ids = sorted((one.document.id, other.document.id))
        return [one, other], Planted(ids[0], ids[1], verdict, (first.language, second.language), first.source)

    def _continued(self, one: Description, start: int) -> Description:
        title, sentence = self._random.choice(_LATER[one.language])
        return replace(one, title=title.format(one.title), body=f"{sentence.format(start)} {one.body}")

    def _with_less(self, one: Generated) -> Generated:
        """Somebody fills in fewer fields."""
        fields = one.document.initiative
        assert fields is not None
        left_out = {
            name: None
            for name in ("lead", "start_year", "technologies", "municipal_services")
            if self._random.random() < 0.3
        }
        return replace(
            one, document=one.document.model_copy(update={"fields": fields.model_copy(update=left_out)})
        )

    def _place(self) -> tuple[int, Place]:
        """A need in a town where nobody meets it yet."""
        while True:
            need = self._random.choice(self._needs)
            town = self._random.choices(self._towns, cum_weights=self._weights)[0]
            if (need, town.code) not in self._taken:
                self._taken.add((need, town.code))
                return need, town

    def _owner(self) -> int:
        return self._random.choice(_OWNERS)

    def _budget(self) -> Decimal | None:
        known = self._random.random() < 0.4
        return Decimal(100 * round(10 ** self._random.uniform(1.5, 4.5))) if known else None

    def _fiche(
        self,
        one: Description,
        town: Place,
        *,
        owner: int,
        start: int | None = None,
        budget: Decimal | None = None,
    ) -> Generated:
        name = town.name(one.language)
        title, body = self._words(one, name)
        self._count += 1
        digest = hashlib.sha256(f"{self._count}".encode()).hexdigest()[:10]  # ids in no order of making
        fields = InitiativeFields(
            id=f"g-{digest}",
            title=title,
            municipality=name,
            province=town.province,
            country="Belgique",
            lead=self._random.choice(_LEADS[one.language][owner]).format(name),
            domains=one.domains,
            technologies=one.technologies or None,
            municipal_services=one.services or None,
            start_year=start or (self._random.randint(*_YEARS) if self._random.random() < 0.7 else None),
            budget_eur=budget or self._budget(),
        )
        return Generated(_document(fields, one.language, body), one.need)

    def _words(self, one: Description, town: str) -> tuple[str, str]:
        """Title and text, as another writer of the same need might have put them."""
        title, sentences = one.title, [one.body[start:end] for start, end in sentence_spans(one.body)]
        siblings = [other for other in self._by_need[one.need] if other.language == one.language]
        if self._random.random() < 0.3 and ":" not in title:
            title = self._random.choice(siblings).title
        if len(sentences) > 2 and self._random.random() < 0.5:
            del sentences[self._random.randrange(1, len(sentences))]
        factor = self._random.uniform(0.4, 2.5)
        moved = _moved("\n".join((title, *sentences)), town)
        title, _, body = _NUMBER.sub(lambda found: _rescaled(found.group(), factor), moved).partition("\n")
        return title, body.replace("\n", " ")


def record_of(one: Generated) -> Record:
    """The fiche as the catalogue takes it; without passages, which nothing here reads."""
    document = one.document
    digest = hashlib.sha256(document.model_dump_json().encode()).hexdigest()
    return Record(document, (), (), {}, "generated", document.id, digest)


def _document(fields: InitiativeFields, language: Language, body: str) -> Document:
    title = LocalizedText.model_validate(dict.fromkeys(LANGUAGES, fields.title))
    summary = LocalizedText.model_validate(dict.fromkeys(LANGUAGES, body))
    return Document(
        id=fields.id,
        kind="initiative",
        language=language,
        title=title,
        summary=summary,
        fields=fields,
        body=body,
        updated_at=_FIRST_DAY,
    )


def _moved(text: str, town: str) -> str:
    """The text with another town in the place of those that it names."""
    for match in reversed(Gazetteer.load().find(text)):
        if match.certain and match.place.level == "municipality":
            text = text[: match.start] + town + text[match.end :]
    return text


def _rescaled(number: str, factor: float) -> str:
    """Another figure of the same size, with the same separators; years and small numbers stay."""
    separator = next((sign for sign in number if not sign.isdigit()), "")
    value = int(re.sub(r"\D", "", number))
    if value <= _LEAST_FIGURE or (not separator and 1900 <= value <= 2100):
        return number
    changed = max(_LEAST_FIGURE + 1, round(value * factor))
    return f"{changed:,}".replace(",", separator)
