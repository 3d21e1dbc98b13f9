"""Buttons and their names. What a button carries is an id that nobody guesses; what it means is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.content import Block
from bot.escaping import plain
from corpus.filters import Filters
from corpus.models import Language
from corpus.text import mark, translate
from retrieval.answering.wording import describe_filters

DROP, CHOOSE, RELATED = "drop", "choose", "related"
MORE, TABLE, PRIVATE, SHARE, HANDOVER = "more", "table", "private", "share", "handover"
FEEDBACK, ANSWER_REQUEST = "feedback", "answer_request"
_NUMBERED, _PLAIN = (DROP, CHOOSE, RELATED), (MORE, TABLE, PRIVATE, SHARE, HANDOVER)
GESTURES = re.compile(rf"^(({'|'.join(_NUMBERED)}):\d+|{'|'.join(_PLAIN)})$")
_MOST_CHIPS = 8

_MORE = mark("Plus de résultats")
_TABLE = mark("Tableau CSV")
_PRIVATE = mark("Voir avec mes droits")
_SHARE = mark("Montrer à tous")
_HANDOVER = mark("Demander à un coordinateur")
_HELPFUL, _NOT_HELPFUL = mark("Utile"), mark("Pas utile")
_WITHOUT = mark("Retirer le filtre «\u00a0{filter}\u00a0»")


def button(action: str, label: str, value: str, *, style: str = "", spoken: str = "") -> Block:
    """A button; `spoken` is what a screen reader says where the label alone would not do."""
    made: Block = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": plain(label, 75), "emoji": False},
        "value": value,
    }
    if style:
        made["style"] = style
    if spoken:
        made["accessibility_label"] = plain(spoken, 75)
    return made


def pairs_of(filters: Filters) -> list[tuple[str, str]]:
    """Each value of the filters with its name."""
    pairs = []
    for name, value in filters.as_dict().items():
        pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
    return pairs


def chips(filters: Filters, identifier: str, language: Language) -> Block | None:
    """A button for each condition that was understood, which takes it away."""
    made = list(_chips(filters, identifier, language))
    return {"type": "actions", "elements": made} if made else None


def _chips(filters: Filters, identifier: str, language: Language) -> Iterator[Block]:
    for number, (name, value) in enumerate(pairs_of(filters)[:_MOST_CHIPS]):
        said = " · ".join(describe_filters(Filters.parse({name: [value]}), language, with_kind=True))
        spoken = translate(language, _WITHOUT, filter=said)
        yield button(f"{DROP}:{number}", f"✕ {said}", f"{identifier}:{number}", spoken=spoken)


def readings(meant: Sequence[Filters], identifier: str, language: Language) -> Block | None:
    """A button for each way to understand a question, with what it has and the others have not."""
    if len(meant) < 2:
        return None
    shared = set.intersection(*(set(pairs_of(one)) for one in meant))
    made = []
    for number, one in enumerate(meant[:_MOST_CHIPS]):
        own: dict[str, list[str]] = {}
        for name, value in pairs_of(one):
            if (name, value) not in shared:
                own.setdefault(name, []).append(value)
        if said := " · ".join(describe_filters(Filters.parse(own), language)):
            made.append(button(f"{CHOOSE}:{number}", said, f"{identifier}:{number}"))
    return {"type": "actions", "elements": made} if made else None


def questions(further: Sequence[str], identifier: str) -> Block | None:
    """A button for each question that may be asked next, with its words."""
    made = [
        button(f"{RELATED}:{number}", one, f"{identifier}:{number}") for number, one in enumerate(further)
    ]
    return {"type": "actions", "elements": made} if made else None


def gestures(identifier: str, offered: Sequence[str], language: Language) -> Block | None:
    """The buttons for what may be done next, of those that are offered."""
    labels = {MORE: _MORE, TABLE: _TABLE, PRIVATE: _PRIVATE, SHARE: _SHARE, HANDOVER: _HANDOVER}
    made = [button(name, translate(language, labels[name]), identifier) for name in labels if name in offered]
    return {"type": "actions", "elements": made} if made else None


def feedback(identifier: str, language: Language) -> Block:
    """Whether the answer helped."""
    sides = {
        f"{side}_button": {
            "text": {"type": "plain_text", "text": translate(language, label)},
            "value": f"{identifier}:{value}",
            "accessibility_label": translate(language, label),
        }
        for side, label, value in (("positive", _HELPFUL, "1"), ("negative", _NOT_HELPFUL, "0"))
    }
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": FEEDBACK, **sides}],
    }


def plain_feedback(identifier: str, language: Language) -> Block:
    """The same with ordinary buttons."""
    sides = (("+", _HELPFUL, "1"), ("-", _NOT_HELPFUL, "0"))
    return {
        "type": "actions",
        "elements": [
            button(f"{FEEDBACK}:{sign}", translate(language, label), f"{identifier}:{value}")
            for sign, label, value in sides
        ],
    }
