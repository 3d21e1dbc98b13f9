"""Sources that differ, in one sheet or in two fiches of one project, are shown side by side with their dates."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.access import ANONYMOUS, Visibility
from corpus.models import Document
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.divergence import Divergence, divergences_of
from retrieval.answering.twins import same_project
from tests.builders import a_fiche, a_practice, a_record, an_article
from tests.conftest import World

FIRST = "Les données de Proximus sont facturées 30 000 euros"
SECOND = "une source de 2019 parle plutôt de 40 000 euros par an."


def divergences(cost: str, kind: str = "fiche") -> list[Divergence]:
    document = {
        "fiche": a_fiche(cost=cost),
        "law": an_article(rule=cost),
        "practice": a_practice(experiences=cost),
    }[kind]
    return divergences_of(document, a_record(document).passages)  # fmt: skip


def sides(found: Divergence) -> list[tuple[str, int | None]]:
    return [(side.sentence.text, side.year) for side in found.sides]


class TestDivergences:
    def test_of_two_accounts_in_one_sentence_are_its_halves(self) -> None:
        (found,) = divergences(f"Les chiffres divergent. {FIRST} ; {SECOND}")

        assert sides(found) == [(FIRST, None), (SECOND, 2019)]

    def test_bring_the_sentence_that_another_source_corrects(self) -> None:
        (found,) = divergences(
            "La mise en service date de mai. Les analyseurs coûtent 8 000 euros [Le Moniteur, 2018]."
            " Une autre source parle de 40 000 euros [La Gazette, 2019]."
        )

        assert [year for _, year in sides(found)] == [2018, 2019]

    def test_bring_what_a_closing_sentence_speaks_of(self) -> None:
        (found,) = divergences(
            "Un journal donne 20 %. Un autre donne 30 %. Les deux chiffres ne concordent pas."
        )

        assert [text for text, _ in sides(found)] == ["Un journal donne 20 %.", "Un autre donne 30 %."]

    def test_may_stand_in_one_sentence(self) -> None:
        text = "Deux articles de novembre 2022 se contredisent : l'un donne 50 % du parc, l'autre 70 %."
        (found,) = divergences(text)

        assert sides(found) == [(text, 2022)]

    def test_are_told_in_the_other_languages_of_documents(self) -> None:
        assert divergences("De sensoren kosten 300 euro. Een andere bron spreekt van 500 euro.")
        assert divergences("Die Sensoren kosten 300 Euro. Eine andere Quelle nennt 500 Euro.")
        assert divergences("The sensors cost 300 euros. Another source mentions 500 euros.")

    @pytest.mark.parametrize(
        "cost",
        [
            "Le projet a coûté 30 000 euros en 2019 et 40 000 euros en 2020.",
            "23 communes avaient adhéré et 16 commandes étaient notifiées, selon la source.",
            "L'usage diffère d'une commune à l'autre.",
            "Une autre source d'énergie alimente les capteurs.",
            "Rien.",
        ],
    )
    def test_are_none_where_no_source_differs(self, cost: str) -> None:
        assert divergences(cost) == []

    def test_are_none_in_a_law_sheet_whose_articles_are_not_of_the_press(self) -> None:
        assert divergences("L'amende va de 26 à 10 000 euros selon les articles violés.", kind="law") == []


class TestConcerns:
    def test_amounts_concern_the_budget_only(self) -> None:
        (found,) = divergences(f"{FIRST} ; {SECOND}")

        assert found.concerns("budget_eur")
        assert not found.concerns("start_year")

    def test_years_concern_when_it_began(self) -> None:
        (found,) = divergences(
            "Le projet a commencé en 2018. Une autre source donne 2019 comme année de lancement."
        )

        assert found.concerns("start_year")
        assert not found.concerns("budget_eur")


def fiche(identifier: str, title: str = "Tableau de bord des visiteurs", **values: object) -> Document:
    return a_fiche(identifier, title=title, municipality="Dinant", **values)  # type: ignore[arg-type]


class TestSameProject:
    def test_is_one_that_two_people_wrote_down(self) -> None:
        assert same_project(
            fiche("a"), fiche("b", title="Tableau de bord pour compter les visiteurs de Dinant")
        )

    @pytest.mark.parametrize(
        "other",
        [
            fiche("b", title="Tableau de bord des visiteurs, phase 2"),
            fiche("b", title="Compteurs d'eau communicants"),
            a_fiche("b", title="Tableau de bord des visiteurs", municipality="Namur"),
            a_practice(),
        ],
    )
    def test_is_no_other_phase_project_or_town(self, other: Document) -> None:
        assert not same_project(fiche("a"), other)


QUESTION = "Quel est le budget du tableau de bord des visiteurs de Dinant ?"
OLD = fiche("dinant-a", budget="5000", cost="Le budget est de 5000 euros.", updated_at=date(2025, 3, 1))
NEW = fiche("dinant-b", budget="7500", cost="Le budget est de 7500 euros.", updated_at=date(2026, 2, 1))


def ask(world: World, question: str) -> Answer:
    return world.answerer.answer(question, ANONYMOUS)


class TestAnswers:
    @pytest.mark.parametrize(
        ("question", "said"),
        [
            (QUESTION, "Plusieurs fiches décrivent ce projet et diffèrent sur le champ « budget »"),
            ("Wat is het budget van het tableau de bord des visiteurs in Dinant?", "Verschillende fiches"),
            ("Wie hoch ist das Budget von Tableau de bord des visiteurs in Dinant?", "Mehrere Steckbriefe"),
            ("What is the budget of the Tableau de bord des visiteurs in Dinant?", "Several sheets"),
        ],
    )
    def test_set_two_budgets_side_by_side_with_dates(self, world: World, question: str, said: str) -> None:
        world.holds(OLD, NEW, a_fiche())

        answer = ask(world, question)

        assert answer.outcome is Outcome.ANSWERED
        assert said in answer.text
        assert [one.document_id for one in answer.citations] == ["dinant-b", "dinant-a"]  # newest first
        assert [one.quote for one in answer.citations] == ["Le budget est de 7500 euros.", "Le budget est de 5000 euros."]  # fmt: skip
        assert answer.figures is None  # neither is the budget

    def test_give_both_dates(self, world: World) -> None:
        world.holds(OLD, NEW)

        text = ask(world, QUESTION).text

        assert "fiche mise à jour le 1er mars 2025" in text
        assert "fiche mise à jour le 1er février 2026" in text

    def test_give_the_one_value_where_fiches_agree_or_one_is_silent(self, world: World) -> None:
        silent = fiche("dinant-c", updated_at=date(2026, 3, 1))
        world.holds(OLD, silent)

        answer = ask(world, QUESTION)

        assert answer.figures is not None
        assert answer.figures.value == 5000
        assert "diffèrent" not in answer.text

    def test_know_nothing_of_a_fiche_that_may_not_be_read(self, world: World) -> None:
        hidden = NEW.model_copy(update={"visibility": Visibility.ORGANISATION, "organisation": "dinant"})
        world.holds(OLD, hidden)

        answer = ask(world, QUESTION)

        assert answer.figures is not None
        assert answer.figures.value == 5000
        assert "7" not in answer.text.replace("[", "")

    def test_a_looked_up_amount_comes_with_what_another_source_says(self, world: World) -> None:
        world.holds(fiche("dinant-a", budget="30000", cost=f"{FIRST} ; {SECOND}"), a_fiche())

        answer = ask(world, QUESTION)

        assert f"- « {FIRST} » [2] · source non datée" in answer.text
        assert f"- « {SECOND} » [3] · source de 2019" in answer.text
        assert [one.quote for one in answer.citations][1:] == [FIRST, SECOND]

    def test_a_quoted_account_brings_the_other(self, lenient: World) -> None:
        lenient.holds(
            a_practice(
                experiences="La station coûte 8 000 euros. Une autre source parle de 40 000 euros.",
            )
        )

        answer = ask(lenient, "Quel est le prix de la station d'après une autre source ?")

        assert "ne s'accordent pas" in answer.text
        assert {"La station coûte 8 000 euros.", "Une autre source parle de 40 000 euros."} <= {one.quote for one in answer.citations}  # fmt: skip
