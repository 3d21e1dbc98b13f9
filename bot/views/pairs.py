"""Two fiches side by side, as coordinators read them: why they may be one, what differs, and the decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.content import Block, bullets, context, paragraph, section
from bot.escaping import mrkdwn
from bot.views.buttons import button
from bot.views.documents import brief_line, text
from bot.views.inputs import View, asked, modal, typed
from bot.views.likeness import likeness_lines
from bot.views.relays import ASK_ONE_OF, contact_choice
from corpus.models import Document, Language
from corpus.text import mark, translate
from retrieval.likeness.values import Pair, Verdict
from retrieval.search.links import Links

PAIR, PAIR_FORM, REASON = "pair", "pair_form", "reason"
VERDICTS = {
    Verdict.DUPLICATE: mark("même initiative"),
    Verdict.LATER_PHASE: mark("suite ou extension"),
    Verdict.LINKED: mark("même besoin, autre initiative"),
    Verdict.DISTINCT: mark("autre chose"),
    Verdict.UNDECIDED: mark("non tranché"),
}
_BUTTONS = {
    Verdict.DUPLICATE: mark("Même initiative"),
    Verdict.LATER_PHASE: mark("Suite"),
    Verdict.LINKED: mark("Même besoin"),
    Verdict.DISTINCT: mark("Autre chose"),
}
_HEAD = {
    Verdict.DUPLICATE: mark("Une fiche qui vient d'arriver décrit peut-être une initiative déjà connue."),
    Verdict.LATER_PHASE: mark("Une fiche qui vient d'arriver est peut-être la suite d'une autre."),
    Verdict.LINKED: mark("Une fiche qui vient d'arriver répond au même besoin qu'une autre."),
}
_OPEN, _DECIDED_HEAD = mark("Ces deux fiches se ressemblent."), mark("Deux fiches ont été comparées.")
_DECIDED = mark("Tranché par {name}\u00a0: {verdict}. Motif\u00a0: {reason}")
_TITLE, _SEND, _CANCEL = mark("Votre décision"), mark("Décider"), mark("Annuler")
_REASON_LABEL, _REASON_HINT = (
    mark("Motif"),
    mark("Il est gardé avec la décision et lu par les autres coordinateurs."),
)
_NONE = mark("Aucun doublon n'attend de décision.")


@dataclass(frozen=True)
class Decided:
    """Who decided what, and why."""

    name: str
    verdict: Verdict
    reason: str


def pair_card(
    pair: Pair,
    documents: Mapping[str, Document],
    links: Links,
    language: Language,
    *,
    arrived: bool = False,
    decided: Decided | None = None,
) -> dict[str, Any]:
    """Both fiches with reasons, differences and buttons to decide; or with the decision."""
    head = _DECIDED_HEAD if decided else _HEAD.get(pair.verdict, _OPEN) if arrived else _OPEN
    said = translate(language, head)
    lines = [section([text(said, bold=True)]), *_sides((pair.a, pair.b), documents, links, language)]
    if not decided:  # then the reason that was given is what counts
        lines += likeness_lines(pair.reasons, pair.differences, language)
    blocks: list[Block] = [{"type": "rich_text", "elements": lines}]
    if decided:
        blocks.append(context(decision(decided, language)))
    else:
        sides = [documents[one] for one in (pair.a, pair.b) if one in documents]
        blocks += [_buttons(pair, language), *contact_choice(sides, ASK_ONE_OF, language)]
    return {"text": mrkdwn(said), "blocks": blocks}


def decision(decided: Decided, language: Language) -> str:
    """Who decided, and why."""
    verdict = translate(language, VERDICTS[decided.verdict])
    return translate(language, _DECIDED, name=decided.name, verdict=verdict, reason=decided.reason)


def pairs_message(cards: Sequence[Mapping[str, Any]], language: Language) -> dict[str, Any]:
    """Some pairs under one another, or that there is none."""
    if not cards:
        said = translate(language, _NONE)
        return {"text": said, "blocks": [paragraph(text(said))]}
    blocks = [block for card in cards for block in (*card["blocks"], {"type": "divider"})]
    return {"text": str(cards[0]["text"]), "blocks": blocks[:49]}


def pair_form(
    pair_id: str,
    verdict: Verdict,
    replaces: int | None,
    documents: Mapping[str, Document],
    links: Links,
    language: Language,
) -> View:
    """Why somebody decides so of these two."""
    element = typed(REASON, several_lines=True, most=2_000)
    label, hint = translate(language, _REASON_LABEL), translate(language, _REASON_HINT)
    chosen = section([text(translate(language, VERDICTS[verdict]), bold=True)])
    return modal(
        PAIR_FORM,
        translate(language, _TITLE),
        [
            {
                "type": "rich_text",
                "elements": [chosen, *_sides(tuple(documents), documents, links, language)],
            },
            asked(REASON, label, element, hint=hint, optional=False),
        ],
        submit=translate(language, _SEND),
        close=translate(language, _CANCEL),
        metadata=json.dumps([pair_id, verdict.value, replaces]),
    )


def _sides(
    ids: Sequence[str], documents: Mapping[str, Document], links: Links, language: Language
) -> list[Block]:
    found = [documents[one] for one in ids if one in documents]
    return [bullets([brief_line(one, links, language) for one in found])] if found else []


def _buttons(pair: Pair, language: Language) -> Block:
    made = [
        button(f"{PAIR}:{verdict.value}", translate(language, label), pair.pair_id)
        for verdict, label in _BUTTONS.items()
    ]
    return {"type": "actions", "block_id": f"pair:{pair.pair_id}"[:255], "elements": made}
