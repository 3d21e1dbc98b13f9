"""Questions and passages to vectors: the seam, the local model behind it, a cache.

Every vector that leaves this room has length 1, so that a dot product is a cosine; and every
embedder says by its fingerprint which of its vectors may be compared.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import bundled
from retrieval.embedding.batching import batches_by_length
from retrieval.embedding.errors import EmbeddingError

if TYPE_CHECKING:
    from retrieval.embedding.adapters import Adapter
    from retrieval.embedding.encoders import Encoder, SentenceTransformerEncoder

Progress = Callable[[int], None]
"""Called with the number of texts just embedded; the numbers add up to all of them."""

_Value = TypeVar("_Value")

# Padded tokens in one pass of the network. On two cores it takes about a second, which is the
# longest that a question waits behind an ingest; larger batches are no faster.
_TOKEN_BUDGET = 2048
# Texts that are tokenised and sorted together: enough to fill batches evenly, little memory.
_WINDOW = 512


class Embedder(Protocol):
    """Turns text into vectors of length 1. Safe to share between threads."""

    @property
    def fingerprint(self) -> str:
        """Short hexadecimal name of everything that decides a vector; the same at each start."""

    @property
    def description(self) -> str:
        """The fingerprint's content, for people."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape (n, dimension), in order. Raises EmbeddingError."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Vectors of passages, shape (n, dimension), in order. Raises EmbeddingError."""


@dataclass(frozen=True)
class EmbeddingRecipe:
    """Everything that decides which vector a text gets."""

    model: str
    revision: str
    query_prefix: str
    passage_prefix: str
    pooling: str
    dimension: int
    text: str = "prefix + text, cut at 512 tokens"

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits, equal for equal recipes."""
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    @property
    def description(self) -> str:
        """One line for logs and `doctor`."""
        return (
            f"{self.model} (revision {self.revision[:12]}, {self.dimension} dimensions, {self.pooling},"
            f" prefixes {self.query_prefix!r} and {self.passage_prefix!r})"
        )


def unit_length(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows scaled to length 1, same shape. Raises EmbeddingError on a zero or non-finite row."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.all(np.isfinite(lengths) & (lengths > 0)):
        raise EmbeddingError("the embedding model returned a vector without a direction")
    scaled: NDArray[np.float32] = (vectors / lengths).astype(np.float32, copy=False)
    return scaled


def encodable(text: str) -> str:
    """The text with lone surrogates replaced: JSON may carry them, no tokenizer accepts them."""
    return text.encode("utf-8", "replace").decode()


class SentenceTransformerEmbedder:
    """A sentence-transformers model on this machine.

    Loaded at the first embedding (or the first look at its fingerprint, when that needs it), not
    before: commands that embed nothing pay nothing. Texts beyond 512 tokens, or the model's own
    limit if lower, are cut by the model: what follows does not influence the vector.
    """

    def __init__(
        self,
        *,
        recipe: Callable[[], EmbeddingRecipe],
        load: Callable[[], Encoder],
        token_budget: int = _TOKEN_BUDGET,
    ) -> None:
        self._recipe = _Once(recipe)
        self._encoder = _Once(load)
        self._adapted = lru_cache(maxsize=2)(lambda adapter: self._encoder().adapted(adapter))
        self._token_budget = token_budget
        # One thread, since OpenMP keeps a team of threads for each thread that asks it to compute: teams of a
        # server's forty would fight for the cores. Who comes first is served first, so that an ingest, which
        # comes again for each batch, lets questions through.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedding")

    @classmethod
    def from_bundled(cls, folder: Path) -> SentenceTransformerEmbedder:
        """The model that ships, unpacked into `folder` at first use (ten seconds, 560 MB of disk with what lies beside it).

        Loading takes about eight seconds after that, most of it importing the library. The first look at the fingerprint raises
        ModelUnusable when the package with the weights is missing, the first embedding also when
        the folder cannot be written.
        """

        def load() -> Encoder:
            from retrieval.embedding.encoders import SentenceTransformerEncoder, import_library

            with ThreadPoolExecutor(max_workers=1) as aside:  # checks 470 MB while the library is imported
                whole = aside.submit(bundled.unpack, folder)
                import_library()
            revision = _bundled_recipe().revision
            return SentenceTransformerEncoder.open(
                str(whole.result()), offline=True, graphs=_graphs(folder), revision=revision
            )

        return cls(recipe=_bundled_recipe, load=load)

    @classmethod
    def from_name(
        cls,
        model: str,
        *,
        query_prefix: str,
        passage_prefix: str,
        offline: bool = False,
        folder: Path | None = None,
    ) -> SentenceTransformerEmbedder:
        """A folder, or a hub model by name (downloaded at first use unless `offline`).

        What runs single texts sooner is kept beside `folder`, nowhere when it is None.

        The prefixes are those of the model's card, empty when it has none. First use takes ten
        seconds and more, and raises ModelUnusable when the model cannot be loaded.
        """

        def open_model() -> SentenceTransformerEncoder:
            from retrieval.embedding.encoders import SentenceTransformerEncoder

            return SentenceTransformerEncoder.open(
                model, offline=offline, graphs=_graphs(folder) if folder else None
            )

        encoder = _Once(open_model)

        def recipe() -> EmbeddingRecipe:
            return EmbeddingRecipe(
                model=model,
                revision=encoder().revision,
                query_prefix=query_prefix,
                passage_prefix=passage_prefix,
                pooling=encoder().pooling,
                dimension=encoder().dimension,
            )

        return cls(recipe=recipe, load=encoder)

    @property
    def fingerprint(self) -> str:
        """See `Embedder`."""
        return self._recipe().fingerprint

    @property
    def description(self) -> str:
        """See `Embedder`."""
        return self._recipe().description

    @property
    def dimension(self) -> int:
        """See `Embedder`."""
        return self._recipe().dimension

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder`; about 10 ms a question on two cores."""
        return self._embed(texts, self._recipe().query_prefix, None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """See `Embedder`; about twelve passages of 200 tokens a second on two cores."""
        return self._embed(texts, self._recipe().passage_prefix, progress)

    def embed_adapted(
        self, texts: Sequence[str], adapter: Adapter
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vectors of texts that are compared with one another, plain and as the adapter moves them; both (n, dimension).

        Raises ModelUnusable when the model takes no adapter.
        """
        prefix = self._recipe().query_prefix
        network = self._adapted(adapter)
        both = np.empty((2, len(texts), self.dimension), np.float32)
        for batch in self._batches(self._encoder(), [encodable(prefix + text) for text in texts]):
            chosen = [encodable(prefix + texts[position]) for position in batch]
            both[:, batch] = self._thread.submit(network.encode, chosen).result()
        return unit_length(both[0]), unit_length(both[1])

    def _embed(self, texts: Sequence[str], prefix: str, progress: Progress | None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _WINDOW):
            window = [encodable(prefix + text) for text in texts[start : start + _WINDOW]]
            self._embed_window(window, vectors[start : start + _WINDOW], progress)
        return unit_length(vectors)

    def _embed_window(self, texts: list[str], into: NDArray[np.float32], progress: Progress | None) -> None:
        encoder = self._encoder()
        for batch in self._batches(encoder, texts):
            into[batch] = self._thread.submit(
                encoder.encode, [texts[position] for position in batch]
            ).result()
            if progress is not None:
                progress(len(batch))

    def _batches(self, encoder: Encoder, texts: list[str]) -> Iterable[list[int]]:
        if len(texts) == 1:  # a question; nothing to sort
            return [[0]]
        lengths = self._thread.submit(encoder.count_tokens, texts).result()
        return batches_by_length(lengths, self._token_budget)


def _graphs(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-single-texts")


def _bundled_recipe() -> EmbeddingRecipe:
    return EmbeddingRecipe(
        model=bundled.MODEL,
        revision=f"{bundled.digest(bundled.packed_file())}/{bundled.LAYOUT}",
        query_prefix=bundled.QUERY_PREFIX,
        passage_prefix=bundled.PASSAGE_PREFIX,
        pooling="mean",
        dimension=bundled.DIMENSION,
    )


class _Once(Generic[_Value]):
    """A value made at the first call, by one thread only; a failure is tried again next time."""

    def __init__(self, make: Callable[[], _Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: list[_Value] = []

    def __call__(self) -> _Value:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


class AroundEmbedder:
    """What an embedder around another one leaves as it is: all but the questions."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        """That of the embedder behind."""
        return self._embedder.fingerprint

    @property
    def description(self) -> str:
        """That of the embedder behind."""
        return self._embedder.description

    @property
    def dimension(self) -> int:
        """That of the embedder behind."""
        return self._embedder.dimension

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """See `Embedder`."""
        return self._embedder.embed_passages(texts, progress)
