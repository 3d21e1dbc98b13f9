"""Sentences that stand alone: why there is no answer, what happened, what is being done."""

from __future__ import annotations

from corpus.models import Language
from corpus.text import format_number, mark, translate

WORKING = mark("Recherche dans {count} documents")
FOLLOWS = mark("La réponse suit…")
INTERRUPTED = mark("Interrompu à votre demande.")
NOTICES = {
    "failed": mark("Je n'ai pas pu répondre à cette question. Réessayez dans un instant."),
    "too_long": mark("Cette question est trop longue. Résumez-la en quelques phrases."),
    "empty": mark(
        "Bonjour\u00a0! Posez-moi une question sur les projets, les bonnes pratiques ou les règles."
    ),
    "no_words": mark("Je ne lis que du texte. Posez votre question en quelques mots."),
    "outsiders": mark(
        "Des personnes d'autres organisations lisent ce canal\u00a0: je n'y réponds pas."
        " Posez-moi votre question en message direct."
    ),
    "closed": mark(
        "Je ne peux pas écrire dans ce canal. Invitez-moi d'abord, ou posez-moi votre question ici."
    ),
    "channel_off": mark(
        "Dans ce canal, je ne réponds pas\u00a0: c'est le choix de vos administrateurs. Posez-moi votre question en message"
        " direct."
    ),
    "shared_already": mark("Cette réponse a déjà été montrée à tous."),
    "thread_full": mark("Ce fil compte beaucoup de réponses. Ouvrez-en un nouveau pour continuer."),
    "too_many": mark("Vous avez posé beaucoup de questions en une heure. Réessayez un peu plus tard."),
    "gone": mark("Cette réponse n'est plus en mémoire. Posez la question à nouveau."),
    "not_yours": mark("Ce bouton appartient à une autre conversation."),
    "no_more": mark("Il n'y a pas d'autres résultats."),
    "nothing": mark("Je n'ai rien trouvé."),
    "no_table": mark("Le tableau n'a pas pu être envoyé. Réessayez dans un instant."),
    "thanks": mark("Merci, votre avis est noté."),
    "no_coordinator": mark(
        "Aucun coordinateur n'est désigné dans cet espace de travail. Un administrateur peut le faire"
        " avec «\u00a0/passerelle settings\u00a0»."
    ),
    "handed_over": mark(
        "Votre question est transmise aux coordinateurs. Vous serez prévenu dès qu'ils répondent."
    ),
    "handed_over_already": mark("Cette question est déjà chez les coordinateurs."),
    "still_waiting": mark("Cette question attend toujours une réponse."),
    "answered_already": mark("Cette question a déjà reçu une réponse."),
    "admins_only": mark("Seuls les administrateurs de l'espace de travail changent ces réglages."),
    "no_form": mark("Le formulaire n'a pas pu s'ouvrir. Réessayez dans un instant."),
}


def notice(what: str, language: Language) -> str:
    """The sentence of that name."""
    return translate(language, NOTICES[what])


def working(count: int, language: Language) -> str:
    """What is being done, while nothing can be shown yet."""
    return translate(language, WORKING, count=format_number(count, language))
