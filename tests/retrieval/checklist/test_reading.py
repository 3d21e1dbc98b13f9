"""Words, amounts, places and personal data of a description."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.project import Fiche, Project
from retrieval.checklist.amounts import amounts_in
from retrieval.checklist.patterns import Patterns, Text
from retrieval.checklist.personal_data import Personal, personal_data_of
from retrieval.checklist.situation import situation_of
from retrieval.checklist.territory import Reach


def found(text: str, *entries: str) -> list[str]:
    return [text[start:end] for start, end in Patterns.of(entries).spans(Text.of(text))]


def test_a_star_is_the_rest_of_a_word_and_a_compound_has_a_beginning() -> None:
    assert found("Bewakingscamera's en een app", "*camera's", "camera*") == ["Bewakingscamera's"]
    assert found("la société WaPP", "*app") == []


def test_accents_may_be_forgotten_but_not_invented() -> None:
    assert found("les cameras, les caméras", "caméra*") == ["cameras", "caméras"]
    assert found("un poteau placé là", "place") == []
    assert found("Die Zahlung erfolgt. Die Zählung auch.", "zählung") == ["Zählung"]


def test_a_word_with_a_capital_is_itself_alone_whatever_the_words_beside_it() -> None:
    assert found("J'ai vu une AI et une ai", "AI") == ["AI"]
    assert found("Ich bin eine KI.", "ich bin eine KI") == ["Ich bin eine KI"]


def test_some_words_may_stand_between() -> None:
    assert found("We don't really know it yet", "don't ~ know") == ["don't really know"]
    assert found("We don't think that anybody here would know", "don't ~ know") == []


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("24 000 € HTVA", "24000"),
        ("1,3 million d'euros HTVA", "1300000"),
        ("180.000 euro exclusief btw", "180000"),
        ("EUR 9,500 ex VAT", "9500"),
        ("232.000 Euro ohne MwSt.", "232000"),
        ("€ 250k", "250000"),
        ("155 000 € TVA 21 % comprise", "128099.17"),
        ("6,2 Millionen Euro", "6200000"),
        ("12.500,50 euro", "12500.50"),
    ],
)
def test_an_amount_is_read_without_vat(text: str, euros: str) -> None:
    assert [amount.euros for amount in amounts_in(text)] == [Decimal(euros)]


@pytest.mark.parametrize("text", ["60 bulles", "14 000 inhabitants", "2026", "50 € d'amende", "100 kW"])
def test_other_numbers_are_no_budget(text: str) -> None:
    assert amounts_in(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Capteurs de remplissage dans les bulles à verre.", Personal.NO),
        ("Sensoren ohne Namen, keine personenbezogenen Daten.", Personal.NO),
        ("Chaque habitant crée un compte.", Personal.YES),
        ("ANPR-camera's aan de invalswegen.", Personal.YES),
        ("Deux totems mesureront la fréquentation de la plage.", Personal.UNKNOWN),
        ("Wir zählen Besucher, wie wissen wir noch nicht.", Personal.UNKNOWN),
        ("Deux bancs en bois.", Personal.UNTOUCHED),
    ],
)
def test_personal_data_are_read_from_what_is_said_and_never_assumed(text: str, status: Personal) -> None:
    assert personal_data_of(situation_of(Project.of_text(text, "fr"))).status is status


def test_the_field_decides_over_the_words() -> None:
    fiche = Fiche.model_validate(
        {"title": "Comptes", "body": "Un compte par habitant.", "personal_data": "no"}
    )
    assert personal_data_of(situation_of(Project.of_fiche(fiche, "fr"))).status is Personal.NO


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("Une commune veut des capteurs.", Reach.WALLONIA),
        ("Gemeinde Amel: ein Formular.", Reach.GERMAN_COMMUNITY),
        ("Stad Gent telt bezoekers.", Reach.BELGIUM),
        ("Brusselse gemeente met een chatbot.", Reach.BELGIUM),
        ("Notre serveur est à Gand.", Reach.WALLONIA),
        ("Onze stad (provincie Antwerpen) telt fietsers.", Reach.BELGIUM),
        ("Oost-Vlaanderen. Wij meten fijn stof.", Reach.BELGIUM),
        ("We are a town in Flanders with a website.", Reach.BELGIUM),
        ("Brussels commune here: a new website.", Reach.BELGIUM),
        ("Nous sommes une commune de la province de Luxembourg.", Reach.WALLONIA),
        ("Een firma (Gent) plaatst de sensoren.", Reach.WALLONIA),
        ("Une ville voisine de Flandre voudrait nos données.", Reach.WALLONIA),
        ("Tout est hébergé à Gand.", Reach.WALLONIA),
    ],
)
def test_a_place_is_that_of_the_project_and_not_any_that_is_named(text: str, reach: Reach) -> None:
    assert situation_of(Project.of_text(text, "fr")).territory.reach is reach


def test_a_recorded_place_decides() -> None:
    fiche = Fiche.model_validate({"title": "x", "municipality": "Lambersart", "country": "France"})
    assert situation_of(Project.of_fiche(fiche, "fr")).territory.reach is Reach.ABROAD
