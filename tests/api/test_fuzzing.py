"""The application against its own OpenAPI document: whatever is sent, no 5xx, and answers as documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from tests.api.test_contract import BUILT
from tests.api.world import AUTHORIZED, a_passerelle, some_documents

CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
# Only where parameters have a form can something break it.
WITH_FORM = [
    ("get", "/v1/search"),
    ("get", "/v1/facets"),
    ("get", "/v1/documents"),
    ("post", "/v1/ask"),
    ("post", "/v1/answers/{answer_id}/feedback"),
    ("get", "/v1/gaps"),
    ("get", "/v1/organisations"),
    ("post", "/v1/organisations"),
    ("post", "/v1/people"),
    ("post", "/v1/tokens"),
    ("post", "/v1/watches"),
    ("get", "/v1/submissions"),
    ("post", "/v1/submissions"),
    ("patch", "/v1/submissions/{submission_id}"),
    ("post", "/v1/submissions/{submission_id}/{step}"),
]
CASES = [(route, GenerationMode.POSITIVE) for route in sorted(BUILT)]
CASES += [(route, GenerationMode.NEGATIVE) for route in WITH_FORM]
BOUNDED = settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Over a catalogue of its own: some of what is sent deletes."""
    parts = a_passerelle(tmp_path_factory.mktemp("fuzzed"), *some_documents()[:4])
    yield schemathesis.openapi.from_asgi("/openapi.json", create_app(parts, warm=False))
    parts.close()


@pytest.mark.parametrize(("method", "path", "mode"), [(*route, mode) for route, mode in CASES])
def test_whatever_is_sent_is_answered_as_documented(
    schema: Any, method: str, path: str, mode: GenerationMode
) -> None:
    operation = schema[path][method.upper()]

    @seed(2026)
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate(headers=AUTHORIZED, checks=CHECKS)

    check()
