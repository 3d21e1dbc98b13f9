"""The replication kit: what it quotes, what it names as absent, and who may read it."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS, Caller, Visibility
from corpus.errors import NotFound
from corpus.models import Document
from retrieval.portfolio.kit import Kit, Kits
from retrieval.portfolio.related import RelatedSheets
from retrieval.search.links import Links
from tests.builders import a_fiche, a_practice, an_article
from tests.conftest import World

BODY = """## Besoin, publics et usages

Les parkings débordaient le samedi. Un problème de sécurité se posait aussi.

## Solution

Cent capteurs sous le pavé comptent les places. Le logiciel est publié sous licence EUPL. Il a fallu adapter le règlement communal.

## Coût et personnel

Le matériel a coûté 40 000 euros. Deux techniciens s'en occupent. Le subside n'est pas connu.

## Résultats et leçons

Les files ont diminué d'un tiers. Les premières batteries ont souvent été en panne."""


def a_told_fiche(**changes: object) -> Document:
    made = a_fiche(
        "mons-capteurs", title="Capteurs de stationnement à Mons", municipality="Mons", budget="40000"
    )
    fields = made.fields.model_copy(update={"lead": "Ville de Mons", "partners": ("Zeta", "Alpha")})
    return made.model_copy(update={"body": BODY, "fields": fields, **changes})


def kits(world: World) -> Kits:
    links = Links("http://test")
    return Kits(world.catalogue, RelatedSheets(world.catalogue, world.searcher, links), links)


def kit_of(world: World, *documents: Document) -> Kit:
    return kits(world.holds(*documents)).of(documents[0].id, ANONYMOUS, "fr")


def quotes(kit: Kit, name: str) -> list[str]:
    item = kit.item(name)
    return [one.text for one in item.entries if one.field is None] if item else []


def test_each_point_is_told_by_its_own_sentences(world: World) -> None:
    kit = kit_of(world, a_told_fiche())

    assert quotes(kit, "cost") == ["Le matériel a coûté 40 000 euros."]
    assert quotes(kit, "staff") == ["Deux techniciens s'en occupent."]
    assert quotes(kit, "licence") == ["Le logiciel est publié sous licence EUPL."]
    assert quotes(kit, "prerequisites") == ["Il a fallu adapter le règlement communal."]
    assert quotes(kit, "failures") == ["Les premières batteries ont souvent été en panne."]
    assert quotes(kit, "results") == ["Les files ont diminué d'un tiers."]


def test_every_quote_is_a_part_of_its_passage_and_every_mark_has_its_citation(world: World) -> None:
    kit = kit_of(world, a_told_fiche())
    passages = world.catalogue.passages([kit.document_id], ANONYMOUS)[kit.document_id]

    numbers = {one.n for one in kit.citations}
    for item in kit.items:
        for entry in item.entries:
            assert entry.citation is None or entry.citation in numbers
            assert entry.field or entry.citation
    assert all(any(one.quote in passage.text for passage in passages) for one in kit.citations)


def test_a_field_carries_its_typed_value_and_the_sentence_that_states_it(world: World) -> None:
    kit = kit_of(world, a_told_fiche())

    cost = kit.item("cost")
    assert cost is not None
    budget = cost.entries[0]
    assert (budget.field, budget.value) == ("budget_eur", 40000)
    assert budget.text.startswith("Budget\u00a0: 40")
    assert budget.text.endswith("€")
    assert kit.citations[(budget.citation or 0) - 1].quote == "Le matériel a coûté 40 000 euros."
    assert cost.unknown == ("subside", "programme de financement")


def test_what_the_fiche_does_not_tell_is_named_with_the_sentence_that_says_so(world: World) -> None:
    kit = kit_of(world, a_fiche(cost="Le prix des lampes n'est pas publié."))

    absent = {one.item: one for one in kit.absent}
    assert {"cost", "licence", "failures", "contact"} <= set(absent)
    assert kit.item("cost") is None
    number = absent["cost"].citation
    assert number is not None
    assert kit.citations[number - 1].quote == "Le prix des lampes n'est pas publié."
    assert absent["licence"].citation is None


def test_a_problem_that_is_the_need_is_no_failure(world: World) -> None:
    assert "Un problème de sécurité se posait aussi." not in quotes(kit_of(world, a_told_fiche()), "failures")


def test_suppliers_stand_in_alphabetical_order_and_without_praise(world: World) -> None:
    item = kit_of(world, a_told_fiche()).item("suppliers")

    assert item is not None
    assert item.entries[0].value == ("Alpha", "Zeta")
    assert item.note is not None
    assert "sans recommandation" in item.note


def test_a_rule_is_named_because_of_the_practice_on_the_same_subject_and_never_when_repealed(
    world: World,
) -> None:
    practice = a_practice("bp-capteurs", title="Poser des capteurs de stationnement").model_copy(
        update={"related": ("dec-eau--4", "dec-vieux--1")}
    )
    repealed = an_article("dec-vieux--1", act="DEC-VIEUX", application="abrogé depuis le 1er janvier 2020")

    kit = kit_of(world, a_told_fiche(), practice, an_article(), repealed)

    assert [one.document_id for one in kit.practices] == ["bp-capteurs"]
    assert "stationnement" in kit.practices[0].reason
    assert [one.document_id for one in kit.regulations] == ["dec-eau--4"]
    assert practice.title.fr in kit.regulations[0].reason


def test_what_a_caller_may_not_read_is_neither_a_kit_nor_named_in_one(world: World) -> None:
    hidden = a_practice("bp-capteurs", title="Poser des capteurs de stationnement").model_copy(
        update={"visibility": Visibility.ORGANISATION, "organisation": "x"}
    )
    secret = a_told_fiche(visibility=Visibility.ORGANISATION, organisation="x", id="secret")
    world.holds(a_told_fiche(), hidden, secret)

    assert kits(world).of("mons-capteurs", ANONYMOUS, "fr").practices == ()
    with pytest.raises(NotFound):
        kits(world).of("secret", ANONYMOUS, "fr")
    assert kits(world).of("secret", Caller(name="m", organisation="x"), "fr").practices


def test_a_document_that_is_no_initiative_has_no_kit(world: World) -> None:
    world.holds(a_practice())
    with pytest.raises(NotFound):
        kits(world).of("bp-budget-participatif", ANONYMOUS, "fr")
