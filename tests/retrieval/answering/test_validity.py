"""When rules apply: read from their sheets, kept to in answers, and said where it matters."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES, Document, Language
from retrieval.answering.answer import Answer
from retrieval.answering.moments import Moment, asked_moment
from retrieval.answering.reservations import reservations_on
from retrieval.answering.validity import in_force, validity_of
from tests.builders import a_practice, an_article
from tests.conftest import World

REPEALED = an_article(
    "dec-eau--3",
    article="3",
    title="Décret eau, article 3 : relevé à pied des compteurs",
    rule="Le relevé des compteurs d'eau à pied était obligatoire chaque mois. Cette règle a été abrogée.",
    application="abrogé depuis le 26 septembre 2024",
)


class TestMoment:
    @pytest.mark.parametrize(
        ("question", "first", "last"),
        [
            ("Que disait la loi en 2015 ?", date(2015, 1, 1), date(2015, 12, 31)),
            ("Wat zei de wet in maart 2023?", date(2023, 3, 1), date(2023, 3, 31)),
            ("Was galt am 3. April 2024?", date(2024, 4, 3), date(2024, 4, 3)),
            ("What was the rule as of March 2023?", date(2023, 3, 1), date(2023, 3, 31)),
            ("What was the rule on March 3, 2023?", date(2023, 3, 3), date(2023, 3, 3)),
            ("Et avant 2018 ?", date(2017, 1, 1), date(2017, 12, 31)),
            ("En février 2024 ?", date(2024, 2, 1), date(2024, 2, 29)),
        ],
    )
    def test_is_read_in_four_languages(self, question: str, first: date, last: date) -> None:
        assert asked_moment(question) == Moment(first, last)

    @pytest.mark.parametrize(
        "question",
        ["Que dit la loi du 21 mars 2007 ?", "wet van 30 juli 2018", "Peut-on filmer ?", "", "le 31 avril 2020", "2015" * 5_000],
    )  # fmt: skip
    def test_of_a_question_about_now_is_none_and_the_date_of_a_law_is_not_one(self, question: str) -> None:
        assert asked_moment(question) is None


class TestValidity:
    @pytest.mark.parametrize(
        ("application", "since", "until", "changes"),
        [
            ("applicable depuis le 25 mai 2018", date(2018, 5, 25), None, []),
            ("abrogé depuis le 26 septembre 2024", None, date(2024, 9, 26), []),
            ("remplacé par le décret du 24 novembre 2022 depuis le 8 janvier 2023", None, date(2023, 1, 8), []),
            ("en vigueur ; interdictions abrogées par le décret du 29 avril 2024 (26.9.2024)", None, None, [date(2024, 9, 26)]),
            ("en vigueur depuis le 18 octobre 2024 ; modifiée par la loi du 19 décembre 2025 (19.1.2026)", date(2024, 10, 18), None, [date(2026, 1, 19)]),
            ("en vigueur, réformé en 2018, 2022", None, None, [date(2018, 1, 1), date(2022, 1, 1)]),
            ("version du décret du 6 octobre 2022 en vigueur depuis le 1er mars 2023", date(2023, 3, 1), None, []),
            ("avant la mise en service", None, None, []),
            ("", None, None, []),
        ],
    )  # fmt: skip
    def test_is_read_from_the_words_of_a_sheet(
        self, application: str, since: date | None, until: date | None, changes: list[date]
    ) -> None:
        found = validity_of(an_article(application=application))

        assert (found.since, found.until) == (since, until)
        assert [change.day for change in found.changes] == changes

    def test_begins_no_sooner_than_its_act(self) -> None:
        found = validity_of(an_article(application="en vigueur", adopted="2017-11-02"))

        assert not found.applies(Moment(date(2015, 1, 1), date(2015, 12, 31)))
        assert found.applies(Moment(date(2018, 1, 1), date(2018, 12, 31)))


class TestInForce:
    @pytest.mark.parametrize(
        ("question", "kept"),
        [
            ("Faut-il relever les compteurs ?", [False, True]),
            ("En 2022, fallait-il relever les compteurs ?", [True, True]),
            ("En 2030, faudra-t-il relever les compteurs ?", [False, True]),  # a year to come revives nothing
            ("Faut-il encore relever les compteurs ?", [True, True]),
            ("Geldt dat nog?", [True, True]),
        ],
    )
    def test_a_repealed_rule_answers_for_its_time_only(self, question: str, kept: list[bool]) -> None:
        assert in_force(question, [REPEALED, an_article()]) == kept

    def test_of_two_versions_the_one_of_the_day_answers(self) -> None:
        old = an_article("dec-eau--4-2018", application="en vigueur depuis le 1er mars 2018")
        new = an_article("dec-eau--4-2023", application="version en vigueur depuis le 1er mars 2023")

        assert in_force("Que dit l'article 4 ?", [old, new]) == [False, True]
        assert in_force("En 2020, que disait l'article 4 ?", [old, new]) == [True, False]

    def test_where_nothing_else_is_found_all_may_answer(self) -> None:
        assert in_force("Faut-il relever les compteurs ?", [REPEALED]) == [True]


class TestReservations:
    @pytest.mark.parametrize(
        ("question", "document", "said"),
        [
            ("Faut-il relever ?", REPEALED, "abrogée depuis le 26 septembre 2024, elle ne s'applique plus"),
            ("En 2022, fallait-il relever ?", REPEALED, "était en vigueur à la date demandée (2022)"),
            ("En 2015, fallait-il relever ?", REPEALED, "n'existait pas encore à la date demandée (2015)"),
            ("En 2015, fallait-il relever ?", an_article(), "s'applique depuis le 1er mars 2018 ; il ne s'appliquait pas encore"),
            ("En 2015, fallait-il relever ?", an_article(application="en vigueur"), "date du 2 novembre 2017"),
            ("En 2026, faut-il relever ?", an_article(application="à partir du 2 décembre 2099"), "ne s'applique qu'à partir du 2 décembre 2099"),
            ("En mai 2019, fallait-il ?", an_article(application="en vigueur, modifié en 2021"), "modifié depuis (2021)"),
            ("Faut-il ?", an_article(application="abrogé au 1er janvier 2099"), "s'applique encore"),
        ],
    )  # fmt: skip
    def test_say_what_does_not_apply_at_the_time(self, question: str, document: Document, said: str) -> None:
        (sentence,) = reservations_on(question, document, "fr")

        assert said in sentence

    def test_are_none_for_what_applies_as_it_is_quoted(self) -> None:
        assert reservations_on("Faut-il relever ?", an_article(), "fr") == []
        assert reservations_on("En 2020, fallait-il relever ?", an_article(), "fr") == []
        assert reservations_on("En 2015 ?", a_practice(), "fr") == []

    def test_are_told_in_each_language(self) -> None:
        said = {reservations_on("Faut-il ?", REPEALED, language)[0] for language in LANGUAGES}

        assert len(said) == 4


def ask(world: World, question: str, language: Language = "fr") -> Answer:
    return world.answerer.answer(question, ANONYMOUS, language=language)


class TestAnswers:
    QUESTION = "Décret eau : le relevé des compteurs d'eau à pied est-il obligatoire chaque mois ?"

    def test_about_now_quote_no_repealed_rule_but_name_it(self, lenient: World) -> None:
        lenient.holds(
            REPEALED, an_article(rule="Le relevé des compteurs d'eau est obligatoire chaque année.")
        )

        answer = ask(lenient, self.QUESTION)

        assert answer.text.startswith("**Décret eau, article 4")
        assert "abrogée depuis le 26 septembre 2024 ; elle n'est donc pas citée comme réponse" in answer.text
        assert answer.citations[-1].document_id == "dec-eau--3"
        assert f"[{answer.citations[-1].n}]" in answer.text

    def test_about_its_time_quote_it_with_its_end(self, lenient: World) -> None:
        lenient.holds(REPEALED)

        answer = ask(lenient, f"En 2022, {self.QUESTION}")

        assert (
            "était en vigueur à la date demandée (2022) ; elle est abrogée depuis le 26 septembre 2024"
            in answer.text
        )

    def test_from_a_repealed_rule_alone_say_that_it_is_one(self, lenient: World) -> None:
        lenient.holds(REPEALED)

        assert "elle ne s'applique plus" in ask(lenient, self.QUESTION).text
        assert "no longer applies" in ask(lenient, self.QUESTION, "en").text

    def test_that_list_rules_mark_a_repealed_one(self, lenient: World) -> None:
        lenient.holds(REPEALED, an_article())

        answer = ask(lenient, "Combien de fiches de loi contient la base ?")

        assert answer.figures is not None
        assert answer.figures.value == 2
        assert "relevé à pied des compteurs · abrogé depuis le 26 septembre 2024 [" in answer.text
        assert answer.text.count("abrogé") == 1
