"""The catalogue: whole writes, exact reads."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from corpus.access import ADMINISTRATOR, ANONYMOUS, Visibility
from corpus.errors import NotFound
from corpus.filters import Filters
from corpus.models import Document
from retrieval.catalogue import tables
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.conditions import to_cents
from retrieval.catalogue.records import text_hash
from retrieval.errors import CatalogueError
from tests.builders import a_fiche, a_record
from tests.conftest import World
from tests.doubles import HashEmbedder
from tests.faults.states import documents_of, faults_of

_PRINT = HashEmbedder.fingerprint


@pytest.fixture
def catalogue(world: World) -> Catalogue:
    return world.catalogue


def put(catalogue: Catalogue, *documents: Document) -> None:
    catalogue.writer.put([a_record(document) for document in documents])


def embed(catalogue: Catalogue) -> int:
    """Vectors for all texts that have none; how many there were."""
    texts = catalogue.vectors.texts_without(_PRINT)
    vectors = HashEmbedder().embed_passages(list(texts.values()))
    catalogue.vectors.put(_PRINT, dict(zip(texts, vectors, strict=True)))
    return len(texts)


# -- writing --------------------------------------------------------------------------------------


def test_what_was_put_is_read_back_the_same(catalogue: Catalogue) -> None:
    document = a_fiche("a", budget="134729.08", municipality=("Namur", "Dinant"))

    put(catalogue, document)

    assert catalogue.get("a", ANONYMOUS) == document
    assert catalogue.passages(["a"], ANONYMOUS)["a"] == a_record(document).passages


def test_replacing_a_document_replaces_all_that_hangs_on_it(world: World, catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a", solution="Ancien. " * 300, technologies=("LED",)))
    put(catalogue, a_fiche("a", solution="Nouveau.", technologies=("LoRaWAN",)))

    assert len(catalogue.passages(["a"], ANONYMOUS)["a"]) == 3
    assert catalogue.terms(["a"], ANONYMOUS)["a"]["technology"] == ("lorawan",)
    assert "Ancien" not in str(documents_of(world.url))
    assert faults_of(world.url) == []


def test_removing_a_document_leaves_nothing_of_it(world: World, catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a"), a_fiche("b"))

    catalogue.writer.remove(["a", "never-there"])

    assert set(documents_of(world.url)) == {"b"}
    assert faults_of(world.url) == []
    with pytest.raises(NotFound, match="no document 'a'"):
        catalogue.get("a", ADMINISTRATOR)


def test_several_documents_are_put_all_or_none(world: World, catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a"))
    before = documents_of(world.url)
    twice = a_record(a_fiche("b"))
    clash = a_record(a_fiche("c")).__class__(**{**vars(a_record(a_fiche("c"))), "passages": twice.passages})

    with pytest.raises(CatalogueError):
        catalogue.writer.put([a_record(a_fiche("a", need="Autre.")), twice, clash])

    assert documents_of(world.url) == before
    assert catalogue.revision == 1


def test_the_revision_grows_by_one_with_every_change_and_only_then(catalogue: Catalogue) -> None:
    revisions = [catalogue.revision]
    for change in (
        lambda: put(catalogue, a_fiche("a"), a_fiche("b")),
        lambda: put(catalogue, a_fiche("a")),
        lambda: catalogue.writer.remove(["a"]),
        lambda: put(catalogue),
        lambda: catalogue.writer.remove([]),
        lambda: embed(catalogue),
        lambda: catalogue.writer.erase_removed(),
    ):
        change()
        revisions.append(catalogue.revision)

    assert revisions == [0, 1, 2, 3, 3, 3, 3, 3]


def test_the_identity_of_a_catalogue_never_changes_and_is_its_own(world: World) -> None:
    other = World(world.folder / "other")
    again = Catalogue.open(world.url)

    identities = [
        world.catalogue.identity,
        world.catalogue.identity,
        again.identity,
        other.catalogue.identity,
    ]
    again.close()
    other.catalogue.close()

    assert len(set(identities)) == 2
    assert len(set(identities[:3])) == 1


def test_an_entry_number_is_never_used_again(catalogue: Catalogue) -> None:
    seen: set[int] = set()
    for _ in range(3):
        put(catalogue, a_fiche("a"))
        embed(catalogue)
        numbers = {
            entry.id for entry in catalogue.vectors.entry_table(_PRINT, HashEmbedder.dimension).entries
        }
        assert not numbers & seen
        seen |= numbers
        catalogue.writer.remove(["a"])
        catalogue.writer.erase_removed()


# -- vectors --------------------------------------------------------------------------------------


def test_a_text_that_two_documents_share_has_one_vector_which_goes_with_the_last(
    catalogue: Catalogue,
) -> None:
    put(catalogue, a_fiche("a"), a_fiche("b"))
    assert embed(catalogue) == embed_count(catalogue)

    catalogue.writer.remove(["a"])
    assert embed_count(catalogue) > 0
    assert catalogue.vectors.texts_without(_PRINT) == {}
    catalogue.writer.remove(["b"])

    assert embed_count(catalogue) == 0


def embed_count(catalogue: Catalogue) -> int:
    with catalogue._transactions.reading() as connection:
        return len(connection.execute(tables.vectors.select()).all())


def test_the_vectors_of_replaced_texts_go(catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a", solution="Ancien texte."))
    embed(catalogue)

    put(catalogue, a_fiche("a", solution="Nouveau texte."))
    embed(catalogue)

    former, current = text_hash("Ancien texte."), text_hash("Nouveau texte.")
    assert set(catalogue.vectors.of(_PRINT, {former, current})) == {current}


def test_sentences_have_vectors_and_stay_out_of_the_indexes(catalogue: Catalogue) -> None:
    """They are compared with a question only once their document is found."""
    put(catalogue, a_fiche("a", solution="Un texte. Un autre."))
    embed(catalogue)

    table = catalogue.vectors.entry_table(_PRINT, HashEmbedder.dimension)

    assert set(catalogue.vectors.of(_PRINT, {text_hash("Un autre.")})) == {text_hash("Un autre.")}
    assert "sentence" not in {entry.role for entry in (*table.entries, *table.keywords)}


def test_vectors_are_stored_to_the_last_bit_and_known_ones_are_left_alone(catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a"))
    embed(catalogue)
    table = catalogue.vectors.entry_table(_PRINT, HashEmbedder.dimension)

    catalogue.vectors.put(_PRINT, {entry.hash: np.zeros(64, np.float32) for entry in table.entries})

    expected = HashEmbedder().embed_passages([entry.text for entry in table.entries])
    assert np.array_equal(table.vectors, expected)
    assert np.array_equal(catalogue.vectors.entry_table(_PRINT, HashEmbedder.dimension).vectors, expected)


def test_a_text_without_vector_is_an_error_that_says_what_to_do(catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a"))

    with pytest.raises(CatalogueError, match="texts have no vector; run `passerelle ingest`"):
        catalogue.vectors.entry_table(_PRINT, HashEmbedder.dimension)


# -- snapshots ------------------------------------------------------------------------------------


def test_all_reads_of_a_snapshot_see_one_state(world: World, catalogue: Catalogue) -> None:
    writer = Catalogue.open(world.url)
    put(writer, a_fiche("a"))

    with catalogue.snapshot():
        assert catalogue.revision == 1
        put(writer, a_fiche("b"))
        with catalogue.snapshot():
            assert set(catalogue.documents(["a", "b"], ANONYMOUS)) == {"a"}
        assert catalogue.revision == 1
    writer.close()

    assert catalogue.revision == 2


# -- what is kept in memory -----------------------------------------------------------------------


def test_what_one_caller_has_read_is_decided_anew_for_each_other(catalogue: Catalogue) -> None:
    document = a_fiche("a", visibility=Visibility.NETWORK)
    put(catalogue, document)
    passage = catalogue.passages(["a"], ADMINISTRATOR)["a"][0]
    assert catalogue.with_passages({"a": passage.id}, ADMINISTRATOR) == {"a": (document, passage)}

    assert catalogue.documents(["a"], ANONYMOUS) == {}
    assert catalogue.passages(["a"], ANONYMOUS) == {}
    assert catalogue.with_passages({"a": passage.id}, ANONYMOUS) == {}
    assert catalogue.terms(["a"], ANONYMOUS) == {}


def test_what_was_read_before_goes_when_its_document_does(catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a"))
    passage = catalogue.passages(["a"], ANONYMOUS)["a"][0]

    catalogue.writer.put([a_record(a_fiche("a", visibility=Visibility.NETWORK))])
    assert catalogue.with_passages({"a": passage.id}, ANONYMOUS) == {}
    catalogue.writer.remove(["a"])

    assert catalogue.passages(["a"], ADMINISTRATOR) == {}
    assert catalogue.with_passages({"a": passage.id}, ADMINISTRATOR) == {}


# -- money ----------------------------------------------------------------------------------------


def test_money_is_kept_to_the_cent(catalogue: Catalogue) -> None:
    amounts = ["0.01", "0.10", "0.29", "134729.08", "999999999999.99", "1000000000000"]
    put(catalogue, *(a_fiche(f"f{number}", budget=amount) for number, amount in enumerate(amounts)))

    for number, amount in enumerate(amounts):
        fiche = catalogue.get(f"f{number}", ANONYMOUS).initiative
        assert fiche is not None
        assert fiche.budget_eur == Decimal(amount)
        exactly = Filters(budget_min=Decimal(amount), budget_max=Decimal(amount))
        assert catalogue.select(exactly, ANONYMOUS) == {f"f{number}"}
    assert to_cents(Decimal("0.29")) == 29


def test_a_bound_between_two_cents_takes_neither_side_that_it_excludes(catalogue: Catalogue) -> None:
    put(catalogue, a_fiche("a", budget="100.00"), a_fiche("b", budget="100.01"))

    assert catalogue.select(Filters(budget_min=Decimal("100.005")), ANONYMOUS) == {"b"}
    assert catalogue.select(Filters(budget_max=Decimal("100.005")), ANONYMOUS) == {"a"}


# -- pages and facets -----------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_give_every_document_once_in_order(catalogue: Catalogue, limit: int) -> None:
    names = sorted(f"fiche-{number}" for number in range(7))
    put(catalogue, *(a_fiche(name) for name in reversed(names)))

    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = catalogue.page(Filters(), ANONYMOUS, after=after, limit=limit)
        assert page.total == 7
        assert len(page.items) <= limit
        seen += [document.id for document in page.items]
        after = page.next

    assert seen == names


def test_a_page_continues_where_it_was_though_documents_come_and_go(catalogue: Catalogue) -> None:
    put(catalogue, *(a_fiche(name) for name in ("b", "d", "f")))
    first = catalogue.page(Filters(), ANONYMOUS, limit=2)

    put(catalogue, a_fiche("a"), a_fiche("e"))
    catalogue.writer.remove(["d"])
    second = catalogue.page(Filters(), ANONYMOUS, after=first.next or "", limit=2)

    assert [document.id for document in first.items] == ["b", "d"]
    assert [document.id for document in second.items] == ["e", "f"]


def test_facets_count_documents_not_values(catalogue: Catalogue) -> None:
    put(
        catalogue,
        a_fiche("a", municipality=("Namur", "Dinant"), technologies=("LED", "lampes LED")),
        a_fiche("b", municipality="Namur"),
        a_fiche("c", municipality="Mons", province="Hainaut", status=None),
    )

    facets = catalogue.facets(Filters(), ANONYMOUS, names=["kind", "province", "status", "programme"])
    among = catalogue.facets_among(["a"], names=["kind"])

    assert [(one.value, one.count) for one in facets["kind"]] == [("initiative", 3)]
    assert sorted(one.count for one in facets["province"]) == [1, 2]
    assert sum(one.count for one in facets["status"]) <= 3
    assert facets["programme"] == ()
    assert [(one.value, one.count) for one in among["kind"]] == [("initiative", 1)]


def test_many_ids_are_read_at_once(catalogue: Catalogue) -> None:
    put(catalogue, *(a_fiche(f"fiche-{number:04d}") for number in range(600)))
    names = [f"fiche-{number:04d}" for number in range(600)]

    assert len(catalogue.documents(names, ANONYMOUS)) == 600
    assert len(catalogue.passages(names, ANONYMOUS)) == 600
    assert len(catalogue.terms(names, ANONYMOUS)) == 600
    catalogue.writer.remove(names[1:])
    assert catalogue.count_readable(ANONYMOUS) == 1
