"""Whether a mention is one of absence: "sans caméra", "geen camera's", "Kameras sind keine vorgesehen".

A word of absence reaches to the end of its clause and over a list ("no camera, badge or Wi-Fi"), but not past a word that
turns the sentence ("no camera but a sensor"), nor where it only limits ("pas seulement", "not enough", "wireless").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.query.folding import fold

Span = tuple[int, int]

_ABSENCE = (
    r"sans|pas|aucune?s?|ni|jamais|nulle?|rien|geen|zonder|noch|nooit|niets|kein\w*|ohne|weder|nie|nichts"
    r"|personne ne|niemand|nobody|no one|no|not|without|never|neither|nor|nothing|none|n't|niet|nicht|plutot que|au lieu d\w*|in plaats van|statt|anstatt|instead of|rather than|hors|exclut?|free of"
)
_LIMITS = (
    r"(?:pas|niet|nicht|not|no|geen|kein\w*|sans|ohne|zonder)(?: |-)"
    r"(?:seulement|uniquement|que|si|assez|encore|alleen|enkel|genoeg|nog|nur|genug|noch|only|enough|yet|just|fil|contact"
    r"|doute|attendre|cesse|later|longer|plus de|interdit\w*|verboten|verboden)\b"
    r"|n't know|pas sur|nicht sicher|rien (?:que|d'autre)|niets (?:dan|anders)|nichts (?:als|anderes)|nothing (?:but|else)"
)
_BEFORE = re.compile(rf"(?<![\w])(?:{_ABSENCE})(?![\w])")
_LIMITED = re.compile(rf"(?<![\w])(?:{_LIMITS})")
_TURN = re.compile(
    r"(?<![\w])(?:mais|but|maar|sondern|aber|doch|juste|just|seulement|only|alleen|enkel|nur|parce que|car|since|because"
    r"|weil|denn|omdat|want|qui|die|dat|which|that|dass|que|afin|um|om|pour|to|te \w+en|zu \w+en)(?![\w])|[;:.!?\n()]"
)
_AFTER = re.compile(
    r"^[^.;:!?\n,()]{0,48}?(?<![\w])(?:n'est|ne sera|ne sont|ne seront|n'y a|n'ont|is not|isn't|are not|aren't|will not|won't"
    r"|wird nicht|werden nicht|ist nicht|sind nicht|gibt es (?:keine?|nicht)|gibt es .{0,24}?keine|sind keine|ist keine?"
    r"|werden keine|ist ausgeschlossen|ausgeschlossen|exclue?s?|uitgesloten|excluded|ruled out|wordt niet|worden niet"
    r"|is niet|zijn niet|zijn er niet|komen er niet|komt er niet|gibt es nicht|entfallt|entfallen|niets|nichts|nothing)(?![\w])"
)
_REACH = 70  # characters that a word of absence reaches, about ten words


@dataclass(frozen=True)
class Absences:
    """Where a text speaks of absence."""

    folded: str

    @classmethod
    def of(cls, text: str) -> Absences:
        """Read a text."""
        return cls(fold(text))

    def denies(self, span: Span) -> bool:
        """Whether what stands there is said to be absent."""
        return self._denied_before(span[0]) or self._denied_after(span[1]) or self._denied_inside(span)

    def _denied_before(self, start: int) -> bool:
        begin = max(0, start - _REACH)
        before = self.folded[begin:start]
        words = [match for match in _BEFORE.finditer(before) if not _LIMITED.match(before, match.start())]
        if not words:
            return False
        return _TURN.search(before, words[-1].end()) is None

    def _denied_inside(self, span: Span) -> bool:
        """ "Police records nothing": between the first and the last word of a phrase."""
        inside = self.folded[span[0] : span[1]]
        return any(not _LIMITED.match(inside, match.start()) for match in _BEFORE.finditer(inside))

    def _denied_after(self, end: int) -> bool:
        return _AFTER.match(self.folded[end : end + 2 * _REACH]) is not None
