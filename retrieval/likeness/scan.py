"""The search for pairs over the whole catalogue: only fiches that are new or changed are compared again.

It may be killed at any moment: a fiche counts as compared once its pairs are kept, and the next scan goes on there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.records import Audience
from retrieval.likeness.candidates import Candidates
from retrieval.likeness.comparison import compare
from retrieval.likeness.judge import Judge
from retrieval.likeness.pairs import JudgedPair, PairStore
from retrieval.likeness.profiles import Needs, Profiles, Sketch
from retrieval.likeness.values import Verdict

_JUDGED_A_COMMIT = 200  # fiches


@dataclass(frozen=True)
class ScanProgress:
    """How far a scan is, in fiches."""

    phase: str  # "profiles", "pairs" or "texts"
    done: int
    total: int


@dataclass(frozen=True)
class ScanReport:
    """What a scan did."""

    compared: int  # fiches
    pairs: int  # more than distinct, found for them


def _silent(_progress: ScanProgress) -> None:
    return None


class Scan:
    """Keeps the pairs in line with the catalogue."""

    def __init__(self, catalogue: Catalogue, profiles: Profiles, judge: Judge, pairs: PairStore) -> None:
        self._catalogue = catalogue
        self._profiles = profiles
        self._judge = judge
        self._pairs = pairs

    def refresh(self, progress: Callable[[ScanProgress], None] = _silent) -> ScanReport:
        """Judge what is new or changed; raises EmbeddingError, CatalogueError."""
        stale = self._profiles.stale()
        self._profiles.renew(stale, _counted("profiles", len(stale), progress))
        changed = self._profiles.unjudged()
        if not changed:
            return ScanReport(0, 0)
        known = self._profiles.needs()
        audiences = self._audiences(known, len(changed))
        found = 0
        for start in range(0, len(changed), _JUDGED_A_COMMIT):
            some = changed[start : start + _JUDGED_A_COMMIT]
            judged = self._judged(some, known, audiences)
            self._pairs.replace(some, judged)
            found += len(judged)
            progress(ScanProgress("pairs", start + len(some), len(changed)))
        return ScanReport(len(changed), found)

    def deepen(self, progress: Callable[[ScanProgress], None] = _silent) -> int:
        """Read all texts of fiches of which only one was read, which finding them by ideas needs; how many they were.

        Raises EmbeddingError, CatalogueError. Apart from `refresh`, since it takes ten times as long.
        """
        untold = self._profiles.untold()
        self._profiles.tell(untold, _counted("texts", len(untold), progress))
        return len(untold)

    def _audiences(self, known: Needs, asked: int) -> list[Candidates]:
        """The fiches by who may read them: public ones, those of the network, those of each organisation."""
        groups: dict[Audience, list[int]] = defaultdict(list)
        for identifier, audience in sorted(self._catalogue.audiences("initiative").items()):
            if identifier in known.places:
                groups[audience].append(known.places[identifier])
        return [
            Candidates(
                [known.ids[place] for place in places],
                known.vectors[places],
                [known.marks[place] for place in places],
                asked=asked,
            )
            for places in groups.values()
        ]

    def _judged(self, ids: Sequence[str], known: Needs, audiences: Sequence[Candidates]) -> list[JudgedPair]:
        """Their pairs with what is near them, and with what found them near before: nearness has two sides."""
        wanted = self._candidates(ids, known, audiences) | self._pairs.keys_of(ids)
        fiches = self._profiles.sketches({name for pair in wanted for name in pair})
        pairs = sorted((a, b) for a, b in wanted if a in fiches and b in fiches)
        if not pairs:
            return []
        values = np.array([_values(fiches[a], fiches[b]) for a, b in pairs])
        return [
            JudgedPair(a, b, judgement.verdict, judgement.score)
            for (a, b), judgement in zip(pairs, self._judge.judge_all(values), strict=True)
            if judgement.verdict is not Verdict.DISTINCT
        ]

    def _candidates(
        self, ids: Sequence[str], known: Needs, audiences: Sequence[Candidates]
    ) -> set[tuple[str, str]]:
        places = [known.places[identifier] for identifier in ids]
        needs = {known.ids[place]: known.vectors[place] for place in places}
        marks = {known.ids[place]: known.marks[place] for place in places}
        return {
            (min(one, other), max(one, other))
            for candidates in audiences
            for one, other in candidates.of(needs, marks)
        }


def _counted(phase: str, total: int, progress: Callable[[ScanProgress], None]) -> Callable[[int], None]:
    """Turns so many more into so many of all."""
    done = 0

    def counted(more: int) -> None:
        nonlocal done
        done += more
        progress(ScanProgress(phase, done, total))

    return counted


def _values(one: Sketch, other: Sketch) -> np.typing.NDArray[np.float64]:
    return compare(one.profile, one.meaning, other.profile, other.meaning).values()
