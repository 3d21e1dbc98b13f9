"""Passages tile the body: in order, each a slice of it, nothing lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Document
from ingest.passages import HEADING, MAX_CHARACTERS, heading_text, passages_of
from tests.builders import a_fiche

_LINES = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "\t",
            "# Titre",
            "## Coût ##",
            "## C#",
            "###",
            "####### sept",
            "#sans blanc",
            "- un point",
            "> « citation »  ",
            "| a | b |",
            "```",
            "Une phrase. Une autre !  ",
            "mot " * 400,
            "x" * 2_500,
            "Première phrase. " * 90,
            "e\u0301" * 700,
            "\u00a0 \u2003",
            "fin\r",
            "\x0b\x0c",
            "\x1c\x85",
            "🙂" * 1_200,
        ]
    ),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\n\x00"), max_size=60
    ),  # a document holds no NUL, no half characters
)
_BODIES = st.lists(_LINES, min_size=1, max_size=25).map("\n".join).filter(lambda text: bool(text.strip()))


def a_document(body: str) -> Document:
    document = a_fiche("a")
    return Document.model_validate({**document.model_dump(), "body": body})


@settings(max_examples=250, deadline=None)
@given(_BODIES)
def test_passages_tile_any_body(text: str) -> None:
    document = a_document(text)
    body = document.body

    passages = passages_of(document)

    position = 0
    between = []
    for number, passage in enumerate(passages, start=1):
        assert passage.id == f"a:{number}"
        assert passage.start >= position
        assert passage.text == body[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert len(passage.text) <= MAX_CHARACTERS
        between.append(body[position : passage.start])
        position = passage.end
    between.append(body[position:])
    for gap in between:  # only headings and blanks are in no passage
        assert HEADING.sub("", gap).strip() == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## Coût", "Coût"),
        ("## Coût ##", "Coût"),
        ("# C#", "C#"),
        ("###### Six  #", "Six"),
        ("# ##", ""),
        ("#\tTitre\t", "Titre"),
    ],
)
def test_a_heading_is_read_as_markdown_means_it(line: str, words: str) -> None:
    found = HEADING.search(line)

    assert found is not None
    assert heading_text(found) == words


@pytest.mark.parametrize("line", ["####### Sept", "#Titre", "##", "texte # titre"])
def test_what_is_no_heading_stays_text(line: str) -> None:
    assert HEADING.search(line) is None


def test_a_passage_carries_the_heading_it_stands_under() -> None:
    passages = passages_of(a_document("Avant.\n\n## Besoin\n\nUn.\n\n## Coût\n\nDeux.\n\nTrois."))

    assert [(passage.section, passage.text) for passage in passages] == [
        ("", "Avant."),
        ("Besoin", "Un."),
        ("Coût", "Deux.\n\nTrois."),
    ]


def test_long_paragraphs_are_cut_at_the_ends_of_sentences() -> None:
    passages = passages_of(a_document("Une phrase de taille moyenne, et complète. " * 80))

    assert len(passages) > 2
    assert all(passage.text.endswith(".") for passage in passages)


@pytest.mark.parametrize(
    "body",
    ["# a" + " " * 100_000 + "b", "# a" + "#" * 100_000 + "b", "mot " * 500_000, "\n \n" * 100_000 + "fin"],
)
def test_no_body_takes_long(body: str) -> None:
    began = time.monotonic()

    passages_of(a_document(body))

    assert time.monotonic() - began < 5  # it was hours for the first of them
