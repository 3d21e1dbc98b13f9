"""What is compared of a project: names apart from needs, bodies without their forms, phases and people in four languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Language
from corpus.project import Fiche, FicheFields, Project
from retrieval.likeness.audiences import AUDIENCES, audiences_in
from retrieval.likeness.phases import continuations, hints
from retrieval.likeness.profile import GIST_CHARACTERS, Profile, profile_of, prose


def profile(
    body: str = "", *, title: str = "Capteurs", language: Language = "fr", **fields: object
) -> Profile:
    fiche = Fiche.model_validate({"title": title, "body": body, **fields})
    return profile_of(Project.of_fiche(fiche, language))


def test_places_and_bodies_are_cut_out_of_the_gist() -> None:
    made = profile(
        "À Namur, IGRETEC et la ville de Charleroi mesurent le bruit.",
        title="Bruit à Namur",
        municipality="Namur",
        lead="IGRETEC",
    )

    assert "bruit" in made.gist
    for name in ("Namur", "Charleroi", "IGRETEC"):
        assert name not in made.gist


def test_two_towns_with_one_need_have_one_gist() -> None:
    gists = {
        profile(f"Les rues de {town} sont sombres.", title=f"Lampes à {town}", municipality=town).gist
        for town in ("Namur", "Liège", "Mons")
    }

    assert len(gists) == 1


@pytest.mark.parametrize("written", ["Namur", "namur", "Namen", "Ville de Namur"])
def test_a_town_is_known_by_any_of_its_names(written: str) -> None:
    assert profile(municipality=written).places == profile(municipality="Namur").places != frozenset()


def test_without_a_recorded_place_the_text_tells_it() -> None:
    said = profile("La ville de Charleroi compte ses arbres.")

    assert said.places == profile(municipality="Charleroi").places


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("inBW scrl", "inBW"),
        ("IGRETEC SCRL", "igretec"),
        ("Ville de Namur", "Administration communale de Namur"),
        ("Stad Namen", "Ville de Namur"),
    ],
)
def test_a_body_is_itself_whatever_its_form(one: str, other: str) -> None:
    owners = [profile(lead=name, municipality="Namur").owners for name in (one, other)]

    assert owners[0] == owners[1] != frozenset()


def test_towns_as_owners_are_told_apart() -> None:
    owners = [profile(lead=f"Ville de {town}", municipality=town).owners for town in ("Namur", "Mons")]

    assert owners[0].isdisjoint(owners[1])


def test_partners_are_organisations_but_no_owners() -> None:
    made = profile(lead="Ville de Namur", partners=["Proximus"], municipality="Namur")

    assert made.organisations - made.owners == {"proximus"}


@pytest.mark.parametrize(
    "text",
    [
        "Deuxième phase du réseau de capteurs.",
        "La commune étend le réseau.",
        "Tweede fase van het netwerk.",
        "De gemeente breidt uit: uitbreiding van het netwerk.",
        "Zweite Phase des Netzes.",
        "Das Netz wird erweitert.",
        "Second phase of the network.",
        "The town extends the network.",
    ],
)
def test_a_text_that_goes_on_with_something_is_noticed_in_four_languages(text: str) -> None:
    assert continuations(text) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "Des capteurs mesurent le niveau des conteneurs.",
        "Sensoren meten het niveau van de containers.",
        "Sensoren messen den Füllstand der Behälter.",
        "Sensors measure the level of containers.",
    ],
)
def test_a_text_that_begins_something_is_not(text: str) -> None:
    assert continuations(text) == hints(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Martin répond maintenant au téléphone.",
        "Martin beantwoordt nu ook de telefoon.",
        "Martin nimmt jetzt auch den Hörer ab.",
        "Martin now answers the telephone.",
    ],
)
def test_a_text_that_speaks_of_a_before_hints_at_it_without_saying_so(text: str) -> None:
    assert hints(text) >= 1
    assert continuations(text) == 0


@pytest.mark.parametrize(
    ("group", "texts"),
    [
        ("seniors", ("les aînés du home", "de ouderen in het rusthuis", "ältere Menschen im Altenheim", "elderly people")),
        ("cyclists", ("les cyclistes", "fietsers", "Radfahrer", "cyclists")),
        ("children", ("les élèves de l'école", "de leerlingen", "die Schüler", "the pupils")),
        ("staff", ("le personnel communal", "de medewerkers", "die Mitarbeiter", "the staff")),
        ("rescue", ("les pompiers", "de brandweer", "die Feuerwehr", "firefighters")),
    ],
)  # fmt: skip
def test_people_are_recognised_in_four_languages(group: str, texts: tuple[str, ...]) -> None:
    assert [group in audiences_in(text) for text in texts] == [True] * 4


def test_every_group_has_its_words() -> None:
    assert {group for group in AUDIENCES if audiences_in(group)} <= set(AUDIENCES)
    assert audiences_in("Rien de tout cela") == frozenset()


def test_figures_are_the_amounts_that_no_chance_makes_equal() -> None:
    made = profile("En 2021, 5 agents posent 1 250 lampes pour 300 000 euros.", budget_eur=300_000)

    assert Decimal(300_000) in made.figures
    assert Decimal(1_250) in made.figures
    assert not made.figures & {Decimal(5), Decimal(2021)}


def test_terms_are_those_recorded_and_those_said() -> None:
    made = profile("Des capteurs LoRaWAN.", domains=["lighting"])

    assert made.domains
    assert "lorawan" in made.technologies


def test_a_gist_is_short_however_long_the_text() -> None:
    made = profile("Les capteurs comptent les vélos. " * 500)

    assert len(made.gist) <= GIST_CHARACTERS + len("Capteurs. ")


def test_of_a_fiche_with_a_summary_the_summary_is_read() -> None:
    project = Project(language="fr", title="Capteurs", summary="Ils comptent les vélos.", body="Autre chose.")

    assert profile_of(project).gist == "Capteurs. Ils comptent les vélos."


def test_prose_is_a_body_without_its_marks() -> None:
    assert (
        prose("## Besoin\n\n- **Les rues** sont [sombres](https://a.be).\n1. La nuit.")
        == "Les rues sont sombres. La nuit."
    )


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300),
    st.sampled_from(["fr", "nl", "de", "en"]),
)
def test_any_text_has_a_profile(text: str, language: Language) -> None:
    made = profile_of(Project.of_text(text, language))

    assert made.gist
    assert made == profile_of(Project.of_text(text, language))


def test_a_region_or_country_is_known_where_no_town_is() -> None:
    fields = FicheFields(region="Région de Bruxelles-Capitale", country="Belgique")

    assert profile_of(Project(language="fr", title="Air", fields=fields)).areas == {
        "region/region-de-bruxelles-capitale",
        "country/be",
    }


def test_a_town_tells_its_province_region_and_country() -> None:
    found = profile_of(Project(language="fr", title="Air", fields=FicheFields(municipality="Namur")))

    assert found.areas == {"province/namur", "region/wallonie", "country/be"}
