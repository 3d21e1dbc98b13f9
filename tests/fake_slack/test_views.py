"""Modals and home tabs: triggers that live three seconds, stacks of three, hashes, what was typed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient

from tests.fake_slack import NotPossible
from tests.fake_slack.building import a_client, a_form, served
from tests.fake_slack.desks import a_desk, a_scene, error_of


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def a_modal(text: str = "Bonjour", **more: Any) -> dict[str, Any]:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"type": "modal", "title": plain("Titre"), "blocks": [section]} | more


def a_home(text: str) -> dict[str, Any]:
    return {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}


def test_a_trigger_works_once_and_for_three_seconds() -> None:
    with a_desk() as desk:
        issue = desk.fake.slack.triggers.issue
        app_id = desk.installation.app.id
        trigger = issue(desk.ana.id, desk.team.id, app_id)
        desk.client.views_open(trigger_id=trigger, view=a_modal())
        assert error_of(desk.client.views_open, trigger_id=trigger, view=a_modal()) == "exchanged_trigger_id"
        late = issue(desk.ana.id, desk.team.id, app_id)
        desk.fake.clock.advance(3.1)
        assert error_of(desk.client.views_open, trigger_id=late, view=a_modal()) == "expired_trigger_id"
        assert error_of(desk.client.views_open, trigger_id="1.2.x", view=a_modal()) == "invalid_trigger_id"
        foreign = issue(desk.ana.id, desk.team.id, "A404")
        assert error_of(desk.client.views_open, trigger_id=foreign, view=a_modal()) == "invalid_trigger_id"


def test_three_modals_stand_in_front_of_each_other_and_no_fourth() -> None:
    with a_desk() as desk:

        def trigger() -> str:
            return desk.fake.slack.triggers.issue(desk.ana.id, desk.team.id, desk.installation.app.id)

        first = desk.client.views_open(trigger_id=trigger(), view=a_modal("un"))["view"]
        second = desk.client.views_push(trigger_id=trigger(), view=a_modal("deux"))["view"]
        desk.client.views_push(trigger_id=trigger(), view=a_modal("trois"))
        assert second["previous_view_id"] == second["root_view_id"] == first["id"]
        assert error_of(desk.client.views_push, trigger_id=trigger(), view=a_modal()) == "push_limit_reached"
        desk.ana.closes()
        assert desk.ana.modal
        assert "deux" in desk.ana.screen(desk.ana.modal)
        desk.ana.closes(everything=True)
        assert desk.ana.modal is None


def test_a_view_that_changed_since_is_not_overwritten() -> None:
    with a_desk() as desk:
        trigger = desk.fake.slack.triggers.issue(desk.ana.id, desk.team.id, desk.installation.app.id)
        opened = desk.client.views_open(trigger_id=trigger, view=a_modal("chargement", external_id="f1"))[
            "view"
        ]
        desk.client.views_update(
            view_id=opened["id"], hash=opened["hash"], view=a_modal("prêt", external_id="f1")
        )
        stale = {"view_id": opened["id"], "hash": opened["hash"], "view": a_modal("vieux")}
        assert error_of(desk.client.views_update, **stale) == "hash_conflict"
        desk.client.views_update(external_id="f1", view=a_modal("par nom"))
        assert error_of(desk.client.views_update, view_id="V404", view=a_modal()) == "not_found"


def test_a_view_that_slack_refuses_is_refused() -> None:
    with a_desk() as desk:

        def opening(view: dict[str, Any]) -> str:
            trigger = desk.fake.slack.triggers.issue(desk.ana.id, desk.team.id, desk.installation.app.id)
            return error_of(desk.client.views_open, trigger_id=trigger, view=view)

        assert opening(a_modal(title=plain("x" * 25))) == "invalid_arguments"
        assert opening(a_modal(blocks=[{"type": "markdown", "text": "x"}])) == "invalid_arguments"
        heavy = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 100
        assert opening(a_modal(blocks=heavy)) == "view_too_large"


def test_what_was_typed_stays_where_the_names_stay() -> None:
    with a_desk() as desk:
        trigger = desk.fake.slack.triggers.issue(desk.ana.id, desk.team.id, desk.installation.app.id)
        form = a_form(blocks=[a_form()["blocks"][0]])
        opened = desk.client.views_open(trigger_id=trigger, view=form)["view"]
        desk.ana.fills({"Titre": "Vélos"})
        kept = desk.client.views_update(view_id=opened["id"], view=form)["view"]
        assert kept["state"]["values"]["title"]["title"]["value"] == "Vélos"
        renamed = a_form(blocks=[form["blocks"][0] | {"block_id": "other"}])
        lost = desk.client.views_update(view_id=opened["id"], view=renamed)["view"]
        assert lost["state"]["values"]["other"]["title"]["value"] is None


def test_each_person_has_a_home_of_their_own() -> None:
    with a_desk() as desk:
        bob = desk.team.person("bob")
        first = desk.client.views_publish(user_id=desk.ana.id, view=a_home("Ana"))["view"]
        desk.client.views_publish(user_id=desk.ana.id, view=a_home("Ana 2"), hash=first["hash"])
        assert error_of(
            desk.client.views_publish, user_id=desk.ana.id, view=a_home("x"), hash=first["hash"]
        ) == ("hash_conflict")
        home = desk.ana.home()
        assert home
        assert desk.ana.screen(home) == "Ana 2"
        assert bob.home() is None
        assert not bob.ever_saw("Ana")


def test_a_form_is_checked_by_slack_before_it_is_sent() -> None:
    with a_desk() as desk:
        trigger = desk.fake.slack.triggers.issue(desk.ana.id, desk.team.id, desk.installation.app.id)
        desk.client.views_open(trigger_id=trigger, view=a_form())
        with pytest.raises(NotPossible, match="required"):
            desk.ana.submits({"Titre": "Vélos"})
        with pytest.raises(NotPossible, match="3000"):
            desk.ana.fills({"Titre": "x" * 3001})
        with pytest.raises(NotPossible, match="no 'Budget'"):
            desk.ana.fills({"Budget": "1"})


def test_an_answer_to_a_form_can_change_push_or_clear() -> None:
    with a_scene() as scene:
        answers: Iterator[Any] = iter(
            [
                {
                    "response_action": "update",
                    "view": a_form(blocks=[a_form()["blocks"][0]], title=plain("Étape 2")),
                },
                {"response_action": "push", "view": a_modal("Détail", submit=plain("OK"))},
                {"response_action": "clear"},
            ]
        )

        @scene.bolt.command("/passerelle")
        def opens(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=a_form(blocks=[a_form()["blocks"][0]]))

        @scene.bolt.view({"type": "view_submission", "callback_id": "fiche"})
        @scene.bolt.view({"type": "view_submission", "callback_id": ""})
        def submitted(ack: Ack) -> None:
            ack(**next(answers))

        with served(scene.bolt, scene.installation.app):
            scene.ana.runs("/passerelle submit")
            scene.fake.wait_until(lambda: scene.ana.modal)
            scene.ana.submits({"Titre": "Vélos"})
            assert scene.ana.modal
            assert "Étape 2" in scene.ana.screen(scene.ana.modal)
            scene.ana.submits()
            assert "Détail" in scene.ana.screen(scene.ana.modal)
            scene.ana.submits()
            assert scene.ana.modal is None


def test_a_form_whose_app_is_late_stays_and_says_so() -> None:
    with a_scene() as scene:
        scene.fake.deliveries.ack_seconds = 0.1
        late = threading.Event()
        client = a_client(scene.fake, scene.installation)
        trigger = scene.fake.slack.triggers.issue(scene.ana.id, scene.team.id, scene.installation.app.id)
        client.views_open(trigger_id=trigger, view=a_form(blocks=[a_form()["blocks"][0]]))

        @scene.bolt.view("fiche")
        def submitted(ack: Ack) -> None:
            late.wait(0.5)
            ack()

        with served(scene.bolt, scene.installation.app):
            delivery = scene.ana.submits({"Titre": "Vélos"})
        assert delivery.outcome == "failed"
        assert len(delivery.attempts) == 1
        assert scene.ana.modal
        assert scene.ana.ever_saw("trouble connecting")


def test_shortcuts_and_closing_are_told() -> None:
    with a_scene() as scene:
        told: list[dict[str, Any]] = []

        @scene.bolt.shortcut("similar")
        def similar(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
            ack()
            told.append(body)
            client.views_open(
                trigger_id=body["trigger_id"], view=a_modal(notify_on_close=True, callback_id="s")
            )

        @scene.bolt.shortcut("new_fiche")
        def new_fiche(ack: Ack, body: dict[str, Any]) -> None:
            ack()
            told.append(body)

        @scene.bolt.view_closed("s")
        def closed(ack: Ack, body: dict[str, Any]) -> None:
            ack()
            told.append(body)

        @scene.bolt.event("message")
        def ignored() -> None: ...

        with served(scene.bolt, scene.installation.app):
            said = scene.ana.says("#mobilite", "Des vélos partagés ?")
            scene.ana.uses_shortcut("similar", said)
            scene.fake.wait_until(lambda: scene.ana.modal)
            scene.ana.closes()
            scene.ana.uses_shortcut("new_fiche")
            scene.fake.wait_until(lambda: len(told) == 3)
            scene.fake.settled()
        kinds = {body["type"]: body for body in told}
        assert kinds["message_action"]["message"]["text"] == "Des vélos partagés ?"
        assert kinds["view_closed"]["is_cleared"] is False
        assert "response_url" not in kinds["shortcut"]
        with pytest.raises(NotPossible, match="no global shortcut"):
            scene.ana.uses_shortcut("similar")


def test_options_beyond_what_slack_takes_are_not_shown() -> None:
    with a_scene() as scene:
        form = a_form()
        client = a_client(scene.fake, scene.installation)
        trigger = scene.fake.slack.triggers.issue(scene.ana.id, scene.team.id, scene.installation.app.id)
        client.views_open(trigger_id=trigger, view=form)

        @scene.bolt.options("place")
        def places(ack: Ack, payload: dict[str, Any]) -> None:
            count = 101 if payload["value"] == "trop" else 2
            ack(options=[{"text": plain(f"n{i}"), "value": str(i)} for i in range(count)])

        with served(scene.bolt, scene.installation.app):
            view = scene.ana.modal
            assert view
            assert scene.ana.types_in_select(view, "place", "x") == []
            assert len(scene.ana.types_in_select(view, "place", "na")) == 2
            assert scene.ana.types_in_select(view, "place", "trop") == []
            with pytest.raises(NotPossible, match="not offered"):
                scene.ana.clicks(view, "place", "n0")
