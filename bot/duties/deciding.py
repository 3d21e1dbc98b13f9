"""Decisions on pairs of fiches: by coordinators, with a reason, the first of two at once; and the pairs that wait."""

from __future__ import annotations

from collections.abc import Mapping

from bot.duties.telling import Message, caller_of, language_of, show, told
from bot.errors import Refused, SlackFailure
from bot.parts import Parts
from bot.store.cards import Card
from bot.store.jobs import Job
from bot.views.pairs import VERDICTS, Decided, pair_card, pairs_message
from bot.work_tasks import PairDecided
from corpus.access import Caller
from corpus.errors import NotFound, PasserelleError
from corpus.models import Language
from corpus.text import translate
from retrieval.likeness.board import Status
from retrieval.likeness.decisions import Key
from retrieval.likeness.errors import AlreadyDecided, NotEntitled
from retrieval.likeness.values import Decision, Pair, Verdict

MOST_LISTED = 8
URGENT = (Verdict.DUPLICATE, Verdict.LATER_PHASE)


def key_of(pair_id: str) -> Key:
    """The two ids; raises NotFound for what names no pair."""
    one, separator, other = pair_id.partition("~")
    if not separator or not one or not other:
        raise NotFound(pair_id)
    return (one, other)


def decided(job: Job, parts: Parts) -> None:
    """Keep a decision, or say who was quicker, with their reason; every card of the pair is renewed."""
    given = PairDecided.model_validate_json(job.payload)
    caller, language = caller_of(job, parts), language_of(job, parts)
    try:
        made = parts.work.pairs.decide(
            key_of(given.pair), given.verdict, caller, reason=given.reason, replaces=given.replaces
        )
    except AlreadyDecided as error:
        who = as_decided(error.decision, parts)
        verdict = translate(language, VERDICTS[who.verdict])
        told("decided_already", job, parts, name=who.name, verdict=verdict, reason=who.reason)
    except NotEntitled:
        told("coordinators_only", job, parts)
    except NotFound:
        told("no_document", job, parts)
    except PasserelleError:
        told("unavailable", job, parts)
        return
    else:
        if not _is_shown_to(job, given.pair, parts):
            told("decided", job, parts, verdict=translate(language, VERDICTS[made.verdict]))
    renew(given.pair, parts)


def _is_shown_to(job: Job, pair_id: str, parts: Parts) -> bool:
    """Whether there is a message about the pair before their eyes: it is renewed, and says the same."""
    cards = parts.work.cards.of("pair", pair_id)
    return any(card.team == job.team and card.user in ("", job.user) for card in cards)


def listed(job: Job, parts: Parts) -> None:
    """The surest pairs that wait for a decision, for a coordinator."""
    caller, language = caller_of(job, parts), language_of(job, parts)
    page = parts.work.pairs.page(
        caller, language=language, status=Status.OPEN, verdicts=URGENT, limit=MOST_LISTED
    )
    cards = [card(pair, caller, parts, language) for pair in page.pairs]
    show(job, parts, pairs_message(cards, language))


def card(pair: Pair, caller: Caller, parts: Parts, language: Language, *, arrived: bool = False) -> Message:
    """A pair as this caller may read it."""
    documents = parts.knowledge.catalogue.documents((pair.a, pair.b), caller)
    done = as_decided(pair.decision, parts) if pair.decision else None
    return pair_card(pair, documents, parts.knowledge.links, language, arrived=arrived, decided=done)


def as_decided(decision: Decision, parts: Parts) -> Decided:
    """A decision with the name of its author, as the directory has it."""
    names: Mapping[str, str] = parts.work.governance.directory.names({decision.author})
    return Decided(names.get(decision.author, decision.author), decision.verdict, decision.reason)


def renew(pair_id: str, parts: Parts) -> None:
    """Every message about a pair shows how it stands."""
    for shown in parts.work.cards.of("pair", pair_id):
        try:
            message = _renewed(shown, parts)
            calls = parts.clients.of(shown.team)
            calls.call("chat.update", patience=5.0, channel=shown.channel, ts=shown.message, **message)
        except (Refused, NotFound):
            parts.work.cards.gone(shown)
        except SlackFailure:
            continue  # a click on it says how it stands


def _renewed(shown: Card, parts: Parts) -> Message:
    if shown.user:
        language = parts.people.language(shown.team, shown.user)
        caller = parts.audiences.alone(shown.team, shown.user).caller
    else:
        language = parts.choices.workspace(shown.team).language
        caller = parts.audiences.channel(shown.team, shown.channel, shared=False).caller
    pair = parts.work.pairs.get(key_of(shown.subject), caller, language=language)
    return card(pair, caller, parts, language)
