"""A figure together with the list it was counted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from pydantic import PlainSerializer

from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.models import Frozen, json_number
from retrieval.search.links import Links

Total = Annotated[Decimal, PlainSerializer(json_number, return_type=int | float, when_used="json")]


class Listed(Frozen):
    """A count and the documents counted; `filters` give the same list, `url` shows it.

    Both are None where no filter can say it: for a recorded word that no filter understands.
    """

    count: int
    document_ids: tuple[str, ...]
    filters: dict[str, Any] | None = None
    url: str | None = None


class Money(Frozen):
    """Euros that are known, exactly, and over how many documents; how many more do not say."""

    total: Total | None
    least: Total | None
    most: Total | None
    known: Listed
    unknown: Listed


@dataclass(frozen=True)
class Lists:
    """Makes figures whose addresses lead to their documents."""

    links: Links

    def of(self, document_ids: Iterable[str], filters: Filters) -> Listed:
        """The documents in id order, with the filters that give them."""
        ids = tuple(sorted(document_ids))
        if not _can_be_asked(filters):
            return Listed(count=len(ids), document_ids=ids)
        return Listed(
            count=len(ids), document_ids=ids, filters=filters.as_dict(), url=self.links.browse(filters)
        )

    def listed(self, document_ids: Iterable[str]) -> Listed:
        """Documents that no filter gives, in id order."""
        ids = tuple(sorted(document_ids))
        return Listed(count=len(ids), document_ids=ids)

    def money(self, field: str, cents: Sequence[tuple[str, int | None]], filters: Filters) -> Money:
        """The known amounts of (document, cents), and those that are not known."""
        known = [(one, Decimal(amount) / 100) for one, amount in cents if amount is not None]
        amounts = [amount for _, amount in known]
        return Money(
            total=sum(amounts, Decimal(0)) if amounts else None,
            least=min(amounts, default=None),
            most=max(amounts, default=None),
            known=self.of((one for one, _ in known), _with(filters, "known", field)),
            unknown=self.of(
                (one for one, amount in cents if amount is None), _with(filters, "missing", field)
            ),
        )


def narrowed(filters: Filters, name: str, value: str | None, *, field: str) -> Filters:
    """The filters for one value of a facet in place of those that were chosen; None for documents without `field`."""
    if value is None:
        return _with(filters.without(name), "missing", field)
    return filters.model_copy(update={name: (value,)})


def _with(filters: Filters, name: str, field: str) -> Filters:
    fields: tuple[str, ...] = getattr(filters, name)
    return filters.model_copy(update={name: tuple(dict.fromkeys((*fields, field)))})


def _can_be_asked(filters: Filters) -> bool:
    """Whether an address with these filters is understood: a word that a user recorded may be no filter value."""
    return all(
        _is_value(name, str(one))
        for name, value in filters.as_dict().items()
        for one in (value if isinstance(value, list) else [value])
    )


@lru_cache(maxsize=10_000)  # hundreds of figures ask for the same few values
def _is_value(name: str, value: str) -> bool:
    try:
        read = Filters.parse({name: [value]}).as_dict()[name]
    except UnknownValue:
        return False
    return read == [value] or str(read) == value
