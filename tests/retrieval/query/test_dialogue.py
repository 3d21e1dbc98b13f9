"""A sentence after another one: what it carries over, what it exchanges, and when it stands alone."""

from __future__ import annotations

import pytest

from retrieval.query.dialogue import Previous, follow_up, replay


def _after(first: str, second: str) -> dict[str, object]:
    """Operation and filters of the second sentence, asked after the first."""
    previous = replay([(first, ())])
    assert previous is not None
    found = follow_up(second, previous)
    assert found is not None
    assert found.figure is not None
    return {"operation": found.figure.operation, **found.figure.filters.without("kind").as_dict()}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "Combien de projets d'énergie en province de Liège ?",
            "et à Namur (province) ?",
            {"operation": "count", "domain": ["energy"], "province": ["namur"]},
        ),
        (
            "Hoeveel projecten rond mobiliteit zijn er in Vlaanderen?",
            "en in Wallonië?",
            {"operation": "count", "domain": ["mobility"], "region": ["wallonie"]},
        ),
        (
            "Wie viele Energieprojekte gibt es in der Wallonie?",
            "und davon seit 2019?",
            {"operation": "count", "domain": ["energy"], "region": ["wallonie"], "year_from": 2019},
        ),
        (
            "How many lighting projects started after 2015?",
            "and without the year?",
            {"operation": "count", "domain": ["lighting"]},
        ),
    ],
)
def test_conditions_are_exchanged_added_or_taken_back(
    first: str, second: str, expected: dict[str, object]
) -> None:
    assert _after(first, second) == expected


def test_what_is_carried_and_what_is_dropped_is_said() -> None:
    previous = replay([("Combien de projets d'énergie en province de Liège ?", ())])
    assert previous is not None

    found = follow_up("et dans le Hainaut ?", previous)

    assert found is not None
    assert found.carried.as_dict() == {"domain": ["energy"]}
    assert found.dropped.as_dict() == {"province": ["liege"]}


@pytest.mark.parametrize(
    "text",
    [
        "il a débuté quand ?",
        "combien ça a coûté ?",
        "en wat kostte dat?",
        "Gibt es das noch?",
        "who pays for it?",
    ],
)
def test_a_pronoun_means_the_document_that_was_shown(text: str) -> None:
    found = follow_up(text, Previous("Qui a des panneaux de stationnement ?", documents=("a", "b")))

    assert found is not None
    assert found.documents == ("a",)


@pytest.mark.parametrize(
    ("text", "meant"), [("et la deuxième ?", "b"), ("the last one", "c"), ("die erste?", "a")]
)
def test_an_ordinal_means_one_of_those_shown(text: str, meant: str) -> None:
    found = follow_up(text, Previous("Quels projets à Liège ?", documents=("a", "b", "c")))

    assert found is not None
    assert found.documents == (meant,)


@pytest.mark.parametrize(
    "text",
    [
        "Combien de projets de tourisme en Flandre ?",
        "Welke gemeenten hebben een drone voor de brandweer?",
        "Quelles communes ont installé des capteurs de bruit ?",
    ],
)
def test_a_whole_question_stands_alone(text: str) -> None:
    previous = replay([("Combien de projets d'énergie en province de Liège ?", ("a",))])
    assert previous is not None

    assert follow_up(text, previous) is None


def test_a_new_topic_carries_nothing() -> None:
    previous = replay([("Combien de projets d'énergie en province de Liège ?", ("a",))])
    assert previous is not None

    found = follow_up("Autre chose : combien de projets en Flandre ?", previous)

    assert found is not None
    assert found.figure is None
    assert not found.documents
    assert found.text == "combien de projets en Flandre ?"
