"""What falls due in the months to come, from the days that articles name, for a fiche or a municipality's fiches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Frozen, Language
from corpus.project import Project
from corpus.taxonomy import terms_of
from retrieval.answering.moments import today
from retrieval.checklist.checklist import Checker
from retrieval.checklist.due import days_of
from retrieval.checklist.values import Certainty, Obligation, State

MOST_MONTHS = 120
_ENDED = frozenset({"stopped"})


class Deadline(Frozen):
    """A day on which something falls due for a project, and the article that names it."""

    day: date
    initiative_id: str
    initiative: str
    obligation: Obligation


@dataclass(frozen=True)
class Calendar:
    """Reads the days of the articles that a project must look at."""

    checker: Checker

    def of_initiative(
        self, document_id: str, caller: Caller, language: Language, *, months: int, day: date | None = None
    ) -> list[Deadline]:
        """What falls due for a fiche; raises NotFound, and InvalidDocument for what is no fiche."""
        document = self.checker.catalogue.get(document_id, caller)
        return self._of([document], caller, language, months, day or today())

    def of_municipality(
        self, municipality: str, caller: Caller, language: Language, *, months: int, day: date | None = None
    ) -> list[Deadline]:
        """What falls due for the fiches of a municipality that are not stopped; raises UnknownValue."""
        filters = Filters.parse({"kind": ["initiative"], "municipality": [municipality]})
        documents = self.checker.catalogue.matching(filters, caller)
        going_on = [one for one in documents if not _ENDED & set(terms_of(one.fields)["status"])]
        return self._of(going_on, caller, language, months, day or today())

    def _of(
        self, documents: list[Document], caller: Caller, language: Language, months: int, day: date
    ) -> list[Deadline]:
        sheets = self.checker.sheets(caller)
        last = after_months(day, months)
        found = [
            Deadline(
                day=due, initiative_id=document.id, initiative=document.title.get(language), obligation=row
            )
            for document in documents
            for row in self.checker.check(Project.of_document(document), caller, language, day=day)
            if row.state is not State.NOT_APPLICABLE and row.certainty is Certainty.ASSERTED
            for due in _between(sheets[row.document_id], day, last)
        ]
        return sorted(found, key=lambda one: (one.day, one.initiative_id, one.obligation.document_id))


def _between(sheet: Document, first: date, last: date) -> Iterator[date]:
    yield from (day for day in days_of(sheet) if first <= day <= last)


def after_months(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has none such."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))
