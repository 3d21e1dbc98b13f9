"""Messages and views as the text that a person reads on the screen."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.fake_slack.model import Json, Message, User

_TOKEN = re.compile(r"<([^<>\n]+)>")


def mrkdwn(text: str, names: Mapping[str, str]) -> str:
    """Slack's mark-up as shown: mentions by name, links with their address, entities as their signs.

    Entities are decoded last and never read again: `&lt;!here&gt;` shows as `<!here>` and calls nobody.
    """
    return html.unescape(_TOKEN.sub(lambda m: _token(m.group(1), names), text))


def _token(inner: str, names: Mapping[str, str]) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return "@" + names.get(target[1:], label or target[1:])
    if target.startswith("#"):
        return "#" + (label or names.get(target[1:], target[1:]))
    if target.startswith("!"):
        return "@" + (label or target[1:].split("^")[0])
    return f"{label} ({target})" if label and label != target else target


def message_text(message: Message, names: Mapping[str, str]) -> str:
    """All that a message shows: its blocks where it has some, else its text; then attachments and files."""
    body = "\n".join(block_lines(message.blocks, names)) if message.blocks else mrkdwn(message.text, names)
    parts = [body]
    for attachment in message.attachments:
        shown = [str(attachment.get(key, "")) for key in ("pretext", "title", "text")]
        parts += [mrkdwn(text, names) for text in shown if text]
        parts += block_lines(attachment.get("blocks") or [], names)
    parts += [f"[file {file.get('title') or file.get('name')}]" for file in message.files]
    return "\n".join(part for part in parts if part)


def view_text(content: Json, names: Mapping[str, str]) -> str:
    """All that a modal or a home tab shows."""
    title = _plain(content.get("title"), names)
    buttons = [_plain(content.get(key), names) for key in ("close", "submit")]
    feet = [" ".join(f"[{b}]" for b in buttons if b)]
    lines = [f"== {title} ==" if title else "", *block_lines(content.get("blocks") or [], names), *feet]
    return "\n".join(line for line in lines if line)


def block_lines(blocks: Iterable[Json], names: Mapping[str, str]) -> list[str]:
    """The lines of some blocks, in reading order."""
    return [line for block in blocks for line in _LINES.get(block.get("type", ""), _unknown)(block, names)]


Lines = Callable[[Json, Mapping[str, str]], Iterator[str]]


def _plain(text: Json | str | None, names: Mapping[str, str]) -> str:
    """A text object as shown; `plain_text` is not parsed."""
    if text is None or isinstance(text, str):
        return text or ""
    return mrkdwn(text["text"], names) if text.get("type") == "mrkdwn" else str(text["text"])


def _element(element: Json, names: Mapping[str, str]) -> str:
    kind = element.get("type", "")
    if kind == "feedback_buttons":
        return " ".join(
            f"[{_plain(element[b]['text'], names)}]" for b in ("positive_button", "negative_button")
        )
    if kind in ("button", "icon_button", "workflow_button"):
        link = f" → {element['url']}" if element.get("url") else ""
        return f"[{_plain(element['text'], names)}{link}]"
    if kind == "image":
        return f"[image: {element.get('alt_text', '')}]"
    if "options" in element:
        options = (f"( ) {_plain(option['text'], names)}" for option in element["options"])
        return " ".join([*filter(None, [_plain(element.get("placeholder"), names)]), *options])
    if "text" in element:
        return _plain(element, names)
    return f"[{_plain(element.get('placeholder'), names) or kind}]"


def _section(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield from filter(None, [_plain(block.get("text"), names)])
    yield from (_plain(field, names) for field in block.get("fields") or [])
    if block.get("accessory"):
        yield _element(block["accessory"], names)


def _elements(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield " ".join(_element(element, names) for element in block.get("elements") or [])


def _input(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    element = block["element"]
    initial = element.get("initial_value") or ""
    yield f"{_plain(block['label'], names)}: {initial or _element(element, names)}"
    if block.get("hint"):
        yield f"  ({_plain(block['hint'], names)})"


def _rich_text(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    for part in block.get("elements") or []:
        if part["type"] == "rich_text_list":
            yield from ("• " + _rich_line(item, names) for item in part["elements"])
        else:
            yield _rich_line(part, names)


def _rich_line(part: Json, names: Mapping[str, str]) -> str:
    shown = []
    for element in part.get("elements") or []:
        match element["type"]:
            case "text":
                shown.append(element["text"])
            case "link":
                shown.append(f"{element.get('text') or element['url']} ({element['url']})")
            case "user":
                shown.append("@" + names.get(element["user_id"], element["user_id"]))
            case "broadcast":
                shown.append("@" + element["range"])
            case "emoji":
                shown.append(f":{element['name']}:")
    return "".join(shown)


def _table(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    if block.get("caption"):
        yield str(block["caption"])
    for row in block["rows"]:
        cells = [str(c.get("text", "")) or " ".join(block_lines([c], names)) for c in row]
        yield "| " + " | ".join(cells) + " |"


def _task(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield f"[{block['status']}] {block['title']}"
    yield from (
        "  " + line for key in ("details", "output") for line in _rich_text(block.get(key) or {}, names)
    )
    yield from (f"  {source['text']} ({source['url']})" for source in block.get("sources") or [])


def _plan(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield str(block["title"])
    yield from (line for task in block.get("tasks") or [] for line in _task(task, names))


def _card(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield from (_plain(block[key], names) for key in ("title", "subtitle", "body") if block.get(key))
    yield from (_element(action, names) for action in block.get("actions") or [])


def _nested(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield from filter(None, [_plain(block.get("title"), names)])
    yield from block_lines(block.get("elements") or block.get("child_blocks") or [], names)


def _text_block(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield _plain(block.get("text"), names)


def _markdown(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield mrkdwn(block["text"], names)


def _divider(_block: Json, _names: Mapping[str, str]) -> Iterator[str]:
    yield "---"


def _image(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    yield f"[image: {_plain(block.get('title'), names) or block.get('alt_text', '')}]"


def _unknown(block: Json, _names: Mapping[str, str]) -> Iterator[str]:
    yield f"[{block.get('type')}]"


_LINES: dict[str, Lines] = {
    "actions": _elements,
    "alert": _text_block,
    "card": _card,
    "carousel": _nested,
    "container": _nested,
    "context": _elements,
    "context_actions": _elements,
    "data_table": _table,
    "divider": _divider,
    "header": _text_block,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "plan": _plan,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
    "task_card": _task,
}


def names_of(users: Iterable[User]) -> dict[str, str]:
    """Who is called what, for mentions."""
    return {user.id: user.name for user in users}
