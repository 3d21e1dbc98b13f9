"""Tables of figures: every document, exact numbers, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.answer import Figures
from retrieval.answering.tables import csv_of, table_of
from retrieval.search.links import Links
from tests.builders import a_fiche


def _read(rows: list[tuple[str, ...]]) -> list[list[str]]:
    text = "".join(csv_of(rows)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1))
def test_what_is_written_reads_back_and_runs_nothing(rows: list[tuple[str, ...]]) -> None:
    read = _read(rows)

    assert len(read) == len(rows)
    for written, found in zip(rows, read, strict=True):
        for cell, kept in zip(written, found, strict=True):
            assert kept in {cell, f"'{cell}"}
            assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_title_that_is_a_formula_is_text() -> None:
    fiche = a_fiche("lampes", title='=HYPERLINK("http://evil.example")', budget="134729.08")
    figures = Figures(operation="list", value=1, document_ids=("lampes", "gone"))

    heading, row = _read(list(table_of(figures, {"lampes": fiche}, Links(), "fr")))

    assert row[heading.index("titre")].startswith("'=HYPERLINK")
    assert row[heading.index("budget")] == "134729.08"
