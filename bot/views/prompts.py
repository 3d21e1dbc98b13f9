"""Questions to begin with."""

from __future__ import annotations

from corpus.models import Language
from corpus.text import mark, translate
from corpus.typography import bound

_TITLE = mark("Par exemple")
_PROMPTS = (
    (mark("Qui l'a déjà fait ?"), mark("Quels projets de mobilité en province de Liège ?")),
    (mark("Combien ?"), mark("Combien de projets d'énergie en Wallonie depuis 2018 ?")),
    (mark("Ai-je le droit ?"), mark("Un chatbot communal doit-il dire qu'il est une machine ?")),
    (mark("Comment faire ?"), mark("Comment associer les citoyens à un projet de ville intelligente ?")),
)


def prompts_title(language: Language) -> str:
    """What stands above them."""
    return translate(language, _TITLE)


def prompts(language: Language) -> list[dict[str, str]]:
    """At most four, as Slack has it."""
    return [
        {"title": bound(translate(language, title)), "message": bound(translate(language, question))}
        for title, question in _PROMPTS
    ]
