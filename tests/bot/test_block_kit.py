"""What Slack would refuse is refused here first, with a pointer to the place; what it accepts passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.block_kit import check_blocks, check_message, check_view, length_problem, live_mentions

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "Bonjour", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Voir", action_id: str = "see", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(options: list[Json]) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options}


def option(text: str = "Namur", value: str = "92094") -> Json:
    return {"text": plain(text), "value": value}


def table(rows: int, columns: int = 2, kind: str = "table", **more: Any) -> Json:
    return {
        "type": kind,
        "rows": [[{"type": "raw_text", "text": "x"}] * columns for _ in range(rows)],
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Nouvelle fiche"), "blocks": list(blocks), **more}


def an_input(**element: Any) -> Json:
    return {
        "type": "input",
        "block_id": "title",
        "label": plain("Titre"),
        "element": {"type": "plain_text_input", "action_id": "title", **element},
    }


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Utile"), "value": "up"},
    "negative_button": {"text": plain("Pas utile"), "value": "down"},
}

ACCEPTED: dict[str, Json] = {
    "section": section(),
    "section at its longest": section("x" * 3000),
    "fields": {"type": "section", "fields": [mrkdwn("a")] * 10},
    "section with a select": section(accessory=select([option()] * 1)),
    "header": {"type": "header", "text": plain("x" * 150)},
    "context": {"type": "context", "elements": [mrkdwn("x")] * 10},
    "actions": actions(*[button(action_id=f"b{i}") for i in range(25)]),
    "context_actions": {"type": "context_actions", "elements": [FEEDBACK]},
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "table": table(100, 20),
    "data_table": table(201, 20, "data_table", caption="Projets"),
    "divider": {"type": "divider"},
    "plan": {
        "type": "plan",
        "title": "Recherche",
        "tasks": [{"type": "task_card", "task_id": "1", "title": "a", "status": "pending"}],
    },
    "card": {
        "type": "card",
        "title": mrkdwn("Smart Namur"),
        "body": mrkdwn("x" * 200),
        "actions": [button()],
    },
}

REFUSED: dict[str, tuple[Json, str]] = {
    "unknown type": ({"type": "bogus"}, "/0/type"),
    "unknown key": (section(colour="red"), "/0/colour"),
    "empty text": (section(""), "/0/text/text"),
    "section too long": (section("x" * 3001), "/0/text/text"),
    "section with nothing": ({"type": "section"}, "/0"),
    "eleven fields": ({"type": "section", "fields": [mrkdwn("a")] * 11}, "/0/fields"),
    "long field": ({"type": "section", "fields": [mrkdwn("a" * 2001)]}, "/0/fields/0/text"),
    "mrkdwn header": ({"type": "header", "text": mrkdwn("x")}, "/0/text/type"),
    "long header": ({"type": "header", "text": plain("x" * 151)}, "/0/text/text"),
    "long context": ({"type": "context", "elements": [mrkdwn("x")] * 11}, "/0/elements"),
    "too many buttons": (actions(*[button(action_id=f"b{i}") for i in range(26)]), "/0/elements"),
    "same action twice": (actions(button(), button()), "/0/elements/1/action_id"),
    "button text": (actions(button("x" * 76)), "/0/elements/0/text/text"),
    "button value": (actions(button(value="x" * 2001)), "/0/elements/0/value"),
    "button link": (actions(button(url="javascript:alert(1)")), "/0/elements/0/url"),
    "accessibility label": (
        actions(button(accessibility_label="x" * 76)),
        "/0/elements/0/accessibility_label",
    ),
    "action_id": (actions(button(action_id="x" * 256)), "/0/elements/0/action_id"),
    "option text": (actions(select([option("x" * 76)])), "/0/elements/0/options/0/text/text"),
    "option value": (actions(select([option(value="x" * 151)])), "/0/elements/0/options/0/value"),
    "too many options": (actions(select([option()] * 101)), "/0/elements/0/options"),
    "no options": (actions({"type": "static_select", "action_id": "s"}), "/0/elements/0"),
    "overflow": (
        actions({"type": "overflow", "action_id": "o", "options": [option()] * 6}),
        "/0/elements/0/options",
    ),
    "block_id": (section(block_id="x" * 256), "/0/block_id"),
    "table rows": (table(101), "/0/rows"),
    "table columns": (table(1, 21), "/0/rows/0"),
    "empty data_table": ({"type": "data_table"}, "/0"),
    "data_table without rows": (table(1, 1, "data_table", caption="c"), "/0/rows"),
    "six feedbacks": ({"type": "context_actions", "elements": [FEEDBACK] * 6}, "/0/elements"),
    "card body": ({"type": "card", "body": mrkdwn("x" * 201)}, "/0/body/text"),
    "waiting task card": (
        {"type": "task_card", "task_id": "1", "title": "a", "status": "pending"},
        "/0/status",
    ),
    "completed": ({"type": "task_card", "task_id": "1", "title": "a", "status": "completed"}, "/0/status"),
    "source without text": (
        {
            "type": "task_card",
            "task_id": "1",
            "title": "a",
            "status": "complete",
            "sources": [{"type": "url", "url": "https://x.test"}],
        },
        "/0/sources/0",
    ),
    "alert in a message": ({"type": "alert", "text": mrkdwn("x")}, "/0/type"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_block_within_the_limits_is_accepted(name: str) -> None:
    assert check_blocks([ACCEPTED[name]]) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_block_beyond_a_limit_is_refused_where_it_is_wrong(name: str) -> None:
    block, pointer = REFUSED[name]
    assert pointer in [problem.pointer for problem in check_blocks([block])]


@pytest.mark.parametrize("name", [name for name in ACCEPTED if "data_table" not in name])
def test_what_is_accepted_is_what_the_real_library_builds(name: str) -> None:
    parsed = Block.parse(ACCEPTED[name])
    assert parsed is not None
    assert parsed.to_dict()["type"] == ACCEPTED[name]["type"]


def test_a_message_holds_fifty_blocks_and_a_modal_a_hundred() -> None:
    assert check_blocks([section()] * 50) == []
    assert check_blocks([section()] * 51)
    assert check_view(modal(*[section()] * 100)) == []
    assert check_view(modal(*[section()] * 101))


def test_rows_of_a_data_table_are_equally_wide_and_its_characters_are_counted() -> None:
    ragged = table(3, 2, "data_table", caption="c")
    ragged["rows"][2] = ragged["rows"][2][:1]
    assert [p.pointer for p in check_blocks([ragged])] == ["/0/rows/2"]
    heavy = {"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": "x" * 2_000}]] * 11}
    assert [p.constraint for p in check_blocks([heavy])] == ["max_length"]


def test_the_same_block_id_twice_is_refused() -> None:
    assert [p.pointer for p in check_blocks([section(block_id="a"), section(block_id="a")])] == [
        "/1/block_id"
    ]


def test_tasks_are_shown_one_way() -> None:
    card = {"type": "task_card", "task_id": "1", "title": "a", "status": "complete"}
    assert [p.constraint for p in check_blocks([card, ACCEPTED["plan"]])] == ["exclusive"]


@pytest.mark.parametrize("kind", ["markdown", "table", "plan", "context_actions", "data_table"])
def test_blocks_of_messages_are_refused_in_a_modal(kind: str) -> None:
    assert [p.constraint for p in check_view(modal(ACCEPTED[kind]))] == ["surface"]


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        (modal(section()) | {"title": plain("x" * 25)}, "/title/text"),
        (modal(section(), submit=plain("x" * 25)), "/submit/text"),
        (modal(section(), private_metadata="x" * 3001), "/private_metadata"),
        (modal(section(), callback_id="x" * 256), "/callback_id"),
        (modal(an_input()), "/submit"),
        (modal(an_input(max_length=3001), submit=plain("OK")), "/blocks/0/element/max_length"),
        (
            modal(an_input(placeholder=plain("x" * 151)), submit=plain("OK")),
            "/blocks/0/element/placeholder/text",
        ),
        ({"type": "home", "blocks": [section()], "title": plain("x")}, "/title"),
        ({"type": "page"}, "/type"),
    ],
)
def test_a_view_beyond_a_limit_is_refused(view: Json, pointer: str) -> None:
    assert pointer in [p.pointer for p in check_view(view)]


def test_a_form_within_the_limits_is_accepted() -> None:
    assert check_view(modal(an_input(), submit=plain("x" * 24), close=plain("Annuler"))) == []


def test_a_message_without_text_is_mute_for_screen_readers() -> None:
    assert [p.pointer for p in check_message({"blocks": [section()]})] == ["/text"]
    assert check_message({"blocks": [section()], "text": "Bonjour"}) == []


def test_markdown_and_all_texts_of_a_message_have_a_total() -> None:
    assert length_problem([{"type": "markdown", "text": "x" * 6_000}] * 2) is None
    assert length_problem([{"type": "markdown", "text": "x" * 6_001}] * 2) == "msg_too_long"
    assert length_problem([section("x" * 3_000)] * 5) == "msg_blocks_too_long"
    assert length_problem([section("x" * 3_000)] * 4) is None


def test_mentions_are_found_wherever_slack_would_render_them() -> None:
    blocks = [
        section("<!channel> et <@U0AB1> ou <!subteam^S01>"),
        {"type": "markdown", "text": "**<!here>**"},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U9"}]}],
        },
    ]
    assert live_mentions(blocks) == ["<!channel>", "<@U0AB1>", "<!subteam^S01>", "<!here>", "<@U9>"]
    assert live_mentions("&lt;!channel&gt; <https://x.test|x>") == []


_leaf = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["section", "actions", "data_table", "button", "", "x"])
)
_keys = st.sampled_from(["type", "text", "elements", "rows", "fields", "accessory", "options"])
_anything = st.recursive(
    _leaf, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_keys, inner, max_size=3), max_leaves=8
)


@given(blocks=st.lists(_anything, max_size=3))
def test_no_payload_whatever_breaks_the_check(blocks: list[Any]) -> None:
    check_blocks(blocks)
    check_view({"type": "modal", "blocks": blocks})
    check_message({"blocks": blocks})
    length_problem(blocks)
    live_mentions(blocks)
