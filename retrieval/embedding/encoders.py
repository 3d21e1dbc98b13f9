"""Running a local network: text in, one vector out, no prefix, no order, no lock.

sentence-transformers takes seconds to import, so it is imported when a model is opened.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.errors import ModelUnusable

MAX_TOKENS = 512
# What decides a vector; a changed README does not.
_MODEL_FILES = frozenset({".json", ".safetensors", ".bin", ".model", ".txt", ".onnx"})


class Encoder(Protocol):
    """A network with its tokenizer; texts beyond its length are cut, not refused."""

    dimension: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the network will see of each text."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape (n, dimension), padded together in one batch."""


class SentenceTransformerEncoder:
    """Any model that sentence-transformers can load, run by that library."""

    def __init__(self, model: Any, revision: str) -> None:
        self._model = model
        self.revision = revision
        self.dimension = int(model.get_embedding_dimension())
        self.pooling = " > ".join(type(module).__name__ for module in model)
        # Attention grows with the square of the length; static models have no length (infinity).
        if MAX_TOKENS < (model.max_seq_length or math.inf) < math.inf:
            model.max_seq_length = MAX_TOKENS

    @classmethod
    def open(cls, model: str, *, offline: bool) -> SentenceTransformerEncoder:
        """Load a folder, or a hub model by name (from its cache only when `offline`).

        Raises ModelUnusable when it cannot be loaded. Code that comes with a model is never run.
        """
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar for half a second of mapping files says nothing to anybody
        local = Path(model).is_dir()
        try:
            loaded = SentenceTransformer(model, local_files_only=offline or local, trust_remote_code=False)
        except (OSError, ValueError, RuntimeError, ImportError) as failure:
            raise ModelUnusable(f"the embedding model {model!r} cannot be loaded: {failure}") from failure
        return cls(loaded, folder_revision(Path(model)) if local else _hub_revision(loaded))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the network will see of each text, or its characters if it does not tell."""
        features = self._model.preprocess(list(texts))
        if "attention_mask" not in features:
            return [len(text) for text in texts]
        return [int(length) for length in features["attention_mask"].sum(1)]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape (n, dimension); see `Encoder`."""
        # The prefixes are ours: an empty prompt keeps a model's own default prompt out.
        vectors = self._model.encode(list(texts), prompt="", batch_size=len(texts), show_progress_bar=False)
        return np.asarray(vectors, np.float32)


def folder_revision(folder: Path) -> str:
    """A digest of a model folder: retrained weights under an old name are noticed (1 GB/s)."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _MODEL_FILES):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _hub_revision(model: Any) -> str:
    """The commit that the hub served, when the library tells."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "unknown")
