"""Groups of municipalities: same need, a calendar that allows it, a reason that holds for all; and the note to share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from corpus.access import ANONYMOUS, Caller, Visibility
from corpus.errors import NotFound
from corpus.filters import Filters
from corpus.models import LANGUAGES, Document
from retrieval.portfolio.pooling.needs import NeedLink
from retrieval.portfolio.pooling.note import Notes
from retrieval.portfolio.pooling.pooling import Group, Pooling
from retrieval.portfolio.pooling.procurement import STEPS
from retrieval.search.links import Links
from tests.builders import a_fiche, a_practice, an_article
from tests.conftest import World

LINKS = Links("http://test")
MEMBER = Caller(name="m", organisation="x")


class Handmade:
    """Pairs that a test wrote down."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = pairs

    def pairs(self, caller: Caller) -> Iterable[NeedLink]:
        return [NeedLink(a, b, 0.8) for a, b in self._pairs]


def town(name: str, **changes: object) -> Document:
    """A fiche of a municipality; each is named after it."""
    made = a_fiche(name.lower(), title=f"Capteurs à {name}", municipality=name, province=None, **changes)  # type: ignore[arg-type]
    return made.model_copy(
        update={"fields": made.fields.model_copy(update={"lead": f"Service de {made.id}"})}
    )


def pooling(world: World, *pairs: tuple[str, str]) -> Pooling:
    return Pooling(
        world.catalogue,
        LINKS,
        Handmade(*pairs),
        Notes(world.catalogue, LINKS),
        today=lambda: date(2026, 6, 1),
    )


def groups(world: World, *documents: Document, caller: Caller = ANONYMOUS) -> tuple[Group, ...]:
    """The groups where all documents have the same need."""
    world.holds(*documents)
    ids = [one.id for one in documents]
    pairs = [(a, b) for at, a in enumerate(ids) for b in ids[at + 1 :]]
    return pooling(world, *pairs).groups(caller, "fr")


def reasons(group: Group) -> set[str]:
    return {one.field for one in group.why}


def test_neighbours_with_the_same_need_are_a_group_and_why_says_so(world: World) -> None:
    (group,) = groups(world, town("Namur"), town("Profondeville", status="planned"))

    assert group.initiatives == ("namur", "profondeville")
    assert group.municipalities == ("92094", "92101")
    assert reasons(group) == {"distance", "arrondissement"}
    assert "Profondeville" in group.next_step
    assert "LED" in group.need


def test_far_and_unlike_towns_are_no_partners(world: World) -> None:
    assert groups(world, town("Namur"), town("Martelange")) == ()


def test_towns_of_like_size_are_partners_however_far(world: World) -> None:
    (group,) = groups(world, town("Tournai"), town("Seraing"))

    assert reasons(group) == {"size"}


def test_a_programme_or_an_intermunicipal_body_that_sources_name_joins(world: World) -> None:
    call = {"programme": "Territoire intelligent 2019 (Smart Région / Digital Wallonia)"}
    (group,) = groups(world, town("Namur", **call), town("Martelange", **call))
    assert reasons(group) == {"programme"}

    named = {"solution": "Le marché passe par Idelux."}
    (group,) = groups(world, town("Namur", **named), town("Martelange", **named))
    assert reasons(group) == {"intermunicipal"}
    assert group.exchange


@pytest.mark.parametrize(
    ("status", "end_year"), [("completed", None), ("stopped", None), (None, None), ("ongoing", 2024)]
)
def test_what_is_over_or_of_unknown_state_cannot_be_joined(
    world: World, status: str | None, end_year: int | None
) -> None:
    other = town("Profondeville", status=status)
    other = other.model_copy(update={"fields": other.fields.model_copy(update={"end_year": end_year})})

    assert groups(world, town("Namur"), other) == ()


def test_two_initiatives_of_one_municipality_are_no_group(world: World) -> None:
    assert groups(world, town("Namur"), a_fiche("autre", municipality="Namur")) == ()


def test_a_hub_joins_nobody_to_a_third(world: World) -> None:
    world.holds(town("Namur"), town("Profondeville"), town("Gembloux"))
    found = pooling(world, ("namur", "profondeville"), ("namur", "gembloux")).groups(ANONYMOUS, "fr")

    assert sorted(one.initiatives for one in found) == [("gembloux", "namur"), ("namur", "profondeville")]


def test_what_a_caller_may_not_read_is_in_no_group_even_if_a_pair_names_it(world: World) -> None:
    hidden = town("Profondeville", visibility=Visibility.ORGANISATION, organisation="x")

    assert groups(world, town("Namur"), hidden) == ()
    (group,) = groups(world, town("Namur"), hidden, caller=MEMBER)
    with pytest.raises(NotFound):
        pooling(world, ("namur", "profondeville")).note(group.group_id, ANONYMOUS, "fr")


def test_filters_keep_the_groups_with_an_initiative_that_meets_them(world: World) -> None:
    world.holds(town("Namur"), town("Profondeville"), town("Tournai"), town("Seraing"))
    made = pooling(world, ("namur", "profondeville"), ("tournai", "seraing"))

    found = made.groups(ANONYMOUS, "fr", filters=Filters(municipality=("57081",)))
    assert [one.initiatives for one in found] == [("seraing", "tournai")]


def test_groups_abroad_come_after_those_that_a_belgian_town_can_join(world: World) -> None:
    abroad = {"country": "France", "region": None, "programme": "Horizon 2020"}
    world.holds(town("Angers", **abroad), town("Dijon", **abroad), town("Namur"), town("Profondeville"))

    found = pooling(world, ("angers", "dijon"), ("namur", "profondeville")).groups(ANONYMOUS, "fr")

    assert [one.initiatives for one in found] == [("namur", "profondeville"), ("angers", "dijon")]


def test_a_group_whose_texts_name_each_other_is_in_exchange(world: World) -> None:
    (silent,) = groups(world, town("Namur"), town("Profondeville"))
    assert not silent.exchange
    made = pooling(world, ("namur", "profondeville"))
    assert [(one.a, one.b) for one in made.without_exchange(ANONYMOUS)] == [("namur", "profondeville")]

    (talking,) = groups(world, town("Namur", solution="Repris de Profondeville."), town("Profondeville"))
    assert talking.exchange
    assert made.without_exchange(ANONYMOUS) == []


def a_group_with_sheets(world: World) -> tuple[Pooling, str]:
    steps = [identifier for step in STEPS for identifier in step.document_ids]
    sheets = [
        a_practice(one) if one.startswith("bp-") else an_article(one, rule=f"La règle {one} vaut.")
        for one in steps
    ]
    repealed = an_article("lmp--42", rule="Vieille règle.", application="abrogé depuis le 1er janvier 2020")
    world.holds(
        town("Namur", solution="Tout marche au LED. Les premières lampes sont tombées en panne."),
        town("Profondeville", status="planned"),
        *(one for one in sheets if one.id != repealed.id),
        repealed,
    )
    made = pooling(world, ("namur", "profondeville"))
    return made, made.groups(ANONYMOUS, "fr")[0].group_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_has_its_parts_and_its_sources_in_each_language(world: World, language: str) -> None:
    made, group_id = a_group_with_sheets(world)
    note = made.note(group_id, ANONYMOUS, language)  # type: ignore[arg-type]

    assert note.count("\n## ") == 7
    assert "Les premières lampes sont tombées en panne." in note
    assert "/documents/lmp--43-et-47" in note
    assert "/documents/cdld--l1222-3" in note
    assert "Service de namur" in note
    assert "lmp--42" not in note  # repealed
    assert "[1]" in note
    assert "\n1. " in note


def test_a_flemish_group_is_not_sent_to_walloon_law(world: World) -> None:
    (group,) = groups(
        world,
        town("Leuven", region="Flandre"),
        town("Hoeilaart", region="Flandre"),
        an_article("cdld--l1222-3"),
        an_article("lmp--2"),
    )
    note = pooling(world, ("leuven", "hoeilaart")).note(group.group_id, ANONYMOUS, "nl")

    assert "lmp--2" in note
    assert "cdld" not in note
