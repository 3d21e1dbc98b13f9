"""Writing and removing askings and feedback inside somebody's transaction; an open question lives by its askings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, exists, insert, select, update

from corpus.models import Language
from retrieval.catalogue.inserting import insert_if_new
from retrieval.state.database import storable
from retrieval.state.tables import askings, feedback, gaps

NOT_HELPFUL = "not_helpful"  # what an asking led to: an answer that was judged so, else the answer's outcome


@dataclass(frozen=True)
class Unmet:
    """A question to be kept: free of personal data, as it stands alone, and what it led to."""

    text: str
    language: Language
    outcome: str
    space: str | None = None  # which vectors `vector` may be compared with
    vector: NDArray[np.float32] | None = None


def keep_asking(connection: Connection, answer_id: str, unmet: Unmet, day: date) -> None:
    """One asking of a question more; the question is open again if it was not. The same asking counts once."""
    if connection.execute(select(askings.c.gap_id).where(askings.c.answer_id == answer_id)).first():
        return
    gap_id = _gap_of(connection, unmet)
    connection.execute(
        insert(askings).values(answer_id=answer_id, gap_id=gap_id, day=day, outcome=unmet.outcome)
    )


def _gap_of(connection: Connection, unmet: Unmet) -> int:
    text = storable(unmet.text)
    names = {"text_hash": _hash(text), "language": unmet.language}
    same = (gaps.c.text_hash == names["text_hash"]) & (gaps.c.language == names["language"])
    vector = unmet.vector.astype("<f4").tobytes() if unmet.vector is not None else None
    new = {"text": text, "space": unmet.space, "vector": vector, "answered_by": "", "asked_of": "", **names}
    insert_if_new(connection, gaps, new)
    connection.execute(update(gaps).where(same).values(answered_by="", asked_of=""))
    return int(connection.execute(select(gaps.c.id).where(same)).scalar_one())


def take_back_asking(connection: Connection, answer_id: str, outcome: str) -> None:
    """Remove an asking that led to `outcome`, and its question if nobody else asked it."""
    connection.execute(delete(askings).where(askings.c.answer_id == answer_id, askings.c.outcome == outcome))
    drop_unasked(connection)


def forget_answers(connection: Connection, answer_ids: Iterable[str]) -> None:
    """Remove what was kept of some answers: their askings and the feedback on them."""
    for answer_id in list(answer_ids):
        connection.execute(delete(askings).where(askings.c.answer_id == answer_id))
        connection.execute(delete(feedback).where(feedback.c.answer_id == answer_id))
    drop_unasked(connection)


def drop_unasked(connection: Connection) -> None:
    """Remove the questions that no asking speaks for any more."""
    connection.execute(delete(gaps).where(~exists().where(askings.c.gap_id == gaps.c.id)))


def _hash(text: str) -> str:
    """Equal for one wording, whatever its capitals and its last signs."""
    folded = " ".join(text.casefold().split()).rstrip(" ?!.…")
    return hashlib.sha256(folded.encode()).hexdigest()
