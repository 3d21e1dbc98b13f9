"""What a description says to be absent triggers nothing."""

from __future__ import annotations

import pytest

from corpus.models import Language
from corpus.project import Project
from retrieval.checklist.situation import Situation, situation_of


def situation(text: str, language: Language = "fr") -> Situation:
    return situation_of(Project.of_text(text, language))


@pytest.mark.parametrize(
    "text",
    [
        "Un comptage sans caméra.",
        "Il n'y a pas de caméra ni de badge.",
        "Ni micro ni caméra sur les mâts.",
        "Les caméras ne sont pas prévues. Les caméras sont exclues.",
        "Lampen zonder camera's.",
        "Er komen geen camera's.",
        "Camera's worden niet geplaatst.",
        "Wir setzen keine Kamera ein.",
        "Leuchten ohne Kameras, Mikrofone oder Chips.",
        "Kameras gibt es keine.",
        "There is no camera on the pole.",
        "Sensors instead of cameras.",
        "No sensor, no screen, no camera.",
        "Rien de filmé, rien qui ressemble : rien comme une caméra.",
        "Es gibt nichts wie eine Kamera.",
    ],
)
def test_an_absent_camera_is_denied(text: str) -> None:
    read = situation(text)

    assert "cameras" not in read.found
    assert read.denied["cameras"]


@pytest.mark.parametrize(
    "text",
    [
        "Pas seulement des caméras, aussi des capteurs.",
        "Une caméra sans fil.",
        "Nicht nur Kameras.",
        "Niet alleen camera's maar ook sensoren.",
        "Not only cameras.",
        "Il n'y a pas de badge mais une caméra.",
        "Aucune amende n'est prévue. Les caméras filment la place.",
        "No fence, but two cameras.",
        "Rien que deux caméras.",
        "Niets anders dan een camera.",
    ],
)
def test_a_camera_that_is_there_is_found_whatever_else_is_absent(text: str) -> None:
    assert "cameras" in situation(text).found


@pytest.mark.parametrize(
    "text",
    ["Le décret open data nous y oblige ?", "The open data decree forces us.", "La loi caméras vaut-elle ?"],
)
def test_who_names_a_law_does_not_tell_what_the_project_has(text: str) -> None:
    assert not {"open_data", "cameras"} & set(situation(text).found)


def test_what_an_infinitive_denies_ends_with_it() -> None:
    read = situation("Om geen kaart te moeten drukken wil de stad een camera plaatsen.", "nl")

    assert "cameras" in read.found


def test_one_camera_that_is_there_outweighs_others_that_are_not() -> None:
    assert "cameras" in situation("Pas de caméra dans la salle. Deux caméras sur la place.").found


def test_a_phrase_can_be_denied_from_inside() -> None:
    assert "police_runs" in situation("La police enregistre les images.").found
    assert "police_runs" not in situation("La police locale n'enregistre rien.").found
