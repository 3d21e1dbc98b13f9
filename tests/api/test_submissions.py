"""/v1/submissions: a fiche from its draft to the catalogue, over HTTP, by the people who do it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.wiring import Passerelle
from corpus.access import Role, Scope
from corpus.filters import Filters
from tests.api.server import served
from tests.api.test_bad_input import problem_of
from tests.api.world import AUTHORIZED
from tests.builders import a_fiche
from tests.network import BODY, a_person, a_token, an_organisation

Fresh = Callable[..., Passerelle]
FICHE = {"title": "Ruches connectées", "body": BODY, "municipality": "Namen", "domains": ["environment"]}


class Town:
    """Namur, its people, Mons, and a coordinator of the province of Namur who works at a third place."""

    def __init__(self, parts: Passerelle) -> None:
        self.parts = parts
        governance = parts.governance
        for identifier in ("namur", "mons", "bep"):
            an_organisation(governance, identifier)
        self.client = TestClient(create_app(parts, warm=False))
        self.author = self._token(a_person(governance, "namur", Role.CONTRIBUTOR, name="Anna"))
        self.colleague = self._token(a_person(governance, "namur", Role.CONTRIBUTOR, name="Ben"))
        self.reader = self._token(a_person(governance, "namur", Role.READER, name="Chris"))
        self.stranger = self._token(a_person(governance, "mons", Role.CONTRIBUTOR, name="Dina"))
        remit = Filters(province=("namur",))
        self.reviewer = self._token(a_person(governance, "bep", Role.COORDINATOR, name="Eva", remit=remit))
        elsewhere = Filters(province=("hainaut",))
        self.other = self._token(a_person(governance, "mons", Role.COORDINATOR, name="Fred", remit=elsewhere))

    def _token(self, caller: Any, *scopes: Scope) -> dict[str, str]:
        return a_token(self.parts.governance, caller, *scopes)

    def begun(self, **fields: Any) -> dict[str, Any]:
        """A draft of Namur's."""
        response = self.client.post(
            "/v1/submissions", json={"fiche": {**FICHE, **fields}}, headers=self.author
        )
        assert response.status_code == 201, response.text
        made: dict[str, Any] = response.json()
        return made

    def take(self, fiche: dict[str, Any], step: str, who: dict[str, str], **body: Any) -> dict[str, Any]:
        """The fiche after a step."""
        given = {"version": fiche["version"], **body}
        response = self.client.post(f"/v1/submissions/{fiche['id']}/{step}", json=given, headers=who)
        assert response.status_code == 200, response.text
        taken: dict[str, Any] = response.json()
        return taken

    def in_review(self, **fields: Any) -> dict[str, Any]:
        """A fiche under review."""
        submitted = self.take(self.begun(**fields), "submit", self.author)
        return self.take(submitted, "start-review", self.reviewer)

    def published(self, **fields: Any) -> dict[str, Any]:
        """A fiche in the catalogue."""
        return self.take(self.in_review(**fields), "publish", self.reviewer)

    def found(self, who: dict[str, str] | None = None, words: str = "ruches connectées") -> list[str]:
        """What a search finds."""
        response = self.client.get("/v1/search", params={"q": words}, headers=who or {})
        return [hit["document_id"] for hit in response.json()["results"]]


@pytest.fixture
def town(fresh: Fresh) -> Town:
    return Town(fresh(a_fiche("autre", title="Autre projet")))


def test_a_fiche_goes_from_draft_to_the_catalogue_and_is_found(town: Town) -> None:
    draft = town.begun()
    assert (draft["state"], draft["version"], draft["url"]) == ("draft", 1, None)
    assert draft["steps"] == ["save", "submit", "withdraw"]

    published = town.published()

    assert (published["state"], published["published_version"]) == ("published", published["version"])
    assert published["id"] in town.found()
    assert draft["id"] not in town.found(AUTHORIZED)
    document = town.client.get(f"/v1/documents/{published['id']}").json()
    assert document["fields"]["municipality"] == "Namen"
    assert document["terms"]["province"] == ["namur"]
    assert document["body"] == BODY


def test_publishing_embeds_the_new_texts_alone(town: Town) -> None:
    fiche = town.in_review()
    embedder = town.parts.embedder
    stored = town.parts.catalogue.vectors.known
    before = len(list(stored(embedder.fingerprint, _all_hashes(town))))

    town.take(fiche, "publish", town.reviewer)

    after = len(list(stored(embedder.fingerprint, _all_hashes(town))))
    assert 0 < after - before < 30


def _all_hashes(town: Town) -> list[str]:
    table = town.parts.catalogue.vectors.entry_table(
        town.parts.embedder.fingerprint, town.parts.embedder.dimension
    )
    return [entry.hash for entry in table.entries]


def test_an_ingest_changes_nothing_of_what_was_published(town: Town) -> None:
    from ingest.submissions import SubmissionSource

    published = town.published()

    report = town.parts.ingester.ingest([SubmissionSource(town.parts.governance.submissions)])

    assert (report.unchanged, report.added, report.updated, report.removed) == (1, 0, 0, 0)
    assert published["id"] in town.found()


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review"])
def test_what_is_not_published_is_nowhere_but_with_those_who_may_see_it(town: Town, state: str) -> None:
    fiche = town.begun(title="Licornes urbaines", body="Des licornes.")
    if state != "draft":
        fiche = town.take(fiche, "submit", town.author)
    if state == "in_review":
        fiche = town.take(fiche, "start-review", town.reviewer)
    path = f"/v1/submissions/{fiche['id']}"

    seen = {
        name: town.client.get(path, headers=getattr(town, name)).status_code
        for name in ("author", "colleague", "reader", "stranger", "reviewer", "other")
    }
    reviewer = 404 if state == "draft" else 200
    assert seen == {
        "author": 200, "colleague": 200, "reader": 404, "stranger": 404, "reviewer": reviewer, "other": 404,
    }  # fmt: skip
    assert town.client.get(path).status_code == 401
    for who in (None, AUTHORIZED, town.author, town.stranger):
        assert fiche["id"] not in town.found(who, "licornes")
        assert town.client.get(f"/v1/documents/{fiche['id']}", headers=who or {}).status_code == 404


def test_lists_hold_what_each_may_see(town: Town) -> None:
    town.begun()
    submitted = town.take(town.begun(), "submit", town.author)

    def ids(who: dict[str, str], **parameters: Any) -> tuple[int, list[str]]:
        page = town.client.get("/v1/submissions", params=parameters, headers=who).json()
        return page["total"], [one["id"] for one in page["items"]]

    assert ids(town.author)[0] == 2
    assert ids(town.reviewer) == (1, [submitted["id"]])
    assert ids(town.reviewer, queue=True) == (1, [submitted["id"]])
    assert ids(town.author, state="submitted") == (1, [submitted["id"]])
    assert ids(town.stranger) == ids(town.reader) == (0, [])


def test_pages_follow_each_other_without_gap_or_repetition(town: Town) -> None:
    made = {town.begun()["id"] for _ in range(5)}

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = town.client.get(
            "/v1/submissions", params={"limit": 2, "cursor": cursor}, headers=town.author
        ).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]

    assert len(seen) == 5
    assert set(seen) == made


def test_changes_are_requested_made_and_kept_with_their_differences(town: Town) -> None:
    fiche = town.in_review()
    path = f"/v1/submissions/{fiche['id']}"
    said = town.client.post(
        f"{path}/comments", json={"text": "Le budget ?", "field": "budget_eur"}, headers=town.reviewer
    )
    back = town.take(fiche, "request-changes", town.reviewer, reason="Il manque le budget.")
    changed = town.client.patch(
        path, json={"fiche": {"budget_eur": 1250.5}, "version": back["version"]}, headers=town.author
    )

    history = town.client.get(f"{path}/history", headers=town.reviewer).json()

    assert said.status_code == 201
    assert changed.json()["fiche"]["budget_eur"] == 1250.5
    steps = [one["step"] for one in history["versions"]]
    assert steps == ["create", "submit", "start_review", "request_changes", "save"]
    assert [one["version"] for one in history["versions"]] == [1, 2, 3, 4, 5]
    assert history["versions"][0]["changes"][0] == {
        "field": "municipality",
        "before": None,
        "after": ["Namen"],
    }
    assert history["versions"][3]["reason"] == "Il manque le budget."
    assert history["versions"][4]["changes"] == [{"field": "budget_eur", "before": None, "after": 1250.5}]
    assert history["versions"][4]["by"]["name"] == "Anna"
    assert history["comments"][0]["field"] == "budget_eur"
    assert [one["action"] for one in history["trail"]] == [
        "create", "submit", "start_review", "comment", "request_changes", "save",
    ]  # fmt: skip


def test_the_version_may_come_in_if_match(town: Town) -> None:
    fiche = town.begun()
    path = f"/v1/submissions/{fiche['id']}"
    etag = town.client.get(path, headers=town.author).headers["etag"]

    response = town.client.post(f"{path}/submit", headers={**town.author, "If-Match": etag})

    assert etag == '"1"'
    assert response.json()["state"] == "submitted"
    assert response.headers["etag"] == '"2"'


def test_without_a_version_nothing_is_changed(town: Town) -> None:
    fiche = town.begun()

    problem = problem_of(town.client.post(f"/v1/submissions/{fiche['id']}/submit", headers=town.author))

    assert (problem["status"], problem["type"]) == (428, "version-needed")


def test_of_two_reviewers_one_decides_and_the_other_is_told(town: Town) -> None:
    fiche = town.in_review()

    town.take(fiche, "publish", town.reviewer)
    late = town.client.post(
        f"/v1/submissions/{fiche['id']}/request-changes",
        json={"version": fiche["version"]},
        headers=AUTHORIZED,
    )

    problem = problem_of(late)
    assert (problem["status"], problem["type"]) == (409, "changed-meanwhile")
    assert "published" in problem["detail"]


def test_of_twelve_who_decide_at_once_over_http_exactly_one_does(town: Town) -> None:
    import httpx

    fiche = town.in_review()
    codes: list[int] = []

    def decide(address: str, step: str) -> None:
        path = f"{address}/v1/submissions/{fiche['id']}/{step}"
        given = {"version": fiche["version"]}
        codes.append(httpx.post(path, json=given, headers=town.reviewer, timeout=60).status_code)

    with served(create_app(town.parts, warm=False)) as address:
        steps = ["publish", "request-changes", "withdraw"] * 4
        threads = [threading.Thread(target=decide, args=(address, step)) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(codes) == [200] + [409] * 11
    versions, _ = town.parts.governance.submissions.history(fiche["id"], _admin())
    assert [one.version for one in versions] == [1, 2, 3, 4]


def _admin() -> Any:
    from corpus.access import ADMINISTRATOR

    return ADMINISTRATOR


@pytest.mark.parametrize(
    ("step", "who", "status"),
    [
        ("publish", "author", 403),
        ("publish", "colleague", 403),
        ("publish", "stranger", 404),
        ("publish", "other", 404),
        ("submit", "reviewer", 403),
        ("submit", "author", 409),
        ("finish", "author", 409),
    ],
)
def test_each_step_is_for_those_whose_it_is(town: Town, step: str, who: str, status: int) -> None:
    fiche = town.in_review()

    response = town.client.post(
        f"/v1/submissions/{fiche['id']}/{step}",
        json={"version": fiche["version"]},
        headers=getattr(town, who),
    )

    assert problem_of(response)["status"] == status
    assert town.client.get(f"/v1/submissions/{fiche['id']}", headers=town.author).json()["version"] == 3


def test_nobody_decides_on_their_own_fiche(town: Town) -> None:
    both = a_person(
        town.parts.governance, "namur", Role.CONTRIBUTOR, Role.COORDINATOR, name="Gil", remit=Filters()
    )
    mine = a_token(town.parts.governance, both)
    made = town.client.post("/v1/submissions", json={"fiche": FICHE}, headers=mine).json()
    submitted = town.take(made, "submit", mine)

    response = town.client.post(
        f"/v1/submissions/{made['id']}/start-review", json={"version": submitted["version"]}, headers=mine
    )

    assert problem_of(response)["status"] == 403
    assert town.client.get("/v1/submissions", params={"queue": True}, headers=mine).json()["total"] == 0


def test_while_a_fiche_is_revised_what_was_published_stays(town: Town) -> None:
    published = town.published()
    path = f"/v1/submissions/{published['id']}"
    revised = town.take(published, "revise", town.author)
    draft = town.client.patch(
        path, json={"fiche": {"title": "Ruches du futur"}, "version": revised["version"]}, headers=town.author
    ).json()
    meanwhile = town.client.get(f"/v1/documents/{published['id']}").json()["title"]["fr"]

    again = town.take(draft, "submit", town.author)
    again = town.take(again, "start-review", town.reviewer)
    town.take(again, "publish", town.reviewer)

    assert meanwhile == "Ruches connectées"
    assert town.client.get(f"/v1/documents/{published['id']}").json()["title"]["fr"] == "Ruches du futur"
    assert town.found(words="ruches du futur")[0] == published["id"]


def test_a_withdrawn_fiche_is_gone_and_its_history_stays(town: Town) -> None:
    published = town.published()

    gone = town.take(published, "withdraw", town.author, reason="Erreur")

    assert (gone["state"], gone["url"], gone["published_version"]) == ("withdrawn", None, None)
    assert published["id"] not in town.found()
    assert town.client.get(f"/v1/documents/{published['id']}", headers=AUTHORIZED).status_code == 404
    history = town.client.get(f"/v1/submissions/{published['id']}/history", headers=town.author).json()
    assert history["versions"][-1]["reason"] == "Erreur"


def test_a_finished_fiche_stays_in_the_catalogue(town: Town) -> None:
    finished = town.take(town.published(), "finish", town.author)

    assert finished["state"] == "finished"
    assert finished["id"] in town.found()


def test_a_document_that_is_forgotten_takes_its_fiche_along(town: Town) -> None:
    from ingest.submissions import SubmissionSource

    published = town.published()

    town.client.delete(f"/v1/documents/{published['id']}", headers=AUTHORIZED)
    town.parts.ingester.ingest([SubmissionSource(town.parts.governance.submissions)])

    assert town.client.get(f"/v1/submissions/{published['id']}", headers=town.author).status_code == 404
    assert published["id"] not in town.found(AUTHORIZED)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"body": ""}, "body"),
        ({"municipality": None, "country": None}, "country"),
        ({"start_year": 1850}, "start_year"),
        ({"budget_eur": 0}, "budget_eur"),
    ],
)
def test_what_could_not_be_a_document_is_not_submitted_and_says_why(
    town: Town, fields: dict[str, Any], named: str
) -> None:
    fiche = town.begun(**fields)

    response = town.client.post(
        f"/v1/submissions/{fiche['id']}/submit", json={"version": 1}, headers=town.author
    )

    problem = problem_of(response)
    assert (problem["status"], problem["type"], problem["parameter"]) == (422, "invalid-document", named)


@pytest.mark.parametrize(
    ("fiche", "named"),
    [
        ({"budget_eur": "beaucoup"}, "fiche.budget_eur"),
        ({"colour": "blue"}, "fiche.colour"),
        ({"title": ""}, "fiche.title"),
        ({"title": None}, "fiche.title"),
        ({"title": "a\ud800"}, "fiche.title"),
        ({"visibility": "secret"}, "fiche.visibility"),
        ({"id": "other"}, "fiche.id"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_saved(town: Town, fiche: dict[str, Any], named: str) -> None:
    import json

    made = town.begun()
    path = f"/v1/submissions/{made['id']}"
    content = json.dumps({"fiche": fiche, "version": 1}).encode()

    response = town.client.patch(
        path, content=content, headers={**town.author, "Content-Type": "application/json"}
    )

    assert (problem_of(response)["status"], response.json()["parameter"]) == (422, named)
    assert town.client.get(path, headers=town.author).json()["version"] == 1


def test_a_token_does_no_more_than_its_scopes(town: Town) -> None:
    governance = town.parts.governance
    author = a_person(governance, "namur", Role.CONTRIBUTOR, name="Hugo")
    reads = a_token(governance, author, Scope.READ)

    response = town.client.post("/v1/submissions", json={"fiche": FICHE}, headers=reads)

    assert problem_of(response)["type"] == "not-allowed"
    assert town.client.get("/v1/people/me", headers=reads).json()["name"] == "Hugo"


def test_owners_and_reviewers_are_told_of_each_step_once(town: Town) -> None:
    published = town.published()
    notices = town.parts.governance.outbox.claim()

    told = [(one.kind.value, one.subject) for one in notices]
    assert told == [
        ("fiche_submitted", published["id"]),
        ("review_started", published["id"]),
        ("fiche_published", published["id"]),
    ]
    assert len({one.person for one in notices}) == 2
    assert town.parts.governance.outbox.claim() == ()
