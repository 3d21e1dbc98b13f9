"""The rules name what exists, and every sheet that ships was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from retrieval.checklist.due import days_of, due_of
from retrieval.checklist.reasons import REASONS
from retrieval.checklist.rules import Rule, Rules
from retrieval.checklist.signs import Lexicon
from retrieval.checklist.situation import PRICED, RECORDED_PERSONAL
from retrieval.checklist.thresholds import threshold
from tests.retrieval.checklist.sheets import law_sheets, sheet

_RULES = Rules.load().rules
_TODAY = date(2026, 11, 30)


def _signs(rule: Rule) -> Iterator[str]:
    for expression in (rule.when, rule.considered, *(one for _, one in rule.unless)):
        if expression is not None:
            yield from expression.signs
    yield from rule.denied
    if rule.explained_if:
        yield rule.explained_if


def test_every_sheet_that_ships_was_read_once() -> None:
    ids = {document.id for document in law_sheets()}
    rules = Rules.load()

    assert rules.reviewed == ids
    assert not rules.left_out & {rule.document_id for rule in rules.rules}


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.document_id)
def test_a_rule_names_signs_reasons_evidence_and_thresholds_that_exist(rule: Rule) -> None:
    assert set(_signs(rule)) <= Lexicon.load().names | {PRICED}
    assert {reason for reason, _ in rule.unless} | ({rule.because_not} - {""}) <= set(REASONS)
    assert set(rule.evidence) <= set(Lexicon.load("evidence.yaml").words)
    sheets = {document.id: document for document in law_sheets()}
    if rule.bounds:
        ends = (rule.bounds.from_, rule.bounds.below, rule.bounds.works, rule.bounds.works_from)
        assert all(threshold(end, sheets) for end in ends if end)


def test_a_sign_is_made_of_signs_that_stand_before_it() -> None:
    lexicon = Lexicon.load()
    known = {*lexicon.words, PRICED, RECORDED_PERSONAL}
    for name, expression in lexicon.compounds.items():
        assert expression.signs <= known, name
        known.add(name)


def test_thresholds_are_those_that_the_sheets_name() -> None:
    sheets = {document.id: document for document in law_sheets()}

    assert threshold("ar-passation--11#2", sheets) == Decimal(216_000)
    assert threshold("lmp--92#1", sheets) == Decimal(30_000)
    assert threshold("lmp--92#2", sheets) is None


def test_days_are_those_on_which_something_applies_and_not_those_of_texts() -> None:
    assert date(2026, 12, 11) in days_of(sheet("air--information-du-public"))
    assert date(2025, 12, 19) not in days_of(sheet("loi-nis2--13"))  # the day of a law that changes it
    assert due_of(sheet("air--information-du-public"), _TODAY) == date(2026, 12, 11)
    assert due_of(sheet("rgpd--13"), _TODAY) is None  # it has applied for years
    assert due_of(sheet("lmp--42"), _TODAY) is None  # what it names is the day of a royal decree
