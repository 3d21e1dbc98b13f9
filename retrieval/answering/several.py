"""Questions that ask several things at once: which fields, and what else.

"Quand est-ce que ça a commencé, combien ça a coûté et comment ont réagi les riverains ?" asks two fields of a fiche and
one thing that only its text can tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.models import LANGUAGES, Document
from retrieval.answering.asked import after_question_word, all_parts_of, aspects_of, begins_a_question
from retrieval.answering.lookup import named_fiche
from retrieval.index.analysis import is_stop_word, words
from retrieval.query.asides.narrowing import NARROWS
from retrieval.query.figures import read_figure_question
from retrieval.query.folding import Span, fold
from retrieval.query.grammar import Grammar, spans_of
from retrieval.query.requested import requested_field, requested_spans

# Between two fields that are enumerated: "le budget, le statut et les partenaires".
_JOINT = re.compile(
    r" *(?:,|/|&|\b(?:et|en|und|and|ou|of|oder|or|ainsi que|sowie)\b|, (?:et|en|und|and))"
    r" *(?:(?:aussi|ook|auch|also) )?(?:de |of |van |von )?"
    r"(?:l'|d'|l[ae]s? |leurs? |son |sa |ses |d[eu]s? |de |het |hun |zijn |der |die |das |den |dem |ihre? |seine? |the |its |their )*"
)
_OF_DOCUMENTS = re.compile(r"proje[ck]?t|initiati|\bfiches?\b|steckbrief|\bsheets?\b")  # "waterprojecten" too
_CONJUNCTION = re.compile(r"(?:[ ,;]+(?:et|en|und|and))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What a question asks: `fields` of a fiche in its order, where their cues stand, and `others` in its words."""

    question: str
    fields: tuple[str, ...]
    cues: tuple[Span, ...]
    others: tuple[str, ...]
    parts: Mapping[str, str]  # by field, the part of the question that asks it

    @property
    def about_fields(self) -> str:
        """The question with its other parts blanked, so that spans stay: what names the fiche stands there."""
        text = self.question
        for part in self.others:
            text = text.replace(part, " " * len(part))
        return text

    @property
    def are_several(self) -> bool:
        """Whether it is more than one thing."""
        return len(self.fields) + len(self.others) > 1


def asked_in(question: str) -> Asked:
    """Everything that a question asks."""
    fields: list[str] = []
    cues: list[Span] = []
    others: list[str] = []
    parts: dict[str, str] = {}
    position = 0
    for part in all_parts_of(question):
        position = question.find(part, position)
        found, spans = _fields_of(part)
        fields += found
        parts |= {field: without_conjunction(part) for field in found if field not in parts}
        cues += [(position + start, position + end) for start, end in spans]
        if not found and _asks(part):
            others.append(without_conjunction(part))
        position += len(part)
    return Asked(question, tuple(dict.fromkeys(fields)), tuple(cues), tuple(others), parts)


def named_for(asked: Asked, candidates: Sequence[Document]) -> Document | None:
    """The one fiche of which several things are asked, a field among them; None where one thing is, or none is named."""
    if not asked.fields or not asked.are_several:
        return None
    beside = named_fiche(asked.about_fields, candidates, asked.cues)
    return beside or named_fiche(asked.question, candidates, asked.cues)


@dataclass(frozen=True)
class FigureAndMore:
    """A part of a question that asks for a figure, and the parts that ask for something else."""

    figure: str
    others: tuple[str, ...]


def figure_and_more(question: str) -> FigureAndMore | None:
    """The figure that a question asks for first, where all words of that part are understood, and what else it asks.

    None where it asks one thing, or where the figure has no condition that would stand for the rest of the sentence.
    """
    first, *others = all_parts_of(question) or ("",)
    first = without_conjunction(first)
    asking = tuple(without_conjunction(part) for part in others if begins_a_question(part))
    if not asking or len(asking) < len(others) or any(NARROWS.search(fold(one)) for one in others):
        return None  # "…, qui marchent vraiment ?" qualifies what is counted
    figure = read_figure_question(first)
    if figure is None or figure.unparsed or figure.guessed or figure.operation == "list":
        return None
    if not _OF_DOCUMENTS.search(fold(first)):
        return None  # "combien de gens travaillent…" counts no documents, whatever conditions it names
    if figure.filters.without("kind").is_empty or any(read_figure_question(one) for one in asking):
        return None
    return FigureAndMore(first, asking)


def without_conjunction(part: str) -> str:
    """A part of a question without the "et" that leads to the next one."""
    return _CONJUNCTION.sub("", part)


def _asks(part: str) -> bool:
    """Whether a part is a question that names something; no subject named first ("Dinant : …"), no bare "from whom?"."""
    named = words(after_question_word(part)) if aspects_of(part) else []
    return any(not any(is_stop_word(word, language) for language in LANGUAGES) for word in named)


def _fields_of(part: str) -> tuple[list[str], list[Span]]:
    """The field that a part asks, and those that are enumerated with it."""
    asked = requested_field(part)
    if asked is None:
        return [], []
    folded = fold(part)
    spans = sorted(
        (span, field) for field, cues in Grammar.load().fields.items() for span in spans_of(cues, folded)
    )
    chains: list[list[tuple[Span, str]]] = [[one] for one in spans[:1]]
    for (before, _), one in pairwise(spans):
        if _JOINT.fullmatch(folded, before[1], one[0][0]):
            chains[-1].append(one)
        else:
            chains.append([one])
    chain = next(
        (chain for chain in chains if len(chain) > 1 and any(field == asked for _, field in chain)), []
    )
    if not chain:
        return [asked], requested_spans(part)
    return [field for _, field in chain], [span for span, _ in chain]
