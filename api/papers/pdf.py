"""A note for the college as a PDF of one page: where it is long, the print gets smaller, never a second page."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Frame, KeepInFrame, PageTemplate, Paragraph
from reportlab.platypus.doctemplate import BaseDocTemplate

from corpus.text import translate
from corpus.typography import bound
from retrieval.portfolio.college.values import CollegeNote, Line

_FONT, _BOLD, _ITALIC = (
    "Vera",
    "VeraBd",
    "VeraIt",
)  # they ship with reportlab and hold the signs of our languages
_MARGIN = 1.6 * cm
_WIDTH, _HEIGHT = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN


def note_pdf(note: CollegeNote) -> bytes:
    """The bytes of the file."""
    file = io.BytesIO()
    paper = BaseDocTemplate(file, pagesize=A4, title=note.title, author="Passerelle", lang=note.language)
    frame = Frame(
        _MARGIN, _MARGIN, _WIDTH, _HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    paper.addPageTemplates([PageTemplate(frames=[frame])])
    paper.build([KeepInFrame(_WIDTH, _HEIGHT - 1, list(_blocks(note)), mode="shrink")])
    return file.getvalue()


def _blocks(note: CollegeNote) -> list[Flowable]:
    title, heading, text, small = _styles()
    blocks: list[Flowable] = [Paragraph(_plain(note.title), title), Paragraph(_plain(note.subtitle), text)]
    for section in note.sections:
        blocks.append(Paragraph(_plain(section.heading), heading))
        blocks += [Paragraph(_line(line), text, bulletText="•") for line in section.lines]
    if note.citations:
        blocks.append(Paragraph(_plain(translate(note.language, "Sources")), heading))
    for one in note.citations:
        link = f"<a href={quoteattr(one.url)} color='#0b5b8a'>{_plain(one.title)}, {_plain(one.section)}</a>"
        blocks.append(Paragraph(f"[{one.n}] {link}", small))
    blocks.append(Paragraph(_plain(note.warning), small))
    return blocks


def _line(line: Line) -> str:
    quote = f"<font name='{_ITALIC}'>« {_plain(line.quote)} »</font>" if line.quote else ""
    marks = "".join(f"[{number}]" for number in line.citations)
    return " ".join(part for part in (_plain(line.text), quote, marks) if part)


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (_FONT, _BOLD, _ITALIC):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    text = ParagraphStyle("text", fontName=_FONT, fontSize=8.5, leading=11, leftIndent=9, bulletIndent=0)
    return (
        ParagraphStyle("title", fontName=_BOLD, fontSize=13, leading=16, spaceAfter=3),
        ParagraphStyle("heading", fontName=_BOLD, fontSize=9.5, leading=12, spaceBefore=6, spaceAfter=2),
        text,
        ParagraphStyle("small", parent=text, fontSize=7, leading=8.5),
    )


def _plain(text: str) -> str:
    """Text for a paragraph; a sign that the font lacks is written by its nearest plain letters."""
    _styles()
    known = pdfmetrics.getFont(_FONT).face.charToGlyph
    return escape("".join(sign if ord(sign) in known else _without(sign) for sign in bound(text)))


def _without(sign: str) -> str:
    if unicodedata.category(sign).startswith("Z"):
        return "\u00a0"
    plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return plain or ("" if unicodedata.category(sign).startswith("C") else "?")
