"""What is like an idea or a fiche: best first, with reasons, and nothing where nothing is near."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.access import ANONYMOUS, Visibility
from corpus.ideas import ideas_by_initiative
from corpus.models import LocalizedList
from corpus.project import Project
from retrieval.likeness.nearness import NAMES
from retrieval.likeness.quotes import Quotes
from retrieval.likeness.similar import Similar
from retrieval.likeness.values import Verdict
from tests.builders import a_record
from tests.retrieval.likeness.world import ANNA, IDEAS, JUDGE, LikenessWorld, bikes, lights

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


def test_a_reason_for_an_idea_claims_what_the_score_would_lose(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), bikes())

    [found] = likeness.similar.to_project(IDEA, ANONYMOUS, language="fr")

    [reason] = found.reasons  # the judge of ideas of this world weighs the need alone
    assert reason.field == "need"
    assert math.log(found.score / (1 - found.score)) - reason.weight == pytest.approx(-6, abs=0.01)


def test_a_fiche_of_which_no_idea_is_known_is_found_as_if_some_were(likeness: LikenessWorld) -> None:
    with_ideas = next(iter(ideas_by_initiative()))
    likeness.compares(lights("a"), lights(with_ideas))
    quotes = Quotes(likeness.catalogue, likeness.embedder)
    ideas = replace(IDEAS, unheard=0.1)
    similar = Similar(likeness.catalogue, likeness.searcher, likeness.profiles, JUDGE, ideas, quotes)
    needs = likeness.profiles.told(_heard(likeness, IDEA), ["a", with_ideas])

    ids, found = _column(similar.features(IDEA, ANONYMOUS), NAMES.index("need"))
    [first, second] = similar.to_project(IDEA, ANONYMOUS, language="fr")

    assert dict(zip(ids, found, strict=True)) == {
        "a": pytest.approx(needs["a"] + 0.1), with_ideas: needs[with_ideas],
    }  # fmt: skip
    assert (first.document.id, second.document.id) == ("a", with_ideas)
    for one in (first, second):
        [reason] = one.reasons
        assert math.log(one.score / (1 - one.score)) - reason.weight == pytest.approx(-6, abs=0.01)


def test_what_other_texts_of_a_fiche_say_is_found_once_they_were_read(likeness: LikenessWorld) -> None:
    asked = LocalizedList(nl=("Hoe worden de straten van het dorp veiliger verlicht ?",))
    likeness.compares(lights("a").model_copy(update={"questions": asked}), bikes())
    idea = Project.of_text("Hoe worden de straten van het dorp veiliger verlicht ?", "nl")
    before = likeness.similar.features(idea, ANONYMOUS)

    assert likeness.scan.deepen() == 2
    assert likeness.scan.deepen() == 0

    after = likeness.similar.features(idea, ANONYMOUS)
    need = NAMES.index("need")
    assert (
        dict(zip(*_column(after, need), strict=True))["a"]
        > dict(zip(*_column(before, need), strict=True))["a"] + 0.1
    )


def test_a_fiche_that_changed_is_read_again(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), bikes())
    likeness.scan.deepen()

    likeness.catalogue.writer.put([replace(a_record(bikes("a")), content_hash="again")])
    likeness.scan.refresh()

    assert [one.document_id for one in likeness.profiles.untold()] == ["a"]
    assert likeness.scan.deepen() == 1


def _heard(likeness: LikenessWorld, idea: Project) -> NDArray[np.float32]:
    _, meaning = likeness.profiles.of_project(idea)
    return likeness.profiles.heard(idea, meaning)


def _column(found: tuple[list[str], NDArray[np.float64]], place: int) -> tuple[list[str], list[float]]:
    ids, rows = found
    return ids, rows[:, place].tolist()
