"""Forms: why an answer did not help, and how the assistant behaves in a workspace."""

from __future__ import annotations

from typing import Any

from bot.content import Block
from bot.escaping import plain
from bot.store.choices import Workspace
from bot.views.inputs import chosen as chosen_of
from bot.views.inputs import option
from corpus.models import LANGUAGES, Language
from corpus.text import mark, translate
from retrieval.answering.judging import MOST_CHARACTERS

REASON_FORM, REASON_BLOCK = "feedback_reason", "reason"
SETTINGS_FORM = "settings"
COORDINATORS_BLOCK, LANGUAGE_BLOCK, BEHAVIOUR_BLOCK = "coordinators", "language", "behaviour"
OUTSIDERS, FOLLOW_UPS = "outsiders", "follow_ups"

OWN_NAMES: dict[Language, str] = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}

_SEND, _SAVE, _CANCEL = mark("Envoyer"), mark("Enregistrer"), mark("Annuler")
_WHY = mark("Votre avis")
_REASON = mark("Qu'est-ce qui manque ou ne va pas\u00a0?")
_SETTINGS = mark("Réglages")
_COORDINATORS = mark("Canal des coordinateurs")
_COORDINATORS_HINT = mark("Les questions transmises y arrivent. Invitez-moi d'abord dans ce canal.")
_CHANNEL_LANGUAGE = mark("Langue de ce canal")
_BEHAVIOUR = mark("Comportement")
_OUTSIDERS = mark("Répondre aussi dans les canaux partagés avec d'autres organisations")
_OUTSIDERS_HINT = mark("Documents publics seulement")
_FOLLOW_UPS = mark("Répondre à la suite d'un fil sans nouvelle mention")
_FOLLOW_UPS_HINT = mark("Demande le droit de lire les messages des canaux")


def reason_form(identifier: str, language: Language) -> dict[str, Any]:
    """Why an answer did not help."""
    element = {
        "type": "plain_text_input",
        "action_id": REASON_BLOCK,
        "multiline": True,
        "max_length": MOST_CHARACTERS,
    }
    block = _input(REASON_BLOCK, translate(language, _REASON), element)
    return _modal(REASON_FORM, _WHY, _SEND, [block], language, identifier)


def settings_form(settings: Workspace, language: Language) -> dict[str, Any]:
    """How the assistant behaves, as it is now."""
    channel: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": COORDINATORS_BLOCK,
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    if settings.coordinators:
        channel["initial_conversation"] = settings.coordinators
    spoken = {one: option(one, OWN_NAMES[one]) for one in LANGUAGES}
    options = {
        OUTSIDERS: _option(OUTSIDERS, _OUTSIDERS, _OUTSIDERS_HINT, language),
        FOLLOW_UPS: _option(FOLLOW_UPS, _FOLLOW_UPS, _FOLLOW_UPS_HINT, language),
    }
    behaviour: dict[str, Any] = {
        "type": "checkboxes",
        "action_id": BEHAVIOUR_BLOCK,
        "options": list(options.values()),
    }
    if chosen := [made for name, made in options.items() if getattr(settings, name)]:
        behaviour["initial_options"] = chosen
    blocks = [
        _input(
            COORDINATORS_BLOCK,
            translate(language, _COORDINATORS),
            channel,
            translate(language, _COORDINATORS_HINT),
        ),
        _input(
            LANGUAGE_BLOCK,
            translate(language, _CHANNEL_LANGUAGE),
            chosen_of(LANGUAGE_BLOCK, spoken, settings.language),
        ),
        _input(BEHAVIOUR_BLOCK, translate(language, _BEHAVIOUR), behaviour),
    ]
    return _modal(SETTINGS_FORM, _SETTINGS, _SAVE, blocks, language)


def settings_of(values: dict[str, Any], former: Workspace) -> Workspace:
    """What the form says; the rest stays as it was."""
    channel = values.get(COORDINATORS_BLOCK, {}).get(COORDINATORS_BLOCK, {}).get("selected_conversation")
    chosen = values.get(BEHAVIOUR_BLOCK, {}).get(BEHAVIOUR_BLOCK, {}).get("selected_options") or []
    names = {str(one.get("value")) for one in chosen}
    spoken = (values.get(LANGUAGE_BLOCK, {}).get(LANGUAGE_BLOCK, {}).get("selected_option") or {}).get(
        "value"
    )
    changes = {
        "language": next((one for one in LANGUAGES if one == spoken), former.language),
        "coordinators": str(channel or ""),
        OUTSIDERS: OUTSIDERS in names,
        FOLLOW_UPS: FOLLOW_UPS in names,
    }
    return former.model_copy(update=changes)


def _modal(
    form: str, title: str, submit: str, blocks: list[Block], language: Language, metadata: str = ""
) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": metadata,
        "title": _plain(translate(language, title), 24),
        "submit": _plain(translate(language, submit), 24),
        "close": _plain(translate(language, _CANCEL), 24),
        "blocks": blocks,
    }


def _input(name: str, label: str, element: dict[str, Any], hint: str = "") -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": _plain(label, 200),
        "element": element,
    }
    return {**block, "hint": _plain(hint, 200)} if hint else block


def _option(value: str, label: str, hint: str, language: Language) -> dict[str, Any]:
    return {
        "text": _plain(translate(language, label), 75),
        "description": _plain(translate(language, hint), 75),
        "value": value,
    }


def _plain(words: str, length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": plain(words, length), "emoji": False}
