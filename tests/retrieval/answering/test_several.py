"""Questions that ask several things: what is known is answered, what is not is named."""

from __future__ import annotations

import pytest

from corpus.access import ANONYMOUS
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.several import asked_in, figure_and_more
from tests.builders import a_fiche
from tests.conftest import World

FICHE = a_fiche(
    "dinant-eau",
    title="Compteurs d'eau à Dinant",
    municipality="Dinant",
    domains=("water",),
    start_year=2019,
    need="Les fuites restaient invisibles des habitants jusqu'à la facture.",
    solution="Les compteurs envoient un index chaque heure depuis 2019, par un réseau radio de Proximus.",
    partners=("Proximus",),
)
OTHER = a_fiche("namur-eclairage", budget="134729.08", start_year=2021)


class TestAskedIn:
    @pytest.mark.parametrize(
        ("question", "fields"),
        [
            ("quand est-ce que ça a commencé, combien ça a coûté et qui fournit ?", ("start_year", "budget_eur", "partners")),
            ("Quel est le budget, le statut et les partenaires de X ?", ("budget_eur", "status", "partners")),
            ("Wanneer is X gestart, hoeveel kostte het en wie levert?", ("start_year", "budget_eur", "partners")),
            ("Wann hat X begonnen, wie viel hat es gekostet und wer liefert?", ("start_year", "budget_eur", "partners")),
            ("When did X start, how much did it cost and who supplies?", ("start_year", "budget_eur", "partners")),
            ("What are the budget and the status of X?", ("budget_eur", "status")),
            ("Quel est le budget de X ?", ("budget_eur",)),
            ("Le budget participatif de X a démarré en quelle année ?", ("start_year",)),
            ("When did the participatory budget of X start?", ("start_year",)),
            ("", ()),
            ("😀", ()),
        ],
    )  # fmt: skip
    def test_names_the_fields_in_their_order(self, question: str, fields: tuple[str, ...]) -> None:
        assert asked_in(question).fields == fields

    def test_keeps_what_no_field_can_answer_in_its_words(self) -> None:
        asked = asked_in("Quel est le budget de X et comment les habitants ont-ils réagi ?")

        assert asked.fields == ("budget_eur",)
        assert asked.others == ("comment les habitants ont-ils réagi ?",)

    def test_a_subject_named_first_is_no_question(self) -> None:
        assert asked_in("Compteurs d'eau à Dinant : quel est le budget ?").others == ()


class TestFigureAndMore:
    @pytest.mark.parametrize(
        ("question", "figure", "other"),
        [
            ("Combien de projets sur l'eau en province de Namur et comment fonctionnent-ils ?", "Combien de projets sur l'eau en province de Namur", "comment fonctionnent-ils ?"),
            ("Hoeveel waterprojecten zijn er in Vlaanderen en hoe werken de sensoren?", "Hoeveel waterprojecten zijn er in Vlaanderen", "hoe werken de sensoren?"),
            ("Wie viele Projekte gibt es zum Thema Wasser und was ging schief?", "Wie viele Projekte gibt es zum Thema Wasser", "was ging schief?"),
            ("How many water projects are there in Flanders, and what went wrong?", "How many water projects are there in Flanders", "what went wrong?"),
        ],
    )  # fmt: skip
    def test_parts_a_figure_from_the_rest(self, question: str, figure: str, other: str) -> None:
        found = figure_and_more(question)

        assert found is not None
        assert (found.figure, found.others) == (figure, (other,))

    @pytest.mark.parametrize(
        "question",
        [
            "Combien de projets sur l'eau ?",
            "Combien de projets et comment fonctionnent-ils ?",  # of what, the rest of the sentence may say
            "Combien de poteaux groupés et combien de caméras ?",
            "Wie viele Menschen arbeiten in der Wallonie für Gemeinden und ÖSHZ, und welcher Teil ist fest ernannt?",
            "Comment fonctionnent les compteurs et combien de projets sur l'eau ?",
            "",
            "et " * 3_000,
        ],
    )
    def test_is_none_for_other_questions(self, question: str) -> None:
        assert figure_and_more(question) is None


def ask(world: World, question: str) -> Answer:
    return world.answerer.answer(question, ANONYMOUS)


ALL_KNOWN = a_fiche("dinant-eau", title="Compteurs d'eau à Dinant", municipality="Dinant", start_year=2019, budget="5000",
                    cost="Le coût est de 5000 euros.", partners=("Proximus",))  # fmt: skip


class TestFields:
    @pytest.mark.parametrize(
        ("question", "open_field"),
        [
            ("Compteurs d'eau à Dinant : quand est-ce que ça a commencé, combien ça a coûté et qui fournit ?", "budget"),
            ("Wanneer is het project Compteurs d'eau in Dinant gestart, hoeveel kostte het en wie zijn de partners?", "budget"),
            ("Wann hat das Projekt Compteurs d'eau in Dinant begonnen, wie viel hat es gekostet und wer sind die Partner?", "Budget"),
            ("When did Compteurs d'eau in Dinant start, how much did it cost and who are the partners?", "budget"),
        ],
    )  # fmt: skip
    def test_what_is_known_is_told_and_what_is_not_is_named(
        self, world: World, question: str, open_field: str
    ) -> None:
        world.holds(FICHE, OTHER)

        answer = ask(world, question)

        assert answer.outcome is Outcome.PARTIAL
        assert "**2019**" in answer.text
        assert "**Proximus**" in answer.text
        assert open_field in answer.text.split("\n\n")[-1]
        assert {one.document_id for one in answer.citations} == {"dinant-eau"}
        assert answer.figures is not None
        assert (answer.figures.field, answer.figures.value) == ("start_year", 2019)

    def test_where_all_is_known_the_answer_is_whole(self, world: World) -> None:
        world.holds(ALL_KNOWN, OTHER)

        answer = ask(
            world, "Quel est le budget, l'année de début et les partenaires des compteurs d'eau à Dinant ?"
        )

        assert answer.outcome is Outcome.ANSWERED
        assert answer.text.count("\n- ") == 2
        assert [one.n for one in answer.citations] == sorted({one.n for one in answer.citations})

    def test_where_nothing_is_known_both_fields_are_named(self, world: World) -> None:
        world.holds(FICHE, OTHER)

        answer = ask(world, "Quel est le budget et le subside des compteurs d'eau à Dinant ?")

        assert answer.outcome is Outcome.NO_EVIDENCE
        assert "n'indique pas : budget et subside" in answer.text
        assert answer.citations == ()

    def test_what_only_the_text_can_tell_follows_the_fields(self, lenient: World) -> None:
        lenient.holds(ALL_KNOWN, OTHER)

        answer = ask(
            lenient,
            "Quel est le budget des compteurs d'eau à Dinant et comment les riverains se plaignaient ?",
        )

        assert answer.outcome is Outcome.ANSWERED
        assert answer.text.startswith("Budget")
        assert "riverains se plaignaient" in answer.text
        numbers = [one.n for one in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(f"[{number}]" in answer.text for number in numbers)

    def test_what_the_text_does_not_tell_is_named_in_its_words(self, strict: World) -> None:
        strict.holds(ALL_KNOWN, OTHER)

        answer = ask(
            strict,
            "Quel est le budget des compteurs d'eau à Dinant et pourquoi le maire a-t-il démissionné ?",
        )

        assert answer.outcome is Outcome.PARTIAL
        assert "« pourquoi le maire a-t-il démissionné »" in answer.text

    def test_beside_quotes_the_open_field_is_named(self, lenient: World) -> None:
        lenient.holds(FICHE)

        answer = ask(
            lenient, "Comment marche la lecture à distance de l'index chaque heure, et combien ça a coûté ?"
        )

        assert answer.outcome is Outcome.PARTIAL
        assert "n'indique pas : budget" in answer.text
        assert answer.citations


class TestFigures:
    QUESTION = "Combien de projets sur l'eau en province de Namur et comment marche la lecture de l'index ?"

    def test_a_figure_is_followed_by_quotes(self, lenient: World) -> None:
        lenient.holds(FICHE, OTHER)

        answer = ask(lenient, self.QUESTION)

        assert answer.outcome is Outcome.ANSWERED
        assert answer.figures is not None
        assert (answer.figures.operation, answer.figures.value) == ("count", 1)
        assert "« Les compteurs envoient un index" in answer.text
        numbers = [one.n for one in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))

    def test_where_no_quote_answers_that_part_is_named(self, strict: World) -> None:
        strict.holds(FICHE, OTHER)

        answer = ask(strict, self.QUESTION)

        assert answer.outcome is Outcome.PARTIAL
        assert answer.figures is not None
        assert "« comment marche la lecture de l'index »" in answer.text
