"""A note for the college as CommonMark."""

from __future__ import annotations

from retrieval.answering.quoting import without_markup
from retrieval.portfolio.college.values import CollegeNote, Line


def note_text(note: CollegeNote) -> str:
    """Headings, points with their marks, and the sources."""
    blocks = [f"# {without_markup(note.title)}", note.subtitle]
    for section in note.sections:
        lines = "\n".join(f"- {_line(line)}" for line in section.lines)
        blocks += [f"## {section.heading}", lines]
    blocks.append(
        "\n".join(
            f"{one.n}. {without_markup(one.title)}, {one.section} <{one.url}>" for one in note.citations
        )
    )
    return "\n\n".join([*(one for one in blocks if one), note.warning]) + "\n"


def _line(line: Line) -> str:
    quote = f"« {without_markup(line.quote)} »" if line.quote else ""
    marks = "".join(f"[{number}]" for number in line.citations)
    return " ".join(part for part in (without_markup(line.text), quote, marks) if part)
