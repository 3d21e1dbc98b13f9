"""Several who do the same at one moment, on each kind of database: one of them does it, and nothing is lost or twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from bot.store.choices import Choices
from bot.store.jobs import Job, Jobs, Taken, Task, lane_of
from bot.store.marks import Marks
from corpus.access import ADMINISTRATOR, Role
from corpus.fiche_life import FicheState, Step
from retrieval.catalogue.catalogue import Catalogue
from retrieval.governance.errors import ChangedMeanwhile
from retrieval.governance.governance import Governance
from retrieval.likeness.decisions import Decisions
from retrieval.likeness.errors import AlreadyDecided
from retrieval.likeness.values import Verdict
from retrieval.state.database import StateDatabase
from tests.builders import a_fiche, a_record
from tests.network import a_draft, a_person, an_organisation

_MANY = 8


def at_once(do: Callable[[int], object]) -> list[object]:
    """What eight threads get, or raise, that begin at one moment."""
    together = Barrier(_MANY)

    def one(number: int) -> object:
        together.wait(20)
        try:
            return do(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(_MANY) as pool:
        return list(pool.map(one, range(_MANY)))


def kinds(results: list[object]) -> Counter[str]:
    return Counter(type(one).__name__ for one in results)


@pytest.fixture
def catalogue(database_url: str) -> Iterator[Catalogue]:
    with closing(Catalogue.open(database_url)) as made:
        yield made


@pytest.fixture
def state(database_url: str) -> Iterator[StateDatabase]:
    with closing(StateDatabase(database_url)) as made:
        yield made


@pytest.fixture
def governance(catalogue: Catalogue) -> Governance:
    made = Governance.over(catalogue.transactions)
    an_organisation(made, "namur")
    return made


def test_of_those_who_decide_of_one_pair_the_first_wins(catalogue: Catalogue) -> None:
    decisions = Decisions(catalogue.transactions)

    results = at_once(
        lambda n: decisions.decide(
            ("a", "b"), Verdict.LINKED, reason="Vu.", author=f"person {n}", compared="[]"
        )
    )

    assert kinds(results) == {"Decision": 1, AlreadyDecided.__name__: _MANY - 1}
    assert len(decisions.history(("a", "b"))) == 1


def test_of_those_who_take_a_step_with_one_version_the_first_does(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    fiche = governance.submissions.create(a_draft(), anna)

    results = at_once(lambda _: governance.submissions.take(fiche.id, Step.SUBMIT, fiche.version, anna))

    assert kinds(results) == {"Submission": 1, ChangedMeanwhile.__name__: _MANY - 1}
    now = governance.submissions.get(fiche.id, anna)
    versions, _ = governance.submissions.history(fiche.id, anna)
    assert (now.state, now.version, len(versions)) == (FicheState.SUBMITTED, 2, 2)
    assert [deed.action for deed in governance.trail.page(kind="submission")] == ["create", "submit"]


def test_each_notice_is_handed_to_one_door(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.CONTRIBUTOR)
    a_person(governance, "namur", Role.COORDINATOR, name="Carla")
    for number in range(5):
        fiche = governance.submissions.create(a_draft(f"Fiche {number}"), anna)
        governance.submissions.take(fiche.id, Step.SUBMIT, fiche.version, anna)

    results = at_once(lambda _: [one.id for one in governance.outbox.claim(limit=2)])

    claimed = [identifier for some in results if isinstance(some, list) for identifier in some]
    assert kinds(results) == {"list": _MANY}
    assert len(claimed) == len(set(claimed)) == 5


def test_each_change_of_documents_is_counted_and_each_arrival_has_its_revision(catalogue: Catalogue) -> None:
    results = at_once(lambda n: catalogue.writer.put([a_record(a_fiche(f"fiche-{n}"))]))

    assert kinds(results) == {"NoneType": _MANY}
    assert catalogue.revision == _MANY
    arrived = [len(catalogue.arrived(since, ADMINISTRATOR)) for since in range(_MANY + 1)]
    assert arrived == list(range(_MANY, -1, -1))


def a_task(number: int, thread: str) -> Task:
    lane = lane_of("T1", "C1", thread)
    return Task("T1", "C1", f"{number}.0", "U1", "ask", lane, f"{number:03}.0", f'{{"n": {number}}}')


def test_each_task_is_taken_in_once_and_done_once_in_the_order_of_its_lane(state: StateDatabase) -> None:
    jobs = Jobs(state)
    taken = at_once(lambda _: [jobs.take_in(a_task(n, str(n % 4)), [f"event {n}"]) for n in range(12)])
    done: list[Job] = []

    def work(_: int) -> None:
        while jobs.open():
            job = jobs.claim()
            if job is not None:
                done.append(job)
                jobs.done(job.id)

    worked = at_once(work)

    said = Counter(one for some in taken if isinstance(some, list) for one in some)
    assert said == {Taken.KEPT: 12, Taken.SEEN: 12 * (_MANY - 1)}
    assert kinds(worked) == {"NoneType": _MANY}
    assert len(done) == len({job.id for job in done}) == 12
    for lane in {job.lane for job in done}:
        turns = [job.turn for job in done if job.lane == lane]
        assert turns == sorted(turns)


def test_a_choice_is_kept_once_and_a_mark_is_set_by_one(state: StateDatabase) -> None:
    choices, marks = Choices(state), Marks(state)

    chosen = at_once(lambda _: choices.choose_language("T1", "U1", "nl"))
    first = at_once(lambda _: marks.first("T1", "greeted"))

    assert kinds(chosen) == {"NoneType": _MANY}
    assert choices.language("T1", "U1") == "nl"
    assert Counter(first) == {True: 1, False: _MANY - 1}
