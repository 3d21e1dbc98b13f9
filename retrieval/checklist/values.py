"""What a checklist says: one row an article."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from corpus.models import Frozen


class State(StrEnum):
    """How an obligation stands, as far as the description tells."""

    SHOWN = "shown"  # the description shows that it is met
    NOT_SHOWN = "not_shown"  # it applies; the description shows nothing
    ASK_DPO = "ask_dpo"  # it applies only if something unknown is true
    NOT_APPLICABLE = "not_applicable"  # it was considered and is excluded


class Certainty(StrEnum):
    """Whether a row says that its article applies, or only that somebody should see whether it does."""

    ASSERTED = "asserted"
    TO_CHECK = "to_check"


class Obligation(Frozen):
    """What an article asks of a project, and why; texts are in the reader's language.

    `confidence` is how far the sheet was verified; `evidence` a verbatim quote of the description; `due` the day from
    which it applies or by which it must be done, where the sheet tells one. A row to check is put as a question: its
    state is `ask_dpo`, and `because` names what is unknown.
    """

    obligation: str
    document_id: str
    title: str
    act: str
    article: str
    because: str
    state: State
    due: date | None = None
    confidence: str
    evidence: str | None = None
    certainty: Certainty = Certainty.ASSERTED
