"""`passerelle serve`: the HTTP API and the web page."""

from __future__ import annotations

import socket
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.commands.console import err, failing_clearly
from api.logs import configure_logs
from api.settings import Settings, SettingsError
from api.slack import slack_service
from api.wiring import Passerelle, build
from bot.service import Service


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Server processes.")] = None,
) -> None:
    """Serve the API and the web page until stopped."""
    with failing_clearly():
        settings = Settings.read()
        chosen = settings.model_copy(
            update={
                name: value
                for name, value in {"host": host, "port": port, "workers": workers}.items()
                if value is not None
            }
        )
        configure_logs(chosen.log_level)
        _refuse_taken(chosen)
        common = {"host": chosen.host, "port": chosen.port, "log_level": chosen.log_level.lower()}
        if chosen.workers > 1:
            chosen.hand_down()
            factory = {"factory": True, "workers": chosen.workers, "access_log": False, **common}
            uvicorn.run("api.commands.serve:application", **factory)  # type: ignore[arg-type]
            return
        parts = build(chosen)
        err.print(f"Passerelle on {chosen.base_url} (Ctrl-C stops)", markup=False)
        # Addresses hold questions; the access log would write them down.
        uvicorn.run(create_app(parts, slack=_slack(parts)), access_log=False, **common)  # type: ignore[arg-type]


def _slack(parts: Passerelle) -> Service | None:
    """The assistant in Slack, where Slack comes by HTTP: the signing secret says so."""
    if not parts.settings.slack_signing_secret.get_secret_value():
        return None
    return slack_service(parts, socket_mode=False)


def _refuse_taken(settings: Settings) -> None:
    """Say in one line that the address cannot be had, before a model is loaded for nothing."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        where = f"{settings.host}, port {settings.port}"
        raise SettingsError(f"cannot listen on {where}: {reason}; choose another with --port") from error


def application():  # type: ignore[no-untyped-def]
    """The application of one worker process, from the environment."""
    settings = Settings.read()
    configure_logs(settings.log_level)
    parts = build(settings)
    return create_app(parts, slack=_slack(parts))
