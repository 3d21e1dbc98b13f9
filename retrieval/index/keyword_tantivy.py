"""Words in Tantivy: BM25 with one analysis a language, typos forgiven.

Each document stands twice: as a whole (names: title and questions; asked: what people ask of it; text: summaries,
labels, body)
and passage by passage. A document's score is that of the whole plus that of its best passage, so that
a long document is found by one page and a short one by all it says.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus.models import LANGUAGES, Language
from retrieval.index.analysis import analyzer, stem, tokenizer_name, words
from retrieval.index.base import DocumentMask, WordScore

_PARTS = {"name": 1.6, "asked": 1.0, "text": 1.0, "passage": 0.8}  # weight of each part of a document
_OTHER_LANGUAGE = 0.25  # what a match in a second language still adds (names are alike in several)
_FUZZY_WEIGHT = 0.6
_HEAP_BYTES = 64_000_000
_TERMS_REMEMBERED = 50_000
_MOST_WORDS = 64  # of one question; longer texts are searched by meaning and their first words


@dataclass(frozen=True)
class KeywordUnit:
    """What one Tantivy document holds: a whole document, or one passage of it."""

    document: int
    texts: Sequence[tuple[str, Language, str]]  # part, language, text


class TantivyIndex:
    """Documents by words, in one part for each audience.

    How rare a word is counts in BM25; were it counted over documents that a caller may not read, the order
    of those he may read would betray them. A part is readable as a whole or not at all.
    """

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = parts

    @classmethod
    def build(
        cls, folder: Path, units: Iterable[KeywordUnit], audience_of: NDArray[np.int32]
    ) -> TantivyIndex:
        """Write a new index into an empty folder; `audience_of` numbers each document's audience."""
        by_audience: dict[int, list[KeywordUnit]] = {}
        for unit in units:
            by_audience.setdefault(int(audience_of[unit.document]), []).append(unit)
        for number, some in by_audience.items():
            _write_part(folder / f"{number:06d}", some)
        folder.mkdir(parents=True, exist_ok=True)
        return cls.open(folder, audience_of)

    @classmethod
    def open(cls, folder: Path, audience_of: NDArray[np.int32]) -> TantivyIndex:
        """Open an index that `build` wrote."""
        return cls([_Part.open(path, audience_of == int(path.name)) for path in sorted(folder.iterdir())])

    def search(
        self, text: str, languages: Sequence[Language], k: int, allowed: DocumentMask | None = None
    ) -> list[WordScore]:
        """The `k` best documents for the words of `text`."""
        chosen = _content_words(text, languages)
        readable = [part for part in self._parts if allowed is None or (allowed & part.members).any()]
        rarity = _Rarity(readable)
        found = [one for part in readable for one in part.search(chosen, languages, k, allowed, rarity)]
        return sorted(found, key=lambda score: (-score.score, score.document))[:k]

    def coverage(
        self, text: str, languages: Sequence[Language], documents: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The share of the words of `text`, by their rarity, that some documents hold; all are readable."""
        chosen = _content_words(text, languages)
        among = [part for part in self._parts if part.members[documents].any()]
        rarity = _Rarity(among)
        found = [
            one
            for part in among
            for one in part.covered(chosen, languages, documents[part.members[documents]], rarity)
        ]
        share = np.zeros(len(documents))
        order = np.argsort(documents)
        at = np.searchsorted(documents, [one.document for one in found], sorter=order)
        share[order[at]] = [one.score for one in found]
        return share

    def frequency(self, word: str, allowed: DocumentMask) -> int:
        """In how many texts of the parts with allowed documents a word stands."""
        return sum(part.frequency(word) for part in self._parts if (allowed & part.members).any())


class _Rarity:
    """How rare terms are over several parts together, as BM25 reckons it."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = parts
        self._total = sum(part.searcher.num_docs for part in parts)
        self._documents = sum(int(part.members.sum()) for part in parts)

    def knows(self, word: str) -> bool:
        """Whether any of the parts has the word, in any field."""
        return any(part.terms(word) for part in self._parts)

    def whole_terms(self, word: str) -> list[_Term]:
        """The forms of a word that stand in some document as a whole."""
        known = dict.fromkeys(term for part in self._parts for term in part.terms(word))
        return [term for term in known if not term.of_passage]

    def of_any(self, terms: Sequence[_Term]) -> float:
        """How rare a word is that stands as some terms; documents are counted, not passages."""
        counts = (sum(part.units_with(term.field, term.token) for part in self._parts) for term in terms)
        return _idf(self._documents, max(counts, default=1))

    def corrections(self, part: _Part, word: str) -> tuple[float, ...]:
        """What turns the weight of each of the part's terms for the word into that over all parts."""
        if len(self._parts) == 1:
            return tuple(1.0 for _ in part.terms(word))
        return tuple(
            _idf(self._total, sum(one.units_with(term.field, term.token) for one in self._parts))
            / _idf(part.searcher.num_docs, part.units_with(term.field, term.token))
            for term in part.terms(word)
        )


class _Term(NamedTuple):
    """One form of a word in one field, and what a match there counts."""

    field: str
    weight: float
    token: str

    @property
    def of_passage(self) -> bool:
        """Whether it stands in passages, not in documents as a whole."""
        return self.field.startswith("passage_")


def _idf(total: int, frequency: int) -> float:
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


class _Part:
    """The documents of one audience."""

    def __init__(self, index: tantivy.Index, members: DocumentMask) -> None:
        _register(index)
        self._schema = index.schema
        index.config_reader(reload_policy="manual")  # else a thread a part looks for commits for ever
        index.reload()
        self.searcher = index.searcher()
        self.members = members
        # An index never changes, and most words of a question stood in another before.
        self.units_with = lru_cache(maxsize=_TERMS_REMEMBERED)(self.searcher.doc_freq)  # (field, token)
        self.terms = lru_cache(maxsize=_TERMS_REMEMBERED)(self._terms)
        self._exact = lru_cache(maxsize=_TERMS_REMEMBERED)(self._exact_query)
        self._present = lru_cache(maxsize=_TERMS_REMEMBERED)(self._presence_query)

    @classmethod
    def open(cls, folder: Path, members: DocumentMask) -> _Part:
        """Open one part; `members` are its documents."""
        return cls(tantivy.Index.open(str(folder)), members)

    def search(
        self,
        words: Sequence[str],
        languages: Sequence[Language],
        k: int,
        allowed: DocumentMask | None,
        rarity: _Rarity,
    ) -> list[WordScore]:
        """The `k` best of its documents, in any order."""
        clauses = [self._word_query(word, languages, rarity) for word in words]
        queries = [clause for clause in clauses if clause is not None]
        if not queries:
            return []
        query = _any_of(queries)
        if allowed is not None and not allowed[self.members].all():
            query = self._restricted(query, np.flatnonzero(allowed & self.members))
        return self._best_documents(query, k)

    def covered(
        self,
        words: Sequence[str],
        languages: Sequence[Language],
        documents: NDArray[np.int64],
        rarity: _Rarity,
    ) -> list[WordScore]:
        """The share of the words' weight that each of some of its documents holds, where it holds any."""
        weighed = [one for word in words if (one := self._presence(word, languages, rarity)) is not None]
        total = sum(weight for weight, _ in weighed)
        queries = [
            tantivy.Query.const_score_query(query, weight / total) for weight, query in weighed if query
        ]
        if not queries:
            return []
        query = self._restricted(_any_of(queries), documents)
        return self._by_document(self.searcher.search(query, limit=len(documents), count=False).hits)

    def _presence(
        self, word: str, languages: Sequence[Language], rarity: _Rarity
    ) -> tuple[float, tantivy.Query | None] | None:
        """How much a word counts, and whether a document as a whole holds it; None when nothing is like it."""
        known = rarity.whole_terms(word)
        if not known:
            fuzzy = self._fuzzy_query({language: stem(word, language) for language in languages})
            return None if fuzzy is None else (rarity.of_any([]) * _FUZZY_WEIGHT, fuzzy)
        return rarity.of_any(known), self._present(word)

    def _presence_query(self, word: str) -> tantivy.Query | None:
        whole = [term for term in self.terms(word) if not term.of_passage]
        terms = [tantivy.Query.term_query(self._schema, term.field, term.token) for term in whole]
        return tantivy.Query.disjunction_max_query(terms) if terms else None

    def _best_documents(self, query: tantivy.Query, k: int) -> list[WordScore]:
        """Several units of one document may rank high; ask for more until there are k documents."""
        limit = 6 * k + 50
        while True:
            hits = self.searcher.search(query, limit=limit, count=False).hits
            found = self._by_document(hits)
            if len(found) >= k or len(hits) < limit:
                return found[:k]
            limit *= 8

    def _by_document(self, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> list[WordScore]:
        if not hits:
            return []
        numbers = np.array(
            self.searcher.fast_field_values("document", [address for _, address in hits]), dtype=np.int64
        )
        scores = np.array([score for score, _ in hits])
        order = np.lexsort((-scores, numbers))
        numbers, scores = numbers[order], scores[order]
        # The whole document and its best passage are the two highest of its units.
        first = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]])
        second = np.minimum(first + 1, len(numbers) - 1)
        totals = scores[first] + np.where(
            (numbers[second] == numbers[first]) & (second > first), scores[second], 0.0
        )
        best = np.lexsort((numbers[first], -totals))
        return [
            WordScore(document, score)
            for document, score in zip(numbers[first][best].tolist(), totals[best].tolist(), strict=True)
        ]

    def _restricted(self, query: tantivy.Query, documents: NDArray[np.int64]) -> tantivy.Query:
        among = tantivy.Query.term_set_query(self._schema, "document", documents.tolist())
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
            ]
        )

    def frequency(self, word: str) -> int:
        """In how many units the word stands, in its commonest field."""
        return max((self.units_with(term.field, term.token) for term in self.terms(word)), default=0)

    def _terms(self, word: str) -> tuple[_Term, ...]:
        """The forms of a word that stand here, each in its field."""
        forms = _forms({language: stem(word, language) for language in LANGUAGES})
        return tuple(term for term in forms if self.units_with(term.field, term.token))

    def _word_query(self, word: str, languages: Sequence[Language], rarity: _Rarity) -> tantivy.Query | None:
        """Any part in any language; the best counts fully, the others a little."""
        if not rarity.knows(word):
            return self._fuzzy_query({language: stem(word, language) for language in languages})
        return self._exact(word, rarity.corrections(self, word))

    def _exact_query(self, word: str, corrections: tuple[float, ...]) -> tantivy.Query | None:
        terms = self.terms(word)
        exact = [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, term.field, term.token, index_option="freq"),
                term.weight * correction,
            )
            for term, correction in zip(terms, corrections, strict=True)
        ]
        return tantivy.Query.disjunction_max_query(exact, tie_breaker=_OTHER_LANGUAGE) if exact else None

    def _fuzzy_query(self, stemmed: dict[Language, str]) -> tantivy.Query | None:
        near = [
            tantivy.Query.boost_query(
                tantivy.Query.fuzzy_term_query(
                    self._schema, term.field, term.token, distance=1 if len(term.token) < 8 else 2
                ),
                term.weight * _FUZZY_WEIGHT,
            )
            for term in _forms(stemmed)
            if len(term.token) >= 4 and not term.token.isdigit()  # another number is not a typing error
        ]
        return tantivy.Query.disjunction_max_query(near) if near else None


def _forms(stemmed: dict[Language, str]) -> list[_Term]:
    return [
        _Term(f"{part}_{language}", weight, token)
        for language, token in stemmed.items()
        if token
        for part, weight in _PARTS.items()
    ]


def _any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])


def _content_words(text: str, languages: Sequence[Language]) -> list[str]:
    """The words of the question that carry its subject, each once."""
    kept = [word for word in words(text) if any(stem(word, language) for language in languages[:1])]
    return list(dict.fromkeys(word.lower() for word in kept or words(text)))[:_MOST_WORDS]


def _write_part(folder: Path, units: Sequence[KeywordUnit]) -> None:
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    _register(index)
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for unit in units:
        document = tantivy.Document()
        document.add_unsigned("document", unit.document)
        for part, language, text in unit.texts:
            document.add_text(f"{part}_{language}", text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("document", indexed=True, fast=True)
    for part in _PARTS:
        for language in LANGUAGES:
            builder.add_text_field(
                f"{part}_{language}", tokenizer_name=tokenizer_name(language), index_option="freq"
            )
    return builder.build()


def _register(index: tantivy.Index) -> None:
    for language in LANGUAGES:
        index.register_tokenizer(tokenizer_name(language), analyzer(language))


def files_of(folder: Path) -> list[Path]:
    """Every file of an index folder, for fsync and checksums; locks left out."""
    return sorted(
        Path(root) / name
        for root, _, names in os.walk(folder)
        for name in names
        if not name.endswith(".lock")
    )
