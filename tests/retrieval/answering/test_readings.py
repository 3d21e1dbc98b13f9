"""How often a search and an answer ask the catalogue: calls are counted, since seconds depend on the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from corpus.access import ANONYMOUS
from retrieval.query.understanding import understand
from tests.builders import a_fiche
from tests.conftest import World


@pytest.fixture
def held(world: World) -> World:
    return world.holds(a_fiche("a"), a_fiche("b", title="Vélos partagés à Mons", municipality="Mons"))


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What is sent to the database meanwhile, without what opens a transaction."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engine = world.catalogue._transactions.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def sent_by(world: World, ask: Callable[[], object]) -> list[str]:
    """The second time, when what hangs on the revision alone is known."""
    ask()
    with statements(world) as sent:
        ask()
    return sent


def test_a_search_reads_the_revision_and_its_hits(held: World) -> None:
    query = understand("éclairage des rues")

    sent = sent_by(held, lambda: held.searcher.search(query, ANONYMOUS))

    assert len(sent) == 2
    assert "properties" in sent[0]
    assert "documents.payload" in sent[1]
    assert "passages.text" in sent[1]


def test_an_extracted_answer_reads_passages_beside(held: World) -> None:
    sent = sent_by(held, lambda: held.answerer.answer("Pourquoi des lampes LED après minuit ?", ANONYMOUS))

    assert len(sent) == 3
    assert not [one for one in sent if "FROM vectors" in one]  # they are kept by the text


def test_only_a_group_reads_terms(held: World) -> None:
    count = sent_by(held, lambda: held.answerer.answer("Combien de projets à Mons ?", ANONYMOUS))
    group = sent_by(held, lambda: held.answerer.answer("Combien de projets par province ?", ANONYMOUS))

    assert not [one for one in count if one.startswith("SELECT terms")]
    assert len([one for one in group if one.startswith("SELECT terms")]) == 1
