"""Installing by OAuth, tokens at rest and in rotation, leaving with a receipt; many workspaces, nothing crosses."""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import update

from api.wiring import Passerelle
from bot.clients import AppSecrets, ManyWorkspaces
from bot.errors import NotInstalled
from bot.manifest import manifest
from bot.sealing import CannotUnseal, Sealer
from bot.store.installations import Installation, Installations
from bot.views.help import COMMANDS
from retrieval.state.database import StateDatabase
from retrieval.state.tables import slack_installations
from tests.bot.many import KEY, for_many, settle
from tests.fake_slack import FakeSlack

NEWER = "another key of thirty-two characters"
QUESTION = "Combien de projets de mobilité ?"
ANSWER = "24 initiatives"


def test_two_workspaces_install_and_each_is_answered_in_its_own(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        towns = [fake.workspace(name) for name in ("Namur", "Liège")]
        asked = []
        for town in towns:
            assert town.admin.installs_from(f"{address}/slack/install").status_code == 200
            ana = town.person("ana")
            asked.append((ana, ana.writes_to_app(QUESTION)))
        settle(fake, service.parts)
        for ana, question in asked:
            assert ANSWER in ana.screen(ana.answers_to(question)[0])
        assert fake.unfinished() == []


def test_whoever_did_not_begin_here_installs_nothing(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        assert town.admin.installs_from(f"{address}/slack/install", allows=False).status_code == 400
        answer = httpx.get(f"{address}/slack/oauth_redirect?code=x&state=forged")
        assert answer.status_code == 400
        assert service.parts.workspaces.find(town.id) is None


def test_a_state_works_once(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, _address):
        assert service.installing is not None
        state, _ = service.installing.begin()
        assert service.installing._spent(state)
        assert not service.installing._spent(state)


def test_tokens_are_unreadable_in_the_database(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        found = service.parts.workspaces.find(town.id)
        assert found is not None
        assert found.token.startswith("xo")
        assert found.token not in repr(found)
        path = service.parts.settings.state_url.removeprefix("sqlite:///")
        with sqlite3.connect(path) as database:
            dump = "\n".join(database.iterdump())
        assert found.token not in dump
        assert found.refresh_token not in dump
        assert found.token.encode().hex() not in dump.lower()


@given(st.text(max_size=300), st.text(max_size=30))
def test_what_is_sealed_comes_back_and_nothing_else(text: str, owner: str) -> None:
    sealer = Sealer(KEY)
    sealed = sealer.seal(text, owner)

    assert sealer.unseal(sealed, owner) == text
    assert sealer.seal(text, owner) != sealed
    for wrong in (
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:],
        b"",
    ):
        with pytest.raises(CannotUnseal):
            sealer.unseal(wrong, owner)
    with pytest.raises(CannotUnseal):
        sealer.unseal(sealed, owner + "x")
    with pytest.raises(CannotUnseal):
        Sealer(KEY + "x").unseal(sealed, owner)


def test_a_former_key_still_opens_and_is_then_needed_no_more(passerelle: Passerelle) -> None:
    kept = Installations(StateDatabase(passerelle.settings.state_url), Sealer(KEY))
    kept.save(Installation(team="T1", bot_user="U1", bot="B1", token="xoxb-1", refresh_token="xoxe-1"))
    both = Installations(kept._database, Sealer(NEWER, KEY))
    newer = Installations(kept._database, Sealer(NEWER))
    with pytest.raises(CannotUnseal, match="T1"):
        newer.find("T1")

    assert both.reseal() == 1

    assert both.reseal() == 0
    found = newer.find("T1")
    assert found is not None
    assert (found.token, found.refresh_token) == ("xoxb-1", "xoxe-1")
    with pytest.raises(CannotUnseal):
        kept.find("T1")


def test_a_token_that_nobody_can_read_is_named_and_its_workspace_installs_again(
    passerelle: Passerelle, caplog: pytest.LogCaptureFixture
) -> None:
    """Such as one that was sealed before Fernet, or with a key that is lost."""
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        installations = service.parts.installations
        assert installations is not None
        with service.parts.database.writing() as connection:
            connection.execute(update(slack_installations).values(tokens=b"\x01" + bytes(80)))

        assert installations.reseal() == 0
        assert service.parts.workspaces.find(town.id) is None
        assert f"token of {town.id} cannot be read" in caplog.text
        with pytest.raises(NotInstalled):
            service.parts.workspaces.ready(town.id)

        assert town.admin.installs_from(f"{address}/slack/install").status_code == 200
        ana = town.person("ana")
        asked = ana.writes_to_app(QUESTION)
        settle(fake, service.parts)
        assert ANSWER in ana.screen(ana.answers_to(asked)[0])


def test_a_key_that_anybody_guesses_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        Sealer("short")


def test_a_token_that_ends_soon_is_refreshed_once_by_however_many(passerelle: Passerelle) -> None:
    """A refresh token works once: a second use of it would end the installation."""
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        installations = service.parts.installations
        assert installations is not None
        first = installations.find(town.id)
        assert first is not None
        secrets = AppSecrets(fake.base_url, app.client_id, app.client_secret)
        soon = ManyWorkspaces(installations, secrets, now=lambda: first.expires - 30)
        found: list[Installation] = []
        threads = [threading.Thread(target=lambda: found.append(soon.ready(town.id))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        refreshes = [c for c in fake.calls if c.method == "oauth.v2.access" and not c.error]
        assert len(refreshes) == 2  # the installation, and one refresh
        assert len({one.token for one in found}) == 1
        assert found[0].token != first.token
        ana = town.person("ana")
        asked = ana.writes_to_app(QUESTION)
        settle(fake, service.parts)
        assert ANSWER in ana.screen(ana.answers_to(asked)[0])


def test_a_workspace_that_leaves_is_forgotten_with_a_receipt(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        towns = [fake.workspace(name) for name in ("Namur", "Liège")]
        people = []
        for town in towns:
            town.admin.installs_from(f"{address}/slack/install")
            people.append(town.person("ana"))
            people[-1].writes_to_app(QUESTION)
        settle(fake, service.parts)
        service.parts.choices.choose_language(towns[0].id, people[0].id, "nl")
        assert passerelle.conversations.count() == 2

        towns[0].admin.uninstalls()
        fake.settled()

        (receipt,) = service.parts.leaving.receipts()
        assert receipt.team == towns[0].id
        assert receipt.erased["installations"] == 1
        assert receipt.erased["turns of conversations"] == 1
        assert service.parts.workspaces.find(towns[0].id) is None
        assert service.parts.workspaces.find(towns[1].id) is not None
        assert passerelle.conversations.count() == 1
        path = service.parts.settings.state_url.removeprefix("sqlite:///")
        with sqlite3.connect(path) as database:
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            held = {
                t
                for t in tables
                if t.startswith("slack_")
                and towns[0].id in str(database.execute(f"SELECT * FROM {t}").fetchall())
            }
        assert held == {"slack_receipts"}


def test_leaving_while_a_question_waits_ends_quietly(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        ana = town.person("ana")
        for _ in range(5):
            ana.writes_to_app(QUESTION)
        town.admin.uninstalls()
        settle(fake, service.parts)
        assert service.parts.workspaces.find(town.id) is None


def test_reinstalling_works_again(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        for _ in range(2):
            town.admin.installs_from(f"{address}/slack/install")
        ana = town.person("ana")
        asked = ana.writes_to_app(QUESTION)
        settle(fake, service.parts)
        assert ANSWER in ana.screen(ana.answers_to(asked)[0])


def test_requests_that_slack_did_not_sign_are_refused(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (_service, _app, address):
        answer = httpx.post(f"{address}/slack/events", json={"type": "event_callback", "event": {}})
        assert answer.status_code == 401


def test_the_challenge_of_a_new_address_is_answered(passerelle: Passerelle) -> None:
    with FakeSlack() as fake, for_many(fake, passerelle) as (_service, app, _address):
        town = fake.workspace("Namur")
        assert town.admin.verifies_address(app)


def events_heard(bolt: Any) -> set[str]:
    """Which events the app handles, tried one by one."""
    from tests.fake_slack.manifest import EVENT_SCOPES

    heard = set()
    for name in EVENT_SCOPES:
        kind = name.partition(".")[0]
        request = BoltRequest(
            body={"type": "event_callback", "team_id": "T1", "event": {"type": kind}}, mode="socket_mode"
        )
        if any(listener.matches(req=request, resp=BoltResponse(status=200)) for listener in bolt._listeners):
            heard.add(name)
    return heard


def test_every_gesture_of_the_manifest_is_one_that_the_code_takes_and_the_other_way_round(
    passerelle: Passerelle,
) -> None:
    made = manifest(public_url="https://passerelle.test", socket_mode=False)
    (command,) = made["features"]["slash_commands"]
    shortcuts = {(one["type"], one["callback_id"]) for one in made["features"]["shortcuts"]}
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, _address):
        heard = set()
        for kind, name in (("message", "message_action"), ("global", "shortcut")):
            for identifier in ("similar", "fiche_from_message", "new_fiche", "something_else"):
                body = {"type": name, "callback_id": identifier, "team": {"id": "T1"}, "user": {"id": "U1"}}
                if is_heard(service.bolt, body):
                    heard.add((kind, identifier))
        assert heard == shortcuts
        assert is_heard(service.bolt, {"command": command["command"], "text": "help", "team_id": "T1"})
        assert not is_heard(service.bolt, {"command": "/other", "text": "help", "team_id": "T1"})
        hinted = set(command["usage_hint"].split(" | "))
        assert hinted <= set(COMMANDS)


def is_heard(bolt: Any, body: dict[str, Any]) -> bool:
    """Whether a listener takes it."""
    request = BoltRequest(body=body, mode="socket_mode")
    return any(one.matches(req=request, resp=BoltResponse(status=200)) for one in bolt._listeners)


def test_the_manifest_declares_what_the_code_listens_to_and_nothing_more(passerelle: Passerelle) -> None:
    from tests.fake_slack.manifest import manifest_problems

    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, _address):
        heard = {name.partition(".")[0] for name in events_heard(service.bolt)}
    for many, follow_ups, socket_mode in ((True, True, False), (False, False, True), (False, True, False)):
        made = manifest(
            public_url="https://passerelle.test",
            socket_mode=socket_mode,
            many=many,
            thread_follow_ups=follow_ups,
        )
        assert manifest_problems(made) == []
        declared = made["settings"]["event_subscriptions"]["bot_events"]
        assert {name.partition(".")[0] for name in declared} == heard
