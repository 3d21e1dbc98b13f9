"""From the sentences of the sources to a written answer, or back to the quotes with one sentence that says why."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.models import Language
from corpus.text import mark, translate
from retrieval.answering.answer import Answer
from retrieval.answering.citations import Bibliography, Sentence
from retrieval.answering.extracted import Evidence
from retrieval.answering.generated.checking import Checker, Finding, Verdict
from retrieval.answering.generated.claims import NO_ANSWER, Claim, ClaimReader
from retrieval.answering.generated.prompt import messages_of
from retrieval.answering.generated.sources import sources_of
from retrieval.answering.generated.support import Ground, grounds_of
from retrieval.answering.generated.writing import Reason, Writer, WritingFailed
from retrieval.answering.quoting import note_on, quoted
from retrieval.embedding.embedder import Embedder
from retrieval.query.folding import fold
from retrieval.search.links import Links

_log = logging.getLogger(__name__)

Tell = Callable[[str], None]  # takes the text of the answer piece by piece, in order


def tell_nobody(_: str) -> None:
    """For who waits for the whole answer."""


_MOST_SENTENCES = 6
_MOST_CLAIMS = 24  # a model that never ends is not listened to any longer
_MOST_CHARACTERS = 8_000
_NEAR_ENOUGH = 0.5  # support from which a sentence that fails in a detail is replaced by what its source says
_REPLACED = frozenset(
    {Verdict.NUMBER, Verdict.NAME, Verdict.SUBJECT, Verdict.QUOTE, Verdict.TURNED, Verdict.UNSUPPORTED}
)

_NOTES = {
    Reason.TIMEOUT: mark("Le modèle de langue n'a pas répondu à temps : voici ce que disent les documents."),
    Reason.BUSY: mark("Le modèle de langue est trop sollicité : voici ce que disent les documents."),
    Reason.UNAVAILABLE: mark("Le modèle de langue n'est pas joignable : voici ce que disent les documents."),
    Reason.MISCONFIGURED: mark("Le modèle de langue est mal réglé : voici ce que disent les documents."),
    Reason.REFUSED: mark("Le modèle de langue a refusé de répondre : voici ce que disent les documents."),
    Reason.UNUSABLE: mark("Le modèle de langue a rendu un texte inutilisable : voici ce que disent les documents."),
    Reason.UNSUPPORTED: mark(
        "Aucune phrase du modèle de langue n'a pu être vérifiée : voici ce que disent les documents."
    ),
    Reason.INTERRUPTED: mark("Le modèle de langue s'est interrompu : voici ce que disent les documents."),
}  # fmt: skip


@dataclass
class _Draft:
    """The answer while it grows; what has been told is never taken back."""

    bibliography: Bibliography
    tell: Tell
    text: str = ""
    kept: int = 0
    waiting: list[tuple[Ground, Sentence]] = field(default_factory=list)

    def add(self, piece: str, joint: str) -> None:
        """Append a piece after a joint, and tell it."""
        piece = f"{joint if self.text else ''}{piece}"
        self.text += piece
        self.tell(piece)


class Generation:
    """Lets a chat model write the answer that quotes have been found for."""

    def __init__(
        self, writer: Writer, embedder: Embedder, links: Links, *, checker: Checker | None = None
    ) -> None:
        self._writer = writer
        self._embedder = embedder
        self._links = links
        self._checker = checker or Checker(embedder)

    @property
    def description(self) -> str:
        """The model's name, for people."""
        return self._writer.description

    def answer(
        self, extracted: Answer, evidence: Sequence[Evidence], chosen: Sequence[Evidence], tell: Tell
    ) -> Answer:
        """The written answer: only sentences that their source bears; the extracted answer when there is none.

        `evidence` are the sentences that may be used, `chosen` those of the extracted answer. Never raises on
        account of the model.
        """
        sources = sources_of(evidence)
        if not sources:
            return extracted
        language = extracted.language
        draft = _Draft(Bibliography(self._links, language), tell)
        verdicts: Counter[str] = Counter()
        reason: Reason | None = None
        try:
            pieces = self._writer.write(messages_of(extracted.query.text, language, sources))
            grounds = grounds_of(sources, self._embedder)  # while the model begins to write
            for claim in _claims_of(pieces):
                finding = self._checker.check(claim, language, grounds)
                verdicts[finding.verdict] += 1
                _take(draft, claim, finding, language)
                if draft.kept == _MOST_SENTENCES or verdicts.total() == _MOST_CLAIMS:
                    break
        except WritingFailed as failure:
            reason = failure.reason
        _log.info("a written answer: %s%s", dict(verdicts), f", {reason}" if reason else "")
        if not draft.kept:
            return _quotes_alone(extracted, reason or Reason.UNSUPPORTED)
        return self._completed(draft, extracted, chosen, reason)

    def _completed(
        self, draft: _Draft, extracted: Answer, chosen: Sequence[Evidence], reason: Reason | None
    ) -> Answer:
        """Add the quote that answers best unless it is cited already, and all of them after an interruption."""
        language = extracted.language
        if reason is not None:
            draft.add(translate(language, _NOTES[reason]), "\n\n")
        for one in chosen if reason is not None else chosen[:1]:
            cited = any(one.sentence.text in citation.quote for citation in draft.bibliography.citations)
            if not cited:
                draft.add(quoted(one.document, one.sentence, draft.bibliography, language), "\n\n")
        return extracted.model_copy(
            update={"text": draft.text, "citations": tuple(draft.bibliography.citations), "mode": "generated"}
        )


def _claims_of(pieces: Iterable[str]) -> Iterator[Claim]:
    """The sentences as they are completed; what was whole before a failure still comes."""
    reader = ClaimReader()
    characters = 0
    try:
        for piece in pieces:
            characters += len(piece)
            yield from _said(reader.read(piece))
            if characters > _MOST_CHARACTERS:
                raise WritingFailed(Reason.INTERRUPTED, "too long")
    except WritingFailed:
        yield from _said(reader.finish(interrupted=True))
        raise
    yield from _said(reader.finish(interrupted=False))


def _said(claims: Iterable[Claim]) -> Iterator[Claim]:
    return (claim for claim in claims if NO_ANSWER not in claim.text)


def _take(draft: _Draft, claim: Claim, finding: Finding, language: Language) -> None:
    """Add a sentence that is borne; keep for later what the source says where a detail is wrong."""
    ground, bearing = finding.ground, finding.bearing
    if ground is None or bearing is None:
        return
    if finding.verdict is Verdict.BORNE:
        if _repeats(claim.text, draft.text):
            return
        document, passage = ground.source.document, ground.source.passage
        quote = passage.text[bearing.sentences[0].start : bearing.sentences[-1].end]
        number = draft.bibliography.cite(document, passage, quote)
        words = claim.text.rstrip(" .…")
        draft.add(
            f"{words} [{number}]{note_on(document, language, quoted=False)}.", " " if draft.kept else ""
        )
        draft.kept += 1
    elif finding.verdict in _REPLACED and finding.score >= _NEAR_ENOUGH:
        draft.waiting.append((ground, bearing.sentences[0]))
    if draft.kept:  # quotes alone are the extracted answer's business
        for source, sentence in draft.waiting:
            said = quoted(source.source.document, sentence, draft.bibliography, language)
            if said not in draft.text:
                draft.add(said, " ")
        draft.waiting.clear()


def _repeats(sentence: str, text: str) -> bool:
    return fold(sentence.rstrip(" .…")) in fold(text)


def _quotes_alone(extracted: Answer, reason: Reason) -> Answer:
    text = f"{translate(extracted.language, _NOTES[reason])}\n\n{extracted.text}"
    return extracted.model_copy(update={"text": text})
