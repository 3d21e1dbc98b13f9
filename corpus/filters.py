"""Filters: which documents a question is about. Different filters mean *and*, repeated ones *or*.

Values are kept as slugs and codes; `Filters.parse` reads what people and programs write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import cast

from corpus.errors import UnknownValue
from corpus.models import (
    KINDS,
    LANGUAGES,
    Frozen,
    InitiativeFields,
    Language,
    PracticeFields,
    RegulationFields,
)
from corpus.places import Gazetteer, Level
from corpus.taxonomy import Facet, Taxonomy
from corpus.taxonomy.values import Term

PLACES = ("country", "region", "province", "municipality")
AREAS = ("arrondissement", "near")  # stand for the municipalities inside them
TERMS = ("domain", "service", "status", "personal_data")
WORDS = ("technology", "programme", "partner")  # match words contained in the field
YEARS = ("year_from", "year_to")
AMOUNTS = ("budget_min", "budget_max", "subsidy_min", "subsidy_max")
FIELDS = ("missing", "known")
NAMES = ("kind", *PLACES, *AREAS, *TERMS, *WORDS, *YEARS, *AMOUNTS, *FIELDS, "language", "every", "exclude")
EXCLUDABLE = ("kind", *PLACES, "arrondissement", *TERMS, *WORDS)

FIELD_NAMES = (
    frozenset(InitiativeFields.model_fields)
    | frozenset(RegulationFields.model_fields)
    | frozenset(PracticeFields.model_fields)
)


_FARTHEST_KM = 500.0


class Filters(Frozen):
    """Conditions that a document must meet; empty means no condition. Unknown never matches.

    `near` holds `municipality:km`, the municipality itself included. `every` holds `filter:value`: a document must
    meet each of these, where a filter with several values is met by any. `exclude` holds `filter:value`: a document
    that meets one of these is left out, whatever else it meets; one that leaves the field unknown stays.
    """

    kind: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    arrondissement: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    technology: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    budget_min: Decimal | None = None
    budget_max: Decimal | None = None
    subsidy_min: Decimal | None = None
    subsidy_max: Decimal | None = None
    missing: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @classmethod
    def parse(cls, raw: Mapping[str, Iterable[str]]) -> Filters:
        """Read filters as written (slugs, codes, names in four languages).

        Raises UnknownValue naming the filter or the value that nobody knows.
        """
        values: dict[str, object] = {}
        for name, written in raw.items():
            if name not in NAMES:
                raise UnknownValue("filter", name, hint=f"one of {', '.join(NAMES)}")
            texts = [text.strip() for text in written if text.strip()]
            if texts:
                values[name] = _read(name, texts)
        return cls.model_validate(values)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self == Filters()

    def as_dict(self) -> dict[str, object]:
        """The conditions that are set, in the order of the contract; for JSON."""
        dumped = self.model_dump(mode="json", exclude_defaults=True)
        return {name: _number(name, dumped[name]) for name in NAMES if name in dumped}

    def excluded(self) -> Iterator[Filters]:
        """Each exclusion as the filters that a document must not meet."""
        yield from map(_of_one, self.exclude)

    def required(self) -> Iterator[Filters]:
        """Each of `every` as the filters that a document must meet."""
        yield from map(_of_one, self.every)

    def merged(self, other: Filters) -> Filters:
        """These filters, completed by those of `other` that are not set here."""
        mine = self.model_dump(exclude_defaults=True)
        return Filters.model_validate({**other.model_dump(exclude_defaults=True), **mine})

    def without(self, *names: str) -> Filters:
        """The same filters, some of them dropped."""
        kept = self.model_dump(exclude_defaults=True, exclude=set(names))
        return Filters.model_validate(kept)


def _of_one(written: str) -> Filters:
    name, _, value = written.partition(":")
    return Filters.model_validate({name: (value,)})


def fold_words(text: str) -> list[str]:
    """The words of a text without case, accents and plural endings, for "contains these words"."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    return [_singular(word) for word in re.findall(r"[a-z0-9]+", folded)]


def word_values(facet: Facet, text: str, slug: str | None = None) -> tuple[str, ...]:
    """What a word filter compares: the words as written where records hold them, else those of the term.

    A term that is named in another language, or by a slug of ours, stands for the words that records use.
    """
    text = re.sub(r"['’]s(?!\w)", "", text)  # the Dutch plural of "camera's"
    wanted = set(fold_words(text))
    meant = [term for term in Taxonomy.load().terms(facet) if term.slug == (slug or text)]
    if any(wanted <= recorded for recorded in _recorded(facet)):
        if facet == "programme" and (others := _other_names(text, wanted, meant)):
            return (text, *others)
        return (_without_device(wanted, meant, _recorded(facet)) or text,)
    for term in meant:
        label = set(fold_words(term.labels.fr))
        if any(label <= set(fold_words(word)) for word in term.words):
            return (term.labels.fr.lower(),)  # what records call it, whatever else the term stands for
    return _fewest([word for term in meant for word in term.words]) or (text,)


@cache
def _recorded(facet: Facet) -> tuple[frozenset[str], ...]:
    """The words of each wording that records use for a term of the facet."""
    return tuple(
        frozenset(fold_words(wording)) for term in Taxonomy.load().terms(facet) for wording in term.words
    )


def _other_names(text: str, wanted: set[str], meant: list[Term]) -> tuple[str, ...]:
    """What else records call the programme of this name: "Horizon 2020" is "H2020" too, "Horizon 2020 (STARDUST)" is not."""
    named = [
        term
        for term in meant
        if any(fold_words(name) == fold_words(text) for one in LANGUAGES for name in _names(term, one))
    ]
    return _fewest([word for term in named for word in term.words if not wanted <= set(fold_words(word))])


def _names(term: Term, language: Language) -> tuple[str, ...]:
    return (term.labels.get(language), *getattr(term.synonyms, language))


def _without_device(wanted: set[str], meant: list[Term], names: Collection[frozenset[str]]) -> str | None:
    """ "Caméras ANPR" are found by "ANPR", another word of the same term, where the rest only names what it runs on."""
    return next(
        (
            word
            for term in meant
            for word in term.words
            if (said := set(fold_words(word))) < wanted and wanted - said in names
        ),
        None,
    )


def _fewest(words: list[str]) -> tuple[str, ...]:
    """Without those that hold all the words of a shorter one: it finds them too."""
    kept: list[str] = []
    for word in sorted(words, key=lambda one: (len(fold_words(one)), one)):
        if not any(set(fold_words(other)) <= set(fold_words(word)) for other in kept):
            kept.append(word)
    return tuple(kept)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word


def _read(name: str, texts: list[str]) -> object:
    if name in YEARS:
        return _year(name, _only(name, texts))
    if name in AMOUNTS:
        return _amount(name, _only(name, texts))
    if name in ("technology", "programme"):
        found = (one for text in texts for one in word_values(cast(Facet, name), " ".join(text.split())))
        return tuple(dict.fromkeys(found))
    if name in {"every", "exclude"}:
        return tuple(dict.fromkeys(one for text in texts for one in _of_another(name, text)))
    reader = _reader(name)
    return tuple(dict.fromkeys(reader(text) for text in texts))


def _of_another(filter_: str, text: str) -> Iterator[str]:
    """`province:Liège` as `province:liege`."""
    name, colon, value = text.partition(":")
    if not colon or name not in EXCLUDABLE:
        raise UnknownValue(filter_, text, hint=f"filter:value, the filter one of {', '.join(EXCLUDABLE)}")
    values = _read(name, [value.strip()])
    assert isinstance(values, tuple)
    yield from (f"{name}:{one}" for one in values)


def _nearby(text: str) -> str:
    """`Namur:20` as `92094:20`."""
    name, _, written = text.rpartition(":")
    try:
        km = float(written.replace(",", "."))
    except ValueError as error:
        raise UnknownValue("near", text, hint="municipality:km, for example Namur:20") from error
    if not name or not 0 < km <= _FARTHEST_KM:
        raise UnknownValue("near", text, hint=f"municipality:km, at most {_FARTHEST_KM:g} km")
    return f"{Gazetteer.load().resolve(name, level='municipality').code}:{km:g}"


@lru_cache(maxsize=256)  # distances to all municipalities, which one answer asks for several times
def municipalities_of(area: str, value: str) -> frozenset[str]:
    """The municipalities that an arrondissement, or `near` a municipality, stands for."""
    gazetteer = Gazetteer.load()
    if area == "arrondissement":
        found = gazetteer.get("arrondissement", value)
        return gazetteer.within(found) if found else frozenset()
    code, _, km = value.rpartition(":")
    middle = gazetteer.get("municipality", code)
    if middle is None:
        return frozenset()
    return frozenset({middle.code, *(place.code for place in gazetteer.near(middle, float(km)))})


def _reader(name: str) -> Callable[[str], str]:
    if name in PLACES or name == "arrondissement":
        return lambda text: _place(name, text)
    if name == "near":
        return _nearby
    if name in TERMS:
        return lambda text: Taxonomy.load().resolve(cast(Facet, name), text)
    if name in WORDS:
        return lambda text: " ".join(text.split())
    allowed = {"kind": KINDS, "language": LANGUAGES}.get(name, FIELD_NAMES)
    return lambda text: _member(name, text, allowed)


def _place(level: str, text: str) -> str:
    if level in {"region", "country"}:  # foreign ones are terms, not places of the gazetteer
        return Taxonomy.load().resolve(cast(Facet, level), text)
    return Gazetteer.load().resolve(text, level=cast(Level, level)).code


def _member(name: str, text: str, allowed: Iterable[str]) -> str:
    if text not in allowed:
        raise UnknownValue(name, text, hint=f"one of {', '.join(sorted(allowed))}")
    return text


def _only(name: str, texts: list[str]) -> str:
    if len(texts) > 1:
        raise UnknownValue(name, ", ".join(texts), hint="one value only")
    return texts[0]


def _year(name: str, text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text):
        raise UnknownValue(name, text, hint="a year of four digits")
    return int(text)


def _amount(name: str, text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise UnknownValue(name, text, hint="an amount in euros, for example 50000 or 134729.08") from error
    if not amount.is_finite() or amount < 0 or amount > Decimal("1e12"):
        raise UnknownValue(name, text, hint="an amount in euros between 0 and 1e12")
    return amount


def _number(name: str, value: object) -> object:
    if name in AMOUNTS:
        amount = Decimal(str(value))
        return int(amount) if amount == amount.to_integral_value() else float(amount)
    return value
