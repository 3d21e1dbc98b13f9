"""The assistant in Slack over the assembled parts; apart from `wiring`, so that routes and pages never import `bot`."""

from __future__ import annotations

from api.settings import Settings, SettingsError
from api.wiring import Passerelle
from bot.parts import Knowledge, SlackSettings, assemble
from bot.service import Service
from bot.work import Contributing


def slack_service(parts: Passerelle, *, socket_mode: bool) -> Service:
    """The assistant in Slack over the parts, not started yet; raises SettingsError naming what is missing."""
    settings = parts.settings
    _check_slack(settings, socket_mode=socket_mode)
    knowledge = Knowledge(
        assistant=parts.assistant,
        searcher=parts.searcher,
        catalogue=parts.catalogue,
        judging=parts.judging,
        similar=parts.similar,
        conversations=parts.conversations,
        directory=parts.governance.directory,
        links=parts.links,
    )
    contributing = Contributing(
        governance=parts.governance,
        publishing=parts.publishing,
        watching=parts.watching,
        pairs=parts.pairs,
        scan=parts.scan,
        portfolios=parts.portfolios,
    )
    slack = SlackSettings(
        api_url=settings.slack_api_url,
        bot_token=settings.slack_bot_token.get_secret_value(),
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        key=settings.slack_key.get_secret_value(),
        former_key=settings.slack_former_key.get_secret_value(),
        state_url=settings.state_url,
        days=settings.conversation_days,
    )
    return Service(
        assemble(knowledge, contributing, slack),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value() if socket_mode else "",
        public_url="" if socket_mode else settings.base_url,
        threads=settings.slack_threads,
    )


def _check_slack(settings: Settings, *, socket_mode: bool) -> None:
    needed = {
        "PASSERELLE_SLACK_BOT_TOKEN (one workspace) or PASSERELLE_SLACK_CLIENT_ID (many)": settings.has_slack
    }
    if socket_mode:
        needed["PASSERELLE_SLACK_APP_TOKEN"] = bool(settings.slack_app_token.get_secret_value())
    else:
        needed["PASSERELLE_SLACK_SIGNING_SECRET"] = bool(settings.slack_signing_secret.get_secret_value())
    if not settings.slack_bot_token.get_secret_value():
        needed["PASSERELLE_SLACK_KEY"] = bool(settings.slack_key.get_secret_value())
    missing = [name for name, given in needed.items() if not given]
    if missing:
        raise SettingsError(f"{missing[0]} is needed for Slack; docs/slack.md says where to find it")
