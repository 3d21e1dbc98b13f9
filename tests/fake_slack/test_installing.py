"""Apps come in by a manifest or by OAuth, their tokens turn and end, and they leave; each told as Slack tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore, Installation
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.oauth.token_rotation.rotator import TokenRotator

from tests.fake_slack import FakeSlack, InvalidManifest
from tests.fake_slack.building import EVENTS, SCOPES, a_bolt_app, a_client, a_manifest, served
from tests.fake_slack.desks import a_desk, error_of
from tests.fake_slack.manifest import manifest_problems


def changed(path: str, value: Any) -> dict[str, Any]:
    """A good manifest with one thing changed (None takes it away)."""
    manifest = a_manifest()
    *parents, last = path.split("/")
    place: Any = manifest
    for name in parents:
        place = place[int(name) if name.isdigit() else name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return manifest


def test_a_good_manifest_is_taken() -> None:
    assert manifest_problems(a_manifest()) == []
    assert manifest_problems(a_manifest(socket_mode=True)) == []


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("display_information/name", "x" * 36, "/display_information/name"),
        ("display_information/description", "x" * 141, "/display_information/description"),
        ("display_information/colour", "red", "/display_information/colour"),
        ("features/bot_user/display_name", "x" * 81, "/features/bot_user/display_name"),
        ("features/bot_user", None, "/features/bot_user"),
        ("features/shortcuts/0/name", "Trouver des initiatives similaires", "/features/shortcuts/0/name"),
        ("features/slash_commands/0/command", "passerelle", "/features/slash_commands/0/command"),
        ("features/slash_commands/0/command", "/" + "x" * 32, "/features/slash_commands/0/command"),
        ("features/slash_commands/0/url", None, "/features/slash_commands/0/url"),
        ("features/agent_view/assistant_description", "x", "/features/agent_view/assistant_description"),
        (
            "features/agent_view/suggested_prompts",
            [{"title": "a", "message": "b"}] * 5,
            "/features/agent_view/suggested_prompts",
        ),
        ("features/unfurl_domains", ["https://fiches.test"], "/features/unfurl_domains/0"),
        (
            "settings/event_subscriptions/bot_events",
            ["message.everything"],
            "/settings/event_subscriptions/bot_events/0",
        ),
        ("settings/event_subscriptions/request_url", None, "/settings/event_subscriptions/request_url"),
        ("settings/interactivity/request_url", None, "/settings/interactivity/request_url"),
        ("settings/token_rotation_enabled", "yes", "/settings/token_rotation_enabled"),
        ("oauth_config/scopes/bot", ["chat:write"], "/settings/event_subscriptions"),
        ("display_information", None, "/display_information"),
    ],
)
def test_a_manifest_that_slack_refuses_is_refused_with_its_place(path: str, value: Any, place: str) -> None:
    with FakeSlack() as fake, pytest.raises(InvalidManifest) as caught:
        fake.workspace("Namur").admin.installs(changed(path, value))
    assert any(problem.startswith(place + ":") for problem in caught.value.problems), caught.value.problems


def test_only_what_was_subscribed_to_is_told() -> None:
    with a_desk(events=["app_mention"]) as desk:
        desk.installation.app.listens_on("http://127.0.0.1:9")
        desk.ana.mentions("#mobilite", "Question")
        desk.ana.writes_to_app("Question")
        assert [d.kind for d in desk.fake.deliveries.log] == ["app_mention"]
        desk.fake.settled()


def test_an_event_whose_scope_was_not_granted_is_not_told() -> None:
    with FakeSlack() as fake:
        team = fake.workspace("Namur")
        granted = [scope for scope in SCOPES if scope != "app_mentions:read"]
        installation = team.admin.installs(a_manifest(events=["app_mention"]), scopes=granted)
        ana = team.person("ana")
        team.channel("#mobilite", ana, installation)
        ana.mentions("#mobilite", "Question")
        assert fake.deliveries.log == []


def an_oauth_app(fake: FakeSlack, app: Any, folder: Path) -> App:
    settings = OAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=app.bot_scopes,
        redirect_uri=None,
        authorization_url=fake.authorize_url,
        installation_store=FileInstallationStore(base_dir=str(folder / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(folder / "states")),
        state_validation_enabled=False,
    )
    return App(
        client=WebClient(base_url=fake.base_url), signing_secret=app.signing_secret, oauth_settings=settings
    )


def test_two_towns_install_one_app_by_oauth_and_each_is_answered_with_its_own_token(tmp_path: Path) -> None:
    with FakeSlack() as fake:
        app = fake.registers(a_manifest(events=["app_mention"]), distribution="marketplace")
        bolt = an_oauth_app(fake, app, tmp_path)

        @bolt.event("app_mention")
        def answer(event: dict[str, Any], say: Any, context: dict[str, Any]) -> None:
            say(text=f"Bonjour {context['team_id']}", thread_ts=event["ts"])

        with served(bolt, app) as address:
            for name in ("Namur", "Liège"):
                team = fake.workspace(name)
                back = team.admin.installs_from(f"{address}/slack/install")
                assert back.status_code == 200, back.text
                installation = fake.slack.credentials.installation(app.id, team.id)
                assert installation
                ana = team.person("ana")
                team.channel("#mobilite", ana, installation)
                asked = ana.mentions("#mobilite", "Qui suis-je ?")
                assert fake.answer(asked, ana).text == f"Bonjour {team.id}"
            fake.settled()


def test_who_refuses_installs_nothing(tmp_path: Path) -> None:
    with FakeSlack() as fake:
        app = fake.registers(a_manifest(events=[]))
        team = fake.workspace("Namur")
        with served(an_oauth_app(fake, app, tmp_path), app) as address:
            back = team.admin.installs_from(f"{address}/slack/install", allows=False)
        assert "access_denied" in back.text
        assert fake.slack.credentials.installations == []


def test_a_code_works_once_for_ten_minutes_with_its_secret_and_address() -> None:
    with FakeSlack() as fake:
        app = fake.registers(a_manifest(events=[]))
        admin = fake.workspace("Namur").admin.user
        access = WebClient(base_url=fake.base_url).oauth_v2_access
        mine = {"client_id": app.client_id, "client_secret": app.client_secret}
        grant = fake.slack.credentials.grant
        code = grant(app, admin, ["chat:write"], None)
        assert error_of(access, client_id=app.client_id, client_secret="x", code=code) == "bad_client_secret"
        assert error_of(access, client_id="1.2", client_secret="x", code=code) == "invalid_client_id"
        assert error_of(access, **mine, code=code, redirect_uri="https://evil.test") == "bad_redirect_uri"
        told = access(**mine, code=code)
        assert told["access_token"].startswith("xoxb-")
        assert (told["scope"], told["team"]["name"]) == ("chat:write", "Namur")
        assert error_of(access, **mine, code=code) == "invalid_code"
        late = grant(app, admin, ["chat:write"], None)
        fake.clock.advance(601)
        assert error_of(access, **mine, code=late) == "invalid_code"


def test_tokens_turn_every_twelve_hours_and_a_refresh_token_works_once() -> None:
    with FakeSlack() as fake:
        installation = fake.workspace("Namur").admin.installs(a_manifest(events=[], rotates=True))
        app, token = installation.app, fake.slack.credentials.tokens[installation.bot_token]
        client = a_client(fake, installation)
        assert client.auth_test()["ok"]
        fake.clock.advance(12 * 3600 + 1)
        assert error_of(client.auth_test) == "token_expired"
        kept = Installation(
            app_id=app.id,
            user_id=installation.installer,
            team_id=installation.team_id,
            bot_token=token.value,
            bot_refresh_token=token.refresh_token,
            bot_token_expires_at=1,
        )
        rotator = TokenRotator(
            client_id=app.client_id, client_secret=app.client_secret, client=WebClient(base_url=fake.base_url)
        )
        rotated = rotator.perform_token_rotation(installation=kept)
        assert rotated
        assert rotated.bot_token != token.value
        assert WebClient(rotated.bot_token, base_url=fake.base_url).auth_test()["ok"]
        mine = {"client_id": app.client_id, "client_secret": app.client_secret, "grant_type": "refresh_token"}
        spent = {**mine, "refresh_token": token.refresh_token}
        assert error_of(WebClient(base_url=fake.base_url).oauth_v2_access, **spent) == "invalid_refresh_token"


def test_a_lasting_token_is_exchanged_for_one_that_turns() -> None:
    with a_desk() as desk:
        app = desk.installation.app
        call = {
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "token": desk.installation.bot_token,
        }
        told = WebClient(base_url=desk.fake.base_url).oauth_v2_exchange(**call)
        assert told["expires_in"] > 43_000
        assert told["refresh_token"].startswith("xoxe-")
        assert error_of(desk.client.auth_test) == "token_revoked"


@pytest.mark.parametrize("by", ["administrator", "app"])
def test_leaving_ends_the_tokens_and_is_told_twice(by: str) -> None:
    with FakeSlack() as fake:
        team = fake.workspace("Namur")
        installation = team.admin.installs(a_manifest(events=["app_uninstalled", "tokens_revoked"]))
        app, client, told = installation.app, a_client(fake, installation), []
        bolt = a_bolt_app(fake, installation)

        @bolt.event("app_uninstalled")
        def uninstalled(event: dict[str, Any]) -> None:
            told.append(event["type"])

        @bolt.event("tokens_revoked")
        def revoked(event: dict[str, Any]) -> None:
            told.append(event["tokens"]["bot"])

        with served(bolt, app):
            if by == "administrator":
                team.admin.uninstalls(app)
            else:
                client.apps_uninstall(client_id=app.client_id, client_secret=app.client_secret)
            fake.wait_until(lambda: len(told) == 2)
            fake.settled()
        assert "app_uninstalled" in told
        assert [installation.bot_user] in told
        assert error_of(client.auth_test) == "account_inactive"
        assert team.admin.installs(app).bot_token != client.token


def test_the_order_in_which_leaving_is_told_is_drawn_from_the_seed() -> None:
    orders = set()
    for seed in range(6):
        with FakeSlack(seed=seed) as fake:
            team = fake.workspace("Namur")
            team.admin.installs(a_manifest(socket_mode=True, events=["app_uninstalled", "tokens_revoked"]))
            fake.deliveries.compression = 100_000.0
            team.admin.uninstalls()
            orders.add(tuple(d.kind for d in fake.deliveries.log))
            fake.settled()
    assert len(orders) == 2


def test_every_event_of_the_tests_manifest_is_one_that_the_server_knows() -> None:
    assert manifest_problems(a_manifest(events=EVENTS)) == []
