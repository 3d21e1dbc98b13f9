"""Deadlines as an iCalendar file (RFC 5545), which calendars of every kind read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from retrieval.checklist.calendar import Deadline
from retrieval.search.links import Links

MEDIA_TYPE = "text/calendar"
_LONGEST_LINE = 73  # octets, without the space that begins a folded line


def calendar_file(deadlines: Sequence[Deadline], links: Links) -> str:
    """One event of a whole day for each deadline, lines ended and folded as the standard wants."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Passerelle//Calendar//EN"]
    for one in deadlines:
        lines += _event(one, stamp, links)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(one: Deadline, stamp: str, links: Links) -> list[str]:
    row = one.obligation
    return [
        "BEGIN:VEVENT",
        f"UID:{one.day:%Y%m%d}-{one.initiative_id}-{row.document_id}@passerelle",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(row.title)}",
        f"DESCRIPTION:{_escaped(f'{one.initiative}. {row.obligation} {row.because}')}",
        f"URL:{links.document(row.document_id)}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no character cut."""
    piece, begin = "", ""
    for character in line:
        if len((piece + character).encode()) > _LONGEST_LINE:
            yield begin + piece
            piece, begin = "", " "
        piece += character
    yield begin + piece
