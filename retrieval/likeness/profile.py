"""What is compared of a project: its gist in words, and what its fields and its text say of who, where, when and how.

Names of places and bodies are cut out of the gist, since they are compared on their own: two projects of one town
must not look alike for being of one town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.models import Language
from corpus.phrases import fold, folded_words, word_set
from corpus.places import Gazetteer
from corpus.places.values import Level, Place, PlaceMatch
from corpus.project import FicheFields, Project
from corpus.sentences import sentence_spans
from corpus.taxonomy import Taxonomy
from corpus.taxonomy.values import Facet
from retrieval.index.analysis import stem, words
from retrieval.likeness.audiences import audiences_in
from retrieval.likeness.phases import continuations, hints
from retrieval.query.measures import Measures

RECIPE = "4"  # part of what a stored profile is made from: change it when a profile would be made differently
GIST_CHARACTERS = 700
_FIELDS = FicheFields()
_TERMS: tuple[Facet, ...] = ("domain", "technology", "service")
# Words by which a town names itself as the owner of a project.
_MUNICIPAL = word_set(
    "ville commune administration communale communal college echevin service services technique travaux"
    " stad gemeente gemeentebestuur stadsbestuur dienst diensten stadt gemeinde verwaltung gemeindeverwaltung"
    " city town municipality council of de d du la le l les van der the"
)
_LEGAL_FORMS = word_set(
    "asbl vzw aisbl ivzw sa nv srl bv scrl cvba sc cv spa gmbh ag ltd inc eingetragener verein"
)
# Written with a capital, or all in capitals, and yet the name of nothing in particular.
_GENERIC = _MUNICIPAL | word_set(
    "province region wallonie flandre bruxelles belgique europe union europeenne smart city cities projets projet publics"
    " programme appel plan service public publique regional regionale wallon wallonne wallons provincie gewest provinz"
    " regierung federal vlaams vlaanderen brussels digital digitale numerique internet wi-fi wifi led rgpd gdpr qr gps sms pdf"
    " iot lora lorawan lte gsm api app pmr cpas ocmw oshz epn pme kmo tva htva tvac eur euro euros co2 html usb nfc rfid anpr"
    " horizon universite universite-de ulb ucl uliege leuven janvier fevrier mars avril mai juin juillet aout septembre"
    " octobre novembre decembre un une deux trois quatre cinq six huit dix le la les l'un chaque cette ces son ses depuis apres"
)
_SMALL_NUMBER = 12
AREAS: tuple[Level, ...] = ("country", "region", "province")
_NAME = re.compile(r"[^\W\d_][\w&'’.-]*[^\W_]")
_INNER = re.compile(r"\d|[a-zà-ÿ][A-ZÀ-Ý]|\w\.\w")


@dataclass(frozen=True)
class Profile:
    """A project as it is compared.

    `places` are codes of municipalities, `organisations` folded names without legal forms (a town as owner is
    `@` and its code), `figures` amounts and counts that are too precise to be alike by chance.
    """

    language: Language
    gist: str
    stems: frozenset[str]
    places: frozenset[str]
    named_places: frozenset[str]
    areas: frozenset[str]  # countries, regions and provinces, each with its level before it
    owners: frozenset[str]
    organisations: frozenset[str]
    names: frozenset[str]
    domains: frozenset[str]
    technologies: frozenset[str]
    services: frozenset[str]
    audience: frozenset[str]
    figures: frozenset[Decimal]
    starts: int | None
    ends: int | None
    years: frozenset[int]
    continues: int  # in how many ways it says that it goes on with something
    hints: int  # how many words speak of a before


def profile_of(project: Project) -> Profile:
    """Read a project once; raises nothing, since unknown stays empty."""
    fields = project.fields or _FIELDS
    text = _short(project)
    named = Gazetteer.load().find(text)
    places = _places(fields, named)
    owners = frozenset(_organisations(fields.lead or (), places))
    partners = frozenset(_organisations(fields.partners or (), places))
    gist = _without_names(text, named, fields)
    terms = _terms(fields, text)
    years = frozenset(int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text))
    return Profile(
        language=project.language,
        gist=gist,
        stems=frozenset(filter(None, (stem(word, project.language) for word in words(gist.lower())))),
        places=frozenset(place.code for place in places if place.level == "municipality"),
        named_places=frozenset(match.place.code for match in named if match.place.level == "municipality"),
        areas=frozenset(_areas(fields, places)),
        owners=owners,
        organisations=owners | partners,
        names=frozenset(_names(text, project.language)) - _name_words(places) - _GENERIC,
        domains=terms["domain"],
        technologies=terms["technology"],
        services=terms["service"],
        audience=audiences_in(text),
        figures=_figures(fields, text),
        starts=fields.start_year,
        ends=fields.end_year,
        years=years,
        continues=continuations(text),
        hints=hints(text),
    )


def gist_of(project: Project) -> str:
    """The words by which a project is compared, as in its profile."""
    text = _short(project)
    return _without_names(text, Gazetteer.load().find(text), project.fields or _FIELDS)


def prose(markdown: str) -> str:
    """The sentences of a body, without headings and marks."""
    kept = re.sub(r"^#{1,6}[ \t].*$", "", markdown, flags=re.MULTILINE)
    kept = re.sub(r"\[([^\]\n]{1,300})\]\([^)\n]{1,500}\)", r"\1", kept)
    return " ".join(
        re.sub(r"^[ \t]*(?:[-*+>]|\d+[.)])[ \t]+|[*_`]{1,3}", "", kept, flags=re.MULTILINE).split()
    )


def _short(project: Project) -> str:
    """Title and summary, or the first sentences of the body: texts of any length are compared by as much of them.

    Beyond, a fiche speaks of costs and lessons, which many share.
    """
    told = project.summary or prose(project.body)
    if len(told) > GIST_CHARACTERS:
        told = told[:GIST_CHARACTERS]
        told = told[: max(told.rfind(". ") + 1, told.rfind(" "))]
    return ". ".join(filter(None, (project.title.rstrip(" ."), told)))


def _places(fields: FicheFields, named: Sequence[PlaceMatch]) -> tuple[Place, ...]:
    """The places of the fields; without any, those that the text names for certain."""
    gazetteer = Gazetteer.load()
    levels: tuple[tuple[Level, tuple[str, ...] | None], ...] = (
        ("municipality", fields.municipality),
        ("province", fields.province),
    )
    recorded = [
        place
        for level, names in levels
        for name in names or ()
        if (place := gazetteer.recorded(level, name) or _resolved(gazetteer, name, level)) is not None
    ]
    if any(place.level == "municipality" for place in recorded):
        return tuple(recorded)
    said = [match.place for match in named if match.certain]
    return (*recorded, *(place for place in said if place.level in ("municipality", "province")))


def _resolved(gazetteer: Gazetteer, name: str, level: Level) -> Place | None:
    from corpus.errors import UnknownValue

    try:
        return gazetteer.resolve(name, level)
    except UnknownValue:
        return None


def _areas(fields: FicheFields, places: tuple[Place, ...]) -> Iterator[str]:
    """Where the project is, as coarsely as one may know."""
    gazetteer = Gazetteer.load()
    levels: tuple[tuple[Level, str | None], ...] = (("region", fields.region), ("country", fields.country))
    recorded = [
        place
        for level, name in levels
        if name and (place := gazetteer.recorded(level, name) or _resolved(gazetteer, name, level))
    ]
    for place in (*places, *recorded):
        own: dict[Level, str | None] = {
            "province": place.province,
            "region": place.region,
            "country": place.country,
        }
        own[place.level] = place.code
        for level in AREAS:
            if code := own.get(level):
                yield f"{level}/{code}"


def _organisations(names: Iterable[str], places: tuple[Place, ...]) -> Iterator[str]:
    towns = {word for place in places for word in _place_words(place)}
    codes = [place.code for place in places if place.level == "municipality"]
    for name in names:
        parts = [word for word in folded_words(name) if word not in _LEGAL_FORMS]
        if parts and codes and all(word in _MUNICIPAL or word in towns for word in parts):
            yield from (f"@{code}" for code in codes)
        elif parts:
            yield " ".join(parts)


def _place_words(place: Place) -> tuple[str, ...]:
    names = (place.names.fr, place.names.nl, place.names.de, place.names.en, *place.aliases)
    return tuple(word for name in names for word in folded_words(name))


def _name_words(places: tuple[Place, ...]) -> frozenset[str]:
    return frozenset(word for place in places for word in _place_words(place))


def _without_names(text: str, named: Sequence[PlaceMatch], fields: FicheFields) -> str:
    """The text without the places and bodies that it names."""
    spans = [(match.start, match.end) for match in named]
    for name in (*(fields.lead or ()), *(fields.partners or ()), *(fields.municipality or ())):
        spans += [found.span() for found in _pattern(name).finditer(text)]
    for start, end in sorted(set(spans), reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split()) or "…"


@lru_cache(maxsize=4096)  # towns and their bodies come back in many fiches
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name), re.IGNORECASE)


def _names(text: str, language: Language) -> Iterator[str]:
    """Names of products, programmes and brands: capitals where no sentence begins, or letters unlike any word's."""
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        for found in _NAME.finditer(sentence):
            word = found.group()
            if (
                _INNER.search(word)
                or (word.isupper() and len(word) > 2)
                or (word[0].isupper() and found.start() > 0 and language != "de")
            ):
                yield fold(word)


def _terms(fields: FicheFields, text: str) -> dict[Facet, frozenset[str]]:
    taxonomy = Taxonomy.load()
    recorded: dict[Facet, tuple[str, ...] | None] = {
        "domain": fields.domains,
        "technology": fields.technologies,
        "service": fields.municipal_services,
    }
    found = {
        facet: {slug for word in recorded[facet] or () for slug in taxonomy.normalise(facet, word)}
        for facet in _TERMS
    }
    for match in taxonomy.find(text):
        if match.facet in found:
            found[match.facet].add(match.slug)
    return {facet: frozenset(slugs) for facet, slugs in found.items()}


def _figures(fields: FicheFields, text: str) -> frozenset[Decimal]:
    said = {
        one.value
        for one in Measures.of(text).quantities
        if one.value > _SMALL_NUMBER and not (not one.unit and 1900 <= one.value <= 2100)
    }
    recorded = {amount for amount in (fields.budget_eur, fields.subsidy_eur) if amount is not None}
    return frozenset(said | recorded)
