"""How well pairs of fiches are told apart: precision and recall by verdict, calibration; pure but for the reading."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import PasserelleError
from corpus.models import Document, Language
from corpus.project import Fiche, Project
from retrieval.likeness.comparison import Comparison, compare
from retrieval.likeness.meanings import Meanings
from retrieval.likeness.profile import profile_of
from retrieval.likeness.values import JUDGED, Verdict, pair_id
from retrieval.query.language import detect_language

Row = tuple["LabelledPair", tuple[float, ...], Verdict]
"""A labelled pair, the probabilities of the four verdicts, and the verdict given."""

SAME = frozenset({Verdict.DUPLICATE, Verdict.LATER_PHASE})
_BINS = 5


@dataclass(frozen=True)
class LabelledPair:
    """Two projects and how they relate, as a person sees it."""

    id: str
    a: Project
    b: Project
    verdict: Verdict

    @property
    def languages(self) -> tuple[Language, Language]:
        """In which the two are written."""
        return self.a.language, self.b.language


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1, each from 0 to 1, over `count` labelled ones."""

    precision: float
    recall: float
    count: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_pairs(path: Path, fiches: Callable[[Sequence[str]], Mapping[str, Document]]) -> list[LabelledPair]:
    """The pairs of a file of JSON lines: two fiches as a request brings them, or the ids of two of the catalogue.

    `fiches` gives documents by id; raises PasserelleError when one is missing.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    named = [row[name] for row in rows if "a" not in row for name in ("a_id", "b_id")]
    documents = fiches(named) if named else {}
    if missing := set(named) - documents.keys():
        raise PasserelleError(f"{path.name}: no fiche {min(missing)!r} in the catalogue")
    return [_pair(row, documents) for row in rows]


def _pair(row: dict[str, Any], documents: Mapping[str, Document]) -> LabelledPair:
    verdict = Verdict(row["verdict"])
    if "a" not in row:
        sides = [Project.of_document(documents[row[name]]) for name in ("a_id", "b_id")]
        return LabelledPair(str(row["id"]), sides[0], sides[1], verdict)
    first, second = row.get("languages") or (None, None)
    return LabelledPair(str(row["id"]), _project(row["a"], first), _project(row["b"], second), verdict)


def _project(fiche: dict[str, Any], language: Language | None) -> Project:
    read = Fiche.model_validate(fiche)
    return Project.of_fiche(read, language or detect_language(f"{read.title}\n{read.body}").language)


def line_of(a: Document, b: Document, verdict: Verdict) -> str:
    """Two fiches of the catalogue with a person's verdict as a line that `read_pairs` reads.

    Of a fiche with a summary the summary is the body, since that is what is compared of it.
    """
    sides = [Project.of_document(document) for document in (a, b)]
    row = {
        "id": pair_id(a.id, b.id),
        **{name: _fiche(side) for name, side in zip("ab", sides, strict=True)},
        "verdict": verdict.value,
        "language": sides[0].language,
        "languages": [side.language for side in sides],
    }
    return json.dumps(row, ensure_ascii=False)


def _fiche(project: Project) -> dict[str, Any]:
    known = project.fields.model_dump(mode="json", exclude_defaults=True) if project.fields else {}
    return {"title": project.title, "body": project.summary or project.body, **known}


def compared(pairs: Sequence[LabelledPair], meanings: Meanings) -> list[Comparison]:
    """The comparison of each pair; raises EmbeddingError."""
    profiles = [profile_of(side) for pair in pairs for side in (pair.a, pair.b)]
    made = meanings.of(profiles)
    return [
        compare(profiles[place], made[place], profiles[place + 1], made[place + 1])
        for place in range(0, len(profiles), 2)
    ]


def score_of(rows: Sequence[Row], wanted: frozenset[Verdict]) -> Score:
    """How well some verdicts are found, taken together."""
    given = [pair.verdict in wanted for pair, _, verdict in rows if verdict in wanted]
    true = sum(pair.verdict in wanted for pair, _, _ in rows)
    hits = sum(given)
    return Score(hits / len(given) if given else 0.0, hits / true if true else 0.0, true)


def linked_f1(rows: Sequence[Row]) -> float:
    """F1 of `linked` among the pairs that are linked or distinct."""
    some = [row for row in rows if row[0].verdict in (Verdict.LINKED, Verdict.DISTINCT)]
    return score_of(some, frozenset({Verdict.LINKED})).f1


def calibration(rows: Sequence[Row]) -> list[tuple[float, float, int]]:
    """Mean probability of the given verdict, share that was right, and count, in bins of probability."""
    stated = np.array([probabilities[JUDGED.index(verdict)] for _, probabilities, verdict in rows])
    right = np.array([pair.verdict is verdict for pair, _, verdict in rows])
    bins = np.minimum((stated * _BINS).astype(int), _BINS - 1)
    return [
        (float(stated[bins == one].mean()), float(right[bins == one].mean()), int((bins == one).sum()))
        for one in range(_BINS)
        if (bins == one).any()
    ]


def listed_line(verdicts: Sequence[Verdict], listed: Sequence[bool]) -> str:
    """How well those that a list holds are the linked ones, as a line of text."""
    true = [verdict is Verdict.LINKED for verdict in verdicts]
    hits = sum(yes and held for yes, held in zip(true, listed, strict=True))
    one = Score(hits / sum(listed) if sum(listed) else 0.0, hits / sum(true) if sum(true) else 0.0, sum(true))
    return f"{'linked, as listed':24} {_figures(one)}\n"


def table_of(rows: Sequence[Row]) -> str:
    """The figures as lines of text."""
    lines = [
        f"{name:24} {_figures(one)}"
        for name, one in (
            ("duplicate + later phase", score_of(rows, SAME)),
            *((verdict.value, score_of(rows, frozenset({verdict}))) for verdict in JUDGED),
        )
    ]
    lines.append(f"{'linked against distinct':24} F1 {linked_f1(rows):.3f}")
    right = Counter(
        pair.languages[0] == pair.languages[1] for pair, _, verdict in rows if pair.verdict is verdict
    )
    every = Counter(pair.languages[0] == pair.languages[1] for pair, _, _ in rows)
    lines += [
        f"{'one language' if alike else 'two languages':24} right {right[alike] / every[alike]:.3f} of {every[alike]}"
        for alike in (True, False)
        if every[alike]
    ]
    lines += [
        f"{'calibration':24} said {said:.2f}  was {was:.2f}  of {count}"
        for said, was, count in calibration(rows)
    ]
    return "\n".join(lines) + "\n"


def _figures(one: Score) -> str:
    return f"precision {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}  of {one.count}"
