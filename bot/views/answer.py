"""An answer as Slack shows it: text with its marks, sources, what was understood, what may be done next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.audience import Scope
from bot.content import Block, Content, context, paragraph
from bot.escaping import markdown, mrkdwn, web_address
from bot.store.answers import Given
from bot.views import buttons
from bot.views.documents import colon, link, sources, text
from bot.views.tables import table
from corpus.filters import Filters
from corpus.models import Document
from corpus.text import mark, mark_plural, translate, translate_plural
from retrieval.answering.answer import Answer, Mode, Outcome, Related
from retrieval.answering.wording import describe_filters
from retrieval.search.links import Links

_MOST_ADDRESSES = 10
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
_SOURCES, _RELATED, _QUESTIONS = mark("Sources"), mark("À voir aussi"), mark("Questions proches")
_UNDERSTOOD = mark("Filtres compris dans la question (un clic les retire)")
_CONDITIONS = mark("Compris\u00a0: {conditions}")
_KEPT = mark_plural("{count} document retenu", "{count} documents retenus")
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
    listed, cited = _listing(answer, documents, links), _sources(answer, documents)
    after = [
        *_related(answer),
        *_one(buttons.readings(given.asked.readings, given.id, language)),
        *_chips(given),
        *_questions(given),
        *_scope(answer, scope),
        *_one(buttons.gestures(given.id, offered, language)),
    ]
    feedback, plain_feedback = (
        buttons.feedback(given.id, language),
        buttons.plain_feedback(given.id, language),
    )
    return Content(
        text=markdown(without_rows(answer.text) if listed else answer.text),
        summary=mrkdwn(spoken(answer.text)[:_SUMMARY]),
        blocks=(*(listed.newest if listed else cited), *after, feedback),
        older=(*(listed.older if listed else cited), *after, feedback),
        simpler=(*cited, *after, plain_feedback),
        whole=markdown(answer.text),
        sources=() if listed else _addresses(answer),  # the table has them
        steps=_steps(answer, given),
    )


def spoken(text: str) -> str:
    """CommonMark without its signs, for notifications and screen readers, which show or read them as they are."""
    return _ESCAPED.sub(r"\1", text.replace("**", ""))


def without_rows(text: str) -> str:
    """The text without its list: a table below it says the same, and more of each."""
    kept = "\n".join(line for line in text.splitlines() if not _ROW.match(line))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


@dataclass(frozen=True)
class _Listed:
    """A table that numbers the sources, of either kind, and below it what it does not hold of them."""

    newest: list[Block]
    older: list[Block]


def _listing(answer: Answer, documents: Mapping[str, Document], links: Links) -> _Listed | None:
    """What a figure was computed over; None where there is nothing to list."""
    figures = answer.figures
    if figures is None or figures.operation == "lookup":
        return None
    numbers = {citation.document_id: citation.n for citation in reversed(answer.citations)}
    made = table(figures, documents, links, answer.language, numbers)
    if made is None:
        return None
    held = set(figures.document_ids) if figures.operation != "group" else set()
    others = [citation for citation in answer.citations if citation.document_id not in held]
    below = _sources(answer.model_copy(update={"citations": tuple(others)}), documents)
    return _Listed([made.sortable, *below], [made.fixed, *below])


def _steps(answer: Answer, given: Given) -> tuple[str, ...]:
    """What was understood, and how much was kept of what was searched."""
    language, kept = answer.language, given.asked.document_ids or _cited(answer)
    conditions = " · ".join(describe_filters(given.asked.filters, language))
    understood = [translate(language, _CONDITIONS, conditions=conditions)] if conditions else []
    return (*understood, *([translate_plural(language, *_KEPT, len(kept))] if kept else []))


def _cited(answer: Answer) -> frozenset[str]:
    return frozenset(citation.document_id for citation in answer.citations)


def _addresses(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Titles and addresses of the sources."""
    every = ((citation.title, web_address(citation.url)) for citation in answer.citations[:_MOST_ADDRESSES])
    return tuple((title, address) for title, address in every if address)


def _sources(answer: Answer, documents: Mapping[str, Document]) -> list[Block]:
    if not answer.citations:
        return []
    head = paragraph(text(translate(answer.language, _SOURCES), bold=True))
    return [head, sources(answer.citations, documents, answer.language)]


def _related(answer: Answer) -> list[Block]:
    cited = _cited(answer)
    others = [one for one in answer.related if one.document_id not in cited][:5]
    if not others:
        return []
    head = text(f"{translate(answer.language, _RELATED)}{colon(answer.language)} ", bold=True)
    return [paragraph(head, *_joined(others))]


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


def _questions(given: Given) -> list[Block]:
    """What may be asked next, each a click away."""
    made = buttons.questions(given.asked.further, given.id)
    return [context(translate(given.asked.language, _QUESTIONS)), made] if made else []


def _scope(answer: Answer, scope: Scope) -> list[Block]:
    """On what it rests, how it was made, and that a machine made it."""
    language = answer.language
    said = [translate(language, _SCOPES[scope])]
    if answer.outcome in _ASSERTED:
        said.append(translate(language, _MODES[answer.mode]))
    return [context(" · ".join([*said, translate(language, _AUTOMATIC)]))]


def _one(block: Block | None) -> list[Block]:
    return [block] if block else []
