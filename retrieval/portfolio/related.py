"""Practice sheets and rules that go with an initiative, each with the reason why it is named.

A practice goes with it when the search puts it near and the initiative's own words hold most of what the sheet's title
says; a rule when the fiche or one of these practices names it, and it is not repealed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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
        for sheet, shared in self.on_subject(_words_of(document), document.language, caller):
            if sheet.id not in {one.document_id for one in found}:
                said = format_list([f"« {without_markup(word)} »" for word in shared[:3]], language)
                found.append(
                    self._near(sheet, language, translate(language, "même sujet\u00a0: {words}", words=said))
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
                    one,
                    translate(language, "nommée par la bonne pratique «\u00a0{title}\u00a0»", title=title),
                )
        rules = self.catalogue.documents(list(reasons), caller)
        return [
            self._near(rules[one], language, reason)
            for one, reason in reasons.items()
            if one in rules and rules[one].regulation is not None and not is_repealed(rules[one])
        ]

    def on_subject(self, text: str, language: Language, caller: Caller) -> list[tuple[Document, list[str]]]:
        """The practice sheets on the subject of a text in this language, the nearest first, with the words they share."""
        query = understand(
            text[:MAX_CHARACTERS], filters=Filters(kind=("practice",)), language=language, infer=False
        )
        try:
            hits = self.searcher.search(query, caller, limit=_READ, facets=False).hits
            frequency = self.searcher.frequency(caller)
        except IndexUnusable:
            return []
        held = stems_of(text)
        found = [
            (hit.document, shared_words(hit.document.title.get(language), language, held, frequency))
            for hit in hits
        ]
        return [(sheet, shared) for sheet, shared in found if shared][:_MOST]

    def _near(self, document: Document, language: Language, reason: str) -> Near:
        return Near(
            document_id=document.id,
            kind=document.kind,
            title=document.title.get(language),
            url=self.links.document(document.id),
            reason=reason,
        )


def shared_words(
    title: str, language: Language, held: frozenset[str | None], frequency: Callable[[str], int]
) -> list[str]:
    """The words of a title that a text holds (`held` are its stems), the rarest first; none where they are the lesser part."""
    weights = {
        word: max(math.log(_CORPUS / (1 + frequency(word))), 0.5)
        for word in words(title)
        if not is_stop_word(word, language)
    }
    common = [word for word in weights if stem(word, language) in held]
    if sum(weights[word] for word in common) < _ABOUT * sum(weights.values()):
        return []
    return sorted(common, key=lambda word: -weights[word])


def stems_of(text: str) -> frozenset[str | None]:
    """The stems of a text's words in any of the languages."""
    return frozenset(stem(word, one) for word in set(words(text)) for one in LANGUAGES) - {None}


def _words_of(document: Document) -> str:
    """What a fiche says of itself in its own language, its name first."""
    language, fiche = document.language, document.initiative
    own = [document.title.get(language), document.summary.get(language)]
    return ". ".join([*own, *((fiche.technologies or ()) if fiche else ()), document.body])
