"""A sentence after another one: what it carries over, what it exchanges, and when it stands alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.query.dialogue import Said, follow_up, replay
from retrieval.query.figures import read_figure_question
from retrieval.query.utterance import Previous


def _after(first: str, second: str) -> dict[str, object]:
    """Operation and filters of the second sentence, asked after the first."""
    previous = replay([Said(first)])
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
    previous = replay([Said("Combien de projets d'énergie en province de Liège ?")])
    assert previous is not None

    found = follow_up("et dans le Hainaut ?", previous)

    assert found is not None
    assert found.carried.as_dict() == {"domain": ["energy"]}
    assert found.dropped.as_dict() == {"province": ["liege"]}


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("il a débuté quand ?", False),
        ("combien ça a coûté ?", False),
        ("en wat kostte dat?", True),
        ("le projet est fini ?", True),
        ("who pays for it?", False),
    ],
)
def test_a_short_question_may_be_about_the_documents_that_were_shown(text: str, leans: bool) -> None:
    found = follow_up(text, Previous("Qui a des panneaux de stationnement ?", documents=("a", "b")))

    assert found is not None
    assert found.documents == ("a", "b")
    assert found.leans is leans
    assert not found.points


@pytest.mark.parametrize("text", ["Quel délai ?", "Zijn er uitzonderingen?", "Welche Frist?"])
def test_a_short_question_without_a_pronoun_may_be_about_what_was_shown(text: str) -> None:
    found = follow_up(text, Previous("Qui a des panneaux de stationnement ?", documents=("a",)))

    assert found is not None
    assert (found.documents, found.own, found.leans) == (("a",), text, False)


@pytest.mark.parametrize(
    "text", ["le projet a démarré en quelle année ?", "wanneer begon het project?", "is the project over?"]
)
def test_the_project_is_the_one_that_was_shown(text: str) -> None:
    found = follow_up(text, Previous("Qui cherche des fuites par satellite ?", documents=("a",)))

    assert found is not None
    assert found.documents == ("a",)


@pytest.mark.parametrize(
    "text", ["Merci, c'est clair", "Bedankt voor de uitleg!", "Beeindruckend.", "sounds good, thanks"]
)
def test_thanks_leave_what_was_said_before_as_it_was(text: str) -> None:
    before = Said("Combien de projets d'énergie à Liège ?")

    assert replay([before, Said(text)]) == replay([before])


@pytest.mark.parametrize(
    "text",
    ["lesquels ?", "calculé sur quels projets ?", "welke?", "um welche Projekte geht es?", "which ones?"],
)
def test_which_ones_asks_for_the_list_behind_a_number(text: str) -> None:
    before = read_figure_question("Quel est le budget total des projets d'énergie en Wallonie ?")

    found = follow_up(text, Previous("…", figure=before))

    assert found is not None
    assert found.figure is not None
    assert found.figure.operation == "list"
    assert found.figure.filters.as_dict() == {
        "kind": ["initiative"], "region": ["wallonie"], "domain": ["energy"], "known": ["budget_eur"]
    }  # fmt: skip


@pytest.mark.parametrize("text", ["et le plus petit ?", "en het goedkoopste?", "and the smallest one?"])
def test_the_other_extreme_is_of_the_same_field_and_place(text: str) -> None:
    before = read_figure_question("Quel projet a le plus gros budget en province de Hainaut ?")

    found = follow_up(text, Previous("…", figure=before, documents=("a",)))

    assert found is not None
    assert found.figure is not None
    assert (found.figure.operation, found.figure.field) == ("min", "budget_eur")
    assert found.figure.filters.as_dict()["province"] == ["hainaut"]


def test_a_number_alone_is_of_what_was_measured_before() -> None:
    before = read_figure_question("Which French projects have a budget above 50 million euros?")

    found = follow_up("and above 10 million?", Previous("…", figure=before))

    assert found is not None
    assert found.figure is not None
    assert found.figure.filters.budget_min == Decimal("10000000.01")  # above, not from


def test_another_name_takes_the_place_of_a_partner() -> None:
    before = read_figure_question("Dans combien de projets Fluicity est-il partenaire ?")

    found = follow_up("et CitizenLab ?", Previous("…", figure=before))

    assert found is not None
    assert found.figure is not None
    assert found.figure.filters.partner == ("CitizenLab",)


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
    previous = replay([Said("Combien de projets d'énergie en province de Liège ?", ("a",))])
    assert previous is not None

    assert follow_up(text, previous) is None


def test_a_new_topic_carries_nothing() -> None:
    previous = replay([Said("Combien de projets d'énergie en province de Liège ?", ("a",))])
    assert previous is not None

    found = follow_up("Autre chose : combien de projets en Flandre ?", previous)

    assert found is not None
    assert found.figure is None
    assert not found.documents
    assert found.text == "combien de projets en Flandre ?"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "Quels projets de mobilité sont en cours à Mons ?",
            "non, je voulais dire Liège",
            {"operation": "list", "domain": ["mobility"], "status": ["ongoing"], "municipality": ["62063"]},
        ),
        (
            "Combien de projets touristiques à Namur ?",
            "pas Namur la ville, la province",
            {"operation": "count", "domain": ["tourism"], "province": ["namur"]},
        ),
        (
            "Waterprojecten in de provincie Antwerpen, welke zijn er?",
            "sorry, ik bedoelde Vlaams-Brabant",
            {"operation": "list", "domain": ["water"], "province": ["brabant-flamand"]},
        ),
        (
            "Welche Tourismusprojekte gibt es in Luxemburg?",
            "ich meine die belgische Provinz, nicht das Großherzogtum",
            {"operation": "list", "domain": ["tourism"], "province": ["luxembourg"]},
        ),
        (
            "How many waste projects are there in Wallonia?",
            "et en Flandre, s'il vous plaît ? je préfère en français",
            {"operation": "count", "domain": ["waste"], "region": ["flandre"]},
        ),
        (
            "How many Brussels projects deal with waste?",
            "thanks, and the total known budget of those?",
            {"operation": "sum", "domain": ["waste"], "region": ["region-de-bruxelles-capitale"]},
        ),
        (
            "Combien de projets wallons en énergie ?",
            "enlève ceux qui sont arrêtés",
            {
                "operation": "count",
                "domain": ["energy"],
                "region": ["wallonie"],
                "exclude": ["status:stopped"],
            },
        ),
        (
            "Combien de projets wallons en énergie ?",
            "ajoute l'eau",
            {"operation": "count", "domain": ["energy", "water"], "region": ["wallonie"]},
        ),
        (
            "Combien de projets wallons en énergie ?",
            "et si on ne prend que la mobilité ?",
            {"operation": "count", "domain": ["mobility"], "region": ["wallonie"]},
        ),
        (
            "Combien de projets wallons en énergie ?",
            "et à l'étranger ?",
            {"operation": "count", "domain": ["energy"], "exclude": ["country:be"]},
        ),
        (
            "Combien de projets wallons en énergie ?",
            "lesquels sont en cours ?",
            {"operation": "list", "domain": ["energy"], "region": ["wallonie"], "status": ["ongoing"]},
        ),
        (
            "Hoeveel Vlaamse energieprojecten?",
            "en het duurste?",
            {"operation": "max", "domain": ["energy"], "region": ["flandre"]},
        ),
        (
            "Combien de projets bruxellois sont en cours ?",
            "cite-les moi",
            {"operation": "list", "status": ["ongoing"], "region": ["region-de-bruxelles-capitale"]},
        ),
        (
            "Combien de projets d'énergie en province de Liège ?",
            "rien que les terminés",
            {"operation": "count", "domain": ["energy"], "province": ["liege"], "status": ["completed"]},
        ),
        (
            "How many energy projects are there in the province of Liège?",
            "outside Wallonia?",
            {"operation": "count", "domain": ["energy"], "exclude": ["region:wallonie"]},
        ),
        (
            "Combien de projets d'énergie en province de Liège ?",
            "et sauf Seraing ?",
            {
                "operation": "count",
                "domain": ["energy"],
                "province": ["liege"],
                "exclude": ["municipality:62096"],
            },
        ),
        (
            "Combien de projets d'énergie en province de Liège ?",
            "le plus vieux des sept ?",
            {"operation": "min", "domain": ["energy"], "province": ["liege"]},
        ),
        (
            "Hoeveel energieprojecten zijn er in de provincie Luik?",
            "zonder de stopgezette projecten",
            {
                "operation": "count",
                "domain": ["energy"],
                "province": ["liege"],
                "exclude": ["status:stopped"],
            },
        ),
        (
            "Hoeveel energieprojecten zijn er in de provincie Luik?",
            "voeg er mobiliteit bij",
            {"operation": "count", "domain": ["energy", "mobility"], "province": ["liege"]},
        ),
        (
            "Wie viele Energieprojekte gibt es in der Provinz Lüttich?",
            "dieselbe Frage für Gent",
            {"operation": "count", "domain": ["energy"], "municipality": ["44021"]},
        ),
        (
            "How many energy projects are there in the province of Liège?",
            "show me the list",
            {"operation": "list", "domain": ["energy"], "province": ["liege"]},
        ),
        (
            "Budget total des projets de Marche-en-Famenne ?",
            "et ceux de Dinant ?",
            {"operation": "sum", "municipality": ["91034"]},
        ),
        (
            "Wie viele Energieprojekte gibt es in der Provinz Lüttich?",
            "welches ist das?",
            {"operation": "list", "domain": ["energy"], "province": ["liege"]},
        ),
    ],
)
def test_corrections_and_short_requests_go_on_from_what_was_asked(
    first: str, second: str, expected: dict[str, object]
) -> None:
    assert _after(first, second) == expected


def test_a_whole_question_after_a_remark_stands_alone() -> None:
    previous = replay([Said("Hoeveel afvalprojecten heeft Hasselt?")])
    assert previous is not None

    found = follow_up(
        "dank je, dat volstaat voor Hasselt. Hoeveel Nederlandse projecten zijn er in totaal?", previous
    )

    assert found is not None
    assert found.text == "Hoeveel Nederlandse projecten zijn er in totaal?"


def test_a_place_of_two_readings_is_asked_of_both() -> None:
    previous = replay([Said("Quels projets d'énergie ont démarré en 2019 en Wallonie ?")])
    assert previous is not None

    found = follow_up("et ceux de Namur ?", previous)

    assert found is not None
    assert found.figure is not None
    assert [(one.filters.municipality, one.filters.province) for one in found.figure.readings] == [
        (("92094",), ()),
        ((), ("namur",)),
    ]
    assert all(one.filters.year_from == 2019 and not one.filters.region for one in found.figure.readings)


@pytest.mark.parametrize(
    "text",
    [
        "et celui de Verviers, il coûte combien ?",
        "en die van Verviers, wat kostte dat?",
        "what did the one in Verviers cost?",
    ],
)
def test_the_one_of_a_town_is_looked_for_among_those_shown(text: str) -> None:
    previous = replay([Said("Quels projets d'énergie ont démarré en 2019 en Wallonie ?", ("a", "b", "c"))])
    assert previous is not None

    found = follow_up(text, previous)

    assert found is not None
    assert (found.figure, found.documents, found.points) == (None, ("a", "b", "c"), True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("le premier, qui le porte ?", ("a",)),
        ("quels sont les partenaires du troisième ?", ("c",)),
        ("who runs the second one?", ("b",)),
    ],
)
def test_what_is_asked_of_an_ordinal_is_asked_of_that_document(text: str, meant: tuple[str, ...]) -> None:
    previous = replay([Said("Quels projets d'énergie ont démarré en 2019 en Wallonie ?", ("a", "b", "c"))])
    assert previous is not None

    found = follow_up(text, previous)

    assert found is not None
    assert (found.documents, found.points) == (meant, True)


def test_which_was_the_first_ranks_all() -> None:
    assert _after("Quels projets d'énergie en Wallonie ?", "quel est le premier ?")["operation"] == "min"


def test_what_a_question_was_taken_to_mean_is_what_the_next_one_goes_on_from() -> None:
    turns = [
        Said("C'est quoi le STI ?", ("a",), "C'est quoi le STI ?"),
        Said("Et Floya ?", ("b",), "Et Floya ?"),
    ]

    previous = replay(turns)

    assert previous is not None
    assert (previous.text, previous.documents) == ("Et Floya ?", ("b",))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("en néerlandais ?", "nl"),
        ("in English please", "en"),
        ("graag in het Frans", "fr"),
        ("kannst du das auf Deutsch sagen?", "de"),
    ],
)
def test_a_wish_for_a_language_alone_means_the_question_before(text: str, language: str) -> None:
    previous = Previous("Qui a des panneaux de stationnement ?", documents=("a",))

    found = follow_up(text, previous)

    assert found is not None
    assert (found.own, found.language, found.documents) == (previous.text, language, ())


@pytest.mark.parametrize("text", ["combien de projets en anglais ?", "en Flandre ?", "auf der Straße?"])
def test_a_place_or_a_question_is_no_wish_for_a_language(text: str) -> None:
    found = follow_up(text, Previous("Qui a des panneaux de stationnement ?", documents=("a",)))

    assert found is None or found.language is None


@pytest.mark.parametrize("text", ["ah tant que ça !", "vous allez bien ?", "zoveel?"])
def test_a_remark_leaves_what_was_said_before_as_it_was(text: str) -> None:
    before = Said("Combien de projets d'énergie à Liège ?")

    assert replay([before, Said(text)]) == replay([before])
