"""Two answers to one question as one: marks go on from the first, and what is left open is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.left_open import unanswered_text

_MARK = re.compile(r"(?<!\\)\[(\d{1,3})\]")  # those of documents are escaped
_GIVEN = frozenset({Outcome.ANSWERED, Outcome.PARTIAL})


def joined(first: Answer, second: Answer | None, parts: Sequence[str]) -> Answer:
    """The first answer, then the second to `parts` of the question; where that is none, these are named as open.

    At least one of the two asserts something; what is known comes before what is not.
    """
    if second is None or second.outcome not in _GIVEN:
        return without_answer_to(first, parts)
    if first.outcome is Outcome.NO_EVIDENCE:
        return second.model_copy(
            update={
                "outcome": Outcome.PARTIAL,
                "text": f"{second.text}\n\n{first.text}",
                "query": first.query,
            }
        )
    shift = len(first.citations)
    text = _MARK.sub(lambda found: f"[{int(found.group(1)) + shift}]", second.text)
    citations = [one.model_copy(update={"n": one.n + shift}) for one in second.citations]
    whole = first.outcome is Outcome.ANSWERED and second.outcome is Outcome.ANSWERED
    return first.model_copy(
        update={
            "outcome": Outcome.ANSWERED if whole else Outcome.PARTIAL,
            "text": f"{first.text}\n\n{text}",
            "citations": (*first.citations, *citations),
            "mode": second.mode,
            "related": first.related or second.related,
        }
    )


def without_answer_to(answer: Answer, parts: Sequence[str]) -> Answer:
    """A partial answer that names the parts for which nothing was found."""
    return answer.model_copy(
        update={
            "outcome": Outcome.PARTIAL,
            "text": f"{answer.text}\n\n{unanswered_text(parts, answer.language)}",
        }
    )
