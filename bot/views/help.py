"""What can be asked, and how."""

from __future__ import annotations

from corpus.models import Language
from corpus.text import mark, translate

# Command and what it does, in the order in which help lists them.
COMMANDS = {
    "ask": mark("`/passerelle ask question` : une réponse que vous seul voyez"),
    "help": mark("`/passerelle help` : cette aide"),
}
_HEAD = mark(
    "Je réponds aux questions sur les projets, les bonnes pratiques et les règles des villes intelligentes, avec mes"
    " sources. Mentionnez-moi dans un canal, écrivez-moi en message direct, ou tapez :"
)
_FOOT = mark("Mes réponses sont automatiques : vérifiez-les dans les sources citées.")
_UNKNOWN = mark("Je ne connais pas cette commande.")


def help_text(language: Language) -> str:
    """The help, as `mrkdwn`; all of it is ours."""
    lines = [f"• {translate(language, line)}" for line in COMMANDS.values()]
    return "\n".join([translate(language, _HEAD), *lines, translate(language, _FOOT)])


def unknown_command(_word: str, language: Language) -> str:
    """That a command is unknown, and the help."""
    return f"{translate(language, _UNKNOWN)}\n{help_text(language)}"
