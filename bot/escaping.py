"""The one place where a text that others wrote becomes a text that Slack may be shown.

Slack reads `<!channel>`, `<@U…>` and `<address|label>` in every text but `plain_text` and the texts of `rich_text`,
so angle brackets never pass as they are. Links are made here or in `rich_text`, never taken from a text.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from corpus.typography import bound, settled

_ADDRESS_LENGTH = 3_000
_CALL = re.compile(r"<(?=[!@#])")


def plain(text: str, length: int = 3_000) -> str:
    """A text for `plain_text`, `raw_text` and `rich_text`: nothing that hides or turns it, cut to `length`; never empty."""
    return cut(rich(text).strip(), length) or "–"


def rich(text: str) -> str:
    """A text for a `rich_text` element. Slack does not look for mark-up there; that of a call is broken all the same."""
    return _CALL.sub("<\u2060", bound(visible(text)))


def visible(text: str) -> str:
    """The text without signs that do not show: those that turn the direction of writing or take no room."""
    return "".join(sign for sign in text if sign == "\n" or _is_visible(sign))


def mrkdwn(text: str) -> str:
    """A text for `mrkdwn` and for the `text` of a message, in which nothing calls, links or is formatted."""
    escaped = bound(visible(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("`", "'").replace("*", "\u2217").replace("~", "\u223c")


def markdown(text: str) -> str:
    """A CommonMark text for a `markdown` block: its formatting stays, its links, mentions and HTML do not."""
    escaping = Escaping()
    return escaping.feed(text) + escaping.end()


class Escaping:
    """`markdown` for a text that comes in pieces: wherever it is cut, the pieces give the same together."""

    def __init__(self) -> None:
        self._at_start = True  # of a line: ">" quotes there
        self._last = ""
        self._held = ""  # a space at the end, and what may be the thousands after it
        self._before = ""  # the sign before that

    def feed(self, piece: str) -> str:
        """The next piece, ready to be shown; of its end a space waits for what it belongs to."""
        text = self._held + visible(piece)
        ready = settled(text)
        self._held = text[ready:]
        return self._escaped(text[:ready])

    def end(self) -> str:
        """What was held back, when nothing follows."""
        text, self._held = self._held, ""
        return self._escaped(text)

    def _escaped(self, text: str) -> str:
        """The next signs, bound with those before and after them."""
        joined = bound(self._before + text + self._held)[len(self._before) :][: len(text)]
        self._before = text[-1:] or self._before
        return "".join(self._one(sign) for sign in joined)

    def _one(self, sign: str) -> str:
        before, self._last = self._last, sign
        quotes = self._at_start and sign == ">"
        self._at_start = sign == "\n" or (self._at_start and sign in " >")
        if sign == "<":
            return "&lt;"
        if sign == ">":
            return ">" if quotes else "&gt;"
        if (
            sign in "([:" and before == "]"
        ):  # else "[label](address)" would be a link, "[label]: address" the place of one
            return f"\u2060{sign}" if sign == ":" else f" {sign}"
        return sign


def web_address(url: str) -> str:
    """The address if it is of the web and can stand inside a link; else nothing."""
    if len(url) > _ADDRESS_LENGTH or any(sign.isspace() or not sign.isprintable() for sign in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    for sign, code in (("|", "%7C"), ("<", "%3C"), (">", "%3E"), ('"', "%22")):
        url = url.replace(sign, code)
    return url


def cut(text: str, length: int) -> str:
    """At most `length` characters, the last one "…" where something was left out."""
    return text if len(text) <= length else text[: max(length - 1, 0)].rstrip() + "…"


# -- what people write ------------------------------------------------------------------------------

_MENTION = re.compile(r"<([@#!])([^>|]*)(?:\|([^>]*))?>")
_EMOJI = re.compile(r"(?<!\S):[a-z][a-z0-9_+'-]*:(?!\S)")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]*)(?:\|([^>]*))?>")


def said(text: str) -> str:
    """What a person meant by a message in Slack's mark-up: mentions of people and emoji gone, links as they read."""
    text = _LINK.sub(lambda found: found.group(2) or found.group(1), text)
    text = _MENTION.sub(
        lambda found: f"#{found.group(3)}" if found.group(1) == "#" and found.group(3) else " ", text
    )
    text = _EMOJI.sub(" ", text)
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(code, sign)
    lines = (" ".join(line.split()) for line in visible(text).splitlines())
    return "\n".join(line for line in lines if line)


def _is_visible(sign: str) -> bool:
    """Whether a sign shows; marks that turn the direction of writing or take no room hide what is written."""
    return sign in " \t" or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
