"""Nothing that others wrote calls people, links, or breaks a block, wherever a stream cuts it."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.block_kit import check_blocks, live_mentions
from bot.content import Content, parts_of, shortened
from bot.escaping import Escaping, cut, markdown, mrkdwn, plain, rich, said, web_address
from bot.views.documents import link, text

ATTACKS = st.sampled_from(
    ["<!channel>", "<!here>", "<@U0000000001>", "<!subteam^S1>", "<https://evil.test|ici>", "[x](javascript:alert(1))",
     "&lt;!here&gt;", "`", "*", "|", "\u202e", "\u200b", "![x](https://evil.test/a.png)", "[a]: https://evil.test", "\n> "]
)  # fmt: skip
TEXTS = st.lists(ATTACKS | st.text(max_size=12), max_size=12).map("".join)


@given(TEXTS, st.lists(st.integers(0, 200), max_size=8))
def test_pieces_give_what_the_whole_gives_wherever_it_is_cut(text: str, cuts: list[int]) -> None:
    ends = sorted({min(one, len(text)) for one in cuts} | {0, len(text)})
    escaping = Escaping()

    pieces = [escaping.feed(text[start:end]) for start, end in itertools.pairwise(ends)]

    assert "".join(pieces) + escaping.end() == markdown(text)


@given(
    st.lists(st.sampled_from(["Combien", " ?", " :", "« ", " »", " 1", " 000", " €", "12", " "]), max_size=12)
)
def test_no_line_ends_before_a_sign_that_belongs_to_its_word(words: list[str]) -> None:
    for shown in (
        markdown("".join(words)),
        mrkdwn("".join(words)),
        plain("".join(words)),
        rich("".join(words)),
    ):
        assert not re.search(r"\S [?:»]|« \S|\d €|(?<!\d)\d{1,3} \d{3}(?!\d)", shown)


def test_what_a_text_is_written_with_stays() -> None:
    assert (
        markdown("- Un : deux\n- 12 500 €, 2024 et 3") == "- Un\u00a0: deux\n- 12\u202f500\u00a0€, 2024 et 3"
    )


@given(TEXTS)
def test_no_text_calls_anybody_or_links(words: str) -> None:
    shown = markdown(words)
    blocks = [
        {"type": "markdown", "text": shown or "–"},
        {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn(words) or "–"}},
    ]

    assert live_mentions(blocks) == []
    assert "<" not in shown
    assert "](" not in shown
    assert "<" not in mrkdwn(words)
    assert ">" not in mrkdwn(words)


@given(TEXTS, TEXTS)
def test_no_title_or_address_breaks_a_block(title: str, url: str) -> None:
    elements = [text(title), link(title, f"https://fiches.test/{url}"), link(title, url)]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]

    assert check_blocks(blocks) == []
    assert all(element["text"] for element in elements)
    assert live_mentions(blocks) == []
    assert web_address("javascript:alert(1)") == web_address("https://a.test/\u202ex") == ""


@given(st.text(max_size=50), st.integers(1, 30))
def test_what_is_cut_keeps_its_length(words: str, length: int) -> None:
    assert len(cut(words, length)) <= length
    assert plain(words, length)


@given(
    st.lists(st.sampled_from(["&lt;", "&gt;", "mot ", "\n", "\n\n"]), max_size=300).map("".join),
    st.integers(20, 200),
)
def test_a_long_text_is_cut_into_parts_that_lose_nothing_and_break_no_entity(words: str, length: int) -> None:
    parts = parts_of(words, length)

    assert all(len(part) <= length for part in parts)
    assert "".join("".join(parts).split()) == "".join(words.split())
    assert all(part.count("&") == part.count(";") for part in parts)


def test_a_notification_is_not_cut_inside_an_entity() -> None:
    assert shortened("x" * 3_897 + "&lt;&lt;") == "x" * 3_897 + "…"


def test_quotes_and_marks_keep_their_form() -> None:
    assert (
        markdown("> Cité **fort** [1]\n\nEt < 3 > 2 [2][3]")
        == "> Cité **fort** [1]\n\nEt &lt; 3 &gt; 2 [2] [3]"
    )


def test_what_people_write_is_read_as_they_meant_it() -> None:
    written = "<@U123> voir <https://a.test|le site> &amp; <#C1|mobilite> <!here>\u200b ?"

    assert said(written) == "voir le site & #mobilite ?"


def test_a_content_ends_in_a_form_that_cannot_be_refused() -> None:
    content = Content(text="a" * 20_000, summary="a", blocks=tuple({"type": "divider"} for _ in range(60)))

    forms = list(content.forms())

    assert all(check_blocks(list(form.blocks)) == [] for form in forms)
    assert forms[-1].blocks == ()
