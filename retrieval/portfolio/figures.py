"""The portfolio: how many initiatives per theme and territory, what they are known to cost, and how they stand.

Each figure carries its documents. All are counted over what the caller may read, so that a document that he may not
read leaves no trace, not even in a number; an initiative with two themes stands in both rows and once in the totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.access import Caller
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Frozen, Language
from corpus.text import mark, translate
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.records import Amounts
from retrieval.portfolio.listed import Listed, Lists, Money, narrowed
from retrieval.portfolio.open_work import OpenPairs, OpenWork, Pairs

Level = Literal["region", "province", "municipality", "country"]
Terms = Mapping[str, Mapping[str, tuple[str, ...]]]
_FIELDS = {"domain": "domains"}  # the field behind a facet, where it has another name
_UNKNOWN = mark("inconnu")


class StatusCount(Frozen):
    """How many initiatives have a status."""

    value: str
    label: str
    initiatives: Listed


class Figures(Frozen):
    """The figures over some initiatives.

    `open_duplicates` are pairs that nobody has decided yet, `without_exchange` initiatives of other places that meet
    the same need without a sign that their teams talk; None where nobody judges that.
    """

    initiatives: Listed
    budget: Money
    subsidy: Money
    statuses: tuple[StatusCount, ...]
    open_duplicates: Pairs | None = None
    without_exchange: Pairs | None = None


class Cell(Frozen):
    """The figures of a theme, of a territory or of both; `domain` or `territory` is None where it is unknown."""

    domain: str | None = None
    domain_label: str | None = None
    territory: str | None = None
    territory_label: str | None = None
    figures: Figures


class Portfolio(Frozen):
    """Totals, then each theme, each territory, and each theme in each territory; the largest first."""

    level: Level
    language: Language
    filters: dict[str, object]
    total: Figures
    domains: tuple[Cell, ...]
    territories: tuple[Cell, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Portfolios:
    """Counts the initiatives that a caller may read."""

    catalogue: Catalogue
    lists: Lists
    open_work: OpenWork = field(default_factory=OpenWork)

    def of(
        self, filters: Filters, caller: Caller, language: Language, *, level: Level = "province"
    ) -> Portfolio:
        """The figures over the initiatives that meet the filters; raises UnknownValue for another kind."""
        if filters.kind not in ((), ("initiative",)):
            raise UnknownValue("kind", ", ".join(filters.kind), hint="a portfolio holds initiatives")
        chosen = filters.model_copy(update={"kind": ("initiative",)})
        with self.catalogue.snapshot():
            amounts = {one.document_id: one for one in self.catalogue.amounts(chosen, caller)}
            terms = self.catalogue.terms(amounts, caller)
            work = self.open_work.among(amounts, caller)
        counting = _Counting(amounts, terms, self.lists, language, level, work)
        return Portfolio(
            level=level,
            language=language,
            filters=filters.as_dict(),
            total=counting.figures(amounts, chosen),
            domains=counting.by(("domain",), chosen),
            territories=counting.by((level,), chosen),
            cells=counting.by(("domain", level), chosen),
        )


@dataclass(frozen=True)
class _Counting:
    """The figures over one reading of the catalogue."""

    amounts: Mapping[str, Amounts]
    terms: Terms
    lists: Lists
    language: Language
    level: Level
    work: OpenPairs

    def by(self, facets: Sequence[str], filters: Filters) -> tuple[Cell, ...]:
        """A cell for each combination of values that some initiative has."""
        groups: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
        for one in self.amounts:
            for key in self._keys(one, facets, filters):
                groups[key].add(one)
        cells = [self._cell(dict(zip(facets, key, strict=True)), ids, filters) for key, ids in groups.items()]
        return tuple(sorted(cells, key=_largest_first))

    def figures(self, ids: Iterable[str], filters: Filters) -> Figures:
        """Counts, money and statuses of some initiatives, which are those of the filters."""
        chosen = sorted(ids)
        rows = [self.amounts[one] for one in chosen]
        return Figures(
            initiatives=self.lists.of(chosen, filters),
            budget=self.lists.money(
                "budget_eur", [(one.document_id, one.budget_cents) for one in rows], filters
            ),
            subsidy=self.lists.money(
                "subsidy_eur", [(one.document_id, one.subsidy_cents) for one in rows], filters
            ),
            statuses=self._statuses(chosen, filters),
            open_duplicates=self.work.duplicates_within(chosen),
            without_exchange=self.work.silent_within(chosen),
        )

    def _keys(self, one: str, facets: Sequence[str], filters: Filters) -> list[tuple[str | None, ...]]:
        """The values of an initiative; where values were asked for, only these."""
        keys: list[tuple[str | None, ...]] = [()]
        for facet in facets:
            values: Sequence[str | None] = self.terms.get(one, {}).get(facet, ()) or (None,)
            wanted = getattr(filters, facet)
            kept = [value for value in values if not wanted or value in wanted]
            keys = [(*key, value) for key in keys for value in kept]
        return keys

    def _cell(self, values: Mapping[str, str | None], ids: set[str], filters: Filters) -> Cell:
        for facet, value in values.items():
            filters = narrowed(filters, facet, value, field=_FIELDS.get(facet, facet))
        labels = {facet: self._label(facet, value) for facet, value in values.items()}
        return Cell(
            domain=values.get("domain"),
            domain_label=labels.get("domain"),
            territory=values.get(self.level),
            territory_label=labels.get(self.level),
            figures=self.figures(ids, filters),
        )

    def _statuses(self, ids: Sequence[str], filters: Filters) -> tuple[StatusCount, ...]:
        groups: dict[str, list[str]] = defaultdict(list)
        for one in ids:
            for value in self.terms.get(one, {}).get("status", ()):
                groups[value].append(one)
        counts = [
            StatusCount(
                value=value,
                label=value_label("status", value, self.language),
                initiatives=self.lists.of(some, narrowed(filters, "status", value, field="status")),
            )
            for value, some in groups.items()
        ]
        return tuple(sorted(counts, key=lambda one: (-one.initiatives.count, one.value)))

    def _label(self, facet: str, value: str | None) -> str:
        if value is None:
            return translate(self.language, _UNKNOWN)
        return value_label(facet, value, self.language)


def _largest_first(cell: Cell) -> tuple[int, str, str]:
    return -cell.figures.initiatives.count, cell.domain or "~", cell.territory or "~"
