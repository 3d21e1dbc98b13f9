"""What the checker makes of labelled sentences, on the half that nothing was fitted on. Figures: docs/evaluation.md."""

from __future__ import annotations

from retrieval.answering.generated.checking import Checker, Finding, Verdict
from retrieval.answering.generated.claims import Claim
from retrieval.answering.generated.support import grounds_of
from retrieval.embedding.embedder import SentenceTransformerEmbedder
from tests.support.pairs import Pair, findings, pairs, score, sources


def test_the_examples_are_worth_their_name() -> None:
    everything = pairs()

    assert len(everything) >= 400
    assert {pair.language for pair in everything} == {"fr", "nl", "de", "en"}
    assert sum(pair.held for pair in everything) >= 150
    assert 0.35 < sum(pair.supported for pair in everything) / len(everything) < 0.65


def test_hardly_any_false_sentence_passes(bundled: SentenceTransformerEmbedder) -> None:
    found = findings(bundled)
    for held in (False, True):
        rows: list[tuple[Pair, Finding]] = [row for row in found if row[0].held == held]
        reached = score(rows)
        false = sum(not pair.supported for pair, _ in rows)
        assert reached.wrongly <= 0.03 * false, [pair.claim for pair, one in rows if _wrongly(pair, one)]
        assert reached.recall >= 0.2


def test_a_sentence_of_the_source_itself_is_borne(bundled: SentenceTransformerEmbedder) -> None:
    """What speaks to the reader apart; anything else that is refused would be a rule that contradicts itself."""
    known = sources()
    grounds = dict(zip(known, grounds_of(list(known.values()), bundled), strict=True))
    checker = Checker(bundled)
    refused = []
    checked = 0
    for name, source in known.items():
        for sentence in source.sentences:
            text = " ".join(sentence.text.split())
            if len(text.split()) < 8 or any(sign in text for sign in "*[]?#«"):
                continue
            checked += 1
            finding = checker.check(Claim(text, (1,)), "fr", [grounds[name]])
            if finding.verdict is not Verdict.BORNE:
                refused.append(f"{finding.verdict}: {finding.detail}: {text}")
    assert len(refused) <= 0.05 * checked, "\n".join(refused)


def _wrongly(pair: Pair, finding: Finding) -> bool:
    return finding.verdict is Verdict.BORNE and not pair.supported
