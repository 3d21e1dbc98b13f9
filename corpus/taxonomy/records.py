"""The normalised terms of a document's fields."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.models import Fields, InitiativeFields, PracticeFields, RegulationFields, slugify
from corpus.places import Gazetteer
from corpus.project import FicheFields
from corpus.taxonomy.taxonomy import Taxonomy
from corpus.taxonomy.values import Facet, Territory


def terms_of(fields: Fields | FicheFields) -> dict[str, tuple[str, ...]]:
    """The terms that stand beside a document's fields, by facet; unknown is an empty tuple.

    A word that the taxonomy lacks becomes its own slug: a fiche that a user types is never refused.
    """
    if isinstance(fields, InitiativeFields | FicheFields):
        return _of_initiative(fields)
    taxonomy = Taxonomy.load()
    if isinstance(fields, RegulationFields):
        return {
            "kind": ("regulation",),
            "trigger": _normalised("trigger", fields.declencheurs),
            "confidence": taxonomy.normalise("confidence", fields.confiance),
        }
    if isinstance(fields, PracticeFields):
        return {"kind": ("practice",), "theme": taxonomy.normalise("theme", fields.theme)}
    return {"kind": ("file",)}


def _of_initiative(fields: InitiativeFields | FicheFields) -> dict[str, tuple[str, ...]]:
    return {
        "kind": ("initiative",),
        **_territories(fields),
        "domain": _normalised("domain", fields.domains),
        "technology": _normalised("technology", fields.technologies),
        "service": _normalised("service", fields.municipal_services),
        "status": _normalised("status", fields.status or "unknown"),
        "programme": _normalised("programme", fields.funding_programme),
        "personal_data": (fields.personal_data,),
    }


def _territories(fields: InitiativeFields | FicheFields) -> dict[str, tuple[str, ...]]:
    """Places are looked for in the record's own country and region: Luxembourg is many places."""
    country = _codes("country", fields.country)
    region = _codes("region", fields.region, country=country)
    return {
        "country": country,
        "region": region,
        "province": _codes("province", fields.province, country=country, region=region),
        "municipality": _codes("municipality", fields.municipality, country=country, region=region),
    }


def _codes(
    level: Territory,
    names: str | Iterable[str] | None,
    *,
    country: tuple[str, ...] = (),
    region: tuple[str, ...] = (),
) -> tuple[str, ...]:
    gazetteer = Gazetteer.load()
    inside = {"country": next(iter(country), None), "region": next(iter(region), None)}
    found: list[str] = []
    for name in _several(names):
        place = gazetteer.recorded(level, name, **inside)
        found.append(place.code if place else slugify(name))
    return tuple(dict.fromkeys(filter(None, found)))


def _normalised(facet: Facet, words: str | Iterable[str] | None) -> tuple[str, ...]:
    taxonomy = Taxonomy.load()
    slugs = (slug for word in _several(words) for slug in taxonomy.normalise(facet, word))
    return tuple(dict.fromkeys(slugs))


def _several(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
