"""A sentence of a document inside an answer: its words, and nothing that they could do there."""

from __future__ import annotations

import re
import unicodedata

from corpus.labels import value_label
from corpus.models import Document, Language
from corpus.text import translate
from retrieval.answering.citations import Bibliography, Sentence

_MARKUP = re.compile(r"[\\`\[\]<]")


def quoted(document: Document, sentence: Sentence, bibliography: Bibliography, language: Language) -> str:
    """A quote with its citation, and a label where it is in another language or from general knowledge."""
    number = bibliography.cite(document, sentence.passage, sentence.text)
    return f"« {without_markup(sentence.text)} » [{number}]{note_on(document, language, quoted=True)}"


def note_on(document: Document, language: Language, *, quoted: bool) -> str:
    """In parentheses, what a reader must know of a source."""
    notes = []
    if quoted and document.language != language:
        name = value_label("language", document.language, language)
        notes.append(translate(language, "cité en {language}", language=name))
    if document.confidence == "connaissance_generale":
        notes.append(value_label("confidence", document.confidence, language))
    return f" ({' · '.join(notes)})" if notes else ""


def without_markup(text: str) -> str:
    """Words of a document for a CommonMark text: no link, image, HTML, code, false citation or hidden sign.

    A document is whatever somebody put in: "[1]" in it is no citation, and a sign that turns the writing
    direction would turn what follows.
    """
    seen = "".join(one for one in text if unicodedata.category(one) not in {"Cf", "Co", "Cn"})
    return _MARKUP.sub(r"\\\g<0>", " ".join(seen.split()))
