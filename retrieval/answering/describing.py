"""Questions that ask what something is: "C'est quoi Novachèque ?", "Wat is Floya?", "Tell me about the STI of Namur".

They hold a name and next to nothing else, which says too little for signals of meaning. The name decides: the sheet
that bears it in its title is what is meant, and its opening is the answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from corpus.models import LANGUAGES, Document
from retrieval.answering.extracted import Evidence
from retrieval.index.analysis import is_stop_word, stems, words
from retrieval.query.folding import fold

_ASKS_WHAT = re.compile(
    r"\b(?:c'est quoi|qu'est[- ]ce que(?: c'est(?: que)?)?|qu'est[- ]ce qu'|en quoi consiste(?:nt|ait)?|de quoi s'agit|parle[zr]?[- ](?:moi|nous)|raconte[zr]?[- ]moi|presente[zr]?"
    r"|(?:m'|nous )?en (?:dire|savoir) (?:un peu )?plus|dis[- ]m'en|dites[- ]m'en|explique[zr]?|connais[- ]tu|tu connais|connaissez[- ]vous|vous connaissez|j'ai entendu parler|avez-vous une fiche|vous avez une fiche"
    r"|(?:tu as|as-tu|avez-vous|vous avez) (?:quelque chose|des infos?|des informations?) sur|comment fonctionne(?:nt)?|comment (?:ca )?marche(?:nt)?|infos? sur|renseignements? sur"
    r"|wat (?:is|was|zijn|waren)|wat houdt|vertel|leg (?:eens )?uit|ken je|kent u|kennen jullie|hoe werk(?:t|en)|waar(?:over)? gaat|waarover gaat|hebben jullie (?:iets|info|een fiche)|meer weten over|info over|had toch"
    r"|was (?:ist|war|sind|waren)|erzahl\w*|erklar\w*|kennst du|kennen sie|kennt ihr|worum geht|wie funktionier\w+|gibt es (?:infos|informationen)|haben sie (?:etwas|infos|einen steckbrief)|mehr (?:wissen|erfahren) uber|infos? zu"
    r"|what(?:'s| is| was| are| were)|tell (?:me|us)|describe|explain|do you know|have you heard of|how (?:does|do|did)\b.{1,60}\bwork|more about|information (?:on|about)|info on|have you got (?:anything|something) on)\b"
)
# What belongs to the asking and not to the name.
_CUES = frozenset(
    "quoi est beim vom zum consiste parle parler parlez dis dites dire savoir plus connais connaissez entendu fiche fiches infos info informations renseignements"
    " fonctionne fonctionnent marche explique expliquez exactement precisement vertel vertellen ken kent kennen werkt werken weten gaat precies"
    " uitleg eigenlijk iets erzahl erzahlen erzahle erklar erklaren erklare kennst wissen worum geht funktioniert genau steckbrief etwas eigentlich"
    " tell describe explain know heard works work exactly about sheet information anything something projet project projekt initiative initiatief"
    " systeme system systeem dispose existe bestaat besteht pouvez pouvez-vous peux kunt kan konnen konnten could would please svp aub bitte".split()
)
_NAMED = 0.6  # share of the weight of a question's words that the title has to hold
_OPENING = 2  # sentences that open the sheet


def asks_what(text: str) -> bool:
    """Whether a question asks to be told what something is."""
    return _ASKS_WHAT.search(fold(text)) is not None


def names(text: str, document: Document, frequency: Callable[[str], int]) -> bool:
    """Whether the words of a question are those of a document's title, in any of its languages."""
    subject = [
        word
        for word in dict.fromkeys(words(text))
        if fold(word) not in _CUES and not any(is_stop_word(word, language) for language in LANGUAGES)
    ]
    weights = {word: math.log(20_000 / (1 + frequency(word))) for word in subject}
    title = frozenset().union(*(stems(document.title.get(language)) for language in LANGUAGES))
    held = sum(weight for word, weight in weights.items() if stems(word) & title)
    total = sum(weights.values())
    return total > 0 and held / total >= _NAMED


def opening(evidence: Sequence[Evidence], document: Document) -> list[Evidence]:
    """The sentences that open a document, then the one that answers best."""
    own = [one for one in evidence if one.document.id == document.id]
    in_order = sorted(own, key=lambda one: (_position(one.sentence.passage.id), one.sentence.start))
    first = in_order[:_OPENING]
    return [*first, *(one for one in own if one not in first)][: _OPENING + 1]


def _position(passage_id: str) -> tuple[str, int]:
    name, _, number = passage_id.rpartition(":")
    return name, int(number) if number.isdigit() else 0
