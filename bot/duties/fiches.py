"""A fiche from the form to the review queue: kept as a draft, compared, sent, joined or replicated."""

from __future__ import annotations

import logging
import time

from bot.duties.relaying import pass_on
from bot.duties.reviewing import is_own
from bot.duties.telling import caller_of, language_of, show, told
from bot.filling import Unfit, check, draft_of
from bot.parts import Parts
from bot.store.forms import Form
from bot.store.jobs import Job
from bot.views.documents import listed
from bot.views.fiche_form import MOST_ALIKE, likeness_form, trouble, wrong
from bot.views.fiches import fiche_buttons
from bot.views.listing import similar_content
from bot.views.relays import contact_button
from bot.views.saying import say
from bot.work_tasks import Compared, FicheChecked, FicheKept, FicheSent
from corpus.access import Caller
from corpus.errors import InvalidDocument, PasserelleError
from corpus.fiche_life import Step, StepNotPossible
from corpus.models import Language
from corpus.project import Project
from corpus.text import mark, translate
from retrieval.governance.errors import ChangedMeanwhile, NoSuch, NotAllowed
from retrieval.governance.fiches import Submission
from retrieval.likeness.similar import Likeness

ALIKE = "alike"  # beside what was typed: the documents that the second step showed
# Slack puts our acknowledgement on the screen in its own time; what we show next must come after it.
_SETTLING_SECONDS = 0.8
_IN_SPITE = mark("Malgré des initiatives proches\u00a0: {because}")
_log = logging.getLogger(__name__)


def checked(job: Job, parts: Parts) -> None:
    """Keep what was typed as a draft, look for what is like it, show the second step."""
    given = FicheChecked.model_validate_json(job.payload)
    language = language_of(job, parts)
    form = parts.work.forms.get(given.form, job.team, job.user)
    if form is None:
        view = trouble(given.form, say("form_gone", language), language)
    else:
        view = _second_step(form, job, parts, language)
    time.sleep(max(0.0, float(job.turn) + _SETTLING_SECONDS - parts.now()))
    parts.clients.of(job.team).quietly("views.update", view_id=given.view, view=view)


def _second_step(form: Form, job: Job, parts: Parts, language: Language) -> dict[str, object]:
    try:
        fiche = _saved(form, job, parts, language)
    except (ChangedMeanwhile, StepNotPossible):
        return trouble(form.id, say("changed_meanwhile", language), language)
    except (NotAllowed, NoSuch):
        return trouble(form.id, say("not_allowed", language), language)
    except Unfit as problem:
        return trouble(form.id, wrong(problem.field, language), language)
    except PasserelleError as error:
        _log.warning("a fiche was not saved: %s", error)
        return trouble(form.id, say("not_saved", language), language)
    try:
        alike = _alike(fiche, caller_of(job, parts), parts, language)
    except PasserelleError as error:
        _log.warning("what is like a fiche was not found: %s", error)
        return trouble(form.id, say("not_checked", language), language)
    parts.work.forms.typed(form, {ALIKE: [one.document.id for one in alike]})
    return likeness_form(form.id, alike, parts.knowledge.links, language)


def sent(job: Job, parts: Parts) -> None:
    """Send the fiche to the review queue, or do what its author chose instead."""
    given = FicheSent.model_validate_json(job.payload)
    form = parts.work.forms.get(given.form, job.team, job.user)
    if form is None or not form.fiche:
        told("form_gone", job, parts)
        return
    try:
        fiche = parts.work.governance.submissions.get(form.fiche, caller_of(job, parts))
    except NoSuch:
        told("no_fiche", job, parts)
        return
    match given.exit:
        case "join":
            told("joins", job, parts, title=fiche.draft.title)
            pass_on(given.which, given.because, job, parts)
        case "replicate":
            _replicates(fiche, given.which, job, parts)
        case "go_on":
            _submitted(form, fiche, given.because, job, parts)
    parts.work.forms.done(form.id)


def kept(job: Job, parts: Parts) -> None:
    """A form was closed: what has a title is a draft from now on, the rest waits in the form."""
    given = FicheKept.model_validate_json(job.payload)
    form = parts.work.forms.get(given.form, job.team, job.user)
    if form is None or not str(form.typed.get("title") or "").strip():
        return
    language = language_of(job, parts)
    try:
        fiche = _saved(form, job, parts, language)
    except ChangedMeanwhile:
        told("changed_meanwhile", job, parts)
        return
    except (Unfit, NotAllowed, NoSuch, StepNotPossible):
        return  # it waits in the form as it is
    parts.work.forms.done(form.id)
    buttons = fiche_buttons(fiche, caller_of(job, parts), language)
    told("kept", job, parts, below=(buttons,), title=fiche.draft.title)


def compared(job: Job, parts: Parts) -> None:
    """What is like a fiche that somebody reviews, as far as they may read it."""
    given = Compared.model_validate_json(job.payload)
    caller, language = caller_of(job, parts), language_of(job, parts)
    try:
        fiche = parts.work.governance.submissions.get(given.fiche, caller)
    except NoSuch:
        told("no_fiche", job, parts, response_url=given.response_url)
        return
    found = _alike(fiche, caller, parts, language)
    content = similar_content(found, parts.knowledge.links, language)
    message = {"text": content.summary, "blocks": list(content.blocks)}
    show(job, parts, message, response_url=given.response_url)


# -- the parts of it ----------------------------------------------------------------------------------


def _saved(form: Form, job: Job, parts: Parts, language: Language) -> Submission:
    """The draft as it was typed; raises Unfit, and what governance raises."""
    caller, submissions = caller_of(job, parts), parts.work.governance.submissions
    if not form.fiche:
        made = submissions.create(draft_of(form.typed, language), caller)
        parts.work.forms.became(form, made.id, made.version)
        return made
    present = submissions.ready(form.fiche, Step.SAVE, form.version, caller)
    draft = draft_of(form.typed, present.draft.language, base=present.draft)
    if draft == present.draft:
        return present
    saved = submissions.save(form.fiche, draft, form.version, caller)
    parts.work.forms.became(form, saved.id, saved.version)
    return saved


def _alike(fiche: Submission, caller: Caller, parts: Parts, language: Language) -> tuple[Likeness, ...]:
    project = Project.of_fiche(fiche.draft, fiche.draft.language)
    if fiche.in_catalogue:  # its own former version is no news to it
        project = project.model_copy(update={"document_id": fiche.id})
    return parts.knowledge.similar.to_project(project, caller, language=language, limit=MOST_ALIKE)


def _submitted(form: Form, fiche: Submission, because: str, job: Job, parts: Parts) -> None:
    caller, title, language = caller_of(job, parts), fiche.draft.title, language_of(job, parts)
    try:
        check(fiche.draft, fiche.organisation, parts.work.governance.submissions.today)
        reason = translate(language, _IN_SPITE, because=because) if because else ""
        parts.work.publishing.take(fiche.id, Step.SUBMIT, form.version, caller, reason=reason)
    except Unfit as problem:
        told("not_sent", job, parts, title=title, why=wrong(problem.field, language))
    except InvalidDocument as problem:
        _log.info("a fiche is no document: %s", problem.field)
        told("not_sent", job, parts, title=title, why=wrong("body", language))
    except (ChangedMeanwhile, StepNotPossible):
        versions, _ = parts.work.governance.submissions.history(fiche.id, caller)
        again = is_own(versions[-1], Step.SUBMIT, form.version, caller)
        told("sent" if again else "changed_meanwhile", job, parts, title=title)
    except (NotAllowed, NoSuch):
        told("not_allowed", job, parts)
    else:
        told("sent", job, parts, title=title)


def _replicates(fiche: Submission, which: str, job: Job, parts: Parts) -> None:
    """The initiative to start from, with a way to its people, above the draft that was kept."""
    caller, language = caller_of(job, parts), language_of(job, parts)
    found = parts.knowledge.catalogue.documents([which], caller)
    below = [listed(list(found.values()), parts.knowledge.links, language)] if found else []
    below += [contact_button(which, language)] if found else []
    below.append(fiche_buttons(fiche, caller, language))
    told("replicates", job, parts, below=tuple(below), title=fiche.draft.title)
