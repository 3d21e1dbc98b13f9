"""Values of one facet side by side: what each has, and what is known of its budgets and subsidies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.labels import value_label
from corpus.models import Document
from corpus.text import translate
from retrieval.answering.answer import GroupCount, MeasuredGroup, Outcome
from retrieval.answering.measuring import Members, amount_text, measured_group, value_of
from retrieval.answering.subjects import (
    Computed,
    Subject,
    cited,
    colon,
    conditions_said,
    figures_of,
    known_and_lacking,
)
from retrieval.answering.wording import field_label, group_label, number_text
from retrieval.query.operations.computation import Measure

_MEASURED: tuple[tuple[str, Measure], ...] = (("budget_eur", "sum"), ("subsidy_eur", "sum"))


def comparison(subject: Subject, name: str, groups: Sequence[GroupCount], members: Members) -> Computed:
    """Each compared value, those of which there is nothing included, the greatest first."""
    measure, field = subject.question.measure, subject.question.field
    asked = ((field, measure),) if field and measure else _MEASURED
    rows = [
        measured_group(one, members.get(one.value, ()), asked) for one in _with_absent(subject, name, groups)
    ]
    if measure:
        rows.sort(key=lambda row: (row.amounts[0].value is None, -(row.amounts[0].value or 0), row.value))
    heading = translate(
        subject.language,
        "Comparaison par {group} : {values}",
        group=group_label(name, subject.language),
        values=", ".join(f"{row.label} {_in_short(subject, row)}" for row in rows),
    )
    rest = replace(
        subject, question=replace(subject.question, filters=subject.question.filters.without(name))
    )
    lines = [heading + conditions_said(rest), "", *(_row(subject, row) for row in rows)]
    documents: Sequence[Document] = subject.documents
    lacking: Sequence[Document] | None = None
    if measure and field:
        documents, lacking = known_and_lacking(subject.documents, field)
    figures = figures_of(subject, "group", tuple(rows), documents, field=field or name, lacking=lacking)
    figures = figures.model_copy(update={"field": name})
    outcome = Outcome.ANSWERED if documents else Outcome.NO_EVIDENCE
    return cited(subject, outcome, "\n".join(lines), figures, documents)


def _with_absent(subject: Subject, name: str, groups: Sequence[GroupCount]) -> list[GroupCount]:
    """The groups, and each value that was asked about and that no document carries."""
    found = {group.value for group in groups}
    absent = [value for value in getattr(subject.question.filters, name) if value not in found]
    none = [
        GroupCount(value=value, label=value_label(name, value, subject.language), count=0) for value in absent
    ]
    return [*groups, *none]


def _in_short(subject: Subject, row: MeasuredGroup) -> str:
    """What is compared, in bold: the amount that is asked, else the number of fiches."""
    if subject.question.measure:
        return value_of(row.amounts[0], subject.language)
    return f"**{number_text(row.count, subject.language)}**"


def _row(subject: Subject, row: MeasuredGroup) -> str:
    amounts = [
        f"{field_label(one.field, subject.language)}{colon(subject.language)} {amount_text(subject, row, one)}"
        for one in row.amounts
        if row.count
    ]
    count = number_text(row.count, subject.language)
    number = f"{translate(subject.language, 'nombre de fiches')}{colon(subject.language)} **{count}**"
    return f"- {row.label} · " + " · ".join([number, *amounts])
