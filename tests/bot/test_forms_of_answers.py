"""What a workspace does not take of an answer costs its form, never what it says."""

from __future__ import annotations

import pytest

from api.wiring import Passerelle
from tests.bot.scene import a_town
from tests.builders import a_fiche, a_record

LIST = "Quels projets de mobilité à Liège ?"
GROUPS = "Répartition des projets par domaine"


def kinds(message: object) -> list[str]:
    return [block["type"] for block in message.blocks]  # type: ignore[attr-defined]


@pytest.mark.parametrize("question", [LIST, GROUPS])
def test_the_list_of_a_figure_is_a_table_that_can_be_sorted(passerelle: Passerelle, question: str) -> None:
    with a_town(passerelle) as scene:
        answered = scene.fake.answer(scene.ana.mentions("#mobilite", question), scene.ana, seconds=15)
        scene.settle()
        assert "data_table" in kinds(answered)
        assert "• " not in scene.ana.screen(answered).split("|")[0]
        scene.assert_tidy()


@pytest.mark.parametrize(("question", "row"), [(LIST, "Stationnement à Liège"), (GROUPS, "Mobilité")])
@pytest.mark.parametrize("refused", [1, 2, 4], ids=["no data_table", "no table", "no blocks"])
@pytest.mark.parametrize("written", ["streamed", "at once"])
def test_where_a_table_is_refused_its_rows_are_shown_otherwise(
    passerelle: Passerelle, question: str, row: str, refused: int, written: str
) -> None:
    with a_town(passerelle) as scene:
        if written == "at once":
            scene.fake.faults.on_call("chat.startStream", "channel_type_not_supported")
        method = "chat.stopStream" if written == "streamed" else "chat.update"
        scene.fake.faults.on_call(method, "invalid_blocks", times=refused)
        asked = scene.ana.mentions("#mobilite", question)
        scene.settle()
        (answered,) = scene.ana.answers_to(asked)
        assert row in scene.ana.screen(answered)
        assert "data_table" not in kinds(answered)
        assert ("table" in kinds(answered)) == (refused == 1)
        scene.assert_tidy()


def test_questions_that_the_sources_answer_are_a_click_away(passerelle: Passerelle) -> None:
    fiche = a_fiche(
        "velos", title="Vélos partagés à Mons", municipality="Mons", domains=("mobility",), budget="4200"
    )
    fiche = fiche.model_copy(
        update={
            "questions": fiche.questions.model_copy(
                update={"fr": ("Quel est le budget de Vélos partagés à Mons ?",), "nl": ("Wat kost het?",)}
            )
        }
    )
    passerelle.catalogue.writer.put([a_record(fiche)])
    passerelle.ingester.publish()
    with a_town(passerelle) as scene:
        asked = scene.ana.mentions("#mobilite", "Quels projets de mobilité à Mons ?")
        answered = scene.fake.answer(asked, scene.ana, seconds=15)
        scene.settle()
        read = scene.ana.screen(answered)
        assert "Questions proches" in read
        assert "Wat kost het?" not in read
        scene.ana.clicks(answered, "Quel est le budget de Vélos partagés à Mons\u00a0?")
        scene.settle()
        again = scene.ana.answers_to(asked)
        assert len(again) == 2
        assert "4\u202f200\u00a0€" in scene.ana.screen(again[-1])
        scene.assert_tidy()


def test_a_streamed_answer_says_what_was_understood_and_kept(passerelle: Passerelle) -> None:
    with a_town(passerelle) as scene:
        asked = scene.ana.mentions("#mobilite", LIST)
        scene.settle()
        read = scene.ana.screen(scene.ana.answers_to(asked)[0])
        assert "[complete] Compris\u00a0: commune\u00a0: Liège · domaine\u00a0: Mobilité" in read
        assert "documents retenus" in read
        scene.assert_tidy()


def test_the_readings_of_a_question_that_goes_on_are_a_click_away_too(passerelle: Passerelle) -> None:
    """Namur is a town and a province."""
    with a_town(passerelle) as scene:
        asked = scene.ana.writes_to_app("Combien de projets de mobilité ?")
        scene.settle()
        passerelle.catalogue.writer.put(
            [a_record(a_fiche("ciney", title="Ciney à vélo", municipality="Ciney", domains=("mobility",)))]
        )
        passerelle.ingester.publish()
        scene.ana.says(scene.ana.dm(), "Et Namur ?", thread=asked)
        scene.settle()
        back = scene.ana.answers_to(asked)[-1]
        assert "[commune\u00a0: Namur] [province\u00a0: Namur]" in scene.ana.screen(back), scene.ana.reads()
        scene.ana.clicks(back, "province\u00a0: Namur")
        scene.settle()
        read = scene.ana.screen(scene.ana.answers_to(asked)[-1])
        assert "Ciney à vélo" in read
        assert "domaine\u00a0: Mobilité" in read
        scene.assert_tidy()
