"""The assistant with its queue, its memory and the catalogue on a PostgreSQL server: the scenes that others play on SQLite."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.wiring import Passerelle
from bot.store.jobs import Job, Jobs, Limits, Taken
from retrieval.state.database import StateDatabase
from tests.api.world import a_passerelle, some_documents
from tests.bot import (
    test_channels,
    test_courier,
    test_faults,
    test_fiches,
    test_gestures,
    test_installing,
    test_members,
    test_offered,
    test_reviews,
    test_who_and_when,
)
from tests.bot.many import for_many, settle
from tests.bot.test_restarts import a_task
from tests.databases import everything_in
from tests.fake_slack import FakeSlack
from tests.postgres import Server

Scene = Callable[[Passerelle], None]


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.database() as made:
        yield made


@pytest.fixture
def parts(url: str, tmp_path: Path) -> Iterator[Passerelle]:
    made = a_passerelle(tmp_path / "home", *some_documents(), database_url=url, state_database_url=url)
    yield made
    made.close()


SCENES: tuple[Scene, ...] = (
    lambda parts: test_faults.test_a_delivery_that_goes_wrong_is_answered_once(
        parts, "parallel", "app_mention"
    ),
    test_faults.test_two_questions_in_a_thread_are_answered_in_order,
    test_faults.test_a_question_that_is_deleted_takes_its_answer_and_its_memory_along,
    test_gestures.test_a_filter_that_was_understood_can_be_taken_away,
    test_gestures.test_more_results_come_page_by_page_to_the_one_who_asks,
    test_gestures.test_feedback_is_kept_asked_about_and_leaves_the_answer_as_it_is,
    test_gestures.test_two_readers_of_one_answer_vote_apart_and_each_can_change,
    test_gestures.test_a_question_goes_to_the_coordinators_and_its_answer_comes_back,
    test_gestures.test_a_question_that_waits_for_days_is_said_once_below_it,
    test_gestures.test_settings_are_for_administrators,
    test_offered.test_an_answer_becomes_the_beginning_of_a_fiche,
    test_channels.test_an_answer_to_a_command_is_shown_to_everyone_once_in_a_thread_of_its_own,
    lambda parts: test_fiches.test_a_fiche_goes_from_the_form_to_the_review_queue(parts, socket_mode=False),
    test_fiches.test_a_form_that_is_closed_leaves_a_draft_to_take_up_again,
    test_reviews.test_a_reviewer_takes_and_publishes_and_the_author_hears_of_each_step,
    test_reviews.test_of_two_reviewers_the_second_is_told_who_was_quicker,
    test_members.test_a_digest_comes_once_and_one_click_stops_it,
    test_members.test_a_message_is_passed_on_and_answered_without_addresses,
    test_members.test_of_two_coordinators_who_decide_at_once_the_second_reads_the_decision_of_the_first,
    test_courier.test_a_notice_whose_answer_got_lost_is_not_sent_twice,
    test_installing.test_two_workspaces_install_and_each_is_answered_in_its_own,
    test_installing.test_a_token_that_ends_soon_is_refreshed_once_by_however_many,
    test_who_and_when.test_a_form_that_is_sent_twice_is_one_fiche,
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_scene_is_the_same_over_postgresql(parts: Passerelle, scene: Scene) -> None:
    scene(parts)


def test_a_workspace_that_leaves_is_in_no_row_any_more(parts: Passerelle, url: str) -> None:
    with FakeSlack() as fake, for_many(fake, parts) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        ana = town.person("ana")
        ana.writes_to_app("Combien de projets de mobilité ?")
        settle(fake, service.parts)
        assert ana.id.encode() in everything_in(url)
        town.admin.uninstalls()
        settle(fake, service.parts)
        (receipt,) = service.parts.leaving.receipts()
        assert receipt.erased["turns of conversations"] == 1
        assert ana.id.encode() not in everything_in(url)


@pytest.fixture
def queues(url: str) -> Iterator[list[Jobs]]:
    """The same queue as several processes have it."""
    databases = [StateDatabase(url) for _ in range(4)]
    yield [Jobs(one) for one in databases]
    for one in databases:
        one.close()


def test_many_threads_of_some_processes_share_the_queue_and_nothing_is_done_twice(queues: list[Jobs]) -> None:
    for number in range(60):
        given = a_task(number, lane=f"lane {number % 7}"), [str(number)]
        assert [queue.take_in(*given) for queue in queues] == [Taken.KEPT, *[Taken.SEEN] * 3]
    done: list[Job] = []
    at_work: set[str] = set()
    trouble: list[str] = []
    lock = threading.Lock()

    def work(queue: Jobs) -> None:
        while (job := queue.claim()) or queue.open():
            if job is None:
                continue
            with lock:
                if job.lane in at_work:
                    trouble.append(job.lane)
                at_work.add(job.lane)
            with lock:
                done.append(job)
                at_work.discard(job.lane)
            queue.done(job.id)

    threads = [threading.Thread(target=work, args=(queue,)) for queue in queues for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert trouble == []
    assert len(done) == len({job.id for job in done}) == 60
    for lane in {job.lane for job in done}:
        turns = [job.turn for job in done if job.lane == lane]
        assert turns == sorted(turns)


def test_the_same_question_told_to_many_at_once_is_taken_in_once(queues: list[Jobs]) -> None:
    taken: list[Taken] = []

    def take_in(queue: Jobs) -> None:
        taken.append(queue.take_in(a_task(1), ["event", "message"], limits=Limits(40, 60)))

    threads = [threading.Thread(target=take_in, args=(queue,)) for queue in queues for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(taken) == [Taken.KEPT, *[Taken.SEEN] * 7]
