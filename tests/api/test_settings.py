"""Settings: where links point, and what worker processes inherit."""

from __future__ import annotations

import os

import pytest

from api.settings import Settings


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "0.0.0.0", "port": 80}, "http://127.0.0.1:80"),
        ({"host": "::1"}, "http://[::1]:8000"),
        ({"host": "::"}, "http://[::1]:8000"),
        ({"host": "0.0.0.0", "public_url": "https://passerelle.example/"}, "https://passerelle.example/"),
    ],
)
def test_links_begin_with_an_address_that_opens(settings: dict[str, object], address: str) -> None:
    assert Settings.model_validate(settings).base_url == address


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_PORT", "8123")
    monkeypatch.setenv("PASSERELLE_LOG_LEVEL", "debug")

    settings = Settings.read()

    assert (settings.port, settings.log_level) == (8123, "DEBUG")


def test_workers_inherit_what_was_given_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "WORKERS"):
        monkeypatch.setenv(f"PASSERELLE_{name}", "")
    Settings(host="127.0.0.2", port=8124, workers=3).hand_down()

    assert os.environ["PASSERELLE_PORT"] == "8124"
    assert Settings.read().base_url == "http://127.0.0.2:8124"


def test_secrets_do_not_show_when_settings_are_written() -> None:
    settings = Settings.model_validate({"admin_token": "a-token-that-nobody-guesses"})

    assert "nobody" not in f"{settings!r} {settings} {settings.model_dump()}"
