"""Which place of a source holds which document, in one run.

An id belongs to the place it was first read from: a copy of a file is a mistake to report, while a file
that is renamed, or that swaps its id with another one, takes its documents along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from corpus.errors import InvalidDocument
from ingest.sources.base import SourceItem
from retrieval.catalogue.records import Record, SourceState


class Claims:
    """The places of one source: those known before, and what was found there now."""

    def __init__(self, states: Mapping[str, SourceState]) -> None:
        self._states = states
        self._holders: dict[str, str] = {}
        self._former: dict[str, list[str]] = defaultdict(list)
        for identifier, state in states.items():
            self._former[state.ref].append(identifier)

    def ordered(self, items: Collection[SourceItem]) -> list[SourceItem]:
        """Known places first, so that a copy beside them cannot take their ids."""
        return sorted(items, key=lambda item: item.ref not in self._former)

    def take(self, record: Record) -> None:
        """Let the place of a changed record hold its id; raises InvalidDocument if another one does."""
        identifier = record.document.id
        holder = self._holders.get(identifier)
        if holder is not None:
            raise second_claim(record, holder)
        self._holders[identifier] = record.source_ref

    def keep(self, ref: str, identifier: str) -> None:
        """The place holds the document still."""
        self._holders[identifier] = ref

    def keep_former(self, ref: str) -> None:
        """The place could not be read: what was read there before stays."""
        for identifier in self._former.get(ref, ()):
            self._holders.setdefault(identifier, ref)

    def gone(self, items: Sequence[SourceItem], *, complete: bool) -> list[str]:
        """Documents that no place holds any more: file removed, or another id in it."""
        listed = {item.ref for item in items}
        read = set(self._holders.values())
        return [
            identifier
            for identifier, state in self._states.items()
            if identifier not in self._holders
            and (state.ref in read or (complete and state.ref not in listed))
        ]


def second_claim(record: Record, holder: str) -> InvalidDocument:
    """The mistake of a record whose id stands in another place too."""
    return InvalidDocument(
        f"the id {record.document.id!r} also stands in {holder}", field="id", source=record.source_ref
    )
