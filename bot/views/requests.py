"""A question as coordinators read it, the form to answer it, and the answer as the asker reads it."""

from __future__ import annotations

from typing import Any

from bot.content import Block, section
from bot.escaping import mrkdwn, plain
from bot.store.requests import Request
from bot.views.buttons import ANSWER_REQUEST, button
from bot.views.documents import link, text
from corpus.models import Language
from corpus.text import mark, translate

ANSWER_FORM = "answer_request"
ANSWER_BLOCK = "answer"
MOST_CHARACTERS = 3_000
_ASKS = mark("Question pour un coordinateur")
_FROM = mark("posée par")
_THREAD = mark("voir le fil")
_ANSWER = mark("Répondre")
_ANSWERED_BY = mark("Réponse donnée par")
_SAYS = mark("Réponse d'un coordinateur à votre question")
_TITLE, _SEND, _CANCEL = mark("Répondre"), mark("Envoyer"), mark("Annuler")
_LABEL = mark("Votre réponse")
_HINT = mark("Elle sera publiée là où la question a été posée.")


def request_message(
    request: Request, address: str, language: Language, *, answered_by: str = ""
) -> dict[str, Any]:
    """The question, who asks it, and the button to answer; once answered, by whom. In the language of the channel."""
    head = translate(language, _ASKS)
    asker = [text(f"{translate(language, _FROM)} "), _person(request.user)]
    where = [text(" · "), link(translate(language, _THREAD), address)] if address else []
    blocks: list[Block] = [
        {
            "type": "rich_text",
            "elements": [
                section([text(head, bold=True), text(" "), *asker, *where]),
                _quote(request.question),
            ],
        }
    ]
    if answered_by:
        said = section([text(f"{translate(language, _ANSWERED_BY)} "), _person(answered_by)])
        blocks.append({"type": "rich_text", "elements": [said]})
    else:
        made = button(ANSWER_REQUEST, translate(language, _ANSWER), request.id, style="primary")
        blocks.append({"type": "actions", "elements": [made]})
    return {"text": mrkdwn(f"{head} – {plain(request.question, 300)}"), "blocks": blocks}


def answer_message(request: Request, author: str, words: str) -> dict[str, Any]:
    """The answer of a person, to the one who asked."""
    head = translate(request.language, _SAYS)
    said = section([_person(request.user), text(f" {head} "), _person(author)])
    blocks = [{"type": "rich_text", "elements": [said, _quote(request.question), section([text(words)])]}]
    return {"text": mrkdwn(f"{head} – {plain(words, 300)}"), "blocks": blocks}


def answer_form(request: Request, language: Language) -> dict[str, Any]:
    """The form in which a coordinator answers."""
    return {
        "type": "modal",
        "callback_id": ANSWER_FORM,
        "private_metadata": request.id,
        "title": _plain(translate(language, _TITLE), 24),
        "submit": _plain(translate(language, _SEND), 24),
        "close": _plain(translate(language, _CANCEL), 24),
        "blocks": [
            {"type": "section", "text": _plain(request.question, 3_000)},
            {
                "type": "input",
                "block_id": ANSWER_BLOCK,
                "label": _plain(translate(language, _LABEL), 200),
                "hint": _plain(translate(language, _HINT), 200),
                "element": {
                    "type": "plain_text_input",
                    "action_id": ANSWER_BLOCK,
                    "multiline": True,
                    "max_length": MOST_CHARACTERS,
                },
            },
        ],
    }


def _person(user: str) -> Block:
    return {"type": "user", "user_id": user}


def _quote(words: str) -> Block:
    return {"type": "rich_text_quote", "elements": [text(words)]}


def _plain(words: str, length: int) -> Block:
    return {"type": "plain_text", "text": plain(words, length), "emoji": False}
