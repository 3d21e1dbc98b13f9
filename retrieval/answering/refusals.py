"""The sentence of each outcome without an answer: what was searched, what is nearest, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.filters import Filters
from corpus.models import Document, Language
from corpus.text import mark, translate
from retrieval.answering.answer import Outcome
from retrieval.answering.quoting import without_markup
from retrieval.answering.wording import describe_filters

_SENTENCES = {
    Outcome.NO_EVIDENCE: mark("Aucun document du catalogue ne répond à cette question."),
    Outcome.WEAK_EVIDENCE: mark(
        "Des documents sont proches de votre question, mais aucun n'y répond clairement. Rien n'est donc affirmé."
    ),
    Outcome.OUT_OF_SCOPE: mark(
        "Cette demande sort du champ de Passerelle, qui répond aux questions sur les projets, les bonnes pratiques "
        "et les règles de la ville intelligente."
    ),
    Outcome.UNAVAILABLE: mark(
        "La recherche est momentanément indisponible. Réessayez dans quelques minutes."
    ),
    Outcome.NOT_ALLOWED: mark("Vous n'avez pas le droit de faire cette demande."),
    Outcome.NEEDS_CLARIFICATION: mark(
        "Votre question peut se lire de plusieurs façons. Laquelle voulez-vous dire ?"
    ),
}
_SILENT = {
    "initiative": mark(
        "La fiche « {title} » ne répond pas clairement à cette question. Rien n'est donc affirmé."
    ),
    "practice": mark(
        "La bonne pratique « {title} » ne répond pas clairement à cette question. Rien n'est donc affirmé."
    ),
    "regulation": mark(
        "La fiche de loi « {title} » ne répond pas clairement à cette question. Rien n'est donc affirmé."
    ),
    "file": mark(
        "Le document « {title} » ne répond pas clairement à cette question. Rien n'est donc affirmé."
    ),
}
_ADVICE = mark("Vous pouvez reformuler la question, retirer un filtre ou la poser à un coordinateur.")
_EMPTY = mark(
    "Posez une question en quelques mots, par exemple : « Qui a installé des capteurs de stationnement ? »"
)
_GREETING = mark(
    "Bonjour ! Posez-moi une question sur un projet, une bonne pratique ou une règle de la ville intelligente."
)
_WELCOME = mark("Avec plaisir. Posez votre question suivante quand vous voulez.")


def refusal_text(
    outcome: Outcome, language: Language, *, filters: Filters | None = None, nearest: Sequence[Document] = ()
) -> str:
    """The outcome in words, with the filters that were applied and the nearest documents."""
    parts = [translate(language, _SENTENCES[outcome])]
    said = describe_filters(filters or Filters(), language)
    if said:
        parts.append(translate(language, "Recherche limitée à : {filters}.", filters=" · ".join(said)))
    if nearest:
        names = "\n".join(f"- {without_markup(document.title.get(language))}" for document in nearest)
        parts.append(translate(language, "Les plus proches :") + "\n" + names)
    if outcome in {Outcome.NO_EVIDENCE, Outcome.WEAK_EVIDENCE}:
        parts.append(translate(language, _ADVICE))
    return "\n\n".join(parts)


def silent_text(sheet: Document, language: Language) -> str:
    """That a sheet which was meant does not tell what is asked, and what to do next."""
    title = without_markup(sheet.title.get(language))
    return f"{translate(language, _SILENT[sheet.kind], title=title)}\n\n{translate(language, _ADVICE)}"


def empty_text(language: Language) -> str:
    """What to say to a question without words."""
    return translate(language, _EMPTY)


def greeting_text(language: Language) -> str:
    """What to say to a greeting."""
    return translate(language, _GREETING)


def welcome_text(language: Language) -> str:
    """What to say to thanks."""
    return translate(language, _WELCOME)
