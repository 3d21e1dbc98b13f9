"""Where the sources of one sheet differ: the sentences that say so, side by side, each with the year of its source.

A sheet tells it in its own words ("une source de 2019 parle plutôt de 40 000 euros", "Les deux montants ne concordent
pas"). What belongs together is shown together, so that no reader takes one of two figures for the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Document, Language, Passage
from corpus.text import format_date, mark, translate
from retrieval.answering.citations import Bibliography, Sentence, sentences_of
from retrieval.answering.quoting import quoted
from retrieval.query.folding import fold

# In the languages of documents. A sentence that corrects the one before it, announces what follows, closes what
# came before, or holds both values itself.
_OTHER_SOURCE = re.compile(
    r"\b(?:une (?:autre|seconde|deuxieme) source|un (?:autre|second|deuxieme) (?:article|document|journal|rapport)|d'autres (?:sources|articles|documents)"
    r"|une source de \d{4}|un article de \d{4}|une source (?:plus recente|ulterieure|anterieure)|un (?:entretien|bilan|article|rapport) (?:ulterieur|anterieur|posterieur)"
    r"|(?:een|de) andere bron|andere bronnen|een (?:ander|later) artikel|(?:eine|die) andere quelle|andere quellen|ein (?:anderer|spaterer) artikel"
    r"|another (?:source|article|report)|other sources|a later (?:article|report|source))\b.{0,60}?"
    r"\b(?:parle\w*|donne\w*|cite\w*|avance\w*|compte\w*|evoque\w*|mentionne\w*|indique\w*|annonce\w*|retient|chiffre\w*|plutot"
    r"|spreekt|noemt|geeft|vermeldt|spricht|nennt|gibt|says|gives|puts|mentions|speaks|reports|cites)\b"
)
_ANNOUNCES = re.compile(
    r"^(?:les|leurs|ces) (?:chiffres|sources|montants|dates|recits|articles) (?:divergent|different|se contredisent|ne s'accordent pas)\W*$"
    r"|^\W*une? autre (?:article|source), d'autres chiffres\W*$"
    r"|^(?:de (?:cijfers|bronnen) (?:verschillen|spreken elkaar tegen)|die (?:zahlen|quellen|angaben) (?:weichen (?:voneinander )?ab|widersprechen sich)"
    r"|(?:the )?(?:figures|sources) (?:differ|diverge|disagree|contradict each other))\W*$"
)
_CLOSES = re.compile(
    r"\b(?:les|ces) (?:deux )?(?:montants|chiffres|recits|sources|dates|articles|nombres|taux) (?:ne (?:concordent|coincident|s'accordent)|divergent|different|se contredisent)\b"
    r"|\b(?:beide|de twee) (?:bedragen|bronnen|cijfers) (?:komen niet overeen|verschillen|spreken elkaar tegen)\b"
    r"|\b(?:beide|die (?:beiden|zwei)) (?:betrage|quellen|zahlen) (?:stimmen nicht uberein|widersprechen sich)\b"
    r"|\b(?:the two|both) (?:amounts|figures|sources) (?:do not (?:agree|match)|differ|disagree)\b"
)
_HOLDS_BOTH = re.compile(
    r"\b(?:articles|sources|documents|rapports)\b.{0,40}\bse contredisent\b"
    r"|\bselon les (?:articles|sources|documents|rapports)\b|\bou (?:de |en )?\d[\d .,]*\w*,? selon la source\b|\ble (?:nombre|chiffre|montant) varie\b"
    r"|\b(?:bronnen|artikels|artikelen) spreken elkaar tegen\b|\bnaargelang (?:de|het) (?:bron|artikel)\b"
    r"|\b(?:quellen|artikel) widersprechen sich\b|\bje nach (?:quelle|artikel)\b"
    r"|\b(?:sources|articles) (?:contradict|disagree)\b|\bdepending on the (?:source|article)\b"
)
_NUMBER = re.compile(r"\d+(?:[ .\u00a0\u202f]\d{3})*(?:,\d+)?")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_CUT = re.compile(r"\s*;\s+")
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_SOURCE_YEAR = re.compile(
    r"\[[^\]]*?\b((?:19|20)\d\d)\]"
    r"|\b(?:sources?|articles?|entretien|bilan|rapport|bron|artikel|quelle|report|source) (?:de |van |vom |von |of |from )?(?:\w+ )?((?:19|20)\d\d)\b"
    r"|^(?:en|in) ((?:19|20)\d\d), (?:une|un|een|eine?|an?|another)\b"
)
_AMOUNT = re.compile(r"\d[\d .,\u00a0\u202f]*(?:millions? |milliards? )?(?:d')?(?:euros?\b|eur\b|€)")
_BEGINS_OR_ENDS = {
    "start_year": re.compile(
        r"\b(?:debut\w*|commenc\w*|demarr\w*|lanc\w*|date de|start\w*|begin\w*|begonnen|began)\b"
    ),
    "end_year": re.compile(r"\b(?:fin|finit|termin\w*|acheve\w*|arret\w*|einde|ende\w*|end\w*|beendet)\b"),
}
_MOST_BEFORE = 4  # sentences of the paragraph before

_DIFFER = mark(
    "Les sources lues ne s'accordent pas (fiche mise à jour le {date}) ; voici ce que dit chacune :"
)
_OF = mark("source de {year}")
_UNDATED = mark("source non datée")


@dataclass(frozen=True)
class Side:
    """What one source says, with its year where that is told."""

    sentence: Sentence
    year: int | None


@dataclass(frozen=True)
class Divergence:
    """What the sources of a sheet say differently: `sentences` tell it, `sides` are those, or pieces of them, with values."""

    sentences: tuple[Sentence, ...]
    sides: tuple[Side, ...]

    def touches(self, sentence: Sentence) -> bool:
        """Whether a sentence, or a part of it, is one of those."""
        return any(_overlap(one, sentence) for one in self.sentences)

    def is_told_by(self, quote: str) -> bool:
        """Whether a quote holds one of its sentences, or is a part of one."""
        return any(one.text in quote or quote in one.text for one in self.sentences)

    def concerns(self, field: str) -> bool:
        """Whether it is about the amounts, or the years, that a field holds."""
        text = _IN_BRACKETS.sub("", fold(" ".join(side.sentence.text for side in self.sides)))
        if field in {"budget_eur", "subsidy_eur"}:
            return len(_AMOUNT.findall(text)) > 1
        if field in {"start_year", "end_year"}:
            return len(set(_DATED.findall(text))) > 1 and _BEGINS_OR_ENDS[field].search(text) is not None
        return False


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.passage.id == other.passage.id and one.start < other.end and other.start < one.end


def divergences_of(document: Document, passages: Sequence[Passage]) -> list[Divergence]:
    """All places where the sources of a sheet are said to differ; in a law sheet "articles" are those of the law."""
    if document.regulation is not None:
        return []
    found: list[Divergence] = []
    for position, passage in enumerate(passages):
        before = passages[position - 1] if position else None
        found += _of_passage(passage, before if before and before.section == passage.section else None)
    return found


def divergence_text(
    document: Document, divergence: Divergence, bibliography: Bibliography, language: Language
) -> str:
    """A heading that says that sources differ, then each side as a quote with its citation and date."""
    heading = translate(language, _DIFFER, date=format_date(document.updated_at, language))
    lines = [
        f"- {quoted(document, side.sentence, bibliography, language)}{_dated(side, language)}"
        for side in divergence.sides
    ]
    return "\n".join([heading, "", *lines])


def _dated(side: Side, language: Language) -> str:
    if side.year is not None:
        return " · " + translate(language, _OF, year=side.year)
    return "" if _DATED.search(side.sentence.text) else " · " + translate(language, _UNDATED)


def _of_passage(passage: Passage, before: Passage | None) -> Iterator[Divergence]:
    sentences = sentences_of(passage)
    spans: list[tuple[int, int]] = []  # of positions among the sentences, both included
    for position in range(len(sentences)):
        span = _span(position, sentences)
        if span is None:
            continue
        if spans and span[0] <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], span[1]))
        else:
            spans.append(span)
    for first, last in spans:
        some = sentences[first : last + 1]
        if first == 0 and before is not None and _OTHER_SOURCE.search(fold(some[0].text)):
            some = [*_with_values(before), *some]  # the paragraph before tells the first account
        sides = tuple(side for sentence in some for side in _sides(sentence))
        if sides:
            yield Divergence(tuple(some), sides)


def _with_values(passage: Passage) -> list[Sentence]:
    return [one for one in sentences_of(passage) if _values(one)][:_MOST_BEFORE]


def _span(position: int, sentences: Sequence[Sentence]) -> tuple[int, int] | None:
    """The sentences that belong to a divergence which the one at a position tells of; None where it tells of none."""
    sentence = sentences[position]
    folded, values = fold(sentence.text), _values(sentence)
    if _ANNOUNCES.match(folded):
        return (position, min(position + 1, len(sentences) - 1))
    if _CLOSES.search(folded) and position:
        return (max(position - (1 if _tells_both(sentences[position - 1]) else 2), 0), position)
    if _OTHER_SOURCE.search(folded) and values:
        return (position if _tells_both(sentence) else max(position - 1, 0), position)
    if _HOLDS_BOTH.search(folded) and values > 1:
        return (position, position)
    return None


def _tells_both(sentence: Sentence) -> bool:
    """Whether both accounts stand in one sentence, with a semicolon between them."""
    return len(_pieces(sentence)) > 1


def _sides(sentence: Sentence) -> Iterator[Side]:
    """A sentence, or its pieces where each is an account; nothing for what only announces."""
    if not _values(sentence):
        return
    for piece in _pieces(sentence) or (sentence,):
        yield Side(piece, _year_of(piece.text))


def _pieces(sentence: Sentence) -> tuple[Sentence, ...]:
    """What stands between its semicolons, where another source speaks in one piece and each holds a value."""
    found = list(_CUT.finditer(sentence.text))
    starts, ends = [0, *(one.end() for one in found)], [*(one.start() for one in found), len(sentence.text)]
    pieces = tuple(
        Sentence(sentence.passage, sentence.start + start, sentence.start + end)
        for start, end in zip(starts, ends, strict=True)
    )
    apart = any(_OTHER_SOURCE.search(fold(piece.text)) for piece in pieces[1:])
    return pieces if apart and all(_values(piece) for piece in pieces) else ()


def _values(sentence: Sentence) -> int:
    """How many different numbers it holds, those of its own citations aside."""
    return len(set(_NUMBER.findall(_IN_BRACKETS.sub("", sentence.text))))


def _year_of(text: str) -> int | None:
    found = _SOURCE_YEAR.search(fold(text))
    return int(next(year for year in found.groups() if year)) if found else None
