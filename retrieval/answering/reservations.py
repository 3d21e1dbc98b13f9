"""What a reader must be told beside a rule that does not apply, or reads otherwise, at the time asked about."""

from __future__ import annotations

from corpus.models import Document, Language
from corpus.text import format_date, mark, translate
from retrieval.answering.moments import Moment, asked_moment, today
from retrieval.answering.validity import Validity, ended, is_repealed, validity_of

_NOT_YET = mark(
    "Attention : ce texte s'applique depuis le {date} ; il ne s'appliquait pas encore à la date demandée ({moment})."
)
_STILL_TO_COME = mark(
    "Attention : ce texte ne s'applique qu'à partir du {date}, donc pas encore à la date demandée ({moment})."
)
_TOO_YOUNG = mark(
    "Attention : ce texte date du {date} ; il n'existait pas encore à la date demandée ({moment})."
)
_CHANGED = mark(
    "Attention : ce texte a été modifié depuis ({change}) ; la version citée n'est pas forcément celle de la date demandée ({moment})."
)
_REPEALED = mark("Attention : cette règle est abrogée, elle ne s'applique plus.")
_REPEALED_SINCE = mark("Attention : cette règle est abrogée depuis le {date}, elle ne s'applique plus.")
_WAS_VALID = mark(
    "Cette règle était en vigueur à la date demandée ({moment}) ; elle est abrogée depuis le {date}."
)
_WILL_END = mark("Attention : cette règle s'applique encore, mais elle est abrogée au {date}.")
_NEVER_WAS = mark(
    "Attention : cette règle n'existait pas encore à la date demandée ({moment}) ; elle est abrogée depuis le {date}."
)


def reservations_on(question: str, document: Document, language: Language) -> list[str]:
    """One sentence where there is something to say; none for what applies as it is quoted, and for other kinds."""
    if document.regulation is None:
        return []
    validity, moment = validity_of(document), asked_moment(question)
    if is_repealed(document):
        return [_of_repealed(validity, moment, language)]
    return [] if moment is None else _of_another_time(validity, moment, language)


def repeal_label(document: Document, language: Language) -> str:
    """ "Abrogé depuis le 26 septembre 2024", for a line of a list; "" for a rule that applies."""
    if not ended(document, Moment.now()):
        return ""
    until = validity_of(document).until
    if until is None:
        return translate(language, "abrogé")
    return translate(language, "abrogé depuis le {date}", date=format_date(until, language))


def _of_another_time(validity: Validity, moment: Moment, language: Language) -> list[str]:
    if validity.first is not None and not validity.applies(moment):
        message = _NOT_YET if validity.first <= today() else _STILL_TO_COME
        if validity.since is None:
            message = _TOO_YOUNG
        first = format_date(validity.first, language)
        return [translate(language, message, date=first, moment=moment.text(language))]
    change = validity.changed_after(moment)
    if change is None:
        return []
    return [translate(language, _CHANGED, change=change.text(language), moment=moment.text(language))]


def _of_repealed(validity: Validity, moment: Moment | None, language: Language) -> str:
    if validity.until is None:
        return translate(language, _REPEALED)
    day = format_date(validity.until, language)
    if moment is None:
        return translate(language, _WILL_END if validity.until > today() else _REPEALED_SINCE, date=day)
    if validity.first is not None and validity.first > moment.last:
        return translate(language, _NEVER_WAS, date=day, moment=moment.text(language))
    if moment.first < validity.until <= today():
        return translate(language, _WAS_VALID, date=day, moment=moment.text(language))
    return translate(language, _WILL_END if validity.until > today() else _REPEALED_SINCE, date=day)
