"""Passerelle over a PostgreSQL server: documents to answers over HTTP, and a server that goes away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine

from api.app import create_app
from api.wiring import Passerelle
from corpus.access import ANONYMOUS, Role
from corpus.filters import Filters
from corpus.markdown import render_document
from ingest.sources.markdown import MarkdownSource
from retrieval.catalogue import database
from retrieval.catalogue.catalogue import Catalogue
from retrieval.errors import CatalogueError, CatalogueLocked
from tests.api.server import served
from tests.api.world import AUTHORIZED, a_passerelle
from tests.builders import a_fiche, a_record
from tests.network import a_person, a_token, an_organisation
from tests.postgres import Server

HIVES = "Qui a des ruches connectées ?"


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.database(empty=True) as made:
        yield made


@pytest.fixture
def parts(url: str, tmp_path: Path) -> Iterator[Passerelle]:
    """All of it in one database of the server, the fiches ingested from files."""
    made = a_passerelle(tmp_path / "home", database_url=url, state_database_url=url)
    folder = tmp_path / "sheets"
    folder.mkdir()
    for fiche in (
        a_fiche("namur-lampes", budget="134729.08"),
        a_fiche("mons-velos", title="Vélos à Mons", municipality="Mons", province="Hainaut", budget="1000"),
    ):
        (folder / f"{fiche.id}.md").write_text(render_document(fiche), "utf-8")
    report = made.ingester.ingest([MarkdownSource.at(folder)])
    assert (report.added, report.failures, report.published) == (2, [], True)
    yield made
    made.close()


def test_documents_are_ingested_found_counted_followed_and_forgotten_over_http(parts: Passerelle) -> None:
    an_organisation(parts.governance, "namur")
    anna = a_person(parts.governance, "namur", Role.CONTRIBUTOR)
    with (
        served(create_app(parts, warm=False)) as address,
        httpx.Client(base_url=address, timeout=60) as http,
    ):
        ready = http.get("/readyz")
        found = http.get("/v1/search", params={"q": "lampes", "province": "Hainaut"}).json()
        total = http.post("/v1/ask", json={"question": "Quel est le budget total des projets ?"}).json()
        again = http.post(
            "/v1/ask", json={"question": "et à Mons ?", "conversation_id": total["conversation_id"]}
        ).json()
        unmet = http.post("/v1/ask", json={"question": HIVES}).json()
        judged = http.post(
            f"/v1/answers/{unmet['answer_id']}/feedback", json={"helpful": False, "reason": "Rien."}
        )
        gaps = http.get("/v1/gaps", headers=AUTHORIZED).json()
        begun = http.post(
            "/v1/submissions",
            json={"fiche": {"title": "Ruches à Namur"}},
            headers=a_token(parts.governance, anna),
        )
        gone = http.delete("/v1/documents/mons-velos", headers=AUTHORIZED)
        absent = http.get("/v1/documents/mons-velos")
        odd = [
            http.get(path).status_code for path in ("/v1/documents/a%00b", "/v1/search?q=%00", "/?q=a%00b")
        ]

    assert ready.status_code == 200
    assert [one["document_id"] for one in found["results"]] == ["mons-velos"]
    assert total["figures"]["value"] == 135729.08
    assert again["figures"]["document_ids"] == ["mons-velos"]
    assert judged.status_code in {200, 201, 204}
    assert [group["question"] for group in gaps["groups"]] == [HIVES]
    assert begun.status_code == 201
    assert (gone.status_code, absent.status_code) == (200, 404)
    assert odd == [404, 200, 200]


def test_a_server_that_restarts_is_a_named_error_and_then_as_before(postgres: Server, url: str) -> None:
    with closing(Catalogue.open(url)) as catalogue:
        catalogue.writer.put([a_record(a_fiche("a"))])
        postgres.stop()
        try:
            with pytest.raises(CatalogueError):
                catalogue.count_readable(ANONYMOUS)
        finally:
            postgres.start()

        assert catalogue.count_readable(ANONYMOUS) == 1
        catalogue.writer.put([a_record(a_fiche("b"))])
        assert catalogue.count_readable(ANONYMOUS) == 2


def test_an_address_where_nothing_answers_is_a_named_error_without_the_password(tmp_path: Path) -> None:
    began = time.monotonic()

    with pytest.raises(CatalogueError) as caught:
        Catalogue.open(f"postgresql://anna:hunter22@/nothing?host={tmp_path}")

    assert "hunter22" not in str(caught.value)
    assert time.monotonic() - began < 15


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(CatalogueError, match="only SQLite and PostgreSQL"):
        Catalogue.open("mysql://localhost/x")


def test_who_writes_keeps_other_writers_waiting_for_a_time_and_readers_not_at_all(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 50)
    with closing(Catalogue.open(url)) as one, closing(Catalogue.open(url)) as other:
        one.writer.put([a_record(a_fiche("a"))])

        with one.transactions.writing():
            with pytest.raises(CatalogueLocked, match="nothing was changed, try again"):
                other.writer.put([a_record(a_fiche("b"))])
            assert other.count_readable(ANONYMOUS) == 1
        other.writer.put([a_record(a_fiche("b"))])

        assert one.count_readable(ANONYMOUS) == 2


def test_the_isolation_that_writers_need_does_not_hang_on_the_servers_default(url: str) -> None:
    plain = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with plain.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        connection.exec_driver_sql(
            f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'"
        )
    plain.dispose()

    with closing(Catalogue.open(url)) as catalogue, catalogue.transactions.writing() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "read committed"


def test_texts_that_no_column_was_made_for_are_kept_and_ids_have_one_order(url: str) -> None:
    ids = ["a-b", "a.b", "ab", "a1", "b", "a_b"]
    with closing(Catalogue.open(url)) as catalogue:
        catalogue.writer.put([a_record(a_fiche(one, technologies=("très " * 400,))) for one in ids])

        kept = [one.id for one in catalogue.matching(Filters(), ANONYMOUS)]

    assert kept == sorted(ids)
    assert kept != sorted(ids, key=lambda one: one.replace("-", "").replace(".", ""))
