"""The corpus check: form, ids, references, languages, plausibility, and wording that documents share.

Run on a folder with `initiatives/`, `regulations/` (with `acts.yaml`) and `practices/`, or on any folder of sheets.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel

from corpus.errors import InvalidDocument, UnknownValue
from corpus.markdown import parse_acts, parse_document
from corpus.models import LANGUAGES, Act, Document, InitiativeFields
from corpus.places import Gazetteer
from corpus.taxonomy import terms_of

_SHORTEST_BODY = 60  # words
_QUESTIONS = range(4, 9)
_RUN = 9  # words that two documents may not share by chance
_LARGEST_BUDGET = 5_000_000_000
_SHORTEST_SUMMARY = 40  # characters
_WORD = re.compile(r"\w+")
_HEADINGS = re.compile(r"^## .+$", re.MULTILINE)  # fixed, so they are shared on purpose
# The day after which nothing can have happened yet; plans may reach further.
_HORIZON = 35


class Finding(BaseModel):
    """One thing that is wrong with one file."""

    source: str
    problem: str


class SharedRun(BaseModel):
    """Words in a row that several documents share."""

    words: str
    documents: list[str]


class CheckReport(BaseModel):
    """What the check found."""

    documents: int
    findings: list[Finding]
    shared_runs: list[SharedRun]


@dataclass(frozen=True)
class _Sheet:
    source: str
    document: Document


def check_folder(folder: Path) -> CheckReport:
    """Check every Markdown sheet below a folder."""
    findings: list[Finding] = []
    acts = _acts(folder, findings)
    sheets = list(_sheets(folder, acts, findings))
    for sheet in sheets:
        for rule in _RULES:
            findings += [Finding(source=sheet.source, problem=problem) for problem in rule(sheet.document)]
    findings += _unique_ids(sheets)
    findings += _resolved_references(sheets, acts)
    findings += _used_acts(sheets, acts)
    return CheckReport(
        documents=len(sheets), findings=findings, shared_runs=shared_runs(sheets_bodies(sheets))
    )


def implausible(document: Document) -> list[str]:
    """What cannot be true of a fiche, whoever wrote it; each names its field."""
    return [problem for rule in _OF_EVERY_FICHE for problem in rule(document)]


def sheets_bodies(sheets: Sequence[_Sheet]) -> dict[str, str]:
    """Body by document id."""
    return {sheet.document.id: sheet.document.body for sheet in sheets}


def shared_runs(bodies: dict[str, str], *, length: int = _RUN) -> list[SharedRun]:
    """The longest runs of at least `length` words that stand in several documents, longest first."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    words_of = {name: _WORD.findall(_HEADINGS.sub("", body).lower()) for name, body in bodies.items()}
    for name, words in words_of.items():
        for start in range(len(words) - length + 1):
            holders[tuple(words[start : start + length])].add(name)
    shared = {run for run, names in holders.items() if len(names) > 1}
    longest: dict[tuple[str, ...], set[str]] = {}
    for name, words in words_of.items():
        for run in _joined(words, shared, length):
            longest.setdefault(run, set()).update(holders[run[:length]] & holders[run[-length:]] | {name})
    ordered = sorted(longest.items(), key=lambda item: (-len(item[0]), item[0]))
    return [SharedRun(words=" ".join(run), documents=sorted(names)) for run, names in ordered]


def _joined(words: list[str], shared: set[tuple[str, ...]], length: int) -> Iterator[tuple[str, ...]]:
    """Neighbouring shared runs of one text, joined."""
    start = 0
    while start <= len(words) - length:
        if tuple(words[start : start + length]) not in shared:
            start += 1
            continue
        end = start + length
        while tuple(words[end - length + 1 : end + 1]) in shared and end < len(words):
            end += 1
        yield tuple(words[start:end])
        start = end - length + 2


def _acts(folder: Path, findings: list[Finding]) -> dict[str, Act]:
    found = sorted(folder.rglob("acts.yaml"))
    acts: dict[str, Act] = {}
    for path in found:
        try:
            acts |= parse_acts(path.read_text("utf-8"), source=path.name)
        except (InvalidDocument, UnicodeDecodeError) as error:
            findings.append(Finding(source=str(path.relative_to(folder)), problem=str(error)))
    return acts


def _sheets(folder: Path, acts: dict[str, Act], findings: list[Finding]) -> Iterator[_Sheet]:
    for path in sorted(folder.rglob("*.md")):
        source = str(path.relative_to(folder))
        try:
            text = path.read_text("utf-8")
            if text.startswith("---"):
                yield _Sheet(source, parse_document(text, source=path.name, acts=acts))
        except (InvalidDocument, UnicodeDecodeError) as error:
            findings.append(Finding(source=source, problem=str(error)))


# -- rules over one document ------------------------------------------------------------------------


def _body_says_something(document: Document) -> Iterator[str]:
    count = len(document.body.split())
    if count < _SHORTEST_BODY:
        yield f"the body has {count} words, fewer than {_SHORTEST_BODY}"
    for section in re.split(r"^## .+$", document.body, flags=re.MULTILINE)[1:]:
        if not section.strip():
            yield "a section is empty"


def _four_languages(document: Document) -> Iterator[str]:
    for language in LANGUAGES:
        if len(document.summary.get(language)) < _SHORTEST_SUMMARY:
            yield f"the {language} summary is shorter than {_SHORTEST_SUMMARY} characters"
        if not getattr(document.questions, language):
            yield f"no question in {language}"
    texts = [document.summary.get(language) for language in LANGUAGES]
    if len(set(texts)) < len(texts):
        yield "two languages have the same summary"


def _questions(document: Document) -> Iterator[str]:
    questions = [text for _, text in document.questions.items()]
    if len(questions) not in _QUESTIONS:
        yield f"{len(questions)} questions, not four to eight"


def _asked(document: Document) -> Iterator[str]:
    """Each question once, answered by words of the body as they stand there."""
    for one in document.asked:
        if not one.questions.items():
            yield f"asked: no question for {one.sentences[0][:60]!r}"
        for sentence in one.sentences:
            if sentence not in document.body:
                yield f"asked: not in the body: {sentence[:80]!r}"
    questions = [text for one in document.asked for _, text in one.questions.items()]
    questions += [text for _, text in document.questions.items()]
    for text, count in Counter(questions).items():
        if count > 1:
            yield f"a question stands {count} times: {text!r}"


def _sources(document: Document) -> Iterator[str]:
    if not document.source_urls:
        yield "no source"


def _web_addresses(document: Document) -> Iterator[str]:
    for url in document.source_urls:
        parts = urlsplit(url)
        if not parts.hostname or "." not in parts.hostname:
            yield f"not a web address: {url}"


def _plausible_years(document: Document) -> Iterator[str]:
    fiche = document.initiative
    if fiche is None:
        return
    latest = datetime.now(UTC).year
    if fiche.status_year and fiche.status_year > latest:
        yield f"status_year {fiche.status_year} lies in the future"
    for name in ("start_year", "end_year"):
        year = getattr(fiche, name)
        if year and not 1990 <= year <= latest + _HORIZON:
            yield f"{name} {year} is not plausible"


def _plausible_amounts(document: Document) -> Iterator[str]:
    fiche = document.initiative
    if fiche is None:
        return
    for name in ("budget_eur", "subsidy_eur"):
        amount = getattr(fiche, name)
        if amount is not None and not 0 < amount <= _LARGEST_BUDGET:
            yield f"{name} {amount} is not plausible"


def _known_places(document: Document) -> Iterator[str]:
    """Belgian places must be known to the gazetteer; foreign cities become slugs."""
    if document.initiative is None:
        return
    try:
        terms = terms_of(document.fields)
    except UnknownValue as error:
        yield str(error)
        return
    if _is_belgian(document.initiative):
        for code in terms.get("municipality", ()):
            if Gazetteer.load().get("municipality", code) is None:
                yield f"unknown municipality {code!r}"


def _is_belgian(fiche: InitiativeFields) -> bool:
    return fiche.country == "Belgique"


def _law_says_how_far_verified(document: Document) -> Iterator[str]:
    if document.regulation is None:
        return
    if document.confidence is None:
        yield "no confidence"
    elif (document.confidence == "connaissance_generale") == (document.verified_on is not None):
        yield "verified_on does not fit the confidence"


def _language_of_the_id(document: Document) -> Iterator[str]:
    own = document.fields.model_dump().get("id", document.id)
    if str(own).lower() != document.id:
        yield f"fields.id {own!r} is not the id"


# What holds for a fiche that somebody types, too: in one language, and with its owner as its source.
_OF_EVERY_FICHE: tuple[Callable[[Document], Iterator[str]], ...] = (
    _web_addresses,
    _plausible_years,
    _plausible_amounts,
    _known_places,
)
_RULES: tuple[Callable[[Document], Iterator[str]], ...] = (
    _body_says_something,
    _four_languages,
    _questions,
    _asked,
    _sources,
    *_OF_EVERY_FICHE,
    _law_says_how_far_verified,
    _language_of_the_id,
)


# -- rules over all of them -------------------------------------------------------------------------


def _unique_ids(sheets: Sequence[_Sheet]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for sheet in sheets:
        if sheet.document.id in seen:
            yield Finding(source=sheet.source, problem=f"the id also stands in {seen[sheet.document.id]}")
        seen[sheet.document.id] = sheet.source


def _resolved_references(sheets: Sequence[_Sheet], acts: dict[str, Act]) -> Iterator[Finding]:
    ids = {sheet.document.id for sheet in sheets}
    for sheet in sheets:
        for name in sheet.document.related:
            if name not in ids:
                yield Finding(source=sheet.source, problem=f"related: no document {name!r}")
        for name in sheet.document.related_acts:
            if name not in acts:
                yield Finding(source=sheet.source, problem=f"related_acts: no act {name!r}")


def _used_acts(sheets: Sequence[_Sheet], acts: dict[str, Act]) -> Iterator[Finding]:
    used = {sheet.document.act.id for sheet in sheets if sheet.document.act}
    for name in sorted(set(acts) - used):
        yield Finding(source="acts.yaml", problem=f"no sheet belongs to the act {name!r}")
