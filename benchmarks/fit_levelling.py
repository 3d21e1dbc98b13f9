"""Fits what ideas and the fiches that meet them are levelled by (`retrieval.likeness.levelling`).

    python -m benchmarks.fit_levelling --home var [--write]

Of the ideas of the corpus, prints what one half of the initiatives makes of the ideas for the other, as they are and
levelled: an expected one among the first five by the need alone, and the chance that it is nearer than the nearest that
nobody named for the idea, whose labels are incomplete. The fiches are read without the ideas. `benchmarks.fit_ideas` is
run afterwards.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.settings import Settings
from api.wiring import plain_embedder
from corpus.access import ADMINISTRATOR
from corpus.filters import Filters
from corpus.models import Document
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from retrieval.evaluation.ideas import Idea, read_ideas
from retrieval.likeness.levelling import Levelling
from retrieval.likeness.meanings import AdaptedMeanings, shipped_adapter
from retrieval.likeness.profile import profile_of
from retrieval.likeness.tellings import heard_need, told_needs

_FILE = Path("retrieval/likeness/need_levelling.npz")
_RESERVES = (1.0, 3.0, 10.0)
_RESERVE, _MOST = 3.0, 64  # chosen on what one half of the ideas makes of the other
_SHOWN = 5
_IDEAS = Path("corpus/ideas.jsonl")


@dataclass(frozen=True)
class _Heard:
    """Ideas with their needs, shape (ideas, width), and which fiches are expected and which named, shape (ideas, fiches)."""

    needs: NDArray[np.float32]
    expected: NDArray[np.bool_]
    named: NDArray[np.bool_]

    def apart(self, told: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each idea is less its fiche."""
        found: NDArray[np.float64] = (self.needs - told[self.expected.argmax(axis=1)]).astype(np.float64)
        return found

    def table(self, told: NDArray[np.float32], levelling: Levelling | None) -> str:
        """How the expected ones stand among all."""
        sides = (self.needs, told) if levelling is None else (levelling(self.needs), levelling(told))
        cosines = sides[0] @ sides[1].T
        first = np.argsort(-cosines, axis=1, kind="stable")[:, :_SHOWN]
        hits = np.take_along_axis(self.expected, first, axis=1).any(axis=1)
        known, new = (np.where(some, cosines, -1.0).max(axis=1) for some in (self.named, ~self.named))
        return f"first five {hits.mean():.3f}, nearer than others {(known[:, None] > new[None]).mean():.3f}"


def _heard(ideas: Sequence[Idea], ids: Sequence[str], meanings: AdaptedMeanings) -> _Heard:
    projects = [idea.project for idea in ideas]
    found = meanings.of([profile_of(project) for project in projects])
    needs = np.stack([heard_need(*one, meanings) for one in zip(projects, found, strict=True)])
    expected, acceptable = (
        np.array([np.isin(ids, getattr(idea, name)) for idea in ideas]) for name in ("expected", "acceptable")
    )
    return _Heard(needs, expected, expected | acceptable)


def _fit(heard: Sequence[_Heard], told: NDArray[np.float32], reserve: float) -> Levelling:
    apart = np.vstack([one.apart(told) for one in heard])
    return Levelling.fit(shipped_adapter().digest, apart, reserve=reserve, most=_MOST)


def _halves(ideas: Sequence[Idea]) -> list[list[Idea]]:
    """The ideas of the first and of the last initiatives by id, which are of two writers."""
    initiatives = sorted({idea.expected[0] for idea in ideas})
    middle = initiatives[len(initiatives) // 2]
    return [[idea for idea in ideas if (idea.expected[0] < middle) is first] for first in (True, False)]


def _fiches(catalogue: Catalogue) -> list[Document]:
    ids = catalogue.select(Filters(kind=("initiative",)), ADMINISTRATOR)
    return sorted(catalogue.documents(ids, ADMINISTRATOR).values(), key=lambda fiche: fiche.id)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    settings = Settings(home=chosen.home)
    embedder = plain_embedder(settings)
    assert isinstance(embedder, SentenceTransformerEmbedder)
    meanings = AdaptedMeanings(embedder, shipped_adapter())
    fiches = _fiches(Catalogue.open(settings.catalogue_url))
    told = told_needs(fiches, meanings, {})
    halves = [_heard(ideas, [one.id for one in fiches], meanings) for ideas in _halves(read_ideas(_IDEAS))]
    for one, other in (halves, halves[::-1]):
        print(f"as they are: {one.table(told, None)}")
        for reserve in _RESERVES:
            print(f"by the other half, {reserve:g}: {one.table(told, _fit([other], told, reserve))}")
    if chosen.write:
        _fit(halves, told, _RESERVE).write(_FILE)


if __name__ == "__main__":
    main()
