"""Feedback and the gap board as pages: the same without JavaScript, in four languages, for the right eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from corpus.access import Role, Scope
from corpus.models import LANGUAGES
from tests.api.test_pages import BROWSER, Page
from tests.api.world import TOKEN
from tests.builders import a_fiche
from tests.network import a_person, a_token, an_organisation

Fresh = Callable[..., Passerelle]
HOW_MANY = "/?q=Combien+de+projets+à+Namur+?"
HIVES = "Quel est le budget des ruches connectées de Namur ?"
NOTED = "C'est noté"
THANKS = "Merci, votre avis est noté."


@pytest.fixture
def parts(fresh: Fresh) -> Passerelle:
    return fresh(a_fiche())


@pytest.fixture
def browser(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False), headers=BROWSER)


def read(browser: TestClient, address: str) -> Page:
    return Page(browser.get(address))


def address_of_form(page: Page) -> str:
    return next(
        attrs["action"] for tag, attrs in page.tags if tag == "form" and "/feedback" in attrs["action"]
    )


def press(browser: TestClient, page: Page, **fields: str) -> Page:
    return Page(browser.post(address_of_form(page), data=fields))


# -- feedback ---------------------------------------------------------------------------------------


def test_each_answer_asks_whether_it_helped(browser: TestClient) -> None:
    for address in (HOW_MANY, f"/?q={HIVES}"):
        page = read(browser, address)
        buttons = [attrs for tag, attrs in page.tags if tag == "button" and attrs.get("name") == "helpful"]
        assert [one["value"] for one in buttons] == ["true", "false"]
        assert "Cette réponse vous a-t-elle aidé" in page.text
    assert "vous a-t-elle aidé" not in read(browser, "/?kind=initiative").text


def test_yes_is_noted_and_leads_back(browser: TestClient, parts: Passerelle) -> None:
    page = press(browser, read(browser, HOW_MANY), helpful="true")

    assert THANKS in page.text
    assert parts.book.tally().helpful == 1
    assert page.link("Revenir").startswith("/?q=Combien")
    assert not [tag for tag, _ in page.tags if tag == "textarea"]


def test_no_is_noted_at_once_and_then_asks_why(browser: TestClient, parts: Passerelle) -> None:
    asking = press(browser, read(browser, HOW_MANY), helpful="false")

    assert NOTED in asking.text
    assert parts.book.tally().not_helpful == 1
    [area] = [attrs for tag, attrs in asking.tags if tag == "textarea"]
    assert (area["name"], area["maxlength"]) == ("reason", "1000")
    done = press(browser, asking, helpful="false", reason="Il manque\r\nJambes, jean@exemple.be")

    assert THANKS in done.text
    assert parts.book.tally().not_helpful == 1
    assert parts.gaps.all("")[0].reasons == ("Il manque Jambes, [e-mail]",)


def test_a_reason_that_is_too_long_is_given_back(browser: TestClient, parts: Passerelle) -> None:
    asking = press(browser, read(browser, HOW_MANY), helpful="false")

    refused = press(browser, asking, helpful="false", reason="é" * 1_001)

    assert refused.response.status_code == 422
    assert "trop long" in refused.text
    assert "é" * 1_000 in refused.response.text
    assert parts.gaps.all("") == []


def test_the_form_is_found_again_at_its_address(browser: TestClient) -> None:
    page = read(browser, address_of_form(read(browser, HOW_MANY)))

    assert page.response.status_code == 200
    assert THANKS in press(browser, page, helpful="true").text


@pytest.mark.parametrize("fields", [{}, {"helpful": "peut-être"}, {"reason": "x"}])
def test_a_form_without_an_opinion_is_asked_again(
    browser: TestClient, parts: Passerelle, fields: dict[str, str]
) -> None:
    page = press(browser, read(browser, HOW_MANY), **fields)

    assert "Cette réponse vous a-t-elle aidé" in page.text
    assert parts.book.tally().helpful == parts.book.tally().not_helpful == 0


def test_an_answer_that_is_not_remembered_is_said(browser: TestClient) -> None:
    shown = browser.get("/answers/never-given/feedback")
    given = Page(browser.post("/answers/never-given/feedback", data={"helpful": "true"}))

    assert shown.status_code == given.response.status_code == 404
    assert "plus en mémoire" in shown.text
    assert "plus en mémoire" in given.text
    assert "feedback" in given.ids


def test_too_many_are_told_to_wait(fresh: Fresh) -> None:
    app = create_app(fresh(a_fiche(), feedback_per_minute=1), warm=False)
    away = TestClient(app, client=("203.0.113.9", 1), headers=BROWSER)
    page = read(away, HOW_MANY)
    press(away, page, helpful="true")

    refused = press(away, page, helpful="true")

    assert refused.response.status_code == 429
    assert "Réessayez dans une minute" in refused.text


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil", "javascript:alert(1)", ""]
)
def test_the_way_back_leads_nowhere_else(browser: TestClient, back: str) -> None:
    address = address_of_form(read(browser, HOW_MANY)).split("?")[0]

    page = Page(browser.post(address, params={"back": back}, data={"helpful": "true"}))

    assert page.link("Revenir") == "/"


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&" * 100 + b"a=1", b"helpful=%ff", b""])
def test_a_form_that_is_none_breaks_nothing(browser: TestClient, body: bytes) -> None:
    address = address_of_form(read(browser, HOW_MANY))

    assert browser.post(address, content=body).status_code in {200, 400}


@pytest.mark.parametrize("language", LANGUAGES)
def test_feedback_is_asked_in_the_readers_language(browser: TestClient, language: str) -> None:
    words = {
        "fr": "vous a-t-elle aidé",
        "nl": "u geholpen",
        "de": "Ihnen diese Antwort geholfen",
        "en": "help you",
    }

    page = read(browser, f"{HOW_MANY}&ui={language}")

    assert words[language] in page.text


def test_words_of_a_reader_are_text_and_never_markup(browser: TestClient) -> None:
    asking = press(browser, read(browser, HOW_MANY), helpful="false")
    attack = "</textarea><script>alert(1)</script>" + "a" * 1_000

    refused = press(browser, asking, helpful="false", reason=attack)

    assert "<script>alert" not in refused.response.text


# -- the board --------------------------------------------------------------------------------------


def enter(browser: TestClient) -> None:
    assert browser.post("/gaps", data={"token": TOKEN}, follow_redirects=False).status_code == 303


def test_the_board_asks_for_the_token_and_shows_nothing_before(browser: TestClient) -> None:
    read(browser, f"/?q={HIVES}")

    closed = read(browser, "/gaps")
    wrong = Page(browser.post("/gaps", data={"token": "something else"}))

    for page in (closed, wrong):
        assert page.response.status_code == 401
        assert "ruches" not in page.response.text
    assert "pas connu" in wrong.text


def test_a_coordinator_reads_the_board_and_closes_it(browser: TestClient) -> None:
    read(browser, f"/?q={HIVES}")
    asking = press(browser, read(browser, HOW_MANY), helpful="false")
    press(browser, asking, helpful="false", reason="<b>Il manque Jambes</b>")
    enter(browser)

    page = read(browser, "/gaps")

    assert page.response.status_code == 200
    assert "2 questions" in page.text
    assert unescape(HIVES) in page.text
    assert "Répondu, mais pas utile" in page.text
    assert "<b>Il manque Jambes</b>" in page.text
    assert "<b>Il" not in page.response.text
    assert page.link("Éclairage intelligent").startswith("/documents/namur-eclairage")
    assert "no-cache" in page.response.headers["cache-control"]
    browser.post("/gaps/leave")
    assert read(browser, "/gaps").response.status_code == 401


def test_the_sign_of_a_browser_ends_and_cannot_be_made(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = browser.post("/gaps", data={"token": TOKEN}, follow_redirects=False)
    cookie = response.headers["set-cookie"]
    end, sign = re.findall(r"boards=(\d+)\.(\.\w+)", cookie)[0]

    assert TOKEN not in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert browser.get("/v1/gaps").status_code == 401
    assert browser.get("/gaps").status_code == 200
    for forged in (f"{int(end) + 1}.{sign}", f"{end}.{sign[:-1]}", f"{end}.", "x", f"{'9' * 50}.{sign}"):
        browser.cookies.clear()
        assert browser.get("/gaps", headers={"Cookie": f"boards={forged}"}).status_code == 401
    monkeypatch.setattr("api.web.board_access.time.time", lambda: float(end) + 1)
    assert browser.get("/gaps", headers={"Cookie": f"boards={end}.{sign}"}).status_code == 401


def test_a_bearer_token_opens_the_page_too(browser: TestClient) -> None:
    assert browser.get("/gaps", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert browser.get("/gaps", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_coordinators_own_token_opens_the_boards_and_another_members_does_not(parts: Passerelle) -> None:
    an_organisation(parts.governance, "namur")
    for role, scopes, status in (
        (Role.COORDINATOR, (Scope.REVIEW,), 303),
        (Role.COORDINATOR, (Scope.READ,), 403),
        (Role.CONTRIBUTOR, (Scope.SUBMIT,), 403),
    ):
        caller = a_person(parts.governance, "namur", role)
        token = a_token(parts.governance, caller, *scopes)["Authorization"].removeprefix("Bearer ")
        browser = TestClient(create_app(parts, warm=False), headers=BROWSER)
        for path in ("/gaps", "/duplicates/enter"):
            response = browser.post(path, data={"token": f" {token} "}, follow_redirects=False)
            assert response.status_code == status
            assert token.rsplit("_", 1)[1] not in response.headers.get("set-cookie", "")
        assert browser.get("/gaps").status_code == (200 if status == 303 else 401)


def test_the_sign_of_a_coordinator_is_void_with_their_token_and_is_no_one_elses(parts: Passerelle) -> None:
    an_organisation(parts.governance, "namur")
    browser = TestClient(create_app(parts, warm=False), headers=BROWSER)
    anna, ben = (a_person(parts.governance, "namur", Role.COORDINATOR) for _ in range(2))
    for caller in (ben, anna):
        token = a_token(parts.governance, caller, Scope.REVIEW)["Authorization"].removeprefix("Bearer ")
        response = browser.post("/gaps", data={"token": token}, follow_redirects=False)
    end, holder, sign = re.findall(r"boards=(\d+)\.(\w+)\.(\w+)", response.headers["set-cookie"])[0]
    bens = next(one for one in parts.governance.tokens.page(ben).items)

    assert browser.get("/gaps").status_code == 200
    parts.governance.tokens.revoke(holder, anna)
    assert browser.get("/gaps").status_code == 401
    for forged in (f"{end}.{bens.id}.{sign}", f"{end}..{sign}", f"{end}.{bens.id}.", f"{end}.{bens.id}.é"):
        browser.cookies.clear()
        headers = {"Cookie": f"boards={forged}".encode()}
        assert browser.get("/gaps", headers=headers).status_code == 401


def test_without_a_token_in_the_settings_nobody_enters(fresh: Fresh) -> None:
    browser = TestClient(create_app(fresh(a_fiche(), admin_token=""), warm=False), headers=BROWSER)

    for token in ("", " "):
        assert browser.post("/gaps", data={"token": token}).status_code == 401
    assert browser.get("/gaps", headers={"Cookie": "gaps=9999999999.x"}).status_code == 401


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_speaks_the_readers_language(browser: TestClient, language: str) -> None:
    titles = {
        "fr": "Questions sans réponse",
        "nl": "Onbeantwoorde vragen",
        "de": "Unbeantwortete Fragen",
        "en": "Unanswered questions",
    }
    assert titles[language] in read(browser, f"/gaps?ui={language}").text
    enter(browser)
    assert titles[language] in read(browser, "/gaps").text


def test_the_board_turns_pages_and_states(browser: TestClient, parts: Passerelle) -> None:
    for number in range(23):
        letter = "abcdefghijklmnopqrstuvw"[number]
        read(browser, f"/?q=Quel est le budget du projet inconnu {letter * 4} ?")
    enter(browser)

    first = read(browser, "/gaps")
    second = read(browser, first.link("Suivants"))
    answered = read(browser, first.link("Répondues depuis"))

    assert [sum(tag == "article" for tag, _ in page.tags) for page in (first, second, answered)] == [20, 3, 0]
    assert "Aucune question ici" in answered.text
    assert browser.get("/gaps?state=closed").status_code == 400
    assert browser.get("/gaps?cursor=x").status_code == 400
