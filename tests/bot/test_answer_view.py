"""An answer as it is said in Slack: nothing twice, and no signs of mark-up where none is read."""

from __future__ import annotations

import json

import pytest

from bot.views.answer import spoken, without_rows
from bot.views.tables import table
from corpus.text import format_money
from retrieval.answering.answer import Amount, Figures, MeasuredGroup
from retrieval.search.links import Links

FIGURE = (
    "**12 initiatives** correspondent (domaine\u00a0: Éclairage).\n\n- Rue A · En cours · 2020 [1]\n- Rue B [2]\n"
    "- … et 10 autres\n\n3 fiches ne disent pas leur budget."
)


def test_a_list_that_a_table_holds_is_not_in_the_text_too() -> None:
    assert without_rows(FIGURE) == (
        "**12 initiatives** correspondent (domaine\u00a0: Éclairage).\n\n3 fiches ne disent pas leur budget."
    )


def test_groups_that_a_table_holds_are_not_in_the_text_too() -> None:
    text = "Répartition de 3 fiches par domaine.\n\n- Éclairage\u00a0: **2**\n- Mobilité\u00a0: **1**\n\nPar exemple\u00a0: [1] [2]"

    assert without_rows(text) == "Répartition de 3 fiches par domaine.\n\nPar exemple\u00a0: [1] [2]"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("**24 initiatives** correspondent", "24 initiatives correspondent"),
        (r"Le projet \*étoile\* et \[1\]", "Le projet *étoile* et [1]"),
        (r"C:\dossier", r"C:\dossier"),
    ],
)
def test_notifications_show_no_mark_up(written: str, said: str) -> None:
    assert spoken(written) == said


def test_amounts_of_groups_have_a_column_in_the_table() -> None:
    amount = Amount(field="budget_eur", operation="sum", value=1034729.08, known=2)
    unknown = amount.model_copy(update={"value": None, "known": 0})
    figures = Figures(
        operation="group",
        field="province",
        value=(
            MeasuredGroup(value="namur", label="Namur", count=3, amounts=(amount,)),
            MeasuredGroup(value="hainaut", label="Hainaut", count=1, amounts=(unknown,)),
        ),
    )

    made = table(figures, {}, Links(), "fr", {})

    assert made is not None
    assert [len(row) for row in made.rows] == [3, 3, 3]
    cells = json.dumps(made.rows, ensure_ascii=False)
    assert "budget (total)" in cells
    assert format_money(1034729.08, "fr") in cells
