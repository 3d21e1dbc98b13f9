"""Writes the note for the college: need, precedents, known costs, services, obligations, open points; all of it cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.access import Caller
from corpus.labels import value_label
from corpus.models import Document, Language, Passage
from corpus.project import Project
from corpus.taxonomy import terms_of
from corpus.text import format_date, format_list, format_money, mark, translate
from retrieval.answering.citations import Bibliography, sentences_of
from retrieval.answering.wording import field_label
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.college.reading import described, label_and_rest, may_be_told, services_of
from retrieval.portfolio.college.seams import Obligation, Obligations, Precedent, Precedents
from retrieval.portfolio.college.values import CollegeNote, Line, Section, SectionName
from retrieval.portfolio.costs import Costs, KnownCosts
from retrieval.portfolio.kit_items import ITEMS, shows_amount
from retrieval.portfolio.related import RelatedSheets
from retrieval.portfolio.telling import Told, telling_of

_ITEMS = {item.name: item for item in ITEMS}
_PRECEDENTS, _COSTS, _OBLIGATIONS, _NEEDS = 4, 4, 8, 3
_IDEA = 600  # characters of an idea that the page repeats
_OPEN_FIELDS = ("budget_eur", "subsidy_eur", "start_year", "municipal_services", "lead")
_HEADINGS: dict[SectionName, str] = {
    "need": mark("Besoin"),
    "precedents": mark("Projets comparables"),
    "costs": mark("Coûts connus"),
    "services": mark("Services concernés"),
    "obligations": mark("Obligations à examiner"),
    "open": mark("Points ouverts"),
}
_STATES = {
    "shown": mark("la description montre que c'est fait"),
    "not_shown": mark("à faire ou à montrer"),
    "ask_dpo": mark("à demander au délégué à la protection des données"),
}
_WARNING = mark(
    "Document de travail établi à partir du catalogue\u00a0; il ne remplace ni l'avis d'un juriste ni celui du délégué à la protection des données."
)


@dataclass(frozen=True)
class CollegeNotes:
    """Writes notes from what a caller may read; without `obligations` the note says that they were not examined."""

    catalogue: Catalogue
    precedents: Precedents
    costs: Costs
    sheets: RelatedSheets
    obligations: Obligations | None = None

    def of_document(self, document_id: str, caller: Caller, language: Language, day: date) -> CollegeNote:
        """About an initiative; raises NotFound, and InvalidDocument for a document of another kind."""
        document = self.catalogue.get(document_id, caller)
        return self.of(Project.of_document(document), caller, language, day)

    def of(self, project: Project, caller: Caller, language: Language, day: date) -> CollegeNote:
        """About a project of any kind."""
        with self.catalogue.snapshot():
            found = self.precedents.of(project, caller, language, limit=_PRECEDENTS)
            own = [project.document_id] if project.document_id else []
            ids = [*own, *(one.document.id for one in found)]
            costs = self.costs.of(ids, caller, language)
            rows = self._obligations(project, caller, language)
            sheets = self.sheets.on_subject(project.text, project.language, caller)
            wanted = [*ids, *(one.id for one, _ in sheets), *(row.document_id for row in rows or ())]
            documents = self.catalogue.documents(wanted, caller)
            passages = self.catalogue.passages(wanted, caller)
        writer = _Writer(
            project,
            found,
            costs,
            [sheet for sheet, _ in sheets],
            rows,
            documents,
            passages,
            Bibliography(self.costs.lists.links, language),
        )
        return writer.note(language, day)

    def _obligations(
        self, project: Project, caller: Caller, language: Language
    ) -> Sequence[Obligation] | None:
        if self.obligations is None:
            return None
        rows = self.obligations.check(project, caller, language)
        certain = [row for row in rows if row.state in _STATES and row.certainty == "asserted"]
        return certain[:_OBLIGATIONS]


@dataclass(frozen=True)
class _Writer:
    project: Project
    precedents: Sequence[Precedent]
    costs: KnownCosts
    sheets: Sequence[Document]
    rows: Sequence[Obligation] | None
    documents: dict[str, Document]
    passages: dict[str, tuple[Passage, ...]]
    bibliography: Bibliography

    def note(self, language: Language, day: date) -> CollegeNote:
        """The six sections in their order."""
        written: dict[SectionName, Iterator[Line]] = {
            "need": self._need(),
            "precedents": self._precedents(),
            "costs": self._costs(),
            "services": self._services(),
            "obligations": self._obligations(),
            "open": self._open(),
        }
        sections = tuple(
            Section(name=name, heading=translate(language, _HEADINGS[name]), lines=tuple(lines))
            for name, lines in written.items()
        )
        return CollegeNote(
            title=self._title(),
            subtitle=self._say(mark("Note au collège, {day}"), day=format_date(day, language)),
            language=language,
            day=day,
            document_id=self.project.document_id,
            sections=sections,
            citations=tuple(self.bibliography.citations),
            warning=self._say(_WARNING),
        )

    def _title(self) -> str:
        if own := self._own:
            return own.title.get(self._language)
        if self.project.title:
            return self.project.title
        first = self.project.body.strip().split("\n")[0]
        return first if len(first) <= 90 else f"{first[:89].rsplit(' ', 1)[0]}…"

    def _need(self) -> Iterator[Line]:
        """Of a fiche of the catalogue its own sentences; of an idea its words."""
        if own := self._own:
            yield from self._quotes(own, self._told(own, "need")[:_NEEDS]) or [self._unsaid()]
            return
        text = " ".join((self.project.body or self.project.title).split())
        shown = text if len(text) <= _IDEA else f"{text[:_IDEA].rsplit(' ', 1)[0]}…"
        yield Line(text=self._say(mark("Tel que décrit")), quote=shown, quote_language=self.project.language)

    def _precedents(self) -> Iterator[Line]:
        if not self.precedents:
            yield Line(text=self._say(mark("Aucun projet semblable dans le catalogue.")))
        for one in self.precedents:
            told = [*self._told(one.document, "results"), *self._told(one.document, "reuse")][:1]
            quote = next(iter(self._quotes(one.document, told)), Line(text=""))
            reasons = f" ({' · '.join(one.reasons)})" if one.reasons else ""
            text = f"{described(one.document, self._language)}{reasons}"
            yield quote.model_copy(update={"text": text})

    def _costs(self) -> Iterator[Line]:
        yield Line(text=self.costs.text)
        for cost in self.costs.known[:_COSTS]:
            year = f" ({cost.year})" if cost.year else ""
            document = self.documents[cost.document_id]
            number = self.bibliography.cite_holder(
                document, self.passages.get(document.id, ()), [str(cost.euros)]
            )
            yield Line(
                text=f"{format_money(cost.euros, self._language)}{year}{self._colon} {cost.title}",
                citations=(number,) if number else (),
            )
        for stated in self.costs.stated[: max(0, _COSTS - len(self.costs.known))]:
            document = self.documents[stated.document_id]
            line = next(iter(self._cited(document, [stated.quote])), None)
            if line is not None:
                yield line.model_copy(update={"text": stated.title})

        yield from self._yardsticks()

    def _yardsticks(self) -> Iterator[Line]:
        """Amounts that practice sheets on the subject tell."""
        for sheet in self.sheets:
            telling = telling_of(sheet, self.passages.get(sheet.id, ()))
            told = [one for one in telling.stated if shows_amount(one)][:1]
            for one in told:
                number = self.bibliography.cite(sheet, one.sentence.passage, one.text)
                label, quote = label_and_rest(one.text)
                title = sheet.title.get(self._language)
                text = f"{title}{self._colon} {label}" if label else title
                yield Line(text=text, quote=quote, quote_language=sheet.language, citations=(number,))

    def _services(self) -> Iterator[Line]:
        """Those that the project names, else those of its precedents."""
        own = services_of(self.project)
        if own:
            labels = [value_label("service", one, self._language) for one in own]
            yield Line(text=format_list(labels, self._language))
        seen = dict.fromkeys(
            service
            for one in self.precedents
            for service in terms_of(one.document.fields).get("service", ())
            if service not in own
        )
        if seen:
            labels = [value_label("service", one, self._language) for one in seen]
            said = format_list(labels, self._language)
            yield Line(text=self._say(mark("Dans les projets précédents\u00a0: {services}"), services=said))
        if not own and not seen:
            yield Line(text=self._say(mark("Ni le projet ni les projets précédents ne nomment de service.")))

    def _obligations(self) -> Iterator[Line]:
        if self.rows is None:
            yield Line(text=self._say(mark("Les obligations n'ont pas été examinées.")))
        elif not self.rows:
            yield Line(text=self._say(mark("La description ne fait apparaître aucune obligation du corpus.")))
        for row in self.rows or ():
            if sheet := self.documents.get(row.document_id):
                yield self._obligation(row, sheet)

    def _obligation(self, row: Obligation, sheet: Document) -> Line:
        state = self._say(_STATES[str(row.state)])
        due = f" ({format_date(row.due, self._language)})" if row.due else ""
        notes = (
            f" · {value_label('confidence', sheet.confidence, self._language)}"
            if sheet.confidence == "connaissance_generale"
            else ""
        )
        number = self.bibliography.cite_best(
            sheet, self.passages[sheet.id], sheet.summary.get(sheet.language).split()
        )
        text = f"{sheet.title.get(self._language)}{self._colon} {state}{due}. {row.because}{notes}"
        return Line(text=text, citations=(number,))

    def _open(self) -> Iterator[Line]:
        fields = self.project.fields
        unknown = [
            field_label(name, self._language)
            for name in _OPEN_FIELDS
            if not (fields and getattr(fields, name)) and not may_be_told(name, self.project.text)
        ]
        if unknown:
            names = format_list(unknown, self._language)
            yield Line(text=self._say(mark("La description n'indique pas\u00a0: {fields}."), fields=names))
        if fields is None or fields.personal_data == "unknown":
            yield Line(
                text=self._say(mark("Des données personnelles sont-elles traitées\u00a0? C'est à établir."))
            )
        asked = [row for row in self.rows or () if str(row.state) == "ask_dpo"]
        titles = [
            self.documents[row.document_id].title.get(self._language)
            for row in asked
            if row.document_id in self.documents
        ]
        if titles:
            said = format_list(titles, self._language)
            yield Line(text=self._say(mark("À trancher avec le délégué\u00a0: {titles}."), titles=said))
        if self.costs.unknown.count:
            yield Line(
                text=self._say(
                    mark(
                        "Demander leur coût aux porteurs des projets précédents dont le budget n'est pas connu."
                    )
                )
            )

    # -- pieces -----------------------------------------------------------------------------------

    def _told(self, document: Document, item: str) -> Sequence[Told]:
        return _ITEMS[item].sentences(telling_of(document, self.passages.get(document.id, ())))

    def _quotes(self, document: Document, told: Sequence[Told]) -> list[Line]:
        return self._cited(document, [one.text for one in told])

    def _cited(self, document: Document, quotes: Sequence[str]) -> list[Line]:
        """Each quote with its citation, from the first passage that holds it as a sentence."""
        found = []
        for quote in quotes:
            for passage in self.passages.get(document.id, ()):
                if any(sentence.text == quote for sentence in sentences_of(passage)):
                    number = self.bibliography.cite(document, passage, quote)
                    line = Line(text="", quote=quote, quote_language=document.language, citations=(number,))
                    found.append(line)
                    break
        return found

    def _unsaid(self) -> Line:
        return Line(text=self._say(mark("La fiche n'en dit rien.")))

    def _say(self, message: str, **values: object) -> str:
        return translate(self._language, message, **values)

    @property
    def _own(self) -> Document | None:
        """The fiche of the catalogue that the project is."""
        return self.documents.get(self.project.document_id) if self.project.document_id else None

    @property
    def _language(self) -> Language:
        return self.bibliography.language

    @property
    def _colon(self) -> str:
        return "\u00a0:" if self._language == "fr" else ":"
