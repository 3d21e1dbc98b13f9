"""Open questions asked again: a new sheet closes them, a lost one opens them; bounded, resumable, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from api.gap_watch import GapWatch
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR, ANONYMOUS, Visibility
from corpus.markdown import render_document
from corpus.models import Document
from ingest.sources.markdown import MarkdownSource
from retrieval.errors import IndexUnusable
from retrieval.gaps.asking import AskedAgain, AskingAgain
from retrieval.gaps.board import State
from retrieval.state.askings import Unmet
from tests.builders import a_fiche, a_record

Fresh = Callable[..., Passerelle]
QUESTION = "Quel est le budget des ruches connectées de Namur ?"
OTHER = "Wat is het budget van de zwevende fietsen in Luik?"


def hives(**more: object) -> Document:
    return a_fiche("ruches", title="Ruches connectées", budget="12000", **more)  # type: ignore[arg-type]


def put(parts: Passerelle, *documents: Document) -> None:
    parts.catalogue.writer.put([a_record(document) for document in documents])
    parts.ingester.publish()


def asked(parts: Passerelle, *questions: str) -> None:
    for question in questions:
        answer = parts.assistant.ask(question, ANONYMOUS)
        assert answer.outcome in {"no_evidence", "weak_evidence"}, answer


def states(parts: Passerelle) -> dict[str, str]:
    groups = parts.board.page(ADMINISTRATOR, "fr", state=State.ALL).groups
    return {group.said.text: group.state.value for group in groups}


def test_an_ingested_sheet_closes_the_gap_that_it_answers(fresh: Fresh, tmp_path: Path) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION, OTHER)
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "ruches.md").write_text(render_document(hives()), "utf-8")

    assert parts.ingester.ingest([MarkdownSource.at(folder)]).published
    done = parts.asking.run()

    assert done == AskedAgain(asked=2, answered=1, left=0)
    assert states(parts) == {QUESTION: "answered", OTHER: "open"}
    [group] = parts.board.page(ADMINISTRATOR, "fr", state=State.ANSWERED).groups
    assert [document.id for document in group.answered_by] == ["ruches"]


def test_the_same_catalogue_is_asked_once(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION)

    assert parts.asking.run().asked == 1
    assert parts.asking.run() == AskedAgain()
    put(parts, a_fiche("autre", title="Autre chose"))
    assert parts.asking.run().asked == 1


def test_a_batch_is_bounded_and_the_next_one_goes_on(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, *(f"Quel est le budget du projet inconnu {letter * 3} ?" for letter in "abcde"))

    runs = [parts.asking.run(most=2) for _ in range(3)]

    assert [(run.asked, run.left) for run in runs] == [(2, 3), (2, 1), (1, 0)]


def test_the_time_is_bounded_too(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION, OTHER)
    ticks = iter(range(100))
    slow = AskingAgain(
        parts.gaps, parts.answerer, parts.searcher, parts.catalogue, parts.board._vectors,
        parts.settings.home / "gaps.lock", clock=lambda: float(next(ticks)),
    )  # fmt: skip

    done = slow.run(seconds=2.5)

    assert (done.asked, done.left) == (1, 1)


def test_questions_are_embedded_together(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, *(f"Quel est le budget du projet inconnu {letter * 3} ?" for letter in "abcde"))
    plain = parts.embedder._embedder._embedder._embedder  # type: ignore[attr-defined]
    parts.embedder._vectors.clear()  # type: ignore[attr-defined]
    before = plain.query_calls

    parts.asking.run()

    assert plain.query_calls == before + 1


def test_asking_in_vain_embeds_nothing_twice(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    plain = parts.embedder._embedder._embedder._embedder  # type: ignore[attr-defined]

    asked(parts, OTHER)

    assert plain.texts_embedded > 0
    [gap] = parts.gaps.all(plain.fingerprint)
    assert gap.vector is not None
    before = plain.query_calls
    parts.board.page(ADMINISTRATOR, "fr")
    assert plain.query_calls == before


def test_what_was_scrubbed_is_embedded_later_and_without_the_person(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, "Où sont les ruches de Jean, jean@exemple.be ?")
    [gap] = parts.gaps.all(parts.embedder.fingerprint)
    assert gap.text == "Où sont les ruches de Jean, [e-mail] ?"
    assert gap.vector is None

    parts.board.page(ADMINISTRATOR, "fr")

    [gap] = parts.gaps.all(parts.embedder.fingerprint)
    assert gap.vector is not None
    assert gap.vector @ parts.embedder.embed_queries([gap.text])[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("visibility", [Visibility.NETWORK, Visibility.ORGANISATION])
def test_a_document_that_not_everybody_may_read_closes_nothing(fresh: Fresh, visibility: Visibility) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION)
    put(parts, hives(visibility=visibility, organisation="elsewhere"))

    assert parts.asking.run() == AskedAgain(asked=1, answered=0)
    assert states(parts) == {QUESTION: "open"}


def test_the_board_shows_no_document_that_the_caller_may_not_read(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION)
    put(parts, hives())
    parts.asking.run()
    put(parts, hives(visibility=Visibility.ORGANISATION, organisation="elsewhere"))

    seen = {
        caller.name: parts.board.page(caller, "fr", state=State.ALL).groups[0]
        for caller in (ADMINISTRATOR, ANONYMOUS)
    }

    assert [one.id for one in seen["administrator"].answered_by] == ["ruches"]
    assert seen["anonymous"].answered_by == ()
    assert "ruches" not in {one.id for one in seen["anonymous"].nearest}
    assert "ruches" in {one.id for one in seen["administrator"].nearest}


def test_a_gap_opens_again_when_its_document_is_forgotten(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION)
    put(parts, hives())
    parts.asking.run()

    parts.ingester.forget("ruches", ADMINISTRATOR)

    assert parts.asking.run() == AskedAgain(asked=1, answered=0, reopened=1)
    assert states(parts) == {QUESTION: "open"}


def test_an_answer_that_did_not_help_needs_a_document_that_it_did_not_cite(fresh: Fresh) -> None:
    parts = fresh(hives())
    answer = parts.assistant.ask(QUESTION, ANONYMOUS)
    assert [citation.document_id for citation in answer.citations] == ["ruches"]
    parts.judging.judge(answer.answer_id, ANONYMOUS, helpful=False, reason="Ce budget date de 2015.")

    assert parts.asking.run() == AskedAgain(asked=1, answered=0)
    parts.catalogue.writer.remove(["ruches"])
    put(parts, a_fiche("ruches-2026", title="Ruches connectées", budget="30000"))

    assert parts.asking.run() == AskedAgain(asked=1, answered=1)


def test_while_another_process_asks_nothing_is_done(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION)

    with FileLock(parts.settings.home / "gaps.lock"):
        assert parts.asking.run() == AskedAgain(left=1)
    assert parts.asking.run().asked == 1


def test_without_an_index_it_says_so(fresh: Fresh) -> None:
    parts = fresh()
    assert parts.asking.run() == AskedAgain()
    parts.gaps.keep("answer", Unmet(QUESTION, "fr", "no_evidence"))

    with pytest.raises(IndexUnusable):
        parts.asking.run()


def test_a_running_server_notices_a_new_generation(fresh: Fresh) -> None:
    parts = fresh(a_fiche())
    asked(parts, QUESTION)
    watch = GapWatch(parts.asking, parts.settings.index_folder, every=0.05)
    watch.start()
    try:
        wait_until(lambda: not parts.gaps.pending(parts.asking._asked_of(), 1))
        put(parts, hives())
        wait_until(lambda: parts.gaps.counts().answered == 1)
    finally:
        watch.stop()


def test_a_watch_outlives_a_failure(fresh: Fresh) -> None:
    parts = fresh()
    watch = GapWatch(parts.asking, parts.settings.index_folder, every=0.05)
    watch.start()
    try:
        (parts.settings.index_folder / "gen-000000000001").mkdir(parents=True)  # not whole
        time.sleep(0.3)
        put(parts, a_fiche())
        asked(parts, QUESTION)
        put(parts, hives())
        wait_until(lambda: parts.gaps.counts().answered == 1)
    finally:
        watch.stop()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.02)
