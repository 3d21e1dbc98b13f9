"""What is installed, configured and reachable, and what to do about what is not."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

from pydantic import SecretStr

from api.settings import PREFIX, Settings
from api.wiring import Passerelle, build
from corpus.access import ADMINISTRATOR
from corpus.errors import PasserelleError
from retrieval.answering.generated.writing import Reason, WritingFailed
from retrieval.index.generation import newest

_PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "tantivy", "langchain", "fastapi", "slack-bolt")
_ENOUGH_DISK = 1_000_000_000  # bytes: the unpacked model, and an index beside the one in use
_PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


@dataclass(frozen=True)
class SettingLine:
    """One setting as `doctor --settings` lists it."""

    name: str
    description: str
    default: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything, as far as it goes; the state folder is made when missing, the model loaded once."""
    first = [_installed(), _settings(settings), _home(settings), _address(settings)]
    try:
        parts = build(settings)
    except PasserelleError as error:
        advice = f"mend the setting that this names, or {PREFIX}HOME and {PREFIX}DATABASE_URL"
        return [*first, Finding("parts", False, str(error), advice)]
    try:
        return [*first, *(_safely(name, look, parts) for name, look in _LOOKS.items())]
    finally:
        parts.close()


def setting_lines() -> list[SettingLine]:
    """Every setting with its description and default."""
    return [
        SettingLine(f"{PREFIX}{name.upper()}", field.description or "", _plain(field.default))
        for name, field in Settings.model_fields.items()
    ]


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _safely(name: str, look: Callable[[Passerelle], Finding], parts: Passerelle) -> Finding:
    try:
        return look(parts)
    except (PasserelleError, OSError) as error:
        return Finding(name, False, str(error), _ADVICE.get(name, ""))


# -- before anything is put together ----------------------------------------------------------------


def _installed() -> Finding:
    versions, missing = [], []
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    detail = f"Python {sys.version.split()[0]} on {platform.machine()}; {', '.join(versions)}"
    if missing:
        return Finding("installed", False, f"{detail}; missing: {', '.join(missing)}", "run `make setup`")
    return Finding("installed", True, detail)


def _settings(settings: Settings) -> Finding:
    said = ", ".join(
        f"{PREFIX}{name.upper()}={_PASSWORD.sub('…', str(value))}"  # a secret writes itself as asterisks
        for name, value in settings.model_dump().items()
        if name in settings.model_fields_set
    )
    return Finding("settings", True, " ".join(said.split()) or "all at their defaults")


def _home(settings: Settings) -> Finding:
    """Whether the state folder can be written, or made; and whether there is room."""
    home = settings.home.resolve()
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        advice = f"give the right to write there, or set {PREFIX}HOME to another folder"
        return Finding("home", False, f"{home} cannot be written", advice)
    free = shutil.disk_usage(nearest).free
    detail = f"{home}, {free / 1e9:.1f} GB free"
    if free < _ENOUGH_DISK:
        return Finding("home", False, detail, f"free 1 GB, or set {PREFIX}HOME to a folder on another disk")
    return Finding("home", True, detail)


def _address(settings: Settings) -> Finding:
    with socket.socket() as probe:
        probe.settimeout(1)
        try:
            taken = probe.connect_ex((settings.host, settings.port)) == 0
        except OSError:  # the name of the host is not known, or of another address family
            taken = False
    if taken:
        return Finding("address", True, f"something answers on {settings.base_url}: Passerelle, if it runs")
    return Finding("address", True, f"{settings.base_url} is free; `passerelle serve` listens there")


# -- the parts --------------------------------------------------------------------------------------


def _catalogue(parts: Passerelle) -> Finding:
    count = parts.catalogue.count_readable(ADMINISTRATOR)
    detail = f"{count} documents, revision {parts.catalogue.revision}"
    return Finding("catalogue", count > 0, detail, "" if count else "run `passerelle ingest`")


def _model(parts: Passerelle) -> Finding:
    parts.embedder.embed_queries(["bonjour"])
    return Finding("model", True, f"{parts.embedder.description}, fingerprint {parts.embedder.fingerprint}")


def _index(parts: Passerelle) -> Finding:
    if newest(parts.settings.index_folder) is None:
        return Finding("index", False, "no index yet", "run `passerelle ingest`")
    generation = parts.searcher.generation
    current = generation.manifest.revision == parts.catalogue.revision
    detail = f"{generation.manifest.rows} vectors, revision {generation.manifest.revision}"
    return Finding("index", current, detail, "" if current else _ADVICE["index"])


def _chat(parts: Passerelle) -> Finding:
    """Whether the chat model writes, asked for one word."""
    if parts.writer is None:
        return Finding(
            "chat", True, f"no chat model: answers are quotes and figures; {PREFIX}CHAT_MODEL sets one"
        )
    try:
        "".join(parts.writer.write([("human", "Write the word yes.")]))
    except WritingFailed as failure:
        if failure.reason is not Reason.INTERRUPTED:  # a model that says more than one word does write
            return Finding(
                "chat", False, f"{parts.writer.description}: {failure}", _CHAT_ADVICE[failure.reason]
            )
    return Finding("chat", True, f"{parts.writer.description} writes answers, each sentence checked")


def _conversations(parts: Passerelle) -> Finding:
    days = parts.settings.conversation_days
    detail = f"{parts.conversations.count()} questions remembered, for {days} days each"
    return Finding("conversations", True, detail)


def _gaps(parts: Passerelle) -> Finding:
    kept, judged = parts.gaps.counts(), parts.book.tally()
    days = parts.settings.gap_days
    questions = f"{kept.open} questions open, {kept.answered} answered since, kept for {days} days"
    return Finding(
        "gaps", True, f"{questions}; {judged.helpful} answers helped, {judged.not_helpful} did not"
    )


def _writing(parts: Passerelle) -> Finding:
    if parts.settings.admin_token.get_secret_value():
        return Finding("writing", True, "an administrator's token is set")
    return Finding("writing", True, f"nobody may write over HTTP; set {PREFIX}ADMIN_TOKEN to allow it")


_LOOKS: dict[str, Callable[[Passerelle], Finding]] = {
    "catalogue": _catalogue,
    "model": _model,
    "index": _index,
    "chat": _chat,
    "conversations": _conversations,
    "gaps": _gaps,
    "writing": _writing,
}
_CHAT_ADVICE = {
    Reason.TIMEOUT: f"raise {PREFIX}CHAT_TIMEOUT, or take a faster model",
    Reason.BUSY: "the server limits how often it is asked: wait, or raise its limit",
    Reason.UNAVAILABLE: f"check {PREFIX}CHAT_URL and that its server runs",
    Reason.MISCONFIGURED: f"check {PREFIX}CHAT_MODEL, {PREFIX}CHAT_URL and {PREFIX}CHAT_API_KEY, and that the provider's"
    " package is installed (pip install langchain-openai, langchain-mistralai, langchain-ollama…)",
    Reason.REFUSED: "the model refuses one harmless word: take another",
    Reason.UNUSABLE: f"{PREFIX}CHAT_URL does not answer as a chat server of this provider",
}
_ADVICE = {
    "catalogue": f"check {PREFIX}HOME and {PREFIX}DATABASE_URL",
    "model": f"run `make setup`, and check {PREFIX}EMBEDDER and what begins with it",
    "index": "run `passerelle ingest` to bring it up to date",
    "gaps": f"check that {PREFIX}HOME can be written and has room",
    "conversations": f"check that {PREFIX}HOME can be written and has room",
}
