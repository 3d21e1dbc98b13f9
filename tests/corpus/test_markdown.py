"""Documents as files: round trips, and clear refusals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.errors import InvalidDocument
from corpus.markdown import parse_document, render_document
from tests.builders import a_fiche, asked_in_french


def test_a_document_written_and_read_is_the_same() -> None:
    asked = asked_in_french("Quel prix ?", "Le coût n'est pas publié.")
    document = a_fiche(budget="134729.08", subsidy="50000", municipality=("Namur", "Dinant"), asked=(asked,))

    assert parse_document(render_document(document), source="x.md") == document


def test_amounts_stay_exact() -> None:
    text = render_document(a_fiche(budget="134729.08"))

    document = parse_document(text, source="x.md")

    assert document.initiative is not None
    assert document.initiative.budget_eur == Decimal("134729.08")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must begin with a line ---"),
        ("---\nid: x\n", "closing line --- is missing"),
        ("---\n[1, 2\n---\nx", "line"),
        ("---\n- a\n---\nx", "mapping"),
        ("---\nid: a\nid: b\n---\nx", "stands twice"),
        ("---\nkind: initiative\n---\n", "the text is empty"),
        ("---\nkind: initiative\nid: a\n---\nx", "fields"),
        ("---\nkind: &a [*a]\n---\nx", ""),
    ],
)
def test_what_is_no_document_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(InvalidDocument, match="x.md") as raised:
        parse_document(text, source="x.md")

    assert problem in str(raised.value)


def test_an_unknown_field_is_refused_by_name() -> None:
    text = render_document(a_fiche()).replace("  region: Wallonie", "  region: Wallonie\n  colour: red")

    with pytest.raises(InvalidDocument, match="fields.colour"):
        parse_document(text, source="x.md")
