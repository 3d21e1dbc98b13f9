"""How well our search finds on public questions, against words alone and vectors alone of the same index.

Documents go through the real ingest, passages, recipe and index, one home a collection; homes are kept in
`--cache`, so that a second run embeds nothing. Nothing that ships is fitted on these collections. Claim: on each
collection and language, nDCG@10 not below the best of the parts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.wiring import Passerelle
from benchmarks.homes import assembled, temporary_folder, unpack_model
from benchmarks.machine import ROOT
from benchmarks.public_sets import PublicSet, PublicTexts, public_sets
from benchmarks.report import Report, command_line, reported
from corpus.access import ANONYMOUS
from retrieval.evaluation.metrics import hit_at, ndcg, reciprocal_rank
from retrieval.index.generation import ROLES
from retrieval.query.understanding import understand

_DATA = ROOT.parent / "shared" / "data"
_OURS = "Passerelle"
_SEED = 20261122
_HEAD = (
    "| set | n | | nDCG@10 | MRR@10 | hit@1 | hit@10 |",
    "|---|---|---|---|---|---|---|",
)

Ranking = Callable[[str], list[str]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = command_line(__doc__, minutes=240)
    parser.add_argument("--data", type=Path, default=_DATA, help="folder of the collections (%(default)s)")
    parser.add_argument(
        "--set", action="append", dest="sets", metavar="NAME", help="only this one; repeatable"
    )
    parser.add_argument("--cache", type=Path, help="folder that keeps the homes; none: a temporary one")
    parser.add_argument("--sample", type=int, default=300, help="questions of service-public (%(default)s)")
    parser.add_argument("--limit", type=int, help="so many questions of each set only (a trial)")
    arguments = parser.parse_args(argv)
    collections = public_sets(arguments.data, seed=_SEED, sample=arguments.sample)
    if unknown := set(arguments.sets or ()) - set(collections):
        parser.error(f"no set {', '.join(sorted(unknown))}; there are {', '.join(collections)}")
    with reported("public_retrieval", arguments) as report, _folder(arguments.cache) as cache:
        lines = [*_HEAD]
        for name in arguments.sets or collections:
            try:
                sets = collections[name]()
            except OSError as error:
                report.note(f"{name}: skipped, {error.filename or error} is absent")
                continue
            for public in sets:
                lines += _measured(report, public, cache, arguments.limit)
        report.note("\n".join(lines))
        return report.finish(arguments.out)


@contextmanager
def _folder(cache: Path | None) -> Iterator[Path]:
    if cache is None:
        with temporary_folder() as folder:
            yield folder
    else:
        cache.mkdir(parents=True, exist_ok=True)
        yield cache


def _measured(report: Report, public: PublicSet, cache: Path, limit: int | None) -> list[str]:
    """The lines of one set's table."""
    questions = public.questions[:limit]
    print(
        f"{public.name}: {len(public.texts)} documents, {len(questions)} questions",
        file=sys.stderr,
        flush=True,
    )
    if public.note:
        report.note(f"{public.name}: {public.note}")
    gains: dict[str, float] = {}
    lines = []
    with _indexed(public, cache) as parts:
        for name, rank in _rankings(parts).items():
            judged = [(rank(one.text), one.expected) for one in questions]
            values = {
                "nDCG@10": [ndcg(found, expected) for found, expected in judged],
                "MRR@10": [reciprocal_rank(found, expected) for found, expected in judged],
                "hit@1": [hit_at(found, expected, 1) for found, expected in judged],
                "hit@10": [hit_at(found, expected, 10) for found, expected in judged],
            }
            for measure, found in values.items():
                report.mean(f"{public.name}, {name}, {measure}", found)
            gains[name] = float(np.mean(values["nDCG@10"]))
            shown = " | ".join(f"{100 * np.mean(found):.1f}" for found in values.values())
            lines.append(f"| {public.name} | {len(questions)} | {name} | {shown} |")
            print(lines[-1], file=sys.stderr, flush=True)
    best = max((name for name in gains if name != _OURS), key=gains.__getitem__)
    report.claim(f"{public.name}: nDCG@10 beyond {best}", gains[_OURS] - gains[best], "≥", 0.0)
    return lines


@contextmanager
def _indexed(public: PublicSet, cache: Path) -> Iterator[Passerelle]:
    """The parts over a home that holds the documents of a set and nothing else."""
    model, home = cache / "model", cache / public.home
    if not model.exists():
        model.symlink_to(unpack_model(cache / "unpacked").resolve())
    home.mkdir(exist_ok=True)
    if not (home / "model").exists():
        (home / "model").symlink_to(model.resolve())
    with assembled(home) as parts:
        parts.ingester.ingest([PublicTexts(public)])
        yield parts


def _rankings(parts: Passerelle) -> dict[str, Ranking]:
    """Ways to find ten documents for a question; ours first."""
    generation = parts.searcher.generation
    names, rows = generation.rows.documents, generation.rows

    def nearest(role: str) -> Ranking:
        chosen = np.flatnonzero(rows.role_of == ROLES.index(role))
        vectors, owners = generation.dense.vectors(chosen), rows.document_of[chosen]
        return lambda question: _first_ten(owners, vectors @ _vector(parts, question), names)

    def ours(question: str) -> list[str]:
        hits = parts.searcher.search(understand(question), ANONYMOUS, limit=10, facets=False).hits
        return [hit.document.id for hit in hits]

    def words(question: str) -> list[str]:
        hits = generation.keywords.search(question, understand(question).languages, 10)
        return [names[hit.document] for hit in hits]

    return {
        _OURS: ours,
        "words alone (BM25)": words,
        "vectors alone, title": nearest("title"),
        "vectors alone, best passage": nearest("passage"),
    }


def _vector(parts: Passerelle, question: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = parts.embedder.embed_queries([question])[0]
    return vector


def _first_ten(owners: NDArray[np.int32], cosines: NDArray[np.float32], names: Sequence[str]) -> list[str]:
    ranked = owners[np.argsort(-cosines, kind="stable")]
    return [names[number] for number in dict.fromkeys(ranked.tolist())][:10]


if __name__ == "__main__":
    sys.exit(main())
