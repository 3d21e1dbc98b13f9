"""The directory of referents for a theme, to the one who asked."""

from __future__ import annotations

from bot.duties.telling import caller_of, language_of
from bot.parts import Parts
from bot.showing import show_privately
from bot.store.jobs import Job
from bot.tasks import Referring
from bot.views.referents import referents_content, themes_content
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.taxonomy import Taxonomy
from retrieval.portfolio.referents import Referents


def referring(job: Job, parts: Parts) -> None:
    """Who knows a theme; without one, or with a word that names none, the themes to choose from. Raises SlackFailure."""
    wanted = Referring.model_validate_json(job.payload)
    caller, language = caller_of(job, parts), language_of(job, parts)
    directory = Referents(parts.knowledge.catalogue)
    theme = _theme(wanted.theme)
    if theme is None:
        content = themes_content(directory.themes(caller), language)
    else:
        content = referents_content(
            theme, directory.of(Filters(domain=(theme,)), caller), parts.knowledge.links, language
        )
    show_privately(parts.clients.of(job.team), job, content, response_url=wanted.response_url)


def _theme(words: str) -> str | None:
    """The theme that somebody named, in any language; None where they named none, or several."""
    try:
        return Taxonomy.load().resolve("domain", words) if words else None
    except UnknownValue:
        found = {match.slug for match in Taxonomy.load().find(words) if match.facet == "domain"}
        return found.pop() if len(found) == 1 else None
