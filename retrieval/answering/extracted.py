"""Answers made of sentences of the sources, each quoted word for word with its citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import LANGUAGES, Document, Language, Passage
from retrieval.answering.citations import Sentence, sentences_of
from retrieval.embedding.embedder import Embedder
from retrieval.index.analysis import is_stop_word, stem, words
from retrieval.search.results import Hit

_DOCUMENTS = 4  # read for sentences
_SENTENCES = 24  # scored by meaning; the others fall out on words and on their document's rank
MOST_SENTENCES = 3
_SHORTEST = 25  # characters; shorter ones are headings and leftovers

_ASKS_NUMBER = re.compile(
    r"\b(combien|hoeveel|wie ?viele?|how (?:much|many|long)|co[uû]te?|prix|budget|kost|kosten|costs?|dur[eé]e|d[eé]lai"
    r"|termijn|frist|deadline|quel montant|amende|boete|geldbu[sß])",
    re.IGNORECASE,
)
_ASKS_TIME = re.compile(
    r"\b(quand|depuis quand|en quelle ann[eé]e|wanneer|sinds|wann|seit|when|since)\b", re.IGNORECASE
)
_ASKS_WHO = re.compile(
    r"\b(qui (?:a|ont|utilise|fait|propose)|quelles? (?:communes?|villes?)|d'autres communes|des exemples|wie heeft|welke"
    r" (?:gemeenten?|steden)|wer (?:hat|nutzt)|welche (?:gemeinden?|st[aä]dte)|who (?:has|have|uses|did|already)"
    r"|which (?:towns|cities|municipalities)|any (?:town|city|municipality)|examples?)\b",
    re.IGNORECASE,
)
_NEAR, _NEAR_ELSEWHERE = 0.45, 0.9  # how far below the best a further sentence may be
_HAS_NUMBER = re.compile(r"\d")
_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Evidence:
    """A sentence with its document and how well it answers; `score` orders, `cosine` is raw."""

    document: Document
    sentence: Sentence
    score: float
    cosine: float
    shared: float  # share of the question's content words that sentence and title hold


def best_sentences(
    question: str,
    hits: Sequence[Hit],
    passages: dict[str, tuple[Passage, ...]],
    embedder: Embedder,
) -> list[Evidence]:
    """Sentences of the first documents, the most direct answer first."""
    wanted = content_stems(question)
    candidates = [
        (rank, hit, sentence)
        for rank, hit in enumerate(hits[:_DOCUMENTS])
        for passage in passages.get(hit.document.id, ())
        for sentence in sentences_of(passage)
        if len(sentence.text) >= _SHORTEST
    ]
    if not candidates:
        return []
    chosen = sorted(candidates, key=lambda one: _first_guess(one, wanted))[:_SENTENCES]
    texts = [
        f"{hit.document.title.get(hit.document.language)} : {sentence.text}" for _, hit, sentence in chosen
    ]
    vector = embedder.embed_queries([question])[0]
    cosines = embedder.embed_passages(texts) @ vector
    found = [
        _evidence(question, wanted, rank, hit, sentence, float(cosine))
        for (rank, hit, sentence), cosine in zip(chosen, cosines, strict=True)
    ]
    return sorted(found, key=lambda one: -one.score)


def content_stems(text: str) -> list[frozenset[str]]:
    """For each word that carries the subject, its stems in the four languages."""
    kept = [word for word in words(text) if not any(is_stop_word(word, language) for language in LANGUAGES)]
    return [frozenset(stem(word, language) for language in LANGUAGES) for word in dict.fromkeys(kept)]


def shared_words(wanted: Sequence[frozenset[str]], text: str) -> float:
    """Share of the wanted words that a text holds."""
    if not wanted:
        return 0.0
    held = {stem(word, language) for word in words(text) for language in LANGUAGES}
    return sum(bool(one & held) for one in wanted) / len(wanted)


def choose(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences to show: for "who has…" one of each document that has, else the best and its like."""
    if not evidence:
        return []
    several = bool(_ASKS_WHO.search(question))
    if several:  # who has done it is told by fiches; a practice sheet only says how
        evidence = [one for one in evidence if one.document.initiative] or evidence
    best = evidence[0]
    chosen = [best]
    for one in evidence[1:]:
        if len(chosen) == MOST_SENTENCES:
            break
        elsewhere = all(one.document.id != other.document.id for other in chosen)
        near = one.score >= best.score - (_NEAR_ELSEWHERE if several else _NEAR)
        fits = elsewhere if several else one.document.id == best.document.id
        if near and fits and not any(_says_the_same(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _first_guess(candidate: tuple[int, Hit, Sentence], wanted: Sequence[frozenset[str]]) -> tuple[float, int]:
    rank, hit, sentence = candidate
    own_passage = sentence.passage.id == hit.passage.id
    return (rank * 0.25 - 1.5 * own_passage - 2.0 * shared_words(wanted, sentence.text), sentence.start)


def _evidence(
    question: str,
    wanted: Sequence[frozenset[str]],
    rank: int,
    hit: Hit,
    sentence: Sentence,
    cosine: float,
) -> Evidence:
    shared = shared_words(wanted, f"{sentence.text} {hit.document.title.get(hit.document.language)}")
    score = 20.0 * cosine + 1.0 * shared_words(wanted, sentence.text) - 0.35 * rank
    score += 0.5 * _fits_kind(question, sentence.text)
    return Evidence(hit.document, sentence, score, cosine, shared)


def _fits_kind(question: str, sentence: str) -> float:
    """Whether the sentence has the kind of thing that is asked: a number, a year."""
    if _ASKS_TIME.search(question):
        return float(bool(_HAS_YEAR.search(sentence)))
    if _ASKS_NUMBER.search(question):
        return float(bool(_HAS_NUMBER.search(sentence)))
    return 0.0


def _says_the_same(one: Evidence, other: Evidence) -> bool:
    first, second = set(words(one.sentence.text.lower())), set(words(other.sentence.text.lower()))
    return len(first & second) > 0.7 * min(len(first), len(second))


def quote_language(document: Document, reader: Language) -> Language | None:
    """The language of the quote when it is not the reader's."""
    return None if document.language == reader else document.language
