"""What comparable initiatives are known to cost: a range with its list and years, and those that do not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from corpus.access import Caller
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.models import Citation, Document, Frozen, InitiativeFields, Language
from corpus.text import format_money, mark_plural, translate, translate_plural
from retrieval.answering.citations import Bibliography
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.kit_items import stated_costs
from retrieval.portfolio.listed import Listed, Lists, Total
from retrieval.portfolio.telling import telling_of

_MOST = 500  # initiatives whose costs are compared at once
_QUOTES = 2  # of one initiative
_KNOWN = mark_plural("{count} budget connu", "{count} budgets connus")
_UNSAID = mark_plural("{count} fiche n'indique pas son budget", "{count} fiches n'indiquent pas leur budget")


class Cost(Frozen):
    """The recorded budget of one initiative; `year` is the one in which it began, else the one of its status."""

    document_id: str
    title: str
    url: str
    euros: Total
    year: int | None


class StatedCost(Frozen):
    """An amount that a fiche without a recorded budget tells in a sentence: it counts for no range."""

    document_id: str
    title: str
    quote: str
    language: Language
    citation: int


class KnownCosts(Frozen):
    """The range; `least`, `most` and `middle` are None where no budget is known, `years` where no year is."""

    text: str
    least: Total | None
    most: Total | None
    middle: Total | None
    years: tuple[int, int] | None
    known: tuple[Cost, ...]
    unknown: Listed
    stated: tuple[StatedCost, ...]
    not_found: tuple[str, ...] = ()
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Costs:
    """Compares the costs of initiatives that a caller may read."""

    catalogue: Catalogue
    lists: Lists

    def of(self, document_ids: Sequence[str], caller: Caller, language: Language) -> KnownCosts:
        """Of some initiatives; ids that this caller does not find are named as such. Raises UnknownValue."""
        wanted = list(dict.fromkeys(document_ids))
        if len(wanted) > _MOST:
            raise UnknownValue("id", f"{len(wanted)} values", hint=f"at most {_MOST} values")
        found = self.catalogue.documents(wanted, caller)
        kept = [found[one] for one in wanted if one in found and found[one].initiative is not None]
        missing = tuple(one for one in wanted if one not in {document.id for document in kept})
        return self._compared(kept, caller, language).model_copy(update={"not_found": missing})

    def matching(self, filters: Filters, caller: Caller, language: Language) -> KnownCosts:
        """Of the initiatives that meet the filters. Raises UnknownValue where they are more than can be compared."""
        chosen = filters.model_copy(update={"kind": ("initiative",)})
        with self.catalogue.snapshot():
            if self.catalogue.count(chosen, caller) > _MOST:
                raise UnknownValue("filters", "more initiatives", hint=f"at most {_MOST} are compared")
            return self._compared(self.catalogue.matching(chosen, caller), caller, language)

    def _compared(self, documents: Sequence[Document], caller: Caller, language: Language) -> KnownCosts:
        known = sorted(
            (cost for one in documents if (cost := self._cost(one, language)) is not None),
            key=lambda cost: (cost.euros, cost.document_id),
        )
        lacking = [one for one in documents if one.id not in {cost.document_id for cost in known}]
        bibliography = Bibliography(self.lists.links, language)
        stated = self._stated(lacking, caller, bibliography, language)
        amounts = [cost.euros for cost in known]
        years = [cost.year for cost in known if cost.year is not None]
        return KnownCosts(
            text=_said(known, len(lacking), language),
            least=min(amounts, default=None),
            most=max(amounts, default=None),
            middle=_cents(median(amounts)) if amounts else None,
            years=(min(years), max(years)) if years else None,
            known=tuple(known),
            unknown=self.lists.listed(one.id for one in lacking),
            stated=tuple(stated),
            citations=tuple(bibliography.citations),
        )

    def _cost(self, document: Document, language: Language) -> Cost | None:
        fields = document.initiative
        assert fields is not None
        if fields.budget_eur is None:
            return None
        return Cost(
            document_id=document.id,
            title=document.title.get(language),
            url=self.lists.links.document(document.id),
            euros=fields.budget_eur,
            year=year_of(fields),
        )

    def _stated(
        self, documents: Sequence[Document], caller: Caller, bibliography: Bibliography, language: Language
    ) -> list[StatedCost]:
        passages = self.catalogue.passages([one.id for one in documents], caller)
        return [
            StatedCost(
                document_id=document.id,
                title=document.title.get(language),
                quote=one.text,
                language=document.language,
                citation=bibliography.cite(document, one.sentence.passage, one.text),
            )
            for document in documents
            for one in stated_costs(telling_of(document, passages.get(document.id, ())))[:_QUOTES]
        ]


def year_of(fields: InitiativeFields) -> int | None:
    """The year to which the amounts of an initiative belong, as far as it is told."""
    return fields.start_year or fields.status_year


def _said(known: Sequence[Cost], lacking: int, language: Language) -> str:
    """ "3 budgets connus, de 20 000 € à 45 000 € (2015–2020). 4 fiches ne disent pas leur budget."""
    said = []
    if known:
        said.append(f"{_range(known, language)}{_years(known)}.")
    else:
        said.append(translate(language, "Aucun budget connu."))
    if lacking:
        said.append(f"{translate_plural(language, *_UNSAID, lacking)}.")
    return " ".join(said)


def _range(known: Sequence[Cost], language: Language) -> str:
    how_many = translate_plural(language, *_KNOWN, len(known))
    least, most = known[0].euros, known[-1].euros
    if least == most:
        return translate(
            language, "{how_many}\u00a0: {amount}", how_many=how_many, amount=format_money(least, language)
        )
    return translate(
        language,
        "{how_many}, de {least} à {most}",
        how_many=how_many,
        least=format_money(least, language),
        most=format_money(most, language),
    )


def _years(known: Sequence[Cost]) -> str:
    years = sorted({cost.year for cost in known if cost.year is not None})
    if not years:
        return ""
    return f" ({years[0]})" if len(years) == 1 else f" ({years[0]}–{years[-1]})"


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
