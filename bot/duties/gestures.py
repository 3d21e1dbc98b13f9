"""What a button below an answer leads to. Who pressed it sees what they may read, wherever the answer stood."""

from __future__ import annotations

from bot.content import Content
from bot.duties.ask import ask
from bot.duties.handover import hand_over
from bot.duties.notices import tell
from bot.duties.sharing import share
from bot.duties.table import send_table
from bot.parts import Parts
from bot.showing import show_privately
from bot.store.answers import Given
from bot.store.jobs import Job
from bot.tasks import Gesture, Question, Surface
from bot.views import buttons
from bot.views.listing import documents_content, found_content
from corpus.filters import Filters
from retrieval.query.understanding import understand

PAGE = 8


def gesture(job: Job, parts: Parts) -> None:
    """A button was pressed; raises SlackFailure."""
    pressed = Gesture.model_validate_json(job.payload)
    given = parts.answers.get(pressed.answer, job.team)
    if given is None:
        tell("gone", job, parts, response_url=pressed.response_url)
        return
    if given.channel != job.channel or (given.asked.private and given.user != job.user):
        tell("not_yours", job, parts, response_url=pressed.response_url)
        return
    match pressed.action:
        case buttons.DROP:
            _ask_without(job, pressed, given, parts)
        case buttons.CHOOSE:
            _ask_as_chosen(job, pressed, given, parts)
        case buttons.RELATED:
            _ask_further(job, pressed, given, parts)
        case buttons.SHARE:
            share(job, pressed, given, parts)
        case buttons.PRIVATE:
            _ask_alone(job, pressed, given, parts)
        case buttons.MORE:
            _more(job, pressed, given, parts)
        case buttons.TABLE:
            send_table(job, given, parts, shared=pressed.shared)
        case buttons.HANDOVER:
            hand_over(job, given, parts, pressed.response_url)


def surface_of(given: Given) -> Surface:
    """Where an answer stood."""
    if given.asked.private:
        return "private"
    return "direct" if given.channel.startswith("D") else "channel"


def _ask_without(job: Job, pressed: Gesture, given: Given, parts: Parts) -> None:
    """The question again without one of its conditions, in the same place; one that was read stays dropped."""
    asked = given.asked
    pairs = buttons.pairs_of(asked.filters)
    if pressed.number >= len(pairs):
        tell("gone", job, parts, response_url=pressed.response_url)
        return
    name, value = pairs[pressed.number]
    was_read = (name, value) not in buttons.pairs_of(asked.given)
    kept = asked.filters if was_read else asked.given
    question = _in_the_same_place(pressed, given, asked.question).model_copy(
        update={"filters": _without(kept, name, value), "infer": asked.infer and not was_read}
    )
    _as_question(job, question, parts)


def _ask_as_chosen(job: Job, pressed: Gesture, given: Given, parts: Parts) -> None:
    """The question again as it was meant, in the same place."""
    asked = given.asked
    if pressed.number >= len(asked.readings):
        tell("gone", job, parts, response_url=pressed.response_url)
        return
    meant = asked.given.merged(asked.readings[pressed.number])
    question = _in_the_same_place(pressed, given, asked.question)
    _as_question(job, question.model_copy(update={"filters": meant, "infer": False}), parts)


def _ask_further(job: Job, pressed: Gesture, given: Given, parts: Parts) -> None:
    """One of the questions that were put forward, in the same place."""
    if pressed.number >= len(given.asked.further):
        tell("gone", job, parts, response_url=pressed.response_url)
        return
    question = _in_the_same_place(pressed, given, given.asked.further[pressed.number])
    _as_question(job, question.model_copy(update={"afresh": True}), parts)


def _in_the_same_place(pressed: Gesture, given: Given, text: str) -> Question:
    """Another question where an answer stands, for the same readers and in its language."""
    return Question(
        text=text,
        surface=surface_of(given),
        thread=given.thread,
        shared=pressed.shared,
        response_url=pressed.response_url if given.asked.private else "",
        language=given.asked.language,
    )


def _without(filters: Filters, name: str, value: str) -> Filters:
    values: dict[str, list[str]] = {}
    for one, written in buttons.pairs_of(filters):
        if (one, written) != (name, value):
            values.setdefault(one, []).append(written)
    return Filters.parse(values)


def _ask_alone(job: Job, pressed: Gesture, given: Given, parts: Parts) -> None:
    """The question again, for the one who pressed, with all that they may read."""
    question = Question(
        text=given.asked.question,
        surface="private",
        thread=given.thread,
        response_url=pressed.response_url,
        language=given.asked.language,
        filters=given.asked.given,
        infer=given.asked.infer,
    )
    _as_question(job, question, parts)


def _as_question(job: Job, question: Question, parts: Parts) -> None:
    ask(Job(**{**job.__dict__, "payload": question.model_dump_json()}), parts)


def _more(job: Job, pressed: Gesture, given: Given, parts: Parts) -> None:
    """More documents, for the one who pressed."""
    content = _page(job, given, parts)
    if content is None:
        tell("no_more", job, parts, thread=given.thread, response_url=pressed.response_url)
        return
    show_privately(
        parts.clients.of(job.team), job, content, response_url=pressed.response_url, thread=given.thread
    )


def _page(job: Job, given: Given, parts: Parts) -> Content | None:
    """The next page of documents with its own button for what follows; None where there are no more."""
    asked, knowledge = given.asked, parts.knowledge
    caller = parts.audiences.alone(job.team, job.user).caller
    language = asked.language
    if asked.document_ids:
        ids = asked.document_ids[asked.shown : asked.shown + PAGE]
        found = knowledge.catalogue.documents(ids, caller)
        shown, total = [found[one] for one in ids if one in found], len(asked.document_ids)
        content = (
            documents_content(shown, total, asked.shown + 1, knowledge.links, language) if shown else None
        )
    else:
        query = understand(asked.question, filters=asked.filters, language=language, infer=False)
        result = knowledge.searcher.search(query, caller, limit=PAGE, offset=asked.shown, facets=False)
        total = result.total
        content = (
            found_content(result.hits, total, asked.shown + 1, knowledge.links, language)
            if result.hits
            else None
        )
    if content is None or asked.shown + PAGE >= total:
        return content
    further = asked.model_copy(update={"shown": asked.shown + PAGE, "private": True})
    kept = parts.answers.keep(job.team, job.channel, given.thread, job.user, further)
    button = buttons.gestures(kept.id, [buttons.MORE], language)
    blocks = (*content.blocks, button) if button else content.blocks
    return Content(text=content.text, summary=content.summary, blocks=blocks)
