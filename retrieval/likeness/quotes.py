"""The sentences by which two projects say that they meet one need: of each, the one nearest to the other's gist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.access import Caller
from corpus.project import Project
from corpus.sentences import sentence_spans
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.records import text_hash
from retrieval.embedding.embedder import Embedder
from retrieval.likeness.comparison import Meaning
from retrieval.likeness.profile import prose

_SHORTEST = 25  # characters; shorter ones are headings and leftovers
_MOST_SENTENCES = 12  # of an idea: each costs an embedding
_FROM_A_FICHE = 40


@dataclass(frozen=True)
class Said:
    """The sentences of a project with their vectors, shape (sentences, dimension)."""

    sentences: tuple[str, ...]
    vectors: NDArray[np.float32]

    def nearest(self, meaning: Meaning) -> str:
        """The sentence that is nearest to a gist; "" where there is none."""
        if not self.sentences:
            return ""
        return self.sentences[int(np.argmax(self.vectors @ meaning.gist))]


class Quotes:
    """Reads sentences; those of fiches have their vectors in the catalogue."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder) -> None:
        self._catalogue = catalogue
        self._embedder = embedder

    def of_project(self, project: Project) -> Said:
        """Of an idea or fiche in hand; raises EmbeddingError."""
        text = prose(project.body) or project.title
        sentences = _long_enough([text[start:end] for start, end in sentence_spans(text)] or [text])
        return self._said(sentences[:_MOST_SENTENCES])

    def of_documents(self, document_ids: Sequence[str], caller: Caller) -> dict[str, Said]:
        """Of fiches of the catalogue, as far as the caller may read them."""
        passages = self._catalogue.passages(document_ids, caller)
        return {
            identifier: self._said(
                _long_enough(
                    [one.text[start:end] for one in found for start, end in sentence_spans(one.text)]
                )[:_FROM_A_FICHE]
            )
            for identifier, found in passages.items()
        }

    def _said(self, sentences: Sequence[str]) -> Said:
        hashes = [text_hash(sentence) for sentence in sentences]
        known = self._catalogue.vectors.of(self._embedder.fingerprint, set(hashes))
        missing = [text for text, key in zip(sentences, hashes, strict=True) if key not in known]
        if missing:
            made = self._embedder.embed_passages(missing)
            known |= dict(zip((text_hash(text) for text in missing), made, strict=True))
        rows = [known[key] for key in hashes]
        vectors = np.stack(rows) if rows else np.zeros((0, self._embedder.dimension), np.float32)
        return Said(tuple(sentences), vectors)


def _long_enough(sentences: Sequence[str]) -> list[str]:
    return [one for one in sentences if len(one) >= _SHORTEST] or list(sentences[:1])
