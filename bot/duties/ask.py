"""Answer a question: as what everyone who will read it may know, streamed in its thread or shown to one person."""

from __future__ import annotations

import logging
import time

from bot.asking import Asking
from bot.audience import Audience
from bot.calls import Calls
from bot.content import Content
from bot.duties.notices import tell, tell_outsiders
from bot.duties.presenting import presented
from bot.errors import Refused, SlackFailure, where
from bot.escaping import Escaping
from bot.parts import Parts
from bot.reply import CLOSED, Reply
from bot.showing import show_privately
from bot.store.jobs import Job
from bot.stream import Place, StoppedByUser
from bot.tasks import Question
from bot.views.notices import FOLLOWS, INTERRUPTED, notice, working
from corpus.models import LANGUAGES, Language
from corpus.text import translate
from retrieval.answering.answer import Answer
from retrieval.answering.generated.generation import Tell, tell_nobody
from retrieval.errors import QueryTooLong
from retrieval.query.language import detect_language
from retrieval.state.conversations import Turn

_ALIVE_SECONDS = 25.0
_INSISTS = 3  # a status that is left behind looks as if we were still at work
_TITLE = 200
_FEW_WORDS = 4  # tell no language for certain; what goes on in a thread goes on in its language
_log = logging.getLogger(__name__)


def ask(job: Job, parts: Parts) -> None:
    """See above; raises SlackFailure where Slack takes nothing, so that it may be tried again."""
    question = _as_the_channel_wants(job, Question.model_validate_json(job.payload), parts)
    if question is None:
        tell("channel_off", job, parts)
        return
    audience = audience_of(job, question, parts)
    if audience.outsiders and not parts.choices.workspace(job.team).outsiders:
        tell_outsiders(job, parts, question.thread)
        return
    if question.surface == "private":
        _privately(job, question, audience, parts)
        return
    try:
        _in_thread(job, question, audience, parts)
    except Refused as refused:
        if refused.error not in CLOSED:
            raise
        tell("closed", job, parts, directly=True)


def _as_the_channel_wants(job: Job, question: Question, parts: Parts) -> Question | None:
    """The question in the language of its channel, and for one person alone where answers are; None: no answer there."""
    if question.surface != "channel":
        return question
    chosen = parts.choices.workspace(job.team).channel(job.channel)
    if chosen.answers == "never":
        return None
    alone = chosen.answers == "privately" and not question.for_all
    language = chosen.language or question.language
    return question.model_copy(update={"surface": "private" if alone else "channel", "language": language})


def audience_of(job: Job, question: Question, parts: Parts) -> Audience:
    """Who will read the answer."""
    if question.surface == "channel":
        return parts.audiences.channel(job.team, job.channel, shared=question.shared)
    return parts.audiences.alone(job.team, job.user)


# -- in a thread --------------------------------------------------------------------------------------


def _in_thread(job: Job, question: Question, audience: Audience, parts: Parts) -> None:
    calls = parts.clients.of(job.team)
    language = question.language or parts.people.language(job.team, job.user)
    person = parts.people.get(job.team, job.user)
    place = Place(job.channel, question.thread, job.user, person.home if person else job.team, job.id)
    reply = Reply(
        calls,
        place,
        lambda ts: parts.jobs.begun(job.id, ts),
        resumes=job.reply,
        placeholder=translate(language, FOLLOWS),
    )
    _begin(calls, job, question, audience, parts, language)
    try:
        reply.open(working(parts.knowledge.catalogue.count_readable(audience.caller), language))
        answer = _told(job, question, audience, parts, reply, language)
        content = presented(job, question, answer, audience, parts)
        reply.finish(content)
    except StoppedByUser:
        reply.interrupt(translate(language, INTERRUPTED))
    except QueryTooLong:
        reply.finish(_sentence(notice("too_long", language)))
    except SlackFailure:
        raise  # what was begun is completed at the next attempt
    except Exception as error:  # whatever it is, the message that was begun says that there is no answer
        _log.error("a question was not answered: %s", where(error))
        reply.finish(_sentence(notice("failed", language)))
    finally:
        if not reply.ended_session:
            _end(calls, job, question)


def _begin(
    calls: Calls, job: Job, question: Question, audience: Audience, parts: Parts, language: Language
) -> None:
    """Say at once that it is being worked on; in direct messages with a button to stop."""
    if question.surface == "direct":
        calls.quietly(
            "agents.sessions.setStatus",
            channel_id=job.channel,
            thread_ts=question.thread,
            status="processing",
            title=question.text[:_TITLE] or None,
        )
    doing = working(parts.knowledge.catalogue.count_readable(audience.caller), language)
    calls.quietly(
        "assistant.threads.setStatus", channel_id=job.channel, thread_ts=question.thread, status=f"{doing}…"
    )


def _end(calls: Calls, job: Job, question: Question) -> None:
    """Leave no status behind, whatever happened."""
    here = {"channel_id": job.channel, "thread_ts": question.thread}
    calls.quietly("assistant.threads.setStatus", tries=_INSISTS, **here, status="")
    calls.quietly("agents.sessions.setStatus", tries=_INSISTS, **here, status="active")


def _told(
    job: Job, question: Question, audience: Audience, parts: Parts, reply: Reply, language: Language
) -> Answer:
    """The answer, shown piece by piece while it is made; raises StoppedByUser."""
    escaping, alive = Escaping(), time.monotonic()
    asking = Asking(lambda tell: asked(question, audience, parts, language, job, tell))
    for told in asking.run():
        if parts.jobs.is_stopped(job.id):
            raise StoppedByUser
        if isinstance(told, Answer):
            return told
        if told.text:
            reply.add(escaping.feed(told.text))
            alive = time.monotonic()
        elif time.monotonic() - alive > _ALIVE_SECONDS:
            reply.still_there()
            alive = time.monotonic()
    raise StoppedByUser


# -- for one person -----------------------------------------------------------------------------------


def _privately(job: Job, question: Question, audience: Audience, parts: Parts) -> None:
    calls = parts.clients.of(job.team)
    language = parts.people.language(job.team, job.user)
    try:
        answer = asked(question, audience, parts, language, job)
        content = presented(job, question, answer, audience, parts)
    except QueryTooLong:
        content = _sentence(notice("too_long", language))
    show_privately(calls, job, content, response_url=question.response_url, thread=question.thread)


# -- the same for both --------------------------------------------------------------------------------


def asked(
    question: Question,
    audience: Audience,
    parts: Parts,
    language: Language,
    job: Job,
    tell: Tell = tell_nobody,
) -> Answer:
    """The answer that every door gives, in the conversation of this thread and these readers."""
    thread = question.thread or f"{job.user}"
    there = (job.team, job.channel, thread, audience.reader)
    known = None if question.afresh else parts.threads.conversation(*there)
    spoken = question.language or _spoken(question.text, language, _turns(known, audience, parts))
    answer = parts.knowledge.assistant.ask(
        question.text,
        audience.caller,
        language=spoken,
        filters=question.filters,
        infer=question.infer,
        conversation_id=known,
        tell=tell,
    )
    parts.threads.remember(*there, answer.conversation_id)
    return answer


def _turns(conversation: str | None, audience: Audience, parts: Parts) -> tuple[Turn, ...]:
    if conversation is None:
        return ()
    return parts.knowledge.conversations.turns(conversation, audience.caller.name)


def _spoken(text: str, language: Language, turns: tuple[Turn, ...]) -> Language | None:
    """The language to answer in: the question's own where it tells (None), else that of the thread, else the reader's."""
    words = [word for word in text.split() if "://" not in word]  # an address is of no language
    if turns and len(words) <= _FEW_WORDS:
        former = next((one for one in LANGUAGES if one == turns[-1].language), None)
        return former or language
    return None if words and detect_language(text).certain else language


def _sentence(text: str) -> Content:
    return Content(text=text, summary=text)
