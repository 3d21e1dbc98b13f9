"""A note to share within a pooling group: scope, who is ahead, how to buy together, whom to call, what is missing.

What is said of an initiative or a rule is quoted and cited; the rest is said in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from corpus.access import Caller
from corpus.labels import value_label
from corpus.models import Document, Language, Passage
from corpus.taxonomy import terms_of
from corpus.text import format_list, mark, translate
from retrieval.answering.citations import Bibliography
from retrieval.answering.quoting import note_on, quoted, without_markup
from retrieval.answering.wording import field_label
from retrieval.catalogue.catalogue import Catalogue
from retrieval.portfolio.inventory import organisations_of
from retrieval.portfolio.kit_items import ITEMS
from retrieval.portfolio.pooling.members import Member, Stage
from retrieval.portfolio.pooling.procurement import SheetOfStep, sheets_for
from retrieval.portfolio.pooling.ties import Tie
from retrieval.portfolio.pooling.wording import STAGES, need_text, next_step, places_of, whys
from retrieval.portfolio.telling import Telling, Told, telling_of
from retrieval.search.links import Links

_ITEMS = {item.name: item for item in ITEMS}
_LEARNED = ("results", "failures", "cost")
_QUOTES = 2  # of one initiative and one point
_TO_DECIDE = ("budget_eur", "start_year", "municipal_services")


@dataclass(frozen=True)
class Notes:
    """Writes notes about groups of initiatives that a caller may read."""

    catalogue: Catalogue
    links: Links

    def of(self, members: Sequence[Member], ties: Set[Tie], caller: Caller, language: Language) -> str:
        """The note as CommonMark, with its sources at the end."""
        passages = self.catalogue.passages([one.id for one in members], caller)
        places = [place for one in members for place in one.places]
        sheets = sheets_for(
            self.catalogue,
            caller,
            country=places[0].country,
            regions=tuple(place.region for place in places if place.region),
        )
        writer = _Writer(members, ties, passages, sheets, Bibliography(self.links, language), language)
        return "\n\n".join(writer.blocks())


@dataclass(frozen=True)
class _Writer:
    members: Sequence[Member]
    ties: Set[Tie]
    passages: dict[str, tuple[Passage, ...]]
    sheets: Sequence[SheetOfStep]
    bibliography: Bibliography
    language: Language

    def blocks(self) -> Iterator[str]:
        """Headings, paragraphs and lists, in reading order."""
        need = without_markup(need_text(self.members, self.language))
        towns = format_list(list(places_of(self.members, self.language)), self.language)
        yield f"# {self._say('Mettre en commun : {need}', need=need)}"
        yield self._say("Pour {towns}.", towns=towns)
        yield _listed(why.text for why in whys(self.members, self.ties, self.language))
        yield self._heading(mark("Périmètre commun"))
        yield _listed(self._scope())
        yield self._heading(mark("Qui est en avance, et ce qui a été appris"))
        yield _listed(self._learned())
        if self.sheets:
            yield self._heading(mark("Acheter ensemble"))
            yield from self._route()
        yield self._heading(mark("Qui appeler"))
        yield _listed(self._contacts())
        yield self._heading(mark("Ce qui manque pour décider"))
        yield _listed(self._missing())
        yield self._heading(mark("Prochaine étape"))
        yield next_step(self.members, self.language)
        yield self._heading(mark("Sources"))
        yield "\n".join(
            f"{one.n}. {without_markup(one.title)}{self._colon} « {without_markup(one.quote)} » <{one.url}>"
            for one in self.bibliography.citations
        )

    def _scope(self) -> Iterator[str]:
        for member in self.members:
            told = self._told(member, "need")[:1] or self._told(member, "reuse")[:1]
            yield f"{self._name(member)}{self._colon} {self._quotes(member, told) or self._unsaid()}"

    def _learned(self) -> Iterator[str]:
        ahead = [one for one in self.members if one.stage is Stage.RUNNING]
        if not ahead:
            yield self._say("Personne n'a encore commencé\u00a0: tout est à préparer ensemble.")
        for member in sorted(ahead, key=lambda one: one.fields.start_year or 9999):
            found = [one for name in _LEARNED for one in self._told(member, name)[:_QUOTES]]
            said = self._quotes(member, found) or self._unsaid()
            yield f"{self._name(member)} ({self._stage(member)}){self._colon} {said}"

    def _route(self) -> Iterator[str]:
        for step, some in groupby(self.sheets, key=lambda one: one.step):
            yield f"**{self._say(step.label)}**"
            yield _listed(self._sheet(one.document, one.passages) for one in some)

    def _sheet(self, document: Document, passages: Sequence[Passage]) -> str:
        """A sheet's summary in the reader's language, with the sentence of it that says most of that."""
        summary = document.summary.get(self.language)
        number = self.bibliography.cite_best(document, passages, document.summary.fr.split())
        title = without_markup(document.title.get(self.language))
        note = note_on(document, self.language, quoted=False)
        return f"{title}{self._colon} {without_markup(summary)} [{number}]{note}"

    def _contacts(self) -> Iterator[str]:
        for member in self.members:
            names = format_list(
                [without_markup(name) for name in organisations_of(member.fields)], self.language
            )
            services = [
                value_label("service", one, self.language) for one in terms_of(member.fields)["service"]
            ]
            called = names or self._say("organisation inconnue")
            also = f" ({format_list(services, self.language)})" if services else ""
            yield f"{self._name(member)}{self._colon} {called}{also}"

    def _missing(self) -> Iterator[str]:
        for member in self.members:
            fields = member.fields
            unknown = [field_label(name, self.language) for name in _TO_DECIDE if not getattr(fields, name)]
            if fields.personal_data == "unknown":
                unknown.append(field_label("personal_data", self.language))
            if unknown:
                names = format_list(unknown, self.language)
                yield f"{self._name(member)}{self._colon} {self._say('inconnus : {fields}', fields=names)}"
            if fields.status_year is not None:
                said = self._say("état connu pour {year}, à confirmer", year=fields.status_year)
                yield f"{self._name(member)}{self._colon} {said}"
        yield self._say("Le volume commun, le calendrier de chacun et qui porterait le marché.")

    def _told(self, member: Member, item: str) -> Sequence[Told]:
        return _ITEMS[item].sentences(self._telling(member))

    def _telling(self, member: Member) -> Telling:
        return telling_of(member.document, self.passages.get(member.id, ()))

    def _quotes(self, member: Member, told: Sequence[Told]) -> str:
        each = dict.fromkeys(one.sentence for one in told)
        return " ".join(quoted(member.document, one, self.bibliography, self.language) for one in each)

    def _name(self, member: Member) -> str:
        towns = format_list([place.name(self.language) for place in member.places], self.language)
        return f"{towns}, {without_markup(member.document.title.get(self.language))}"

    def _stage(self, member: Member) -> str:
        said = translate(self.language, STAGES[member.stage])
        year = member.fields.start_year
        return f"{said}, {self._say('début en {year}', year=year)}" if year else said

    def _unsaid(self) -> str:
        return self._say("la fiche n'en dit rien.")

    def _heading(self, message: str) -> str:
        return f"## {translate(self.language, message)}"

    def _say(self, message: str, **values: object) -> str:
        return translate(self.language, message, **values)

    @property
    def _colon(self) -> str:
        return "\u00a0:" if self.language == "fr" else ":"


def _listed(lines: Iterator[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


mark("Mettre en commun\u00a0: {need}"), mark("Pour {towns}."), mark("inconnus\u00a0: {fields}")
mark("Personne n'a encore commencé\u00a0: tout est à préparer ensemble."), mark("organisation inconnue")
mark("état connu pour {year}, à confirmer"), mark("la fiche n'en dit rien."), mark("début en {year}")
mark("Le volume commun, le calendrier de chacun et qui porterait le marché.")
