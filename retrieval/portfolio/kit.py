"""The replication kit of an initiative: what a colleague who repeats it needs, each point with its citation.

Nothing is put into other words: an entry is a recorded field or a sentence of the fiche. What the fiche does not
tell is named, with the sentence that says so where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.access import Caller
from corpus.errors import NotFound
from corpus.labels import value_label
from corpus.models import Citation, Frozen, Language
from corpus.taxonomy import Facet, Taxonomy
from corpus.text import format_list, mark, translate
from retrieval.answering.citations import Bibliography
from retrieval.answering.lookup import field_value, lookup_of, needles_of
from retrieval.answering.quoting import without_markup
from retrieval.answering.wording import field_label, value_text
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.kit_items import ITEMS, Item
from retrieval.portfolio.related import Near, RelatedSheets
from retrieval.portfolio.telling import DATA, Telling, Told, telling_of
from retrieval.search.links import Links

Value = int | float | str | tuple[str, ...] | None
_FACETS: dict[str, Facet] = {"technologies": "technology", "municipal_services": "service"}
_UNSAID = mark("La fiche n'en dit rien.")
_LEFT_OPEN = mark("La fiche dit que ce n'est pas connu.")
_NEUTRAL = mark("Cités par les sources, par ordre alphabétique, sans recommandation.")


class Entry(Frozen):
    """A recorded field in the reader's language, or a sentence of the fiche word for word (`field` is None).

    `citation` is the number of the citation; a field that no sentence of the fiche states has none.
    """

    text: str
    language: Language
    field: str | None = None
    value: Value = None
    citation: int | None = None


class KitItem(Frozen):
    """A thing to know and what tells it; `unknown` names the fields of it that the sources leave open."""

    item: str
    label: str
    note: str | None = None
    entries: tuple[Entry, ...]
    unknown: tuple[str, ...] = ()


class Absent(Frozen):
    """A thing to know that the fiche does not tell."""

    item: str
    label: str
    text: str
    citation: int | None = None


class Kit(Frozen):
    """Everything; items without an entry are in `absent` instead."""

    document_id: str
    title: str
    summary: str
    url: str
    language: Language
    items: tuple[KitItem, ...]
    absent: tuple[Absent, ...]
    practices: tuple[Near, ...]
    regulations: tuple[Near, ...]
    sources: tuple[str, ...]
    citations: tuple[Citation, ...]

    def item(self, name: str) -> KitItem | None:
        """The item of that name, where the fiche tells it."""
        return next((one for one in self.items if one.item == name), None)


@dataclass(frozen=True)
class Kits:
    """Makes kits of the initiatives that a caller may read."""

    catalogue: Catalogue
    related: RelatedSheets
    links: Links

    def of(self, document_id: str, caller: Caller, language: Language) -> Kit:
        """The kit of an initiative; raises NotFound, also for a document that is no initiative."""
        with self.catalogue.snapshot():
            document = self.catalogue.get(document_id, caller)
            if document.initiative is None:
                raise NotFound(document_id)
            passages = self.catalogue.passages([document_id], caller).get(document_id, ())
            practices = self.related.practices(document, caller, language)
            regulations = self.related.regulations(document, practices, caller, language)
        writer = _Writer(telling_of(document, passages), Bibliography(self.links, language), language)
        items = [writer.item(one) for one in ITEMS]
        return Kit(
            document_id=document.id,
            title=document.title.get(language),
            summary=document.summary.get(language),
            url=self.links.document(document.id),
            language=language,
            items=tuple(one for one in items if one.entries),
            absent=tuple(
                writer.absent(item) for item, one in zip(ITEMS, items, strict=True) if not one.entries
            ),
            practices=tuple(practices),
            regulations=tuple(regulations),
            sources=document.source_urls,
            citations=tuple(writer.bibliography.citations),
        )


@dataclass(frozen=True)
class _Writer:
    """Puts the items of one fiche down and numbers its citations."""

    telling: Telling
    bibliography: Bibliography
    language: Language

    def item(self, item: Item) -> KitItem:
        """The fields first, then the sentences."""
        fields = [entry for name in item.fields if (entry := self._field(name)) is not None]
        known = {entry.field for entry in fields}
        return KitItem(
            item=item.name,
            label=translate(self.language, item.label),
            note=translate(self.language, _NEUTRAL) if item.name == "suppliers" else None,
            entries=(*fields, *(self._quote(one) for one in item.sentences(self.telling)[: item.most])),
            unknown=tuple(field_label(name, self.language) for name in item.fields if name not in known),
        )

    def absent(self, item: Item) -> Absent:
        """That the fiche does not tell it, with the sentence that says so."""
        among = (one for one in self.telling.left_open if not DATA.search(one.heading))
        said = next((one for one in among if item.open_words.search(one.folded)), None)
        return Absent(
            item=item.name,
            label=translate(self.language, item.label),
            text=translate(self.language, _LEFT_OPEN if said else _UNSAID),
            citation=self._cite(said) if said else None,
        )

    def _field(self, name: str) -> Entry | None:
        document = self.telling.document
        assert document.initiative is not None
        value = field_value(document.initiative, name)
        if value is None:
            return None
        if name == "partners" and isinstance(value, tuple):
            value = tuple(sorted(value, key=str.casefold))
        label = field_label(name, self.language)
        colon = "\u00a0:" if self.language == "fr" else ":"
        needles = needles_of(lookup_of(document, name))
        return Entry(
            text=f"{label[:1].upper()}{label[1:]}{colon} {self._said(name, value)}",
            language=self.language,
            field=name,
            value=value,
            citation=self.bibliography.cite_holder(document, self.telling.passages, needles),
        )

    def _said(self, name: str, value: Value) -> str:
        """Controlled words by their labels, everything else as it was recorded."""
        facet = _FACETS.get(name)
        if facet is None or not isinstance(value, tuple):
            return value_text(name, value, self.language)
        slugs = dict.fromkeys(slug for word in value for slug in Taxonomy.load().normalise(facet, word))
        return format_list([value_label(facet, slug, self.language) for slug in slugs], self.language)

    def _quote(self, one: Told) -> Entry:
        return Entry(text=one.text, language=self.telling.document.language, citation=self._cite(one))

    def _cite(self, one: Told) -> int:
        return self.bibliography.cite(self.telling.document, one.sentence.passage, one.text)


def kit_markdown(kit: Kit) -> str:
    """The kit as CommonMark with its [n] marks, for a terminal or a message."""
    lines = [f"# {without_markup(kit.title)}", ""]
    for item in kit.items:
        lines += [f"## {item.label}", *([item.note] if item.note else []), ""]
        lines += [f"- {_line(entry)}" for entry in item.entries]
        lines.append("")
    return "\n".join(lines)


def _line(entry: Entry) -> str:
    text = entry.text if entry.field else f"« {without_markup(entry.text)} »"
    return f"{text} [{entry.citation}]" if entry.citation else text
