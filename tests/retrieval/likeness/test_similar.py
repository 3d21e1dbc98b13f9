"""What is like an idea or a fiche: best first, with reasons, and nothing where nothing is near."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS, Visibility
from corpus.project import Project
from retrieval.likeness.values import Verdict
from tests.retrieval.likeness.world import ANNA, LikenessWorld, bikes, lights

IDEA = Project.of_text(
    "Lampes LED. Les rues restaient sombres le soir et les riverains se plaignaient.", "fr"
)
INSIDE = {"visibility": Visibility.ORGANISATION, "organisation": "namur"}


def test_an_idea_finds_what_meets_its_need_with_reasons(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), bikes())

    [found] = likeness.similar.to_project(IDEA, ANONYMOUS, language="fr")

    assert found.document.id == "a"
    assert found.verdict in (Verdict.LINKED, Verdict.DUPLICATE)
    assert 0.5 <= found.score <= 1
    assert found.reasons[0].field == "need"
    assert "Les rues restaient sombres" in found.reasons[0].text


def test_a_fiche_is_not_like_itself(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"))

    found = likeness.similar.to_document(likeness.catalogue.get("a", ANONYMOUS), ANONYMOUS, language="fr")

    assert [one.document.id for one in found] == ["b"]


@pytest.mark.parametrize("text", ["Des licornes gardent le zoo.", "🚲🚲🚲", "?", " ", "x" * 40_000])
def test_where_nothing_is_near_nothing_is_found(likeness: LikenessWorld, text: str) -> None:
    likeness.compares(lights("a"), bikes())

    assert likeness.similar.to_project(Project.of_text(text, "fr"), ANONYMOUS, language="fr") == ()


def test_over_an_empty_catalogue_nothing_is_found(likeness: LikenessWorld) -> None:
    likeness.compares()

    assert likeness.similar.to_project(IDEA, ANONYMOUS, language="fr") == ()


def test_at_most_so_many_the_best_first(likeness: LikenessWorld) -> None:
    likeness.compares(*(lights(f"l{number}", cost=f"{number}") for number in range(6)))

    every = likeness.similar.to_project(IDEA, ANONYMOUS, language="fr")

    assert [one.score for one in every] == sorted((one.score for one in every), reverse=True)
    assert likeness.similar.to_project(IDEA, ANONYMOUS, language="fr", limit=2) == every[:2]


@pytest.mark.parametrize(
    ("status", "first"), [("planned", "join"), ("ongoing", "join"), ("completed", "replicate")]
)
def test_what_to_do_next_depends_on_where_it_stands(likeness: LikenessWorld, status: str, first: str) -> None:
    likeness.compares(lights("a", status=status))

    [found] = likeness.similar.to_project(IDEA, ANONYMOUS, language="fr")

    assert found.exits[0] == first
    assert set(found.exits) == {"join", "replicate", "go_on"}


def test_only_what_one_may_read_is_found_and_all_of_it(likeness: LikenessWorld) -> None:
    likeness.compares(*(lights(f"hidden-{number:02}", **INSIDE) for number in range(50)), lights("z"))

    assert [one.document.id for one in likeness.similar.to_project(IDEA, ANONYMOUS, language="fr")] == ["z"]
    assert len(likeness.similar.to_project(IDEA, ANNA, language="fr", limit=50)) > 10


def test_a_fiche_that_was_written_since_the_last_scan_is_not_yet_found(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a")).holds(lights("b"))

    assert [one.document.id for one in likeness.similar.to_project(IDEA, ANONYMOUS, language="fr")] == ["a"]
