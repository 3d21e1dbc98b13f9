"""What is said of filters reads back as the same filters, in four languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.filters import Filters
from corpus.models import LANGUAGES, Language
from corpus.text import format_money
from retrieval.answering.wording import describe_filters
from retrieval.query.conditions.amounts import amounts_in
from retrieval.query.figures import read_figure_question
from retrieval.query.folding import fold

_ASKS: dict[Language, str] = {
    "fr": "Combien de projets",
    "nl": "Hoeveel projecten",
    "de": "Wie viele Projekte",
    "en": "How many projects",
}
_MORE: dict[Language, str] = {"fr": "plus de", "nl": "meer dan", "de": "mehr als", "en": "more than"}
_CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "province": st.sampled_from([("liege",), ("hainaut",), ("flandre-orientale",)]),
        "country": st.just(("be",)),
        "domain": st.sampled_from([("mobility",), ("energy",), ("water",), ("lighting",)]),
        "status": st.sampled_from([("ongoing",), ("planned",), ("completed",)]),
        "budget_min": st.sampled_from([Decimal("50000.01"), Decimal(250_000)]),
    },
)


@given(wanted=_CONDITIONS, language=st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None, print_blob=False)
def test_filters_in_words_read_back_as_the_same_filters(wanted: dict[str, Any], language: Language) -> None:
    filters = Filters.model_validate(wanted)
    sentence = " ; ".join([_ASKS[language], *describe_filters(filters, language)])

    figure = read_figure_question(sentence)

    assert figure is not None
    assert figure.unparsed == (), sentence
    assert figure.filters.without("kind") == filters, sentence


@given(euros=st.integers(10_000, 10**11), language=st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None, print_blob=False)
def test_money_as_it_is_written_reads_back(euros: int, language: Language) -> None:
    sentence = f"{_MORE[language]} {format_money(Decimal(euros), language)}"

    amounts = amounts_in(fold(sentence))

    assert [amount.least for amount in amounts] == [Decimal(euros) + Decimal("0.01")], sentence
