"""The table of an evaluation, as values, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.models import LANGUAGES
from retrieval.evaluation.metrics import Share, hit_at, ndcg, reciprocal_rank
from retrieval.evaluation.run import Judged


@dataclass(frozen=True)
class Row:
    """One measure over one group of questions."""

    measure: str
    group: str
    share: Share


def rows_of(judged: Sequence[Judged]) -> list[Row]:
    """All measures, each over all questions and language by language."""
    rows: list[Row] = []
    for measure, select, value in _MEASURES:
        chosen = [one for one in judged if select(one)]
        for group in ("all", *LANGUAGES):
            some = [one for one in chosen if group in ("all", one.question.language)]
            if some:
                rows.append(Row(measure, group, Share.of([value(one) for one in some])))
    return rows


def _found(one: Judged) -> bool:
    return one.question.kind == "find" and bool(one.question.expected)


def _computed(one: Judged) -> bool:
    return one.exactness is not None and "no_evidence" not in one.question.outcomes


_Measure = tuple[str, Callable[[Judged], bool], Callable[[Judged], float]]
_MEASURES: tuple[_Measure, ...] = (
    ("search hit@1", _found, lambda one: hit_at(one.ranked, one.question.expected, 1)),
    ("search hit@5", _found, lambda one: hit_at(one.ranked, one.question.expected, 5)),
    ("search MRR@10", _found, lambda one: reciprocal_rank(one.ranked, one.question.expected)),
    ("search nDCG@10", _found, lambda one: ndcg(one.ranked, one.question.expected)),
    ("computed exact", _computed, lambda one: float(one.exactness == "exact")),
    ("computed wrong", _computed, lambda one: float(one.exactness == "wrong" and not one.refused)),
    ("facts in the answer", lambda one: one.question.kind == "find" and one.facts is not None,
     lambda one: float(one.facts == 1.0 and not one.refused)),
    ("expected document cited", _found, lambda one: float(one.cited_expected)),
    ("false refusal", lambda one: one.question.kind == "find", lambda one: float(one.refused)),
    ("unanswerable refused", lambda one: one.question.kind == "unanswerable", lambda one: float(one.refused)),
    ("quotes verbatim", lambda one: bool(one.answer.citations), lambda one: float(one.verbatim)),
)  # fmt: skip


def markdown(title: str, rows: Sequence[Row]) -> str:
    """A Markdown table: measures down, languages across, number of questions and interval in the first."""
    measures = list(dict.fromkeys(row.measure for row in rows))
    cells = {(row.measure, row.group): row.share for row in rows}
    lines = [
        f"### {title}",
        "",
        "| measure | n | all | 95 % interval | fr | nl | de | en |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for measure in measures:
        whole = cells[measure, "all"]
        low, high = whole.interval
        parts = [_percent(cells.get((measure, language))) for language in LANGUAGES]
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
            lines.append(f"{one.question.id} [{one.question.language}] {problem}: {one.question.question}")
    return lines


def _problem(one: Judged) -> str:
    kind = one.question.kind
    if kind == "unanswerable":
        return "" if one.refused else "answered"
    if kind == "computed":
        if "no_evidence" in one.question.outcomes:
            return "" if one.refused else "answered"
        return "" if one.exactness == "exact" else f"computed {one.exactness}"
    if not hit_at(one.ranked, one.question.expected, 5):
        return "not in the first five"
    if one.refused:
        return "refused"
    return "" if one.facts in (None, 1.0) else "fact missing"
