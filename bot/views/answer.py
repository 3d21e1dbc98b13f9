"""An answer as Slack shows it: text with its marks, sources, what was understood, what may be done next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.audience import Scope
from bot.content import Block, Content, rich, section
from bot.escaping import markdown, mrkdwn, web_address
from bot.store.answers import Given
from bot.views import buttons
from bot.views.documents import colon, link, sources, table, text
from corpus.filters import Filters
from corpus.models import Document
from corpus.text import mark, translate
from retrieval.answering.answer import Answer, Mode, Outcome, Related
from retrieval.search.links import Links

_SUMMARY = 300  # characters of an answer in a notification
_SCOPES = {
    Scope.PUBLIC: mark("D'après les documents publics"),
    Scope.NETWORK: mark("D'après les documents du réseau"),
    Scope.ORGANISATION: mark("D'après les documents de votre organisation"),
    Scope.OWN: mark("D'après les documents que vous pouvez lire"),
}
_MODES: dict[Mode, str] = {
    "structured": mark("calculé sur les champs des fiches"),
    "extractive": mark("phrases des sources, citées mot pour mot"),
    "generated": mark("rédigé par un modèle de langue, vérifié dans les sources"),
}
_AUTOMATIC = mark("réponse automatique")
_SOURCES, _RELATED = mark("Sources"), mark("À voir aussi")
_UNDERSTOOD = mark("Filtres compris dans la question (un clic les retire)")
# Of a list below a figure: a document with its mark, a group with its number, how many more there are.
_ROW = re.compile(r"- (?:.*\[\d+\]$|.*: \*\*[^*]+\*\*$|… )")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASSERTED = frozenset({Outcome.ANSWERED, Outcome.PARTIAL})


def answer_content(
    answer: Answer,
    given: Given,
    documents: Mapping[str, Document],
    links: Links,
    *,
    scope: Scope,
    offered: Sequence[str],
) -> Content:
    """The whole of an answer; `documents` are those that its reader may read, `offered` the gestures below it."""
    language = answer.language
    listing = _listing(answer, documents, links)
    shown = markdown(without_rows(answer.text) if listing else answer.text)
    cited, related = _sources(answer, documents), _related(answer)
    choice = _one(buttons.readings(given.asked.readings, given.id, language))
    after = [
        *choice,
        *_chips(given),
        *_scope(answer, scope),
        *_one(buttons.gestures(given.id, offered, language)),
    ]
    cards = () if listing else answer.citations[:10]  # the table has them
    return Content(
        text=shown,
        summary=mrkdwn(spoken(answer.text)[:_SUMMARY]),
        blocks=(*(listing or cited), *related, *after, buttons.feedback(given.id, language)),
        simpler=(*cited, *related, *after, buttons.plain_feedback(given.id, language)),
        sources=tuple(
            (citation.title, address) for citation in cards if (address := web_address(citation.url))
        ),
    )


def spoken(text: str) -> str:
    """CommonMark without its signs, for notifications and screen readers, which show or read them as they are."""
    return _ESCAPED.sub(r"\1", text.replace("**", ""))


def without_rows(text: str) -> str:
    """The text without its list: a table below it says the same, and more of each."""
    kept = "\n".join(line for line in text.splitlines() if not _ROW.match(line))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _listing(answer: Answer, documents: Mapping[str, Document], links: Links) -> list[Block]:
    """What a figure was computed over, as a table that numbers the sources; what it does not hold of them below."""
    figures = answer.figures
    if figures is None or figures.operation == "lookup":
        return []
    numbers = {citation.document_id: citation.n for citation in reversed(answer.citations)}
    made = table(figures, documents, links, answer.language, numbers)
    if made is None:
        return []
    held = set(figures.document_ids) if figures.operation != "group" else set()
    others = [citation for citation in answer.citations if citation.document_id not in held]
    return [made, *_sources(answer.model_copy(update={"citations": tuple(others)}), documents)]


def _sources(answer: Answer, documents: Mapping[str, Document]) -> list[Block]:
    if not answer.citations:
        return []
    head = rich(text(translate(answer.language, _SOURCES), bold=True))
    return [head, sources(answer.citations, documents, answer.language)]


def _related(answer: Answer) -> list[Block]:
    cited = {citation.document_id for citation in answer.citations}
    others = [one for one in answer.related if one.document_id not in cited][:5]
    if not others:
        return []
    head = text(f"{translate(answer.language, _RELATED)}{colon(answer.language)} ", bold=True)
    return [{"type": "rich_text", "elements": [section([head, *_joined(others)])]}]


def _joined(related: Sequence[Related]) -> list[Block]:
    parts: list[Block] = []
    for one in related:
        parts += [*([{"type": "text", "text": " · "}] if parts else []), link(one.title, one.url)]
    return parts


def _chips(given: Given) -> list[Block]:
    if given.asked.filters == Filters():
        return []
    made = buttons.chips(given.asked.filters, given.id, given.asked.language)
    return [context(translate(given.asked.language, _UNDERSTOOD)), made] if made else []


def _scope(answer: Answer, scope: Scope) -> list[Block]:
    """On what it rests, how it was made, and that a machine made it."""
    language = answer.language
    said = [translate(language, _SCOPES[scope])]
    if answer.outcome in _ASSERTED:
        said.append(translate(language, _MODES[answer.mode]))
    return [context(" · ".join([*said, translate(language, _AUTOMATIC)]))]


def context(words: str) -> Block:
    """A small line in which nothing is read as mark-up."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": words, "emoji": False}]}


def _one(block: Block | None) -> list[Block]:
    return [block] if block else []
