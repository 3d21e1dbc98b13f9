"""Running a local network: text in, one vector out, no prefix, no order, no lock.

sentence-transformers takes seconds to import, so it is imported when a model is opened.
"""

from __future__ import annotations

import gc
import hashlib
import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.adapters import AdaptedNetwork, Adapter
from retrieval.embedding.errors import ModelUnusable
from retrieval.embedding.single_texts import SingleTexts

MAX_TOKENS = 512
# Turns that OpenMP's threads wait before they sleep: a little longer than from one step of the network to the next. By
# default it is milliseconds, at each of the hundred steps of a question: whenever another thread or program needs a
# core, the waiting ones keep it from the one they wait for. Much less, and each step begins by waking them.
_SPINS = "20000"
# What decides a vector; a changed README does not.
_MODEL_FILES = frozenset({".json", ".safetensors", ".bin", ".model", ".txt", ".onnx"})


class Encoder(Protocol):
    """A network with its tokenizer; texts beyond its length are cut, not refused."""

    dimension: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the network will see of each text."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape (n, dimension), padded together in one batch."""

    def adapted(self, adapter: Adapter) -> AdaptedNetwork:
        """The network with moved upper layers beside its own; raises ModelUnusable when it has none to move."""


class SentenceTransformerEncoder:
    """Any model that sentence-transformers can load, run by that library."""

    def __init__(self, model: Any, revision: Callable[[], str], graphs: Path | None = None) -> None:
        self._model = model.eval()
        self._revision = revision
        self._graphs = graphs
        self.dimension = int(model.get_embedding_dimension())
        self.pooling = " > ".join(type(module).__name__ for module in model)
        # Attention grows with the square of the length; static models have no length (infinity).
        if MAX_TOKENS < (model.max_seq_length or math.inf) < math.inf:
            model.max_seq_length = MAX_TOKENS

    @classmethod
    def open(
        cls, model: str, *, offline: bool, graphs: Path | None = None, revision: str | None = None
    ) -> SentenceTransformerEncoder:
        """Load a folder, or a hub model by name (from its cache only when `offline`).

        `graphs` is a folder where what runs single texts is kept; without it they run as batches do. `revision`
        names the weights where the caller knows them. Raises ModelUnusable when the model cannot be loaded. Code
        that comes with a model is never run.
        """
        import_library()
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar for half a second of mapping files says nothing to anybody
        local = Path(model).is_dir()
        try:
            with _everything_stays():
                loaded = SentenceTransformer(
                    model, local_files_only=offline or local, trust_remote_code=False
                )
        except (OSError, ValueError, RuntimeError, ImportError) as failure:
            raise ModelUnusable(f"the embedding model {model!r} cannot be loaded: {failure}") from failure

        def look() -> str:
            return revision or (folder_revision(Path(model)) if local else _hub_revision(loaded))

        return cls(loaded, look, graphs)

    @cached_property
    def revision(self) -> str:
        """What the vectors depend on beside the name; reads the whole folder when it is first asked for."""
        return self._revision()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the network will see of each text, or its characters if it does not tell."""
        features = self._model.preprocess(list(texts))
        if "attention_mask" not in features:
            return [len(text) for text in texts]
        return [int(length) for length in features["attention_mask"].sum(1)]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape (n, dimension); see `Encoder`.

        The modules one after the other, as the library's `encode` runs them: its sorting and its batches cost a
        question a millisecond or two. The prefixes are ours, so a model's default prompt stays out.
        """
        import torch
        from sentence_transformers.util import batch_to_device

        if len(texts) == 1 and self._single_texts is not None:
            return self._single_texts.encode(texts[0])[:, : self.dimension]
        with torch.inference_mode():
            features = batch_to_device(self._model.preprocess(list(texts)), self._model.device)
            vectors = self._model(features)["sentence_embedding"]
        return np.asarray(vectors[:, : self.dimension].float().cpu().numpy(), np.float32)

    @cached_property
    def _single_texts(self) -> SingleTexts | None:
        return SingleTexts.open(self._model, self._graphs, self.revision) if self._graphs else None

    def adapted(self, adapter: Adapter) -> AdaptedNetwork:
        """See `Encoder`."""
        return AdaptedNetwork(self._model, adapter)


def import_library() -> None:
    """Import what runs a model, which takes seconds."""
    with _waiting_briefly(), _everything_stays():
        import sentence_transformers  # noqa: F401


@contextmanager
def _waiting_briefly() -> Iterator[None]:
    """OpenMP reads its settings when it is loaded; programs that are started later must not inherit ours."""
    ours = not {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT"} & os.environ.keys()
    if ours:
        os.environ["GOMP_SPINCOUNT"] = _SPINS
    try:
        yield
    finally:
        if ours:
            del os.environ["GOMP_SPINCOUNT"]


@contextmanager
def _everything_stays() -> Iterator[None]:
    """Without looking for garbage among half a million new objects that all stay, neither now nor later.

    Now it is a sixth of the time of an import; later each full collection would take a third of a second.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if enabled:
            gc.enable()


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
