"""The application against its own OpenAPI document: whatever is sent, no 5xx, and answers as documented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from tests.api.world import AUTHORIZED, a_passerelle, some_documents

CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A catalogue of its own: some of what is sent deletes."""
    parts = a_passerelle(tmp_path_factory.mktemp("fuzzed"), *some_documents()[:4])
    yield schemathesis.openapi.from_asgi("/openapi.json", create_app(parts, warm=False))
    parts.close()


schema = schemathesis.pytest.from_fixture("fuzzed")


@schema.parametrize()
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_documented(case: Any) -> None:
    case.call_and_validate(headers=AUTHORIZED, checks=CHECKS)
