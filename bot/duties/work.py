"""What is done with the jobs of members, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.content import paragraph
from bot.duties import arrivals, deciding, fiches, home, relaying, reviewing, watching
from bot.duties.telling import show
from bot.escaping import mrkdwn
from bot.parts import Parts
from bot.store.jobs import Job
from bot.views.documents import text
from bot.work_tasks import Said, Shown


def said(job: Job, parts: Parts) -> None:
    """A sentence that was put into the queue."""
    given = Said.model_validate_json(job.payload)
    blocks = [paragraph(text(given.text))]
    show(job, parts, {"text": mrkdwn(given.text), "blocks": blocks}, response_url=given.response_url)


def watches(job: Job, parts: Parts) -> None:
    """All that somebody follows."""
    watching.listed(job, parts, Shown.model_validate_json(job.payload).response_url)


WORK: Mapping[str, Callable[[Job, Parts], None]] = {
    "said": said,
    "fiche_checked": fiches.checked,
    "fiche_sent": fiches.sent,
    "fiche_kept": fiches.kept,
    "fiche_compared": fiches.compared,
    "step_taken": reviewing.step_taken,
    "commented": reviewing.commented,
    "home": home.publish,
    "wished": watching.begun,
    "watches": watches,
    "watch_changed": watching.changed,
    "pair_decided": deciding.decided,
    "pairs": deciding.listed,
    "portfolio": arrivals.portfolio,
    "contact": relaying.contact,
    "contact_answered": relaying.answered,
}
