"""Existing initiatives near a fiche or an idea, best first, each with why and with what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.access import Caller
from corpus.filters import Filters
from corpus.ideas import ideas_by_initiative
from corpus.models import Document, Language
from corpus.project import Project
from retrieval.catalogue.catalogue import Catalogue
from retrieval.likeness.comparison import Meaning, compare
from retrieval.likeness.judge import Judge
from retrieval.likeness.nearness import IdeaJudge, nearnesses
from retrieval.likeness.profile import Profile
from retrieval.likeness.profiles import Compared, Profiles
from retrieval.likeness.quotes import Quotes, Said
from retrieval.likeness.values import Feature, Reason, Verdict
from retrieval.likeness.wording import Side, differences, reasons
from retrieval.query.query import Query
from retrieval.search.results import Score
from retrieval.search.search import Searcher

MOST = 50
_NEAREST, _FOUND = 40, 60
_LONGEST_SEARCHED = 600  # characters: the index is asked with the beginning
Exit = Literal["join", "replicate", "go_on"]
_INITIATIVES = Filters(kind=("initiative",))
_JOINABLE = frozenset({"planned", "ongoing", "pilot"})


@dataclass(frozen=True)
class Likeness:
    """One initiative that is like what was shown; `score` is the probability that it is as alike as the verdict says.

    Without the feature of a reason the log-odds of `score` would be less by the reason's weight.
    """

    document: Document
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]
    differences: tuple[Reason, ...]
    exits: tuple[Exit, ...]


@dataclass(frozen=True)
class _Near:
    """One that is alike; `weights` are what each feature adds to the log-odds, of the model that scored it."""

    compared: Compared
    verdict: Verdict
    score: float
    weights: Mapping[Feature, float]


@dataclass(frozen=True)
class _Asked:
    """A project as it is compared, `heard` being its need as all it says tells it; and what the search makes of it."""

    has_fields: bool
    profile: Profile
    meaning: Meaning
    heard: NDArray[np.float32]
    scores: Mapping[str, Score]


class Similar:
    """Finds what is like a project."""

    def __init__(
        self,
        catalogue: Catalogue,
        searcher: Searcher,
        profiles: Profiles,
        judge: Judge,
        ideas: IdeaJudge,
        quotes: Quotes,
    ) -> None:
        self._catalogue = catalogue
        self._searcher = searcher
        self._profiles = profiles
        self._judge = judge
        self._ideas = ideas
        self._quotes = quotes

    def to_project(
        self, project: Project, caller: Caller, *, language: Language, limit: int = 10
    ) -> tuple[Likeness, ...]:
        """What is like it, best first; nothing where nothing is near. Raises IndexUnusable, EmbeddingError."""
        asked = self._asked(project, caller)
        candidates = self._candidates(project, asked, caller)
        kept = sorted(self._near(asked, candidates), key=lambda one: (-one.score, one.compared.document.id))[
            :limit
        ]
        if not kept:
            return ()
        said = self._quotes.of_project(project)
        theirs = self._quotes.of_documents([one.compared.document.id for one in kept], caller)
        return tuple(
            self._told(
                Side(project, asked.profile, said.nearest(one.compared.meaning)),
                asked.meaning,
                one,
                theirs,
                language,
            )
            for one in kept
        )

    def to_document(
        self, document: Document, caller: Caller, *, language: Language, limit: int = 10
    ) -> tuple[Likeness, ...]:
        """What is like a fiche of the catalogue, itself apart."""
        return self.to_project(Project.of_document(document), caller, language=language, limit=limit)

    def faintly(self, project: Project, caller: Caller, *, limit: int = 3) -> tuple[Document, ...]:
        """The least unlike, where nothing is near enough to be called similar; raises IndexUnusable, EmbeddingError."""
        asked = self._asked(project, caller)
        ids = [one.document.id for one in self._candidates(project, asked, caller)]
        rows = self._rows(asked, ids)
        order = np.argsort(-self._ideas.probabilities(rows), kind="stable")[:limit]
        found = self._catalogue.documents([ids[place] for place in order], caller)
        return tuple(found[ids[place]] for place in order if ids[place] in found)

    def features(self, project: Project, caller: Caller) -> tuple[list[str], NDArray[np.float64]]:
        """The candidates for an idea and how near each is, in the order of `nearness.NAMES`."""
        asked = self._asked(project, caller)
        ids = [one.document.id for one in self._candidates(project, asked, caller)]
        return ids, self._rows(asked, ids)

    def _asked(self, project: Project, caller: Caller) -> _Asked:
        profile, meaning = self._profiles.of_project(project)
        heard = self._profiles.heard(project, meaning)
        return _Asked(project.fields is not None, profile, meaning, heard, self._scores(project, caller))

    def _rows(self, asked: _Asked, ids: Collection[str]) -> NDArray[np.float64]:
        needs = self._profiles.told(asked.heard, ids)
        return nearnesses(self._ideas.made_up(needs, ideas_by_initiative()), asked.scores)

    def _scores(self, project: Project, caller: Caller) -> dict[str, Score]:
        """What the search makes of it."""
        query = Query(
            text=project.text[:_LONGEST_SEARCHED],
            language=project.language,
            languages=(project.language,),
            filters=_INITIATIVES,
        )
        return self._searcher.scores(query, caller, most=_FOUND)

    def _candidates(self, project: Project, asked: _Asked, caller: Caller) -> list[Compared]:
        """By need and by the search, among what the caller may read."""
        allowed = self._catalogue.select(_INITIATIVES, caller)
        wanted = dict.fromkeys((*self._profiles.nearest(asked.heard, allowed, _NEAREST), *asked.scores))
        readable = self._catalogue.documents([one for one in wanted if one != project.document_id], caller)
        return list(self._profiles.compared(list(readable.values())))

    def _near(self, asked: _Asked, candidates: Sequence[Compared]) -> Iterator[_Near]:
        """Those that are alike: as a fiche is to a fiche, or as an idea is to what meets its need."""
        rows = self._rows(asked, [one.document.id for one in candidates])
        chances, near = self._ideas.probabilities(rows), self._ideas.near(rows)
        # The judge of pairs needs to know of both whose they are, or where: an idea that names a town says neither.
        is_a_fiche = asked.has_fields and bool(asked.profile.owners or asked.profile.places)
        for place, other in enumerate(candidates):
            pair = self._as_a_pair(asked, other) if is_a_fiche else None
            if pair is not None:
                yield pair
            elif near[place]:
                weights = self._ideas.weigh(rows[place])
                yield _Near(other, Verdict.LINKED, float(chances[place]), weights)

    def _as_a_pair(self, asked: _Asked, other: Compared) -> _Near | None:
        comparison = compare(asked.profile, asked.meaning, other.profile, other.meaning)
        judgement = self._judge.judge(comparison)
        if judgement.verdict is Verdict.DISTINCT:
            return None
        weights = self._judge.weigh_alike(comparison, judgement.verdict)
        return _Near(other, judgement.verdict, judgement.alike, weights)

    def _told(
        self, one: Side, meaning: Meaning, near: _Near, said: Mapping[str, Said], language: Language
    ) -> Likeness:
        other = near.compared
        quote = said[other.document.id].nearest(meaning) if other.document.id in said else ""
        sides = (one, Side(Project.of_document(other.document), other.profile, quote))
        return Likeness(
            document=other.document,
            verdict=near.verdict,
            score=near.score,
            reasons=reasons(*sides, near.weights, language),
            differences=differences(*sides, near.weights, language),
            exits=_exits(other.document),
        )


def _exits(document: Document) -> tuple[Exit, ...]:
    """What its reader may do: join what is not finished, replicate what is known to work, or go on and say why."""
    fiche = document.initiative
    status = fiche.status if fiche else None
    first: Sequence[Exit] = ("join", "replicate") if status in _JOINABLE else ("replicate", "join")
    return (*first, "go_on")
