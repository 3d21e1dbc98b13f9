"""The life of a fiche: from a draft through its review to publication, and out of the catalogue again.

    draft ──submit──▶ submitted ──start_review──▶ in_review ──publish──▶ published ──finish──▶ finished
      ▲  ◀──recall──────┘                            │                     │ ▲                    │
      ├──────────────────request_changes─────────────┘                     │ └─confirm            │
      └──────────────────revise────────────────────────────────────────────┴──────────────────────┘
    withdraw leads from everywhere to withdrawn, where nothing follows.

While a published fiche is revised, what was published stays in the catalogue.
"""

from __future__ import annotations

from enum import StrEnum

from corpus.errors import PasserelleError


class FicheState(StrEnum):
    """Where a fiche is in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    FINISHED = "finished"  # its project has ended; it stays in the catalogue, and nobody is asked whether it still holds
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What is done with a fiche; each step makes a version."""

    CREATE = "create"
    SAVE = "save"
    SUBMIT = "submit"
    RECALL = "recall"
    START_REVIEW = "start_review"
    REQUEST_CHANGES = "request_changes"
    PUBLISH = "publish"
    REVISE = "revise"
    CONFIRM = "confirm"
    FINISH = "finish"
    WITHDRAW = "withdraw"


class StepNotPossible(PasserelleError):
    """The fiche is not in a state from which this step leads anywhere."""

    def __init__(self, state: FicheState, step: Step) -> None:
        self.state = state
        self.step = step
        froms = ", ".join(_FROM[step]) or "nothing"
        super().__init__(f"{step.value} is not possible: the fiche is {state.value}, not {froms}")


_LEADS_TO: dict[Step, FicheState] = {
    Step.SAVE: FicheState.DRAFT,
    Step.SUBMIT: FicheState.SUBMITTED,
    Step.RECALL: FicheState.DRAFT,
    Step.START_REVIEW: FicheState.IN_REVIEW,
    Step.REQUEST_CHANGES: FicheState.DRAFT,
    Step.PUBLISH: FicheState.PUBLISHED,
    Step.REVISE: FicheState.DRAFT,
    Step.CONFIRM: FicheState.PUBLISHED,
    Step.FINISH: FicheState.FINISHED,
    Step.WITHDRAW: FicheState.WITHDRAWN,
}
_FROM: dict[Step, tuple[FicheState, ...]] = {
    Step.CREATE: (),
    Step.SAVE: (FicheState.DRAFT,),
    Step.SUBMIT: (FicheState.DRAFT,),
    Step.RECALL: (FicheState.SUBMITTED,),
    Step.START_REVIEW: (FicheState.SUBMITTED,),
    Step.REQUEST_CHANGES: (FicheState.IN_REVIEW,),
    Step.PUBLISH: (FicheState.IN_REVIEW,),
    Step.REVISE: (FicheState.PUBLISHED, FicheState.FINISHED),
    Step.CONFIRM: (FicheState.PUBLISHED,),
    Step.FINISH: (FicheState.PUBLISHED,),
    Step.WITHDRAW: tuple(state for state in FicheState if state is not FicheState.WITHDRAWN),
}
# Steps of those who write a fiche, and of those who judge it; both may withdraw it.
AUTHORS_STEPS = frozenset(
    {Step.SAVE, Step.SUBMIT, Step.RECALL, Step.REVISE, Step.CONFIRM, Step.FINISH, Step.WITHDRAW}
)
REVIEWERS_STEPS = frozenset({Step.START_REVIEW, Step.REQUEST_CHANGES, Step.PUBLISH, Step.WITHDRAW})


def after(state: FicheState, step: Step) -> FicheState:
    """The state that a step leads to; raises StepNotPossible."""
    if state not in _FROM[step]:
        raise StepNotPossible(state, step)
    return _LEADS_TO[step]


def possible(state: FicheState) -> tuple[Step, ...]:
    """The steps that lead on from a state."""
    return tuple(step for step in Step if state in _FROM[step])
