"""Search, and initiatives that are like a text: for one person, of what they may read. Nothing is kept of it."""

from __future__ import annotations

from bot.content import Content
from bot.duties.notices import tell
from bot.parts import Parts
from bot.showing import show_privately
from bot.store.answers import Asked
from bot.store.jobs import Job
from bot.tasks import Lookup
from bot.views import buttons
from bot.views.listing import found_content, similar_content
from corpus.access import Caller
from corpus.models import Language
from corpus.project import Project
from retrieval.query.language import detect_language
from retrieval.query.understanding import understand

PAGE = 5


def lookup(job: Job, parts: Parts) -> None:
    """What was found, or that nothing was; raises SlackFailure."""
    wanted = Lookup.model_validate_json(job.payload)
    language = parts.people.language(job.team, job.user)
    caller = parts.audiences.alone(job.team, job.user).caller
    found = (
        _similar(wanted.text, caller, parts, language)
        if wanted.alike
        else _searched(job, wanted, caller, parts, language)
    )
    if found is None:
        tell("nothing", job, parts, thread=wanted.thread, response_url=wanted.response_url)
        return
    calls = parts.clients.of(job.team)
    show_privately(calls, job, found, response_url=wanted.response_url, thread=wanted.thread)


def _searched(job: Job, wanted: Lookup, caller: Caller, parts: Parts, language: Language) -> Content | None:
    detected = detect_language(wanted.text)
    query = understand(wanted.text, language=None if detected.certain else language)
    result = parts.knowledge.searcher.search(query, caller, limit=PAGE, facets=False)
    if not result.hits:
        return None
    content = found_content(result.hits, result.total, 1, parts.knowledge.links, language)
    if result.total <= PAGE:
        return content
    asked = Asked(question=wanted.text, language=language, filters=query.filters, shown=PAGE, private=True)
    kept = parts.answers.keep(job.team, job.channel, wanted.thread, job.user, asked)
    button = buttons.gestures(kept.id, [buttons.MORE], language)
    return Content(content.text, content.summary, (*content.blocks, button) if button else content.blocks)


def _similar(words: str, caller: Caller, parts: Parts, language: Language) -> Content | None:
    project = Project.of_text(words, detect_language(words).language)
    found = parts.knowledge.similar.to_project(project, caller, language=language, limit=PAGE)
    return similar_content(found, parts.knowledge.links, language) if found else None
