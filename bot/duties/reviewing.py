"""The steps of a fiche's life, taken by a click: rights and state are looked at again, and every card of it is renewed."""

from __future__ import annotations

import logging

from bot.duties.home import refresh
from bot.duties.telling import Message, caller_of, language_of, told
from bot.errors import Refused, SlackFailure
from bot.parts import Parts
from bot.store.cards import Card
from bot.store.jobs import Job
from bot.views.fiche_form import wrong
from bot.views.fiches import STATES, fiche_card, gone_card, last_step
from bot.work_tasks import Commented, StepTaken
from corpus.access import Caller
from corpus.errors import InvalidDocument, PasserelleError
from corpus.fiche_life import Step, StepNotPossible
from corpus.text import translate
from retrieval.governance.errors import ChangedMeanwhile, NoSuch, NotAllowed
from retrieval.governance.fiches import Version
from retrieval.governance.notices import NoticeKind
from retrieval.governance.wording import fiche_notice

_log = logging.getLogger(__name__)


def step_taken(job: Job, parts: Parts) -> None:
    """Take a step, or say who was quicker and where the fiche is now."""
    given = StepTaken.model_validate_json(job.payload)
    _take(given, job, parts)
    renew(given.fiche, parts)
    refresh(job, parts)


def _take(given: StepTaken, job: Job, parts: Parts) -> None:
    caller, language = caller_of(job, parts), language_of(job, parts)
    where = given.response_url
    try:
        taken = parts.work.publishing.take(
            given.fiche, given.step, given.version, caller, reason=given.reason
        )
    except NoSuch:
        told("no_fiche", job, parts, response_url=where)
    except (ChangedMeanwhile, StepNotPossible):
        _already(given, job, parts)
    except NotAllowed:
        told("not_allowed", job, parts, response_url=where)
    except InvalidDocument as problem:
        _log.info("a fiche is no document: %s", problem.field)
        told(
            "not_sent",
            job,
            parts,
            response_url=where,
            title=_title(given.fiche, caller, parts),
            why=wrong("body", language),
        )
    except PasserelleError as error:
        _log.warning("a step was not taken: %s", error)
        told("unavailable", job, parts, response_url=where)
    else:
        if not _is_shown_there(given.fiche, job, parts):
            state = translate(language, STATES[taken.state])
            told("step_taken", job, parts, response_url=where, title=taken.draft.title, state=state)


def _is_shown_there(fiche: str, job: Job, parts: Parts) -> bool:
    """Whether a card of the fiche stands where somebody clicked: it is renewed, and says what a sentence would."""
    return any(
        (card.team, card.channel) == (job.team, job.channel) for card in parts.work.cards.of("fiche", fiche)
    )


def _already(given: StepTaken, job: Job, parts: Parts) -> None:
    """Somebody was quicker: who, and what they did."""
    versions, _ = parts.work.governance.submissions.history(given.fiche, caller_of(job, parts))
    last, language = versions[-1], language_of(job, parts)
    if is_own(last, given.step, given.version, caller_of(job, parts)):
        state = translate(language, STATES[last.state])
        told("step_taken", job, parts, response_url=given.response_url, title=last.draft.title, state=state)
        return
    names = parts.work.governance.directory.names({last.by} if last.by else ())
    state = translate(language, STATES[last.state])
    if last.by in names:
        told("handled", job, parts, response_url=given.response_url, name=names[last.by], state=state)
    else:
        told("changed_by", job, parts, response_url=given.response_url, state=state)


def is_own(last: Version, step: Step, version: int, caller: Caller) -> bool:
    """Whether the last version is the step itself, taken by the same person: a click, or a task, that came twice."""
    same = last.step is step and last.version == version + 1
    return same and last.by is not None and last.by == caller.person


def commented(job: Job, parts: Parts) -> None:
    """Say something of a fiche to its authors and reviewers."""
    given = Commented.model_validate_json(job.payload)
    caller = caller_of(job, parts)
    try:
        parts.work.governance.submissions.comment(given.fiche, given.text, caller)
    except NoSuch:
        told("no_fiche", job, parts)
        return
    told("commented", job, parts, title=_title(given.fiche, caller, parts))


def renew(fiche: str, parts: Parts) -> None:
    """Every message about a fiche shows how it is now; the last that each reader has, what they may do."""
    cards = parts.work.cards.of("fiche", fiche)
    last = {(card.team, card.user): card for card in cards}
    for card in cards:
        try:
            acts = last[card.team, card.user] == card
            message = _message(card, fiche, parts, acts=acts)
            calls = parts.clients.of(card.team)
            calls.call("chat.update", patience=5.0, channel=card.channel, ts=card.message, **message)
        except Refused as refused:
            _log.info("a card is given up: %s", refused)
            parts.work.cards.gone(card)
        except SlackFailure as failure:
            _log.info("a card is not renewed: %s", failure)


def _message(card: Card, fiche: str, parts: Parts, *, acts: bool) -> Message:
    language = parts.people.language(card.team, card.user)
    caller = parts.audiences.alone(card.team, card.user).caller
    try:
        present = parts.work.governance.submissions.get(fiche, caller)
        versions, _ = parts.work.governance.submissions.history(fiche, caller)
    except NoSuch:
        return gone_card(language)
    last = versions[-1]
    names = parts.work.governance.directory.names({last.by} if last.by else ())
    said = fiche_notice(NoticeKind(card.what), present.draft.title, language)
    now = last_step(names.get(last.by or "", ""), language)
    links = parts.knowledge.links
    return fiche_card(present, caller, said, links, language, reason=last.reason, now=now, acts=acts)


def _title(fiche: str, caller: Caller, parts: Parts) -> str:
    return parts.work.governance.submissions.get(fiche, caller).draft.title
