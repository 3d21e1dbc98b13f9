"""`passerelle slack`: the assistant in Slack by Socket Mode, which needs no public address; and what goes with it."""

from __future__ import annotations

import signal
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, err, failing_clearly, opened, out, print_json
from api.logs import configure_logs
from api.settings import Settings
from api.slack import slack_service
from api.wiring import build
from bot.manifest import manifest as made_manifest
from bot.store.choices import Choices
from bot.store.installations import Leaving, Receipt
from corpus.access import ADMINISTRATOR
from retrieval.state.database import StateDatabase

app = typer.Typer(help="The assistant in Slack.", invoke_without_command=True)


@app.callback()
def slack(context: typer.Context) -> None:
    """Answer in Slack until stopped, by Socket Mode; `serve` does the same by HTTP where a signing secret is set."""
    if context.invoked_subcommand is not None:
        return
    with failing_clearly():
        settings = Settings.read()
        configure_logs(settings.log_level)
        parts = build(settings)
        try:
            service = slack_service(parts, socket_mode=True)
            ended = threading.Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: ended.set())
            err.print("Passerelle in Slack (Ctrl-C stops)", markup=False)
            service.serve_until(ended)
        finally:
            parts.close()


@app.command()
def manifest(
    http: Annotated[bool, typer.Option("--http", help="For `serve` at PASSERELLE_PUBLIC_URL.")] = False,
    many: Annotated[bool, typer.Option("--many", help="That many workspaces install; needs --http.")] = False,
    follow_ups: Annotated[
        bool, typer.Option("--follow-ups", help="May answer in its threads without being mentioned again.")
    ] = False,
) -> None:
    """Print the manifest from which to make the app on api.slack.com/apps."""
    with failing_clearly():
        settings = Settings.read()
    if many and not http:
        raise typer.BadParameter("--many needs --http: Slack sends people back to an address")
    made = made_manifest(
        public_url=settings.base_url, socket_mode=not http, many=many, thread_follow_ups=follow_ups
    )
    print_json(made)


@app.command()
def belongs(
    team: Annotated[str, typer.Argument(metavar="TEAM", help="Id of the workspace, T….")],
    organisations: Annotated[
        list[str] | None, typer.Argument(metavar="[ORGANISATION]…", help="None: nobody is recognised there.")
    ] = None,
) -> None:
    """Say whose people the members of a workspace may be: they are recognised by their addresses."""
    with opened() as parts:
        for one in organisations or ():
            parts.governance.directory.organisation(one, ADMINISTRATOR)
        database = StateDatabase(parts.settings.state_url)
        choices = Choices(database)
        former = choices.workspace(team)
        choices.change_workspace(
            team, former.model_copy(update={"organisations": tuple(organisations or ())})
        )
        database.close()
    out.print(f"{team}: {', '.join(organisations or ()) or 'nobody is recognised'}", markup=False)


@app.command()
def receipts(as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False) -> None:
    """List what was erased when workspaces left."""
    with opened() as parts:
        database = StateDatabase(parts.settings.state_url)
        every = Leaving(database).receipts()
        database.close()
    if as_json:
        print_json([asdict(one) for one in every])
        return
    for one in every:
        out.print(receipt_text(one), markup=False)


def receipt_text(receipt: Receipt) -> str:
    """When a workspace left, and how much of what was erased."""
    when = f"{datetime.fromtimestamp(receipt.at, UTC):%Y-%m-%d %H:%M} UTC"
    erased = [f"  {what}: {number}" for what, number in receipt.erased.items()]
    return "\n".join([f"{when}, {receipt.team} left. Erased:", *erased])
