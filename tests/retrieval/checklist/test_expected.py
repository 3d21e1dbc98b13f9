"""Articles that no rule names: expected by likeness, never against what the rules decide."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES, Document, Language
from corpus.project import Project
from retrieval.checklist.checklist import Checker
from retrieval.checklist.expected import NAMES, Expectations, Expected
from retrieval.checklist.limits import Limits
from retrieval.checklist.reader import SIGN, Chances, Reader
from retrieval.checklist.signs import Lexicon
from retrieval.checklist.situation import Mention, Situation
from retrieval.checklist.values import Certainty, Obligation, State
from retrieval.evaluation.checklists import read_cases
from tests.retrieval.checklist.sheets import law_sheets

_TEXT = "Une borne près de l'église. Elle compte les oiseaux."
_NEAREST = "Elle compte les oiseaux."
_BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


class _Expecting(Expectations):
    """Expects what it is told to, whatever the description."""

    def __init__(self, *sheets: str, sure: bool = True) -> None:
        self._sheets = sheets
        self._sure = sure

    def of(
        self,
        situation: Situation,
        sheets: Mapping[str, Document],
        named: Collection[str],
        excluded: Collection[str],
    ) -> dict[str, Expected]:
        return {name: Expected(Mention(_NEAREST), self._sure) for name in self._sheets}


def _rows(
    checker: Checker, text: str, *expected: str, language: Language = "fr", sure: bool = True
) -> dict[str, Obligation]:
    expecting = replace(checker, expectations=_Expecting(*expected, sure=sure))
    found = expecting.check(Project.of_text(text, language), ANONYMOUS, language)
    return {row.document_id: row for row in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_expected_article_quotes_the_sentence_that_comes_nearest(
    checker: Checker, language: Language
) -> None:
    row = _rows(checker, _TEXT, "aarhus--7", language=language)["aarhus--7"]

    assert row.state is State.NOT_SHOWN
    assert _NEAREST.removesuffix(".") in row.because
    assert ".\u00a0»" not in row.because


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_sure_is_asked_and_not_asserted(checker: Checker, language: Language) -> None:
    row = _rows(checker, _TEXT, "aarhus--7", language=language, sure=False)["aarhus--7"]

    assert (row.state, row.certainty) == (State.ASK_DPO, Certainty.TO_CHECK)
    assert row.title.partition(":")[2].strip() in row.because
    assert _NEAREST.removesuffix(".") in row.because


def test_what_is_sure_is_asserted(checker: Checker) -> None:
    assert _rows(checker, _TEXT, "aarhus--7")["aarhus--7"].certainty is Certainty.ASSERTED


def test_some_articles_are_never_asserted_by_likeness(checker: Checker) -> None:
    row = _rows(checker, _TEXT, "rgpd--9")["rgpd--9"]

    assert (row.state, row.certainty) == (State.ASK_DPO, Certainty.TO_CHECK)


def test_what_a_description_excludes_stays_excluded(checker: Checker) -> None:
    rows = _rows(checker, "Un comptage sans drone.", "uas--14")

    assert rows["uas--14"].state is State.NOT_APPLICABLE


def test_an_article_that_an_amount_decides_is_never_expected(checker: Checker) -> None:
    assert "lmp--14" not in _rows(checker, "Achat de bancs, 4 000 euros HTVA.", "lmp--14")


def test_likeness_asks_where_rules_only_see_nothing_personal(checker: Checker) -> None:
    said = "Un service de prêt de vélos avec une facture par trajet."
    plain = {row.document_id: row for row in checker.check(Project.of_text(said, "fr"), ANONYMOUS, "fr")}
    rows = _rows(checker, said, "rgpd--35")

    assert plain.get("rgpd--35") is None or plain["rgpd--35"].state is State.NOT_APPLICABLE
    assert rows["rgpd--35"].certainty is Certainty.TO_CHECK


def test_nothing_about_personal_data_is_expected_where_there_are_none(checker: Checker) -> None:
    said = "Des capteurs d'humidité, aucune donnée personnelle."

    assert "rgpd--25" not in _rows(checker, said, "rgpd--25")
    assert "rgpd--25" in _rows(checker, _TEXT, "rgpd--25")


def test_a_walloon_article_is_not_expected_elsewhere(checker: Checker) -> None:
    assert "dec-od--5" not in _rows(checker, "La ville de Gand ouvre ses fichiers.", "dec-od--5")
    assert "dec-od--5" in _rows(checker, "La ville de Namur ouvre ses fichiers.", "dec-od--5")


def test_the_law_of_a_device_is_not_expected_without_the_device(checker: Checker) -> None:
    assert "afir--20" not in _rows(checker, _TEXT, "afir--20")
    assert "loi-cameras--9" not in _rows(checker, _TEXT, "loi-cameras--9")


def test_articles_that_exclude_each_other_are_not_expected_beside_one_that_rules_name(
    checker: Checker,
) -> None:
    said = "Six caméras de surveillance fixes sur la place du marché, contre le vandalisme."
    rows = _rows(checker, said, "loi-cameras--5-2-1", "loi-cameras--7-1")

    assert rows["loi-cameras--5-1er-et-2"].state is State.NOT_SHOWN
    assert not {"loi-cameras--5-2-1", "loi-cameras--7-1"} & rows.keys()


def test_limits_speak_of_signs_and_sheets_that_exist() -> None:
    limits = Limits.load()
    known = {document.id for document in law_sheets()}

    assert {sign for one in limits.needs.values() for sign in one.signs} <= Lexicon.load().names
    assert {sheet for group in limits.one_of for sheet in group} <= known
    assert all(any(sheet.startswith(one) for sheet in known) for one in (*limits.needs, *limits.asked))


def test_rules_speak_first_and_once(checker: Checker) -> None:
    text = "Six caméras de surveillance sur la place du marché, contre le vandalisme."
    plain = [row.document_id for row in checker.check(Project.of_text(text, "fr"), ANONYMOUS, "fr")]
    rows = _rows(checker, text, plain[0], "aarhus--7")

    assert next(iter(rows)) == plain[0]
    assert _NEAREST not in rows[plain[0]].because


def test_where_rules_only_guess_that_things_are_measured_the_dpo_is_asked(checker: Checker) -> None:
    rows = _rows(checker, "Des capteurs de remplissage dans les bulles à verre.", "rgpd--25")

    assert rows["rgpd--25"].state is State.ASK_DPO


def test_the_reader_that_ships_knows_the_sheets_and_signs_that_ship_and_weighs_every_score() -> None:
    reader = Reader.shipped()

    assert set(reader.sheets) == {document.id for document in law_sheets()}
    assert set(reader.signs) == Lexicon.load().names
    assert reader.chances.weights.shape == (len(NAMES),)


def test_a_reader_survives_being_kept(tmp_path: Path) -> None:
    reader = _reader()
    reader.write(tmp_path / "kept.npz")
    kept = Reader.read(tmp_path / "kept.npz")

    assert (kept.sheets, kept.signs, kept.space) == (reader.sheets, reader.signs, reader.space)
    assert np.allclose(kept.matrix, reader.matrix, atol=1e-3)
    assert (kept.chances.least, kept.chances.sure) == (reader.chances.least, reader.chances.sure)


def test_a_sentence_and_a_sign_each_bring_up_their_sheet() -> None:
    told = _reader().told(np.array([[0, 1], [1, 0]], np.float32), {"drone"})

    assert told[1].argmax() == 0  # the sentence lies with the first sheet
    assert told[0, 1] == pytest.approx(1 + SIGN)  # the whole with the second, and so does the sign


def test_what_was_judged_for_learning_has_what_rules_named_at_first() -> None:
    first = json.loads((_BENCHMARKS / "first_sight.json").read_text("utf-8"))
    folder = Path(__file__).parents[2] / "checklists"

    assert set(first) == {case.id for path in folder.glob("tuned*.jsonl") for case in read_cases(path)}


def test_situations_name_sheets_that_exist() -> None:
    lines = (_BENCHMARKS / "situations.txt").read_text("utf-8").splitlines()
    named = {name for line in lines if line.startswith("@") for name in line[1:].split()}

    assert named - {"none"} <= {document.id for document in law_sheets()}


def _reader() -> Reader:
    means = {language: np.zeros(2, np.float32) for language in LANGUAGES}
    matrix = np.array([[1, 0], [0, 1], [0, 1], [0, 0]], np.float32)
    chances = Chances(np.ones(len(NAMES)), np.zeros(len(NAMES)), np.ones(len(NAMES)), 0.0, 0.5, 0.8)
    return Reader("space", ("a", "b"), ("drone",), means, matrix, np.array([0.1, 0.2]), chances)
