"""Notices in words, for whoever delivers them: what happened, and where to look."""

from __future__ import annotations

from corpus.models import Language
from corpus.text import mark, mark_plural, translate, translate_plural
from retrieval.governance.notices import NoticeKind

_ABOUT_A_FICHE = {
    NoticeKind.SUBMITTED: mark("La fiche « {title} » vous est soumise pour relecture."),
    NoticeKind.REVIEW_STARTED: mark("La relecture de votre fiche « {title} » a commencé."),
    NoticeKind.CHANGES_REQUESTED: mark("Des changements sont demandés pour votre fiche « {title} »."),
    NoticeKind.PUBLISHED: mark("Votre fiche « {title} » est publiée."),
    NoticeKind.WITHDRAWN: mark("Votre fiche « {title} » a été retirée."),
    NoticeKind.COMMENTED: mark("La fiche « {title} » a reçu un nouveau commentaire."),
    NoticeKind.FRESHNESS: mark(
        "Votre fiche « {title} » n'a pas changé depuis longtemps : est-elle encore exacte ?"
    ),
}
_DIGEST = mark_plural(
    "{count} nouveau document répond à ce que vous suivez : « {wish} ».",
    "{count} nouveaux documents répondent à ce que vous suivez : « {wish} ».",
)
_CONDITIONS = mark("vos critères")


def fiche_notice(kind: NoticeKind, title: str, language: Language) -> str:
    """One sentence about a fiche."""
    return translate(language, _ABOUT_A_FICHE[kind], title=title)


def digest_notice(count: int, question: str, language: Language) -> str:
    """One sentence above the list of new documents."""
    wish = question or translate(language, _CONDITIONS)
    return translate_plural(language, *_DIGEST, count, wish=wish)
