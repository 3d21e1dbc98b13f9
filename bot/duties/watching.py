"""Following something: begun with a sentence, listed, told of at other times, stopped."""

from __future__ import annotations

from bot.duties.home import refresh
from bot.duties.telling import caller_of, language_of, show, told
from bot.parts import Parts
from bot.store.jobs import Job
from bot.views.saying import say
from bot.views.watches import QUIET, watch_blocks, watches_message
from bot.work_tasks import WatchChanged, Wished
from corpus.errors import PasserelleError, UnknownValue
from corpus.following import Cadence, Wish, read_question
from retrieval.governance.errors import NoSuch, NotAllowed
from retrieval.governance.watches import Watch


def begun(job: Job, parts: Parts) -> None:
    """Follow what a sentence says: once a day at most, not at night, until it is stopped."""
    given = Wished.model_validate_json(job.payload)
    language, caller = language_of(job, parts), caller_of(job, parts)
    question, our_size = read_question(given.text)
    wish = Wish(question=question[:500], like_ours=our_size, quiet=QUIET, language=language)
    try:
        watch = parts.work.watching.begin(wish, caller)
    except NotAllowed:
        what = "watch_failed" if caller.person else "no_member"
        why = say("watch_limit", language)
        told(what, job, parts, response_url=given.response_url, why=why)
    except UnknownValue:
        why = say("watch_size", language)
        told("watch_failed", job, parts, response_url=given.response_url, why=why)
    except PasserelleError:
        told("unavailable", job, parts, response_url=given.response_url)
    else:
        below = tuple(watch_blocks(watch, language))
        told("watching", job, parts, response_url=given.response_url, below=below, wish=question)
        refresh(job, parts)


def listed(job: Job, parts: Parts, response_url: str) -> None:
    """All that somebody follows."""
    caller = caller_of(job, parts)
    found = parts.work.governance.watches.page(caller).items if caller.person else ()
    if not found:
        told("watches_none" if caller.person else "no_member", job, parts, response_url=response_url)
        return
    show(job, parts, watches_message(found, language_of(job, parts)), response_url=response_url)


def changed(job: Job, parts: Parts) -> None:
    """Stop a watch, or be told of it at other times; only its own person can."""
    given = WatchChanged.model_validate_json(job.payload)
    caller = caller_of(job, parts)
    try:
        watch = parts.work.governance.watches.get(given.watch, caller)
        if watch.person != caller.person:
            raise NoSuch("watch", given.watch)
        if given.wanted:
            parts.work.watching.change(watch.id, _otherwise(watch, given.wanted), caller)
        else:
            parts.work.governance.watches.stop(watch.id, caller)
    except NoSuch:
        told("stopped_before", job, parts, response_url=given.response_url)
    except PasserelleError:
        told("unavailable", job, parts, response_url=given.response_url)
    else:
        told("watch_changed" if given.wanted else "stopped", job, parts, response_url=given.response_url)
    refresh(job, parts)


def _otherwise(watch: Watch, wanted: str) -> Wish:
    changes: dict[str, object] = {
        "daily": {"cadence": Cadence.DAILY},
        "weekly": {"cadence": Cadence.WEEKLY},
        "quiet": {"quiet": QUIET},
        "any_hour": {"quiet": None},
    }
    return watch.wish.model_copy(update=changes[wanted])  # type: ignore[arg-type]
