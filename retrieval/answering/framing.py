"""The answer around the quotes: which document speaks, how far it may be trusted, what it says in the reader's language.

For a rule: its article, since when it applies, to whom, and how far the text was read; never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.labels import value_label
from corpus.models import Document, Language, Passage
from corpus.text import format_date, mark, translate
from retrieval.answering.citations import Bibliography, Sentence
from retrieval.answering.divergence import divergence_text, divergences_of
from retrieval.answering.extracted import Evidence, Passages
from retrieval.answering.guidance import Advice, advice_for, advice_text
from retrieval.answering.moments import today
from retrieval.answering.quoting import note_on, quoted, without_markup
from retrieval.answering.reservations import reservations_on
from retrieval.query.folding import fold

_SAID_BY = {
    "initiative": mark("D'après la fiche « {title} » :"),
    "practice": mark("D'après la bonne pratique « {title} » :"),
    "file": mark("D'après le document « {title} » :"),
}
_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_DAY = rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})"
_SINCE = (
    (re.compile(rf"abroge(?:e|es|s)? (?:depuis le|au|le) {_DAY}"), mark("abrogé depuis le {date}")),
    (re.compile(rf"en vigueur depuis le {_DAY}"), mark("en vigueur depuis le {date}")),
    (re.compile(rf"(?:applicable )?depuis le {_DAY}"), mark("applicable depuis le {date}")),
    (re.compile(rf"(?:applicable )?(?:au|a partir du) {_DAY}"), mark("applicable à partir du {date}")),
    (re.compile(rf"transposition au {_DAY}"), mark("à transposer pour le {date}")),
)
_BARE_DAY = re.compile(_DAY)  # "11 décembre 2027": since then or from then on, as the day has come or not
_SINCE_PAST, _SINCE_TO_COME = mark("applicable depuis le {date}"), mark("applicable à partir du {date}")
_ITEM = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_MOST_ITEMS = 8


def framed(
    chosen: Sequence[Evidence],
    passages: Passages,
    bibliography: Bibliography,
    question: str,
    language: Language,
) -> str:
    """The quotes, document by document, each under the line that says whose they are.

    Who asks how something is done gets the steps and pitfalls of the first practice sheet; sentences that tell of a
    difference between sources bring the others that belong to it.
    """
    blocks: list[str] = []
    advised = False
    for name in dict.fromkeys(one.document.id for one in chosen):
        some = [one for one in chosen if one.document.id == name]
        document, own = some[0].document, passages.get(name, ())
        advice = None if advised else advice_for(question, document, own)
        advised = advised or advice is not None
        lines = [*_head(question, document, language)]
        lines += [advice_text(advice, bibliography, language)] if advice else []
        lines += _quotes(document, some, own, advice, bibliography, language)
        blocks.append("\n\n".join(lines))
    return "\n\n".join(blocks)


def _quotes(
    document: Document,
    some: Sequence[Evidence],
    passages: Sequence[Passage],
    advice: Advice | None,
    bibliography: Bibliography,
    language: Language,
) -> list[str]:
    """The chosen sentences of a document that its advice does not show; where sources differ, all that they say."""
    rest = [one for one in some if advice is None or not advice.holds(one.sentence)]
    differing = [
        found
        for found in divergences_of(document, passages)
        if any(found.touches(one.sentence) for one in rest)
    ]
    alone = [one for one in rest if not any(found.touches(one.sentence) for found in differing)]

    def accounts() -> list[str]:
        return [divergence_text(document, found, bibliography, language) for found in differing]

    def quotes() -> list[str]:
        return [_shown(document, sentence, bibliography, language) for sentence in _joined(alone)]

    best_differs = bool(rest) and rest[0] not in alone
    return accounts() + quotes() if best_differs else quotes() + accounts()  # cited in the order of reading


# -- the line above the quotes ----------------------------------------------------------------------


def _head(question: str, document: Document, language: Language) -> list[str]:
    title = without_markup(document.title.get(language))
    if document.regulation is None:
        lines = [translate(language, _SAID_BY[document.kind], title=title)]
    else:
        lines = [_law_line(document, title, language), *reservations_on(question, document, language)]
    if document.language != language:
        lines.append(f"« {without_markup(document.summary.get(language))} »")  # its words, not ours
    return lines


def _law_line(document: Document, title: str, language: Language) -> str:
    article = document.regulation
    assert article is not None
    said = [f"**{title}**", _since(article.application, language)]
    if article.qui:
        who = article.qui if language == document.language else f"« {article.qui} »"
        said.append(translate(language, "pour : {who}", who=without_markup(who)))
    if document.confidence is not None:
        verified = value_label("confidence", document.confidence, language)
        if document.version_read is not None:
            day = format_date(document.version_read, language)
            verified += translate(language, " (version du {date})", date=day)
        said.append(verified)
    return " · ".join(part for part in said if part)


def _since(application: str, language: Language) -> str:
    """Since when, in the reader's language where the text is a plain date; else as it is written."""
    folded = fold(application).strip()
    if found := _BARE_DAY.fullmatch(folded):
        first = _day(found.groups())
        message = _SINCE_PAST if first <= today() else _SINCE_TO_COME
        return translate(language, message, date=format_date(first, language))
    for pattern, message in _SINCE:
        if found := pattern.fullmatch(folded):
            day = _day(found.groups()[-3:])
            return translate(language, message, date=format_date(day, language))
    if language == "fr":
        return without_markup(application)
    return f"« {without_markup(application)} »"


def _day(found: Sequence[str]) -> date:
    day, month, year = found
    return date(int(year), _MONTHS.index(month) + 1, int(day))


# -- quotes -----------------------------------------------------------------------------------------


@dataclass
class _Span:
    passage: Passage
    start: int
    end: int
    best: float


def _joined(some: Sequence[Evidence]) -> list[Sentence]:
    """Neighbours become one quote, an announced list comes whole; the best first."""
    spans: list[_Span] = []
    for one in sorted(some, key=lambda one: (one.sentence.passage.id, one.sentence.start)):
        start, end = _with_list(one.sentence)
        last = spans[-1] if spans else None
        if last and last.passage.id == one.sentence.passage.id and _touches(last, start):
            last.end, last.best = max(last.end, end), max(last.best, one.score)
        else:
            spans.append(_Span(one.sentence.passage, start, end, one.score))
    return [
        Sentence(span.passage, span.start, span.end) for span in sorted(spans, key=lambda span: -span.best)
    ]


def _touches(span: _Span, start: int) -> bool:
    return start <= span.end or span.passage.text[span.end : start].strip(" ") == ""


def _with_list(sentence: Sentence) -> tuple[int, int]:
    """A sentence that announces a list, with the items that follow it."""
    text = sentence.passage.text
    if not sentence.text.rstrip().endswith(":"):
        return sentence.start, sentence.end
    end, items = sentence.end, 0
    for line in re.finditer(r"\s*([^\n]+)", text[sentence.end :]):
        if not _ITEM.match(line.group(1)) or items == _MOST_ITEMS:
            break
        end, items = sentence.end + line.end(), items + 1
    return sentence.start, end


def _shown(document: Document, sentence: Sentence, bibliography: Bibliography, language: Language) -> str:
    """A quote on one line, or a list as a list; one citation for the whole of it."""
    if "\n" not in sentence.text:
        return quoted(document, sentence, bibliography, language)
    number = bibliography.cite(document, sentence.passage, sentence.text)
    first, *items = [line for line in sentence.text.splitlines() if line.strip()]
    lines = [f"« {without_markup(first)}", *(f"- {without_markup(_ITEM.sub('', item))}" for item in items)]
    return "\n".join(lines) + f" » [{number}]{note_on(document, language, quoted=True)}"
