"""A model's text, cut into sentences with their marks as it comes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.answering.generated.claims import Claim, ClaimReader


def claims(*pieces: str, interrupted: bool = False) -> list[Claim]:
    reader = ClaimReader()
    found = [claim for piece in pieces for claim in reader.read(piece)]
    return found + list(reader.finish(interrupted=interrupted))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un fait [1]. Un autre [2].", [Claim("Un fait.", (1,)), Claim("Un autre.", (2,))]),
        ("Un fait. [1] Un autre.[2]", [Claim("Un fait.", (1,)), Claim("Un autre.", (2,))]),
        ("Un fait [1][2].", [Claim("Un fait.", (1, 2))]),
        ("Un fait [1, 2].", [Claim("Un fait.", (1, 2))]),
        ("Un fait (source 2).", [Claim("Un fait.", (2,))]),
        ("Un fait 【1】.", [Claim("Un fait.", (1,))]),
        ("- Un fait [1].\n- Un **autre** [2].", [Claim("Un fait.", (1,)), Claim("Un autre.", (2,))]),
        ("Selon l'art. 5, c'est dit [1].", [Claim("Selon l'art. 5, c'est dit.", (1,))]),
        ("Il y en a 1.234,50 [1].", [Claim("Il y en a 1.234,50.", (1,))]),
        ("Il y en avait (125) [1].", [Claim("Il y en avait (125).", (1,))]),
        ("", []),
        ("[1] [2]", []),
    ],
)
def test_sentences_keep_their_marks(text: str, expected: list[Claim]) -> None:
    assert claims(text) == expected


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    reader = ClaimReader()

    assert list(reader.read("Un fait. [1")) == []
    assert list(reader.read("] Un au")) == [Claim("Un fait.", (1,))]


def test_half_a_sentence_is_left_out_after_an_interruption() -> None:
    assert claims("Un fait [1]. Un aut", interrupted=True) == [Claim("Un fait.", (1,))]
    assert claims("Un fait [1]. Un autre. [2]", interrupted=True)[1] == Claim("Un autre.", (2,))


@example("ab. .(source 1)", [6])
@given(
    st.lists(
        st.sampled_from(["ab", " ", ". ", ".", "[1]", " [2]", "[1", "] ", "\n", "!", "(source 1)"]),
        max_size=12,
    ).map("".join),
    st.lists(st.integers(0, 60), max_size=4),
)
def test_where_a_text_is_cut_into_pieces_changes_nothing(text: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    pieces = [text[start:end] for start, end in itertools.pairwise(places)]

    assert claims(*pieces) == claims(text)
