"""Names of fields and filters, and values as a reader writes them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.filters import AMOUNTS, Filters
from corpus.labels import value_label
from corpus.models import Language
from corpus.text import format_list, format_money, format_number, mark, translate
from retrieval.answering.quoting import without_markup

FIELD_LABELS = {
    "budget_eur": mark("budget"),
    "subsidy_eur": mark("subside"),
    "start_year": mark("année de début"),
    "end_year": mark("année de fin"),
    "status": mark("statut"),
    "status_year": mark("année du statut"),
    "lead": mark("porteur"),
    "partners": mark("partenaires"),
    "funding_programme": mark("programme de financement"),
    "technologies": mark("technologies"),
    "municipal_services": mark("services communaux"),
    "personal_data": mark("données personnelles"),
    "municipality": mark("commune"),
    "province": mark("province"),
    "region": mark("région"),
    "country": mark("pays"),
    "domains": mark("domaines"),
    "results": mark("résultats"),
}
FILTER_LABELS = {
    "kind": mark("type"),
    "country": mark("pays"),
    "region": mark("région"),
    "province": mark("province"),
    "municipality": mark("commune"),
    "arrondissement": mark("arrondissement"),
    "domain": mark("domaine"),
    "technology": mark("technologie"),
    "service": mark("service communal"),
    "status": mark("statut"),
    "programme": mark("programme"),
    "partner": mark("partenaire"),
    "personal_data": mark("données personnelles"),
    "language": mark("langue"),
    "start_year": mark("année de début"),
}
_MONEY = frozenset({"budget_eur", "subsidy_eur"})


def field_label(field: str, language: Language) -> str:
    """The name of a field for a reader."""
    return translate(language, FIELD_LABELS.get(field, field))


def group_label(group: str, language: Language) -> str:
    """The name of what a figure is grouped by."""
    return translate(language, FILTER_LABELS.get(group, group))


def value_text(field: str, value: object, language: Language) -> str:
    """A field's value in a sentence."""
    if field in _MONEY and isinstance(value, (int, float, Decimal)):
        return format_money(value, language)
    if field in {"status", "personal_data"}:
        return value_label(field, str(value), language)
    if isinstance(value, (tuple, list)):
        return format_list([without_markup(str(item)) for item in value], language)
    return without_markup(str(value))  # years are not grouped by thousands


def describe_filters(filters: Filters, language: Language, *, with_kind: bool = False) -> list[str]:
    """Each condition in words, for instance "province : Liège" or "budget : plus de 50 000 €"."""
    said = [
        f"{translate(language, FILTER_LABELS[name])}{_colon(language)} {_values(name, filters, language)}"
        for name in FILTER_LABELS
        if name != "start_year" and (with_kind or name != "kind") and getattr(filters, name)
    ]
    bounds = _years(filters, language) + _amounts(filters, language) + _known(filters, language)
    said += _every(filters, language)
    return said + _near(filters, language) + bounds + _excluded(filters, language)


def _near(filters: Filters, language: Language) -> list[str]:
    """ "À moins de 20 km de Namur"."""
    said = []
    for area in filters.near:
        code, _, km = area.rpartition(":")
        town = value_label("municipality", code, language)
        said.append(
            translate(
                language, "à {km} km ou moins de {town}", km=number_text(float(km), language), town=town
            )
        )
    return [" / ".join(said)] if said else []


def _every(filters: Filters, language: Language) -> list[str]:
    """ "À la fois domaine : Mobilité + Énergie", the values of one filter together."""
    return [
        translate(language, "à la fois {condition}", condition=condition)
        for condition in _by_filter(filters.every, language, " + ")
    ]


def _by_filter(written: Sequence[str], language: Language, sign: str) -> list[str]:
    """Values written as `filter:value` in words, those of one filter together."""
    said: dict[str, list[str]] = {}
    for one in written:
        name, _, value = one.partition(":")
        said.setdefault(name, []).append(value_label(name, value, language))
    return [
        f"{translate(language, FILTER_LABELS[name])}{_colon(language)} {sign.join(values)}"
        for name, values in said.items()
    ]


def _excluded(filters: Filters, language: Language) -> list[str]:
    """ "Sauf province : Namur", the values of one filter together."""
    return [
        translate(language, "sauf {condition}", condition=condition)
        for condition in _by_filter(filters.exclude, language, " / ")
    ]


def _colon(language: Language) -> str:
    return "\u00a0:" if language == "fr" else ":"


def _values(name: str, filters: Filters, language: Language) -> str:
    labels = [without_markup(value_label(name, value, language)) for value in getattr(filters, name)]
    return " / ".join(labels)


def _years(filters: Filters, language: Language) -> list[str]:
    first, last = filters.year_from, filters.year_to
    if first is None and last is None:
        return []
    if first == last:
        return [translate(language, "début en {year}", year=first)]
    if last is None:
        return [translate(language, "début depuis {year}", year=first)]
    if first is None:
        return [translate(language, "début jusqu'en {year}", year=last)]
    return [translate(language, "début entre {first} et {last}", first=first, last=last)]


def _amounts(filters: Filters, language: Language) -> list[str]:
    said = []
    for name in AMOUNTS:
        amount: Decimal | None = getattr(filters, name)
        if amount is None:
            continue
        field, end = name.split("_")
        label = field_label(f"{field}_eur", language)
        said.append(f"{label}{_colon(language)} {_bound(end, amount, language)}")
    return said


def _bound(end: str, amount: Decimal, language: Language) -> str:
    """ "Plus de 100" is kept as 100.01, "moins de 100" as 99.99; both are said as they were meant."""
    cent = Decimal("0.01")
    if end == "min" and (amount - cent) == (amount - cent).to_integral_value():
        return translate(language, "plus de {amount}", amount=format_money(amount - cent, language))
    if end == "max" and (amount + cent) == (amount + cent).to_integral_value():
        return translate(language, "moins de {amount}", amount=format_money(amount + cent, language))
    message = "au moins {amount}" if end == "min" else "au plus {amount}"
    return translate(language, message, amount=format_money(amount, language))


def _known(filters: Filters, language: Language) -> list[str]:
    missing = [
        translate(language, "champ « {field} » inconnu", field=field_label(name, language))
        for name in filters.missing
    ]
    known = [
        translate(language, "champ « {field} » connu", field=field_label(name, language))
        for name in filters.known
    ]
    return missing + known


mark("au moins {amount}"), mark("au plus {amount}")


def number_text(value: float, language: Language) -> str:
    """A count or a mean."""
    return format_number(value, language)
