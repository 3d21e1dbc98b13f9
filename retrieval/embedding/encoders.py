"""Running a local network: text in, one vector out, no prefix, no order, no lock.

Torch and its company take seconds to import, so this module is imported at the first embedding.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as nn
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Encoding, Tokenizer
from torch import Tensor

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


class BertEncoder:
    """A BERT with mean pooling, from a sentence-transformers folder, in plain torch.

    The same network as `SentenceTransformer(folder)` runs, to the last digits (a test compares
    them). It exists because importing sentence-transformers and loading by it takes eight seconds
    and 1.3 GB, this two seconds and 0.6 GB, at each start of a server and at each command.
    The weights stay mapped from the file: pages come in as words are used and are shared between
    processes.
    """

    def __init__(self, tokenizer: Tokenizer, weights: dict[str, Tensor], config: dict[str, Any]) -> None:
        self.dimension: int = config["hidden_size"]
        self._tokenizer = tokenizer
        self._weights = weights
        self._layers: int = config["num_hidden_layers"]
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]

    @classmethod
    def open(cls, folder: Path) -> BertEncoder:
        """Read tokenizer and configuration, map the weights (about a second, most of it tokenizer)."""
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        config = json.loads((folder / "config.json").read_bytes())
        return cls(tokenizer, load_file(folder / "model.safetensors"), config)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the network will see of each text, markers included."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch(list(texts))]

    @torch.inference_mode()
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape (n, dimension); see `Encoder`."""
        ids, mask = _padded(self._tokenizer.encode_batch(list(texts)))
        states = self._embed(ids)
        # Without padding there is nothing to mask, and attention is faster.
        attended = None if bool(mask.all()) else mask[:, None, None, :]
        for layer in range(self._layers):
            states = self._layer(states, attended, f"encoder.layer.{layer}")
        weight = mask[:, :, None].to(states.dtype)
        pooled: NDArray[np.float32] = ((states * weight).sum(1) / weight.sum(1)).numpy()
        return pooled

    def _embed(self, ids: Tensor) -> Tensor:
        table = self._weights
        words = nn.embedding(ids, table["embeddings.word_embeddings.weight"]).float()
        positions = table["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = table["embeddings.token_type_embeddings.weight"][0]
        return self._normalise(words + kind + positions, "embeddings.LayerNorm")

    def _layer(self, states: Tensor, attended: Tensor | None, name: str) -> Tensor:
        query, key, value = (
            self._split(self._linear(states, f"{name}.attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        context = nn.scaled_dot_product_attention(query, key, value, attn_mask=attended)
        mixed = self._linear(context.transpose(1, 2).flatten(2), f"{name}.attention.output.dense")
        states = self._normalise(mixed + states, f"{name}.attention.output.LayerNorm")
        wide = nn.gelu(self._linear(states, f"{name}.intermediate.dense"))
        mixed = self._linear(wide, f"{name}.output.dense")
        return self._normalise(mixed + states, f"{name}.output.LayerNorm")

    def _split(self, states: Tensor) -> Tensor:
        """(texts, tokens, hidden) → (texts, heads, tokens, hidden / heads)."""
        texts, tokens, hidden = states.shape
        return states.view(texts, tokens, self._heads, hidden // self._heads).transpose(1, 2)

    def _linear(self, states: Tensor, name: str) -> Tensor:
        return nn.linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normalise(self, states: Tensor, name: str) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return nn.layer_norm(states, (self.dimension,), weight, bias, self._epsilon)


def _padded(encodings: list[Encoding]) -> tuple[Tensor, Tensor]:
    """Token ids and the mask of real tokens, both shape (texts, longest)."""
    longest = max(len(encoding.ids) for encoding in encodings)
    ids = torch.zeros((len(encodings), longest), dtype=torch.long)
    mask = torch.zeros((len(encodings), longest), dtype=torch.bool)
    for row, encoding in enumerate(encodings):
        length = len(encoding.ids)
        ids[row, :length] = torch.tensor(encoding.ids)
        mask[row, :length] = True
    return ids, mask


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
