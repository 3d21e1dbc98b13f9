"""The need of a fiche is the mean of what all its texts tell, the need of an idea that of the whole and its sentences."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.models import LocalizedList, LocalizedText
from corpus.project import FicheFields, Project
from retrieval.likeness.tellings import heard_need, tellings_of, told_needs
from tests.retrieval.likeness.world import LikenessWorld, bikes, lights

FOUR = LocalizedText(fr="Lampes", nl="Lampen", de="Leuchten", en="Lamps")


def test_every_language_and_question_and_the_first_two_sections_are_read() -> None:
    questions = LocalizedList(fr=("Qui éclaire ?",), en=("Who pays?",))
    fiche = lights().model_copy(update={"summary": FOUR, "questions": questions})

    told = tellings_of(fiche)
    gists = " | ".join(one.gist for one in told)

    assert len(told) == 4 + 2 + 2
    assert all(word in gists for word in ("Lampen", "Leuchten", "Lamps", "Qui éclaire", "Who pays"))
    assert "Les rues restaient sombres" in gists
    assert "Namur" not in gists
    assert sum(one.weight for one in told) == pytest.approx(3.5)


def test_a_fiche_that_says_the_same_in_all_languages_says_it_once() -> None:
    assert len(tellings_of(lights())) == len({one.gist for one in tellings_of(lights())}) == 1 + 2 + 1


def test_ideas_that_a_fiche_meets_tell_its_need_too(likeness: LikenessWorld) -> None:
    idea = Project.of_text("Chez nous il fait noir dès que la nuit tombe.", "fr")
    heard = likeness.meanings.needs([idea.body])[0]

    without, with_it = (
        told_needs([lights()], likeness.meanings, ideas)[0] for ideas in ({}, {lights().id: [idea]})
    )
    [other] = told_needs([bikes()], likeness.meanings, {lights().id: [idea]})

    assert with_it @ heard > without @ heard
    assert other == pytest.approx(told_needs([bikes()], likeness.meanings, {})[0])


def test_told_needs_have_a_direction_each(likeness: LikenessWorld) -> None:
    needs = told_needs([lights(), bikes(), lights("b")], likeness.meanings, {})

    assert needs.shape == (3, likeness.meanings.width)
    assert np.linalg.norm(needs, axis=1) == pytest.approx(1, abs=1e-5)
    assert needs[0] == pytest.approx(needs[2])
    assert needs[0] @ needs[1] < 0.9


def test_an_idea_is_heard_as_the_whole_and_its_sentences(likeness: LikenessWorld) -> None:
    idea = Project.of_text("Les rues restaient sombres. Les riverains se plaignaient beaucoup.", "fr")
    _, meaning = likeness.profiles.of_project(idea)

    heard = heard_need(idea, meaning, likeness.meanings)

    sentence = likeness.meanings.needs(["Les rues restaient sombres."])[0]
    assert np.linalg.norm(heard) == pytest.approx(1, abs=1e-5)
    assert heard @ sentence > meaning.need @ sentence


@pytest.mark.parametrize(
    "project",
    [
        Project.of_text("Les rues restaient sombres le soir.", "fr"),
        Project.of_text("🚲", "fr"),
        Project(language="fr", title="Lampes", body="Des lampes partout. Et des vélos aussi.", fields=FicheFields()),
    ],
    ids=["one sentence", "none", "a fiche"],
)  # fmt: skip
def test_one_sentence_and_a_fiche_are_heard_as_they_are(likeness: LikenessWorld, project: Project) -> None:
    _, meaning = likeness.profiles.of_project(project)

    assert (heard_need(project, meaning, likeness.meanings) == meaning.need).all()
