"""The command line."""

from __future__ import annotations

import typer

from api.commands import (
    ask,
    check,
    checklist,
    college,
    doctor,
    evaluate,
    forget,
    gaps,
    ingest,
    kit,
    likeness,
    organisations,
    people,
    pooling,
    portfolio,
    search,
    serve,
    slack,
    stats,
    tokens,
)
from api.commands.filter_options import with_filters
from api.logs import configure_logs

app = typer.Typer(
    name="passerelle",
    help="Search and answers with citations over smart-city projects, practices and law.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(ingest.ingest)
app.command()(with_filters(search.search))
app.command()(with_filters(ask.ask))
app.command()(stats.stats)
app.command()(serve.serve)
app.add_typer(slack.app, name="slack")
app.command()(doctor.doctor)
app.command()(check.check)
app.command(name="eval")(evaluate.evaluate)
app.command()(forget.forget)
app.command()(gaps.gaps)
app.command()(likeness.similar)
app.command()(likeness.duplicates)
app.command()(checklist.checklist)
app.command()(checklist.calendar)
app.command()(kit.kit)
app.command()(with_filters(portfolio.portfolio))
app.command()(with_filters(portfolio.costs))
app.command()(portfolio.touching)
app.command(name="note")(college.note)
app.command()(with_filters(pooling.pooling))
app.add_typer(organisations.app, name="organisations")
app.add_typer(people.app, name="people")
app.add_typer(tokens.app, name="tokens")


def main() -> None:
    """Entry point of the `passerelle` command."""
    configure_logs()
    app()


if __name__ == "__main__":
    main()
