"""The Home tab of one person, published as things are at this moment."""

from __future__ import annotations

from contextlib import suppress

from bot.addresses import Account
from bot.duties.relaying import title_of
from bot.parts import Parts
from bot.store.jobs import Job
from bot.views.home import Home, home_view
from corpus.access import ADMINISTRATOR, Caller, may_decide, may_submit
from corpus.fiche_life import FicheState
from corpus.filters import Filters
from retrieval.governance.errors import NoSuch
from retrieval.governance.submissions import FichePage

_MAKING = (FicheState.DRAFT, FicheState.SUBMITTED, FicheState.IN_REVIEW)
_MOST = 10
_NONE = FichePage((), 0, None)


def publish(job: Job, parts: Parts) -> None:
    """Show it, and know its reader from now on: notices go there. Raises SlackFailure."""
    account = Account(job.team, job.user)
    parts.addresses.met(account, parts.audiences.alone(job.team, job.user).caller)
    view = _view(job, parts)
    parts.clients.of(job.team).call("views.publish", user_id=job.user, view=view)


def refresh(job: Job, parts: Parts) -> None:
    """Show it again after a gesture of theirs; not being able to is no failure of the gesture."""
    parts.clients.of(job.team).quietly("views.publish", user_id=job.user, view=_view(job, parts))


def _view(job: Job, parts: Parts) -> dict[str, object]:
    language = parts.people.language(job.team, job.user)
    caller = parts.audiences.alone(job.team, job.user).caller
    return home_view(_home(job, caller, parts), parts.knowledge.links, language)


def _home(job: Job, caller: Caller, parts: Parts) -> Home:
    governance, catalogue = parts.work.governance, parts.knowledge.catalogue
    writes = caller.organisation is not None and may_submit(caller, caller.organisation)
    own = governance.submissions.page(caller, states=_MAKING, limit=50) if writes else _NONE
    fiches = [one for one in own.items if one.organisation == caller.organisation]
    queue = governance.submissions.page(caller, queue=True, limit=_MOST) if may_decide(caller) else _NONE
    watches = governance.watches.page(caller).items if caller.person else ()
    relays = parts.work.relays.of(job.team, job.user)
    return Home(
        caller=caller,
        organisation=_organisation(caller, parts),
        fiches=fiches[:_MOST],
        fiches_total=len(fiches),
        queue=queue.items,
        queue_total=queue.total,
        watches=watches,
        relays=[(one, title_of(one, parts)) for one in relays],
        chosen=parts.choices.language(job.team, job.user),
        days=parts.settings.days,
        documents=catalogue.count_readable(caller),
        initiatives=catalogue.count(Filters(kind=("initiative",)), caller),
    )


def _organisation(caller: Caller, parts: Parts) -> str:
    with suppress(NoSuch):
        return parts.work.governance.directory.organisation(caller.organisation or "", ADMINISTRATOR).name
    return ""
