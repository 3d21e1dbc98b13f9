"""The directory of referents, by kind, each with the initiatives by which it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.content import Block, Content, bullets, context, paragraph, section
from bot.escaping import mrkdwn
from bot.views.documents import link, text
from corpus.labels import value_label
from corpus.models import Language
from corpus.referents import ReferentKind
from corpus.text import format_list, mark, mark_plural, translate, translate_plural
from retrieval.portfolio.referents import Known
from retrieval.search.links import Links

_MOST, _MOST_NAMED = 6, 2  # referents of a kind, initiatives of each
_HEAD = mark("Qui connaît le thème «\u00a0{theme}\u00a0»\u00a0?")
_KINDS = {
    ReferentKind.ACADEMIC: mark("Universités et hautes écoles"),
    ReferentKind.TECHNOLOGICAL: mark("Centres de recherche et centres techniques"),
    ReferentKind.TRAINING: mark("Formation"),
}
_OTHERS = mark_plural("et {count} autre", "et {count} autres")
_FOOT = mark(
    "D'après les porteurs et partenaires des fiches que vous pouvez lire."
    " «\u00a0/passerelle contact fiche\u00a0» écrit au porteur d'une fiche."
)
_NONE = mark(
    "Aucune université, aucun centre et aucun organisme de formation n'est partenaire d'une fiche de ce thème."
)
_WHICH = mark(
    "Précisez un thème, par exemple «\u00a0/passerelle referents {theme}\u00a0». Il y a des référents pour\u00a0:"
)
_NO_THEMES = mark("Aucune fiche que vous pouvez lire ne nomme de référent.")


def referents_content(theme: str, known: Sequence[Known], links: Links, language: Language) -> Content:
    """Those of a theme; or that there are none."""
    if not known:
        return _sentence(translate(language, _NONE))
    head = translate(language, _HEAD, theme=value_label("domain", theme, language))
    lines: list[Block] = [section([text(head, bold=True)])]
    for kind, label in _KINDS.items():
        lines += _of_kind(
            translate(language, label), [one for one in known if one.referent.kind is kind], links, language
        )
    blocks = ({"type": "rich_text", "elements": lines}, context(translate(language, _FOOT)))
    return Content(text="", summary=mrkdwn(head), blocks=blocks)


def themes_content(themes: Mapping[str, int], language: Language) -> Content:
    """The themes to choose from, those with most referents first."""
    if not themes:
        return _sentence(translate(language, _NO_THEMES))
    ordered = sorted(themes, key=lambda theme: (-themes[theme], theme))
    labels = [value_label("domain", theme, language) for theme in ordered]
    head = translate(language, _WHICH, theme=labels[0].lower())
    return _sentence(f"{head} {format_list(labels, language)}.")


def _of_kind(label: str, known: Sequence[Known], links: Links, language: Language) -> list[Block]:
    if not known:
        return []
    items = [_item(one, links, language) for one in known[:_MOST]]
    if len(known) > _MOST:
        items.append([text(translate_plural(language, *_OTHERS, len(known) - _MOST))])
    return [section([text(label, bold=True)]), bullets(items)]


def _item(known: Known, links: Links, language: Language) -> list[Block]:
    """Its name, and where it took part."""
    parts = [text(f"{known.referent.name} – ")]
    for number, document in enumerate(known.documents[:_MOST_NAMED]):
        parts += [
            *([text(" · ")] if number else []),
            link(document.title.get(language), links.document(document.id)),
        ]
    if (left := len(known.documents) - _MOST_NAMED) > 0:
        parts.append(text(f" {translate_plural(language, *_OTHERS, left)}"))
    return parts


def _sentence(words: str) -> Content:
    return Content(text="", summary=mrkdwn(words), blocks=(paragraph(text(words)),))
