"""How well our search finds, against its parts alone: words (BM25), and vectors as users make them.

Words alone are our own index, with its analysis in four languages; vectors alone are of the same model,
one a document (title and summary) or the best of its passages. Claim: nDCG@10 not below the best of them.
Differences are paired by question, with a bootstrap interval.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.wiring import Passerelle
from benchmarks.homes import add_home_options, assembled, ingested_home, size_of
from benchmarks.machine import ROOT
from benchmarks.report import Report, command_line, reported
from corpus.access import ANONYMOUS
from corpus.filters import Filters
from retrieval.evaluation.metrics import Share, hit_at, ndcg
from retrieval.evaluation.questions import EvaluationQuestion, read_questions
from retrieval.index.generation import ROLES
from retrieval.query.understanding import understand

_HELD_BACK = ROOT / "tests" / "questions" / "held.jsonl"
_OURS = "Passerelle"
_RESAMPLES = 5000

Ranking = Callable[[str], list[str]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=60)
    add_home_options(parser)
    parser.add_argument("files", nargs="*", type=Path, help="question files; none: the held-back one")
    parser.add_argument("--limit", type=int, help="so many questions only (a trial)")
    arguments = parser.parse_args(argv)
    files = arguments.files or [_HELD_BACK]
    asked = [one for path in files for one in read_questions(path) if one.kind == "find" and one.expected]
    with (
        reported("retrieval", arguments) as report,
        ingested_home(arguments) as home,
        assembled(home) as parts,
    ):
        report.corpus(**size_of(parts), questions=len(asked[: arguments.limit]))
        report.corpus(files=" ".join(path.name for path in files))
        _measure(report, parts, asked[: arguments.limit])
        return report.finish(arguments.out)


def _measure(report: Report, parts: Passerelle, asked: Sequence[EvaluationQuestion]) -> None:
    gains: dict[str, NDArray[np.float64]] = {}
    lines = [
        "| | hit@1 | 95 % | hit@5 | 95 % | nDCG@10 | nDCG@10 of ours − this | 95 % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, rank in _rankings(parts).items():
        ranked = [rank(one.question) for one in asked]
        judged = list(zip(ranked, asked, strict=True))
        first = [hit_at(found, one.expected, 1) for found, one in judged]
        five = [hit_at(found, one.expected, 5) for found, one in judged]
        gains[name] = np.array([ndcg(found, one.expected) for found, one in judged])
        for measure, values in (("hit@1", first), ("hit@5", five), ("nDCG@10", gains[name].tolist())):
            report.mean(f"{name}, {measure}", values)
        shown = f"{_with_interval(first)} | {_with_interval(five)} | {gains[name].mean():.3f}"
        lines.append(f"| {name} | {shown} | {_difference(gains[_OURS], gains[name])} |")
        print(f"{name}: done", file=sys.stderr, flush=True)
    report.note("\n".join(lines))
    best = max((name for name in gains if name != _OURS), key=lambda name: float(gains[name].mean()))
    report.claim(
        f"nDCG@10 beyond the best part ({best})", float((gains[_OURS] - gains[best]).mean()), "≥", 0.0
    )


def _rankings(parts: Passerelle) -> Mapping[str, Ranking]:
    """Ways to find ten documents for a question; ours first."""
    generation = parts.searcher.generation
    names, rows = generation.rows.documents, generation.rows
    documents = parts.catalogue.matching(Filters(), ANONYMOUS)
    whole = parts.embedder.embed_passages(
        [f"{one.title.get(one.language)}\n{one.summary.get(one.language)}" for one in documents]
    )
    passage_rows = np.flatnonzero(rows.role_of == ROLES.index("passage"))
    passages = generation.dense.vectors(passage_rows)
    passage_owners = rows.document_of[passage_rows]

    def ours(question: str) -> list[str]:
        hits = parts.searcher.search(understand(question), ANONYMOUS, limit=10, facets=False).hits
        return [hit.document.id for hit in hits]

    def words(question: str) -> list[str]:
        hits = generation.keywords.search(question, understand(question).languages, 10)
        return [names[hit.document] for hit in hits]

    def title_and_summary(question: str) -> list[str]:
        cosines = whole @ parts.embedder.embed_queries([question])[0]
        return [documents[position].id for position in np.argsort(-cosines, kind="stable")[:10]]

    def best_passage(question: str) -> list[str]:
        cosines = passages @ parts.embedder.embed_queries([question])[0]
        nearest = passage_owners[np.argsort(-cosines, kind="stable")]
        return [names[number] for number in dict.fromkeys(nearest.tolist())][:10]

    return {
        _OURS: ours,
        "words alone (BM25)": words,
        "vectors alone, title + summary": title_and_summary,
        "vectors alone, best passage": best_passage,
    }


def _with_interval(values: Sequence[float]) -> str:
    share = Share.of(values)
    low, high = share.interval
    return f"{100 * share.mean:.1f} | {100 * low:.0f} to {100 * high:.0f}"


def _difference(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> str:
    """The mean of the paired differences, with what it would be over other questions of the kind."""
    if ours is theirs:
        return "– | –"
    apart = ours - theirs
    chosen = np.random.default_rng(0).integers(0, len(apart), (_RESAMPLES, len(apart)))
    low, high = np.percentile(apart[chosen].mean(axis=1), [2.5, 97.5])
    return f"{apart.mean():+.3f} | {low:+.3f} to {high:+.3f}"


if __name__ == "__main__":
    sys.exit(main())
