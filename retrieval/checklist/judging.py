"""One rule and one project: does the article come up, is it excluded, is it shown to be met?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from corpus.models import Document
from retrieval.checklist.evidence import evidence_of
from retrieval.checklist.personal_data import Ground, Personal, PersonalData
from retrieval.checklist.rules import Rule
from retrieval.checklist.situation import PRICED, Mention, Situation
from retrieval.checklist.territory import Reach, reaches
from retrieval.checklist.thresholds import threshold
from retrieval.checklist.values import State


class Cause(StrEnum):
    """What kind of reason a judgement has."""

    SIGNS = "signs"
    LIKENESS = "likeness"
    DOUBT = "doubt"
    REASON = "reason"
    DENIED = "denied"
    PERSONAL_DATA = "personal_data"
    BELOW = "below"
    ABOVE = "above"
    TERRITORY = "territory"
    REPEALED = "repealed"


@dataclass(frozen=True)
class Judgement:
    """A state with its cause; `reason` is a key of reasons.py, `limit` a threshold in euros."""

    state: State
    cause: Cause = Cause.SIGNS
    mentions: tuple[Mention, ...] = ()
    reason: str = ""
    limit: Decimal | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Judge:
    """Judges the rules for one project; `sheets` are the law sheets that the caller may read."""

    situation: Situation
    personal: PersonalData
    sheets: Mapping[str, Document] = field(repr=False)

    def judge(self, rule: Rule) -> Judgement | None:
        """The judgement; None where the article does not come up at all."""
        if rule.public_only and "private_actor" in self.situation.found:
            return None
        met = rule.when.satisfied_by(self.situation.found) if rule.when else None
        if rule.elsewhere and self.situation.territory.reach is Reach.WALLONIA:
            return None
        if not reaches(self.sheets[rule.document_id].act, self.situation.territory):
            return self._out_of_reach(rule, met)
        return self._excluded(rule, met) or self._applying(rule, met) or self._absent(rule)

    def expecting(self, rule: Rule, nearest: Mention, *, sure: bool) -> Judgement | None:
        """The judgement on an article that descriptions like this one need; None where the rules alone decide on it.

        `nearest` is the sentence that speaks most of it. What is not sure is asked, not asserted.
        """
        private = rule.public_only and "private_actor" in self.situation.found
        only_things = (
            self.personal.ground is Ground.THINGS
        )  # a guess of the rules, unlike what is said or recorded
        needless = rule.personal and self.personal.status is Personal.NO and not only_things
        act = self.sheets[rule.document_id].act
        if private or needless or rule.bounds or rule.elsewhere or not reaches(act, self.situation.territory):
            return None
        if rule.personal and (only_things or self.personal.status is Personal.UNKNOWN):
            return Judgement(State.ASK_DPO, Cause.LIKENESS if sure else Cause.DOUBT, (nearest,))
        if not sure:
            return Judgement(State.ASK_DPO, Cause.DOUBT, (nearest,))
        found = evidence_of(self.situation.project.text, rule.evidence)
        state = State.SHOWN if found else State.NOT_SHOWN
        return Judgement(state, Cause.LIKENESS, (nearest,), evidence=found)

    def _out_of_reach(self, rule: Rule, met: tuple[str, ...] | None) -> Judgement | None:
        if met is None or not rule.told_elsewhere:
            return None
        return Judgement(State.NOT_APPLICABLE, Cause.TERRITORY)

    def _excluded(self, rule: Rule, met: tuple[str, ...] | None) -> Judgement | None:
        considered = rule.considered.satisfied_by(self.situation.found) if rule.considered else None
        if met is None and considered is None:
            return None
        for reason, expression in rule.unless:
            signs = expression.satisfied_by(self.situation.found)
            if signs is not None:
                return self._because_of(reason, signs)
        if met is None and considered is not None and rule.because_not:
            return self._because_of(rule.because_not, considered)
        return None

    def _because_of(self, reason: str, signs: tuple[str, ...]) -> Judgement:
        mentions = tuple(self.situation.words_of(signs))
        return Judgement(State.NOT_APPLICABLE, Cause.REASON, mentions, reason=reason)

    def _applying(self, rule: Rule, met: tuple[str, ...] | None) -> Judgement | None:
        if rule.personal and self.personal.status is not Personal.YES:
            return self._without_certainty(rule, met)
        if met is None or rule.personal == "unknown":
            return None
        if rule.bounds is not None and (outside := self._outside(rule)) is not None:
            return outside if outside.cause is not Cause.SIGNS else None
        mentions = tuple(self.situation.words_of(met)) or self.personal.mentions
        found = evidence_of(self.situation.project.text, rule.evidence)
        return Judgement(State.SHOWN if found else State.NOT_SHOWN, mentions=mentions, evidence=found)

    def _without_certainty(self, rule: Rule, met: tuple[str, ...] | None) -> Judgement | None:
        """Personal data unknown or absent: who is asked, and what is explained."""
        status = self.personal.status
        if status is Personal.UNKNOWN:
            if met is None and not self._asks(rule):
                return None
            mentions = tuple(self.situation.words_of(met or ("counts_people", "listening", "sensors")))
            return Judgement(State.ASK_DPO, mentions=mentions)
        told = rule.explained and (status is Personal.NO or rule.asked)
        if told or (rule.explained_if and rule.explained_if in self.situation.found):
            return Judgement(State.NOT_APPLICABLE, Cause.PERSONAL_DATA, self.personal.mentions)
        return None

    def _asks(self, rule: Rule) -> bool:
        """Whether a rule that does not come up is put to the DPO all the same, since personal data may be there."""
        fields = self.situation.project.fields
        recorded = fields is not None and fields.personal_data == "unknown"
        only = rule.asked_if
        return rule.asked and (
            only is None or recorded or only.satisfied_by(self.situation.found) is not None
        )

    def _outside(self, rule: Rule) -> Judgement | None:
        """Where the amount lies outside the rule's bounds: a judgement that tells so, or a silent one."""
        bounds, amount = rule.bounds, self.situation.amount
        if bounds is None or amount is None:
            return None
        works = "works" in self.situation.found
        least = self._limit((works and bounds.works_from) or bounds.from_)
        most = self._limit((works and bounds.works) or bounds.below)
        if least is not None and amount.euros < least:
            return self._beyond(Cause.BELOW, least, told=bounds.told == "below")
        if most is not None and amount.euros >= most:
            return self._beyond(Cause.ABOVE, most, told=bounds.told == "above")
        return None

    def _beyond(self, cause: Cause, limit: Decimal, *, told: bool) -> Judgement:
        mentions = tuple(self.situation.words_of((PRICED,)))
        return Judgement(State.NOT_APPLICABLE, cause if told else Cause.SIGNS, mentions, limit=limit)

    def _limit(self, reference: str | None) -> Decimal | None:
        return threshold(reference, self.sheets) if reference else None

    def _absent(self, rule: Rule) -> Judgement | None:
        """The article that one might expect, where the description says that its subject is absent."""
        said = [one for sign in rule.denied for one in self.situation.denied.get(sign, ())]
        return Judgement(State.NOT_APPLICABLE, Cause.DENIED, tuple(said[:1])) if said else None
