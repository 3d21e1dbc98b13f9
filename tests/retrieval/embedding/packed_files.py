"""Builds a tiny file of the E5S1 layout, so that unpacking can be tested in milliseconds."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, KINDS = 32, 1, 2, 64, 16, 2
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "▁ville", "s", "é", "<mask>")
SCORES = (0.0, 0.0, 0.0, 0.0, -2.0, -3.0, -2.5, -4.0, 0.0)
NORMALISATION = {"ﬁ": "fi", "\u00a0": " "}


def a_packed_file(path: Path, *, seed: int = 1, normalisation: dict[str, str] | None = None) -> Path:
    """Write a model of one layer with random weights."""
    start = _header() + _vocabulary() + _map(NORMALISATION if normalisation is None else normalisation)
    path.write_bytes(start + _tensors(len(start), np.random.default_rng(seed)))
    return path


def _header() -> bytes:
    sizes = (HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, KINDS)
    return b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)


def _vocabulary() -> bytes:
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, texts)]).astype("<u4")
    ids = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, texts)))
    return ids + offsets.tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(texts)


def _map(replacements: dict[str, str]) -> bytes:
    entries = b"".join(
        struct.pack("<IB", ord(old), len(new)) + new.encode("utf-32-le") for old, new in replacements.items()
    )
    return struct.pack("<iI", len(replacements), len(entries)) + entries


def _tensors(start: int, random: np.random.Generator) -> bytes:
    tensors = dict(_weights(random))
    directory_size = 4 + sum(2 + len(name) + 21 for name in tensors)
    offset = start + directory_size
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, (kind, size, content) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, size, offset + len(data), len(content))
        data += content
    return directory + data


def _weights(random: np.random.Generator) -> list[tuple[str, tuple[int, int, bytes]]]:
    def quantised(size: int) -> tuple[int, int, bytes]:
        blocks = np.zeros(size // 32, [("scale", "<f2"), ("nibbles", "u1", 16)])
        blocks["scale"] = random.normal(size=len(blocks)) / 50
        blocks["nibbles"] = random.integers(0, 256, size=(len(blocks), 16))
        return 1, size, blocks.tobytes()

    def plain(size: int) -> tuple[int, int, bytes]:
        return 0, size, random.normal(size=size).astype("<f4").tobytes()

    shapes = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN)}
    shapes |= {"fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE)}
    tensors = [("emb.word", quantised(len(PIECES) * HIDDEN)), ("emb.pos", plain(POSITIONS * HIDDEN))]
    tensors += [("emb.type", plain(KINDS * HIDDEN)), ("emb.ln.w", plain(HIDDEN)), ("emb.ln.b", plain(HIDDEN))]
    for name, (rows, columns) in shapes.items():
        tensors += [(f"l0.{name}.w", quantised(rows * columns)), (f"l0.{name}.b", plain(rows))]
    for name in ("aln", "oln"):
        tensors += [(f"l0.{name}.w", plain(HIDDEN)), (f"l0.{name}.b", plain(HIDDEN))]
    return tensors
