"""What people tell around a question about figures: what is left out, what is kept, and what is asked back."""

from __future__ import annotations

import pytest

from retrieval.query.figures import FigureQuestion, naming_text, read_figure_question


def _read(question: str) -> FigureQuestion:
    figure = read_figure_question(question)
    assert figure is not None, question
    assert figure.unparsed == (), (question, figure.unparsed)
    return figure


def _filters(question: str) -> dict[str, object]:
    return _read(question).filters.without("kind").as_dict()


_IN_FLANDERS: dict[str, object] = {"region": ["flandre"]}


@pytest.mark.parametrize(
    "question",
    [
        "Minuit passé et mon chef de cabinet attend toujours. Combien de projets flamands ?",
        "Ma belle-mère soutient le contraire : combien de projets en Flandre ?",
        "Combien de projets flamands, histoire de faire taire les mauvaises langues ?",
        "Combien de projets en Flandre pour ma présentation de jeudi au comité de direction",
        "Vous avez combien de projets flamands svp je suis à la bourre",
        "Pari entre conseillers : combien de projets flamands ?",
        "Sans vouloir vous brusquer, combien de projets flamands ?",
        "Avant de raconter n'importe quoi au micro : combien de projets flamands ?",
        "Onze diensthoofd zit op vinkenslag. Hoeveel Vlaamse projecten zijn er?",
        "Hoeveel Vlaamse projecten zijn er, want de oppositie gelooft me niet?",
        "Even voor het avondmaal: hoeveel Vlaamse projecten?",
        "Der Ausschuss sitzt mir im Nacken. Wie viele flämische Projekte gibt es?",
        "Falls es keine Umstände macht, wie viele flämische Projekte gibt es?",
        "Kann mir jemand aus der Klemme helfen? Wie viele flämische Projekte gibt es?",
        "The treasurer keeps pestering me, so how many Flemish projects are there?",
        "How many Flemish projects are there? Settling a quarrel.",
    ],
)
def test_a_clause_about_people_is_left_out_whatever_its_words(question: str) -> None:
    figure = _read(question)

    assert figure.operation == "count"
    assert figure.readings == ()
    assert _filters(question) == _IN_FLANDERS


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Mon échevin de la mobilité s'impatiente. Combien de projets flamands ?", _IN_FLANDERS),
        ("Unser Kommandant der Feuerwehr fragt: Wie viele flämische Projekte gibt es?", _IN_FLANDERS),
        ("Les poubelles débordent et on m'insulte. Combien de projets déchets en Flandre ?",
         {**_IN_FLANDERS, "domain": ["waste"]}),
        ("2021 nous a laissé des traces. Combien de projets flamands ?", _IN_FLANDERS),
    ],
)  # fmt: skip
def test_conditions_of_a_person_or_told_twice_add_nothing(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Ma cousine de Mons se vante sans arrêt. Sa ville compte combien de projets ?",
         {"municipality": ["53053"]}),
        ("À partir de deux millions de budget, ça se corse. Combien de projets à ce niveau-là ?",
         {"budget_min": 2_000_000}),
        ("Nos voisins français paradent. Combien de leurs projets sont terminés ?",
         {"country": ["fr"], "status": ["completed"]}),
        ("Mijn schepen raaskalt over drones. Hoeveel Vlaamse projecten zijn er?",
         {**_IN_FLANDERS, "technology": ["drones"]}),
    ],
)  # fmt: skip
def test_what_is_told_holds_where_the_question_takes_it_up(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    "question",
    [
        "Je m'occupe des trottoirs chauffants. Combien de projets en Wallonie ?",
        "Mon échevine est passionnée par les toitures végétalisées. Combien de projets en Belgique ?",
        "Mijn schepen wil iets met bijenkorven. Hoeveel projecten in Vlaanderen?",
        "Unser Bürgermeister möchte Bienenstöcke. Wie viele Projekte in Belgien?",
        "Mon dada, ce sont les pergolas. Combien de projets ?",
        "Combien de projets en Flandre, seulement ceux des pergolas ?",
        "Combien de projets ont démarré avant que la loi change ?",
        "On a gagné quoi avec la pergola ? Combien de projets en Flandre ?",
    ],
)
def test_what_may_be_the_subject_stops_the_figure(question: str) -> None:
    figure = read_figure_question(question)

    assert figure is None or figure.unparsed


@pytest.mark.parametrize(
    "question",
    [
        "Ma ville, c'est Namur. Combien de projets d'énergie ?",
        "Combien de projets utilisent des caméras pour surveiller la circulation ?",
    ],
)
def test_a_condition_that_may_be_meant_is_read_both_ways(question: str) -> None:
    filters = [one.filters.as_dict() for one in _read(question).readings]

    assert len(filters) > 1
    assert all(one != filters[0] for one in filters[1:])


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Combien de projets à Liège (la ville, pas la province) ?", {"municipality": ["62063"]}),
        ("Quels projets ont été arrêtés, en Belgique comme ailleurs ?", {"status": ["stopped"]}),
        ("Si on met l'Italie de côté, combien de projets d'eau ?",
         {"domain": ["water"], "exclude": ["country:it"]}),
        ("Als je Italië even weglaat, hoeveel waterprojecten zijn er?",
         {"domain": ["water"], "exclude": ["country:it"]}),
        ("Lassen wir Italien mal weg: wie viele Wasserprojekte gibt es?",
         {"domain": ["water"], "exclude": ["country:it"]}),
        ("Take Italy out of the equation, how many water projects are left?",
         {"domain": ["water"], "exclude": ["country:it"]}),
        ("Combien de projets flamands, en laissant tomber ceux dont on ignore l'année de démarrage ?",
         {**_IN_FLANDERS, "known": ["start_year"]}),
    ],
)  # fmt: skip
def test_denials_explain_or_exclude(question: str, filters: dict[str, object]) -> None:
    assert _filters(question) == filters


@pytest.mark.parametrize(
    ("text", "cue", "left"),
    [
        ("Qui porte le projet Charl-E-District ? J'ai égaré son dossier", "Qui porte", "Charl-E-District"),
        ("Le Novachèque, il a démarré quand, je m'emmêle", "démarré quand", "Novachèque"),
    ],
)
def test_what_names_a_document_is_what_is_not_told_of_the_asker(text: str, cue: str, left: str) -> None:
    start = text.index(cue)

    naming = naming_text(text, [(start, start + len(cue))])

    assert left in naming
    assert "égaré" not in naming
    assert "emmêle" not in naming
