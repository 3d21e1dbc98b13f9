"""How often a word stands in what a caller may read, as one state of the index has it."""

from __future__ import annotations

from corpus.access import ANONYMOUS, Caller, Visibility
from tests.builders import a_fiche
from tests.conftest import World


def test_words_are_counted_in_what_the_caller_may_read(world: World) -> None:
    """A document counts as a whole and by its passage."""
    world.holds(
        a_fiche("a", need="Des licornes."),
        a_fiche("b", need="Des licornes.", visibility=Visibility.ORGANISATION, organisation="mons"),
    )

    everybody = world.searcher.frequency(ANONYMOUS)
    of_mons = world.searcher.frequency(Caller(name="m", organisation="mons"))

    assert everybody("licornes") > 0
    assert of_mons("licornes") == 2 * everybody("licornes")
    assert everybody("dragons") == of_mons("dragons") == 0


def test_one_answer_counts_in_one_state_of_the_index(world: World) -> None:
    world.holds(a_fiche("a", need="Des licornes."))
    before = world.searcher.frequency(ANONYMOUS)
    counted = before("licornes")

    world.holds(a_fiche("b", need="Des licornes et des dragons."))

    assert (before("licornes"), before("dragons")) == (counted, 0)
    after = world.searcher.frequency(ANONYMOUS)
    assert after("licornes") == 2 * counted
    assert after("dragons") > 0
