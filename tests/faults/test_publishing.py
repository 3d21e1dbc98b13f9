"""A publication that fails or is interrupted: the fiche and its document are both there, or neither is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.network_rounds import NetworkRounds
from api.wiring import Passerelle
from corpus.access import ADMINISTRATOR
from corpus.errors import NotFound
from corpus.fiche_life import FicheState, Step
from retrieval.embedding.errors import EmbeddingError
from retrieval.errors import IndexNotWritten
from retrieval.governance.fiches import Submission
from retrieval.query.understanding import understand
from tests.api.world import a_passerelle
from tests.builders import a_fiche
from tests.network import a_draft, an_organisation


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Passerelle]:
    made = a_passerelle(tmp_path / "home", a_fiche("autre", title="Autre"))
    an_organisation(made.governance, "namur")
    yield made
    made.close()


def in_review(parts: Passerelle) -> Submission:
    fiche = parts.governance.submissions.create(a_draft(), ADMINISTRATOR, organisation="namur")
    for step in (Step.SUBMIT, Step.START_REVIEW):
        fiche = parts.publishing.take(fiche.id, step, fiche.version, ADMINISTRATOR)
    return fiche


def broken(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("tests.doubles.HashEmbedder.embed_passages", EmbeddingError("no model")),
        ("retrieval.catalogue.writer._insert_record", RuntimeError("killed")),
        ("retrieval.governance.submissions.record", RuntimeError("killed")),
        ("retrieval.catalogue.writer.next_revision", RuntimeError("killed")),
    ],
)
def test_what_fails_before_the_end_leaves_neither(
    parts: Passerelle, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception
) -> None:
    fiche = in_review(parts)
    with monkeypatch.context() as patch:
        patch.setattr(place, broken(error))
        with pytest.raises(type(error)):
            parts.publishing.take(fiche.id, Step.PUBLISH, fiche.version, ADMINISTRATOR)

    assert parts.governance.submissions.get(fiche.id, ADMINISTRATOR) == fiche
    with pytest.raises(NotFound):
        parts.catalogue.get(fiche.id, ADMINISTRATOR)
    again = parts.publishing.take(fiche.id, Step.PUBLISH, fiche.version, ADMINISTRATOR)
    assert again.state is FicheState.PUBLISHED
    assert parts.catalogue.get(fiche.id, ADMINISTRATOR).id == fiche.id


def test_an_index_that_could_not_be_written_is_made_up_for(
    parts: Passerelle, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = in_review(parts)
    with monkeypatch.context() as patch:
        patch.setattr("ingest.pipeline.publish", broken(IndexNotWritten("index", "disk full")))
        with pytest.raises(IndexNotWritten):
            parts.publishing.take(fiche.id, Step.PUBLISH, fiche.version, ADMINISTRATOR)
    assert parts.governance.submissions.get(fiche.id, ADMINISTRATOR).in_catalogue

    NetworkRounds(parts).round()

    hits = parts.searcher.search(understand("éclairage LED"), ADMINISTRATOR).hits
    assert fiche.id in [hit.document.id for hit in hits]


def test_a_withdrawal_that_fails_leaves_both(parts: Passerelle, monkeypatch: pytest.MonkeyPatch) -> None:
    fiche = in_review(parts)
    fiche = parts.publishing.take(fiche.id, Step.PUBLISH, fiche.version, ADMINISTRATOR)
    with monkeypatch.context() as patch:
        patch.setattr("retrieval.catalogue.writer._delete_documents", broken(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            parts.publishing.take(fiche.id, Step.WITHDRAW, fiche.version, ADMINISTRATOR)

    assert parts.governance.submissions.get(fiche.id, ADMINISTRATOR) == fiche
    assert parts.catalogue.get(fiche.id, ADMINISTRATOR).id == fiche.id
