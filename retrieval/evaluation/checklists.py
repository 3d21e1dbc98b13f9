"""How well checklists name what a project must look at: necessary articles found, wrong ones asserted, by language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import PasserelleError
from corpus.models import Frozen, Language
from corpus.project import Fiche, Project
from retrieval.checklist.values import Obligation, State


class Case(Frozen):
    """A project somebody judged: the sheets it needs, those plainly wrong to assert, and the state of some.

    `useful` are sheets that may be named although nobody must; None where nobody judged them.
    `text` is free words, `fiche` a fiche as a request brings it; exactly one is there.
    """

    id: str
    language: Language
    text: str | None = None
    fiche: Fiche | None = None
    necessary: tuple[str, ...]
    useful: tuple[str, ...] | None = None
    wrong: tuple[str, ...]
    states: Mapping[str, State] = {}
    note: str = ""

    @property
    def project(self) -> Project:
        """The project that the case describes; raises PasserelleError without one."""
        if self.fiche is not None:
            return Project.of_fiche(self.fiche, self.language)
        if self.text is None:
            raise PasserelleError(f"case {self.id}: neither text nor fiche")
        return Project.of_text(self.text, self.language)


@dataclass(frozen=True)
class CaseResult:
    """What a checklist said of one case."""

    case: Case
    missed: tuple[str, ...]  # necessary, and not shown at all
    unasserted: tuple[str, ...]  # necessary, and only put as a question
    shown: tuple[str, ...]  # plainly wrong, and shown as applying or as a question
    asserted: tuple[str, ...]  # plainly wrong, and said to apply
    states_right: int
    rows: int  # said to apply or put as a question
    asserted_rows: int
    good_rows: int | None  # necessary or useful ones among them; None where nobody judged what is useful


@dataclass(frozen=True)
class ChecklistFigures:
    """Totals over cases."""

    cases: int
    necessary: int
    found: int
    found_asserted: int
    wrong: int
    shown: int
    asserted: int
    states: int
    states_right: int
    rows: int
    asserted_rows: int
    good_rows: int
    judged_rows: int  # rows of cases in which somebody judged what is useful

    @property
    def recall(self) -> float:
        """Part of the necessary articles that were named."""
        return self.found / self.necessary if self.necessary else 1.0


@dataclass(frozen=True)
class ChecklistReport:
    """The figures of all cases and of each language."""

    overall: ChecklistFigures
    by_language: Mapping[Language, ChecklistFigures]
    results: Sequence[CaseResult] = field(repr=False)


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON Lines file; raises PasserelleError naming the line at fault."""
    lines = path.read_text("utf-8").split("\n")
    return [_case(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()]


def evaluate_checklists(
    cases: Iterable[Case], check: Callable[[Project, Language], Sequence[Obligation]]
) -> ChecklistReport:
    """Compare checklists with what was judged."""
    results = [compared(case, check(case.project, case.language)) for case in cases]
    by_language: dict[Language, list[CaseResult]] = defaultdict(list)
    for result in results:
        by_language[result.case.language].append(result)
    return ChecklistReport(
        _figures(results),
        {language: _figures(some) for language, some in sorted(by_language.items())},
        results,
    )


def compared(case: Case, rows: Sequence[Obligation]) -> CaseResult:
    """One case and its checklist. A row that says not applicable asserts nothing, and names nothing necessary; one that asks
    (`ask_dpo`) names its article without saying that it applies, and is counted apart.

    A sheet judged not applicable that the checklist leaves out altogether is in the right state.
    """
    states = {row.document_id: row.state for row in rows}
    shown = {name for name, state in states.items() if state is not State.NOT_APPLICABLE}
    asserted = {name for name in shown if states[name] is not State.ASK_DPO}
    right = sum(states.get(name, State.NOT_APPLICABLE) is state for name, state in case.states.items())
    return CaseResult(
        case=case,
        missed=tuple(name for name in case.necessary if name not in shown),
        unasserted=tuple(name for name in case.necessary if name in shown - asserted),
        shown=tuple(name for name in case.wrong if name in shown),
        asserted=tuple(name for name in case.wrong if name in asserted),
        states_right=right,
        rows=len(shown),
        asserted_rows=len(asserted),
        good_rows=None if case.useful is None else len(shown & {*case.necessary, *case.useful}),
    )


def checklist_table(title: str, report: ChecklistReport) -> str:
    """The figures as a Markdown table, all cases first and then each language."""
    columns: dict[str, ChecklistFigures] = {"all": report.overall}
    columns.update(report.by_language.items())
    head = f"| {title} | {' | '.join(columns)} |"
    rows = [
        f"| {measure} | {' | '.join(value(one) for one in columns.values())} |"
        for measure, value in _MEASURES
    ]
    return "\n".join([head, "|---" * (len(columns) + 1) + "|", *rows])


_MEASURES: tuple[tuple[str, Callable[[ChecklistFigures], str]], ...] = (
    ("cases", lambda one: str(one.cases)),
    ("necessary articles named", lambda one: f"{one.found}/{one.necessary} ({one.recall:.1%})"),
    ("of these, said to apply", lambda one: str(one.found_asserted)),
    ("plainly wrong ones named", lambda one: f"{one.shown}/{one.wrong}"),
    ("of these, said to apply", lambda one: str(one.asserted)),
    ("states right", lambda one: f"{one.states_right}/{one.states}"),
    ("articles a case", lambda one: f"{one.rows / one.cases:.1f}"),
    ("of these, said to apply", lambda one: f"{one.asserted_rows / one.cases:.1f}"),
    ("necessary or useful among them", lambda one: _part(one.good_rows, one.judged_rows)),
)


def _part(some: int, of: int) -> str:
    return f"{some}/{of} ({some / of:.1%})" if of else "not judged"


def misses_of(report: ChecklistReport) -> list[str]:
    """A line for each case in which something is missing or wrong."""
    return [
        f"{one.case.id}: missed {', '.join(one.missed) or 'none'}; wrong {', '.join(one.shown) or 'none'}"
        for one in report.results
        if one.missed or one.shown
    ]


def _figures(results: Sequence[CaseResult]) -> ChecklistFigures:
    necessary = sum(len(one.case.necessary) for one in results)
    found = necessary - sum(len(one.missed) for one in results)
    judged = [one for one in results if one.good_rows is not None]
    return ChecklistFigures(
        cases=len(results),
        necessary=necessary,
        found=found,
        found_asserted=found - sum(len(one.unasserted) for one in results),
        wrong=sum(len(one.case.wrong) for one in results),
        shown=sum(len(one.shown) for one in results),
        asserted=sum(len(one.asserted) for one in results),
        states=sum(len(one.case.states) for one in results),
        states_right=sum(one.states_right for one in results),
        rows=sum(one.rows for one in results),
        asserted_rows=sum(one.asserted_rows for one in results),
        good_rows=sum(one.good_rows or 0 for one in judged),
        judged_rows=sum(one.rows for one in judged),
    )


def _case(line: str, path: Path, number: int) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except (ValueError, ValidationError) as error:
        raise PasserelleError(f"{path.name}, line {number}: {' '.join(str(error).split())}") from error
