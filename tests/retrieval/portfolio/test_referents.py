"""Who knows a theme, of what a caller may read."""

from __future__ import annotations

from pathlib import Path

import yaml

from corpus.access import ANONYMOUS, Caller, Visibility
from corpus.filters import Filters
from corpus.referents import ReferentKind, referent
from retrieval.portfolio.referents import Referents
from tests.builders import a_fiche
from tests.conftest import World

CORPUS = Path(__file__).parents[3] / "corpus"


def names(world: World, domain: str | None, caller: Caller = ANONYMOUS) -> list[str]:
    filters = Filters(domain=(domain,)) if domain else Filters()
    return [one.referent.name for one in Referents(world.catalogue).of(filters, caller)]


def test_leads_and_partners_of_a_theme_are_found_near_ones_first(world: World) -> None:
    world.holds(
        a_fiche("a", lead="Ville de Namur", partners=("TNO", "université de liège")),
        a_fiche("b", lead=("TNO",), partners=("Proximus",)),
        a_fiche("c", domains=("mobility",), partners=("imec",)),
    )

    assert names(world, "lighting") == ["Université de Liège", "TNO"]
    assert names(world, "mobility") == ["imec"]
    assert names(world, "waste") == []
    known = Referents(world.catalogue).of(Filters(domain=("lighting",)), ANONYMOUS)
    assert [document.id for document in known[1].documents] == ["a", "b"]
    assert Referents(world.catalogue).themes(ANONYMOUS) == {"lighting": 2, "mobility": 1}


def test_nothing_is_told_of_a_fiche_that_may_not_be_read(world: World) -> None:
    world.holds(
        a_fiche("a", partners=("imec",)),
        a_fiche("b", partners=("imec", "VTT"), visibility=Visibility.ORGANISATION, organisation="x"),
    )

    assert names(world, None) == ["imec"]
    assert Referents(world.catalogue).of(Filters(domain=("lighting",)), ANONYMOUS)[0].documents[0].id == "a"
    assert names(world, None, Caller(name="m", organisation="x")) == ["imec", "VTT"]


def test_every_referent_is_named_by_a_fiche_of_the_corpus() -> None:
    """One that no fiche names would stand there from somebody's imagination."""
    named = set()
    for path in (CORPUS / "initiatives").glob("*.md"):
        fields = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])["fields"]
        lead = fields["lead"] or ()
        written = [*([lead] if isinstance(lead, str) else lead), *(fields["partners"] or ())]
        named |= {one for name in written if (one := referent(name))}
    listed = yaml.safe_load((CORPUS / "referents.yaml").read_text(encoding="utf-8"))
    assert {(one.kind, one.name) for one in named} == {
        (ReferentKind(kind), entry["name"]) for kind, entries in listed.items() for entry in entries
    }
