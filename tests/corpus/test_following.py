"""Wishes as people say them, quiet hours, and towns of one's own size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.following import ZONE, Quiet, Wish, municipalities_like, read_question


@pytest.mark.parametrize(
    ("said", "question", "ours"),
    [
        ("Préviens-moi quand une commune de ma taille lance une navette", "une commune lance une navette", True),
        ("préviens moi dès qu'une ville publie ses données", "une ville publie ses données", False),
        ("Waarschuw me wanneer een gemeente van onze grootte sensoren plaatst", "een gemeente sensoren plaatst", True),
        ("Sag mir Bescheid, wenn eine Gemeinde in unserer Größe Sensoren einsetzt", "eine Gemeinde Sensoren einsetzt", True),
        ("Let me know when a town of our size starts a shuttle", "a town starts a shuttle", True),
        ("Qui mesure la qualité de l'air ?", "Qui mesure la qualité de l'air ?", False),
        ("préviens-moi quand", "préviens-moi quand", False),
    ],
)  # fmt: skip
def test_a_wish_is_read_as_it_is_said(said: str, question: str, ours: bool) -> None:
    assert read_question(said) == (question, ours)


def at(hour: int, *, month: int = 11) -> datetime:
    """That hour of a day in Brussels."""
    return datetime(2026, month, 30, hour, 30, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "hour", "comes"),
    [((22, 7), 23, 7), ((22, 7), 3, 7), ((22, 7), 12, None), ((12, 14), 13, 14), ((12, 14), 14, None), ((8, 8), 8, None)],
)  # fmt: skip
def test_nothing_comes_in_quiet_hours(quiet: tuple[int, int], hour: int, comes: int | None) -> None:
    start, end = quiet

    later = Quiet(start=start, end=end).end_after(at(hour))

    assert later.astimezone(ZONE).hour == (hour if comes is None else comes)
    assert (later == at(hour)) == (comes is None)


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 2 * 365 * 24 * 60))
def test_the_end_of_quiet_hours_is_not_quiet_and_within_a_day(start: int, end: int, minutes: int) -> None:
    quiet, now = Quiet(start=start, end=end), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    later = quiet.end_after(now)

    assert not quiet.holds(later) or start == end
    assert 0 <= (later - now).total_seconds() <= 25 * 3600  # once a year a day has 25 hours


def test_a_town_of_our_size_has_between_half_and_twice_our_inhabitants() -> None:
    like_dinant = municipalities_like("91034")

    assert like_dinant is not None
    assert "91034" not in like_dinant
    assert "92094" not in like_dinant, "Namur is eight times as large"
    assert len(like_dinant) > 50
    assert municipalities_like("atlantis") is None


def test_a_wish_asks_for_something() -> None:
    with pytest.raises(ValidationError):
        Wish(question="  ")
