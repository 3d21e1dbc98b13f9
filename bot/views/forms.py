"""Forms: why an answer did not help, and how the assistant behaves in a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content import Block
from bot.store.choices import Answers, InChannel, Workspace
from bot.views.inputs import View, asked, chosen, modal, option, typed, value_of
from corpus.models import LANGUAGES, Language
from corpus.text import mark, translate
from retrieval.answering.judging import MOST_CHARACTERS

REASON_FORM, REASON_BLOCK = "feedback_reason", "reason"
SETTINGS_FORM = "settings"
COORDINATORS_BLOCK, LANGUAGE_BLOCK, BEHAVIOUR_BLOCK = "coordinators", "language", "behaviour"
HERE_BLOCK, SPOKEN_HERE_BLOCK, ANY = "here", "spoken_here", "any"
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
_HERE, _SPOKEN_HERE = mark("Dans ce canal-ci"), mark("Langue des réponses dans ce canal-ci")
_ANSWERS_HERE: dict[Answers, str] = {
    "as_workspace": mark("Comme partout"),
    "mentions": mark("Répondre aux mentions seulement"),
    "privately": mark("Répondre à la personne seule"),
    "never": mark("Ne pas répondre"),
}
_ANY = mark("Celle de la question")


def reason_form(identifier: str, language: Language) -> View:
    """Why an answer did not help."""
    element = typed(REASON_BLOCK, several_lines=True, most=MOST_CHARACTERS)
    block = asked(REASON_BLOCK, translate(language, _REASON), element)
    return _form(REASON_FORM, _WHY, _SEND, [block], language, identifier)


def settings_form(settings: Workspace, channel: str, language: Language) -> View:
    """How the assistant behaves, as it is now; in the channel from which the form was asked for, too, if it is one."""
    hint = translate(language, _COORDINATORS_HINT)
    spoken = {one: option(one, OWN_NAMES[one]) for one in LANGUAGES}
    blocks = [
        asked(COORDINATORS_BLOCK, translate(language, _COORDINATORS), _channel(settings), hint=hint),
        asked(
            LANGUAGE_BLOCK,
            translate(language, _CHANNEL_LANGUAGE),
            chosen(LANGUAGE_BLOCK, spoken, settings.language),
        ),
        asked(BEHAVIOUR_BLOCK, translate(language, _BEHAVIOUR), _behaviour(settings, language)),
        *(_here(settings.channel(channel), language) if channel else ()),
    ]
    return _form(SETTINGS_FORM, _SETTINGS, _SAVE, blocks, language, channel)


def _here(chosen_here: InChannel, language: Language) -> list[Block]:
    answers = {one: option(one, translate(language, label)) for one, label in _ANSWERS_HERE.items()}
    spoken = {ANY: option(ANY, translate(language, _ANY))} | {
        one: option(one, OWN_NAMES[one]) for one in LANGUAGES
    }
    return [
        asked(HERE_BLOCK, translate(language, _HERE), chosen(HERE_BLOCK, answers, chosen_here.answers)),
        asked(
            SPOKEN_HERE_BLOCK,
            translate(language, _SPOKEN_HERE),
            chosen(SPOKEN_HERE_BLOCK, spoken, chosen_here.language or ANY),
        ),
    ]


def settings_of(values: Mapping[str, Any], former: Workspace, channel: str) -> Workspace:
    """What the form says, of that channel too; the rest stays as it was."""
    coordinators = values.get(COORDINATORS_BLOCK, {}).get(COORDINATORS_BLOCK, {}).get("selected_conversation")
    spoken = value_of(values.get(LANGUAGE_BLOCK, {}).get(LANGUAGE_BLOCK))
    behaves = value_of(values.get(BEHAVIOUR_BLOCK, {}).get(BEHAVIOUR_BLOCK)) or ()
    changes = {
        "coordinators": str(coordinators or ""),
        "language": next((one for one in LANGUAGES if one == spoken), former.language),
        OUTSIDERS: OUTSIDERS in behaves,
        FOLLOW_UPS: FOLLOW_UPS in behaves,
    }
    changed = former.model_copy(update=changes)
    return changed.with_channel(channel, _chosen_here(values)) if channel else changed


def _chosen_here(values: Mapping[str, Any]) -> InChannel:
    answers = value_of(values.get(HERE_BLOCK, {}).get(HERE_BLOCK))
    spoken = value_of(values.get(SPOKEN_HERE_BLOCK, {}).get(SPOKEN_HERE_BLOCK))
    return InChannel(
        answers=next((one for one in _ANSWERS_HERE if one == answers), "as_workspace"),
        language=next((one for one in LANGUAGES if one == spoken), None),
    )


def _channel(settings: Workspace) -> Block:
    """A channel of this workspace that people of other organisations do not read."""
    element: Block = {
        "type": "conversations_select",
        "action_id": COORDINATORS_BLOCK,
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    if settings.coordinators:
        element["initial_conversation"] = settings.coordinators
    return element


def _behaviour(settings: Workspace, language: Language) -> Block:
    options = {
        OUTSIDERS: option(OUTSIDERS, translate(language, _OUTSIDERS), translate(language, _OUTSIDERS_HINT)),
        FOLLOW_UPS: option(
            FOLLOW_UPS, translate(language, _FOLLOW_UPS), translate(language, _FOLLOW_UPS_HINT)
        ),
    }
    element: Block = {"type": "checkboxes", "action_id": BEHAVIOUR_BLOCK, "options": list(options.values())}
    if held := [made for name, made in options.items() if getattr(settings, name)]:
        element["initial_options"] = held
    return element


def _form(
    form: str, title: str, submit: str, blocks: list[Block], language: Language, metadata: str = ""
) -> View:
    return modal(
        form,
        translate(language, title),
        blocks,
        submit=translate(language, submit),
        close=translate(language, _CANCEL),
        metadata=metadata,
    )
