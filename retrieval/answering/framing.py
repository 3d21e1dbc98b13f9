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
from retrieval.answering.extracted import Evidence
from retrieval.answering.quoting import note_on, quoted, without_markup
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
    (re.compile(rf"(?:applicable )?(?:depuis le )?{_DAY}"), mark("applicable depuis le {date}")),
    (re.compile(rf"(?:applicable )?(?:au|a partir du) {_DAY}"), mark("applicable à partir du {date}")),
    (re.compile(rf"transposition au {_DAY}"), mark("à transposer pour le {date}")),
)
_FIRST_DAY = re.compile(_DAY)
_REPEALED = re.compile(r"^abroge")
_STILL = re.compile(
    r"\b(?:encore|toujours|abrog\w*|nog|steeds|noch|immer|opgeheven|aufgehoben|still|repealed)\b"
)
_YEAR = re.compile(r"\b(?:en|in|im jahr|jahr|annee|jaar|year|avant|voor|vor|before) ((?:19|20)\d\d)\b")
_ITEM = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_MOST_ITEMS = 8


def framed(chosen: Sequence[Evidence], bibliography: Bibliography, question: str, language: Language) -> str:
    """The quotes, document by document, each under the line that says whose they are."""
    blocks: list[str] = []
    for document in dict.fromkeys(one.document.id for one in chosen):
        some = [one for one in chosen if one.document.id == document]
        lines = [*_head(question, some[0].document, language)]
        lines += [_shown(some[0].document, sentence, bibliography, language) for sentence in _joined(some)]
        blocks.append("\n\n".join(lines))
    return "\n\n".join(blocks)


def in_force(question: str, documents: Sequence[Document]) -> list[bool]:
    """Which documents may answer: a question about now gets no repealed rule unless it asks about that."""
    past = asked_year(question) is not None or bool(_STILL.search(fold(question)))
    kept = [past or not is_repealed(document) for document in documents]
    return kept if any(kept) else [True] * len(kept)


def is_repealed(document: Document) -> bool:
    """Whether the rule does not apply any more."""
    article = document.regulation
    return article is not None and bool(_REPEALED.match(fold(article.application)))


def asked_year(question: str) -> int | None:
    """The year that a question is about; None when it is about now."""
    found = _YEAR.search(fold(question))
    return int(found.group(1)) if found else None


# -- the line above the quotes ----------------------------------------------------------------------


def _head(question: str, document: Document, language: Language) -> list[str]:
    title = without_markup(document.title.get(language))
    if document.regulation is None:
        lines = [translate(language, _SAID_BY[document.kind], title=title)]
    else:
        lines = [_law_line(document, title, language), *_not_yet(question, document, language)]
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
    for pattern, message in _SINCE:
        if found := pattern.fullmatch(folded):
            day = _day(found.groups()[-3:])
            return translate(language, message, date=format_date(day, language))
    if language == "fr":
        return without_markup(application)
    return f"« {without_markup(application)} »"


def _not_yet(question: str, document: Document, language: Language) -> list[str]:
    """What a question about a former year must know: the text applies only since later."""
    year, article = asked_year(question), document.regulation
    found = _FIRST_DAY.search(fold(article.application)) if article else None
    if year is None or found is None or is_repealed(document):
        return []
    since = _day(found.groups())
    if since.year <= year:
        return []
    return [
        translate(
            language,
            "Attention : ce texte s'applique depuis le {date}, donc pas encore en {year}.",
            date=format_date(since, language),
            year=year,
        )
    ]


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
