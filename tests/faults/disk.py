"""Disks that fail: the n-th operation of a run, or every byte beyond a size."""

from __future__ import annotations

import errno
import io
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import faiss
import pytest

from retrieval.index import keyword_tantivy


class FailingDisk:
    """Fails the `nth` of what changes a disk, counted from 1: open for writing, mkdir, fsync, rename.

    The engines write in C++ and Rust; one call of theirs counts as one, and leaves a torn file behind.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, nth: int, *, code: int = errno.EIO) -> None:
        self.done: list[str] = []
        self._nth = nth
        self._code = code
        for module, name in ((os, "mkdir"), (os, "fsync"), (os, "rename")):
            monkeypatch.setattr(module, name, self._counted(name, getattr(module, name)))
        monkeypatch.setattr(io, "open", self._opening(io.open))
        monkeypatch.setattr(faiss, "write_index", self._torn_faiss(faiss.write_index))
        monkeypatch.setattr(keyword_tantivy, "_write_part", self._torn_tantivy(keyword_tantivy._write_part))

    @property
    def failed(self) -> bool:
        return len(self.done) >= self._nth

    def _fails_now(self, name: str) -> bool:
        self.done.append(name)
        return len(self.done) == self._nth

    def _error(self) -> OSError:
        return OSError(self._code, os.strerror(self._code))

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if self._fails_now(name):
                raise self._error()
            return real(*args, **options)

        return call

    def _opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        refused: list[Any] = []  # zipfile tries again with another mode

        def call(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            if set(mode) & set("wxa+") and (file in refused or self._fails_now("open")):
                refused.append(file)
                raise self._error()
            return real(file, mode, *args, **options)

        return call

    def _torn_faiss(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(index: Any, path: str) -> None:
            real(index, path)
            if self._fails_now("faiss"):
                os.truncate(path, Path(path).stat().st_size // 2)
                raise RuntimeError(f"Error: 'ret == (1)' failed: could not write: {os.strerror(self._code)}")

        return call

    def _torn_tantivy(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(folder: Path, units: Any) -> None:
            real(folder, units)
            if self._fails_now("tantivy"):
                next(folder.glob("*.term")).unlink()
                raise ValueError(f"An IO error occurred: '{os.strerror(self._code)}'")

        return call


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Really no file may grow beyond `size`: the kernel refuses, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
