"""Questions that were asked before, and those that are being embedded while they are still being understood."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import AroundEmbedder, Embedder, encodable

_MOST_BEGUN = 32  # questions at once; what comes while all are under way is embedded when it is asked for


class CachedQueries(AroundEmbedder):
    """An embedder that remembers the vectors of the last `size` questions, in memory.

    The questions themselves are not kept, only digests of them. Passages pass through.
    """

    def __init__(self, embedder: Embedder, *, size: int) -> None:
        super().__init__(embedder)
        self._size = size
        self._vectors: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._begun: dict[bytes, Future[NDArray[np.float32]]] = {}
        self._lock = threading.Lock()
        self._background = ThreadPoolExecutor(_MOST_BEGUN, thread_name_prefix="embed-ahead")

    def begin(self, text: str) -> None:
        """Begin to embed a question that will be asked for in a moment, beside what the caller does meanwhile.

        Whoever asks for it waits for this pass, and hears its failure. Nothing is begun before a first question was
        embedded: a command that counts needs no model, and must not load one.
        """
        key = _key(text)
        with self._lock:
            known = key in self._vectors or key in self._begun
            if self._vectors and not known and len(self._begun) < _MOST_BEGUN:
                self._begun[key] = self._background.submit(self._embed_ahead, key, text)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`; only questions that are neither remembered nor begun reach the embedder, once each."""
        keys = [_key(text) for text in texts]
        found, begun = self._recall(keys)
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in found and key not in begun
        }
        if missing:
            fresh = self._embedder.embed_queries(list(missing.values()))
            found |= dict(zip(missing, fresh, strict=True))
            self._remember(dict(zip(missing, fresh, strict=True)))
        found |= {key: vector.result() for key, vector in begun.items()}
        rows = [found[key] for key in keys]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)

    def remembered(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a question that was embedded lately, of length 1; None where it is not remembered."""
        with self._lock:
            return self._vectors.get(_key(text))

    def _embed_ahead(self, key: bytes, text: str) -> NDArray[np.float32]:
        try:
            vector: NDArray[np.float32] = self._embedder.embed_queries([text])[0]
            self._remember({key: vector})
            return vector
        finally:
            with self._lock:
                del self._begun[key]

    def _recall(
        self, keys: list[bytes]
    ) -> tuple[dict[bytes, NDArray[np.float32]], dict[bytes, Future[NDArray[np.float32]]]]:
        """What is remembered, and what is being embedded."""
        with self._lock:
            found = {key: self._vectors[key] for key in keys if key in self._vectors}
            for key in found:
                self._vectors.move_to_end(key)
            return found, {key: self._begun[key] for key in keys if key in self._begun and key not in found}

    def _remember(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        with self._lock:
            self._vectors.update(vectors)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.sha256(encodable(text).encode()).digest()
