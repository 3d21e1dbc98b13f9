"""The form of a fiche in two steps: what it says, then what it is like and what its author does about that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.choosing import label_of
from bot.content import Block, context, section
from bot.filling import ACTION, FIELDS
from bot.store.forms import Form
from bot.views.documents import in_brief, link, text
from bot.views.inputs import Option, View, asked, chosen, looked_up, modal, option, typed, words
from bot.views.likeness import likeness_lines
from bot.views.listing import VERDICTS
from corpus.access import Visibility
from corpus.labels import value_label
from corpus.models import Language
from corpus.taxonomy import Taxonomy
from corpus.text import mark, translate
from retrieval.likeness.similar import Exit, Likeness
from retrieval.search.links import Links

FICHE_FORM, FICHE_SEND = "fiche_form", "fiche_send"
EXIT, WHICH, BECAUSE = "exit", "which", "because"
MOST_ALIKE = 5
_TITLE, _NEXT, _LATER, _SEND = mark("Nouvelle fiche"), mark("Continuer"), mark("Plus tard"), mark("Envoyer")
_LABELS = {
    "title": mark("Titre"),
    "body": mark("Besoin, solution, résultats"),
    "municipality": mark("Commune"),
    "domains": mark("Thèmes"),
    "technologies": mark("Technologies"),
    "status": mark("Où en est le projet\u00a0?"),
    "start_year": mark("Année de début"),
    "budget_eur": mark("Budget en euros"),
    "personal_data": mark("Traite-t-il des données personnelles\u00a0?"),
    "source_urls": mark("Page web du projet"),
    "visibility": mark("Qui pourra lire la fiche\u00a0?"),
}
_WRONG = {
    "title": mark("Donnez un titre d'au plus 300 caractères."),
    "body": mark("Décrivez le projet en quelques phrases\u00a0: le besoin, puis ce qui a été fait."),
    "municipality": mark("Choisissez une commune dans la liste."),
    "domains": mark("Choisissez un thème dans la liste."),
    "technologies": mark("Choisissez une technologie dans la liste."),
    "status": mark("Choisissez un état dans la liste."),
    "start_year": mark("Écrivez une année plausible en quatre chiffres, par exemple 2024."),
    "budget_eur": mark("Écrivez un montant plausible en euros, par exemple 12\u202f500."),
    "personal_data": mark("Choisissez une réponse dans la liste."),
    "source_urls": mark("Écrivez une adresse qui commence par https://."),
    "visibility": mark("Choisissez une réponse dans la liste."),
}
_HINTS = {
    "body": mark("Une personne qui ne connaît pas le projet doit comprendre ce qu'il apporte."),
    "source_urls": mark("Là où le projet est décrit, si une page existe."),
}
_VISIBLE = {
    Visibility.PUBLIC: mark("Tout le monde"),
    Visibility.NETWORK: mark("Les membres du réseau"),
    Visibility.ORGANISATION: mark("Mon organisation seulement"),
}
_TOO_LONG = mark("Le texte de cette fiche est trop long pour ce formulaire\u00a0: il reste tel quel.")
_RESUMED = mark("Voici la fiche que vous aviez commencée.")
_CHECKING = mark("Je cherche des initiatives proches de la vôtre…")
_CHECKED = mark("Initiatives proches")
_NOTHING_NEAR = mark(
    "Aucune initiative du catalogue ne ressemble à la vôtre. Vous pouvez l'envoyer en relecture."
)
_NEAR = mark("Ces initiatives ressemblent à la vôtre. Que souhaitez-vous faire\u00a0?")
_YOUR_CHOICE, _WITH_WHICH = mark("Votre choix"), mark("Avec laquelle\u00a0?")
EXITS: dict[Exit, tuple[str, str]] = {
    "join": (mark("La rejoindre"), mark("Votre message est transmis à son porteur.")),
    "replicate": (mark("La reproduire"), mark("Vous partez de ce qu'elle a donné.")),
    "go_on": (mark("Continuer avec ma fiche"), mark("Dites pourquoi votre projet est différent.")),
}
_BECAUSE = mark("Pourquoi, ou votre message au porteur")
BECAUSE_NEEDED = mark("Écrivez une phrase\u00a0: elle sera lue par les relecteurs ou par le porteur.")
WHICH_NEEDED = mark("Choisissez une des initiatives ci-dessus.")


def fiche_form(form: Form, language: Language, *, resumed: bool = False, with_body: bool = True) -> View:
    """The first step, with what was typed before; without a body where that is too long for an input."""
    blocks = [context(translate(language, _RESUMED))] if resumed else []
    if not with_body:
        blocks.append(context(translate(language, _TOO_LONG)))
    fields = [name for name in FIELDS if with_body or name != "body"]
    blocks += [_field(name, form.typed.get(name), language) for name in fields]
    return modal(
        FICHE_FORM,
        translate(language, _TITLE),
        blocks,
        submit=translate(language, _NEXT),
        close=translate(language, _LATER),
        metadata=form.id,
        tells_when_closed=True,
    )


def wrong(field: str, language: Language) -> str:
    """What to do about a field that does not fit."""
    return translate(language, _WRONG[field])


def checking(form: str, language: Language) -> View:
    """Between the two steps."""
    return _page(form, [{"type": "section", "text": words(translate(language, _CHECKING))}], language)


def trouble(form: str, sentence: str, language: Language) -> View:
    """Why there is no second step."""
    return _page(form, [{"type": "section", "text": words(sentence)}], language)


def likeness_form(form: str, alike: Sequence[Likeness], links: Links, language: Language) -> View:
    """The second step: what is like the fiche, with reasons, and the ways to go on."""
    if alike:
        head: list[Block] = [{"type": "section", "text": words(translate(language, _NEAR))}]
        for number, one in enumerate(alike, 1):
            head += _likeness(number, one, links, language)
        blocks = [*head, *_choice(alike, language)]
    else:
        blocks = [{"type": "section", "text": words(translate(language, _NOTHING_NEAR))}]
    return modal(
        FICHE_SEND,
        translate(language, _CHECKED),
        blocks,
        submit=translate(language, _SEND),
        close=translate(language, _LATER),
        metadata=form,
        tells_when_closed=True,
    )


def _page(form: str, blocks: Sequence[Block], language: Language) -> View:
    return modal(
        FICHE_SEND,
        translate(language, _TITLE),
        blocks,
        close=translate(language, _LATER),
        metadata=form,
        tells_when_closed=True,
    )


def _field(name: str, value: Any, language: Language) -> Block:
    return asked(
        name,
        translate(language, _LABELS[name]),
        _element(name, value, language),
        hint=translate(language, _HINTS[name]) if name in _HINTS else "",
        optional=name not in {"title", "body"},
        tells=True,
    )


def _element(name: str, value: Any, language: Language) -> Block:
    action = f"{ACTION}{name}"
    match name:
        case "body":
            return typed(action, str(value or ""), several_lines=True, tells=True)
        case "municipality":
            return looked_up(action, _known(name, [value] if value else [], language))
        case "domains" | "technologies":
            return looked_up(action, _known(name, value or [], language), several=True)
        case "status":
            return chosen(action, _terms("status", language), str(value or ""))
        case "personal_data":
            return chosen(action, _terms("personal_data", language), str(value or "unknown"))
        case "visibility":
            options = {
                one.value: option(one.value, translate(language, label)) for one, label in _VISIBLE.items()
            }
            return chosen(action, options, str(value or Visibility.PUBLIC))
        case _:
            return typed(action, str(value or ""), most=300 if name == "title" else 2_000, tells=True)


def _known(name: str, values: Sequence[str], language: Language) -> list[Option]:
    return [option(value, label_of(name, value, language)) for value in values]


def _terms(facet: Any, language: Language) -> dict[str, Option]:
    slugs = [term.slug for term in Taxonomy.load().terms(facet)]
    return {slug: option(slug, value_label(facet, slug, language)) for slug in slugs}


def _likeness(number: int, one: Likeness, links: Links, language: Language) -> list[Block]:
    title = one.document.title.get(language)
    said = [translate(language, VERDICTS[one.verdict])] if one.verdict in VERDICTS else []
    facts = " · ".join([*said, in_brief(one.document, language)])
    head = [text(f"{number}. ", bold=True), link(title, links.document(one.document.id)), text(f"\n{facts}")]
    lines = [section(head), *likeness_lines(one.reasons, one.differences, language)]
    return [{"type": "rich_text", "elements": lines}]


def _choice(alike: Sequence[Likeness], language: Language) -> list[Block]:
    exits = {
        name: option(name, translate(language, label), translate(language, below))
        for name, (label, below) in EXITS.items()
    }
    which = {
        one.document.id: option(str(number), f"{number}. {one.document.title.get(language)}")
        for number, one in enumerate(alike, 1)
    }
    return [
        asked(
            EXIT,
            translate(language, _YOUR_CHOICE),
            chosen(EXIT, exits, kind="radio_buttons"),
            optional=False,
        ),
        asked(
            WHICH,
            translate(language, _WITH_WHICH),
            chosen(WHICH, which, alike[0].document.id),
        ),
        asked(BECAUSE, translate(language, _BECAUSE), typed(BECAUSE, several_lines=True, most=2_000)),
    ]
