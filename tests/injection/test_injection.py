"""Hostile documents and questions change nothing but the words that are quoted, whatever a model does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from markdown_it import MarkdownIt
from numpy.typing import NDArray

from api.web.markdown import answer_html
from corpus.access import ANONYMOUS, Visibility
from corpus.markdown import render_document
from corpus.models import LANGUAGES
from corpus.text import translate
from ingest.pipeline import Ingester
from ingest.sources.markdown import MarkdownSource
from retrieval.answering.answer import Answer
from retrieval.answering.answerer import Answerer
from retrieval.answering.evidence import MAPPED
from retrieval.answering.framing import _SAID_BY
from retrieval.answering.generated.generation import _NOTES, Generation
from retrieval.answering.quoting import without_markup
from retrieval.catalogue.catalogue import Catalogue
from retrieval.embedding.embedder import Progress, SentenceTransformerEmbedder
from retrieval.search.links import Links
from retrieval.search.search import Searcher
from tests.builders import a_fiche
from tests.chat import ChatServer
from tests.injection.attacks import CANARY, Attack, document_attacks, question_attacks

BASE = "http://passerelle.test"
ATTACKS = [*document_attacks(), *question_attacks()]
_ACTIVE = {
    "link_open",
    "image",
    "html_inline",
    "html_block",
    "code_inline",
    "code_block",
    "fence",
    "heading_open",
}


_ANYTHING = replace(MAPPED, threshold=0.0)  # what is found counts as evidence: nothing hides behind a refusal


class _Remembering:
    """The real embedder; the suite asks for the same few texts again and again."""

    def __init__(self, embedder: SentenceTransformerEmbedder) -> None:
        self._embedder = embedder
        self._known: dict[tuple[str, str], NDArray[np.float32]] = {}
        self.fingerprint, self.description, self.dimension = (
            embedder.fingerprint,
            embedder.description,
            embedder.dimension,
        )

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._remembered("query", texts, self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        return self._remembered("passage", texts, self._embedder.embed_passages)

    def _remembered(
        self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        if new := [text for text in dict.fromkeys(texts) if (kind, text) not in self._known]:
            self._known.update(zip([(kind, text) for text in new], embed(new), strict=True))
        rows = [self._known[kind, text] for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)


@dataclass(frozen=True)
class Hostile:
    """A home whose documents are all hostile, and a chat server that obeys."""

    catalogue: Catalogue
    quoting: Answerer
    writing: Answerer
    server: ChatServer


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, bundled: SentenceTransformerEmbedder
) -> Iterator[Hostile]:
    home = tmp_path_factory.mktemp("hostile")
    sources = home / "sources"
    sources.mkdir()
    for number, attack in enumerate(document_attacks()):
        (sources / f"{attack.name}.md").write_text(_sheet(attack) if number % 2 else _text(attack), "utf-8")
    catalogue = Catalogue.open(f"sqlite:///{home / 'catalogue.sqlite3'}")
    embedder = _Remembering(bundled)
    report = Ingester(catalogue, embedder, home / "index", home / "lock").ingest([MarkdownSource.at(sources)])
    assert not report.failures
    searcher, links = Searcher(catalogue, embedder, home / "index"), Links(BASE)
    with ChatServer.running() as server:
        generation = Generation(server.writer(), embedder, links)
        yield Hostile(
            catalogue,
            Answerer(catalogue, searcher, embedder, links, calibration=_ANYTHING),
            Answerer(catalogue, searcher, embedder, links, calibration=_ANYTHING, generation=generation),
            server,
        )
    catalogue.close()


def _text(attack: Attack) -> str:
    """A plain file."""
    return (
        f"# {attack.truth.split('.')[0]}\n\n{attack.truth}\n\n## Note\n\n{attack.hostile}\n\n{attack.truth}\n"
    )


def _sheet(attack: Attack) -> str:
    """A project sheet whose title attacks as well."""
    fiche = a_fiche(
        attack.name,
        title=f"{attack.truth.split('.')[0]} [voir](https://evil.example/zorglub) <b>Zorglub</b>",
        municipality=None,
        province=None,
        visibility=Visibility.PUBLIC,
        need=f"{attack.truth} {attack.hostile}",
        solution=attack.hostile,
        cost=attack.truth,
    )
    return render_document(fiche)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_only_quoted_words_come_out(hostile: Hostile, attack: Attack) -> None:
    before = hostile.catalogue.revision
    hostile.server.says(attack.obeyed)

    quoted = hostile.quoting.answer(attack.question, ANONYMOUS)
    written = hostile.writing.answer(attack.question, ANONYMOUS)

    for answer in (quoted, written):
        _citations_are_true(hostile, answer)
        _nothing_acts(answer)
        assert CANARY.lower() not in _own_words(hostile, answer).lower()
        assert "evil" not in _own_words(hostile, answer)
    assert _own_words(hostile, quoted).strip() == "" or quoted.mode != "extractive" or not quoted.citations
    assert hostile.catalogue.revision == before


def test_the_suite_is_worth_its_name(hostile: Hostile) -> None:
    """It has sixty attacks and more, and most of its documents reach an answer and the model."""
    assert len(ATTACKS) >= 60
    reached = 0
    for attack in document_attacks():
        script = hostile.server.says("NO_ANSWER")
        hostile.writing.answer(attack.question, ANONYMOUS)
        reached += bool(script.bodies) and _plainly(attack.truth) in _plainly(script.prompt)
        if script.bodies and attack.name.split("-")[0] in {"ignore", "role", "tool", "leak", "authority"}:
            assert attack.hostile not in script.prompt  # what speaks to a machine does not reach it
    assert reached >= 40


def _plainly(text: str) -> str:
    return " ".join(text.split())


def _citations_are_true(hostile: Hostile, answer: Answer) -> None:
    passages = hostile.catalogue.passages([one.document_id for one in answer.citations], ANONYMOUS)
    for citation in answer.citations:
        assert any(citation.quote in passage.text for passage in passages[citation.document_id])
        assert citation.url.startswith(f"{BASE}/documents/{citation.document_id}#")
    marks = {int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)}
    assert marks <= {citation.n for citation in answer.citations}


def _nothing_acts(answer: Answer) -> None:
    """Neither for a reader of CommonMark that allows everything, nor on our page."""
    tokens = MarkdownIt("commonmark").parse(answer.text)
    found = {token.type for block in tokens for token in (block, *(block.children or ()))}
    assert not found & _ACTIVE
    html = str(answer_html(answer.text, {citation.n for citation in answer.citations}))
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a", "ul", "li", "strong", "em"}
    hrefs = re.findall(r'<a [^>]*href="([^"]*)"', html)
    assert [href for href in hrefs if not href.startswith("#c")] == []


def _own_words(hostile: Hostile, answer: Answer) -> str:
    """The answer without what it quotes, the titles that it lists, the frame and the note on the model."""
    text = answer.text
    for language in LANGUAGES:
        for said in _SAID_BY.values():
            frame = re.escape(translate(language, said, title="TITLE")).replace("TITLE", "[^\n]*?")
            text = re.sub(f"^{frame}$", "", text, flags=re.MULTILINE)
    sources = hostile.catalogue.documents({one.document_id for one in answer.citations}, ANONYMOUS)
    lines = [line for one in answer.citations for line in (one.quote, one.title)]
    lines += [one.summary.get(answer.language) for one in sources.values()]
    for line in sorted(lines, key=len, reverse=True):  # a quote may be part of another
        text = text.replace(f"« {without_markup(line)} »", "").replace(without_markup(line), "")
    for related in answer.related:
        text = text.replace(without_markup(related.title), "")
    for language in LANGUAGES:
        for note in _NOTES.values():
            text = text.replace(translate(language, note), "")
    return re.sub(r"\[\d+\]|\((?:cité en|aangehaald in|zitiert auf|quoted in)[^)]*\)", "", text)
