"""What of several asked things a fiche does not tell, and how a reader is told so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import Document, Language, Passage
from corpus.text import format_list, translate
from retrieval.answering.citations import sentences_of
from retrieval.answering.lookup import field_value
from retrieval.answering.quoting import without_markup
from retrieval.answering.several import Asked
from retrieval.answering.traits import left_unknown
from retrieval.answering.wording import field_label
from retrieval.query.folding import fold
from retrieval.query.grammar import Grammar, spans_of

_MONEY = re.compile(r"€|\b(?:euros?|eur|francs|dollars?|livres|gratuit\w*|kosteloos|gratis|kostenlos)\b")
_FUNDED = re.compile(
    r"\b(?:subsid\w*|subvention\w*|financ\w*|aides?|dotation|prime|fonds|zuschu\w*|forder\w*|steun|toelage\w*|grants?|fund\w*)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# How a sentence states a field, where that can be seen; of other fields only a sentence that says "not known" tells.
_STATED = {
    "budget_eur": (_MONEY,),
    "subsidy_eur": (_MONEY, _FUNDED),
    "start_year": (_YEAR,),
    "end_year": (_YEAR,),
}
# Words that ask for an amount beyond doubt: "quel prix" may be one that was won, "steun" no money at all.
_SURELY_ASKED = {
    "budget_eur": re.compile(
        r"\b(?:budget\w*|gesamtbudget|couts?|cout(?:e|ee?s?|er|a|ait|ent)|kost(?:te[n]?|en|prijs|et|ete)?|gekost(?:et)?|costs?|spent)\b"
    ),
    "subsidy_eur": re.compile(r"\b(?:subsid\w+|subvention\w*|zusch\w+|fordermittel|grants?)\b"),
}


def left_open(asked: Asked, document: Document, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The asked fields that a fiche leaves unknown, where neither its record nor its text states them.

    Empty where only one thing is asked, and where all of it would be open: that is no partial answer.
    """
    fiche = document.initiative
    if fiche is None or not asked.are_several:
        return ()
    unknown = [field for field in asked.fields if field_value(fiche, field) is None]
    unknown = [field for field in unknown if _is_surely_asked(field, asked.question)]
    missing = tuple(field for field in unknown if not may_be_told(field, passages))
    return missing if len(missing) < len(asked.fields) + len(asked.others) else ()


def left_open_text(
    document: Document, fields: Sequence[str], parts: Sequence[str], language: Language
) -> str:
    """The sentence that names the fields which a fiche does not tell, and one for the other parts of the question."""
    title = without_markup(document.title.get(language))
    said = []
    if fields:
        names = format_list([field_label(field, language) for field in fields], language)
        said.append(
            translate(language, "La fiche « {title} » n'indique pas : {fields}.", title=title, fields=names)
        )
    if parts:
        said.append(unanswered_text(parts, language))
    return "\n\n".join(said)


def unanswered_text(parts: Sequence[str], language: Language) -> str:
    """The sentence that names the parts of a question for which nothing was found, in the question's words."""
    names = format_list([f"« {without_markup(part.rstrip(' ?.!'))} »" for part in parts], language)
    return translate(language, "Rien dans les documents lus ne répond clairement à : {parts}.", parts=names)


def _is_surely_asked(field: str, question: str) -> bool:
    words = _SURELY_ASKED.get(field)
    return words is None or words.search(fold(question)) is not None


def may_be_told(field: str, passages: Sequence[Passage]) -> bool:
    """Whether the text of a fiche may state a field that its record leaves unknown.

    Amounts and years can be seen in a sentence; of other fields it is only known when a sentence says that they are not.
    """
    texts = [fold(sentence.text) for passage in passages for sentence in sentences_of(passage)]
    stated = _STATED.get(field)
    if stated is not None:
        return any(all(one.search(text) for one in stated) for text in texts)
    cues = Grammar.load().fields[field]
    return not any(spans_of(cues, text) and left_unknown(text) for text in texts)
