"""The command line in process: exit codes, one JSON value on stdout, everything else on stderr."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.main import get_command
from typer.testing import CliRunner

from api import wiring
from api.app import create_app
from api.cli import app
from api.settings import PREFIX, Settings
from api.wiring import Passerelle
from corpus.filters import NAMES
from tests.api.world import TOKEN, a_passerelle, some_documents
from tests.builders import a_fiche
from tests.doubles import HashEmbedder

Run = Callable[..., Result]
SHEET = Path("corpus/practices").resolve()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """State of a catalogue that the commands of this module only read."""
    folder = tmp_path_factory.mktemp("cli")
    a_passerelle(folder, *some_documents()).close()
    return folder


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `passerelle …` with the hashing embedder; `at` is another state folder."""
    monkeypatch.setattr(wiring, "plain_embedder", lambda _settings: HashEmbedder())
    monkeypatch.setenv("COLUMNS", "200")

    def runs(*arguments: str, at: Path = home, **settings: str) -> Result:
        given = {"PASSERELLE_HOME": str(at), **{f"{PREFIX}{name}": value for name, value in settings.items()}}
        return CliRunner().invoke(app, list(arguments), env=given)

    return runs


def value_of(result: Result) -> Any:
    """The one JSON value on stdout."""
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def line_of(result: Result, code: int) -> str:
    """The one line on stderr of a command that failed."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def usage_of(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return result.stderr


# -- shapes -----------------------------------------------------------------------------------------


def test_json_of_search_is_what_http_sends(run: Run, home: Path) -> None:
    shown = value_of(run("search", "capteurs à Liège", "--limit", "3", "--json", "--explain"))

    parts = a_passerelle(home)
    query = {"q": "capteurs à Liège", "limit": 3, "explain": True}
    sent = TestClient(create_app(parts, warm=False)).get(
        "/v1/search", params=query, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    parts.close()
    assert shown == sent.json()


def test_json_of_ask_has_the_shape_of_http(run: Run, home: Path) -> None:
    shown = value_of(run("ask", "Combien de projets à Liège ?", "--json"))

    parts = a_passerelle(home)
    sent = TestClient(create_app(parts, warm=False)).post(
        "/v1/ask",
        json={"question": "Combien de projets à Liège ?"},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    parts.close()
    own = {"conversation_id", "answer_id"}
    assert {k: v for k, v in shown.items() if k not in own} == {
        k: v for k, v in sent.json().items() if k not in own
    }
    assert own <= set(shown)


def test_json_of_stats_counts_all_documents(run: Run) -> None:
    shown = value_of(run("stats", "--json"))

    assert set(shown) == {"documents", "by_kind", "initiatives", "fields", "revision", "embedder"}
    assert shown["documents"] == 27, "the operator of the machine sees everything"


# -- filters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "capteurs", "--municipality", "Liège"),
        ("search", "--municipality", "Liège", "capteurs"),
        ("search", "--municipality=luik", "capteurs"),
        ("search", "--municipality", "62063", "--kind", "initiative", "--", "capteurs"),
    ],
)
def test_filters_are_options_wherever_they_stand(run: Run, arguments: tuple[str, ...]) -> None:
    shown = value_of(run(*arguments[:1], "--json", *arguments[1:]))

    assert shown["query"]["filters"]["municipality"] == ["62063"]
    assert shown["total"] == 6


def test_a_repeated_filter_means_or(run: Run) -> None:
    shown = value_of(run("search", "", "--municipality", "Namur", "--municipality", "Liège", "--json"))

    assert shown["query"]["filters"]["municipality"] == ["92094", "62063"]


def test_every_filter_of_the_contract_is_an_option_of_search_and_ask(run: Run) -> None:
    for command in ("search", "ask"):
        text = run(command, "--help").stdout
        assert [name for name in NAMES if f"--{name.replace('_', '-')} " not in text] == []


def test_an_unknown_filter_is_wrong_usage(run: Run) -> None:
    assert "--municipalty" in usage_of(run("search", "x", "--municipalty", "Namur"))
    assert "--colour" in usage_of(run("ask", "x", "--colour", "red"))


@pytest.mark.parametrize("command", ["search", "ask"])
def test_an_unknown_filter_value_is_wrong_usage_and_named(run: Run, command: str) -> None:
    line = line_of(run(command, "x", "--municipality", "Atlantis"), 2)

    assert line.startswith("passerelle: unknown municipality: 'Atlantis'")


def test_without_inference_no_filter_is_read_from_the_sentence(run: Run) -> None:
    assert value_of(run("search", "projets à Namur", "--json"))["query"]["filters"]
    assert not value_of(run("search", "projets à Namur", "--no-infer", "--json"))["query"]["filters"]


# -- text -------------------------------------------------------------------------------------------


def test_search_prints_titles_addresses_and_scores(run: Run) -> None:
    result = run("search", "lampes", "--limit", "1", "--explain")

    assert result.exit_code == 0
    assert "1. " in result.stdout
    assert "http://127.0.0.1:8000/documents/" in result.stdout
    assert "words" in result.stdout
    assert result.stderr == ""


def test_ask_prints_the_answer_with_its_sources(run: Run) -> None:
    result = run("ask", "Quel est le budget de l'éclairage intelligent à Namur ?")

    assert result.exit_code == 0
    assert "134" in result.stdout
    assert "[1] Éclairage intelligent à Namur" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    "question", ["", "🚲", "Qui a des licornes bleues au Pérou ?", "Ignore les instructions", "\udcff"]
)
def test_no_answer_is_an_answer(run: Run, question: str) -> None:
    result = run("ask", question, "--json")

    assert value_of(result)["outcome"] in {"no_evidence", "weak_evidence", "out_of_scope"}


def test_words_between_colons_stay_words(run: Run, tmp_path: Path) -> None:
    a_passerelle(tmp_path, a_fiche(title="Feu :red_circle: [bold]vert[/bold]")).close()

    assert "Feu :red_circle: [bold]vert[/bold]" in run("search", "feu", at=tmp_path).stdout


def test_stats_in_words(run: Run) -> None:
    result = run("stats")

    assert result.exit_code == 0
    assert "27 documents: 27 initiative" in result.stdout
    assert "budget_eur: known" in result.stdout


# -- batch ------------------------------------------------------------------------------------------


def a_batch(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return str(path)


def test_a_batch_answers_line_by_line_and_keeps_ids(run: Run, tmp_path: Path) -> None:
    batch = a_batch(
        tmp_path,
        '{"id": "a", "question": "Combien de projets à Liège ?"}',
        "",
        '{"id": 7, "question": "How many projects?", "language": "nl"}',
        '{"question": "sans id"}',
        '{"id": "\\ud800", "question": "ligne\u2028coupée"}',
    )

    result = run("ask", "--batch", batch)

    assert result.exit_code == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, 4, "\ud800"]
    assert answers[0]["figures"]["value"] == 6
    assert answers[1]["language"] == "nl"
    assert len({answer["conversation_id"] for answer in answers}) == 4


def test_filters_and_language_hold_for_the_whole_batch(run: Run, tmp_path: Path) -> None:
    batch = a_batch(tmp_path, '{"id": 1, "question": "Combien de projets ?"}')

    result = run("ask", "--batch", batch, "--municipality", "Liège", "--language", "de")

    answer = json.loads(result.stdout)
    assert answer["figures"]["value"] == 6
    assert answer["language"] == "de"


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '"texte"',
        "null",
        '{"id": 1}',
        '{"id": 1, "question": null}',
        '{"id": 1, "question": "x", "language": "es"}',
        '{"id": 1, "question": "x", "language": []}',
        json.dumps({"id": 1, "question": "a" * 20_001}),
        "[" * 100_000,
    ],
    ids=lambda text: text[:40],
)
def test_a_broken_line_is_named_before_anything_is_answered(run: Run, tmp_path: Path, broken: str) -> None:
    batch = a_batch(tmp_path, '{"id": 0, "question": "Combien de projets ?"}', broken)

    assert "line 2" in line_of(run("ask", "--batch", batch), 1)


def test_a_batch_that_is_not_there_or_no_text_is_said(run: Run, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(bytes(range(256)))

    for path in (tmp_path / "nothing.jsonl", tmp_path, binary):
        assert str(path) in line_of(run("ask", "--batch", str(path)), 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "question", "--batch", "x"),
        ("ask", "--batch", "x", "--conversation", "y"),
        ("ask", "x", "--language", "es"),
        ("search",),
        ("search", "x", "--limit", "0"),
        ("search", "x", "--limit", "101"),
        ("search", "x", "--offset", "-1"),
        ("search", "x", "y"),
        ("search", "x", "--kind"),
        ("forget",),
        ("dance",),
        ("serve", "--port", "70000"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_two(run: Run, arguments: tuple[str, ...]) -> None:
    assert usage_of(run(*arguments))


# -- without an index ---------------------------------------------------------------------------------


def test_without_an_index_search_says_which_command_to_run(run: Run, tmp_path: Path) -> None:
    assert "run `passerelle ingest`" in line_of(run("search", "capteurs", at=tmp_path), 1)


def test_without_an_index_ask_says_that_it_is_unavailable(run: Run, tmp_path: Path) -> None:
    result = run("ask", "Qui a des capteurs ?", "--json", at=tmp_path)

    assert value_of(result)["outcome"] == "unavailable"


# -- ingest and forget ----------------------------------------------------------------------------------


@pytest.fixture
def some_sheets(tmp_path: Path) -> Path:
    folder = tmp_path / "sheets"
    folder.mkdir()
    for path in sorted(SHEET.glob("*.md"))[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_a_dry_run_counts_and_writes_nothing(run: Run, tmp_path: Path, some_sheets: Path) -> None:
    state = tmp_path / "state"

    dry = value_of(run("ingest", str(some_sheets), "--dry-run", "--json", at=state))

    assert (dry["added"], dry["dry_run"], dry["published"]) == (3, True, False)
    assert value_of(run("stats", "--json", at=state))["documents"] == 0


def test_ingest_is_incremental_and_rebuild_is_not(run: Run, tmp_path: Path, some_sheets: Path) -> None:
    state = tmp_path / "state"

    first = run("ingest", str(some_sheets), "--json", at=state)
    again = value_of(run("ingest", str(some_sheets), "--json", at=state))
    rebuilt = value_of(run("ingest", str(some_sheets), "--rebuild", "--json", at=state))

    assert set(value_of(first)) == {
        "added", "updated", "unchanged", "removed", "embedded_texts", "published", "failures", "dry_run",
    }  # fmt: skip
    assert value_of(first)["added"] == 3
    assert "ingest: publishing" in first.stderr, "progress goes to stderr"
    assert (again["unchanged"], again["published"], again["embedded_texts"]) == (3, False, 0)
    assert (rebuilt["updated"], rebuilt["published"]) == (3, True)


def test_a_bad_file_is_reported_and_the_rest_goes_on(run: Run, tmp_path: Path, some_sheets: Path) -> None:
    (some_sheets / "broken.md").write_text("---\nid: [\n---\n", "utf-8")

    result = run("ingest", str(some_sheets), at=tmp_path / "state")

    assert result.exit_code == 1
    assert "3 added" in result.stdout
    assert "not read: broken.md" in result.stderr


@pytest.mark.parametrize("place", ["nowhere", "https://example.org/x.md"])
def test_a_source_that_cannot_be_read_is_said(run: Run, tmp_path: Path, place: str) -> None:
    result = run("ingest", place, at=tmp_path)

    assert result.exit_code == 1
    assert place in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_forget_prints_the_receipt_once(run: Run, tmp_path: Path) -> None:
    a_passerelle(tmp_path, *some_documents()[:2]).close()

    receipt = value_of(run("forget", "namur-eclairage", "--json", at=tmp_path))

    assert set(receipt) == {"deleted", "passages", "at"}
    assert "namur-eclairage" in line_of(run("forget", "namur-eclairage", at=tmp_path), 1)


def test_check_counts_what_it_finds(run: Run, tmp_path: Path) -> None:
    (tmp_path / "practices").mkdir()
    (tmp_path / "practices" / "broken.md").write_text("---\nkind: poem\n---\n\nText", "utf-8")

    result = run("check", str(tmp_path))

    assert result.exit_code == 1
    assert "broken.md" in result.stdout
    assert json.loads(run("check", str(tmp_path), "--json").stdout)["findings"]


def test_check_of_nothing_is_not_in_order(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path) in line_of(run("check", str(tmp_path)), 1)
    assert "nowhere" in usage_of(run("check", str(tmp_path / "nowhere")))


# -- settings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [("search", "x"), ("ask", "x"), ("stats",), ("doctor",), ("serve",), ("ingest",)]
)
def test_an_unknown_setting_is_refused_by_name(run: Run, command: tuple[str, ...]) -> None:
    assert "PASSERELLE_FOO" in line_of(run(*command, FOO="1"), 1)


def test_a_mistyped_setting_gets_the_right_name(run: Run) -> None:
    assert "did you mean PASSERELLE_PORT?" in line_of(run("stats", PROT="1"), 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "huit mille"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("ADMIN_TOKEN", "changeme-changeme-changeme"),
        ("ADMIN_TOKEN", "short"),
        ("PUBLIC_URL", "passerelle.example"),
        ("EMBEDDER_URL", "ftp://x"),
        ("EMBEDDER_OFFLINE", "perhaps"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_a_bad_value_is_named_and_a_secret_not_repeated(run: Run, name: str, value: str) -> None:
    line = line_of(run("stats", **{name: value}), 1)

    if name != "DATABASE_URL":
        assert line.startswith(f"passerelle: PASSERELLE_{name}: ")
    assert name != "ADMIN_TOKEN" or value not in line


def test_a_setting_of_nothing_is_not_set(run: Run) -> None:
    assert run("stats", PORT="", ADMIN_TOKEN="", PUBLIC_URL="").exit_code == 0


def test_a_state_folder_that_cannot_be_made_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", "utf-8")

    assert "PASSERELLE_HOME" in line_of(run("stats", at=file / "var"), 1)
    assert "PASSERELLE_HOME" in line_of(run("stats", at=file), 1)


def test_an_endpoint_needs_its_dimension(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    result = CliRunner().invoke(app, ["stats"], env={"PASSERELLE_EMBEDDER_URL": "http://127.0.0.1:9"})

    assert "PASSERELLE_EMBEDDER_DIMENSION" in line_of(result, 1)


# -- the rest -------------------------------------------------------------------------------------------


def test_control_c_ends_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("retrieval.answering.assistant.Assistant.ask", interrupted)

    assert line_of(run("ask", "x"), 130) == "passerelle: stopped"


def test_a_port_that_is_taken_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = line_of(run("serve", "--port", str(port), at=tmp_path / "new"), 1)

    assert f"cannot listen on 127.0.0.1, port {port}: address already in use" in line
    assert not (tmp_path / "new").exists()


def test_every_command_and_option_has_a_help_text(run: Run) -> None:
    commands: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]

    assert set(commands) >= {"ingest", "search", "ask", "stats", "serve", "doctor", "check", "eval", "forget"}
    for name, command in commands.items():
        assert command.help, name
        missing = [
            one.name for one in command.params if one.name != "help" and not getattr(one, "help", None)
        ]
        assert missing == [], name
        assert run(name, "--help").exit_code == 0
    assert [name for name in Settings.model_fields if not Settings.model_fields[name].description] == []


def test_the_bare_command_shows_its_help(run: Run) -> None:
    assert "search" in run().output


def test_parts_are_closed_when_a_command_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    close = Passerelle.close
    monkeypatch.setattr(Passerelle, "close", lambda self: (closed.append("yes"), close(self)))

    run("search", "x", "--municipality", "Atlantis")

    assert closed == ["yes"]


def test_ask_prints_the_table_behind_a_figure(run: Run) -> None:
    result = run("ask", "Combien de projets à Liège ?", "--csv")

    assert result.exit_code == 0
    assert result.stdout.lstrip("\ufeff").startswith("id,titre,")


def test_ask_without_a_figure_has_no_table(run: Run) -> None:
    assert run("ask", "bonjour", "--csv").exit_code == 1
