"""What a sentence narrows, and what it only favours."""

from __future__ import annotations

import pytest

from retrieval.query.understanding import understand


@pytest.mark.parametrize(
    "sentence",
    ["projets à Namur", "Quels projets de covoiturage à Namur ?", "Quels sont les projets menés à Namur ?"],
)
def test_a_sentence_about_conditions_narrows(sentence: str) -> None:
    assert understand(sentence).inferred.municipality == ("92094",)


@pytest.mark.parametrize(
    "sentence",
    [
        "combien de vélos en libre-service ont disparu à Namur pendant l'hiver",
        "Namur: how many of the old street lamps were still burning oil?",
    ],
)
def test_a_sentence_about_one_text_only_favours_its_place(sentence: str) -> None:
    query = understand(sentence)

    assert query.inferred.is_empty
    assert ("92094",) in [hint.municipality for hint in query.hints]
