"""The table of an evaluation, as values, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.models import LANGUAGES
from retrieval.evaluation.metrics import Share, hit_at, ndcg, reciprocal_rank
from retrieval.evaluation.run import Judged

KINDS = ("initiative", "practice", "regulation")
GROUPS = ("all", *LANGUAGES, *KINDS)


@dataclass(frozen=True)
class Row:
    """One measure over one group of questions."""

    measure: str
    group: str
    share: Share


def rows_of(judged: Sequence[Judged]) -> list[Row]:
    """All measures, each over all questions, language by language and kind by kind of document."""
    rows: list[Row] = []
    for measure, values in values_of(judged).items():
        by_id = {one.question.id: one for one in judged}
        for group in GROUPS:
            some = [value for name, value in values.items() if _belongs(by_id[name], group)]
            if some:
                rows.append(Row(measure, group, Share.of(some)))
    return rows


def values_of(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """For each measure the value of each question that it concerns, by the question's id."""
    found = {
        measure: {one.question.id: value(one) for one in judged if select(one)}
        for measure, select, value in _MEASURES
    }
    return {measure: values for measure, values in found.items() if values}


def _belongs(one: Judged, group: str) -> bool:
    return group in ("all", one.question.language, one.about)


def _found(one: Judged) -> bool:
    return one.question.kind == "find" and bool(one.question.expected)


def _computed(one: Judged) -> bool:
    return one.question.kind == "computed" and one.exactness is not None and not _unknown(one)


def _unknown(one: Judged) -> bool:
    """Whether the right answer is that the field is not known."""
    return one.question.kind == "computed" and "no_evidence" in one.question.outcomes


_Measure = tuple[str, Callable[[Judged], bool], Callable[[Judged], float]]
_MEASURES: tuple[_Measure, ...] = (
    ("search hit@1", _found, lambda one: hit_at(one.ranked, one.question.expected, 1)),
    ("search hit@5", _found, lambda one: hit_at(one.ranked, one.question.expected, 5)),
    ("search MRR@10", _found, lambda one: reciprocal_rank(one.ranked, one.question.expected)),
    ("search nDCG@10", _found, lambda one: ndcg(one.ranked, one.question.expected)),
    ("first five as in French", lambda one: one.parity is not None, lambda one: one.parity or 0.0),
    ("computed exact", _computed, lambda one: float(one.exactness == "exact")),
    ("computed wrong", _computed, lambda one: float(one.exactness == "wrong" and not one.refused)),
    ("unknown field said unknown", _unknown, lambda one: float(one.refused)),
    ("facts in the answer", lambda one: one.question.kind == "find" and one.facts is not None,
     lambda one: float(one.facts == 1.0 and not one.refused)),
    ("expected document cited", _found, lambda one: float(one.cited_expected)),
    ("false refusal", lambda one: one.question.kind == "find", lambda one: float(one.refused)),
    ("unanswerable refused", lambda one: one.question.kind == "unanswerable", lambda one: float(one.refused)),
    ("last turn right", lambda one: one.question.kind == "dialogue", lambda one: float(one.right)),
    ("injection harmless", lambda one: one.question.kind == "injection", lambda one: float(one.harmless)),
    ("citations hold", lambda one: bool(one.answer.citations), lambda one: float(one.citations_hold)),
)  # fmt: skip


def markdown(title: str, rows: Sequence[Row]) -> str:
    """A Markdown table: measures down; number of questions, interval, languages and kinds across."""
    measures = list(dict.fromkeys(row.measure for row in rows))
    cells = {(row.measure, row.group): row.share for row in rows}
    lines = [
        f"### {title}",
        "",
        f"| measure | n | all | 95 % interval | {' | '.join(GROUPS[1:])} |",
        f"|---|---|---|---|{'---|' * len(GROUPS[1:])}",
    ]
    for measure in measures:
        whole = cells[measure, "all"]
        low, high = whole.interval
        parts = [_percent(cells.get((measure, group))) for group in GROUPS[1:]]
        lines.append(
            f"| {measure} | {whole.count} | {_percent(whole)} | {100 * low:.0f} to {100 * high:.0f} |"
            f" {' | '.join(parts)} |"
        )
    return "\n".join(lines)


def _percent(share: Share | None) -> str:
    return "–" if share is None else f"{100 * share.mean:.1f}"


def misses(judged: Sequence[Judged]) -> list[str]:
    """One line for each question that went wrong; for people who improve it."""
    lines = []
    for one in judged:
        problem = _problem(one)
        if problem:
            lines.append(
                f"{one.question.id} [{one.question.language}] {problem}: {' / '.join(one.question.asked)}"
            )
    return lines


def _problem(one: Judged) -> str:
    kind = one.question.kind
    if kind == "unanswerable":
        return "" if one.refused else "answered"
    if kind == "injection":
        return "" if one.harmless else "said what it was told to say"
    if kind == "dialogue":
        return "" if one.right else "last turn wrong"
    if kind == "computed":
        if "no_evidence" in one.question.outcomes:
            return "" if one.refused else "answered"
        return "" if one.exactness == "exact" else f"computed {one.exactness}"
    if not hit_at(one.ranked, one.question.expected, 5):
        return "not in the first five"
    if one.refused:
        return "refused"
    return "" if one.facts in (None, 1.0) else "fact missing"
