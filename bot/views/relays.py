"""Messages passed on: the button, the form, what the other side reads, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.content import Block, context, paragraph, section
from bot.escaping import mrkdwn, plain
from bot.store.relays import Relay, RelayState
from bot.views.buttons import button
from bot.views.documents import colon, link, text
from bot.views.inputs import MOST_OF_A_VALUE, View, asked, chosen, modal, option, typed
from bot.views.inputs import words as words_of
from corpus.models import Document, Language
from corpus.text import mark, translate

CONTACT, ANSWER = "contact", "relay_answer"
CONTACT_FORM, ANSWER_FORM, WORDS = "contact_form", "relay_answer_form", "words"
_CONTACT, _SEND, _CANCEL, _ANSWER = (
    mark("Mettre en relation"),
    mark("Envoyer"),
    mark("Annuler"),
    mark("Répondre"),
)
CONTACT_ONE_OF = mark("Mettre en relation avec le porteur de…")
ASK_ONE_OF = mark("Demander au porteur de…")
_MESSAGE = mark("Votre message")
_HINT = mark(
    "Il est transmis avec votre nom et celui de votre organisation\u00a0; aucune adresse n'est montrée."
)
_ANSWER_LABEL = mark("Votre réponse")
_ASKS = mark("{sender} souhaite être mis en relation au sujet de «\u00a0{title}\u00a0».")
_FOR_COORDINATOR = mark("Le porteur n'a pas pu être joint ou n'a pas répondu\u00a0: pouvez-vous aider\u00a0?")
_DONE = mark("Répondu par {name}.")
_REPLIES = mark("{name} vous répond au sujet de «\u00a0{title}\u00a0».")
_YOU_WROTE = mark("Vous aviez écrit")


def contact_button(document: str, language: Language) -> Block:
    """A row with the button that opens the form."""
    made = button(CONTACT, translate(language, _CONTACT), document)
    return {"type": "actions", "elements": [made]}


def contact_choice(documents: Sequence[Document], label: str, language: Language) -> list[Block]:
    """A row in which one chooses to whose people one writes; nothing where there is nothing to choose from."""
    titles = {one.id: one.title.get(language) for one in documents if len(one.id) <= MOST_OF_A_VALUE}
    if not titles:
        return []
    made = chosen(CONTACT, {one: option(one, title) for one, title in titles.items()})
    return [
        {"type": "actions", "elements": [{**made, "placeholder": words_of(translate(language, label), 150)}]}
    ]


def contact_form(document: str, title: str, language: Language) -> View:
    """A message to whoever is behind a document."""
    return _form(CONTACT_FORM, _CONTACT, _MESSAGE, document, title, language, hint=_HINT)


def answer_form(relay: Relay, title: str, language: Language) -> View:
    """The answer to such a message."""
    return _form(ANSWER_FORM, _ANSWER, _ANSWER_LABEL, relay.id, title, language)


def relay_card(
    relay: Relay, title: str, address: str, language: Language, *, answered_by: str = ""
) -> dict[str, Any]:
    """The message as those read it to whom it is passed on."""
    head = translate(language, _ASKS, sender=plain(relay.sender, 300), title=plain(title, 200))
    quote: Block = {"type": "rich_text_quote", "elements": [text(relay.words)]}
    where = section([link(title, address)]) if address else section([text(title)])
    blocks: list[Block] = [{"type": "rich_text", "elements": [section([text(head)]), quote, where]}]
    if relay.state is RelayState.WITH_COORDINATORS:
        blocks.append(context(translate(language, _FOR_COORDINATOR)))
    if answered_by:
        blocks.append(context(translate(language, _DONE, name=answered_by)))
    elif relay.state is not RelayState.ANSWERED:
        made = button(ANSWER, translate(language, _ANSWER), relay.id, style="primary")
        blocks.append({"type": "actions", "elements": [made]})
    return {"text": mrkdwn(head), "blocks": blocks}


def relay_answer(relay: Relay, name: str, title: str, words: str) -> dict[str, Any]:
    """The answer, to the one who wrote."""
    language = relay.language
    head = translate(language, _REPLIES, name=plain(name, 300), title=plain(title, 200))
    own = section([text(f"{translate(language, _YOU_WROTE)}{colon(language)} {plain(relay.words, 300)}")])
    quote: Block = {"type": "rich_text_quote", "elements": [text(words)]}
    elements = [section([text(head, bold=True)]), quote, own]
    return {"text": mrkdwn(head), "blocks": [{"type": "rich_text", "elements": elements}]}


def _form(
    form: str, title: str, label: str, metadata: str, about: str, language: Language, *, hint: str = ""
) -> View:
    element = typed(WORDS, several_lines=True, most=2_000)
    said = translate(language, hint) if hint else ""
    return modal(
        form,
        translate(language, title),
        [
            paragraph(text(about, bold=True)),
            asked(WORDS, translate(language, label), element, hint=said, optional=False),
        ],
        submit=translate(language, _SEND),
        close=translate(language, _CANCEL),
        metadata=metadata,
    )
