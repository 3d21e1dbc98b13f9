"""The taxonomy: every recorded word has a term, every term four labels, every question its mentions."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnknownValue
from corpus.markdown import load_yaml
from corpus.models import (
    LANGUAGES,
    FileFields,
    InitiativeFields,
    PracticeFields,
    RegulationFields,
    slugify,
)
from corpus.phrases import folded_words
from corpus.taxonomy import FACETS, Facet, Taxonomy, terms_of
from tests.builders import facts_folder

TAXONOMY = Taxonomy.load()
TERRITORIES = {"country", "region", "province", "municipality"}
WRITTEN: tuple[Facet, ...] = tuple(facet for facet in FACETS if facet not in TERRITORIES)

needs_facts = pytest.mark.skipif(
    not facts_folder().is_dir(), reason="the fact records do not lie beside the project"
)


@cache
def records(pattern: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(facts_folder().glob(pattern)):
        found += load_yaml(path.read_text("utf-8"), source=path.name)
    return found


def recorded(pattern: str, field: str) -> set[str]:
    words: set[str] = set()
    for record in records(pattern):
        value = record.get(field)
        words |= set(value) if isinstance(value, list) else {value} if value else set()
    return words


def a_fiche(**values: Any) -> InitiativeFields:
    return InitiativeFields(**{"id": "x", "title": "X", "country": "Belgique", **values})


def mentions(text: str, *, certain: bool = True) -> list[str]:
    """What the text mentions, as facet/slug, kinds of document left out."""
    return [
        f"{match.facet}/{match.slug}"
        for match in TAXONOMY.find(text)
        if match.certain == certain and match.facet != "kind"
    ]


# --- the file ----------------------------------------------------------------------------------------


@needs_facts
@pytest.mark.parametrize(
    ("facet", "pattern", "field"),
    [
        ("domain", "initiatives-*.yaml", "domains"),
        ("technology", "initiatives-*.yaml", "technologies"),
        ("service", "initiatives-*.yaml", "municipal_services"),
        ("programme", "initiatives-*.yaml", "funding_programme"),
        ("status", "initiatives-*.yaml", "status"),
        ("personal_data", "initiatives-*.yaml", "personal_data"),
        ("theme", "best-practices-*.yaml", "theme"),
    ],
)
def test_every_recorded_word_has_a_term_and_no_other_word_is_claimed(
    facet: Facet, pattern: str, field: str
) -> None:
    words = recorded(pattern, field)
    claimed = {word for term in TAXONOMY.terms(facet) for word in term.words}
    slugs = {term.slug for term in TAXONOMY.terms(facet)}

    assert words <= claimed
    assert claimed - words <= {"unknown"}
    assert all(set(TAXONOMY.normalise(facet, word)) <= slugs for word in words)


@needs_facts
def test_recorded_domains_are_never_merged() -> None:
    domains = recorded("initiatives-*.yaml", "domains")

    assert {TAXONOMY.normalise("domain", word) for word in domains} == {(slugify(word),) for word in domains}


@needs_facts
def test_triggers_are_those_of_the_article_sheets() -> None:
    source = facts_folder() / "regulations-declencheurs.yaml"
    declared = load_yaml(source.read_text("utf-8"), source=source.name)["declencheurs"]

    assert {term.slug: term.labels.fr for term in TAXONOMY.terms("trigger")} == declared


@needs_facts
def test_every_place_of_every_record_is_known() -> None:
    for record in records("initiatives-*.yaml"):
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
        terms = terms_of(InitiativeFields(**values))
        for facet in ("country", "region", "province", "municipality"):
            for slug in terms[facet]:
                assert TAXONOMY.term(facet, slug), (record["id"], facet, slug)  # type: ignore[arg-type]


@pytest.mark.parametrize("facet", FACETS)
def test_every_term_has_a_label_in_four_languages(facet: Facet) -> None:
    for term in TAXONOMY.terms(facet):
        for language in LANGUAGES:
            assert term.labels.get(language).strip() == TAXONOMY.label(facet, term.slug, language)


@pytest.mark.parametrize("facet", WRITTEN)
def test_labels_of_a_facet_differ_in_each_language(facet: Facet) -> None:
    for language in LANGUAGES:
        labels = [term.labels.get(language) for term in TAXONOMY.terms(facet)]
        assert len(labels) == len(set(labels)), language


@pytest.mark.parametrize("facet", WRITTEN)
def test_related_terms_exist_and_are_others(facet: Facet) -> None:
    slugs = {term.slug for term in TAXONOMY.terms(facet)}

    for term in TAXONOMY.terms(facet):
        assert set(term.related) <= slugs - {term.slug}, term.slug


@pytest.mark.parametrize("facet", ["domain", "technology", "status", "service", "programme"])
def test_every_word_for_a_term_mentions_it(facet: Facet) -> None:
    for term in TAXONOMY.terms(facet):
        labels = [term.labels.get(language) for language in LANGUAGES]
        for text in (*labels, *(text for _, text in term.synonyms.items())):
            if len(folded_words(text)) == 1:
                assert term.slug in {match.slug for match in TAXONOMY.find(text)}, text


# --- one value ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facet", "text", "slug"),
    [
        ("domain", "lighting", "lighting"),
        ("domain", "éclairage", "lighting"),
        ("domain", "STRAATVERLICHTING", "lighting"),
        ("domain", "Straßenlaternen", "lighting"),
        ("domain", "strassenbeleuchtung", "lighting"),
        ("domain", "lampadaires", "lighting"),
        ("domain", "citizen participation", "citizen-participation"),
        ("domain", "AI", "ai"),
        ("domain", "künstliche Intelligenz", "ai"),
        ("domain", "sécurité", "safety"),
        ("domain", "eclairge", "lighting"),
        ("domain", "waste managment", "waste"),
        ("status", "in_progress", "ongoing"),
        ("status", "stalled", "stopped"),
        ("status", "terminés", "completed"),
        ("technology", "capteur de remplissage", "capteurs-de-remplissage"),
        ("technology", "slimme vuilbakken", "capteurs-de-remplissage"),
        ("technology", "lora", "lorawan"),
        ("service", "police locale", "police"),
        ("service", "police municipale", "police-municipale"),
        ("programme", "Territoire intelligent 2019", "territoire-intelligent-2019"),
        ("programme", "ERDF", "feder"),
        ("country", "Duitsland", "de"),
        ("province", "Luik", "liege"),
        ("region", "Wallonia", "wallonie"),
        ("municipality", "Lüttich", "62063"),
        ("trigger", "donnees_personnelles", "donnees_personnelles"),
        ("personal_data", "yes", "yes"),
    ],
)
def test_a_value_is_known_by_slug_label_synonym_or_recorded_word(facet: Facet, text: str, slug: str) -> None:
    assert TAXONOMY.resolve(facet, text) == slug


def test_an_unknown_value_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownValue, match="waste"):
        TAXONOMY.resolve("domain", "waste and rubbish bins")
    with pytest.raises(UnknownValue):
        TAXONOMY.resolve("domain", "")
    with pytest.raises(UnknownValue):
        TAXONOMY.term("domain", "astrology")


def test_a_word_that_nobody_declared_is_its_own_slug() -> None:
    assert TAXONOMY.normalise("technology", "Téléporteur à Flux") == ("teleporteur-a-flux",)
    assert TAXONOMY.normalise("technology", "…") == ()


def test_a_record_may_belong_to_several_programmes() -> None:
    assert TAXONOMY.normalise("programme", "City of Things (VLAIO) / FEDER") == ("feder", "city-of-things")


# --- a document ---------------------------------------------------------------------------------------


def test_the_terms_of_a_fiche_are_normalised_beside_its_fields() -> None:
    fiche = a_fiche(
        municipality=("Namur", "La Calamine"),
        province=("Namur", "Liège"),
        region="Wallonie",
        domains=("IoT", "open data"),
        technologies=("LED", "éclairage intelligent"),
        municipal_services=None,
        status="in_progress",
        funding_programme="WiFi4EU (UE)",
    )

    assert terms_of(fiche) == {
        "kind": ("initiative",),
        "country": ("be",),
        "region": ("wallonie",),
        "province": ("namur", "liege"),
        "municipality": ("92094", "63040"),
        "domain": ("iot", "open-data"),
        "technology": ("eclairage-led", "eclairage-intelligent"),
        "service": (),
        "status": ("ongoing",),
        "programme": ("wifi4eu",),
        "personal_data": ("unknown",),
    }


def test_unknown_fields_give_no_terms_and_unknown_status_says_so() -> None:
    terms = terms_of(a_fiche())

    assert terms["status"] == ("unknown",)
    assert terms["region"] == terms["municipality"] == terms["technology"] == ()


@pytest.mark.parametrize(
    ("values", "municipality", "region"),
    [
        ({"municipality": "Luxembourg", "country": "Luxembourg"}, "luxembourg", ()),
        ({"municipality": "Valence (València)", "country": "Espagne"}, "valence", ()),
        ({"municipality": "Utrecht", "country": "Pays-Bas", "region": "Utrecht"}, "utrecht", ("utrecht",)),
        ({"municipality": "Kelmis", "region": "Wallonie"}, "63040", ("wallonie",)),
        ({"municipality": "Herne", "region": "Flandre"}, "23106", ("flandre",)),
        ({"municipality": "Atlantis", "country": "Atlantide"}, "atlantis", ()),
    ],
)
def test_places_of_a_fiche_are_read_in_its_own_country(
    values: dict[str, str], municipality: str, region: tuple[str, ...]
) -> None:
    terms = terms_of(a_fiche(**values))

    assert terms["municipality"] == (municipality,)
    assert terms["region"] == region


def test_law_practice_and_file_have_terms_of_their_own() -> None:
    law = RegulationFields(
        id="RGPD--35",
        reglement="RGPD",
        article="35",
        sujet="Analyse d'impact",
        obligation="Faire une analyse d'impact",
        qui="responsable",
        application="depuis 2018",
        declencheurs=("cameras", "donnees_personnelles"),
        source_url="https://example.org/",
        confiance="verifie_texte",
    )
    practice = PracticeFields(id="p", title="P", theme="éclairage public", audience="", problem="")

    assert terms_of(law) == {
        "kind": ("regulation",),
        "trigger": ("cameras", "donnees_personnelles"),
        "confidence": ("verifie_texte",),
    }
    assert terms_of(practice) == {"kind": ("practice",), "theme": ("eclairage-public",)}
    assert terms_of(FileFields(name="x.pdf")) == {"kind": ("file",)}


# --- a sentence ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Combien de projets d'éclairage public à Namur ?", ["domain/lighting"]),
        ("les lampadaires de la ville", ["domain/lighting"]),
        ("Hoeveel projecten rond straatverlichting?", ["domain/lighting"]),
        ("Welche Projekte zur Straßenbeleuchtung gibt es?", ["domain/lighting"]),
        ("street lighting projects", ["domain/lighting"]),
        ("Hoeveel mobiliteitsprojecten zijn afgerond?", ["domain/mobility", "status/completed"]),
        ("Wie viele Energieprojekte sind geplant?", ["domain/energy", "status/planned"]),
        ("smart parking projects that were abandoned", ["domain/parking", "status/stopped"]),
        ("les dechets et l'eau", ["domain/waste", "domain/water"]),
        ("gestion de la qualité de l'air", ["domain/air-quality"]),
        ("capteurs de la qualité de l'air", ["technology/capteurs-de-qualite-de-l-air"]),
        ("des poubelles connectées", ["technology/capteurs-de-remplissage"]),
        ("Ladesäulen in der Gemeinde", ["technology/recharge-electrique"]),
        ("projets financés par le FEDER ou Horizon 2020", ["programme/feder", "programme/horizon-2020"]),
        ("projets qui traitent des données personnelles", ["personal_data/yes"]),
        ("le service mobilité", ["service/mobilite"]),
        ("Combien d'initiatives dans le domaine de la culture ?", ["domain/culture"]),
        ("projecten in het domein onderzoek", ["domain/research"]),
        ("AI-projecten", ["domain/ai"]),
        ("l'IA et l'IoT", ["domain/ai", "domain/iot"]),
    ],
)
def test_a_question_mentions_its_terms(text: str, slugs: list[str]) -> None:
    assert mentions(text) == slugs


@pytest.mark.parametrize(
    "text",
    [
        "Quels projets dans ma ville ?",
        "J'ai un projet et des données",
        "Quel service gère l'application de la loi ?",
        "L'arrêté royal du 3 mai et l'arrêt du projet",
        "Qui pilote le projet ?",
        "je recherche une évaluation des ressources",
        "un projet bien élevé, en plein milieu",
        "Ich bin wegen der Termine bei der Stadt",
        "wegens de ouders",
        "projects led by the town, it is done",
        "which files refuse to load",
        "die Maas und der Fluss",
        "Was sagt der Datenschutz?",
        "quelles entreprises et quelles universités ?",
        "Les vrais emplois, les visiteurs et les écoles",
    ],
)
def test_common_words_are_never_certain(text: str) -> None:
    assert mentions(text) == []


def test_weak_words_still_widen_a_search() -> None:
    assert "domain/data" in mentions("des données pour ma commune", certain=False)
    assert "domain/research" in mentions("je recherche un projet", certain=False)


def test_only_one_facet_of_a_wording_is_certain() -> None:
    readings = [match for match in TAXONOMY.find("la mobilité") if match.text == "mobilité"]

    assert [(one.facet, one.certain) for one in readings] == [
        ("domain", True),
        ("service", False),
        ("theme", False),
    ]


def test_a_word_of_two_domains_gives_the_likelier_and_the_other_as_a_hint() -> None:
    assert mentions("la sécurité") == ["domain/safety"]
    assert "domain/security" in mentions("la sécurité", certain=False)


def test_punctuation_parts_wordings() -> None:
    assert mentions("qualité, air") == []


def test_a_mention_knows_whether_it_was_written_exactly_so() -> None:
    [exact] = TAXONOMY.find("poubelle connectée")
    [plural] = TAXONOMY.find("capteurs de remplissages")

    assert exact.exact
    assert not plural.exact


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ["éclairage", "public", "de", "la", ",", "données", "AI", "l'eau", "domaine", "Parks", "é"]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_finding_never_fails_and_spans_are_in_order(text: str) -> None:
    matches = TAXONOMY.find(text)

    assert all(text[match.start : match.end] == match.text and match.text for match in matches)
    spans = [(match.start, match.end) for match in matches]
    assert spans == sorted(spans)
    # Two mentions are readings of the same words, or share none.
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(spans))
