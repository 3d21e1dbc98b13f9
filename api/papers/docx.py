"""A note for the college as a Word document: real headings, lists and links, in the language of the note."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from corpus.text import translate
from corpus.typography import bound
from retrieval.portfolio.college.values import CollegeNote, Line

_TAGS = {"fr": "fr-BE", "nl": "nl-BE", "de": "de-BE", "en": "en-GB"}


def note_docx(note: CollegeNote) -> bytes:
    """The bytes of the file."""
    paper = docx.Document()
    _set_up(paper, note)
    paper.add_heading(_plain(note.title), level=0)
    paper.add_paragraph(_plain(note.subtitle))
    for section in note.sections:
        paper.add_heading(_plain(section.heading), level=1)
        for line in section.lines:
            _add_line(paper, line)
    if note.citations:
        paper.add_heading(translate(note.language, "Sources"), level=1)
    for citation in note.citations:
        paragraph = paper.add_paragraph(
            f"[{citation.n}] {_plain(citation.title)}, {_plain(citation.section)}. "
        )
        _add_link(paragraph, citation.url)
    paper.add_paragraph(_plain(note.warning), style="Intense Quote")
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _set_up(paper: WordDocument, note: CollegeNote) -> None:
    """Narrow margins and small print, so that it stays one page; the language for reading aloud and spelling."""
    for page in paper.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(1.8)
        page.top_margin = page.bottom_margin = Cm(1.4)
    normal = paper.styles["Normal"]
    normal.font.size = Pt(9)
    normal.paragraph_format.space_after = Pt(2)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _TAGS[note.language])
    normal.element.get_or_add_rPr().append(language)
    paper.core_properties.title = _plain(note.title)[:255]
    paper.core_properties.author = "Passerelle"
    paper.core_properties.language = _TAGS[note.language]


def _add_line(paper: WordDocument, line: Line) -> None:
    paragraph = paper.add_paragraph(style="List Bullet")
    if line.text:
        paragraph.add_run(_plain(line.text))
    if line.quote:
        paragraph.add_run(f"{' ' if line.text else ''}« {_plain(line.quote)} »").italic = True
    for number in line.citations:
        paragraph.add_run(f" [{number}]").bold = True


def _add_link(paragraph: Paragraph, url: str) -> None:
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = url
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _plain(text: str) -> str:
    """Bound where a line must not break, without the control characters that XML has no form for."""
    return "".join(sign for sign in bound(text) if sign >= " " or sign in "\t\n")
