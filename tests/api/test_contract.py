"""Every route that exists is one of the contract, or told here; none of those that exist may vanish."""

from __future__ import annotations

from fastapi.testclient import TestClient

# The part of the contract that is built so far: a new route is added here with its tests.
BUILT = {
    ("get", "/v1/search"),
    ("post", "/v1/ask"),
    ("get", "/v1/documents/{document_id}"),
    ("get", "/v1/documents"),
    ("delete", "/v1/documents/{document_id}"),
    ("get", "/v1/stats"),
    ("get", "/v1/facets"),
    ("delete", "/v1/conversations/{conversation_id}"),
    ("post", "/v1/answers/{answer_id}/feedback"),
    ("get", "/v1/gaps"),
    ("get", "/v1/initiatives/{document_id}/kit"),
    ("get", "/v1/portfolio"),
    ("get", "/v1/pooling"),
    ("post", "/v1/similar"),
    ("get", "/v1/initiatives/{document_id}/similar"),
    ("get", "/v1/duplicates"),
    ("post", "/v1/duplicates/{pair_id}/decision"),
    ("delete", "/v1/duplicates/{pair_id}/decision"),
    ("post", "/v1/checklist"),
    ("get", "/v1/initiatives/{document_id}/checklist"),
    ("get", "/v1/initiatives/{document_id}/calendar"),
    ("get", "/v1/calendar"),
    ("get", "/v1/organisations"),
    ("post", "/v1/organisations"),
    ("get", "/v1/organisations/{organisation_id}"),
    ("put", "/v1/organisations/{organisation_id}"),
    ("get", "/v1/people"),
    ("post", "/v1/people"),
    ("get", "/v1/people/{person_id}"),
    ("patch", "/v1/people/{person_id}"),
    ("post", "/v1/people/{person_id}/memberships"),
    ("delete", "/v1/people/{person_id}/memberships/{membership_id}"),
    ("get", "/v1/tokens"),
    ("post", "/v1/tokens"),
    ("delete", "/v1/tokens/{token_id}"),
    ("get", "/v1/submissions"),
    ("post", "/v1/submissions"),
    ("get", "/v1/submissions/{submission_id}"),
    ("patch", "/v1/submissions/{submission_id}"),
    ("post", "/v1/submissions/{submission_id}/comments"),
    ("get", "/v1/submissions/{submission_id}/history"),
    ("post", "/v1/submissions/{submission_id}/{step}"),
    ("delete", "/v1/people/{person_id}"),
    ("get", "/v1/people/{person_id}/export"),
    ("get", "/v1/people/{person_id}/notices"),
    ("get", "/v1/watches"),
    ("post", "/v1/watches"),
    ("get", "/v1/watches/{watch_id}"),
    ("patch", "/v1/watches/{watch_id}"),
    ("delete", "/v1/watches/{watch_id}"),
    ("post", "/v1/watches/stop"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
}
# What goes beyond it: parts of the portfolio, referents, the notes, one pair and what was ever decided of it.
BEYOND = {
    ("get", "/v1/duplicates/{pair_id}"),
    ("get", "/v1/duplicates/{pair_id}/history"),
    ("get", "/v1/portfolio/data"),
    ("get", "/v1/portfolio/costs"),
    ("get", "/v1/referents"),
    ("get", "/v1/initiatives/{document_id}/touching"),
    ("get", "/v1/pooling/{group_id}"),
    ("post", "/v1/college-note"),
    ("get", "/v1/initiatives/{document_id}/college-note"),
}


def test_the_routes_are_those_of_the_contract(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    assert {(method, path) for path, methods in paths.items() for method in methods} == BUILT | BEYOND


def test_every_route_documents_its_errors_as_problems(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]

    for path, methods in paths.items():
        for method, operation in methods.items():
            for status in ("4XX", "5XX"):
                content = operation["responses"][status]["content"]
                assert list(content) == ["application/problem+json"], (method, path)


def test_the_openapi_page_is_served(client: TestClient) -> None:
    assert client.get("/docs").status_code == 200
