"""Practice sheets and rules that go with an initiative, each with the reason why it is named.

A practice goes with it when the search puts it near and the initiative's own words hold most of what the sheet's title
says; a rule when the fiche or one of these practices names it, and it is not repealed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import LANGUAGES, Document, Frozen, Kind, Language
from corpus.text import format_list, translate
from retrieval.answering.quoting import without_markup
from retrieval.answering.validity import is_repealed
from retrieval.catalogue.catalogue import Catalogue
from retrieval.errors import IndexUnusable
from retrieval.index.analysis import is_stop_word, stem, words
from retrieval.query.query import MAX_CHARACTERS
from retrieval.query.understanding import understand
from retrieval.search.links import Links
from retrieval.search.search import Searcher

_READ = 6  # near sheets among which those on the subject are looked for
_MOST = 4
_ABOUT = 0.5  # share of the weight of the title's words that the fiche must hold
_CORPUS = 20_000  # texts, about: the weight of a word is the logarithm of this over its frequency


class Near(Frozen):
    """A document that goes with another one, and why."""

    document_id: str
    kind: Kind
    title: str
    url: str
    reason: str


@dataclass(frozen=True)
class RelatedSheets:
    """Finds the sheets that go with an initiative, among those that a caller may read."""

    catalogue: Catalogue
    searcher: Searcher
    links: Links

    def practices(self, document: Document, caller: Caller, language: Language) -> list[Near]:
        """At most four, the nearest first; none while there is no index."""
        named = self.catalogue.documents(document.related, caller).values()
        found = [
            self._near(one, language, translate(language, "nommée par la fiche"))
            for one in named
            if one.practice is not None
        ]
        for sheet, shared in self._on_the_subject(document, caller):
            if sheet.id not in {one.document_id for one in found}:
                said = format_list([f"« {without_markup(word)} »" for word in shared[:3]], language)
                found.append(
                    self._near(sheet, language, translate(language, "même sujet : {words}", words=said))
                )
        return found[:_MOST]

    def regulations(
        self, document: Document, practices: Sequence[Near], caller: Caller, language: Language
    ) -> list[Near]:
        """The rules that the fiche names, then those that its practices name; no repealed one."""
        reasons = {one: translate(language, "nommée par la fiche") for one in document.related}
        sheets = self.catalogue.documents([near.document_id for near in practices], caller)
        for sheet in sheets.values():
            title = without_markup(sheet.title.get(language))
            for one in sheet.related:
                reasons.setdefault(
                    one, translate(language, "nommée par la bonne pratique « {title} »", title=title)
                )
        rules = self.catalogue.documents(list(reasons), caller)
        return [
            self._near(rules[one], language, reason)
            for one, reason in reasons.items()
            if one in rules and rules[one].regulation is not None and not is_repealed(rules[one])
        ]

    def _on_the_subject(self, document: Document, caller: Caller) -> Iterator[tuple[Document, list[str]]]:
        language = document.language
        text = f"{document.title.get(language)}. {document.summary.get(language)}"[:MAX_CHARACTERS]
        query = understand(text, filters=Filters(kind=("practice",)), language=language, infer=False)
        try:
            hits = self.searcher.search(query, caller, limit=_READ, facets=False).hits
            frequency = self.searcher.frequency(caller)
        except IndexUnusable:
            return
        held = _stems_of(document)
        for hit in hits:
            shared = _shared(hit.document, held, frequency)
            if shared:
                yield hit.document, shared

    def _near(self, document: Document, language: Language, reason: str) -> Near:
        return Near(
            document_id=document.id,
            kind=document.kind,
            title=document.title.get(language),
            url=self.links.document(document.id),
            reason=reason,
        )


def _shared(sheet: Document, held: frozenset[str], frequency: Callable[[str], int]) -> list[str]:
    """The words of a sheet's title that the fiche holds, the rarest first; none where they are the lesser part."""
    language = sheet.language
    weights = {
        word: max(math.log(_CORPUS / (1 + frequency(word))), 0.5)
        for word in words(sheet.title.get(language))
        if not is_stop_word(word, language)
    }
    common = [word for word in weights if stem(word, language) in held]
    if sum(weights[word] for word in common) < _ABOUT * sum(weights.values()):
        return []
    return sorted(common, key=lambda word: -weights[word])


def _stems_of(document: Document) -> frozenset[str]:
    """The stems of what a fiche says of itself in any of its languages."""
    fiche = document.initiative
    own = [text for one in LANGUAGES for text in (document.title.get(one), document.summary.get(one))]
    own += [document.body, *((fiche.technologies or ()) if fiche else ())]
    return frozenset(
        found for text in own for word in set(words(text)) for one in LANGUAGES if (found := stem(word, one))
    )
