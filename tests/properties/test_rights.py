"""Rights hold everywhere: what a caller may not read is absent, and leaves no trace, not even in a score."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.access import ADMINISTRATOR, ANONYMOUS, Caller, Role, Visibility, may_read
from corpus.filters import Filters
from corpus.models import Document
from retrieval.query.understanding import understand
from tests.builders import a_fiche, a_record, asked_in_french
from tests.conftest import World
from tests.properties import likeness, portfolio

_ORGANISATIONS = (None, "namur", "mons", "Namur", "")
_RIGHTS = tuple(product(Visibility, _ORGANISATIONS))
_CALLERS = (
    ANONYMOUS,
    Caller(name="n", organisation="namur"),
    Caller(name="m", organisation="mons", roles=frozenset({Role.CONTRIBUTOR, Role.COORDINATOR})),
    Caller(name="e", organisation=""),
    Caller(name="x", organisation="elsewhere"),
    ADMINISTRATOR,
)
_THINGS = ("lampes LED", "vélos partagés", "capteurs de stationnement", "hydrogène", "données ouvertes")
_TOWNS = ("Namur", "Mons", "Liège")
_SEARCHES = ("lampes LED à Namur", "hydrogène", "velos partage", "capteurs", "")
_QUESTIONS = (
    "Combien de projets en Wallonie ?",
    "Quel est le budget total des projets ?",
    "Quel projet a le plus gros budget ?",
    "Combien de communes ont un projet ?",
    "Quels projets depuis 2019 ?",
    "Répartition des projets par domaine",
    "Qui a installé des capteurs ?",
    "Quel est le budget de hydrogène à Mons ?",
)
_FILTERS = (Filters(), Filters(region=("wallonie",)), Filters(technology=("led",)), Filters(year_from=2019))
_FACETS = ("kind", "municipality", "technology", "status", "domain")


def _readable(caller: Caller, document: Document) -> bool:
    return may_read(caller, visibility=document.visibility, organisation=document.organisation)


@contextmanager
def a_world(*documents: Document) -> Iterator[World]:
    """A published world of these documents; empty where there are none."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.catalogue.writer.put([a_record(document) for document in documents])
        world.ingester.publish()
        yield world
        world.catalogue.close()


def outputs(world: World, caller: Caller) -> dict[str, object]:
    """All that a caller can be told, as values that show every byte."""
    found: dict[str, object] = {}
    for text in _SEARCHES:
        result = world.searcher.search(understand(text, infer=False), caller, limit=50)
        found[f"search {text}"] = repr(
            (
                result.total,
                [(hit.document, asdict(hit.score), hit.passage, hit.snippet) for hit in result.hits],
            )
        )
        found[f"facets of {text}"] = repr(result.facets)
    frequency = world.searcher.frequency(caller)
    found["frequency"] = repr(
        {word: frequency(word) for word in ("lampes", "capteurs", "hydrogène", "installé")}
    )
    for question, vector in zip(_QUESTIONS, world.embedder.embed_queries(_QUESTIONS), strict=True):
        found[f"nearest to {question}"] = repr(world.searcher.nearest(vector, caller, limit=50))
        found[question] = world.answerer.answer(question, caller).model_dump_json()
    catalogue = world.catalogue
    for filters in _FILTERS:
        found[f"of {filters}"] = repr(
            (
                catalogue.count(filters, caller),
                sorted(catalogue.select(filters, caller)),
                catalogue.matching(filters, caller),
                catalogue.page(filters, caller, limit=2),
                catalogue.facets(filters, caller, names=_FACETS),
            )
        )
    found["readable"] = catalogue.count_readable(caller)
    found |= portfolio.told(world, caller)
    found |= likeness.told(world, caller)
    return found


@st.composite
def documents(draw: st.DrawFn, *, fewest: int = 1, most: int = 5) -> list[Document]:
    made = []
    for number in range(draw(st.integers(fewest, most))):
        made.append(draw(a_document(f"d{number}")))
    return made


@st.composite
def a_document(
    draw: st.DrawFn, identifier: str, *, rights: Sequence[tuple[Visibility, str | None]] = _RIGHTS
) -> Document:
    visibility, organisation = draw(st.sampled_from(rights))
    thing, town = draw(st.sampled_from(_THINGS)), draw(st.sampled_from(_TOWNS))
    asked = draw(st.sampled_from([None, "Qui a installé des capteurs ?", f"Qui mesure {thing} ?"]))
    return a_fiche(
        identifier,
        title=f"{thing} à {town}",
        municipality=town,
        province=None,
        technologies=(thing,),
        start_year=draw(st.sampled_from([None, 2015, 2022])),
        budget=draw(st.sampled_from([None, "1000", "25000.50"])),
        solution=f"La ville mesure {thing}. " * draw(st.integers(1, 60)),
        visibility=visibility,
        organisation=organisation,
        asked=(asked_in_french(asked, f"La ville mesure {thing}."),) if asked else (),
    )


def _may_not_read(caller: Caller) -> list[tuple[Visibility, str | None]]:
    return [
        (visibility, organisation)
        for visibility, organisation in _RIGHTS
        if not may_read(caller, visibility=visibility, organisation=organisation)
    ]


def test_the_rule_in_python_and_the_rule_in_sql_are_one() -> None:
    made = [
        a_fiche(f"d{number}", visibility=visibility, organisation=organisation)
        for number, (visibility, organisation) in enumerate(_RIGHTS)
    ]

    with a_world(*made) as world:
        for caller in _CALLERS:
            expected = {document.id for document in made if _readable(caller, document)}
            assert world.catalogue.select(Filters(), caller) == expected, caller


@settings(max_examples=8, deadline=None)
@given(documents(), st.sampled_from(_CALLERS))
def test_everything_told_is_of_documents_that_the_caller_may_read_and_of_all_of_them(
    made: list[Document], caller: Caller
) -> None:
    readable = {document.id for document in made if _readable(caller, document)}

    with a_world(*made) as world:
        for text in _SEARCHES:
            result = world.searcher.search(understand(text, infer=False), caller, limit=50)
            assert {hit.document.id for hit in result.hits} == readable
            assert result.total == len(readable)
        assert _mentioned(world, caller, made) <= readable
        assert set(world.catalogue.documents([one.id for one in made], caller)) == readable
        assert set(world.catalogue.passages([one.id for one in made], caller)) == readable
        assert set(world.catalogue.terms([one.id for one in made], caller)) == readable
        assert world.catalogue.count_readable(caller) == len(readable)
        count = world.answerer.answer("Combien de projets ?", caller).figures
        assert count is not None
        assert set(count.document_ids) == readable


def _mentioned(world: World, caller: Caller, made: Sequence[Document]) -> set[str]:
    """Ids that stand in any answer, quoted or linked."""
    said = [world.answerer.answer(question, caller).model_dump_json() for question in _QUESTIONS]
    return {document.id for document in made if any(f'"{document.id}"' in text for text in said)}


@settings(max_examples=11, deadline=None)
@given(st.data())
def test_a_document_that_the_caller_may_not_read_changes_no_byte_of_any_output(data: st.DataObject) -> None:
    caller = data.draw(st.sampled_from([one for one in _CALLERS if _may_not_read(one)]))
    made = data.draw(documents())
    hidden = data.draw(a_document("hidden", rights=_may_not_read(caller)))
    place = data.draw(st.integers(0, len(made)))

    with a_world(*made) as world:
        before = outputs(world, caller)
    with a_world(*made[:place], hidden, *made[place:]) as world:
        after = outputs(world, caller)

    assert after == before
