"""What is said around a question and narrows nothing: who asks, for whom, why ("Je prépare une note pour le collège.").

A question about figures is computed only when all of it is understood. What people tell about themselves need not
be: a sentence or clause beside the one that asks is left out whatever its words, if it speaks of people, of an
occasion or of the asker's reasons. It stays where it may narrow: "J'écris sur les trottoirs chauffants."

Conditions told beside the question hold where it points back to them or has none of its own; those of a person
("mon échevin de la mobilité") or of a kind that the question states itself do not. Of others both are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.query.asides.asides import is_aside
from retrieval.query.asides.asked import Asked
from retrieval.query.asides.clauses import anatomy, clauses_of
from retrieval.query.asides.verdicts import stated
from retrieval.query.conditions.condition import Conditions
from retrieval.query.folding import Span

_Read = Callable[[str], Conditions]


@dataclass(frozen=True)
class Told:
    """A text without what is told around its question; `doubtful` where that holds conditions that may be meant.

    `decided` says that the text as a whole would take for conditions what are none.
    """

    shorter: str
    decided: bool
    doubtful: str | None = None  # the text with those conditions


def to_the_point(text: str, read: _Read) -> Told | None:
    """What a text asks; None where nothing stands around the question that can be left out."""
    parts = anatomy(text)
    if parts is None:
        return None
    asked = Asked.of(parts.asking, parts.around, read)
    shorter, longer = [*text], [*text]
    decided = doubtful = False
    for part in parts.around:
        verdict = asked.judge(part, read)
        decided |= verdict.decided
        doubtful |= verdict.without != verdict.with_conditions
        _blank(shorter, verdict.without)
        _blank(longer, verdict.with_conditions)
    if "".join(shorter) == text:
        return None
    return Told("".join(shorter), decided, "".join(longer) if doubtful else None)


def without_asides(text: str, kept: Sequence[Span], read: _Read) -> str:
    """A text without the clauses that tell of people and hold no condition; those where a `kept` span stands stay.

    What is left names what is asked about: "Qui sont les partenaires de X ? *J'ai perdu la carte de visite.*"
    """
    characters = [*text]
    for part in clauses_of(text):
        is_kept = any(start < part.end and part.start < end for start, end in kept)
        names = any(text[part.start + one.start].isupper() for one in part.sentence.unknown()[1:])
        if not is_kept and not names and is_aside(part) and not stated(read(part.sentence.text)):
            _blank(characters, ((part.start, part.end),))
    return "".join(characters)


def _blank(characters: list[str], spans: tuple[Span, ...]) -> None:
    """Blank some stretches; the stop that ends one stays, so that "Gand. Combien" becomes no name of two words."""
    for start, end in spans:
        said = "".join(characters[start:end]).rstrip()
        stop = start + len(said) - 1 if said.endswith((".", "!", "?")) else None
        is_after_words = any(one.strip() for one in characters[:start])
        for at in range(start, end):
            characters[at] = ";" if at == stop and is_after_words else " "
