"""The fields of a document as a definition list in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.web.addresses import browse
from corpus.errors import UnknownValue
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Document, InitiativeFields, Language, PracticeFields, RegulationFields
from corpus.taxonomy import Facet, Taxonomy, terms_of
from corpus.text import format_money, mark, translate
from retrieval.answering.wording import FIELD_LABELS

_LABELS = {
    **FIELD_LABELS,
    "period": mark("période"),
    "act": mark("texte"),
    "article": mark("article"),
    "qui": mark("qui est concerné"),
    "application": mark("application"),
    "delais_chiffres": mark("délais chiffrés"),
    "sanctions": mark("sanctions"),
    "declencheurs": mark("projets concernés"),
    "theme": mark("thème"),
    "audience": mark("pour qui"),
    "problem": mark("problème"),
    "related_regulations": mark("règles liées"),
}
# Said of a law sheet or a practice only when known: for these "unknown" would say nothing useful.
_ALWAYS_KNOWN = frozenset({"delais_chiffres", "sanctions", "related_regulations", "declencheurs"})


@dataclass(frozen=True)
class Value:
    """One value; `language` is set where it is not the page's, `address` where it leads to more."""

    text: str
    address: str = ""
    language: Language | None = None


@dataclass(frozen=True)
class Row:
    """A field with its values; none means unknown."""

    label: str
    values: tuple[Value, ...]
    note: Value | None = None


@dataclass(frozen=True)
class Fields:
    """What is known, and the names of what the sources do not say."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...]


def fields_of(document: Document, language: Language) -> Fields:
    """The definition list of a document."""
    rows = list(_Reading(document, language).rows())
    return Fields(
        tuple(row for row in rows if row.values), tuple(row.label for row in rows if not row.values)
    )


def facts_in_brief(document: Document, language: Language) -> tuple[str, ...]:
    """The few facts that tell a document from its neighbours in a list."""
    reading = _Reading(document, language)
    return tuple(reading.brief())


class _Reading:
    """A document read in one language."""

    def __init__(self, document: Document, language: Language) -> None:
        self._document = document
        self._language = language
        self._terms = terms_of(document.fields)

    def rows(self) -> Iterator[Row]:
        """Every field of the kind, known or not, in reading order."""
        fields = self._document.fields
        if isinstance(fields, InitiativeFields):
            yield from self._initiative(fields)
        elif isinstance(fields, RegulationFields):
            yield from self._regulation(fields)
        elif isinstance(fields, PracticeFields):
            yield from self._practice(fields)

    def brief(self) -> Iterator[str]:
        """Place, status and year, budget; or the act and the article; or the theme."""
        fields = self._document.fields
        if isinstance(fields, InitiativeFields):
            places = self._places("municipality") or self._places("province")
            if places:
                yield ", ".join(value.text for value in places[:3])
            yield from (value.text for value in self._status(fields))
            if fields.start_year:
                yield str(fields.start_year)
            yield from (value.text for value in self._money(fields.budget_eur))
        elif isinstance(fields, RegulationFields):
            yield self._document.act.nom_court if self._document.act else fields.reglement
        elif isinstance(fields, PracticeFields):
            yield from (value_label("theme", slug, self._language) for slug in self._terms["theme"])

    # -- the three kinds --------------------------------------------------------------------------

    def _initiative(self, fields: InitiativeFields) -> Iterator[Row]:
        yield self._row("municipality", self._places("municipality"))
        yield self._row("province", self._places("province"))
        yield self._row("region", self._places("region"))
        if self._terms["country"] != ("be",):
            yield self._row("country", self._places("country"))
        yield self._row("lead", self._names(fields.lead))
        yield self._row("partners", self._names(fields.partners))
        yield self._row("status", self._status(fields))
        yield self._row("period", self._period(fields))
        yield self._row("budget_eur", self._money(fields.budget_eur))
        yield self._row("subsidy_eur", self._money(fields.subsidy_eur))
        yield self._row("funding_programme", self._words("programme", fields.funding_programme))
        yield self._row("domains", self._words("domain", fields.domains))
        yield self._row("technologies", self._words("technology", fields.technologies))
        yield self._row("municipal_services", self._words("service", fields.municipal_services))
        yield self._row("results", self._prose(fields.results))
        yield self._personal_data(fields)

    def _regulation(self, fields: RegulationFields) -> Iterator[Row]:
        act = self._document.act
        if act is not None:
            official = Value(act.titre_officiel_abrege, act.url, self._foreign())
            yield self._row("act", (Value(act.nom_court, language=self._foreign()), official))
        yield self._row("article", (Value(fields.article),))
        yield self._row("qui", self._prose(fields.qui))
        yield self._row("application", self._prose(fields.application))
        if fields.delais_chiffres:
            yield self._row("delais_chiffres", self._prose(fields.delais_chiffres))
        if fields.sanctions:
            yield self._row("sanctions", self._prose(fields.sanctions))
        if fields.declencheurs:
            yield self._row("declencheurs", self._words("trigger", fields.declencheurs))

    def _practice(self, fields: PracticeFields) -> Iterator[Row]:
        yield self._row("theme", self._words("theme", fields.theme))
        yield self._row("audience", self._prose(fields.audience))
        yield self._row("problem", self._prose(fields.problem))
        if fields.related_regulations:
            yield self._row("related_regulations", self._names(fields.related_regulations, prose=True))

    # -- values -----------------------------------------------------------------------------------

    def _row(self, name: str, values: tuple[Value, ...]) -> Row:
        return Row(translate(self._language, _LABELS[name]), values)

    def _places(self, level: Facet) -> tuple[Value, ...]:
        return tuple(
            Value(value_label(level, code, self._language), _all_of(level, code))
            for code in self._terms.get(level, ())
        )

    def _names(self, value: str | tuple[str, ...] | None, *, prose: bool = False) -> tuple[Value, ...]:
        return tuple(Value(one, language=self._foreign() if prose else None) for one in _several(value))

    def _prose(self, text: str | None) -> tuple[Value, ...]:
        return (Value(text, language=self._foreign()),) if text else ()

    def _words(self, facet: Facet, value: str | tuple[str, ...] | None) -> tuple[Value, ...]:
        """Labels of controlled words; a word that the taxonomy lacks stays as it was recorded."""
        found: dict[str, Value] = {}
        for word in _several(value):
            for slug in Taxonomy.load().normalise(facet, word):
                found.setdefault(slug, self._word(facet, slug, word))
        return tuple(found.values())

    def _word(self, facet: Facet, slug: str, word: str) -> Value:
        try:
            label = Taxonomy.load().label(facet, slug, self._language)
        except UnknownValue:
            return Value(word, language=self._foreign())
        return Value(label, _all_of(facet, slug))

    def _status(self, fields: InitiativeFields) -> tuple[Value, ...]:
        slug = self._terms["status"][0]
        if slug == "unknown":
            return ()
        label = value_label("status", slug, self._language)
        if fields.status_year:
            label += f" ({fields.status_year})"
        return (Value(label),)

    def _period(self, fields: InitiativeFields) -> tuple[Value, ...]:
        first, last = fields.start_year, fields.end_year
        if first is None and last is None:
            return ()
        if first is None:
            text = translate(self._language, "jusqu'en {year}", year=last)
        elif last is None:
            text = translate(self._language, "depuis {year}, fin inconnue", year=first)
        else:
            text = str(first) if first == last else f"{first} – {last}"
        return (Value(text),)

    def _money(self, amount: object) -> tuple[Value, ...]:
        return (Value(format_money(amount, self._language)),) if amount is not None else ()  # type: ignore[arg-type]

    def _personal_data(self, fields: InitiativeFields) -> Row:
        if fields.personal_data == "unknown":
            return self._row("personal_data", ())
        reason = self._prose(fields.personal_data_reason)
        said = value_label("personal_data", fields.personal_data, self._language)
        return replace(self._row("personal_data", (Value(said),)), note=reason[0] if reason else None)

    def _foreign(self) -> Language | None:
        """The document's language where it is not the page's."""
        return self._document.language if self._document.language != self._language else None


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _all_of(facet: Facet, slug: str) -> str:
    """All fiches of a place or word, where a filter of that name exists."""
    if facet not in Filters.model_fields:
        return ""
    return browse(Filters.model_validate({"kind": ("initiative",), facet: (slug,)}))
