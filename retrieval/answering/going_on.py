"""After other questions: what a sentence is about, told by how well it is answered.

A short question finds something wherever it is asked, so no odds of its own tell that it stands alone. It is asked of what
was shown before and of everything: one that goes on is answered nearly as well by what was shown. How much worse that
may be depends on how little the sentence names: "depuis quand ?" names nothing to look for.

Where it goes on, the question before completes it, and what was shown is weighed against everything else: "and when it is
the police that films?" is of the same matter, told by another sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.access import Caller
from corpus.filters import Filters
from corpus.models import Document, Language
from retrieval.answering.asked import aspects_of, begins_a_question
from retrieval.answering.evidence import subject_words
from retrieval.answering.extracted import DOCUMENTS, Evidence, best_document, choose
from retrieval.answering.guidance import advising, asks_for_advice
from retrieval.answering.lookup import Lookup, lookup_of, named_fiche
from retrieval.answering.several import asked_in
from retrieval.answering.weighing import Found, Weighed, Weigher
from retrieval.query.folding import fold
from retrieval.query.query import Query
from retrieval.query.requested import requested_field, requested_spans
from retrieval.query.understanding import understand
from retrieval.query.utterance import FollowUp
from retrieval.query.words.sentence import Sentence
from retrieval.search.results import Hit
from retrieval.search.search import Searcher

# In log-odds, fitted on development dialogues: by how much a sentence may be answered worse by what was shown than by
# everything, how much less for each word that names something, how much more where it says that it goes on.
_WORSE, _A_WORD, _LEANING = 4.5, 0.5, 2.7
_MUCH_WORSE = 6.0  # as far as that counts: what was shown may be of another town, and hold no answer at all
_NAMES_LITTLE = 2  # words, where nothing was shown and only the words tell
# Log-odds from which a sheet that is meant tells what is asked of it: it need not be near as well.
_TOLD = -0.5
# The same from which a sentence is shown beside the field that a record gives.
TELLS_MORE = 1.0


@dataclass(frozen=True)
class Meant:
    """What a sentence that goes on means: `weighed` with the sentences that answer, of `sheet` where one of those shown does.

    `is_told` is false where the sheet leaves open what is asked.
    """

    weighed: Weighed
    sheet: Document | None = None
    is_told: bool = True


class GoingOn:
    """Reads a sentence after others; holds no state between questions."""

    def __init__(self, searcher: Searcher, weigher: Weigher) -> None:
        self._searcher = searcher
        self._weigher = weigher

    def of_shown(
        self,
        follow_up: FollowUp,
        shown: Collection[str],
        query: Query,
        caller: Caller,
        filters: Filters | None,
    ) -> Weighed | None:
        """The sentence alone, asked of the documents shown before; None where it stands alone."""
        alone = _asking(follow_up.own, query, filters)
        told = self._weigher.weigh(self._among(alone, caller, shown), caller)
        named = len(_named(follow_up.own))
        if follow_up.points or not named:
            return told
        if not shown:
            return told if follow_up.leans or named <= _NAMES_LITTLE else None
        everywhere = self._weigher.weigh(self._everywhere(alone, caller), caller)
        may_be_worse = _WORSE - _A_WORD * named + _LEANING * follow_up.leans
        return told if min(everywhere.odds - told.odds, _MUCH_WORSE) <= may_be_worse else None

    def meant(
        self,
        follow_up: FollowUp,
        of_shown: Weighed,
        shown: Mapping[str, Document],
        query: Query,
        caller: Caller,
        filters: Filters | None,
    ) -> Meant:
        """What a sentence that goes on means; `of_shown` is what the documents `shown` say to it."""
        whole = _asking(follow_up.text, query, filters)
        found = self._among(whole, caller, shown)
        if not follow_up.points:
            found = _joined(found, self._everywhere(whole, caller))
        weighed = self._weigher.weigh(found, caller)
        if not weighed.evidence:
            return Meant(weighed)
        if (advice := self._advising(follow_up, whole, weighed, caller)) is not None:
            return Meant(self._told_by(advice, follow_up, whole, caller), advice)
        name, _ = best_document(weighed.evidence)
        sheet = next(one.document for one in weighed.evidence if one.document.id == name)
        if not _asks_itself(follow_up.own):
            is_answered = weighed.odds >= 0
            return Meant(replace(weighed, shown=_shown_by(sheet, weighed, whole.text)), sheet, is_answered)
        if len(shown) > 1 or name not in shown:
            alone = _asking(follow_up.own, query, filters)
            of_shown = self._weigher.weigh(self._among(alone, caller, [name]), caller)
        if name in shown:
            weighed = self._told_by(sheet, follow_up, whole, caller)
        else:
            weighed = replace(weighed, shown=_shown_by(sheet, weighed, whole.text))
        return Meant(weighed, sheet, of_shown.told >= _TOLD)

    def best_sentence(self, sheet: Document, follow_up: FollowUp, whole: Query, caller: Caller) -> Weighed:
        """The one sentence of a sheet that answers best."""
        weighed = self._told_by(sheet, follow_up, whole, caller)
        return replace(weighed, shown=weighed.shown[:1])

    def _advising(
        self, follow_up: FollowUp, whole: Query, weighed: Weighed, caller: Caller
    ) -> Document | None:
        """The practice sheet on the matter, where the sentence asks how something is done."""
        if not asks_for_advice(follow_up.own):
            return None
        documents = [hit.document for hit in weighed.hits if hit.document.practice]
        return advising(whole.text, documents, whole.language, self._searcher.frequency(caller))

    def _told_by(self, sheet: Document, follow_up: FollowUp, whole: Query, caller: Caller) -> Weighed:
        """What one sheet says to a sentence, which its title completes: the question before asked something else."""
        text = f"{_topic(sheet, whole.language)} : {follow_up.own}"
        titled = whole.model_copy(update={"text": text})
        weighed = self._weigher.weigh(self._among(titled, caller, [sheet.id]), caller)
        own = whole.model_copy(update={"text": follow_up.own})
        return replace(weighed, query=own, shown=_shown_by(sheet, weighed, text))

    def _among(self, query: Query, caller: Caller, documents: Collection[str]) -> Found:
        return Found(query, self._searcher.among(query, caller, documents))

    def _everywhere(self, query: Query, caller: Caller) -> Found:
        return Found(query, self._searcher.search(query, caller, limit=DOCUMENTS, facets=False))


def fields_meant(follow_up: FollowUp, shown: Mapping[str, Document]) -> list[Lookup]:
    """The fields that a sentence asks of a fiche that was shown, known or not: of the one it names, else of the only one."""
    field = requested_field(follow_up.own)
    fiches = [one for one in shown.values() if one.initiative is not None]
    if field is None or not fiches:
        return []
    fiche = named_fiche(follow_up.own, fiches, requested_spans(follow_up.own)) or fiches[0]
    asked = asked_in(follow_up.own).fields
    return [lookup_of(fiche, one) for one in (asked if field in asked else (field,))]


def _named(text: str) -> list[str]:
    """The words by which a sentence names something, beyond those that say what it asks."""
    folded = fold(text)
    cues = [
        *requested_spans(text),
        *(found.span() for one in aspects_of(text) for found in one.cue.finditer(folded)),
    ]
    rest = [*text]
    for start, end in cues:
        rest[start:end] = " " * (end - start)
    return subject_words("".join(rest))


_CONDITION = re.compile(
    r"(?:meme |ook |zelfs |auch |sogar |even )?(?:si|s'il|als|indien|wenn|falls|if)\b|(?:quand|lorsque|wanneer|when) (?:c'est|on|il|elle|het|it|the)\b"
)
_VERBS = ("verb", "aux", "has", "start", "end")


def _asks_itself(text: str) -> bool:
    """Whether a sentence says what it asks; "and a lorry?", "if it is mobile?" ask what was asked before."""
    if _CONDITION.match(fold(text)) and not requested_field(text):
        return False
    asks = begins_a_question(text) or aspects_of(text) or requested_field(text)
    return bool(asks) or Sentence.read(text).has(*_VERBS)


def _shown_by(sheet: Document, weighed: Weighed, text: str) -> tuple[Evidence, ...]:
    """The sentences that answer, whatever the odds: it is decided elsewhere whether any does."""
    return weighed.shown or tuple(
        choose(text, [one for one in weighed.evidence if one.document.id == sheet.id])
    )


def _asking(text: str, query: Query, filters: Filters | None) -> Query:
    return understand(text, filters=filters, language=query.language, infer=False)


def _joined(shown: Found, everywhere: Found) -> Found:
    """What was found everywhere, with what was shown in any case."""
    first: Sequence[Hit] = shown.result.hits[: DOCUMENTS - 1]
    names = {hit.document.id for hit in first}
    others = [hit for hit in everywhere.result.hits if hit.document.id not in names]
    hits = sorted([*first, *others[: DOCUMENTS - len(first)]], key=lambda hit: -hit.score.total)
    return replace(everywhere, result=replace(everywhere.result, hits=tuple(hits)))


def _topic(sheet: Document, language: Language) -> str:
    """What a sheet is about, without the number of its article."""
    title = sheet.title.get(language)
    return title.rpartition(":")[2].strip() if sheet.regulation else title
