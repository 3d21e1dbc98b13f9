"""A real server over a small real corpus with the bundled model, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAKEN = (
    "initiatives/namur-open-data.md",
    "initiatives/charleroi-compteurs-eau.md",
    "initiatives/charleroi-charl-e-district.md",
    "initiatives/leuven-telraam.md",
    "initiatives/marche-cameras.md",
    "practices/bp-accessibilite-web.md",
    "practices/bp-capteurs-stationnement.md",
    "practices/bp-chatbot-communal.md",
    "regulations/loi-cameras--12.md",
    "regulations/aarhus--3.md",
)
TWIN = "charleroi-compteurs-eau"  # a fiche that stands in the catalogue twice
TOKEN = "a-token-that-nobody-guesses"
_COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]
_PATIENCE = 120.0

PageMaker = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `passerelle serve`, ready; its words are shown if it dies."""
    folder = tmp_path_factory.mktemp("browser")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in TAKEN:
        shutil.copy(ROOT / "corpus" / name, corpus)
    _write_twin(corpus)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    environment = {**kept, "PASSERELLE_HOME": str(folder / "home"), "PASSERELLE_ADMIN_TOKEN": TOKEN}
    _run_ingest(corpus, environment)
    port = _free_port()
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*_COMMAND, "serve", "--port", str(port)], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _write_twin(corpus: Path) -> None:
    """The same initiative once more, as somebody else might have filed it."""
    text = (ROOT / "corpus" / "initiatives" / f"{TWIN}.md").read_text("utf-8")
    (corpus / f"{TWIN}-bis.md").write_text(text.replace(TWIN, f"{TWIN}-bis"), "utf-8")


def _run_ingest(corpus: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*_COMMAND, "ingest", str(corpus)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=10):
                return
        except (urllib.error.URLError, OSError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            time.sleep(0.3)
    raise AssertionError(f"the server did not become ready:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(
    chromium: Browser, server: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[PageMaker]:
    """Opens pages of the server; any error in a console fails the test, a failure leaves screenshots."""
    pages: list[Page] = []
    errors: list[str] = []

    def make(address: str = "/", **options: object) -> Page:
        chosen = {"locale": "fr-BE", "viewport": {"width": 1280, "height": 860}, **options}
        context = chromium.new_context(base_url=server, **chosen)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: errors.append(message.text) if _is_ours(message) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        pages.append(page)
        return page

    yield make
    for number, page in enumerate(pages):
        if request.session.testsfailed:
            page.screenshot(path=tmp_path / f"page-{number}.png", full_page=True)
        page.context.close()
    assert [error for error in errors if "the server responded with a status of 4" not in error] == []


def _is_ours(message: ConsoleMessage) -> bool:
    """An error of the page. Nothing of ours sets a style attribute; the browser's driver does at times."""
    return message.type == "error" and not message.text.startswith("Applying inline style")
