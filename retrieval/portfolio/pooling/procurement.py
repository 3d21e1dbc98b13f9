"""The way to a joint purchase: which sheets of the corpus matter at each step. The catalogue decides which exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.access import Caller
from corpus.models import Document, Passage
from corpus.text import mark
from retrieval.answering.validity import is_repealed
from retrieval.catalogue.catalogue import Catalogue


@dataclass(frozen=True)
class Step:
    """A step, its sheets, and the region whose law they are (None: federal, or no law)."""

    label: str
    document_ids: tuple[str, ...]
    region: str | None = None


@dataclass(frozen=True)
class SheetOfStep:
    """A sheet that is in force, with its passages."""

    step: Step
    document: Document
    passages: tuple[Passage, ...]


STEPS = (
    Step(
        mark("Choisir la formule\u00a0: marché conjoint ou centrale d'achat"),
        ("bp-centrale-achat-marche-conjoint", "lmp--43-et-47", "lmp--2"),
    ),
    Step(mark("Situer le montant commun et la procédure"), ("lmp--92", "lmp--42", "lmp--58")),
    Step(
        mark("Faire décider le conseil et le collège"), ("cdld--l1222-3", "cdld--l1222-4"), region="wallonie"
    ),
    Step(mark("Transmettre à la tutelle"), ("cdld--l3122-2-4",), region="wallonie"),
)


def sheets_for(
    catalogue: Catalogue, caller: Caller, *, country: str, regions: Sequence[str]
) -> list[SheetOfStep]:
    """The sheets that apply to buyers of these regions, step by step; none abroad, where other law applies."""
    if country != "be":
        return []
    steps = [one for one in STEPS if one.region is None or one.region in regions]
    wanted = [identifier for step in steps for identifier in step.document_ids]
    documents = catalogue.documents(wanted, caller)
    passages = catalogue.passages(wanted, caller)
    return [
        SheetOfStep(step, documents[one], passages[one])
        for step in steps
        for one in step.document_ids
        if one in documents and passages.get(one) and not is_repealed(documents[one])
    ]
