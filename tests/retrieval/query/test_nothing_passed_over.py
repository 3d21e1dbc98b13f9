"""Words that a figure must not pass over: what points back, names a facet, or qualifies the projects."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, read_figure_question


def _read(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    return figure


def _filters(question: str) -> dict[str, object]:
    figure = _read(question)
    assert figure.unparsed == (), (question, figure.unparsed)
    assert figure.readings == (), question
    return figure.filters.without("kind").as_dict()


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets flamands ont démarré cette année-là ?",
        "Hoeveel Vlaamse projecten startten in dat jaar?",
        "Wie viele flämische Projekte begannen in jenem Jahr?",
        "How many Flemish projects started that year?",
        "Combien de projets d'énergie dans cette ville ?",
        "Hoeveel projecten zijn er in die stad over mobiliteit?",
        "Wie viele Energieprojekte gibt es in dieser Stadt?",
        "How many energy projects are there in that town?",
        "Combien de projets wallons dans ce domaine ?",
        "Hoeveel Waalse projecten in dat domein?",
        "Wie viele wallonische Projekte in diesem Bereich?",
        "How many Walloon projects in this field?",
        "Combien de leurs projets portent sur l'énergie ?",
        "Welke van hun projecten gaan over energie?",
        "I became mayor in 2015. How many Flemish projects have started since then?",
        "Depuis lors, combien de projets wallons ont démarré ?",
    ],
)
def test_what_points_at_nothing_told_is_not_understood(question: str) -> None:
    assert _read(question).unparsed


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Je m'intéresse à 2018. Combien de projets flamands ont commencé cette année-là ?", 2018),
        ("Ik schrijf een paper over het jaar 2019. Hoeveel Vlaamse projecten begonnen in dat jaar?", 2019),
        ("Mein Sohn ist 2018 geboren. Wie viele flämische Projekte begannen in jenem Jahr?", 2018),
        ("Our mayor took office in 2018. How many Flemish projects started that year?", 2018),
    ],
)
def test_that_year_is_the_one_that_was_told(question: str, told: int) -> None:
    assert _filters(question) == {"region": ["flandre"], "year_from": told, "year_to": told}


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons dans le domaine des données ?",
        "Combien de projets wallons sont classés dans le domaine « Données » ?",
        "Hoeveel Waalse projecten zitten in het domein « Data »?",
        "Wie viele wallonische Projekte im Bereich „Daten“?",
        "How many Walloon projects are in the data domain?",
    ],
)
def test_data_are_a_domain(question: str) -> None:
    assert _filters(question) == {"region": ["wallonie"], "domain": ["data"]}


@pytest.mark.parametrize(
    "question",
    [
        "D'après vos données, combien de projets wallons y a-t-il ?",
        "Volgens jullie gegevens, hoeveel Waalse projecten zijn er?",
        "According to your data, how many Walloon projects are there?",
        "Montrez-moi les données des projets wallons",
    ],
)
def test_the_data_of_the_catalogue_are_none(question: str) -> None:
    assert _filters(question) == {"region": ["wallonie"]}


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons relèvent du secteur primaire ?",
        "Hoeveel Vlaamse projecten vallen onder het thema landbouw?",
        "Wie viele deutsche Projekte gehören zum Bereich Bauwesen?",
        "How many Dutch projects in the field of farming?",
        "Combien de projets wallons dans mon domaine ?",
    ],
)
def test_a_domain_that_nothing_names_is_not_understood(question: str) -> None:
    assert _read(question).unparsed


@pytest.mark.parametrize(
    "question",
    [
        "L'office du tourisme veut des drones. Combien de projets wallons s'en servent ?",
        "Notre syndicat d'initiative rêve de drones. Combien de projets wallons en utilisent ?",
        "De toeristische dienst wil drones inzetten. Hoeveel Waalse projecten gebruiken er?",
        "The tourist office wants drones. How many Walloon projects use them?",
    ],
)
def test_who_wants_a_technology_is_no_theme(question: str) -> None:
    assert _filters(question) == {"region": ["wallonie"], "technology": ["drones"]}


@pytest.mark.parametrize(
    "question",
    [
        "Notre intercommunale rencontre Waremme demain. Quels projets y a-t-il dans cette ville ?",
        "Welke projecten lopen of liepen er in Borgworm?",
        "Quels projets sont ou ont été menés à Waremme ?",
        "Welche Projekte laufen oder liefen in Waremme?",
        "Which projects are running or have run in Waremme?",
    ],
)
def test_a_town_and_nothing_else(question: str) -> None:
    assert _filters(question) == {"municipality": ["64074"]}


@pytest.mark.parametrize(
    "question",
    [
        "Quels projets de la province de Liège, en laissant de côté ceux qui traitent des données personnelles ?",
        "Welke projecten in de provincie Luik, behalve die met persoonsgegevens?",
        "Which projects in the province of Liège except those that process personal data?",
    ],
)
def test_what_is_left_out_leaves_the_unknown_in(question: str) -> None:
    assert _filters(question) == {"province": ["liege"], "exclude": ["personal_data:yes"]}


@pytest.mark.parametrize(
    "question",
    [
        "Imaginons que je laisse la mobilité de côté. Il me reste combien de projets en province de Namur ?",
        "Stel dat ik mobiliteit weglaat. Hoeveel projecten in de provincie Namen?",
        "Angenommen, ich lasse die Mobilität weg. Wie viele Projekte gibt es in der Provinz Namur?",
        "Say I leave mobility out. How many projects in the province of Namur?",
        "On exclut la mobilité. Combien de projets en province de Namur ?",
    ],
)
def test_what_is_set_aside_before_the_question_is_excluded(question: str) -> None:
    assert _filters(question) == {"province": ["namur"], "exclude": ["domain:mobility"]}


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons ont démarré avant la fin 2014 ?",
        "Hoeveel Waalse projecten waren tegen eind 2014 gestart?",
        "Wie viele wallonische Projekte waren bis Ende 2014 gestartet?",
        "How many Walloon projects had been launched by the end of 2014?",
        "How many Walloon projects had started by 2014?",
    ],
)
def test_the_end_of_a_year_belongs_to_it(question: str) -> None:
    assert _filters(question) == {"region": ["wallonie"], "year_to": 2014}


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons ont un subside connu mais pas de budget connu ?",
        "Hoeveel Waalse projecten hebben een bekende subsidie maar geen bekend budget?",
        "Wie viele wallonische Projekte haben einen bekannten Zuschuss, aber kein bekanntes Budget?",
        "How many Walloon projects have a known subsidy but no known budget?",
    ],
)
def test_one_amount_known_and_the_other_not(question: str) -> None:
    assert _filters(question) == {
        "region": ["wallonie"],
        "known": ["subsidy_eur"],
        "missing": ["budget_eur"],
    }


@pytest.mark.parametrize(
    "question",
    [
        "Combien de projets wallons actifs ?",
        "Hoeveel actieve Vlaamse projecten zijn er?",
        "How many other Flemish projects are there?",
        "How many Walloon projects are local?",
        "Combien de projets wallons ont reçu un prix ?",
        "How many Walloon projects won a prize?",
        "Combien de projets wallons ne portent que sur la mobilité ?",
        "Hoeveel Vlaamse projecten gaan enkel over mobiliteit?",
        "How many Flemish projects are only about mobility?",
        "Combien de projets wallons par habitant ?",
        "Combien de projets wallons ont démarré début 2019 ?",
        "Combien de projets wallons ont démarré un an après 2018 ?",
        "Combien de projets dans l'est de la Belgique ?",
        "How many Flemish projects were fully subsidised?",
        "Combien de projets wallons ont été financés ?",
        "Combien de projets wallons ont donné lieu à un subside ?",
        "Quel projet a dû se contentir du budget le plus faible ?",
    ],
)
def test_qualities_that_no_field_holds_are_not_understood(question: str) -> None:
    assert _read(question).unparsed


@pytest.mark.parametrize(
    "question",
    [
        "Entre Mons et Namur, quelle ville a le plus de projets ?",
        "De Mons et de Namur, quelle ville a le plus de projets ?",
    ],
)
def test_towns_set_against_one_another_are_towns(question: str) -> None:
    assert _filters(question) == {"municipality": ["53053", "92094"]}


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel bedraagt het gemiddelde budget van de West-Vlaamse projecten, voor zover gekend?",
        "Quel est le budget moyen des projets de Flandre-Occidentale, pour autant qu'il soit connu ?",
        "Wie hoch ist das durchschnittliche Budget der westflämischen Projekte, soweit bekannt?",
        "What is the average budget of projects in West Flanders, where known?",
    ],
)
def test_a_mean_is_of_what_is_known(question: str) -> None:
    assert _filters(question) == {"province": ["flandre-occidentale"]}


@pytest.mark.parametrize(
    "question",
    [
        "Nous n'avons pas de drones. Combien de projets wallons en ont ?",
        "On ne veut pas de drones. Combien de projets wallons s'en servent ?",
        "Wij hebben geen drones. Hoeveel Waalse projecten hebben er wel?",
        "Wir haben keine Drohnen. Wie viele wallonische Projekte nutzen sie?",
        "We have no drones. How many Walloon projects use them?",
    ],
)
def test_what_the_asker_lacks_is_not_excluded(question: str) -> None:
    filters = _filters(question)

    assert "exclude" not in filters
    assert filters["region"] == ["wallonie"]
    assert str(filters["technology"][0]).startswith("dron")  # type: ignore[index]


@pytest.mark.parametrize(
    "question",
    [
        "Le musée nous a contactés. Combien de projets wallons sont terminés ?",
        "Het museum belde ons. Hoeveel Waalse projecten zijn afgerond?",
        "Das Museum hat uns geschrieben. Wie viele wallonische Projekte sind abgeschlossen?",
        "The museum called us. How many Walloon projects are completed?",
    ],
)
def test_a_body_that_calls_is_no_theme(question: str) -> None:
    assert _filters(question) == {"region": ["wallonie"], "status": ["completed"]}


@pytest.mark.parametrize(
    "question",
    [
        "Dans le Hainaut, pour combien de projets connaît-on le subside ?",
        "Combien de projets hennuyers ont été subsidiés ?",
        "Voor hoeveel Henegouwse projecten kennen we de subsidie?",
        "For how many projects in Hainaut do we know the subsidy?",
    ],
)
def test_projects_with_a_subsidy(question: str) -> None:
    assert _filters(question) == {"province": ["hainaut"], "known": ["subsidy_eur"]}


def test_a_town_that_is_also_a_common_word_is_a_town_where_it_is_written_as_a_name() -> None:
    town = read_figure_question("Hoeveel projecten zijn er in Namen?")
    names = read_figure_question("Geef me de namen van de projecten in Gent")

    assert town is not None
    assert [one.filters.municipality or one.filters.province for one in town.readings] == [
        ("92094",),
        ("namur",),
    ]
    assert names is not None
    assert (names.operation, names.filters.municipality) == ("list", ("44021",))
