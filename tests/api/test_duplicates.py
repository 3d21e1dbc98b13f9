"""Pairs and decisions: over HTTP, in the terminal, as a board; and what becomes of a fiche that was absorbed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from httpx import Response
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.auth import caller_of
from api.cli import app as cli
from api.network_rounds import NetworkRounds
from api.wiring import Passerelle
from corpus.access import Caller, Role, Scope, Visibility
from corpus.project import Project
from retrieval.evaluation.pairs import read_pairs
from retrieval.likeness.judge import Judge
from retrieval.likeness.profile import profile_of
from retrieval.likeness.values import Verdict
from tests.api.test_bad_input import problem_of
from tests.api.test_pages import BROWSER, Page
from tests.api.world import AUTHORIZED, TOKEN, a_passerelle
from tests.builders import a_record
from tests.doubles import HashEmbedder
from tests.network import a_person, a_token, an_organisation
from tests.retrieval.likeness.world import ANNA, JUDGE, bikes, lights

Fresh = Callable[..., Passerelle]
DECISION = {"verdict": "linked", "reason": "Deux marchés."}
MONS = {"municipality": "Mons", "lead": "Ville de Mons"}


@pytest.fixture
def parts(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> Passerelle:
    monkeypatch.setattr(Judge, "for_other_embedders", lambda: JUDGE)
    inside = {"visibility": Visibility.ORGANISATION, "organisation": "une autre"}
    made = fresh(
        lights("a", title="Lampes LED de la gare"),
        lights("b", title="Lampes LED du parc"),
        lights("c", **MONS),
        lights("hidden", **inside),
        bikes("d"),
    )
    made.scan.refresh()
    return made


@pytest.fixture
def client(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False))


def duplicates(client: TestClient, **parameters: object) -> dict[str, Any]:
    response = client.get("/v1/duplicates", params=parameters)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def decide(client: TestClient, pair: str = "a~b", **values: object) -> Response:
    return client.post(f"/v1/duplicates/{pair}/decision", json={**DECISION, **values}, headers=AUTHORIZED)


# -- the list ---------------------------------------------------------------------------------------


def test_a_pair_has_the_form_of_the_contract(client: TestClient) -> None:
    page = duplicates(client)

    assert set(page) == {"pairs", "total", "next"}
    assert (page["total"], page["next"]) == (3, None)
    pair = next(one for one in page["pairs"] if one["pair_id"] == "a~b")
    assert set(pair) == {
        "pair_id", "a", "b", "score", "verdict", "reasons", "differences", "status", "decision", "lapsed",
    }  # fmt: skip
    assert (pair["a"], pair["b"], pair["verdict"], pair["status"]) == ("a", "b", "duplicate", "open")
    assert (pair["decision"], pair["lapsed"]) == (None, [])
    assert {"need", "territory", "organisation"} <= {one["field"] for one in pair["reasons"]}


def test_pages_hold_every_pair_once_the_surest_first(client: TestClient) -> None:
    seen, cursor = [], ""
    for _ in range(3):
        page = duplicates(client, limit=1, cursor=cursor)
        seen += page["pairs"]
        cursor = page["next"] or ""
        assert page["total"] == 3

    assert cursor == ""
    assert seen == duplicates(client)["pairs"]
    assert [one["score"] for one in seen] == sorted((one["score"] for one in seen), reverse=True)


def test_filters_narrow(client: TestClient) -> None:
    score = duplicates(client, verdict="duplicate")["pairs"][0]["score"]

    assert [one["pair_id"] for one in duplicates(client, verdict="duplicate")["pairs"]] == ["a~b"]
    assert duplicates(client, verdict=["duplicate", "linked"])["total"] == 3
    assert duplicates(client, verdict="distinct")["total"] == 0
    assert all(one["score"] >= score for one in duplicates(client, min_score=score)["pairs"])
    assert duplicates(client, min_score=score, verdict="duplicate")["total"] == 1
    assert duplicates(client, status="decided")["total"] == 0
    assert duplicates(client, status="all")["total"] == 3


def test_a_token_shows_what_its_holder_may_read(client: TestClient) -> None:
    mine = client.get("/v1/duplicates", headers=AUTHORIZED).json()

    assert mine["total"] == 6
    assert "hidden" not in client.get("/v1/duplicates?status=all").text
    for path in ("a~hidden", "a~hidden/history"):
        assert client.get(f"/v1/duplicates/{path}", headers=AUTHORIZED).status_code == 200
        assert problem_of(client.get(f"/v1/duplicates/{path}"))["type"] == "not-found"


@pytest.mark.parametrize(
    ("parameters", "status", "named"),
    [
        ({"status": "closed"}, 400, "status"),
        ({"verdict": "same"}, 400, "verdict"),
        ({"colour": "red"}, 400, "colour"),
        ({"region": "wallonie"}, 400, "region"),
        ({"min_score": "2"}, 422, "min_score"),
        ({"min_score": "nan"}, 422, "min_score"),
        ({"limit": "0"}, 422, "limit"),
        ({"limit": "1001"}, 422, "limit"),
        ({"ui": "es"}, 422, "ui"),
    ],
)
def test_a_bad_parameter_is_named(
    client: TestClient, parameters: dict[str, str], status: int, named: str
) -> None:
    problem = problem_of(client.get("/v1/duplicates", params=parameters))

    assert (problem["status"], problem["parameter"]) == (status, named)


@pytest.mark.parametrize("cursor", ["x", "é", "aWQ6YQ", "ZHVwbGljYXRlczotMQ", "ZHVwbGljYXRlczph"])
def test_a_foreign_cursor_is_refused(client: TestClient, cursor: str) -> None:
    assert problem_of(client.get("/v1/duplicates", params={"cursor": cursor}))["type"] == "unknown-cursor"


def test_a_pair_is_known_by_its_two_fiches_in_any_order(client: TestClient) -> None:
    assert client.get("/v1/duplicates/b~a").json() == client.get("/v1/duplicates/a~b").json()
    assert client.get("/v1/duplicates/a~d").json()["verdict"] == "distinct"


@pytest.mark.parametrize("pair", ["a", "a~", "~b", "a~a", "a~b~c", "a~nowhere", "~", "é~🚲"])
def test_of_a_pair_that_is_none_nothing_is_found(client: TestClient, pair: str) -> None:
    assert problem_of(client.get(f"/v1/duplicates/{pair}"))["type"] == "not-found"
    assert problem_of(decide(client, pair))["type"] == "not-found"


def test_what_is_published_while_the_server_runs_is_compared_in_its_next_round(
    parts: Passerelle, client: TestClient
) -> None:
    parts.catalogue.writer.put([a_record(bikes("e"))])
    before = duplicates(client)["total"]

    NetworkRounds(parts).round()

    assert (before, duplicates(client)["total"]) == (3, 4)
    assert client.get("/v1/duplicates/d~e").json()["verdict"] == "duplicate"


# -- decisions --------------------------------------------------------------------------------------


def test_a_decision_is_kept_and_taken_back(client: TestClient) -> None:
    made = decide(client)
    assert made.status_code == 201
    decision = made.json()
    assert (decision["verdict"], decision["reason"], decision["author"]) == (
        "linked", "Deux marchés.", "administrator",
    )  # fmt: skip
    assert decision["kept"] is None

    [pair] = duplicates(client, status="decided")["pairs"]
    assert (pair["status"], pair["decision"]) == ("decided", decision)
    assert duplicates(client)["total"] == 2

    undone = client.delete("/v1/duplicates/a~b/decision", headers=AUTHORIZED)
    assert undone.status_code == 200
    assert undone.json()["undone_at"] is not None
    assert client.get("/v1/duplicates/a~b/history").json() == [undone.json()]
    assert duplicates(client)["total"] == 3
    again = problem_of(client.delete("/v1/duplicates/a~b/decision", headers=AUTHORIZED))
    assert (again["status"], again["type"]) == (404, "not-decided")


def test_who_decides_second_is_told_and_may_revise(client: TestClient) -> None:
    first = decide(client).json()
    refused = problem_of(decide(client, verdict="duplicate"))

    revised = decide(client, verdict="duplicate", replaces=first["decision_id"])

    assert (refused["status"], refused["type"]) == (409, "already-decided")
    assert "linked by administrator" in refused["detail"]
    assert revised.status_code == 201
    history = client.get("/v1/duplicates/a~b/history").json()
    assert [one["verdict"] for one in history] == ["duplicate", "linked"]


@pytest.mark.parametrize(
    ("roles", "status"),
    [({Role.READER}, 403), ({Role.CONTRIBUTOR}, 403), ({Role.COORDINATOR}, 201)],
)
def test_deciding_needs_a_coordinator(parts: Passerelle, roles: set[Role], status: int) -> None:
    app = create_app(parts, warm=False)
    app.dependency_overrides[caller_of] = lambda: Caller(
        name="x", organisation="namur", roles=frozenset(roles)
    )
    client = TestClient(app)

    made = client.post("/v1/duplicates/a~b/decision", json=DECISION)
    hidden = client.post("/v1/duplicates/a~hidden/decision", json=DECISION)

    assert made.status_code == status
    assert problem_of(hidden)["status"] == 404


def test_without_a_token_or_with_a_wrong_one_nothing_is_written(client: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        for answer in (
            client.post("/v1/duplicates/a~b/decision", json=DECISION, headers=headers),
            client.delete("/v1/duplicates/a~b/decision", headers=headers),
        ):
            assert problem_of(answer)["type"] == "unauthenticated"
    assert duplicates(client, status="decided")["total"] == 0


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"reason": ""}, 422),
        ({"reason": "   "}, 422),
        ({"reason": "x" * 2_001}, 422),
        ({"reason": "a\x00b"}, 422),
        ({"reason": None}, 422),
        ({"verdict": "same"}, 422),
        ({"verdict": None}, 422),
        ({"kept": "c", "verdict": "duplicate"}, 400),
        ({"replaces": "first"}, 422),
        ({"colour": "red"}, 422),
    ],
)
def test_a_bad_decision_is_refused_and_nothing_is_written(
    client: TestClient, values: dict[str, object], status: int
) -> None:
    assert problem_of(decide(client, **values))["status"] == status
    assert client.get("/v1/duplicates/a~b/history").json() == []


@pytest.mark.parametrize("replaces", [10**30, -1, 0])
def test_a_decision_that_replaces_nothing_is_a_first_one(client: TestClient, replaces: int) -> None:
    assert decide(client, replaces=replaces).status_code == 201


# -- a fiche that was absorbed ----------------------------------------------------------------------


def test_an_absorbed_fiche_names_the_one_that_stays(client: TestClient) -> None:
    assert decide(client, verdict="duplicate", kept="b").json()["kept"] == "b"

    assert client.get("/v1/documents/a").json()["absorbed_by"] == "b"
    assert client.get("/v1/documents/b").json()["absorbed_by"] is None
    listed = client.get("/v1/documents?limit=100").json()["items"]
    assert {one["id"]: one["absorbed_by"] for one in listed} == {"a": "b", "b": None, "c": None, "d": None}
    assert client.get("/v1/search?q=lampes").json()["total"] == 4  # nothing is deleted


def test_its_page_leads_there_and_its_former_text_stays_readable(
    parts: Passerelle, client: TestClient
) -> None:
    decide(client, verdict="duplicate", kept="b")
    browser = TestClient(create_app(parts, warm=False), headers=BROWSER)

    moved = browser.get("/documents/a", follow_redirects=False)
    page = Page(browser.get("/documents/a"))
    former = Page(browser.get(page.link("Lire l'ancien texte")))

    assert (moved.status_code, moved.headers["location"]) == (303, "/documents/b#main")
    assert "Réunie avec « Lampes LED de la gare »" in page.text.replace("\u00a0", " ")
    assert "Lampes LED du parc" in page.text
    assert former.response.status_code == 200
    assert "Lampes LED de la gare" in former.text
    assert "Ancien texte" in former.text
    assert former.link("Lampes LED du parc") == "/documents/b"


def test_a_quoted_passage_of_it_is_shown_where_it_stands(parts: Passerelle, client: TestClient) -> None:
    decide(client, verdict="duplicate", kept="b")
    browser = TestClient(create_app(parts, warm=False), headers=BROWSER)

    page = browser.get("/documents/a?quote=Les rues restaient sombres", follow_redirects=False)

    assert page.status_code == 200
    assert '<mark class="quote">Les rues restaient sombres</mark>' in page.text


def test_round_in_a_circle_each_page_is_its_own(parts: Passerelle, client: TestClient) -> None:
    for pair, stays in (("a~b", "b"), ("b~c", "c"), ("a~c", "a")):
        assert decide(client, pair, verdict="duplicate", kept=stays).status_code == 201

    for name in "abc":
        page = client.get(f"/documents/{name}", headers=BROWSER, follow_redirects=False)
        assert page.status_code == 200


# -- the command ------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr(Judge, "for_other_embedders", lambda: JUDGE)
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    monkeypatch.setenv("COLUMNS", "200")
    home = tmp_path / "home"
    made = a_passerelle(home, lights("a", budget="50000"), lights("b"), lights("c", **MONS), bikes("d"))
    for pair, verdict in (("ac", Verdict.LINKED), ("bc", Verdict.UNDECIDED), ("ad", Verdict.DISTINCT)):
        made.pairs.decide((pair[0], pair[1]), verdict, ANNA, reason="Vu.")
    made.close()
    return lambda *said: CliRunner().invoke(cli, list(said), env={"PASSERELLE_HOME": str(home)})


def test_the_command_compares_what_is_new_and_lists(run: Callable[..., Result]) -> None:
    first, second = run("duplicates"), run("duplicates", "--status", "all")

    assert first.exit_code == 0
    assert first.stdout.startswith("1 pairs\n\na ~ b\n    duplicate · ")
    assert "    + Même besoin" in first.stdout
    assert "compare: profiles" in first.stderr
    assert "compare" not in second.stderr
    assert "decided: linked" in second.stdout


def test_the_command_prints_what_http_does(run: Callable[..., Result]) -> None:
    page = json.loads(run("duplicates", "--status", "all", "--limit", "1", "--json").stdout)
    rest = json.loads(run("duplicates", "--status", "all", "--cursor", page["next"], "--json").stdout)

    assert (page["total"], len(page["pairs"]), len(rest["pairs"]), rest["next"]) == (4, 1, 3, None)
    narrowed = json.loads(run("duplicates", "--verdict", "duplicate", "--min-score", "0.5", "--json").stdout)
    assert [one["pair_id"] for one in narrowed["pairs"]] == ["a~b"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--status", "closed"), 2),
        (("--min-score", "2"), 2),
        (("--verdict", "same"), 2),
        (("--limit", "0"), 2),
        (("--language", "es"), 2),
        (("--cursor", "x"), 1),
    ],
)
def test_the_command_says_what_is_wrong(run: Callable[..., Result], said: tuple[str, ...], code: int) -> None:
    result = run("duplicates", *said)

    assert result.exit_code == code
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_decisions_are_written_as_labelled_pairs(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "decided.jsonl"

    told = run("duplicates", "--export", str(file))
    pairs = read_pairs(file, lambda _ids: {})

    assert told.stdout == f"2 decided pairs written to {file}\n"
    assert [(one.id, one.verdict) for one in pairs] == [("a~c", Verdict.LINKED), ("a~d", Verdict.DISTINCT)]
    assert json.loads(run("duplicates", "--export", str(file), "--json").stdout)["exported"] == 2
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert (rows[0]["language"], rows[0]["a"]["budget_eur"], rows[0]["b"]["lead"]) == (
        "fr", 50_000, ["Ville de Mons"],
    )  # fmt: skip
    read, kept = profile_of(pairs[0].a), profile_of(project_of_lights())
    assert read == kept


def project_of_lights() -> Project:
    return Project.of_document(lights("a", budget="50000"))


def test_where_no_file_can_be_written_the_command_says_so(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("duplicates", "--export", str(tmp_path / "nowhere" / "decided.jsonl"))

    assert result.exit_code == 1
    assert "No such file" in result.stderr


# -- the board --------------------------------------------------------------------------------------


@pytest.fixture
def browser(parts: Passerelle) -> TestClient:
    return TestClient(create_app(parts, warm=False), headers=BROWSER)


def enter(browser: TestClient) -> Page:
    return Page(browser.post("/duplicates/enter", data={"token": TOKEN}))


def buttons(page: Page) -> list[str]:
    return [attrs["value"] for tag, attrs in page.tags if tag == "button" and attrs.get("name") == "verdict"]


def test_anybody_reads_the_board_of_what_they_may_read(browser: TestClient) -> None:
    page = Page(browser.get("/duplicates"))

    assert "1 paire" in page.text
    assert "Même initiative" in page.text
    assert page.link("Lampes LED de la gare") == "/documents/a"
    assert buttons(page) == []
    assert "a~hidden" not in page.response.text
    assert "/documents/hidden" not in page.response.text


def test_a_coordinator_decides_in_a_browser(browser: TestClient, client: TestClient) -> None:
    page = enter(browser)
    assert set(buttons(page)) == set(Verdict)

    noted = Page(
        browser.post("/duplicates/a~b/decision", data={"verdict": "duplicate", "reason": "Vue.", "kept": "b"})
    )
    decided = Page(browser.get("/duplicates?status=decided"))
    assert "C'est noté." in noted.text
    assert "Même initiative, par un coordinateur le" in decided.text.replace("\u00a0", " ")
    assert buttons(decided) == ["undo"]
    assert client.get("/v1/documents/a").json()["absorbed_by"] == "b"

    second = Page(browser.post("/duplicates/a~b/decision", data={"verdict": "linked", "reason": "Non."}))
    undone = Page(browser.post("/duplicates/a~b/decision", data={"verdict": "undo"}))
    twice = Page(browser.post("/duplicates/a~b/decision", data={"verdict": "undo"}))
    assert "Quelqu'un a décidé entre-temps" in second.text
    assert "C'est noté." in undone.text
    assert "a déjà été retirée" in twice.text


def test_members_read_who_decided_and_nobody_reads_an_id(parts: Passerelle, browser: TestClient) -> None:
    an_organisation(parts.governance, "namur")
    anna = a_person(parts.governance, "namur", Role.COORDINATOR, name="Anna Peeters")
    reader = a_person(parts.governance, "namur", Role.READER)
    assert anna.person is not None
    token = a_token(parts.governance, anna, Scope.REVIEW)["Authorization"].removeprefix("Bearer ")
    browser.post("/duplicates/enter", data={"token": token})
    browser.post("/duplicates/a~b/decision", data={"verdict": "linked", "reason": "Vu."})

    def told(headers: dict[str, str]) -> str:
        page = Page(browser.get("/duplicates?status=decided", headers=headers))
        assert anna.person not in page.response.text
        return page.text.replace("\u00a0", " ")

    assert "par Anna Peeters le" in told({})
    assert "par Anna Peeters le" in told(a_token(parts.governance, reader))
    browser.post("/duplicates/leave")
    assert "par un coordinateur le" in told({})
    parts.governance.personal.forget(anna.person, anna)
    assert "par un coordinateur le" in told(AUTHORIZED)


def test_members_are_told_over_http_who_decided_and_others_no_name(
    parts: Passerelle, client: TestClient
) -> None:
    an_organisation(parts.governance, "namur")
    anna = a_person(parts.governance, "namur", Role.COORDINATOR, name="Anna Peeters")
    member = a_token(parts.governance, a_person(parts.governance, "namur", Role.READER))
    made = client.post(
        "/v1/duplicates/a~b/decision", json=DECISION, headers=a_token(parts.governance, anna, Scope.REVIEW)
    )

    def names(headers: dict[str, str]) -> set[str | None]:
        page = client.get("/v1/duplicates?status=decided", headers=headers).json()
        one = client.get("/v1/duplicates/a~b", headers=headers).json()
        every = client.get("/v1/duplicates/a~b/history", headers=headers).json()
        return {made["author_name"] for made in (page["pairs"][0]["decision"], one["decision"], *every)}

    assert made.json()["author_name"] == "Anna Peeters"
    assert names(member) == {"Anna Peeters"}
    assert names({}) == {None}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"verdict": "linked"},
        {"verdict": "linked", "reason": "  "},
        {"verdict": "same", "reason": "x"},
        {"verdict": "linked", "reason": "x" * 2_001},
        {"verdict": "linked", "reason": "\x00"},
    ],
)
def test_a_form_that_says_too_little_is_asked_again(
    browser: TestClient, client: TestClient, form: dict[str, str]
) -> None:
    enter(browser)

    page = Page(browser.post("/duplicates/a~b/decision", data=form))

    assert "dites en quelques mots pourquoi" in page.text
    assert client.get("/v1/duplicates/a~b/history").json() == []


def test_without_the_token_nothing_is_decided(browser: TestClient, client: TestClient) -> None:
    wrong = browser.post("/duplicates/enter", data={"token": "wrong"})
    form = browser.post(
        "/duplicates/a~b/decision", data={"verdict": "linked", "reason": "x"}, follow_redirects=False
    )

    assert wrong.status_code == 401
    assert form.headers["location"] == "/duplicates/enter"
    assert client.get("/v1/duplicates/a~b/history").json() == []


def test_the_access_can_be_closed_again(browser: TestClient) -> None:
    assert "Fermer l'accès" in enter(browser).text

    page = Page(browser.post("/duplicates/leave"))

    assert buttons(page) == []


def test_a_decision_that_no_longer_holds_says_why(parts: Passerelle, browser: TestClient) -> None:
    parts.pairs.decide(("a", "b"), Verdict.DISTINCT, ANNA, reason="Vu.")
    changed = lights("b", title="Lampes LED du parc", budget="70000")
    parts.catalogue.writer.put([replace(a_record(changed), content_hash="again")])
    parts.scan.refresh()

    page = Page(browser.get("/duplicates"))

    said = page.text.replace("\u00a0", " ")
    assert "Une décision « autre chose » ne vaut plus, car ceci a changé depuis : le budget." in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Fiches qui se ressemblent"),
        ("nl", "Fiches die op elkaar lijken"),
        ("de", "Ähnliche Steckbriefe"),
        ("en", "Sheets that are alike"),
    ],
)
def test_the_board_speaks_the_readers_language(browser: TestClient, language: str, said: str) -> None:
    page = Page(browser.get("/duplicates", params={"ui": language}))

    assert said in page.text
    assert page.language == language
