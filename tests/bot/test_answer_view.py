"""An answer as it is said in Slack: nothing twice, and no signs of mark-up where none is read."""

from __future__ import annotations

import pytest

from bot.views.answer import spoken, without_rows

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
