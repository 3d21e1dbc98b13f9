"""What `passerelle eval` judges beside questions: checklists, ideas and pairs, each a table with its misses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from api.wiring import Passerelle
from corpus.access import ANONYMOUS
from retrieval.evaluation import checklists, ideas, pairs
from retrieval.likeness.values import Verdict


@dataclass(frozen=True)
class Report:
    """What is printed of one file; `values` is measure, case, value, for comparing two runs."""

    table: str
    misses: Sequence[str]
    figures: dict[str, object]
    values: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def judged_checklists(name: str, path: Path, parts: Passerelle) -> Report:
    """Projects with the articles they need."""
    found = checklists.evaluate_checklists(
        checklists.read_cases(path),
        lambda project, language: parts.checker.check(project, ANONYMOUS, language),
    )
    by_language = {str(language): asdict(figures) for language, figures in found.by_language.items()}
    missed = checklists.misses_of(found)
    return Report(
        table=checklists.checklist_table(name, found),
        misses=missed,
        figures={"all": asdict(found.overall), **by_language, "values": {}, "misses": missed},
    )


def judged_ideas(name: str, path: Path, parts: Passerelle) -> Report:
    """Ideas with the initiatives they should find."""
    found = ideas.evaluate_ideas(
        ideas.read_ideas(path),
        lambda project, language: [
            one.document.id for one in parts.similar.to_project(project, ANONYMOUS, language=language)
        ],
    )
    missed = ideas.misses_of(found)
    values = {
        "hit": {one.idea.id: float(one.hit) for one in found if one.idea.expected},
        "told new": {one.idea.id: float(not one.found) for one in found if not one.idea.expected},
    }
    return Report(
        table=ideas.ideas_table(name, found),
        misses=missed,
        values=values,
        figures={"values": values, "misses": missed},
    )


def judged_pairs(name: str, path: Path, parts: Passerelle) -> Report:
    """Pairs of fiches with how they relate."""
    labelled = pairs.read_pairs(path, lambda ids: parts.catalogue.documents(ids, ANONYMOUS))
    features = np.array([one.values() for one in pairs.compared(labelled, parts.meanings)])
    rows = [
        (pair, one.probabilities, one.verdict)
        for pair, one in zip(labelled, parts.judge.judge_all(features), strict=True)
    ]
    listed = _as_listed(labelled, parts)
    values = {"right": {pair.id: float(pair.verdict is verdict) for pair, _, verdict in rows}}
    missed = [
        f"{pair.id}: {pair.verdict.value}, judged {verdict.value}"
        for pair, _, verdict in rows
        if pair.verdict is not verdict
    ]
    return Report(
        table=f"{name} ({len(rows)} pairs)\n\n{pairs.table_of(rows)}{listed}",
        misses=missed,
        values=values,
        figures={"values": values, "misses": missed},
    )


def _as_listed(labelled: Sequence[pairs.LabelledPair], parts: Passerelle) -> str:
    """Of pairs of the catalogue, how well those that its list holds are the linked ones."""
    keys = [(pair.a.document_id, pair.b.document_id) for pair in labelled]
    if not all(a and b for a, b in keys):
        return ""
    parts.scan.refresh()
    listed = {frozenset(key) for key, one in parts.pairs.listed(ANONYMOUS).items() if one is Verdict.LINKED}
    found = [frozenset(key) in listed for key in keys]
    return pairs.listed_line([pair.verdict for pair in labelled], found)


# Folder, the key by which such a file is known, and who judges it.
CASES: tuple[tuple[str, str, Callable[[str, Path, Passerelle], Report]], ...] = (
    ("checklists", "necessary", judged_checklists),
    ("pairs", "verdict", judged_pairs),
    ("ideas", "need", judged_ideas),
)
