"""An answer made ready to be shown: what its buttons need is kept first, and what may be done next is decided here."""

from __future__ import annotations

from collections.abc import Mapping

from bot.audience import Audience, Scope
from bot.content import Content
from bot.parts import Parts
from bot.store.answers import Asked
from bot.store.jobs import Job
from bot.tasks import Question
from bot.views import buttons
from bot.views.answer import answer_content
from corpus.filters import Filters
from corpus.models import Document
from corpus.phrases import fold
from retrieval.answering.answer import Answer, Outcome

_MOST_LISTED = 60  # documents of a list that are read for its table
_MOST_FURTHER, _LONGEST_QUESTION = 3, 75  # questions that may be asked next, and what a button shows of one
_ASKED_BACK = frozenset({Outcome.OUT_OF_SCOPE, Outcome.NEEDS_CLARIFICATION})


def presented(job: Job, question: Question, answer: Answer, audience: Audience, parts: Parts) -> Content:
    """The answer as content, after what its buttons need was kept."""
    figures = answer.figures
    listed = figures.document_ids if figures and figures.operation != "lookup" else ()
    wanted = {*_named(answer), *listed[:_MOST_LISTED]}
    documents = parts.knowledge.catalogue.documents(wanted, audience.caller)
    asked_for = Asked(
        question=answer.query.text or question.text,
        language=answer.language,
        filters=_in_force(answer, question.filters),
        given=question.filters,
        infer=question.infer,
        readings=answer.readings,
        further=_further(answer, documents),
        answer_id=answer.answer_id,
        document_ids=listed,
        figures=figures if listed else None,
        private=question.surface == "private",
    )
    given = parts.answers.keep(job.team, job.channel, question.thread, job.user, asked_for)
    return answer_content(
        answer,
        given,
        documents,
        parts.knowledge.links,
        scope=audience.scope,
        offered=_offered(job, question, answer, audience, parts, bool(listed)),
    )


def _named(answer: Answer) -> tuple[str, ...]:
    """The documents of an answer: those that it cites, then those that are near."""
    cited = [citation.document_id for citation in answer.citations]
    return tuple(dict.fromkeys([*cited, *(one.document_id for one in answer.related)]))


def _further(answer: Answer, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Questions that these documents answer, one a document, in the reader's language; not the one that was asked."""
    if answer.outcome in _ASKED_BACK:
        return ()
    asked, found = fold(answer.query.text), []
    for document in (documents[one] for one in _named(answer) if one in documents):
        own = getattr(document.questions, answer.language)
        found += [one for one in own if fold(one) != asked and len(one) <= _LONGEST_QUESTION][:1]
    return tuple(dict.fromkeys(found))[:_MOST_FURTHER]


def _in_force(answer: Answer, given: Filters) -> Filters:
    """Every condition that was understood; that a figure is about projects goes without saying."""
    figures = answer.figures.filters if answer.figures else Filters()
    return answer.query.filters.merged(figures).without(*([] if given.kind else ["kind"]))


def _offered(
    job: Job, question: Question, answer: Answer, audience: Audience, parts: Parts, listed: bool
) -> list[str]:
    """What may be done next. What is offered never depends on documents that readers may not know of."""
    offered = []
    if answer.outcome not in _ASKED_BACK:
        offered.append(buttons.MORE)
    if listed:
        offered.append(buttons.TABLE)
    if question.surface == "channel" and audience.scope is not Scope.OWN:
        offered.append(buttons.PRIVATE)
    if question.surface == "private" and not job.channel.startswith("D"):
        offered.append(buttons.SHARE)
    if parts.choices.workspace(job.team).coordinators:
        offered.append(buttons.HANDOVER)
    return offered
