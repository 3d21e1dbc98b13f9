"""Reads `municipalities.csv` and `places.yaml` into places. Sources and licences: CREDITS.md."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from statistics import fmean
from typing import Any

from corpus.markdown import load_yaml
from corpus.models import LANGUAGES, LocalizedText
from corpus.phrases import folded_words
from corpus.places.values import Level, Place


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """What a name means, best first, where the general order would mislead."""

    readings: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that the data files say."""

    places: tuple[Place, ...]
    members: Mapping[str, tuple[str, ...]]  # codes of the municipalities of a community
    silent: frozenset[str]  # keys of places whose bare name is not looked for in a sentence
    ambiguous: Mapping[tuple[str, ...], Ambiguity]
    ordinary: Mapping[tuple[str, ...], frozenset[str]]
    ordinary_after_in: frozenset[tuple[str, ...]]
    adjectives: Mapping[str, tuple[str, ...]]
    not_places: tuple[str, ...]


def read_tables() -> Tables:
    """Read both files; raises InvalidDocument or KeyError where they are broken."""
    folder = resources.files("corpus.places")
    source = folder / "places.yaml"
    data = load_yaml(source.read_text(encoding="utf-8"), source="places.yaml")
    table = (folder / "municipalities.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    municipalities = [*_municipalities(rows, data), *_former(rows), *_cities(data["cities"])]
    areas = [*_areas(data, rows, municipalities)]
    return Tables(
        places=(*municipalities, *areas),
        members={code: tuple(row["municipalities"]) for code, row in data["communities"].items()},
        silent=_silent(areas, data["regions"]),
        ambiguous=_ambiguous(data["ambiguous"]),
        ordinary={folded_words(words): frozenset(languages) for words, languages in data["ordinary"].items()},
        ordinary_after_in=frozenset(map(folded_words, data["ordinary_after_in"])),
        adjectives={key: tuple(forms) for key, forms in data["adjectives"].items()},
        not_places=tuple(data["not_places"]),
    )


def _municipalities(rows: list[dict[str, str]], data: Mapping[str, Any]) -> Iterator[Place]:
    for row in rows:
        names = _local_names(row) | data["names"].get(row["nis"], {})
        yield Place(
            code=row["nis"],
            level="municipality",
            names=LocalizedText(**names),
            # The spelling of the table stays findable where `names` corrects it.
            aliases=(row["name_fr"], row["name_nl"], *data["aliases"].get(row["nis"], ())),
            country="be",
            region=row["region"],
            province=row["province"] or None,
            arrondissement=row["arrondissement"],
            inhabitants=int(row["inhabitants_2020"]),
            lat=float(row["latitude"]),
            lon=float(row["longitude"]),
            postal_codes=tuple(row["postal_codes"].split()),
            current=row["nis"],
        )


def _local_names(row: Mapping[str, str]) -> dict[str, str]:
    """German and English name a place as its inhabitants do, unless `names` says otherwise."""
    own = row["name_nl"] if row["region"] == "flandre" else row["name_fr"]
    return {"fr": row["name_fr"], "nl": row["name_nl"], "de": own, "en": own}


def _former(rows: list[dict[str, str]]) -> Iterator[Place]:
    for row in rows:
        for entry in filter(None, row["former"].split(";")):
            code, names = entry.split(":")
            french, dutch = names.split("/")
            yield Place(
                code=code,
                level="municipality",
                names=LocalizedText(fr=french, nl=dutch, de=dutch, en=dutch),
                country="be",
                region=row["region"],
                province=row["province"] or None,
                arrondissement=row["arrondissement"],
                current=row["nis"],
            )


def _cities(cities: Mapping[str, Any]) -> Iterator[Place]:
    for code, row in cities.items():
        lat, lon = (float(degrees) for degrees in row["at"]) if "at" in row else (None, None)
        yield Place(
            code=code,
            level="municipality",
            names=_names(row),
            aliases=tuple(row.get("aliases", ())),
            country=row["country"],
            region=row.get("region"),
            lat=lat,
            lon=lon,
            current=code,
        )


def _areas(
    data: Mapping[str, Any], rows: list[dict[str, str]], municipalities: list[Place]
) -> Iterator[Place]:
    arrondissement_of = {row["arrondissement"]: row for row in rows}
    for code, row in data["countries"].items():
        yield _area("country", code, row, municipalities, country=code)
    for code, row in data["regions"].items():
        yield _area("region", code, row, municipalities, country=row["country"])
    for code, row in data["communities"].items():
        yield _area("community", code, row, municipalities, region=row["region"])
    for code, row in data["provinces"].items():
        yield _area("province", code, row, municipalities, region=row["region"])
    for code, row in data["arrondissements"].items():
        where = arrondissement_of[code]
        # The province is left out: one arrondissement may have municipalities moved to another.
        yield _area("arrondissement", code, row, municipalities, region=where["region"])


def _area(
    level: Level,
    code: str,
    row: Mapping[str, Any],
    municipalities: list[Place],
    *,
    country: str = "be",
    region: str | None = None,
) -> Place:
    members = row.get("municipalities", ())
    inside = [
        place
        for place in municipalities
        if place.inhabitants and (place.code in members or getattr(place, level, None) == code)
    ]
    return Place(
        code=code,
        level=level,
        names=_names(row),
        aliases=tuple(row.get("aliases", ())),
        country=country,
        region=region,
        inhabitants=sum(place.inhabitants or 0 for place in inside) or None,
        lat=_middle([place.lat for place in inside]),
        lon=_middle([place.lon for place in inside]),
        current=code,
    )


def _middle(degrees: list[float | None]) -> float | None:
    known = [value for value in degrees if value is not None]
    return round(fmean(known), 4) if known else None


def _names(row: Mapping[str, Any]) -> LocalizedText:
    return LocalizedText(**{language: row.get(language, row["fr"]) for language in LANGUAGES})


def _silent(areas: list[Place], regions: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        place.key
        for place in areas
        if place.level == "arrondissement"
        or (place.level == "region" and place.country != "be" and not regions[place.code].get("bare"))
    )


def _ambiguous(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], Ambiguity]:
    return {
        folded_words(name): Ambiguity(tuple(row["readings"]), bool(row["certain"]))
        for row in rows
        for name in row["names"]
    }
