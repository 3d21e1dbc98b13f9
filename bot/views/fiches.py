"""Fiches in the making as their authors and reviewers see them: a card with the steps that they may take, and a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.content import Block, context, paragraph, section
from bot.escaping import mrkdwn
from bot.views.buttons import button
from bot.views.documents import colon, link, text
from bot.views.inputs import View, asked, modal, typed, words
from corpus.access import Caller
from corpus.fiche_life import FicheState, Step
from corpus.fiche_rights import may_review, may_write, open_steps
from corpus.labels import value_label
from corpus.models import Language
from corpus.text import format_date, format_money, mark, translate
from retrieval.governance.fiches import Comment, Submission, Version
from retrieval.governance.moments import day
from retrieval.search.links import Links

READ, RESUME, NEW, STEP, COMMENT = "fiche_read", "fiche_resume", "fiche_new", "fiche_step", "fiche_comment"
COMPARE = "fiche_compare"
STEP_FORM, COMMENT_FORM, FICHE_PAGE, REASON = "fiche_step_form", "fiche_comment_form", "fiche_page", "reason"
WAITING = frozenset({FicheState.SUBMITTED, FicheState.IN_REVIEW})
# Steps that need a word to their authors, those that end something last.
WITH_REASON = frozenset({Step.REQUEST_CHANGES, Step.WITHDRAW})
STATES = {
    FicheState.DRAFT: mark("brouillon"),
    FicheState.SUBMITTED: mark("soumise pour relecture"),
    FicheState.IN_REVIEW: mark("en relecture"),
    FicheState.PUBLISHED: mark("publiée"),
    FicheState.FINISHED: mark("projet terminé"),
    FicheState.WITHDRAWN: mark("retirée"),
}
STEPS = {
    Step.START_REVIEW: mark("Prendre en charge"),
    Step.PUBLISH: mark("Publier"),
    Step.REQUEST_CHANGES: mark("Demander des changements"),
    Step.RECALL: mark("Reprendre la main"),
    Step.CONFIRM: mark("Toujours exacte"),
    Step.REVISE: mark("Réviser"),
    Step.FINISH: mark("Projet terminé"),
    Step.WITHDRAW: mark("Retirer"),
}
_READ, _RESUME, _COMMENT, _COMPARE = mark("Lire"), mark("Reprendre"), mark("Commenter"), mark("Comparer")
_REASON, _SEND, _CLOSE = mark("Motif"), mark("Envoyer"), mark("Fermer")
_COMMENT_LABEL = mark("Votre commentaire")
_GIVEN_REASON = mark("Motif donné")
_FICHE, _COMMENTS, _NO_TEXT = mark("Fiche"), mark("Commentaires"), mark("(sans texte)")
_LAST_STEP = mark("Dernière étape\u00a0: {name}.")
_GONE = mark("Cette fiche n'existe plus, ou vous ne pouvez plus la lire.")
_BODY_PARTS, _BLOCK = 12, 2_900


def facts(fiche: Submission, language: Language) -> str:
    """Where it is, and about what."""
    terms = fiche.terms
    places = [value_label("municipality", one, language) for one in terms.get("municipality", ())[:2]]
    themes = [value_label("domain", one, language) for one in terms.get("domain", ())[:3]]
    money = [format_money(fiche.draft.budget_eur, language)] if fiche.draft.budget_eur is not None else []
    changed = format_date(day(fiche.updated_at), language)
    parts = [translate(language, STATES[fiche.state]), *places, *themes, *money, changed]
    return " · ".join(parts)


def fiche_line(fiche: Submission, links: Links, language: Language) -> Block:
    """Title and facts; the title leads to the document where there is one."""
    title = fiche.draft.title
    head = link(title, links.document(fiche.id)) if fiche.in_catalogue else text(title, bold=True)
    return paragraph(head, text(f"\n{facts(fiche, language)}"))


def fiche_buttons(fiche: Submission, caller: Caller, language: Language) -> Block:
    """What this person may do with it now. Whether they may is looked at again on each click."""
    value = f"{fiche.id}:{fiche.version}"
    made = [button(READ, translate(language, _READ), fiche.id)]
    if fiche.state is FicheState.DRAFT and may_write(caller, fiche):
        made.append(button(RESUME, translate(language, _RESUME), fiche.id, style="primary"))
    for step in STEPS:
        if step in open_steps(caller, fiche):
            style = "primary" if step in (Step.PUBLISH, Step.START_REVIEW, Step.CONFIRM) else ""
            label = translate(language, STEPS[step])
            made.append(button(f"{STEP}:{step.value}", label, value, style=style))
    if fiche.state in WAITING and may_review(caller, fiche):
        made.append(button(COMPARE, translate(language, _COMPARE), fiche.id))
    if fiche.was_submitted:
        made.append(button(COMMENT, translate(language, _COMMENT), fiche.id))
    return {"type": "actions", "elements": made}


def fiche_card(
    fiche: Submission,
    caller: Caller,
    said: str,
    links: Links,
    language: Language,
    *,
    reason: str = "",
    now: str = "",
    acts: bool = True,
) -> dict[str, Any]:
    """A message about a fiche: what happened, the fiche, the reason that was given, and what may be done.

    `now` is who took its last step since; without `acts` it has no buttons, because a later message has them.
    """
    blocks: list[Block] = [
        paragraph(text(said)),
        fiche_line(fiche, links, language),
    ]
    if reason:
        blocks.append(_quoted(translate(language, _GIVEN_REASON), reason, language))
    if now:
        blocks.append(context(now))
    if acts:
        blocks.append(fiche_buttons(fiche, caller, language))
    return {"text": mrkdwn(said), "blocks": blocks}


def last_step(by: str, language: Language) -> str:
    """Who took the last step of a fiche that changed since it was first shown; its facts say which."""
    return translate(language, _LAST_STEP, name=by) if by else ""


def gone_card(language: Language) -> dict[str, Any]:
    """In place of a fiche that its reader may not see any more."""
    said = translate(language, _GONE)
    return {"text": said, "blocks": [paragraph(text(said))]}


def fiche_page(
    fiche: Submission,
    versions: Sequence[Version],
    comments: Sequence[Comment],
    names: Mapping[str, str],
    links: Links,
    language: Language,
) -> View:
    """The whole fiche to read, with the last reason and what was said of it."""
    body = fiche.draft.body or translate(language, _NO_TEXT)
    parts = [body[start : start + _BLOCK] for start in range(0, len(body), _BLOCK)][:_BODY_PARTS]
    blocks: list[Block] = [fiche_line(fiche, links, language)]
    blocks += [{"type": "section", "text": words(part)} for part in parts]
    reasons = [one for one in versions if one.reason]
    if reasons:
        blocks.append(_quoted(translate(language, _GIVEN_REASON), reasons[-1].reason, language))
    if comments:
        blocks.append(context(translate(language, _COMMENTS)))
        blocks += [_comment(one, names, language) for one in comments[-20:] if one.text]
    return modal(FICHE_PAGE, translate(language, _FICHE), blocks, close=translate(language, _CLOSE))


def step_form(fiche: Submission, step: Step, language: Language) -> View:
    """Why changes are asked for, or a fiche withdrawn."""
    return _word_form(
        STEP_FORM, STEPS[step], _REASON, f"{fiche.id}:{fiche.version}:{step.value}", language, most=2_000
    )


def comment_form(fiche: Submission, language: Language) -> View:
    """Something to say of a fiche."""
    return _word_form(COMMENT_FORM, _COMMENT, _COMMENT_LABEL, fiche.id, language, most=3_000)


def _word_form(form: str, title: str, label: str, metadata: str, language: Language, *, most: int) -> View:
    element = typed(REASON, several_lines=True, most=most)
    return modal(
        form,
        translate(language, title),
        [asked(REASON, translate(language, label), element, optional=False)],
        submit=translate(language, _SEND),
        close=translate(language, _CLOSE),
        metadata=metadata,
    )


def _comment(comment: Comment, names: Mapping[str, str], language: Language) -> Block:
    author = names.get(comment.by or "", "–")
    return _quoted(f"{author}, {format_date(day(comment.at), language)}", comment.text, language)


def _quoted(head: str, said: str, language: Language) -> Block:
    quote: Block = {"type": "rich_text_quote", "elements": [text(said[:_BLOCK])]}
    return {"type": "rich_text", "elements": [section([text(f"{head}{colon(language)}", bold=True)]), quote]}
