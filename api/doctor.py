"""What is installed, configured and reachable, and what to do about what is not."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from api.settings import PREFIX, Settings
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.errors import PasserelleError
from retrieval.index.generation import newest

_PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "tantivy", "langchain", "fastapi", "slack-bolt")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def examine(parts: Passerelle) -> list[Finding]:
    """Look at everything; nothing is changed, the model is loaded once."""
    looks: list[tuple[str, Callable[[Passerelle], Finding]]] = [
        ("catalogue", _catalogue),
        ("model", _model),
        ("index", _index),
        ("writing", _writing),
    ]
    return [_installed(), *(_safely(name, look, parts) for name, look in looks), _settings(parts.settings)]


def _safely(name: str, look: Callable[[Passerelle], Finding], parts: Passerelle) -> Finding:
    try:
        return look(parts)
    except PasserelleError as error:
        return Finding(name, False, str(error), "see docs/operations.md")


def _installed() -> Finding:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    return Finding("installed", True, f"Python {sys.version.split()[0]} on {platform.machine()}; {versions}")


def _catalogue(parts: Passerelle) -> Finding:
    count = parts.catalogue.count_readable(ADMINISTRATOR)
    detail = f"{count} documents, revision {parts.catalogue.revision}"
    return Finding("catalogue", count > 0, detail, "" if count else "run `passerelle ingest`")


def _model(parts: Passerelle) -> Finding:
    parts.embedder.embed_queries(["bonjour"])
    return Finding("model", True, f"{parts.embedder.description}, fingerprint {parts.embedder.fingerprint}")


def _index(parts: Passerelle) -> Finding:
    if newest(parts.settings.index_folder) is None:
        return Finding("index", False, "no generation", "run `passerelle ingest`")
    generation = parts.searcher.generation
    current = generation.manifest.revision == parts.catalogue.revision
    detail = f"{generation.manifest.rows} vectors, revision {generation.manifest.revision}"
    return Finding("index", current, detail, "" if current else "run `passerelle ingest` to bring it up to date")


def _writing(parts: Passerelle) -> Finding:
    if parts.settings.admin_token.get_secret_value():
        return Finding("writing", True, "an administrator's token is set")
    return Finding("writing", True, f"nobody may write over HTTP; set {PREFIX}ADMIN_TOKEN to allow it")


def _settings(settings: Settings) -> Finding:
    said = ", ".join(
        f"{PREFIX}{name}={value}".replace("\n", " ")
        for name, value in settings.model_dump().items()
        if name in settings.model_fields_set and "key" not in name and "token" not in name
    )
    return Finding("settings", True, said or "all at their defaults")
