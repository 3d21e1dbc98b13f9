"""Who knows a theme: the referents that lead initiatives of it or are partners in them, of what a caller may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document
from corpus.referents import Referent, referent
from retrieval.catalogue.catalogue import Catalogue

_HERE = "be"  # who is near comes first


@dataclass(frozen=True)
class Known:
    """A referent with the initiatives by which it is known, the newest first."""

    referent: Referent
    documents: tuple[Document, ...]


class Referents:
    """The directory; nothing of it is kept, so that it never tells of a fiche that somebody may not read."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, filters: Filters, caller: Caller) -> tuple[Known, ...]:
        """Those of initiatives that meet the filters: Belgian ones first, then by initiatives and name."""
        found: dict[Referent, list[Document]] = defaultdict(list)
        wanted = filters if filters.kind else filters.merged(Filters(kind=("initiative",)))
        for document in self._catalogue.matching(wanted, caller):
            for one in dict.fromkeys(_named(document)):
                found[one].append(document)
        known = [Known(one, tuple(sorted(documents, key=_newest))) for one, documents in found.items()]
        return tuple(sorted(known, key=_order))

    def themes(self, caller: Caller) -> dict[str, int]:
        """The themes for which there are referents, with how many."""
        counted: dict[str, set[Referent]] = defaultdict(set)
        known = self.of(Filters(), caller)
        ids = [document.id for one in known for document in one.documents]
        terms = self._catalogue.terms(ids, caller)
        for one in known:
            for document in one.documents:
                for theme in terms.get(document.id, {}).get("domain", ()):
                    counted[theme].add(one.referent)
        return {theme: len(some) for theme, some in sorted(counted.items())}


def _named(document: Document) -> Iterator[Referent]:
    fields = document.initiative
    if fields is None:
        return
    leads = (fields.lead,) if isinstance(fields.lead, str) else fields.lead or ()
    for written in (*leads, *(fields.partners or ())):
        if (one := referent(written)) is not None:
            yield one


def _newest(document: Document) -> tuple[int, str]:
    fiche = document.initiative
    return (-(fiche.start_year or 0) if fiche else 0), document.id


def _order(known: Known) -> tuple[bool, int, str]:
    return known.referent.country != _HERE, -len(known.documents), known.referent.name
