"""Judged checklists: well-formed, about sheets that exist, and no case twice.

`tuned*.jsonl` is for building the checklist; of `check*.jsonl` only totals are looked at while building; `held.jsonl`, which
whoever builds it has not seen, is only for counting how often it is right.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.models import LANGUAGES
from retrieval.evaluation.checklists import Case, read_cases

_FOLDER = Path(__file__).parent
_FILES = sorted(path.name for path in _FOLDER.glob("*.jsonl"))
_SHEETS = {path.stem for path in (_FOLDER.parents[1] / "corpus" / "regulations").glob("*.md")}


def _cases(file: str) -> list[Case]:
    return read_cases(_FOLDER / file)


@pytest.mark.parametrize("file", _FILES)
def test_every_case_describes_one_project_and_names_sheets_that_exist(file: str) -> None:
    for case in _cases(file):
        assert (case.text is None) != (case.fiche is None), case.id
        assert {*case.necessary, *(case.useful or ()), *case.wrong, *case.states} <= _SHEETS, case.id


@pytest.mark.parametrize("file", _FILES)
def test_no_sheet_is_both_necessary_and_wrong(file: str) -> None:
    for case in _cases(file):
        assert not {*case.necessary, *(case.useful or ())} & set(case.wrong), case.id


@pytest.mark.parametrize("file", _FILES)
def test_every_language_has_its_share(file: str) -> None:
    counts = Counter(case.language for case in _cases(file))

    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) >= 5


def test_no_case_and_no_description_stands_twice() -> None:
    cases = [case for file in _FILES for case in _cases(file)]
    said = [case.project.text for case in cases]

    assert len({case.id for case in cases}) == len(cases)
    assert len(set(said)) == len(said)
