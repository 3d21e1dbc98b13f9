"""What a description shows: its signs with the words that show them, its personal data, amount and place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.project import Project
from corpus.sentences import sentence_spans
from retrieval.checklist.amounts import Amount, amount_of
from retrieval.checklist.negation import Absences
from retrieval.checklist.patterns import Text
from retrieval.checklist.signs import Lexicon
from retrieval.checklist.territory import Territory, territory_of

PRICED = "priced"
RECORDED_PERSONAL = "recorded_personal"
# Wordings that speak of absence themselves, or of what somebody does without it.
_NEVER_DENIED = frozenset({"counting_only", "no_personal_data", "unsure_personal_data", "indoor_only", "re_entered",
                           "regional_ban", "breach", "rd", "data_withheld", "human_review", "hidden_camera", "inaccessible", "no_dpo",
                           "accessibility_words", "evicted_bidder", "cloud_exit", "exit_fee", "no_image", "blurred", "crisis",
                           "residual_risk", "encrypted_loss", "conflict", "automatic", "road_data", "navigation",
                           "exclusive_right", "authentic_source", "toy_drone"})  # fmt: skip
# "le décret open data", "the open data decree": who names a law tells of the law, not of what the project has.
_LAW_BEFORE = re.compile(
    r"\b(?:loi|decret|directive|ordonnance|wet|decreet|richtlijn|gesetz|dekret|richtlinie)\s+(?:(?:sur|over|uber|zu)\s+)?"
    r"(?:(?:les?|la|des?|du|de|het|die|den)\s+|l')*$"
)
_LAW_AFTER = re.compile(
    r"[\s\-](?:act|law|decree|directive|decret|decreet|dekret|wet|gesetz|richtlijn|richtlinie)\b"
)
_READ_FIELDS = (
    "technologies",
    "domains",
    "municipal_services",
    "lead",
    "results",
    "personal_data_reason",
    "facts",
)


@dataclass(frozen=True)
class Mention:
    """Words that show a sign; `field` is where they stand, empty for title and body."""

    words: str
    field: str = ""


@dataclass(frozen=True)
class Situation:
    """A project as the rules see it. `found` and `denied` go from a sign to the mentions of it."""

    project: Project
    found: Mapping[str, tuple[Mention, ...]]
    denied: Mapping[str, tuple[Mention, ...]]
    amount: Amount | None
    territory: Territory
    parts: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # of a compound, the signs that made it

    def words_of(self, signs: tuple[str, ...]) -> list[Mention]:
        """The mentions of some signs, those of compounds included, each word once."""
        base = dict.fromkeys(one for sign in signs for one in self._base(sign))
        mentions = {one.words.lower(): one for sign in base for one in self.found.get(sign, ())[:2]}
        return list(mentions.values())

    def _base(self, sign: str) -> Iterator[str]:
        if sign not in self.parts:
            yield sign
            return
        for part in self.parts[sign]:
            yield from self._base(part)


@lru_cache(maxsize=1024)
def situation_of(project: Project, implied: tuple[tuple[str, Mention], ...] = ()) -> Situation:
    """Read a project; `implied` are signs that it conveys by other words, which what it denies outweighs."""
    lexicon = Lexicon.load()
    found: dict[str, list[Mention]] = defaultdict(list)
    denied: dict[str, list[Mention]] = defaultdict(list)
    for where, text in _texts(project):
        _read(text, where, lexicon, found, denied)
    for sign, mention in implied:
        if sign not in found and sign not in denied:
            found[sign].append(mention)
    if project.fields is not None and project.fields.personal_data == "yes":
        found[RECORDED_PERSONAL] = []  # no words show it, the field does
    amount = amount_of(project)
    if amount is not None:
        found[PRICED].append(Mention(amount.text, "" if amount.span else "budget_eur"))
    parts: dict[str, tuple[str, ...]] = {}
    for sign, expression in lexicon.compounds.items():
        satisfied = expression.satisfied_by({*found, *parts})
        if satisfied is not None:
            parts[sign] = satisfied
    mentions = {sign: tuple(dict.fromkeys(some)) for sign, some in found.items()}
    absent = {sign: tuple(dict.fromkeys(some)) for sign, some in denied.items() if sign not in found}
    named = {sign: some[0].words for sign, some in mentions.items() if some}
    mentions |= {sign: () for sign in parts if sign not in mentions}
    return Situation(project, mentions, absent, amount, territory_of(project, named), parts)


def _texts(project: Project) -> Iterator[tuple[str, str]]:
    yield "", project.text
    if project.fields is None:
        return
    for name in _READ_FIELDS:
        value = getattr(project.fields, name)
        for text in (value,) if isinstance(value, str) else value or ():
            yield name, text


def _read(
    text: str,
    where: str,
    lexicon: Lexicon,
    found: dict[str, list[Mention]],
    denied: dict[str, list[Mention]],
) -> None:
    forms, absences = Text.of(text), Absences.of(text)
    for sign, patterns in lexicon.words.items():
        for start, end in patterns.spans(forms):
            if _names_a_law(absences.folded, start, end):
                continue
            absent = sign not in _NEVER_DENIED and absences.denies((start, end))
            into = denied if absent else found
            into[sign].append(Mention(_quoted(text, start, end, around=absent), where))


def _names_a_law(folded: str, start: int, end: int) -> bool:
    return bool(_LAW_AFTER.match(folded, end) or _LAW_BEFORE.search(folded, max(0, start - 40), start))


def _quoted(text: str, start: int, end: int, *, around: bool) -> str:
    """The words; of a denied sign, the part of the sentence that denies it."""
    if not around:
        return text[start:end]
    for first, last in sentence_spans(text):
        if first <= start < last:
            return (
                " ".join(text[max(first, start - 60) : min(last, end + 40)].split())
                if last - first > 140
                else text[first:last]
            )
    return text[start:end]
