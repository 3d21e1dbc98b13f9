"""A pooling group in the reader's words: the need, why its members are partners, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import combinations, product

from corpus.labels import value_label
from corpus.models import Frozen, Language
from corpus.taxonomy import terms_of
from corpus.text import format_list, format_number, mark, translate
from retrieval.answering.quoting import without_markup
from retrieval.portfolio.inventory import organisations_of
from retrieval.portfolio.listed import Total
from retrieval.portfolio.pooling.bodies import Bodies
from retrieval.portfolio.pooling.members import Member, Stage
from retrieval.portfolio.pooling.ties import KINDS, Tie, distance_km, is_like_size
from retrieval.search.links import Links

_MOST_TERMS = 4
_WHY = {
    "arrondissement": mark("même arrondissement\u00a0: {values}"),
    "programme": mark("même programme\u00a0: {values}"),
    "intermunicipal": mark("même organisme intercommunal nommé par les sources\u00a0: {values}"),
}
_DISTANCE = mark("voisines\u00a0: {km} km au plus entre les centres")
_SIZE = mark("taille comparable\u00a0: de {least} à {most} habitants")
STAGES = {Stage.PLANNED: mark("en préparation"), Stage.RUNNING: mark("en cours")}


class Why(Frozen):
    """One of the reasons, which holds for every two of the group."""

    field: str
    text: str


class MemberOut(Frozen):
    """An initiative of a group."""

    document_id: str
    title: str
    url: str
    municipalities: tuple[str, ...]
    stage: Stage
    start_year: int | None
    status_year: int | None
    budget_eur: Total | None
    contact: tuple[str, ...]
    services: tuple[str, ...]


def member_out(member: Member, links: Links, language: Language) -> MemberOut:
    """A member with the names that the reader knows."""
    fields = member.fields
    return MemberOut(
        document_id=member.id,
        title=member.document.title.get(language),
        url=links.document(member.id),
        municipalities=tuple(place.name(language) for place in member.places),
        stage=member.stage,
        start_year=fields.start_year,
        status_year=fields.status_year,
        budget_eur=fields.budget_eur,
        contact=organisations_of(fields),
        services=tuple(value_label("service", one, language) for one in terms_of(fields)["service"]),
    )


def need_text(members: Sequence[Member], language: Language) -> str:
    """What the members have in common: technologies, then themes; the title of one of them where nothing is recorded."""
    shared = [*shared_terms(members, "technology"), *shared_terms(members, "domain")][:_MOST_TERMS]
    if not shared:
        return members[0].document.title.get(language)
    return " · ".join(value_label(facet, value, language) for facet, value in shared)


def shared_terms(members: Sequence[Member], facet: str) -> list[tuple[str, str]]:
    """The terms of most members, those of all of them first."""
    counts = Counter(value for member in members for value in terms_of(member.fields)[facet])
    enough = len(members) // 2 + 1
    return [(facet, value) for value, count in counts.most_common() if count >= max(enough, 2)]


def whys(members: Sequence[Member], ties: Set[Tie], language: Language) -> tuple[Why, ...]:
    """Each tie that joins all pairs, in one sentence."""
    return tuple(
        Why(field=tie.kind, text=_why(members, tie, language))
        for kind in KINDS
        for tie in sorted(ties)
        if tie.kind == kind
    )


def _why(members: Sequence[Member], tie: Tie, language: Language) -> str:
    if tie.kind == "distance":
        farthest = max(_nearest(one, other) for one, other in combinations(members, 2))
        return translate(language, _DISTANCE, km=format_number(round(farthest), language))
    if tie.kind == "size":
        sizes = sorted(_compared_sizes(members))
        least, most = (format_number(size, language) for size in (sizes[0], sizes[-1]))
        return translate(language, _SIZE, least=least, most=most)
    return translate(language, _WHY[tie.kind], values=_tie_label(tie, language))


def _compared_sizes(members: Sequence[Member]) -> set[int]:
    """The inhabitants of those municipalities that are of like size with one of another member."""
    return {
        place.inhabitants or 0
        for one, other in combinations(members, 2)
        for pair in product(one.places, other.places)
        if is_like_size(*pair)
        for place in pair
    }


def _tie_label(tie: Tie, language: Language) -> str:
    if tie.kind == "intermunicipal":
        return Bodies.load().names[tie.value]
    return without_markup(value_label(tie.kind, tie.value, language))


def _nearest(one: Member, other: Member) -> float:
    return min(
        distance
        for a in one.places
        for b in other.places
        if a.code != b.code and (distance := distance_km(a, b)) is not None
    )


def next_step(members: Sequence[Member], language: Language) -> str:
    """What would help most now: to learn from who runs it, to write the need together, or to compare contracts."""
    ahead = _towns(members, Stage.RUNNING, language)
    planning = _towns(members, Stage.PLANNED, language)
    if ahead and planning:
        message = mark(
            "Avant tout achat par {planning}, demander à {ahead} le cahier des charges, les coûts et le bilan, et voir si un achat commun est possible."
        )
        return translate(language, message, ahead=ahead, planning=planning)
    if planning:
        message = mark("Écrire ensemble le besoin avant d'acheter chacun de son côté\u00a0: {planning}.")
        return translate(language, message, planning=planning)
    message = mark(
        "Comparer les contrats en cours et leurs échéances, pour acheter ensemble au prochain renouvellement\u00a0: {ahead}."
    )
    return translate(language, message, ahead=ahead)


def _towns(members: Sequence[Member], stage: Stage, language: Language) -> str:
    names = [place.name(language) for member in members if member.stage is stage for place in member.places]
    return format_list(list(dict.fromkeys(names)), language)


def places_of(members: Sequence[Member], language: Language) -> Iterator[str]:
    """Every municipality once."""
    yield from dict.fromkeys(place.name(language) for member in members for place in member.places)
