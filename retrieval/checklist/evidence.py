"""What a description shows as done: a clause that says so, without absence and not of the future."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.sentences import sentence_spans
from retrieval.checklist.patterns import Text
from retrieval.checklist.signs import Lexicon

Span = tuple[int, int]

_FILE = "evidence.yaml"
_CLAUSE_END = re.compile(
    r"[.;!?\n]|,? (?:mais|par contre|cependant|but|however|maar|aber|jedoch|while|alors que|terwijl|wahrend)\b"
)
# "I am an AI, not a clerk": what comes after denies something else.
_CONTRAST = re.compile(r", (?:pas|et non|non|not|niet|geen|nicht|kein\w*|und nicht|en niet|and not)\b")
# What stands before the next comma says something by itself: "the clerk has a certificate, the town is not registered".
_SAYS = re.compile(
    r"(?<!\w)(?:a|ont|est|sont|hat|haben|ist|sind|liegt|wurde|heeft|hebben|is|zijn|werd|has|have|was|were|are)(?!\w)"
)
_NOT_DONE = re.compile(
    r"(?<!\w)(?:sans|pas|aucune?|jamais|ni|non|manque\w*|absent\w*|rien|personne n|geen|niet|nog|nooit|zonder|ontbreekt|kein\w*"
    r"|nicht|noch|ohne|nie|fehlt|fehlen|no|not|\w*n't|without|never|nobody|missing|nothing|yet"
    r"|verra\w*|plus tard|doit|doivent|devra|devrait|faudra|faut|sera|seront|a faire|en preparation|prevu\w*|envisag\w*|souhait\w*|demande\w* (?:au|la|l')"
    r"|later|moet|moeten|zal|zullen|gepland|voorzien|wil|willen|komt er nog|spater|muss|mussen|soll|sollen|wird noch|geplant|vorgesehen|will|wollen"
    r"|must|should|shall|would|planned|to do|going to|needs? to|comment|hoe|wie|how|whether|si l\w*)(?!\w)"
)


def evidence_of(text: str, kinds: Sequence[str]) -> str | None:
    """The sentence, as it stands in the text, that shows one of some kinds of evidence; None where none does."""
    if not kinds:
        return None
    forms, lexicon = Text.of(text), Lexicon.load(_FILE)
    for kind in kinds:
        for span in lexicon.words[kind].spans(forms):
            start, end = _clause(forms.folded, span)
            told = forms.folded[start:end]
            if _NOT_DONE.search(told) is None and not _is_asked(forms.folded, end):
                return _sentence(text, span)
    return None


def _is_asked(folded: str, end: int) -> bool:
    return folded[end : end + 1] == "?" or folded[max(0, end - 1) : end] == "?"


def _clause(folded: str, span: Span) -> Span:
    ends = [match.span() for match in _CLAUSE_END.finditer(folded) if not _in_a_word(folded, match.start())]
    start = max((end for _, end in ends if end <= span[0]), default=0)
    end = min((first for first, _ in ends if first >= span[1]), default=len(folded))
    comma = _CONTRAST.search(folded, span[1], end)
    if comma is None and (next_comma := folded.find(",", span[1], end)) >= 0:
        return start, next_comma if _SAYS.search(folded, start, next_comma) else end
    return start, comma.start() if comma else end


def _in_a_word(folded: str, position: int) -> bool:
    """A full stop inside "declarationcamera.be" or "2.1" ends nothing."""
    around = folded[position : position + 2]
    return around[:1] == "." and around[1:].isalnum()


def _sentence(text: str, span: Span) -> str:
    return next(_containing(text, span), text[span[0] : span[1]])


def _containing(text: str, span: Span) -> Iterator[str]:
    for start, end in sentence_spans(text):
        if start <= span[0] < end:
            yield text[start:end]
