"""`passerelle doctor`: what a newcomer reads when something is missing."""

from __future__ import annotations

import json
import socket
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import wiring
from api.cli import app
from api.doctor import Finding, examine, setting_lines
from api.settings import Settings
from retrieval.embedding.errors import ModelUnusable
from tests.api.world import TOKEN, a_passerelle
from tests.builders import a_fiche
from tests.chat import ChatServer
from tests.doubles import HashEmbedder

NAMES = [
    "installed", "settings", "home", "address", "catalogue", "model", "index", "chat", "conversations", "gaps", "writing",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())


def findings(home: Path, **settings: object) -> dict[str, Finding]:
    examined = examine(Settings.model_validate({"home": home, "port": 0, **settings}))
    return {finding.name: finding for finding in examined}


def test_where_all_is_well_every_finding_is_in_order(tmp_path: Path) -> None:
    a_passerelle(tmp_path, a_fiche()).close()

    found = findings(tmp_path)

    assert list(found) == NAMES
    assert all(finding.ok for finding in found.values())
    assert "1 documents" in found["catalogue"].detail


def test_a_chat_model_is_asked_for_a_word(tmp_path: Path) -> None:
    with ChatServer.running() as server:
        server.says("Yes.")
        chosen = {"chat_model": "openai:scripted", "chat_url": server.url, "chat_api_key": TOKEN}
        well = findings(tmp_path, **chosen)["chat"]
        server.says("", status=401)
        refused = findings(tmp_path, **chosen)
        foreign = findings(tmp_path, chat_model="mistralai:x")["chat"]

    assert well.ok
    assert "openai:scripted" in well.detail
    assert not refused["chat"].ok
    assert "PASSERELLE_CHAT_API_KEY" in refused["chat"].advice
    assert not foreign.ok
    assert "langchain-mistralai" in foreign.advice
    assert TOKEN not in str(refused)


def test_a_newcomer_is_told_to_ingest(tmp_path: Path) -> None:
    found = findings(tmp_path / "new")

    assert [name for name, finding in found.items() if not finding.ok] == ["catalogue", "index"]
    assert "passerelle ingest" in found["catalogue"].advice
    assert "passerelle ingest" in found["index"].advice


def test_an_index_behind_its_catalogue_is_said(tmp_path: Path) -> None:
    parts = a_passerelle(tmp_path, a_fiche())
    parts.catalogue.writer.remove(["namur-eclairage"])
    parts.close()

    index = findings(tmp_path)["index"]

    assert not index.ok
    assert "passerelle ingest" in index.advice


def test_a_missing_model_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ModelUnusable("the model is not there")

    monkeypatch.setattr(HashEmbedder, "embed_queries", missing)

    model = findings(tmp_path)["model"]

    assert (model.ok, model.detail) == (False, "the model is not there")
    assert "make setup" in model.advice


def test_a_missing_package_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = metadata.version

    def without_slack(name: str) -> str:
        if name == "slack-bolt":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without_slack)

    installed = findings(tmp_path)["installed"]

    assert not installed.ok
    assert "missing: slack-bolt" in installed.detail
    assert installed.advice == "run `make setup`"


def test_a_database_that_does_not_open_leaves_the_rest_said(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"no database" * 1_000)

    found = findings(tmp_path)

    assert list(found) == ["installed", "settings", "home", "address", "parts"]
    assert not found["parts"].ok
    assert found["parts"].advice


def test_a_home_that_cannot_be_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")

    home = findings(tmp_path / "file" / "var")["home"]

    assert not home.ok
    assert "PASSERELLE_HOME" in home.advice


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = findings(tmp_path, port=taken.getsockname()[1])

    assert "something answers" in found["address"].detail


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        admin_token=TOKEN,
        embedder_api_key="key-of-somebody",
        embedder_url="http://user:pass-word@127.0.0.1:9/v1",
    )

    text = str(list(found.values()))
    assert "PASSERELLE_EMBEDDER_URL=http://…@127.0.0.1:9/v1" in found["settings"].detail
    assert [secret for secret in (TOKEN, "key-of-somebody", "pass-word") if secret in text] == []


def test_the_command_fails_when_something_is_not_in_order(tmp_path: Path) -> None:
    environment = {"PASSERELLE_HOME": str(tmp_path)}

    plain = CliRunner().invoke(app, ["doctor"], env=environment)
    as_json = CliRunner().invoke(app, ["doctor", "--json"], env=environment)

    assert plain.exit_code == as_json.exit_code == 1
    assert "FAIL catalogue" in plain.stdout
    assert "→ run `passerelle ingest`" in plain.stdout
    value = json.loads(as_json.stdout)
    assert {name for finding in value["findings"] for name in finding} == {"name", "ok", "detail", "advice"}


def test_the_command_ends_well_when_all_is_in_order(tmp_path: Path) -> None:
    a_passerelle(tmp_path, a_fiche()).close()

    result = CliRunner().invoke(app, ["doctor"], env={"PASSERELLE_HOME": str(tmp_path)})

    assert result.exit_code == 0, result.stdout
    assert "Everything is in order" in result.stdout


def test_every_setting_is_listed_with_description_and_default() -> None:
    plain = CliRunner().invoke(app, ["doctor", "--settings"])
    as_json = CliRunner().invoke(app, ["doctor", "--settings", "--json"])

    lines = plain.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"PASSERELLE_{n.upper()}" for n in Settings.model_fields
    ]
    assert all(line.endswith(")") and "(default: " in line for line in lines)
    assert "PASSERELLE_PORT: port that `serve` listens on (default: 8000)" in lines
    assert "SecretStr" not in plain.stdout
    assert "PosixPath" not in plain.stdout
    assert len(json.loads(as_json.stdout)["settings"]) == len(setting_lines()) == len(lines)


def test_settings_are_listed_even_when_one_is_wrong() -> None:
    assert CliRunner().invoke(app, ["doctor", "--settings"], env={"PASSERELLE_FOO": "1"}).exit_code == 0
