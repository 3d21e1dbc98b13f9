"""Sentences that put a question right: "non, je voulais dire Liège", "pas Namur la ville, la province".

What corrects is said of the question before: its frame is left out, what it denies goes, and a level alone ("the
province, I mean") is that of the place named before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.places import Gazetteer
from retrieval.query.folding import fold

_NO = r"(?:(?:ah |oh |euh |mais )?(?:non|nee|neen|nein|nan|no|nope|oups|oeps|ups|hoppla|oops|sorry|pardon|excusez-moi|mince|zut|desole|correction|correctie|korrektur|entschuldigung|verzeihung|attendez|wacht|warte|wait|du coup|enfin|eigenlijk|eigentlich|actually)\b[ ,.!…-]*)"
_MEANT = (
    r"(?:(?:je|j'|on|nous) ?(?:voulais|voulait|voulions|veux|avais voulu|ai voulu|pensais|pensait|parlais|parle|demandais|entendais)(?: dire| parler)?(?: plutot)?(?: a| de| d')?"
    r"|(?:ik|we|wij) (?:bedoel(?:de|den|en)?|heb het over|had het over|wou zeggen|wilde zeggen)(?: eigenlijk| eerder)?"
    r"|(?:ich|wir) (?:mein(?:e|te|en|ten)|wollte sagen|habe gemeint|dachte an)(?: eigentlich| eher)?"
    r"|(?:i|we) (?:mean|meant|was thinking of|meant to say|should have said|was talking about)(?: rather| actually)?"
    r"|il s'agi(?:t|ssait) (?:plutot )?d[e']|c'est(?: plutot)?(?= (?:la|le|l'|en|a)\b)|plutot|eerder|liever|eher|lieber|rather|make that|let's say)"
)
_FRAME = re.compile(rf"^\W*(?:{_NO}+(?:{_MEANT}\b)?|{_MEANT}\b)[ ,:]*")
_SAYS_MEANT = re.compile(rf"^\W*{_NO}*{_MEANT}\b")
_NOT = r"(?:pas|non pas|niet|nicht|not|non)"
_NOT_THIS = re.compile(
    rf"^\W*{_NOT} (?P<denied>[^,;.?!]+?)(?:[,;]| mais\b| maar\b| sondern\b| but\b)\s*(?:mais |maar |sondern |but )?(?P<meant>[^?!.]+)"
)
_THIS_NOT = re.compile(rf"^(?P<meant>[^,;?!.]+)[,;]? (?:et |en |und |and )?{_NOT} (?P<denied>[^,;?!.]+)\W*$")
_LEVELS = {
    "province": re.compile(r"^(?:(?:la|de|die|the|en|in|in der|in de|dans la|toute la|l'|belgische|belge|belgian|hele|ganze|whole|entire) ?)*(?:province|provincie|provinz)(?: belge)?$"),
    "municipality": re.compile(r"^(?:(?:la|de|die|the|en|in|in der|in de|dans la|l'|belgische) ?)*(?:ville|commune|stad|gemeente|stadt|gemeinde|city|town|municipality)(?: elle-meme| meme| zelf| selbst| itself)?$"),
    "country": re.compile(r"^(?:(?:le|het|das|the) ?)*(?:pays|land|country|grand-duche|groothertogdom|grossherzogtum|grand duchy)$"),
}  # fmt: skip
_SAID_BY_LEVEL = {"province": "province de {}", "municipality": "{} (ville)", "country": "{} (pays)"}


@dataclass(frozen=True)
class Correction:
    """What a question should have said; `level` where only what kind of place was meant is said."""

    text: str
    level: str | None = None


def correction_in(text: str) -> Correction | None:
    """What a sentence puts right; None where it corrects nothing. Words that frame or deny are left out."""
    folded = fold(text)
    frame = _FRAME.match(folded)
    rest = text[frame.end() :] if frame and text[frame.end() :].strip(" .!?") else text
    denied = _NOT_THIS.match(fold(rest)) or (_THIS_NOT.match(fold(rest)) if frame else None)
    if denied is not None:
        rest = rest[denied.start("meant") : denied.end("meant")]
    elif frame is None or not (_SAYS_MEANT.match(folded) or len(rest.split()) <= _SHORT):
        return None
    meant = fold(rest).strip(" ,.;:!?")
    level = next((name for name, rule in _LEVELS.items() if rule.fullmatch(meant)), None)
    return Correction(rest.strip(), level)


_SHORT = 5  # words


def at_level(question: str, level: str) -> str | None:
    """The last place of that level that a question names, with its level said; None where it names none."""
    for match in reversed(Gazetteer.load().find(question)):
        place = next((one for one in match.readings if one.level == level), None)
        if place is None:
            named = Gazetteer.load().find(f"{_SAID_BY_LEVEL[level].format(match.readings[0].name('fr'))}")
            place = next((one for found in named for one in found.readings if one.level == level), None)
        if place is not None:
            return _SAID_BY_LEVEL[level].format(place.name("fr"))
    return None
