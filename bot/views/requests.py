"""A question as coordinators read it, the form to answer it, and the answer as the asker reads it."""

from __future__ import annotations

from typing import Any

from bot.content import Block, section
from bot.escaping import mrkdwn, plain
from bot.store.requests import Request
from bot.views.buttons import ANSWER_REQUEST, button
from bot.views.documents import link, text
from bot.views.inputs import View, asked, modal, typed
from bot.views.inputs import words as words_of
from corpus.models import Language
from corpus.text import mark, translate

ANSWER_FORM, OFFER_ANSWER = "answer_request", "offer_answer"
ANSWER_BLOCK = "answer"
MOST_CHARACTERS = 3_000
_ASKS = mark("Question pour un coordinateur")
_ASKED = mark("demande\u00a0:")
_FROM = mark("posée par")
_THREAD = mark("voir le fil")
_ANSWER = mark("Répondre")
_OFFER = mark("En faire une fiche")
_ANSWERED_BY = mark("Réponse donnée par")
_SAYS = mark("Réponse d'un coordinateur à votre question")
_TITLE, _SEND, _CANCEL = mark("Répondre"), mark("Envoyer"), mark("Annuler")
_LABEL = mark("Votre réponse")
_HINT = mark("Elle sera publiée là où la question a été posée.")


def request_message(request: Request, address: str, language: Language) -> dict[str, Any]:
    """The question, who asks it, and the button to answer; once answered, by whom and what, and the way to keep it.

    In the language of the channel.
    """
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
    if request.answered_by:
        said = section([text(f"{translate(language, _ANSWERED_BY)} "), _person(request.answered_by)])
        blocks.append({"type": "rich_text", "elements": [said, _quote(request.words)]})
        made = button(OFFER_ANSWER, translate(language, _OFFER), request.id)
    else:
        made = button(ANSWER_REQUEST, translate(language, _ANSWER), request.id, style="primary")
    blocks.append({"type": "actions", "elements": [made]})
    return {"text": mrkdwn(f"{head} – {plain(request.question, 300)}"), "blocks": blocks}


def asked_message(user: str, question: str, language: Language) -> dict[str, Any]:
    """Who asks what, above the answer to it."""
    head = translate(language, _ASKED)
    said = section([_person(user), text(f" {head}")])
    blocks = [{"type": "rich_text", "elements": [said, _quote(question)]}]
    return {"text": mrkdwn(f"{head} {plain(question, 300)}"), "blocks": blocks}


def answer_message(request: Request, author: str, words: str) -> dict[str, Any]:
    """The answer of a person, to the one who asked."""
    head = translate(request.language, _SAYS)
    said = section([_person(request.user), text(f" {head} "), _person(author)])
    blocks = [{"type": "rich_text", "elements": [said, _quote(request.question), section([text(words)])]}]
    return {"text": mrkdwn(f"{head} – {plain(words, 300)}"), "blocks": blocks}


def answer_form(request: Request, language: Language) -> View:
    """The form in which a coordinator answers."""
    element = typed(ANSWER_BLOCK, several_lines=True, most=MOST_CHARACTERS)
    label, hint = translate(language, _LABEL), translate(language, _HINT)
    return modal(
        ANSWER_FORM,
        translate(language, _TITLE),
        [
            {"type": "section", "text": words_of(request.question)},
            asked(ANSWER_BLOCK, label, element, hint=hint, optional=False),
        ],
        submit=translate(language, _SEND),
        close=translate(language, _CANCEL),
        metadata=request.id,
    )


def _person(user: str) -> Block:
    return {"type": "user", "user_id": user}


def _quote(words: str) -> Block:
    return {"type": "rich_text_quote", "elements": [text(words)]}
