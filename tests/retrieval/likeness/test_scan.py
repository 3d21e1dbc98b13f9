"""The search for pairs: done once for each state of a fiche, and gone on with wherever it was stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.access import ADMINISTRATOR, Visibility
from corpus.models import Document
from retrieval.likeness import scan as scanning
from retrieval.likeness.candidates import Neighbours
from retrieval.likeness.judge import Judge
from retrieval.likeness.pairs import JudgedPair
from retrieval.likeness.scan import Scan, ScanProgress, ScanReport
from retrieval.likeness.values import Verdict
from tests.builders import a_record
from tests.databases import everything_in
from tests.retrieval.likeness.world import ANNA, JUDGE, LikenessWorld, bikes, lights, question


def pairs(world: LikenessWorld) -> dict[tuple[str, str], Verdict]:
    return {(one.a, one.b): one.verdict for one in world.store.readable(ADMINISTRATOR)}


def put(world: LikenessWorld, document: Document, content_hash: str) -> None:
    """Write a fiche anew in another state."""
    world.catalogue.writer.put([replace(a_record(document), content_hash=content_hash)])


def test_what_is_alike_is_paired_and_what_is_not_is_not(likeness: LikenessWorld) -> None:
    likeness.compares(
        lights("a"), lights("b"), lights("c", municipality="Mons", lead="Ville de Mons"), bikes()
    )

    assert pairs(likeness) == {
        ("a", "b"): Verdict.DUPLICATE,
        ("a", "c"): Verdict.LINKED,
        ("b", "c"): Verdict.LINKED,
    }


def test_a_second_scan_does_nothing(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"))
    made = likeness.meanings.made

    assert likeness.scan.refresh() == ScanReport(0, 0)
    assert likeness.meanings.made == made == 2


def test_only_what_changed_is_compared_again(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"), bikes())
    put(likeness, bikes("b", municipality="Namur"), "another state")

    report = likeness.scan.refresh()

    assert (report.compared, likeness.meanings.made) == (1, 4)
    assert ("a", "b") not in pairs(likeness)


def test_what_is_new_meets_what_was_there(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), bikes())
    likeness.holds(lights("b"))

    assert likeness.scan.refresh().compared == 1
    assert pairs(likeness) == {("a", "b"): Verdict.DUPLICATE}


def test_progress_tells_both_phases(likeness: LikenessWorld) -> None:
    told: list[ScanProgress] = []

    likeness.holds(lights("a"), lights("b"))
    likeness.scan.refresh(told.append)

    assert told == [ScanProgress("profiles", 2, 2), ScanProgress("pairs", 2, 2)]


def test_killed_between_profiles_and_pairs_it_goes_on(
    likeness: LikenessWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    likeness.holds(lights("a"), lights("b"))
    with monkeypatch.context() as patch:
        patch.setattr(Scan, "_judged", _dying)
        with pytest.raises(KeyboardInterrupt):
            likeness.scan.refresh()
    assert pairs(likeness) == {}
    made = likeness.meanings.made

    report = likeness.scan.refresh()

    assert (report.compared, likeness.meanings.made) == (2, made)
    assert pairs(likeness) == {("a", "b"): Verdict.DUPLICATE}


def test_killed_between_two_batches_of_pairs_nothing_is_lost(
    likeness: LikenessWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "_JUDGED_A_COMMIT", 1)
    likeness.holds(*(lights(name) for name in "abc"))
    judged, rounds = Scan._judged, []

    def dying_later(self: Scan, ids: list[str], known: object, audiences: object) -> list[JudgedPair]:
        rounds.append(ids)
        if len(rounds) == 2:
            raise KeyboardInterrupt
        return judged(self, ids, known, audiences)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Scan, "_judged", dying_later)
        with pytest.raises(KeyboardInterrupt):
            likeness.scan.refresh()

    assert likeness.scan.refresh().compared == 2
    assert set(pairs(likeness)) == {("a", "b"), ("a", "c"), ("b", "c")}


@pytest.mark.parametrize("size", [1, 2, 3, 200])
def test_what_is_found_does_not_depend_on_the_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """A fiche among the nearest of another need not have that one among its own nearest."""
    documents = [
        lights(f"l{number:02}", need=f"Rue {'sombre ' * (number % 4)} {number}.") for number in range(9)
    ]
    found = []
    for name, batch in (("one", 200), ("other", size)):
        (tmp_path / name).mkdir()
        world = LikenessWorld(tmp_path / name)
        with monkeypatch.context() as patch:
            patch.setattr(scanning, "_JUDGED_A_COMMIT", batch)
            patch.setattr(Neighbours.near, "__defaults__", (2,))
            found.append(pairs(world.compares(*documents)))
        world.catalogue.close()

    assert found[0] == found[1]
    assert len(found[0]) > len(documents)


def test_a_fiche_that_is_removed_leaves_no_pair_and_no_profile(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"))

    likeness.ingester.forget("b", ADMINISTRATOR)

    assert pairs(likeness) == {}
    assert set(likeness.profiles.sketches(["a", "b"])) == {"a"}
    assert likeness.scan.refresh() == ScanReport(0, 0)


def test_a_fiche_that_is_rewritten_keeps_its_decisions(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"))
    likeness.board.decide(("a", "b"), Verdict.LINKED, ANNA, reason="Deux marchés.")

    put(likeness, lights("b", cost="Le coût est de 12 000 euros."), "another state")
    likeness.scan.refresh()

    pair = likeness.board.get(("a", "b"), ANNA, language="fr")
    assert pair.decision is not None
    assert (pair.status, pair.decision.verdict) == ("decided", Verdict.LINKED)


def test_forgetting_a_fiche_forgets_what_was_decided_of_it(likeness: LikenessWorld) -> None:
    likeness.compares(lights("a"), lights("b"), lights("c"))
    for key in (("a", "b"), ("a", "c")):
        likeness.board.decide(key, Verdict.LINKED, ANNA, reason="Deux marchés.")

    likeness.ingester.forget("b", ADMINISTRATOR)

    assert set(likeness.decisions.current()) == {("a", "c")}
    assert b"Deux march" in everything_in(likeness.url)
    likeness.ingester.forget("c", ADMINISTRATOR)
    assert b"Deux march" not in everything_in(likeness.url)


def test_another_judge_judges_everything_anew(likeness: LikenessWorld, tmp_path: Path) -> None:
    likeness.compares(lights("a"), lights("b"))
    stricter = Judge("stricter", question(-20, need=10), JUDGE.same, JUDGE.later)
    likeness.catalogue.close()

    again = LikenessWorld(tmp_path, judge=stricter, url=likeness.url)

    assert again.scan.refresh().compared == 2
    assert pairs(again) == {}
    again.catalogue.close()


def test_fiches_of_other_audiences_do_not_push_one_another_out(
    likeness: LikenessWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Neighbours.near, "__defaults__", (1,))
    inside = {"visibility": Visibility.ORGANISATION, "organisation": "namur"}

    likeness.compares(lights("a"), lights("b"), *(lights(f"hidden-{n}", **inside) for n in range(3)))

    assert ("a", "b") in pairs(likeness)


def _dying(*_: object) -> list[JudgedPair]:
    raise KeyboardInterrupt
