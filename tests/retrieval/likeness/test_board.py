"""The board: what is proposed, what people decide, and when a decision no longer holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from corpus.access import ADMINISTRATOR, ANONYMOUS, Caller, Role, Scope, Visibility
from corpus.errors import NotFound
from corpus.models import Document
from retrieval.likeness.board import Status
from retrieval.likeness.comparison import compare
from retrieval.likeness.errors import AlreadyDecided, NotDecided, NotEntitled
from retrieval.likeness.pairs import MOST_LINKED, JudgedPair, foremost
from retrieval.likeness.values import Decision, Pair, Verdict
from tests.builders import a_record
from tests.retrieval.likeness.world import ANNA, BART, JUDGE, READER, LikenessWorld, bikes, lights

AB = ("a", "b")


def listed(world: LikenessWorld, caller: Caller = ANONYMOUS, **values: object) -> list[Pair]:
    page = world.board.page(caller, language="fr", **values)  # type: ignore[arg-type]
    return list(page.pairs)


def keys(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(one.a, one.b) for one in pairs]


def decide(world: LikenessWorld, verdict: Verdict, caller: Caller = ANNA, **values: object) -> Decision:
    given = {"reason": "Vu ensemble.", **values}
    return world.board.decide(AB, verdict, caller, **given)  # type: ignore[arg-type]


def rewrite(world: LikenessWorld, document: Document, content_hash: str = "again") -> None:
    world.catalogue.writer.put([replace(a_record(document), content_hash=content_hash)])
    world.scan.refresh()


@pytest.fixture
def board(likeness: LikenessWorld) -> LikenessWorld:
    mons = {"municipality": "Mons", "lead": "Ville de Mons"}
    return likeness.compares(lights("a"), lights("b"), lights("c", **mons), bikes("d"))


# -- what is proposed -------------------------------------------------------------------------------


def test_the_surest_come_first_with_what_the_judge_says_of_them(board: LikenessWorld) -> None:
    found = listed(board)

    assert set(keys(found)) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    twins = next(one for one in found if (one.a, one.b) == AB)
    assert (twins.pair_id, twins.verdict, twins.status) == ("a~b", Verdict.DUPLICATE, "open")
    assert {"need", "organisation", "territory"} <= {reason.field for reason in twins.reasons}
    assert twins.differences == ()


def test_a_reason_claims_what_the_judge_makes_of_it(board: LikenessWorld) -> None:
    for pair in listed(board):
        sides = board.profiles.completed([board.catalogue.get(name, ANONYMOUS) for name in (pair.a, pair.b)])
        weights = JUDGE.weigh(
            compare(sides[0].profile, sides[0].meaning, sides[1].profile, sides[1].meaning), pair.verdict
        )
        for reason in (*pair.reasons, *pair.differences):
            assert reason.weight == pytest.approx(weights[reason.field], abs=6e-4)
        assert all(reason.weight > 0 for reason in pair.reasons)
        assert [one.weight for one in pair.reasons] == sorted(
            (one.weight for one in pair.reasons), reverse=True
        )


def test_what_differs_is_told_of_both_sides(board: LikenessWorld) -> None:
    [pair] = [one for one in listed(board) if (one.a, one.b) == ("a", "c")]

    said = {one.field: one.text for one in pair.differences}
    assert said["territory"] == "Territoire\u00a0: Namur d'un côté, Mons de l'autre."
    assert said["organisation"] == "Porteur\u00a0: Ville de Namur d'un côté, Ville de Mons de l'autre."


def test_reasons_are_said_in_the_readers_language(board: LikenessWorld) -> None:
    said = {
        language: board.board.get(("a", "c"), ANONYMOUS, language=language).differences[0].text
        for language in ("fr", "nl", "de", "en")
    }

    assert len(set(said.values())) == 4
    assert "Bergen" in board.board.get(("a", "c"), ANONYMOUS, language="nl").model_dump_json()


def test_pairs_are_narrowed_and_paged(board: LikenessWorld) -> None:
    every = keys(listed(board))
    best = listed(board)[0]

    assert keys(listed(board, verdicts=(Verdict.DUPLICATE,))) == [AB]
    assert listed(board, verdicts=(Verdict.LATER_PHASE,)) == []
    assert keys(listed(board, min_score=best.score)) == [
        (one.a, one.b) for one in listed(board) if one.score >= best.score
    ]
    assert listed(board, min_score=1.0) == []
    assert [key for start in range(3) for key in keys(listed(board, offset=start, limit=1))] == every
    assert board.board.page(ANONYMOUS, language="fr", limit=1).total == 3


def test_a_pair_that_nobody_proposed_can_be_read_and_decided(board: LikenessWorld) -> None:
    pair = board.board.get(("a", "d"), ANONYMOUS, language="fr")
    board.board.decide(("a", "d"), Verdict.LINKED, ANNA, reason="Même rue.")

    assert (pair.verdict, pair.status) == (Verdict.DISTINCT, "open")
    assert ("a", "d") in keys(listed(board, status=Status.DECIDED))
    assert ("a", "d") not in keys(listed(board, status=Status.DECIDED, verdicts=(Verdict.LINKED,)))
    assert listed(board, status=Status.DECIDED, min_score=1.0) == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_fiches_that_were_not_yet_compared_can_be_decided(likeness: LikenessWorld, verdict: Verdict) -> None:
    likeness.holds(lights("a"), lights("b"))

    assert likeness.board.get(AB, ANONYMOUS, language="fr").verdict is Verdict.DUPLICATE
    assert decide(likeness, verdict).verdict is verdict
    pair = likeness.board.get(AB, ANONYMOUS, language="fr")
    assert (pair.status, pair.lapsed) == ("decided", ())


def test_of_fiches_that_are_not_there_nothing_is_said(board: LikenessWorld) -> None:
    for key in (("a", "nowhere"), ("here", "nowhere")):
        with pytest.raises(NotFound):
            board.board.get(key, ADMINISTRATOR, language="fr")
        with pytest.raises(NotFound):
            board.board.history(key, ADMINISTRATOR)
        with pytest.raises(NotFound):
            board.board.decide(key, Verdict.LINKED, ADMINISTRATOR, reason="x")
        with pytest.raises(NotFound):
            board.board.undo(key, ADMINISTRATOR)


# -- deciding ---------------------------------------------------------------------------------------


def test_what_is_decided_leaves_the_open_ones(board: LikenessWorld) -> None:
    made = decide(board, Verdict.LINKED)

    assert AB not in keys(listed(board))
    [pair] = listed(board, status=Status.DECIDED)
    assert (pair.a, pair.b, pair.status, pair.decision) == ("a", "b", "decided", made)
    assert AB in keys(listed(board, status=Status.ALL))
    board.board.undo(AB, BART)
    assert AB in keys(listed(board))
    assert [one.decision_id for one in board.board.history(AB, ANONYMOUS)] == [made.decision_id]


@pytest.mark.parametrize(
    "caller",
    [
        ANONYMOUS,
        READER,
        Caller(name="n", roles=frozenset({Role.COORDINATOR}), scopes=frozenset({Scope.READ})),
    ],
)
def test_deciding_is_for_coordinators(board: LikenessWorld, caller: Caller) -> None:
    with pytest.raises(NotEntitled):
        decide(board, Verdict.LINKED, caller)
    decide(board, Verdict.LINKED)
    with pytest.raises(NotEntitled):
        board.board.undo(AB, caller)


def test_who_may_not_read_both_may_not_know_that_there_is_a_pair(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b", visibility=Visibility.ORGANISATION, organisation="namur"))

    assert decide(likeness, Verdict.LINKED, ANNA)
    for caller in (ANONYMOUS, BART):
        with pytest.raises(NotFound):
            decide(likeness, Verdict.LINKED, caller)
        with pytest.raises(NotFound):
            likeness.board.history(AB, caller)
        assert listed(likeness, caller, status=Status.ALL) == []
    assert keys(listed(likeness, ANNA, status=Status.ALL)) == [AB]


def test_there_must_be_a_decision_to_take_back(board: LikenessWorld) -> None:
    with pytest.raises(NotDecided):
        board.board.undo(AB, ANNA)


def test_of_a_duplicate_the_fuller_fiche_stays_unless_another_is_named(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b", budget="12000", end_year=2024))

    fuller = decide(likeness, Verdict.DUPLICATE)
    named = decide(likeness, Verdict.DUPLICATE, kept="a", replaces=fuller.decision_id)
    linked = decide(likeness, Verdict.LINKED, kept="a", replaces=named.decision_id)

    assert [one.kept for one in (fuller, named, linked)] == ["b", "a", None]


# -- lapsing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"budget": "200000"}, ("budget_eur",)),
        ({"start_year": 2023}, ("start_year",)),
        ({"lead": "IGRETEC"}, ("lead",)),
        ({"need": "Des chauves-souris nichent sous le pont et les lampadaires les dérangent."}, ("text",)),
        ({"municipality": "Dinant", "lead": "Ville de Dinant"}, ("municipality", "lead")),
        ({"domains": ("mobility",), "end_year": 2025}, ("domains", "end_year")),
    ],
)
def test_distinct_lapses_when_something_compared_changes_and_says_what(
    likeness: LikenessWorld, changes: dict[str, object], fields: tuple[str, ...]
) -> None:
    likeness.compares(lights("a", budget="100000"), lights("b", budget="100000"))
    former = decide(likeness, Verdict.DISTINCT)

    rewrite(likeness, lights("b", **{"budget": "100000", **changes}))

    pair = likeness.board.get(AB, ANNA, language="fr")
    assert set(fields) <= set(pair.lapsed)
    assert (pair.status, pair.decision) == ("open", None)
    assert likeness.board.history(AB, ANNA) == [former]
    again = decide(likeness, Verdict.LINKED, BART)
    assert likeness.board.get(AB, ANNA, language="fr").decision == again


@pytest.mark.parametrize(
    "changes",
    [
        {"cost": "Le coût est de 100 000 euros."},
        {"budget": "104000"},
        {"status": "completed"},
        {"need": "Les rues restaient sombres le soir et des riverains se plaignaient."},
    ],
)
def test_distinct_holds_when_nothing_material_changes(
    likeness: LikenessWorld, changes: dict[str, object]
) -> None:
    likeness.compares(lights("a", budget="100000"), lights("b", budget="100000"))
    decide(likeness, Verdict.DISTINCT)

    rewrite(likeness, lights("b", **{"budget": "100000", **changes}))

    pair = likeness.board.get(AB, ANNA, language="fr")
    assert (pair.status, pair.lapsed) == ("decided", ())
    with pytest.raises(AlreadyDecided):
        decide(likeness, Verdict.LINKED, BART)


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.DISTINCT])
def test_other_verdicts_do_not_lapse(likeness: LikenessWorld, verdict: Verdict) -> None:
    likeness.compares(lights("a"), lights("b"))
    decide(likeness, verdict)

    rewrite(likeness, lights("b", budget="999999", start_year=2025))

    assert likeness.board.get(AB, ANNA, language="fr").status == "decided"


def test_what_lapsed_and_changed_back_holds_again(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"))
    decide(likeness, Verdict.DISTINCT)

    rewrite(likeness, lights("b", start_year=2025), "once")
    lapsed = likeness.board.get(AB, ANNA, language="fr").lapsed
    rewrite(likeness, lights("b"), "twice")

    assert lapsed == ("start_year",)
    assert likeness.board.get(AB, ANNA, language="fr").lapsed == ()


# -- what decisions teach ---------------------------------------------------------------------------


def test_settled_pairs_are_those_whose_decision_holds(board: LikenessWorld) -> None:
    decide(board, Verdict.DUPLICATE)
    board.board.decide(("a", "c"), Verdict.DISTINCT, ANNA, reason="x")
    board.board.decide(("b", "c"), Verdict.LINKED, ANNA, reason="x")
    board.board.undo(("b", "c"), ANNA)

    rewrite(board, lights("c", municipality="Dinant"))

    assert [(one.a.id, one.b.id, one.verdict) for one in board.board.settled(ADMINISTRATOR)] == [
        ("a", "b", Verdict.DUPLICATE)
    ]


def test_of_the_linked_ones_only_the_surest_of_a_fiche_are_listed(likeness: LikenessWorld) -> None:
    towns = (
        "Namur", "Mons", "Liège", "Charleroi", "Tournai", "Arlon", "Huy", "Dinant", "Wavre", "Verviers", "Spa", "Ath", "Gand",
    )  # fmt: skip
    likeness.compares(
        *(lights(f"l{place}", municipality=town, lead=f"Ville de {town}") for place, town in enumerate(towns))
    )
    every = likeness.store.readable(ANONYMOUS)

    pairs = listed(likeness, limit=100)

    told = Counter(name for pair in pairs for name in (pair.a, pair.b))
    assert len(every) == 13 * 12 / 2
    assert max(told.values()) == MOST_LINKED
    [left, *_] = {(one.a, one.b) for one in every} - set(keys(pairs))
    assert likeness.board.get(left, ANONYMOUS, language="fr").verdict is Verdict.LINKED


def test_duplicates_are_listed_however_many_they_are() -> None:
    pairs = [JudgedPair("a", f"b{number:02}", Verdict.DUPLICATE, 0.9) for number in range(30)]

    assert foremost(pairs) == pairs


def test_a_linked_pair_is_listed_when_it_is_among_the_surest_of_both() -> None:
    hub = [JudgedPair("a", f"b{number:02}", Verdict.LINKED, 0.9 - number / 100) for number in range(30)]
    apart = JudgedPair("c", "d", Verdict.LINKED, 0.1)

    assert foremost([*hub, apart]) == [*hub[:MOST_LINKED], apart]
