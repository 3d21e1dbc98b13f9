"""Every page passes axe: WCAG 2.2 A and AA, and axe's good practices; light, dark, phone, four languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import TOKEN, PageMaker

PAGES = {
    "welcome": "/",
    "figure": "/?q=Combien de projets en province de Namur depuis 2015 ?",
    "lookup": "/?q=Quel est le budget de Charl-E-District ?",
    "found": "/?q=caméras de surveillance",
    "refined": "/?q=caméras&kind=regulation",
    "shelf": "/?kind=initiative",
    "nothing": "/?country=fr",
    "initiative": "/documents/namur-open-data",
    "passage": "/documents/bp-accessibilite-web?quote=perceptible, utilisable#p5",
    "law": "/documents/loi-cameras--12",
    "general knowledge": "/documents/aarhus--3",
    "wrong filter": "/?q=eau&province=atlantide",
    "missing": "/nulle-part",
    "closed board": "/gaps",
    "kit": "/initiatives/charleroi-compteurs-eau/kit",
    "portfolio": "/portfolio",
    "pooling": "/pooling",
    "similar form": "/similar",
    "similar": "/similar?text=Des compteurs communicants pour l'eau de nos bâtiments",
    "similar to a fiche": "/similar?initiative=charleroi-compteurs-eau",
    "duplicates": "/duplicates?status=all",
    "access of coordinators": "/duplicates/enter",
    "college note": "/college-note?q=Des compteurs communicants pour l'eau de nos bâtiments",
}
PHONE = {"width": 360, "height": 740}


@cache
def axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    page.evaluate(axe())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags
    )
    assert found["passes"], "axe looked at nothing"
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_no_violation_in_the_light(open_page: PageMaker, name: str) -> None:
    assert violations(open_page(PAGES[name])) == []


@pytest.mark.parametrize("name", ["welcome", "figure", "passage", "general knowledge", "wrong filter"])
def test_no_violation_in_the_dark_on_a_phone(open_page: PageMaker, name: str) -> None:
    assert violations(open_page(PAGES[name], color_scheme="dark", viewport=PHONE)) == []


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_no_violation_in_the_other_languages(open_page: PageMaker, language: str) -> None:
    page = open_page(f"/?q=camera&ui={language}")
    assert violations(page) == []
    page.goto(f"/documents/loi-cameras--12?ui={language}")
    assert violations(page) == []


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "viewport": PHONE}])
def test_no_violation_while_an_answer_is_judged_and_on_the_board(
    open_page: PageMaker, options: dict[str, Any]
) -> None:
    page = open_page(PAGES["lookup"], **options)
    page.get_by_role("button", name="Non").click()
    page.get_by_role("textbox", name="Que manquait-il").fill("La source est ancienne.")
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Merci, votre avis est noté.").wait_for()
    assert violations(page) == []

    page.goto("/gaps")
    page.get_by_label("Jeton d'accès").fill(TOKEN)
    page.get_by_role("button", name="Ouvrir").click()
    page.get_by_role("article").first.wait_for()
    assert violations(page) == []


def test_no_violation_on_the_board_of_pairs_while_a_coordinator_decides(open_page: PageMaker) -> None:
    page = open_page("/duplicates/enter")
    page.get_by_label("Jeton d'accès").fill(TOKEN)
    page.get_by_role("button", name="Ouvrir").click()
    page.get_by_role("heading", name="Fiches qui se ressemblent").wait_for()

    page.get_by_role("button", name="Même initiative").wait_for()
    assert violations(page) == []
