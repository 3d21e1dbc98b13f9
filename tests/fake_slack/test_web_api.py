"""Each method answers the real client as Slack does, errors by their documented names."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.webhook import WebhookClient

from tests.fake_slack.building import SCOPES
from tests.fake_slack.desks import a_desk, error_of
from tests.fake_slack.web_api.registry import METHODS


def test_the_methods_of_the_assistant_are_all_there() -> None:
    assert set(METHODS) >= set(
        "api.test auth.test auth.revoke apps.uninstall team.info bots.info oauth.v2.access oauth.v2.exchange"
        " apps.connections.open chat.postMessage chat.postEphemeral chat.update chat.delete chat.getPermalink"
        " chat.scheduleMessage chat.unfurl chat.startStream chat.appendStream chat.stopStream views.open views.update"
        " views.push views.publish conversations.info conversations.members conversations.open conversations.replies"
        " conversations.history conversations.list users.info users.list users.lookupByEmail users.conversations"
        " reactions.add reactions.remove assistant.threads.setStatus assistant.threads.setTitle"
        " assistant.threads.setSuggestedPrompts agents.sessions.setStatus agents.sessions.rename blocks.validate"
        " entity.presentDetails files.getUploadURLExternal files.completeUploadExternal".split()
    )


def test_who_am_i() -> None:
    with a_desk() as desk:
        told = desk.client.auth_test()
        assert (told["team_id"], told["bot_id"]) == (desk.team.id, desk.installation.bot_id)
        assert desk.client.bots_info(bot=told["bot_id"])["bot"]["user_id"] == told["user_id"]
        assert desk.client.team_info()["team"]["name"] == "Namur"
        assert desk.client.api_test(hello="x")["args"]["hello"] == "x"


def test_arguments_may_come_as_json_a_form_or_a_query() -> None:
    with a_desk() as desk:
        headers = {"Authorization": f"Bearer {desk.installation.bot_token}"}
        blocks = json.dumps([{"type": "divider"}])
        desk.client.api_call(
            "chat.postMessage", params={"channel": desk.channel.id, "text": "a", "blocks": blocks}
        )
        desk.client.api_call(
            "chat.postMessage", json={"channel": desk.channel.id, "text": "b", "blocks": blocks}
        )
        query = f"channel={desk.channel.id}&text=c"
        request = Request(f"{desk.fake.base_url}chat.postMessage?{query}", headers=headers)
        with urlopen(request) as response:
            assert json.load(response)["ok"]
        assert [m.text for m in desk.channel.messages] == ["a", "b", "c"]
        assert desk.channel.messages[0].blocks[0]["type"] == "divider"


def test_a_token_that_does_not_work_is_told_by_name() -> None:
    with a_desk() as desk:
        base_url = desk.fake.base_url
        assert error_of(WebClient(base_url=base_url).auth_test) == "not_authed"
        assert error_of(WebClient("xoxb-no", base_url=base_url).auth_test) == "invalid_auth"
        assert error_of(WebClient(desk.installation.app.app_token, base_url=base_url).users_list) == (
            "not_allowed_token_type"
        )
        assert error_of(desk.client.api_call, "chat.nothing") == "unknown_method"
        desk.client.auth_revoke()
        assert error_of(desk.client.auth_test) == "token_revoked"


def test_a_missing_scope_names_what_is_needed_and_what_was_granted() -> None:
    with a_desk(scopes=[s for s in SCOPES if s != "users:read.email"]) as desk:
        with pytest.raises(SlackApiError) as caught:
            desk.client.users_lookupByEmail(email="ana@namur.be")
        assert caught.value.response["error"] == "missing_scope"
        assert caught.value.response["needed"] == "users:read.email"
        assert "chat:write" in caught.value.response["provided"]
        assert "email" not in desk.client.users_info(user=desk.ana.id)["user"]["profile"]


def test_people_are_told_with_what_sets_them_apart() -> None:
    with a_desk() as desk:
        guest = desk.team.guest("gast", desk.channel)
        liege = desk.fake.workspace("Liège")
        stranger = liege.person("luc", email="luc@liege.be")
        assert error_of(desk.client.users_info, user=stranger.id) == "user_not_visible"
        desk.team.admin.shares_channel(desk.channel, liege, stranger)
        assert desk.client.users_info(user=guest.id)["user"]["is_restricted"]
        told = desk.client.users_info(user=stranger.id, include_locale=True)["user"]
        assert told["is_stranger"]
        assert told["team_id"] == liege.id
        assert "email" not in told["profile"]
        assert desk.client.users_lookupByEmail(email="ANA@namur.be")["user"]["id"] == desk.ana.id
        assert error_of(desk.client.users_lookupByEmail, email="luc@liege.be") == "users_not_found"
        assert desk.client.conversations_info(channel=desk.channel.id)["channel"]["is_ext_shared"]
        desk.team.admin.deactivates_user(desk.ana)
        assert desk.client.users_info(user=desk.ana.id)["user"]["deleted"]
        assert error_of(desk.client.conversations_open, users=desk.ana.id) == "user_disabled"


def test_lists_come_page_by_page() -> None:
    with a_desk() as desk:
        for i in range(5):
            desk.channel.members.append(desk.team.person(f"p{i}").id)
        pages = desk.client.conversations_members(channel=desk.channel.id, limit=3)
        assert [len(page["members"]) for page in pages] == [3, 3, 2]
        names = [c["name"] for c in desk.client.conversations_list()["channels"]]
        assert names == ["general", "mobilite"]
        assert [c["name"] for c in desk.client.users_conversations()["channels"]] == ["mobilite"]
        assert len(desk.client.users_list()["members"]) == 8
        assert error_of(desk.client.users_list, cursor="x") == "invalid_cursor"


def test_channels_that_the_bot_is_not_in_are_closed_or_unknown_to_it() -> None:
    with a_desk() as desk:
        hidden = desk.team.channel("direction", desk.ana, private=True)
        public = desk.team.channel("accueil", desk.ana)
        post = desk.client.chat_postMessage
        assert error_of(post, channel=hidden.id, text="x") == "channel_not_found"
        assert error_of(desk.client.conversations_info, channel=hidden.id) == "channel_not_found"
        assert error_of(post, channel=public.id, text="x") == "not_in_channel"
        assert error_of(post, channel="C404", text="x") == "channel_not_found"
        desk.team.admin.archives(desk.channel)
        assert error_of(post, channel=desk.channel.id, text="x") == "is_archived"


def test_a_message_is_posted_changed_linked_and_deleted() -> None:
    with a_desk() as desk:
        posted = desk.client.chat_postMessage(
            channel=desk.channel.id,
            text="Bonjour",
            blocks=[SectionBlock(text="Bonjour")],
            metadata={"event_type": "answer", "event_payload": {"job": "1"}},
        )
        assert posted["message"]["bot_profile"]["app_id"] == desk.installation.app.id
        ts = posted["ts"]
        desk.client.chat_update(channel=desk.channel.id, ts=ts, text="Bonsoir")
        message = desk.channel.messages[0]
        assert (message.text, message.blocks) == ("Bonsoir", [])
        assert message.metadata == {"event_type": "answer", "event_payload": {"job": "1"}}
        link = desk.client.chat_getPermalink(channel=desk.channel.id, message_ts=ts)["permalink"]
        assert link.endswith(f"/archives/{desk.channel.id}/p{ts.replace('.', '')}")
        desk.client.reactions_add(channel=desk.channel.id, timestamp=ts, name="eyes")
        assert (
            error_of(desk.client.reactions_add, channel=desk.channel.id, timestamp=ts, name="eyes")
            == "already_reacted"
        )
        desk.client.reactions_remove(channel=desk.channel.id, timestamp=ts, name="eyes")
        assert (
            error_of(desk.client.reactions_remove, channel=desk.channel.id, timestamp=ts, name="eyes")
            == "no_reaction"
        )
        desk.client.chat_delete(channel=desk.channel.id, ts=ts)
        assert error_of(desk.client.chat_delete, channel=desk.channel.id, ts=ts) == "message_not_found"
        assert desk.ana.ever_saw("Bonjour")
        assert desk.ana.messages("#mobilite") == []


def test_only_the_apps_own_messages_can_be_changed() -> None:
    with a_desk() as desk:
        said = desk.ana.says("#mobilite", "À moi")
        assert (
            error_of(desk.client.chat_update, channel=desk.channel.id, ts=said.ts, text="x")
            == "cant_update_message"
        )
        assert error_of(desk.client.chat_delete, channel=desk.channel.id, ts=said.ts) == "cant_delete_message"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({}, "no_text"),
        ({"text": " "}, "no_text"),
        ({"text": "x", "blocks": [{"type": "bogus"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": "nonsense"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "x" * 7000}] * 2}, "msg_too_long"),
        (
            {
                "text": "x",
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5,
            },
            "msg_blocks_too_long",
        ),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.0"}, "thread_not_found"),
        ({"text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_schema"),
    ],
)
def test_a_message_that_slack_refuses_is_refused(content: dict[str, Any], error: str) -> None:
    with a_desk() as desk:
        call = desk.client.api_call
        assert error_of(call, "chat.postMessage", json={"channel": desk.channel.id, **content}) == error
        assert desk.channel.messages == []


def test_refused_blocks_come_with_the_place_of_each_fault() -> None:
    with a_desk() as desk:
        with pytest.raises(SlackApiError) as caught:
            desk.client.chat_postMessage(channel=desk.channel.id, text="x", blocks=[{"type": "bogus"}])
        messages = caught.value.response["response_metadata"]["messages"]
        assert messages == ["[ERROR] unsupported type: bogus [json-pointer:/0/type]"]


def test_a_text_that_is_too_long_is_cut_in_a_post_and_refused_in_a_change() -> None:
    with a_desk() as desk:
        posted = desk.client.chat_postMessage(channel=desk.channel.id, text="x" * 40_001)
        assert posted["response_metadata"]["warnings"] == ["message_truncated"]
        assert len(desk.channel.messages[0].text) == 40_000
        change = {"channel": desk.channel.id, "ts": posted["ts"], "text": "x" * 4_001}
        assert error_of(desk.client.chat_update, **change) == "msg_too_long"


def test_an_ephemeral_message_is_for_one_member() -> None:
    with a_desk() as desk:
        bob = desk.team.person("bob")
        call: Any = {"channel": desk.channel.id, "text": "Rien que toi"}
        assert error_of(desk.client.chat_postEphemeral, user=bob.id, **call) == "user_not_in_channel"
        desk.client.chat_postEphemeral(user=desk.ana.id, **call)
        assert [m.text for m in desk.ana.messages("#mobilite")] == ["Rien que toi"]
        assert bob.messages("#mobilite") == []
        assert desk.client.conversations_history(channel=desk.channel.id)["messages"] == []


def test_an_ephemeral_message_in_a_thread_is_seen_where_somebody_has_replied() -> None:
    with a_desk() as desk:
        root = desk.ana.says("#mobilite", "Bonjour")
        call: Any = {"channel": desk.channel.id, "user": desk.ana.id, "thread_ts": root.ts}
        assert desk.client.chat_postEphemeral(**call, text="Trop tôt")["ok"]
        desk.ana.says("#mobilite", "Et ?", thread=root)
        desk.client.chat_postEphemeral(**call, text="Rien que toi")
        assert [m.text for m in desk.ana.messages("#mobilite")] == ["Bonjour", "Et ?", "Rien que toi"]


def test_direct_messages_are_opened_by_a_user_id_or_by_name_of_method() -> None:
    with a_desk() as desk:
        dm = desk.client.conversations_open(users=desk.ana.id)["channel"]["id"]
        assert desk.client.chat_postMessage(channel=desk.ana.id, text="Alerte")["channel"] == dm
        assert [m.text for m in desk.ana.messages(desk.ana.dm())] == ["Alerte"]
        group = desk.client.conversations_open(users=[desk.ana.id, desk.team.person("bob").id])["channel"][
            "id"
        ]
        assert group.startswith("G")


def test_threads_and_history_are_read_back() -> None:
    with a_desk() as desk:
        root = desk.ana.says("#mobilite", "Racine")
        desk.ana.says("#mobilite", "Suite", thread=root)
        history = desk.client.conversations_history(channel=desk.channel.id)["messages"]
        assert [(m["text"], m["reply_count"]) for m in history] == [("Racine", 1)]
        thread = desk.client.conversations_replies(channel=desk.channel.id, ts=root.ts)["messages"]
        assert [m["text"] for m in thread] == ["Racine", "Suite"]
        assert (
            error_of(desk.client.conversations_replies, channel=desk.channel.id, ts="1.0")
            == "thread_not_found"
        )


def test_a_scheduled_message_comes_when_its_time_has_come() -> None:
    with a_desk() as desk:
        at = int(desk.fake.clock.now()) + 3600
        desk.client.chat_scheduleMessage(channel=desk.channel.id, text="Digest", post_at=at)
        assert (
            error_of(desk.client.chat_scheduleMessage, channel=desk.channel.id, text="x", post_at=1)
            == "time_in_past"
        )
        assert desk.channel.messages == []
        desk.fake.clock.advance(3601)
        desk.fake.wait_until(lambda: desk.channel.messages)
        assert desk.channel.messages[0].text == "Digest"


def test_a_link_becomes_a_card_and_only_a_link_of_the_message_does() -> None:
    with a_desk() as desk:
        said = desk.ana.says("#mobilite", "Voir https://fiches.test/namur-velo.")
        card = {
            "https://fiches.test/namur-velo": {
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Vélos*"}}]
            }
        }
        desk.client.chat_unfurl(channel=desk.channel.id, ts=said.ts, unfurls=card)
        assert "*Vélos*" in desk.ana.screen(said)
        other = {"https://fiches.test/autre": {"text": "x"}}
        unfurl = desk.client.chat_unfurl
        assert error_of(unfurl, channel=desk.channel.id, ts=said.ts, unfurls=other) == "cannot_unfurl_message"
        foreign = desk.ana.says("#mobilite", "Voir https://ailleurs.test/x")
        strange: Any = {"https://ailleurs.test/x": {"text": "x"}}
        assert (
            error_of(unfurl, channel=desk.channel.id, ts=foreign.ts, unfurls=strange) == "cannot_unfurl_url"
        )
        assert error_of(unfurl, channel=desk.channel.id, ts="1.0", unfurls=strange) == "cannot_find_message"


def test_prompts_titles_and_statuses_of_a_thread() -> None:
    with a_desk() as desk:
        dm = desk.ana.dm()
        prompts = [{"title": f"P{i}", "message": f"Question {i}"} for i in range(4)]
        desk.client.assistant_threads_setSuggestedPrompts(channel_id=dm.id, prompts=prompts, title="Essayez")
        assert desk.ana.prompts() == prompts
        too_many = [*prompts, prompts[0]]
        assert error_of(
            desk.client.assistant_threads_setSuggestedPrompts, channel_id=dm.id, prompts=too_many
        ) == ("invalid_arguments")
        asked = desk.ana.writes_to_app("Question")
        thread: Any = {"channel_id": dm.id, "thread_ts": asked.ts}
        desk.client.assistant_threads_setStatus(**thread, status="cherche…")
        assert desk.ana.status(asked) == "cherche…"
        desk.client.chat_postMessage(channel=dm.id, text="Voilà", thread_ts=asked.ts)
        assert desk.ana.status(asked) == ""
        desk.client.assistant_threads_setTitle(**thread, title="Vélos")
        assert error_of(
            desk.client.assistant_threads_setStatus, channel_id=dm.id, thread_ts="1.0", status="x"
        ) == ("invalid_thread_ts")


def test_a_session_has_a_status_and_a_title_and_warns_without_a_stop_event() -> None:
    with a_desk() as desk:
        asked = desk.ana.writes_to_app("Question")
        thread = {"channel_id": asked.channel, "thread_ts": asked.ts}
        told = desk.client.agents_sessions_setStatus(**thread, status="processing", title="Vélos")
        assert (told["status"], told["title"]) == ("processing", "Vélos")
        assert told["warning"] == "missing_agent_session_stopped_event_subscription"
        assert desk.fake.unfinished() != []
        desk.client.agents_sessions_rename(**thread, title="Vélos à Namur")
        assert error_of(desk.client.agents_sessions_setStatus, **thread, status="done") == "invalid_status"
        assert error_of(desk.client.agents_sessions_rename, **thread, title="x" * 201) == "invalid_arguments"
        set_status = desk.client.agents_sessions_setStatus
        assert error_of(set_status, channel_id=asked.channel, status="active") == "thread_ts_required"
        desk.client.agents_sessions_setStatus(**thread, status="active")
        assert desk.fake.unfinished() == []


def test_a_session_left_at_work_ends_by_itself_after_an_hour() -> None:
    with a_desk() as desk:
        asked = desk.ana.writes_to_app("Question")
        desk.client.agents_sessions_setStatus(
            channel_id=asked.channel, thread_ts=asked.ts, status="processing"
        )
        desk.fake.clock.advance(3601)
        session = desk.fake.sessions.get(desk.ana.dm(), asked.ts, desk.installation.app.id)
        assert session
        assert session.status == "active"


def test_blocks_are_validated_with_pointers() -> None:
    with a_desk() as desk:
        assert desk.client.blocks_validate(blocks=[{"type": "divider"}])["ok"]
        with pytest.raises(SlackApiError) as caught:
            desk.client.blocks_validate(blocks=[{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}])
        assert caught.value.response["error"] == "invalid_blocks"
        assert caught.value.response["errors"][0]["pointer"] == "/0/text/type"
        assert error_of(desk.client.blocks_validate) == "invalid_arguments"
        assert error_of(desk.client.blocks_validate, view={"type": "modal"}) == "invalid_view"


def test_a_file_is_uploaded_and_shared_in_a_thread() -> None:
    with a_desk() as desk:
        asked = desk.ana.says("#mobilite", "En CSV ?")
        shared = desk.client.files_upload_v2(
            channel=desk.channel.id,
            content="a;b\n1;2\n",
            filename="projets.csv",
            title="Projets",
            thread_ts=asked.ts,
        )
        file_id = shared["file"]["id"]
        assert desk.fake.slack.files.all[file_id].content == b"a;b\n1;2\n"
        assert desk.ana.screen(desk.ana.answers_to(asked)[0]) == "[file Projets]"
        again = [{"id": file_id, "title": "x"}]
        assert error_of(desk.client.files_completeUploadExternal, files=again) == "file_not_found"


def test_a_response_address_works_five_times_for_half_an_hour() -> None:
    with a_desk() as desk:
        slack = desk.fake.interactions
        url = slack.response_url(desk.ana.user, desk.channel, desk.installation, None)
        webhook = WebhookClient(url)
        answered = [webhook.send(text=f"n{i}") for i in range(6)]
        assert [a.status_code for a in answered] == [200] * 5 + [404]
        assert "used_url" in answered[5].body
        late = WebhookClient(slack.response_url(desk.ana.user, desk.channel, desk.installation, None))
        desk.fake.clock.advance(1801)
        assert "expired_url" in late.send(text="x").body
        assert [m.reader for m in desk.channel.ephemerals] == [desk.ana.id] * 5


def test_what_was_called_is_kept_without_secrets() -> None:
    with a_desk() as desk:
        desk.client.chat_postMessage(channel=desk.channel.id, text="x")
        call = desk.fake.calls[-1]
        assert (call.method, call.team_id, call.error) == ("chat.postMessage", desk.team.id, "")
        assert desk.installation.bot_token not in repr(desk.fake.calls)
