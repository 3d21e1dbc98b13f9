"""`passerelle gaps`: what was asked in vain, and asking it again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, language_option, opened, out, print_json
from api.routes.gaps import GapsOut, place_of
from corpus.access import ADMINISTRATOR
from retrieval.gaps.asking import AskedAgain
from retrieval.gaps.board import BoardPage, Group, State


def gaps(
    state: Annotated[State, typer.Option(help="Which questions.")] = State.OPEN,
    language: Annotated[str, typer.Option(help="Language to read them in: fr, nl, de or en.")] = "fr",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many groups.")] = 20,
    cursor: Annotated[str, typer.Option(help="Go on after `next` of the former page.")] = "",
    ask_again: Annotated[
        bool, typer.Option("--ask-again", help="First ask the open ones of the present catalogue.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, help="With --ask-again: at most so many.")] = 1_000,
    seconds: Annotated[float, typer.Option(min=1, help="With --ask-again: for about so long.")] = 300.0,
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """List unanswered questions, grouped by meaning; --ask-again asks them first."""
    chosen = language_option(language)
    with opened() as parts:
        again = parts.asking.run(most=most, seconds=seconds) if ask_again else None
        page = parts.board.page(ADMINISTRATOR, chosen, state=state, after=place_of(cursor), limit=limit)
        shown = GapsOut.of(page, chosen, parts.links)
    if as_json:
        asked = {"asked_again": asdict(again)} if again else {}
        print_json({**shown.model_dump(mode="json"), **asked})
        return
    if again:
        out.print(asked_again_line(again))
    _print(page)


def asked_again_line(again: AskedAgain) -> str:
    """What a run did, in one line."""
    reopened = f", {again.reopened} open again" if again.reopened else ""
    left = f"; {again.left} left: `passerelle gaps --ask-again`" if again.left else ""
    return f"{again.asked} open questions asked again, {again.answered} answered{reopened}{left}"


def _print(page: BoardPage) -> None:
    out.print(f"{page.total} questions", markup=False)
    for group in page.groups:
        _print_group(group)


def _print_group(group: Group) -> None:
    languages = ", ".join(group.languages)
    out.print(f"\n{group.count} × {group.said.text}", style="bold", markup=False)
    out.print(
        f"    {group.state.value} · {', '.join(group.outcomes)} · {languages} · {group.first} to {group.last}",
        markup=False,
    )
    for gap in group.wordings[1:]:
        out.print(f"    {gap.language}: {gap.text}", markup=False)
    for reason in group.reasons:
        out.print(f"    why: {reason}", markup=False)
    for document in group.answered_by:
        out.print(f"    answered by {document.id}", markup=False)
    if not group.answered_by:
        near = ", ".join(document.id for document in group.nearest)
        out.print(f"    nearest: {near or 'none'}", markup=False)
