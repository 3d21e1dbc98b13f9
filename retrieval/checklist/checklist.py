"""The checklist of a project: what the law asks of it, the articles that matter most first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Language
from corpus.project import Project
from corpus.taxonomy import terms_of
from retrieval.answering.moments import Moment, today
from retrieval.answering.validity import ended, is_repealed, validity_of
from retrieval.catalogue.catalogue import Catalogue
from retrieval.checklist.due import due_of
from retrieval.checklist.expected import Expectations
from retrieval.checklist.expressions import Alternative, Expression
from retrieval.checklist.judging import Cause, Judge, Judgement
from retrieval.checklist.limits import Limits
from retrieval.checklist.personal_data import Personal, PersonalData, personal_data_of
from retrieval.checklist.rules import Rule, Rules
from retrieval.checklist.situation import Situation, situation_of
from retrieval.checklist.topics import Topics
from retrieval.checklist.values import Certainty, Obligation, State
from retrieval.checklist.wording import because, from_when, in_doubt


@dataclass(frozen=True)
class Checker:
    """Compares projects with the law sheets of a catalogue."""

    catalogue: Catalogue
    topics: Topics | None = None  # without it, only the words of the signs are known
    expectations: Expectations | None = None  # without it, only what rules name comes up

    def check(
        self, project: Project, caller: Caller, language: Language, *, day: date | None = None
    ) -> list[Obligation]:
        """The obligations of a project on a day (today), those that apply first, then those that do not and why.

        Only law sheets that the caller may read; of repealed rules only that they are.
        """
        sheets = self.sheets(caller)
        situation = self.situation(project)
        personal = personal_data_of(situation)
        judge = Judge(situation, personal, sheets)
        asked: list[Obligation] = []
        excluded: list[Obligation] = []
        judged = list(_judged(judge, sheets, Moment(day or today(), day or today())))
        expected = list(self._expected(judge, judged))
        likely = {rule.document_id for rule, _ in expected}
        kept = [(rule, judgement) for rule, judgement in judged if rule.document_id not in likely]
        for rule, judgement in [*kept, *expected]:
            row = _row(sheets[rule.document_id], judgement, situation, personal, language, day or today())
            (excluded if row.state is State.NOT_APPLICABLE else asked).append(row)
        return [*asked, *excluded]

    def situation(self, project: Project) -> Situation:
        """What the project's description shows, by its words and by what it means."""
        return situation_of(project, self.topics.implied(project) if self.topics else ())

    def _expected(
        self, judge: Judge, judged: Sequence[tuple[Rule, Judgement]]
    ) -> Iterator[tuple[Rule, Judgement]]:
        """What no rule says anything about, but descriptions like this one need, the likeliest first.

        Where rules exclude an article only since they recognise nothing personal, likeness may ask about it in their place.
        """
        if self.expectations is None:
            return
        known = {rule.document_id: judgement.state for rule, judgement in judged}
        excluded = {name for name, state in known.items() if state is State.NOT_APPLICABLE}
        decided = {rule.document_id for rule, judgement in judged if not _unseen(judge, judgement)}
        rules = {rule.document_id: rule for rule in Rules.load().rules}
        named = known.keys() - excluded
        expected = self.expectations.of(judge.situation, judge.sheets, named, excluded)
        for name, one in expected.items():
            allowed = Limits.load().allow(name, judge.situation.found, named)
            if name in decided or not allowed or is_repealed(judge.sheets[name]):
                continue
            rule = rules.get(name, Rule(name))
            sure = one.sure and name not in known and not Limits.load().asks(name)
            judgement = judge.expecting(rule, one.nearest, sure=sure)
            if judgement is not None:
                yield rule, judgement

    def sheets(self, caller: Caller) -> Mapping[str, Document]:
        """The law sheets that a caller may read, by id."""
        found = self.catalogue.matching(Filters(kind=("regulation",)), caller)
        return {document.id: document for document in found}


def _unseen(judge: Judge, judgement: Judgement) -> bool:
    """Whether an article is excluded only since nothing in the description is known to be personal."""
    return judgement.cause is Cause.PERSONAL_DATA and judge.personal.status is Personal.UNTOUCHED


def _judged(judge: Judge, sheets: Mapping[str, Document], moment: Moment) -> Iterator[tuple[Rule, Judgement]]:
    for rule in _rules(sheets):
        judgement = judge.judge(rule)
        if judgement is None:
            continue
        if is_repealed(sheets[rule.document_id]):
            if not ended(sheets[rule.document_id], moment):
                yield rule, judgement
            elif judgement.state is not State.NOT_APPLICABLE:
                yield rule, Judgement(State.NOT_APPLICABLE, Cause.REPEALED, judgement.mentions)
            continue
        yield rule, judgement


def _rules(sheets: Mapping[str, Document]) -> Iterator[Rule]:
    """The reviewed rules in their order, then the sheets that nobody reviewed, by their own triggers."""
    rules = Rules.load()
    for rule in rules.rules:
        if rule.document_id in sheets:
            yield rule
    for name, sheet in sheets.items():
        if name not in rules.reviewed and sheet.regulation is not None:
            triggers = terms_of(sheet.fields).get("trigger", ())
            yield Rule(name, Expression(tuple(Alternative((one,), ()) for one in triggers)))


def _row(
    sheet: Document,
    judgement: Judgement,
    situation: Situation,
    personal: PersonalData,
    language: Language,
    day: date,
) -> Obligation:
    article = sheet.regulation
    assert article is not None  # only law sheets have rules
    doubtful = judgement.cause is Cause.DOUBT
    title = sheet.title.get(language)
    why = (
        in_doubt(title, judgement, language)
        if doubtful
        else because(judgement, situation, personal, language)
    )
    begins = validity_of(sheet).since
    if begins is not None and begins > day and judgement.state is not State.NOT_APPLICABLE:
        why = f"{why} {from_when(begins, language)}"
    return Obligation(
        obligation=sheet.summary.get(language),
        document_id=sheet.id,
        title=title,
        act=sheet.act.nom_court if sheet.act else article.reglement,
        article=article.article,
        because=why,
        state=judgement.state,
        due=None if judgement.state is State.NOT_APPLICABLE else due_of(sheet, day),
        confidence=sheet.confidence or article.confiance,
        evidence=judgement.evidence,
        certainty=Certainty.TO_CHECK if doubtful else Certainty.ASSERTED,
    )
