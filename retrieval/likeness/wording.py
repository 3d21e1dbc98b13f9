"""The judge's features in words: in what two initiatives are alike, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from corpus.labels import value_label
from corpus.models import Language
from corpus.phrases import folded_words, words_of
from corpus.places import Gazetteer
from corpus.project import Project
from corpus.taxonomy.values import Facet
from corpus.text import format_list, format_money, format_number, mark, translate
from retrieval.likeness.audiences import AUDIENCES
from retrieval.likeness.comparison import later_hints
from retrieval.likeness.profile import Profile
from retrieval.likeness.values import Feature, Reason

_LEAST_WEIGHT = 0.05  # of log-odds: below, a reader would be told of a trifle
_MOST_NAMED = 4
_MOST_QUOTED = 220  # characters


@dataclass(frozen=True)
class Side:
    """One of the two: what it is, what is compared of it, and the sentence that is nearest to the other."""

    project: Project
    profile: Profile
    quote: str = ""


def reasons(
    one: Side, other: Side, weights: Mapping[Feature, float], language: Language
) -> tuple[Reason, ...]:
    """In what they are alike, as far as it speaks for the verdict; the weightiest first."""
    said = [
        Reason(field=feature, text=text, weight=round(weights[feature], 3))
        for feature, tell in _ALIKE.items()
        if weights.get(feature, 0.0) >= _LEAST_WEIGHT and (text := tell(one, other, language))
    ]
    return tuple(sorted(said, key=lambda reason: -reason.weight))


def differences(
    one: Side, other: Side, weights: Mapping[Feature, float], language: Language
) -> tuple[Reason, ...]:
    """In what they differ; those that weigh against the verdict first."""
    said = [
        Reason(field=feature, text=text, weight=round(weights.get(feature, 0.0), 3))
        for feature, tell in _UNLIKE.items()
        if (text := tell(one, other, language))
    ]
    return tuple(sorted(said, key=lambda reason: reason.weight))


# -- alike ----------------------------------------------------------------------------------------


def _same_need(one: Side, other: Side, language: Language) -> str:
    shared = _labels("domain", one.profile.domains & other.profile.domains, language)
    if one.quote and one.quote == other.quote:
        return translate(
            language, mark("Même besoin, dit dans les mêmes mots : « {one} »."), one=_shortened(one.quote)
        )
    if one.quote and other.quote:
        return translate(
            language,
            mark("Même besoin : « {one} » et « {other} »."),
            one=_shortened(one.quote),
            other=_shortened(other.quote),
        )
    return translate(language, mark("Même thème : {themes}."), themes=shared) if shared else ""


def _same_solution(one: Side, other: Side, language: Language) -> str:
    figures = sorted(one.profile.figures & other.profile.figures, reverse=True)[:_MOST_NAMED]
    names = _as_written(one.profile.names & other.profile.names, one)
    parts = []
    if names:
        parts.append(
            translate(language, mark("les deux textes citent {names}"), names=_listed(names, language))
        )
    if figures:
        said = _listed([format_number(figure, language) for figure in figures], language)
        parts.append(translate(language, mark("les deux textes donnent {figures}"), figures=said))
    if parts:
        return translate(language, mark("Solution : {parts}."), parts=format_list(parts, language))
    return (
        translate(language, mark("Solutions décrites de façon proche.")) if one.quote and other.quote else ""
    )


def _same_technology(one: Side, other: Side, language: Language) -> str:
    shared = _labels("technology", one.profile.technologies & other.profile.technologies, language)
    return translate(language, mark("Techniques communes : {list}."), list=shared) if shared else ""


def _same_services(one: Side, other: Side, language: Language) -> str:
    shared = _labels("service", one.profile.services & other.profile.services, language)
    return translate(language, mark("Mêmes services communaux : {list}."), list=shared) if shared else ""


def _same_audience(one: Side, other: Side, language: Language) -> str:
    groups = sorted(one.profile.audience & other.profile.audience)
    shared = _listed([translate(language, AUDIENCES[group]) for group in groups], language)
    return translate(language, mark("Même public : {list}."), list=shared) if groups else ""


def _same_organisation(one: Side, other: Side, language: Language) -> str:
    if one.profile.owners & other.profile.owners:
        names = _listed(list((other.project.fields and other.project.fields.lead) or ()), language)
        return translate(language, mark("Même porteur : {names}."), names=names) if names else ""
    shared = one.profile.organisations & other.profile.organisations
    names = _listed([name for name in _organisations(other) if _folded(name) in shared], language)
    return translate(language, mark("Organisme commun : {names}."), names=names) if names else ""


def _same_territory(one: Side, other: Side, language: Language) -> str:
    shared = (one.profile.places & (other.profile.places | other.profile.named_places)) | (
        other.profile.places & one.profile.named_places
    )
    names = _place_names(shared, language)
    return translate(language, mark("Même territoire : {names}."), names=names) if names else ""


def _same_period(one: Side, other: Side, language: Language) -> str:
    first, second = one.profile.starts, other.profile.starts
    if first and second and first == second:
        return translate(language, mark("Même année de début : {year}."), year=first)
    shared = sorted(_years(one.profile) & _years(other.profile))
    return translate(language, mark("Année commune : {year}."), year=shared[-1]) if shared else ""


def _same_line(one: Side, other: Side, language: Language) -> str:
    if max(one.profile.continues, other.profile.continues):
        return translate(language, mark("L'un des textes se présente comme une suite ou une extension."))
    if later_hints(one.profile, other.profile):
        return translate(
            language, mark("Le texte du projet le plus récent parle d'une situation antérieure.")
        )
    return ""


_ALIKE: Mapping[Feature, Callable[[Side, Side, Language], str]] = {
    "need": _same_need,
    "solution": _same_solution,
    "technology": _same_technology,
    "audience": _same_audience,
    "services": _same_services,
    "organisation": _same_organisation,
    "territory": _same_territory,
    "period": _same_period,
    "phase": _same_line,
}

# -- unlike ---------------------------------------------------------------------------------------


def _other_territory(one: Side, other: Side, language: Language) -> str:
    mine, theirs = (_place_names(side.profile.places, language) for side in (one, other))
    if not mine or not theirs or one.profile.places & other.profile.places:
        return ""
    return translate(
        language, mark("Territoire : {one} d'un côté, {other} de l'autre."), one=mine, other=theirs
    )


def _other_organisation(one: Side, other: Side, language: Language) -> str:
    mine, theirs = (
        _listed(list((side.project.fields and side.project.fields.lead) or ()), language)
        for side in (one, other)
    )
    if not mine or not theirs or one.profile.organisations & other.profile.organisations:
        return ""
    return translate(language, mark("Porteur : {one} d'un côté, {other} de l'autre."), one=mine, other=theirs)


def _other_technology(one: Side, other: Side, language: Language) -> str:
    mine = _labels("technology", one.profile.technologies - other.profile.technologies, language)
    theirs = _labels("technology", other.profile.technologies - one.profile.technologies, language)
    if not mine or not theirs:
        return ""
    return translate(
        language, mark("Techniques : {one} d'un côté, {other} de l'autre."), one=mine, other=theirs
    )


def _other_audience(one: Side, other: Side, language: Language) -> str:
    mine, theirs = one.profile.audience, other.profile.audience
    if not mine or not theirs or mine & theirs:
        return ""
    named = [
        _listed([translate(language, AUDIENCES[group]) for group in sorted(groups)], language)
        for groups in (mine, theirs)
    ]
    return translate(
        language, mark("Public : {one} d'un côté, {other} de l'autre."), one=named[0], other=named[1]
    )


def _other_period(one: Side, other: Side, language: Language) -> str:
    first, second = one.profile.starts, other.profile.starts
    if not first or not second or first == second:
        return ""
    return translate(language, mark("Année de début : {one} et {other}."), one=first, other=second)


def _other_budget(one: Side, other: Side, language: Language) -> str:
    amounts = [side.project.fields.budget_eur if side.project.fields else None for side in (one, other)]
    if amounts[0] is None or amounts[1] is None or amounts[0] == amounts[1]:
        return ""
    mine, theirs = (format_money(amount, language) for amount in amounts if amount is not None)
    return translate(language, mark("Budget : {one} et {other}."), one=mine, other=theirs)


def _other_need(one: Side, other: Side, language: Language) -> str:
    mine = _labels("domain", one.profile.domains - other.profile.domains, language)
    theirs = _labels("domain", other.profile.domains - one.profile.domains, language)
    if not mine or not theirs or one.profile.domains & other.profile.domains:
        return ""
    return translate(language, mark("Thème : {one} d'un côté, {other} de l'autre."), one=mine, other=theirs)


_UNLIKE: Mapping[Feature, Callable[[Side, Side, Language], str]] = {
    "need": _other_need,
    "solution": _other_budget,
    "technology": _other_technology,
    "audience": _other_audience,
    "organisation": _other_organisation,
    "territory": _other_territory,
    "period": _other_period,
}

# -- words ----------------------------------------------------------------------------------------


def _labels(facet: Facet, slugs: Iterable[str], language: Language) -> str:
    return _listed([value_label(facet, slug, language) for slug in sorted(slugs)], language)


def _place_names(codes: Iterable[str], language: Language) -> str:
    gazetteer = Gazetteer.load()
    places = [gazetteer.get("municipality", code) for code in sorted(codes)]
    return _listed([place.name(language) for place in places if place], language)


def _listed(names: list[str], language: Language) -> str:
    """A few of them, in words."""
    kept = list(dict.fromkeys(names))
    if len(kept) <= _MOST_NAMED:
        return format_list(kept, language)
    return ", ".join(kept[:_MOST_NAMED]) + "…"


def _organisations(side: Side) -> list[str]:
    fields = side.project.fields
    return [*(fields.lead or ()), *(fields.partners or ())] if fields else []


def _folded(name: str) -> str:
    return " ".join(folded_words(name))


def _as_written(names: Iterable[str], side: Side) -> list[str]:
    """Folded names as one of the texts writes them."""
    wanted = set(names)
    written = {word.folded: word.text for word in words_of(side.project.text)}
    return [written[name] for name in sorted(wanted) if name in written]


def _years(profile: Profile) -> frozenset[int]:
    return profile.years | ({profile.starts} if profile.starts else frozenset())


def _shortened(quote: str) -> str:
    if len(quote) <= _MOST_QUOTED:
        return quote.rstrip(" .")
    return quote[:_MOST_QUOTED].rsplit(" ", 1)[0] + "…"
