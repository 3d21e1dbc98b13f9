"""The word index: four languages, typing errors, filters, odd questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.models import LANGUAGES, Language
from retrieval.index.keyword_tantivy import KeywordUnit, TantivyIndex

Text = tuple[Language, str]
_FRENCH_FIRST: tuple[Language, ...] = ("fr", "nl", "de", "en")


def an_index(
    folder: Path, *documents: Sequence[Text], audiences: Sequence[int] | None = None
) -> TantivyIndex:
    """One unit a document, as a whole."""
    units = [
        KeywordUnit(number, [("text", language, text) for language, text in texts])
        for number, texts in enumerate(documents)
    ]
    numbers = np.array(audiences if audiences is not None else [0] * len(documents), np.int32)
    return TantivyIndex.build(folder / "words", units, numbers)


def found(
    index: TantivyIndex, text: str, language: Language = "fr", k: int = 10, **options: object
) -> list[int]:
    languages = (language, *(one for one in LANGUAGES if one != language))
    return [hit.document for hit in index.search(text, languages, k, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("fr", "La commune a installé des caméras", "caméra"),
        ("fr", "éclairage des rues", "ECLAIRAGE"),
        ("fr", "eclairage des rues", "éclairage"),
        ("fr", "l'électricité verte", "électricités"),
        ("fr", "œuvre d'art", "oeuvre"),
        ("nl", "slimme parkeerplaatsen in de stad", "parkeerplaats"),
        ("nl", "fietsers tellen", "fietser"),
        ("nl", "geïntegreerde diensten", "geintegreerde"),
        ("de", "intelligente Straßenlaternen", "Strassenlaterne"),
        ("de", "Fahrräder zählen", "zahlen"),
        ("de", "öffentliche Gebäude", "Gebäuden"),
        ("en", "sensors counting bicycles", "bicycle sensor"),
        ("en", "the buildings are heated", "building heating"),
    ],
)
def test_case_accents_and_endings_do_not_matter(
    tmp_path: Path, language: Language, written: str, asked: str
) -> None:
    index = an_index(tmp_path, [(language, "rien de tout cela")], [(language, written)])

    assert found(index, asked, language)[:1] == [1]


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("fr", "stationnement intelligent", "statonnement"),
        ("fr", "Charleroi et sa région", "Charlerois"),
        ("nl", "afvalinzameling", "afvalinzamling"),
        ("de", "Verkehrszählung", "Verkerszählung"),
        ("en", "lighting of streets", "lihgting"),
    ],
)
def test_typing_errors_are_forgiven(tmp_path: Path, language: Language, written: str, asked: str) -> None:
    index = an_index(tmp_path, [(language, "tout autre chose")], [(language, written)])

    assert found(index, asked, language)[:1] == [1]


def test_another_number_is_not_a_typing_error(tmp_path: Path) -> None:
    index = an_index(tmp_path, [("fr", "budget 23070")])

    assert found(index, "23071") == []
    assert found(index, "23070") == [0]


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Combien y a-t-il déjà de vélos dans une ou deux ?"),
        ("nl", "Hoeveel vélos heeft er al een met of zonder?"),
        ("de", "Wie viele haben bereits vélos und wo gibt es die?"),
        ("en", "How many of these are already vélos?"),
    ],
)
def test_stop_words_find_nothing_by_themselves(tmp_path: Path, language: Language, question: str) -> None:
    noise = question.replace("vélos", "").replace("deux", "").replace("zonder", "")
    index = an_index(tmp_path, [(language, noise)], [(language, "vélos")])

    assert found(index, question, language) == [1]


def test_a_question_of_stop_words_only_still_searches_its_words(tmp_path: Path) -> None:
    index = an_index(tmp_path, [("en", "der Weg")], [("nl", "iets anders")])

    assert found(index, "der", "de") == [0]


def test_a_word_is_found_in_whatever_language_it_stands(tmp_path: Path) -> None:
    index = an_index(tmp_path, [("nl", "LoRaWAN netwerk")], [("de", "LoRaWAN Netz")], [("en", "nothing")])

    assert sorted(found(index, "lorawan", "fr")) == [0, 1]


@pytest.mark.parametrize("question", ["", "   ", "?!…", "« » ’", "\x00", "🙂", "a", "le la les", "_" * 70])
def test_odd_questions_find_nothing_and_raise_nothing(tmp_path: Path, question: str) -> None:
    index = an_index(tmp_path, [("fr", "des vélos dans la ville")])

    assert found(index, question) == []


def test_a_huge_question_is_searched_by_its_first_words(tmp_path: Path) -> None:
    index = an_index(tmp_path, [("fr", "des vélos dans la ville")], [("fr", "un jumeau numérique")])
    words = " ".join(f"mot{number}" for number in range(5_000))

    assert found(index, f"vélos {words}") == [0]
    assert found(index, "x" * 20_000) == []
    assert found(index, "vélos " * 3_000) == [0]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_question_breaks_it(world_of_words: TantivyIndex, text: str) -> None:
    for hit in world_of_words.search(text, _FRENCH_FIRST, 5):
        assert hit.score > 0


@pytest.fixture(scope="module")
def world_of_words(tmp_path_factory: pytest.TempPathFactory) -> TantivyIndex:
    return an_index(tmp_path_factory.mktemp("words"), [("fr", "AND OR NOT des vélos")], [("en", "title:x")])


def test_a_mask_holds_and_k_documents_come_when_k_exist(tmp_path: Path) -> None:
    texts: list[list[Text]] = [[("fr", f"vélos numéro {number}")] for number in range(60)]
    index = an_index(tmp_path, *texts)
    allowed = np.zeros(60, np.bool_)
    allowed[::3] = True

    hits = found(index, "vélos", k=20, allowed=allowed)

    assert sorted(hits) == list(range(0, 60, 3))
    assert found(index, "vélos", allowed=np.zeros(60, np.bool_)) == []
    assert len(found(index, "vélos", k=60, allowed=np.ones(60, np.bool_))) == 60


def test_a_document_of_very_many_passages_does_not_hide_the_others(tmp_path: Path) -> None:
    units = [KeywordUnit(0, [("passage", "fr", "vélos vélos")]) for _ in range(1_500)]
    units += [
        KeywordUnit(number, [("passage", "fr", "des vélos et autre chose encore")]) for number in (1, 2, 3)
    ]
    index = TantivyIndex.build(tmp_path / "words", units, np.zeros(4, np.int32))

    assert sorted(found(index, "vélos", k=4)) == [0, 1, 2, 3]


def test_a_rarer_word_weighs_more(tmp_path: Path) -> None:
    index = an_index(tmp_path, *[[("fr", "vélos")]] * 8, [("fr", "vélos")], [("fr", "hydrogène")])

    assert found(index, "vélos hydrogène")[0] == 9


def test_words_that_one_may_not_read_weigh_nothing_for_those_one_may(tmp_path: Path) -> None:
    texts: list[list[Text]] = [
        [("fr", "vélos et hydrogène")],
        [("fr", "vélos et lampes")],
        [("fr", "lampes")],
    ]
    secret: list[list[Text]] = [[("fr", "hydrogène " * 40)]] * 30
    allowed = np.array([True] * 3 + [False] * 30)
    alone = an_index(tmp_path / "a", *texts)
    beside = an_index(tmp_path / "b", *texts, *secret, audiences=[0] * 3 + [1] * 30)

    for question in ("hydrogène vélos", "lampes hydrogene", "hydrogénne", "velo"):
        assert beside.search(question, _FRENCH_FIRST, 10, allowed) == alone.search(
            question, _FRENCH_FIRST, 10, allowed[:3]
        )


def test_audiences_that_one_may_read_are_weighed_together(tmp_path: Path) -> None:
    texts: list[list[Text]] = [[("fr", f"vélos {word}")] for word in ("rouges", "bleus", "verts", "jaunes")]
    together = an_index(tmp_path / "a", *texts)
    apart = an_index(tmp_path / "b", *texts, audiences=[0, 1, 0, 2])

    one = together.search("vélos bleus", _FRENCH_FIRST, 10)
    other = apart.search("vélos bleus", _FRENCH_FIRST, 10)

    assert [hit.document for hit in one] == [hit.document for hit in other]
    assert [hit.score for hit in other] == pytest.approx([hit.score for hit in one], rel=1e-4)


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    assert found(an_index(tmp_path), "vélos") == []


def test_coverage_is_the_share_of_the_question_by_rarity_in_any_language(tmp_path: Path) -> None:
    index = an_index(
        tmp_path,
        [("fr", "éclairage des rues à Namur")],
        [("fr", "éclairage des rues"), ("nl", "straatverlichting in Namen")],
        [("fr", "rien de tout cela")],
    )

    none, half, whole = index.coverage("éclairage à Namur", _FRENCH_FIRST, np.array([2, 1, 0])).tolist()

    assert none == 0.0
    assert 0.0 < half < 0.5  # the town is the rarer word
    assert whole == pytest.approx(1.0)


def test_coverage_does_not_change_with_a_document_of_another_audience(tmp_path: Path) -> None:
    texts: list[list[Text]] = [[("fr", "éclairage à Namur")], [("fr", "éclairage à Liège")]]
    hidden: list[Text] = [("fr", "Namur, Namur et encore Namur")]
    alone = an_index(tmp_path / "alone", *texts)
    beside = an_index(tmp_path / "beside", *texts, hidden, audiences=[0, 0, 1])
    readable = np.array([0, 1])

    assert np.array_equal(
        alone.coverage("éclairage Namur", _FRENCH_FIRST, readable),
        beside.coverage("éclairage Namur", _FRENCH_FIRST, readable),
    )
