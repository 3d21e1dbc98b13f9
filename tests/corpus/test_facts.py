"""The corpus that ships says what the fact records say, to the letter."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.markdown import load_yaml, parse_acts, parse_document
from corpus.models import Document
from ingest.sources.markdown import corpus_folder
from tests.builders import facts_folder

pytestmark = pytest.mark.skipif(
    not facts_folder().is_dir(), reason="the fact records do not lie beside the project"
)


def _records(pattern: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    for path in sorted(facts_folder().glob(pattern)):
        records += load_yaml(path.read_text("utf-8"), source=path.name)
    return records


@cache
def _articles() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    acts: list[dict[str, Any]] = []
    articles: list[dict[str, Any]] = []
    for path in sorted(facts_folder().glob("regulations-[0-9].yaml")):
        whole = load_yaml(path.read_text("utf-8"), source=path.name)
        acts += whole["reglements"]
        articles += whole["articles"]
    return acts, articles


@cache
def _documents(folder: str) -> dict[str, Document]:
    return {
        path.stem: parse_document(path.read_text("utf-8"), source=path.name)
        for path in sorted((corpus_folder() / folder).glob("*.md"))
    }


def _plain(value: Any) -> Any:
    """Lists and tuples alike; nested models as dicts."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _same(document: Document, record: dict[str, Any], *, without: frozenset[str] = frozenset()) -> None:
    fields = _plain(document.fields.model_dump())
    for name, value in record.items():
        if name not in without:
            assert fields[name] == _plain(value), (document.id, name)


@pytest.mark.parametrize(
    ("pattern", "folder"), [("initiatives-*.yaml", "initiatives"), ("best-practices-*.yaml", "practices")]
)
def test_every_record_is_a_document_with_equal_fields(pattern: str, folder: str) -> None:
    records = _records(pattern)
    documents = _documents(folder)

    assert {record["id"] for record in records} == set(documents)
    for record in records:
        _same(documents[record["id"]], record)
        assert documents[record["id"]].title.fr == record["title"]
        assert list(documents[record["id"]].source_urls) == record["source_urls"]


def test_every_article_is_a_document_that_says_how_far_it_was_verified() -> None:
    _, articles = _articles()
    documents = _documents("regulations")

    assert {article["id"].lower() for article in articles} == set(documents)
    for article in articles:
        document = documents[article["id"].lower()]
        _same(document, article, without=frozenset({"verification"}))
        assert document.confidence == article["confiance"]


def test_every_act_is_carried_whole() -> None:
    acts, _ = _articles()
    path = corpus_folder() / "regulations" / "acts.yaml"

    carried = parse_acts(path.read_text("utf-8"), source=path.name)

    assert [act["id"] for act in acts] == list(carried)
    for act in acts:
        assert {name: getattr(carried[act["id"]], name) for name in act} == act


def test_no_sheet_names_a_working_file() -> None:
    for path in Path(corpus_folder() / "regulations").glob("*.md"):
        text = path.read_text("utf-8")
        assert "legalize-be" not in text
        assert ".json" not in text
        assert "commit " not in text
