"""The numbered passages that a model may use, with what is aimed at the model itself taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import Document, Passage
from retrieval.answering.citations import Sentence, sentences_of
from retrieval.answering.extracted import Evidence
from retrieval.query.scope import is_order

MOST_SOURCES = 6
_MOST_CHARACTERS = 1_400  # of one passage
# What speaks to a model and not to a reader: marks of chat formats, calls of tools, roles.
_TO_A_MODEL = re.compile(
    r"<\|?\s*/?\s*(?:im_start|im_end|system|assistant|user|tool|function|endoftext|inst)\b|\[/?INST\]|<<SYS>>"
    r"|^\s*#{0,6}\s*(?:system|assistant|user|instructions?|human|ai|new task|developer)\s*(?:prompt|message)?\s*:"
    r"|\b(?:tool_call|function_call|tool_use|tool_name|arguments)\b|\b(?:AI|KI|IA|LLM|chatbot|language model|modèle de langue"
    r"|taalmodel\w*|Sprachmodell\w*|assistant\w*|assistent\w*)\b.{0,60}\b(?:must|doit|devez|moet|muss|should|shall|répond|respond"
    r"|réponds|answer|antwoord|antworte|instruct|consigne|ignore)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(
    r"(?:https?|ftp|file|data|javascript|mailto)\s*:|www\.|\S@\S+\.\w|\b[\w-]+(?:\[\.\]|\.)(?:com|net|org|io|be|eu|fr|nl|de|xyz|ru|info"
    r"|example|test|evil|site|online|top|app|dev|lu|uk|tk|co)\b(?:/\S*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Source:
    """A numbered passage and those of its sentences that may be used."""

    n: int
    document: Document
    passage: Passage
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """What the model reads."""
        return " ".join(visible(sentence.text) for sentence in self.sentences)


def sources_of(evidence: Sequence[Evidence]) -> list[Source]:
    """The passages of the best sentences, the best first."""
    found: list[Source] = []
    seen: set[str] = set()
    for one in evidence:
        passage = one.sentence.passage
        if passage.id in seen or len(found) == MOST_SOURCES:
            continue
        seen.add(passage.id)
        sentences = tuple(_usable(passage, one.sentence))
        if sentences:
            found.append(Source(len(found) + 1, one.document, passage, sentences))
    return found


def _usable(passage: Passage, best: Sentence) -> list[Sentence]:
    """The sentences around the best one that speak to a reader, as many as there is room for."""
    everything = [sentence for sentence in sentences_of(passage) if not is_aimed_at_a_model(sentence.text)]
    centre = next((i for i, sentence in enumerate(everything) if sentence.start >= best.start), 0)
    kept: list[int] = []
    room = _MOST_CHARACTERS
    for i in sorted(range(len(everything)), key=lambda i: abs(i - centre)):
        room -= len(everything[i].text)
        if room < 0 and kept:
            break
        kept.append(i)
    return [everything[i] for i in sorted(kept)]


def is_aimed_at_a_model(text: str) -> bool:
    """Whether words try to command a model; such a sentence is neither shown to it nor supports it."""
    shown = visible(text)
    hidden = sum(unicodedata.category(character) in {"Cf", "Co"} for character in text)
    return hidden > 8 or is_order(shown) or bool(_TO_A_MODEL.search(shown))


def holds_address(text: str) -> bool:
    """Whether there is a web or mail address in a text, however it is written."""
    return bool(_ADDRESS.search(unicodedata.normalize("NFKC", visible(text))))


def visible(text: str) -> str:
    """A text without characters that cannot be seen (zero width, direction, tags, private use)."""
    return "".join(
        character
        for character in text
        if unicodedata.category(character) not in {"Cf", "Co", "Cn", "Cc"} or character in "\n\t"
    )
