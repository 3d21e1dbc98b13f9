"""A second reading of the same network: low-rank changes of its upper layers (LoRA; Hu et al., 2021).

The embedder was trained to bring questions and their answers together. What is to be compared otherwise, such as two
projects by the need that they meet, is read by upper layers that were moved for it; the lower ones and the vocabulary,
which are most of the memory, are shared. An adapter belongs to one embedder.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.errors import ModelUnusable

PARTS = {  # of a layer: which matrices are moved
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}


@dataclass(frozen=True, eq=False)
class Adapter:
    """What is added to the weights of layers from `first` on: `b @ a` for each of their matrices.

    `down` maps names like `7.query` to shape (rank, inputs), `up` to shape (outputs, rank).
    """

    fingerprint: str  # of the embedder that it belongs to
    first: int  # the lowest layer that is moved
    tokens: int  # that are read of a text
    down: Mapping[str, NDArray[np.float32]]
    up: Mapping[str, NDArray[np.float32]]

    @classmethod
    def read(cls, path: Path) -> Adapter:
        """From a file that `write` made."""
        with np.load(path, allow_pickle=False) as stored:
            names = [name.removeprefix("down.") for name in stored.files if name.startswith("down.")]
            return cls(
                fingerprint=str(stored["fingerprint"]),
                first=int(stored["first"]),
                tokens=int(stored["tokens"]),
                down={name: stored[f"down.{name}"].astype(np.float32) for name in names},
                up={name: stored[f"up.{name}"].astype(np.float32) for name in names},
            )

    def write(self, path: Path) -> None:
        """Keep it in half precision."""
        np.savez_compressed(
            path,
            fingerprint=np.array(self.fingerprint),
            first=np.array(self.first),
            tokens=np.array(self.tokens),
            **{f"down.{name}": matrix.astype(np.float16) for name, matrix in self.down.items()},  # type: ignore[arg-type]
            **{f"up.{name}": matrix.astype(np.float16) for name, matrix in self.up.items()},  # type: ignore[arg-type]
        )

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits, equal for equal adapters."""
        content = hashlib.sha256(f"{self.fingerprint} {self.first} {self.tokens}".encode())
        for name in sorted(self.down):
            content.update(name.encode() + self.down[name].tobytes() + self.up[name].tobytes())
        return content.hexdigest()[:16]


class AdaptedNetwork:
    """A BERT-like network of sentence-transformers with mean pooling, read as it is and as the adapter moves it."""

    def __init__(self, model: Any, adapter: Adapter) -> None:
        try:
            self._tokenizer = model.tokenizer
            network = model[0].auto_model
            layers = network.encoder.layer
            self._embeddings = network.embeddings
            self._lower = layers[: adapter.first]
            self._plain = layers[adapter.first :]
            self._moved = copy.deepcopy(self._plain)
            self._tokens = adapter.tokens
            for name, down in adapter.down.items():
                _add(self._moved, adapter.first, name, adapter.up[name] @ down)
        except (AttributeError, IndexError, KeyError, RuntimeError) as error:
            raise ModelUnusable(f"this embedding model takes no adapter: {error}") from error

    def encode(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The vectors of a batch as the network gives them, and as the adapter moves them; of any length."""
        import torch

        features = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=self._tokens, return_tensors="pt"
        )
        kept = features["attention_mask"]
        with torch.inference_mode():
            hidden = self._embeddings(input_ids=features["input_ids"])
            hidden = _through(self._lower, hidden, kept)
            plain, moved = (_through(layers, hidden, kept) for layers in (self._plain, self._moved))
            return _pooled(plain, kept), _pooled(moved, kept)


def _add(layers: Any, first: int, name: str, change: NDArray[np.float32]) -> None:
    import torch

    number, _, part = name.partition(".")
    matrix = layers[int(number) - first].get_submodule(PARTS[part]).weight
    with torch.no_grad():
        matrix += torch.from_numpy(change)


def _through(layers: Any, hidden: Any, kept: Any) -> Any:
    import torch

    mask = (1.0 - kept[:, None, None, :].to(hidden.dtype)) * torch.finfo(hidden.dtype).min
    for layer in layers:
        found = layer(hidden, attention_mask=mask)
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden


def _pooled(hidden: Any, kept: Any) -> NDArray[np.float32]:
    weights = kept[..., None].to(hidden.dtype)
    mean = (hidden * weights).sum(1) / weights.sum(1)
    return np.asarray(mean.numpy(), np.float32)
