"""The sentence that says why an article is, or is not, asked for, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from corpus.models import Language
from corpus.text import format_date, format_list, format_money, mark, translate
from retrieval.answering.wording import field_label
from retrieval.checklist import reasons
from retrieval.checklist.judging import Cause, Judgement
from retrieval.checklist.personal_data import Ground, Personal, PersonalData
from retrieval.checklist.situation import Mention, Situation
from retrieval.checklist.territory import Reach
from retrieval.checklist.values import Certainty, Obligation, State

STATES = {
    State.SHOWN: mark("montré"),
    State.NOT_SHOWN: mark("à montrer"),
    State.ASK_DPO: mark("à demander au DPO"),
    State.NOT_APPLICABLE: mark("écarté"),
}
DISCLAIMER = mark(
    "Cette liste aide à ne rien oublier ; elle ne dit pas si le projet est conforme et ne remplace ni le DPO ni un juriste."
)
_QUOTED = mark("« {words} »")
_IN_FIELD = mark("{words} (champ {field})")
_SPEAKS_OF = mark("La description parle de {words}.")
_RECORDED = mark("La fiche indique que des données personnelles sont traitées.")
_ASK = mark(
    "La description ne dit pas si des données personnelles sont traitées ({words}) : à demander au délégué à la protection des données (DPO)."
)
_ASK_PLAIN = mark(
    "La description ne dit pas si des données personnelles sont traitées : à demander au délégué à la protection des données (DPO)."
)
_LIKE_OTHERS = mark(
    "Des projets semblables demandaient cet article ; la phrase qui s'en rapproche le plus : {words}. À vérifier."
)
_IN_DOUBT = mark("Le projet touche-t-il à ce sujet : « {subject} » ? La phrase qui y fait penser : {words}.")
TO_CHECK = mark("à vérifier")
_FROM = mark("La règle s'applique à partir du {date}.")
_MOST_WORDS = 3
_LONGEST = 160


def state_label(row: Obligation, language: Language) -> str:
    """How a row stands, in a word or two."""
    return translate(language, TO_CHECK if row.certainty is Certainty.TO_CHECK else STATES[row.state])


def because(judgement: Judgement, situation: Situation, personal: PersonalData, language: Language) -> str:
    """Why, in one or two sentences."""
    if judgement.state is State.ASK_DPO:
        words = quoted(judgement.mentions, language)
        return translate(language, _ASK, words=words) if words else translate(language, _ASK_PLAIN)
    if judgement.cause is Cause.LIKENESS:
        return translate(language, _LIKE_OTHERS, words=quoted(judgement.mentions, language))
    if judgement.cause is Cause.SIGNS:
        return _applies(judgement, personal, language)
    return _excluded(judgement, situation, personal, language)


def in_doubt(title: str, judgement: Judgement, language: Language) -> str:
    """The question that decides whether an article applies: is the project one of its subject?"""
    _, _, subject = title.partition(":")
    words = quoted(judgement.mentions, language)
    return translate(language, _IN_DOUBT, subject=(subject or title).strip(), words=words)


def from_when(day: date, language: Language) -> str:
    """From when a rule that is still to come applies."""
    return translate(language, _FROM, date=format_date(day, language))


def quoted(mentions: Sequence[Mention], language: Language) -> str:
    """Words of the description, between quotation marks, with the fields where they stand."""
    said = [_said(mention, language) for mention in mentions[:_MOST_WORDS]]
    return format_list(said, language)


def _said(mention: Mention, language: Language) -> str:
    money = mention.field == "budget_eur"
    words = format_money(Decimal(mention.words), language) if money else mention.words
    words = " ".join(words.split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
    text = translate(language, _QUOTED, words=short.removesuffix("."))  # the sentence around it ends itself
    if not mention.field:
        return text
    return translate(
        language,
        _IN_FIELD,
        words=text,
        field=translate(language, _QUOTED, words=_label(mention.field, language)),
    )


def _label(name: str, language: Language) -> str:
    return field_label(name, language)


def _applies(judgement: Judgement, personal: PersonalData, language: Language) -> str:
    if judgement.mentions:
        return translate(language, _SPEAKS_OF, words=quoted(judgement.mentions, language))
    return (
        translate(language, _RECORDED) if personal.ground is Ground.FIELD else translate(language, _ASK_PLAIN)
    )


def _excluded(judgement: Judgement, situation: Situation, personal: PersonalData, language: Language) -> str:
    words = quoted(judgement.mentions, language)
    match judgement.cause:
        case Cause.PERSONAL_DATA:
            return _impersonal(personal, words, language)
        case Cause.DENIED:
            return translate(language, reasons.DENIED, words=words)
        case Cause.BELOW | Cause.ABOVE:
            return _amount(judgement, situation, language)
        case Cause.TERRITORY:
            abroad = situation.territory.reach is Reach.ABROAD
            where = situation.territory.said(language)
            return translate(language, reasons.BELGIAN if abroad else reasons.WALLOON, words=where)
        case Cause.REPEALED:
            return translate(language, reasons.REPEALED)
    return translate(language, reasons.REASONS[judgement.reason], words=words)


def _impersonal(personal: PersonalData, words: str, language: Language) -> str:
    if personal.ground is Ground.FIELD:
        return translate(language, reasons.NO_PERSONAL_DATA_FIELD)
    if personal.status is Personal.UNTOUCHED or not words:
        return translate(language, reasons.NOTHING_PERSONAL)
    if personal.ground is Ground.THINGS:
        return translate(language, reasons.HARMLESS, words=words)
    return translate(language, reasons.NO_PERSONAL_DATA, words=words)


def _amount(judgement: Judgement, situation: Situation, language: Language) -> str:
    amount, limit = situation.amount, judgement.limit
    if amount is None or limit is None:
        return ""
    message = reasons.BELOW if judgement.cause is Cause.BELOW else reasons.ABOVE
    return translate(
        language,
        message,
        amount=format_money(amount.euros, language),
        threshold=format_money(limit, language),
    )
