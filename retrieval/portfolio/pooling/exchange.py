"""Signs that the teams of two initiatives already talk: one names the other's municipality or owner.

A supplier or a programme that both have is no such sign: it is what a group could talk about.
"""

from __future__ import annotations

import re

from corpus.models import LANGUAGES
from retrieval.portfolio.inventory import organisations_of
from retrieval.portfolio.pooling.members import Member
from retrieval.query.folding import fold

_SHORTEST = 4  # letters of a name: shorter ones are words too ("Ans", "Spa")


def shows_exchange(one: Member, other: Member) -> bool:
    """Whether either names the other, or both name one intermunicipal body."""
    return bool(one.bodies & other.bodies) or _names(one, other) or _names(other, one)


def _names(member: Member, other: Member) -> bool:
    text = fold("\n".join([member.document.body, *(member.fields.partners or ())]))
    wanted = {place.names.get(language) for place in other.places for language in LANGUAGES}
    wanted |= set(organisations_of(other.fields))
    return any(
        re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", text) for name in wanted if len(name) >= _SHORTEST
    )
