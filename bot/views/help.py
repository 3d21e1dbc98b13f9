"""What can be asked, and how; what is remembered, and for how long."""

from __future__ import annotations

from corpus.models import LANGUAGES, Language
from corpus.text import mark, translate

# Command and what it does, in the order in which help lists them.
COMMANDS = {
    "ask": mark("`/passerelle ask question`\u00a0: une réponse que vous seul voyez"),
    "search": mark("`/passerelle search mots`\u00a0: les documents qui en parlent"),
    "similar": mark("`/passerelle similar idée`\u00a0: les initiatives proches d'une idée"),
    "referents": mark(
        "`/passerelle referents thème`\u00a0: les universités et les centres qui connaissent un thème"
    ),
    "submit": mark("`/passerelle submit`\u00a0: décrire une initiative de votre organisation"),
    "watch": mark(
        "`/passerelle watch phrase`\u00a0: être prévenu de ce qui arrive\u00a0; sans phrase, ce que vous suivez"
    ),
    "contact": mark(
        "`/passerelle contact fiche`\u00a0: écrire au porteur d'une fiche, sans montrer d'adresse"
    ),
    "language": mark("`/passerelle language fr|nl|de|en|auto`\u00a0: la langue dans laquelle je vous parle"),
    "privacy": mark("`/passerelle privacy`\u00a0: ce que je retiens, et combien de temps"),
    "settings": mark("`/passerelle settings`\u00a0: les réglages de l'espace de travail (administrateurs)"),
    "help": mark("`/passerelle help`\u00a0: cette aide"),
}
_HEAD = mark(
    "Je réponds aux questions sur les projets, les bonnes pratiques et les règles des villes intelligentes, avec mes"
    " sources. Mentionnez-moi dans un canal, écrivez-moi en message direct, ou tapez\u00a0:"
)
_FOOT = mark("Mes réponses sont automatiques\u00a0: vérifiez-les dans les sources citées.")
_UNKNOWN = mark("Je ne connais pas cette commande.")
_NOW_IN = mark("Désormais, je vous parle en français.")
_AUTO = mark("Désormais, je vous parle dans la langue de votre Slack.")
_WHICH = mark(
    "Choisissez\u00a0: `/passerelle language fr`, `nl`, `de`, `en` ou `auto` (la langue de votre Slack)."
)
_PRIVACY = (
    mark(
        "Je lis les messages qui me mentionnent, ceux que vous m'écrivez directement et vos commandes, rien d'autre."
    ),
    mark(
        "Je retiens vos questions et les documents cités pendant {days} jours, pour comprendre la suite d'un fil."
    ),
    mark(
        "Une question restée sans réponse peut être gardée plus longtemps, sans votre nom ni données personnelles,"
        " pour compléter le catalogue."
    ),
    mark(
        "Votre avis sur une réponse compte pour une voix, que vous pouvez changer\u00a0; il est gardé sans votre nom."
    ),
    mark(
        "Je me souviens du compte Slack de chaque membre du réseau, pour le prévenir de ses fiches et de ce qu'il suit."
        " Un formulaire commencé est gardé 30 jours, un message transmis 90 jours."
    ),
    mark("Supprimez votre message\u00a0: ma réponse et ce que j'en retiens disparaissent."),
    mark("Dans un canal, je ne montre que ce que tous ses membres peuvent lire."),
    mark("Rien de Slack n'entre dans le catalogue ni ne sert à entraîner un modèle."),
)


def help_text(language: Language) -> str:
    """The help, as `mrkdwn`; all of it is ours."""
    lines = [f"• {translate(language, line)}" for line in COMMANDS.values()]
    return "\n".join([translate(language, _HEAD), *lines, translate(language, _FOOT)])


def unknown_command(language: Language) -> str:
    """That a command is unknown, and the help."""
    return f"{translate(language, _UNKNOWN)}\n{help_text(language)}"


def privacy_text(days: int, language: Language) -> str:
    """What is remembered, as `mrkdwn`."""
    return "\n".join(f"• {translate(language, line, days=days)}" for line in _PRIVACY)


def language_text(chosen: str, language: Language) -> str:
    """What somebody chose, said in it; or what there is to choose from."""
    if chosen == "auto":
        return translate(language, _AUTO)
    return translate(language, _NOW_IN if chosen in LANGUAGES else _WHICH)
