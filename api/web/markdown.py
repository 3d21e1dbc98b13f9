"""Markdown of documents and answers as HTML that can do no harm.

Raw HTML is never read, and whatever is made passes nh3. Marks of citations and quotes travel through the
parser as characters of Unicode's private area, which are taken out of every text beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from corpus.models import Document, Passage
from corpus.typography import bound

_OPEN, _CLOSE = "\ue000", "\ue001"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BLOCK_MARK = re.compile(r"(?:[ \t]*(?:[-*+•]|\d{1,9}[.)]|#{1,6}|>)[ \t]+)+")
_CITATION = re.compile(r"\[(\d{1,4})\](?!\()")

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "mark", "ol", "p", "pre",
    "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
_CLASSES = {"a": {"cite"}, "mark": {"quote"}}


@dataclass(frozen=True)
class Part:
    """A stretch of a body: a passage when `number` is set, else what stands between passages."""

    html: Markup
    number: str = ""


def answer_html(text: str, numbers: Collection[int]) -> Markup:
    """An answer; the marks of known citations lead to the list of citations."""
    return _render(_PRIVATE.sub("", text), {"numbers": frozenset(numbers)})


def body_parts(document: Document, passages: Sequence[Passage], quote: str = "") -> list[Part]:
    """The body in order, each passage on its own so that an address can open there."""
    parts, done = [], 0
    holder = next((passage.id for passage in passages if quote and quote in passage.text), None)
    for passage in passages:
        parts.append(Part(_render(document.body[done : passage.start], {})))
        number = passage.id.rsplit(":", 1)[-1]
        text = _with_quote(passage.text, quote) if passage.id == holder else _PRIVATE.sub("", passage.text)
        parts.append(Part(_render(text, {}), number))
        done = passage.end
    parts.append(Part(_render(document.body[done:], {})))
    return [part for part in parts if part.html.strip()]


def _with_quote(text: str, quote: str) -> str:
    """The passage with marks around the quote, set inside list and heading marks so as not to undo them."""
    start = text.index(quote)
    before, after = text[:start], text[start + len(quote) :]
    marks = _BLOCK_MARK.match(quote)
    lead = marks.group() if marks else ""
    parts = (before, lead, quote[len(lead) :], after)
    clean = [_PRIVATE.sub("", part) for part in parts]
    return f"{clean[0]}{clean[1]}{_OPEN}{clean[2]}{_CLOSE}{clean[3]}"


def _render(text: str, env: dict[str, object]) -> Markup:
    html = _PARSER.render(text, env)
    return Markup(  # noqa: S704 (cleaned here)
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            allowed_classes=_CLASSES,
            url_schemes={"http", "https"},
            link_rel="noopener noreferrer",
        )
    )


# -- rules of the parser --------------------------------------------------------------------------


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable("image")  # a picture of a stranger's server would tell who reads
    parser.inline.ruler.before("link", "citation", _citation)
    parser.core.ruler.push("below_the_title", _below_the_title)
    parser.core.ruler.push("bound", _bind)
    parser.core.ruler.push("quote", _mark_quote)
    return parser


def _citation(state: StateInline, silent: bool) -> bool:
    """`[n]` of a known citation becomes a link to it."""
    numbers = state.env.get("numbers", frozenset())
    found = _CITATION.match(state.src, state.pos)
    if found is None or int(found.group(1)) not in numbers:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": f"#c{found.group(1)}", "class": "cite"}
        state.push("text", "", 0).content = found.group(1)
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _below_the_title(state: StateCore) -> None:
    """The page has its h1; headings of a text begin at h2."""
    for token in state.tokens:
        if token.tag == "h1":
            token.tag = "h2"


def _mark_quote(state: StateCore) -> None:
    """Turn the marks of a quote into <mark>, in each stretch of text that the quote covers."""
    inside = False
    for token in state.tokens:
        children: list[Token] = []
        for child in token.children or ():
            if child.type in {"text", "code_inline"} and (inside or _OPEN in child.content):
                marked = list(_marked(child, inside))
                inside = _still_inside(child.content, inside)
                children += marked
            else:
                children.append(child)
        if token.children is not None:
            token.children = children


def _bind(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = bound(child.content)


def _still_inside(text: str, inside: bool) -> bool:
    return text.rfind(_OPEN) > text.rfind(_CLOSE) if _OPEN in text or _CLOSE in text else inside


def _marked(token: Token, inside: bool) -> Iterator[Token]:
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", token.content):
        if piece in (_OPEN, _CLOSE):
            inside = piece == _OPEN
        elif piece:
            said = token.copy(content=piece)
            yield from (_tag("mark_open", 1), said, _tag("mark_close", -1)) if inside else (said,)


def _tag(name: str, nesting: int) -> Token:
    token = Token(name, "mark", nesting)  # type: ignore[arg-type]
    if nesting > 0:
        token.attrs = {"class": "quote"}
    return token


_PARSER = _parser()
