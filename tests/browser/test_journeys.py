"""What people do on the page, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import TOKEN, TWIN, PageMaker

BUDGET = "Quel est le budget de Charl-E-District ?"
SENTENCE = "Quels projets en province de Namur depuis 2015 ?"


def ask(page: Page, question: str, *, field: str = "Votre question", button: str = "Chercher") -> None:
    page.get_by_label(field).fill(question)
    page.get_by_role("button", name=button).click()


def target_of(page: Page) -> Locator:
    """What the address points to."""
    return page.locator(":target")


def test_search_then_open_the_passage(open_page: PageMaker) -> None:
    page = open_page()

    ask(page, "capteurs de stationnement")
    result = page.get_by_role("article").filter(has_text="capteurs").first
    title = result.get_by_role("link").inner_text()
    result.get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(target_of(page)).to_be_in_viewport()
    assert re.search(r"/documents/[\w-]+#p\d+$", page.url)


def test_ask_then_follow_the_citation_to_its_quote(open_page: PageMaker) -> None:
    page = open_page()

    ask(page, BUDGET)
    answer = page.get_by_role("region", name="Réponse")
    expect(answer).to_contain_text("269 458 €")
    answer.get_by_role("link", name="1", exact=True).click()
    expect(target_of(page)).to_be_in_viewport()
    target_of(page).get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Charl-E-District")
    quote = page.get_by_role("mark").first
    expect(quote).to_be_in_viewport()
    expect(target_of(page)).to_contain_text(quote.inner_text())


def test_a_filter_read_from_the_sentence_is_dropped_and_stays_so(open_page: PageMaker) -> None:
    page = open_page()

    ask(page, SENTENCE)
    expect(page.get_by_role("heading", name="Lu dans votre phrase")).to_be_visible()
    page.get_by_role("link", name="Retirer le filtre : Province : Namur").click()
    expect(page.get_by_role("heading", name="Filtres choisis")).to_be_visible()
    expect(page.get_by_role("link", name="Retirer le filtre : Province : Namur")).to_have_count(0)
    page.get_by_role("button", name="Chercher").click()

    expect(page.get_by_role("link", name="Retirer le filtre : Début depuis 2015")).to_be_visible()
    expect(page.get_by_role("link", name="Retirer le filtre : Province : Namur")).to_have_count(0)


def test_facets_narrow_and_the_browsers_back_key_undoes(open_page: PageMaker) -> None:
    page = open_page("/?q=caméras")
    found = page.get_by_role("heading", level=2).filter(has_text=re.compile("trouvé"))
    before = found.inner_text()

    page.get_by_role("navigation", name="Affiner").get_by_role("link", name="Réglementation").click()
    expect(page.get_by_role("link", name="Retirer le filtre : Type : Réglementation")).to_be_visible()
    page.go_back()

    expect(found).to_have_text(before)


@pytest.mark.parametrize(
    ("language", "field", "button", "question", "answer"),
    [
        ("fr", "Votre question", "Chercher", BUDGET, "Réponse"),
        ("nl", "Uw vraag", "Zoeken", "Wat is het budget van Charl-E-District?", "Antwoord"),
        ("de", "Ihre Frage", "Suchen", "Wie hoch ist das Budget von Charl-E-District?", "Antwort"),
        ("en", "Your question", "Search", "What is the budget of Charl-E-District?", "Answer"),
    ],
)
def test_each_language_from_the_switch_to_the_answer(
    open_page: PageMaker, language: str, field: str, button: str, question: str, answer: str
) -> None:
    page = open_page()

    page.get_by_role("navigation", name="Langue de la page").get_by_role("link", name=language).click()
    ask(page, question, field=field, button=button)

    expect(page.get_by_role("region", name=answer)).to_contain_text("269")
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("region", name=answer).get_by_role("link").last.click()
    assert page.locator("html").get_attribute("lang") == language


def test_by_keyboard_alone(open_page: PageMaker) -> None:
    page = open_page()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Votre question")).to_be_focused()
    page.keyboard.type(BUDGET)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Réponse")).to_be_visible()
    mark = page.get_by_role("region", name="Réponse").get_by_role("link", name="1", exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if mark.evaluate("link => link === document.activeElement"):
            break
    expect(mark).to_be_focused()
    assert mark.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Charl-E-District")


def test_results_are_announced_and_the_field_keeps_the_focus(open_page: PageMaker) -> None:
    page = open_page()

    page.get_by_label("Votre question").fill(BUDGET)
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Réponse\. \d+ documents trouvés\.$"))
    expect(page.get_by_label("Votre question")).to_be_focused()
    expect(page.get_by_label("Votre question")).to_have_value(BUDGET)


def test_on_a_phone(open_page: PageMaker) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True)

    ask(page, SENTENCE)
    expect(page.get_by_role("region", name="Réponse")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Affiner").tap()
    expect(page.get_by_role("heading", name="Affiner")).to_be_in_viewport()
    page.get_by_role("article").get_by_role("link").first.tap()

    expect(page.get_by_role("heading", level=1)).to_be_attached()
    assert_no_sideways_scroll(page)


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_javascript(open_page: PageMaker) -> None:
    page = open_page(java_script_enabled=False)

    ask(page, SENTENCE)
    page.get_by_role("link", name="Retirer le filtre : Province : Namur").click()
    expect(page.get_by_role("heading", name="Filtres choisis")).to_be_visible()
    ask(page, BUDGET)
    page.get_by_role("region", name="Réponse").get_by_role("link", name="1", exact=True).click()
    page.locator(":target").get_by_role("link").click()

    expect(page.get_by_role("mark").first).to_be_in_viewport()


def test_a_wrong_address_is_a_page(open_page: PageMaker) -> None:
    page = open_page("/documents/nulle-part?ui=nl")

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Deze pagina bestaat niet"))
    page.get_by_role("link", name="Terug naar de zoekpagina").click()
    expect(page.get_by_label("Uw vraag")).to_be_visible()


def test_a_fiche_prints_without_its_tools(open_page: PageMaker) -> None:
    page = open_page("/documents/namur-open-data")
    page.emulate_media(media="print")

    expect(page.get_by_label("Votre question")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Données personnelles", exact=True)).to_be_visible()


def test_an_answer_is_judged_in_its_place_by_keyboard(open_page: PageMaker) -> None:
    page = open_page()
    ask(page, BUDGET)
    answer = page.get_by_role("region", name="Réponse")
    expect(answer.get_by_role("group", name="Cette réponse vous a-t-elle aidé ?")).to_be_visible()

    answer.get_by_role("button", name="Non").focus()
    page.keyboard.press("Enter")
    reason = answer.get_by_role("textbox", name="Que manquait-il")
    expect(reason).to_be_focused()
    page.keyboard.type("Le montant est ancien.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(answer.get_by_role("status")).to_have_text("Merci, votre avis est noté.")
    expect(answer).to_contain_text("269")
    assert "/feedback" not in page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_asked_in_vain_reaches_the_board(open_page: PageMaker, javascript: bool) -> None:
    page = open_page(java_script_enabled=javascript)
    ask(page, BUDGET)
    page.get_by_role("button", name="Non").click()
    page.get_by_role("textbox", name="Que manquait-il").fill("Le montant est ancien.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Merci, votre avis est noté.")).to_be_visible()

    page.goto("/gaps")
    page.get_by_label("Jeton d'accès").fill(TOKEN)
    page.get_by_role("button", name="Ouvrir").click()

    row = page.get_by_role("article").filter(has_text=BUDGET)
    expect(row).to_contain_text("Répondu, mais pas utile")
    expect(row).to_contain_text("Le montant est ancien.")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_coordinator_joins_two_fiches_and_takes_it_back(open_page: PageMaker, javascript: bool) -> None:
    page = open_page("/duplicates", java_script_enabled=javascript)
    page.get_by_role("link", name="Je suis coordinateur").click()
    page.get_by_label("Jeton d'accès").fill(TOKEN)
    page.get_by_role("button", name="Ouvrir").click()

    page.get_by_label("Pourquoi").fill("Le même réseau d'eau, décrit deux fois.")
    page.get_by_label("la fiche qui reste").select_option(f"{TWIN}-bis")
    page.get_by_role("button", name="Même initiative").click()
    expect(page.get_by_text("C'est noté.", exact=True)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)

    page.goto(f"/documents/{TWIN}")
    assert f"/documents/{TWIN}-bis" in page.url
    expect(page.get_by_text("Réunie avec")).to_be_visible()
    page.get_by_role("link", name="Lire l'ancien texte").click()
    expect(page.get_by_text("Ancien texte")).to_be_visible()

    page.goto("/duplicates?status=decided")
    expect(page.get_by_text("Le même réseau d'eau, décrit deux fois.")).to_be_visible()
    page.get_by_role("button", name="Retirer cette décision").click()
    expect(page.get_by_text("C'est noté.", exact=True)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(1)


def test_an_idea_meets_what_exists(open_page: PageMaker) -> None:
    page = open_page("/similar")

    page.get_by_label("Votre idée").fill(
        "La régie d'eau veut relever les compteurs à distance pour repérer les fuites plus tôt."
    )
    page.get_by_role("button", name="Chercher des initiatives proches").click()

    expect(page.get_by_role("heading", name="Ce qui les rapproche").first).to_be_visible()
    page.get_by_role("article").first.get_by_role("link").first.click()
    assert TWIN in page.url
