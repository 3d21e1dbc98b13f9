"""Questions of many askers at once, embedded together.

Nobody waits for company: whoever finds the model free embeds all that has gathered meanwhile. One asker
alone is served at once; thirty-two cost a few passes of the network, not thirty-two (group commit, as
databases write their logs: DeWitt et al., 1984).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.embedder import AroundEmbedder, Embedder
from retrieval.embedding.errors import EmbeddingError

_MOST_TOGETHER = 64  # texts of one pass: more would let the first asker wait for the last


@dataclass
class _Asked:
    """One asker's questions and, later, their vectors or why there are none."""

    texts: Sequence[str]
    vectors: NDArray[np.float32] | None = None
    failure: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)


class GatheredQueries(AroundEmbedder):
    """An embedder whose questions from several threads share passes of the network. Passages go by."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._waiting: deque[_Asked] = deque()
        self._embedding = threading.Lock()

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`; a failure reaches only the asker whose questions cause it."""
        asked = _Asked(texts)
        self._waiting.append(asked)
        with self._embedding:
            while not asked.done.is_set():  # unless whoever had the model before has served this one
                self._serve(self._gathered())
        if asked.failure is not None:
            raise asked.failure
        assert asked.vectors is not None
        return asked.vectors

    def _gathered(self) -> list[_Asked]:
        """The askers of the next pass, in the order in which they came; at least one."""
        chosen = [self._waiting.popleft()]
        texts = len(chosen[0].texts)
        while self._waiting and texts + len(self._waiting[0].texts) <= _MOST_TOGETHER:
            chosen.append(self._waiting.popleft())
            texts += len(chosen[-1].texts)
        return chosen

    def _serve(self, askers: list[_Asked]) -> None:
        try:
            vectors = self._embedder.embed_queries([text for asked in askers for text in asked.texts])
        except Exception as failure:
            if len(askers) > 1:  # whose fault it is shows when each is asked alone
                for asked in askers:
                    self._serve([asked])
                return
            _fail(askers, failure)
            return
        except BaseException:  # Ctrl-C in this thread: nobody may wait for ever for what it had taken
            _fail(askers, EmbeddingError("the embedding was interrupted"))
            raise
        start = 0
        for asked in askers:
            asked.vectors = vectors[start : start + len(asked.texts)]
            start += len(asked.texts)
            asked.done.set()


def _fail(askers: Sequence[_Asked], failure: Exception) -> None:
    for asked in askers:
        asked.failure = failure
        asked.done.set()
