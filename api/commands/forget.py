"""`passerelle forget`: delete a document everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from api.commands.console import JSON_HELP, opened, out, print_json
from api.schemas import Receipt
from corpus.access import ADMINISTRATOR


def forget(
    document_id: Annotated[str, typer.Argument(help="Id of the document.")],
    as_json: Annotated[bool, typer.Option("--json", help=JSON_HELP)] = False,
) -> None:
    """Delete a document from catalogue, index and vectors, and print the receipt."""
    with opened() as parts:
        passages = parts.publishing.forget(document_id, ADMINISTRATOR)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        receipt = Receipt(deleted=document_id, passages=passages, at=at)
    if as_json:
        print_json(receipt)
    else:
        out.print(f"{document_id}: deleted with {passages} passages at {receipt.at}", markup=False)
