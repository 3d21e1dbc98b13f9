"""The language of a question is that of its function words, not of the names in it."""

from __future__ import annotations

import pytest

from retrieval.query.language import detect_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Quel est le budget de Charl-E-District ?", "fr"),
        ("Wie is de trekker van Smart Zone Antwerpen?", "nl"),
        ("Wer hat Smart Parking in Namur?", "de"),
        ("what is the budget of Tch'Appli", "en"),
        ("Hoeveel kost slimme verlichting?", "nl"),
        ("Dürfen wir Kennzeichen lesen?", "de"),
        ("", "fr"),
        ("😀 123", "fr"),
        ("LoRaWAN", "fr"),
    ],
)
def test_the_language_is_found(question: str, language: str) -> None:
    assert detect_language(question).language == language


def test_names_alone_leave_doubt() -> None:
    assert not detect_language("LoRaWAN").certain
