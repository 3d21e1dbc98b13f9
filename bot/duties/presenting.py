"""An answer made ready to be shown: what its buttons need is kept first, and what may be done next is decided here."""

from __future__ import annotations

from bot.audience import Audience, Scope
from bot.content import Content
from bot.parts import Parts
from bot.store.answers import Asked
from bot.store.jobs import Job
from bot.tasks import Question
from bot.views import buttons
from bot.views.answer import answer_content
from corpus.filters import Filters
from retrieval.answering.answer import Answer, Outcome
from retrieval.query.figures import read_figure_question

_MOST_LISTED = 60  # documents of a list that are read for its table


def presented(job: Job, question: Question, answer: Answer, audience: Audience, parts: Parts) -> Content:
    """The answer as content, after what its buttons need was kept."""
    figures = answer.figures
    listed = figures.document_ids if figures and figures.operation != "lookup" else ()
    asked_for = Asked(
        question=answer.query.text or question.text,
        language=answer.language,
        filters=_in_force(answer, question.filters),
        given=question.filters,
        infer=question.infer,
        readings=_readings(answer),
        answer_id=answer.answer_id,
        document_ids=listed,
        figures=figures if listed else None,
        private=question.surface == "private",
    )
    given = parts.answers.keep(job.team, job.channel, question.thread, job.user, asked_for)
    wanted = {citation.document_id for citation in answer.citations} | set(listed[:_MOST_LISTED])
    documents = parts.knowledge.catalogue.documents(wanted, audience.caller)
    return answer_content(
        answer,
        given,
        documents,
        parts.knowledge.links,
        scope=audience.scope,
        offered=_offered(job, question, answer, audience, parts, bool(listed)),
    )


def _readings(answer: Answer) -> tuple[Filters, ...]:
    """The ways to understand a question that was asked back: a click chooses one."""
    if answer.outcome is not Outcome.NEEDS_CLARIFICATION:
        return ()
    figure = read_figure_question(answer.query.text)
    return tuple(one.filters.without("kind") for one in figure.readings) if figure else ()


def _in_force(answer: Answer, given: Filters) -> Filters:
    """Every condition that was understood; that a figure is about projects goes without saying."""
    figures = answer.figures.filters if answer.figures else Filters()
    return answer.query.filters.merged(figures).without(*([] if given.kind else ["kind"]))


def _offered(
    job: Job, question: Question, answer: Answer, audience: Audience, parts: Parts, listed: bool
) -> list[str]:
    """What may be done next. What is offered never depends on documents that readers may not know of."""
    offered = []
    if answer.outcome not in {Outcome.OUT_OF_SCOPE, Outcome.NEEDS_CLARIFICATION}:
        offered.append(buttons.MORE)
    if listed:
        offered.append(buttons.TABLE)
    if question.surface == "channel" and audience.scope is not Scope.OWN:
        offered.append(buttons.PRIVATE)
    if parts.choices.workspace(job.team).coordinators:
        offered.append(buttons.HANDOVER)
    return offered
