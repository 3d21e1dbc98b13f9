"""Articles that no rule names: expected by likeness, never against what the rules decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES, Document, Language
from corpus.project import Project
from retrieval.checklist.checklist import Checker
from retrieval.checklist.expected import NAMES, Expectations, Weights
from retrieval.checklist.nearness import SheetTexts
from retrieval.checklist.precedents import Precedents
from retrieval.checklist.situation import Mention, Situation
from retrieval.checklist.values import Obligation, State
from retrieval.evaluation.checklists import read_cases
from tests.retrieval.checklist.sheets import law_sheets

_TEXT = "Une borne près de l'église. Elle compte les oiseaux."
_NEAREST = "Elle compte les oiseaux."


class _Expecting(Expectations):
    """Expects what it is told to, whatever the description."""

    def __init__(self, *sheets: str) -> None:
        self._sheets = sheets

    def of(
        self, situation: Situation, sheets: Mapping[str, Document], ruled: Collection[str]
    ) -> dict[str, Mention]:
        return {name: Mention(_NEAREST) for name in self._sheets}


def _rows(checker: Checker, text: str, *expected: str, language: Language = "fr") -> dict[str, Obligation]:
    expecting = replace(checker, expectations=_Expecting(*expected))
    found = expecting.check(Project.of_text(text, language), ANONYMOUS, language)
    return {row.document_id: row for row in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_expected_article_quotes_the_sentence_that_comes_nearest(
    checker: Checker, language: Language
) -> None:
    row = _rows(checker, _TEXT, "aarhus--7", language=language)["aarhus--7"]

    assert row.state is State.NOT_SHOWN
    assert _NEAREST in row.because


def test_what_a_description_excludes_stays_excluded(checker: Checker) -> None:
    rows = _rows(checker, "Un comptage sans drone.", "uas--14")

    assert rows["uas--14"].state is State.NOT_APPLICABLE


def test_an_article_that_an_amount_decides_is_never_expected(checker: Checker) -> None:
    assert "lmp--14" not in _rows(checker, "Achat de bancs, 4 000 euros HTVA.", "lmp--14")


def test_nothing_about_personal_data_is_expected_where_there_are_none(checker: Checker) -> None:
    said = "Des capteurs d'humidité, aucune donnée personnelle."

    assert "rgpd--25" not in _rows(checker, said, "rgpd--25")
    assert "rgpd--25" in _rows(checker, _TEXT, "rgpd--25")


def test_a_walloon_article_is_not_expected_elsewhere(checker: Checker) -> None:
    assert "dec-od--5" not in _rows(checker, "La ville de Gand ouvre ses fichiers.", "dec-od--5")
    assert "dec-od--5" in _rows(checker, "La ville de Namur ouvre ses fichiers.", "dec-od--5")


def test_rules_speak_first_and_once(checker: Checker) -> None:
    text = "Six caméras de surveillance sur la place du marché, contre le vandalisme."
    plain = [row.document_id for row in checker.check(Project.of_text(text, "fr"), ANONYMOUS, "fr")]
    rows = _rows(checker, text, plain[0], "aarhus--7")

    assert next(iter(rows)) == plain[0]
    assert _NEAREST not in rows[plain[0]].because


def test_precedents_that_ship_are_the_development_cases_and_no_others() -> None:
    folder = Path(__file__).parents[2] / "checklists"
    cases = [case for path in sorted(folder.glob("tuned*.jsonl")) for case in read_cases(path)]
    known = Precedents.shipped()

    assert len(known.vectors) == len(cases)
    needed = [{known.sheets[one] for one in np.flatnonzero(row)} for row in known.needed]
    assert needed == [set(case.necessary) for case in cases]


def test_precedents_know_the_sheets_that_ship_and_the_weights_every_score() -> None:
    assert set(Precedents.shipped().sheets) <= {document.id for document in law_sheets()}
    assert len(Weights.shipped().weights) == len(NAMES)


def test_precedents_survive_being_kept(tmp_path: Path) -> None:
    known = Precedents.shipped()
    known.write(tmp_path / "kept.npz")
    kept = Precedents.read(tmp_path / "kept.npz")

    assert kept.sheets == known.sheets
    assert np.array_equal(kept.wrong, known.wrong)
    assert np.allclose(kept.vectors, known.vectors, atol=1e-3)


def test_what_neighbours_need_scores_higher_and_a_description_can_be_left_out() -> None:
    known = _two_precedents()
    scores = dict(zip(known.sheets, known.scores(_vector(1, 0), np.array([False, False])), strict=True))
    alone = known.without([0]).scores(_vector(1, 0), np.array([False, False]))

    assert scores["a"][2] > scores["b"][2]
    assert alone[0][2] == 0


def test_the_nearest_sentence_is_the_one_that_a_sheet_speaks_of() -> None:
    texts = SheetTexts(("a", "b"), np.eye(2, dtype=np.float32), np.array([3, 8]))

    assert texts.nearest_sentence(1, np.array([_vector(1, 0), _vector(0.2, 1)])) == 1
    assert texts.scores(_vector(1, 0), np.array([_vector(1, 0)])).shape[0] == 2


def _two_precedents() -> Precedents:
    judged = np.eye(2, dtype=np.bool_)
    means = {language: np.zeros(2, np.float32) for language in LANGUAGES}
    return Precedents(
        "space", ("a", "b"), np.eye(2, dtype=np.float32), means, judged, ~judged, np.zeros((2, 2), np.bool_)
    )


def _vector(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, np.float32)
