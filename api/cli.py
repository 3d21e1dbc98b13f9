"""The command line."""

from __future__ import annotations

import logging
import sys

import typer

from api.commands import ask, check, doctor, evaluate, forget, ingest, search, serve, stats

_FILTERS = {"allow_extra_args": True, "ignore_unknown_options": True}

app = typer.Typer(
    name="passerelle",
    help="Search and answers with citations over smart-city projects, practices and law.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(ingest.ingest)
app.command(context_settings=_FILTERS, epilog=search.HELP)(search.search)
app.command(context_settings=_FILTERS, epilog=search.HELP)(ask.ask)
app.command()(stats.stats)
app.command()(serve.serve)
app.command()(doctor.doctor)
app.command()(check.check)
app.command(name="eval")(evaluate.evaluate)
app.command()(forget.forget)


def main() -> None:
    """Entry point of the `passerelle` command."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app()


if __name__ == "__main__":
    main()
