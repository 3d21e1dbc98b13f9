"""Across services: initiatives of other services of the same municipality or province that touch a given one.

Two initiatives touch when something recorded joins them: in one municipality the same theme is enough, in one
province it takes a technology, a partner or a programme. A service that is not recorded is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.access import Caller
from corpus.errors import NotFound
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Document, Frozen, InitiativeFields, Language
from corpus.taxonomy import terms_of
from corpus.text import format_list, mark, translate
from retrieval.answering.quoting import without_markup
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.inventory import organisations_of
from retrieval.query.folding import fold
from retrieval.search.links import Links

_MOST = 20
Terms = Mapping[str, tuple[str, ...]]
_TEXTS = {
    "municipality": mark("même commune\u00a0: {values}"),
    "province": mark("même province\u00a0: {values}"),
    "services": mark("autre service\u00a0: {values}"),
    "technology": mark("même technologie\u00a0: {values}"),
    "domain": mark("même thème\u00a0: {values}"),
    "organisation": mark("mêmes organisations\u00a0: {values}"),
    "programme": mark("même programme\u00a0: {values}"),
}
_WEIGHTS = {"municipality": 3, "technology": 2, "organisation": 2, "programme": 1, "domain": 1}
_JOINS_A_PROVINCE = frozenset({"technology", "organisation", "programme"})
_JOINS_A_TOWN = frozenset({*_JOINS_A_PROVINCE, "domain"})


class Reason(Frozen):
    """One thing that joins two initiatives, or tells them apart, in the reader's language."""

    field: str
    text: str


class Touching(Frozen):
    """An initiative that touches another one."""

    document_id: str
    title: str
    url: str
    services: tuple[str, ...]
    contact: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Neighbours:
    """Finds touching initiatives among those that a caller may read."""

    catalogue: Catalogue
    links: Links

    def of(self, document_id: str, caller: Caller, language: Language) -> tuple[Touching, ...]:
        """At most twenty, those that are joined by most first; raises NotFound, also for what is no initiative."""
        with self.catalogue.snapshot():
            document = self.catalogue.get(document_id, caller)
            if document.initiative is None:
                raise NotFound(document_id)
            around = self._around(document, caller)
        found = [
            (_weight(joined), other, joined)
            for other in around
            if (joined := _joined(document, other)) is not None
        ]
        found.sort(key=lambda one: (-one[0], one[1].id))
        return tuple(self._touching(document, other, joined, language) for _, other, joined in found[:_MOST])

    def _around(self, document: Document, caller: Caller) -> list[Document]:
        """The other initiatives of its municipalities and provinces."""
        terms = terms_of(document.fields)
        found: dict[str, Document] = {}
        for level in ("municipality", "province"):
            if codes := terms.get(level, ()):
                filters = Filters.model_validate({"kind": ("initiative",), level: codes})
                found |= {one.id: one for one in self.catalogue.matching(filters, caller)}
        found.pop(document.id, None)
        return list(found.values())

    def _touching(
        self, document: Document, other: Document, joined: Mapping[str, tuple[str, ...]], language: Language
    ) -> Touching:
        fields = other.initiative
        assert fields is not None
        return Touching(
            document_id=other.id,
            title=other.title.get(language),
            url=self.links.document(other.id),
            services=tuple(
                value_label("service", one, language) for one in terms_of(fields).get("service", ())
            ),
            contact=organisations_of(fields),
            reasons=tuple(_reasons(document, joined, language)),
        )


def _joined(document: Document, other: Document) -> dict[str, tuple[str, ...]] | None:
    """What two initiatives share, by field, with the services that only the other touches; None unless they touch."""
    mine, theirs = terms_of(document.fields), terms_of(other.fields)
    others = tuple(one for one in theirs.get("service", ()) if one not in mine.get("service", ()))
    if not others:
        return None
    shared = {
        facet: _common(mine.get(facet, ()), theirs.get(facet, ()))
        for facet in ("municipality", "province", "technology", "domain", "programme")
    }
    shared["organisation"] = _common_names(document, other)
    held = {facet for facet, values in shared.items() if values}
    enough = _JOINS_A_TOWN if "municipality" in held else _JOINS_A_PROVINCE
    return {"services": others, **shared} if held & enough else None


def _reasons(
    document: Document, joined: Mapping[str, tuple[str, ...]], language: Language
) -> Iterator[Reason]:
    for facet, values in joined.items():
        is_wider = facet == "province" and joined["municipality"]
        if values and not is_wider:
            names = [without_markup(_label(facet, one, language)) for one in values]
            text = translate(language, _TEXTS[facet], values=format_list(names, language))
            yield Reason(field=facet, text=text)
    if not terms_of(document.fields).get("service"):
        said = translate(language, "les services de cette initiative-ci ne sont pas connus")
        yield Reason(field="services", text=said)


def _label(facet: str, value: str, language: Language) -> str:
    if facet == "organisation":
        return value
    return value_label("service" if facet == "services" else facet, value, language)


def _common(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in mine if one in theirs)


def _common_names(document: Document, other: Document) -> tuple[str, ...]:
    """Organisations that both name, as the first one writes them; the municipality's own name says nothing more."""
    mine, theirs = _names(document), _names(other)
    return tuple(mine[key] for key in mine if key in theirs)


def _names(document: Document) -> dict[str, str]:
    fields = document.initiative
    assert isinstance(fields, InitiativeFields)
    led = set() if terms_of(fields).get("municipality") else set(organisations_of(fields))
    return {fold(name): name for name in (*sorted(led), *(fields.partners or ()))}


def _weight(joined: Mapping[str, tuple[str, ...]]) -> int:
    return sum(weight for facet, weight in _WEIGHTS.items() if joined[facet])
