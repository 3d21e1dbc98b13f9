"""Sentences about fiches, reviews, watches and messages passed on: what was done, or why not."""

from __future__ import annotations

from corpus.models import Language
from corpus.text import mark, translate

SENTENCES = {
    "no_member": mark(
        "Votre compte Slack n'est lié à aucune personne du réseau. L'administrateur du réseau peut vous y inscrire avec"
        " votre adresse électronique."
    ),
    "no_contributor": mark("Écrire une fiche est réservé aux contributeurs de votre organisation."),
    "no_form": mark("Le formulaire n'a pas pu s'ouvrir. Réessayez dans un instant."),
    "not_saved": mark(
        "Votre fiche n'a pas pu être enregistrée. Elle reste dans le formulaire\u00a0: réessayez plus tard."
    ),
    "not_checked": mark(
        "Les initiatives proches n'ont pas pu être cherchées. Votre brouillon est gardé\u00a0: reprenez-le depuis l'onglet"
        " Accueil."
    ),
    "changed_meanwhile": mark(
        "Cette fiche a été modifiée entre-temps par quelqu'un d'autre. Rien n'a été enregistré\u00a0: rouvrez-la."
    ),
    "form_gone": mark(
        "Ce formulaire n'est plus en mémoire. Reprenez votre brouillon depuis l'onglet Accueil."
    ),
    "kept": mark("Votre brouillon «\u00a0{title}\u00a0» est gardé."),
    "sent": mark(
        "Votre fiche «\u00a0{title}\u00a0» est envoyée en relecture. Je vous préviens de chaque étape."
    ),
    "not_sent": mark("Votre fiche «\u00a0{title}\u00a0» ne peut pas être envoyée\u00a0: {why}"),
    "joins": mark("Votre brouillon «\u00a0{title}\u00a0» est gardé, au cas où vous le reprendriez."),
    "replicates": mark(
        "Votre brouillon «\u00a0{title}\u00a0» est gardé. Partez de cette initiative pour le compléter\u00a0:"
    ),
    "no_fiche": mark("Cette fiche n'existe pas, ou vous ne pouvez pas la lire."),
    "not_allowed": mark("Vous ne pouvez pas faire cela avec cette fiche."),
    "handled": mark("Déjà traité par {name}\u00a0: {state}."),
    "changed_by": mark("Cette fiche a changé depuis\u00a0: {state}."),
    "unavailable": mark("Cela n'a pas pu être fait maintenant. Réessayez dans un instant."),
    "step_taken": mark("C'est fait\u00a0: «\u00a0{title}\u00a0» – {state}."),
    "commented": mark("Votre commentaire sur «\u00a0{title}\u00a0» est transmis."),
    "words_needed": mark("Écrivez une phrase."),
    "watching": mark("Je vous préviens pour\u00a0: «\u00a0{wish}\u00a0»."),
    "watches_none": mark(
        "Vous ne suivez rien. Essayez\u00a0: `/passerelle watch préviens-moi quand une commune de ma taille lance une navette`"
    ),
    "watches": mark("Ce que vous suivez"),
    "stopped": mark("C'est arrêté\u00a0: vous ne serez plus prévenu à ce sujet."),
    "stopped_before": mark("Vous ne suiviez déjà plus cela."),
    "watch_failed": mark("Je ne peux pas suivre cela\u00a0: {why}"),
    "watch_limit": mark("vous suivez déjà beaucoup de choses, ou votre compte n'est pas membre du réseau."),
    "watch_size": mark("la taille de votre commune n'est pas connue."),
    "watch_changed": mark("C'est changé."),
    "relayed": mark(
        "Votre message est transmis au porteur de «\u00a0{title}\u00a0». Sa réponse vous parviendra ici."
    ),
    "relayed_to_coordinators": mark(
        "Le porteur de «\u00a0{title}\u00a0» n'est pas joignable ici\u00a0: votre message est transmis à un coordinateur."
    ),
    "relay_nobody": mark(
        "Personne ne peut recevoir votre message sur «\u00a0{title}\u00a0» pour l'instant. Consultez la page de la fiche."
    ),
    "relay_limit": mark("Vous avez envoyé beaucoup de messages aujourd'hui. Réessayez demain."),
    "relay_answered": mark("Votre réponse est transmise."),
    "relay_answered_already": mark("Ce message a déjà reçu une réponse."),
    "relay_gone": mark("Ce message n'est plus en mémoire."),
    "relay_moved": mark(
        "Le porteur de «\u00a0{title}\u00a0» n'a pas encore répondu\u00a0: votre message est transmis à un coordinateur."
    ),
    "no_document": mark("Ce document n'existe pas, ou vous ne pouvez pas le lire."),
    "decided": mark("C'est noté\u00a0: {verdict}."),
    "decided_already": mark("Déjà tranché par {name}\u00a0: {verdict}. Motif\u00a0: {reason}"),
    "coordinators_only": mark("Décider est réservé aux coordinateurs."),
}


def say(what: str, language: Language, **values: object) -> str:
    """The sentence of that name."""
    return translate(language, SENTENCES[what], **values)
