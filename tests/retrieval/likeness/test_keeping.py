"""Profiles are kept: what is read is what was written, and a fiche is read once for each of its states."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.access import ADMINISTRATOR
from corpus.models import Document
from corpus.project import Project
from retrieval.likeness import profiles as module
from retrieval.likeness.keeping import marks_of, read, written
from retrieval.likeness.meanings import PlainMeanings
from retrieval.likeness.profile import profile_of
from retrieval.likeness.profiles import Profiles
from tests.builders import a_fiche
from tests.conftest import World

_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@settings(max_examples=50, deadline=None)
@given(_TEXTS, _TEXTS, st.sampled_from(["fr", "nl", "de", "en"]))
def test_what_is_read_is_what_was_written(title: str, summary: str, language: str) -> None:
    profile = profile_of(Project(language=language, title=title, summary=summary))

    assert read(written(profile)) == profile


def test_a_whole_fiche_is_read_as_it_was_written() -> None:
    profile = profile_of(Project.of_document(a_fiche("a", partners=("Proximus SA",), budget="123456")))

    assert profile.places
    assert profile.organisations
    assert profile.figures
    assert read(written(profile)) == profile
    assert set(marks_of(written(profile))) == profile.places | profile.owners


def documents(world: World, *ids: str) -> list[Document]:
    found = world.catalogue.documents(ids, ADMINISTRATOR)
    return [found[one] for one in ids]


def profiled(world: World) -> Profiles:
    made = Profiles(world.catalogue, PlainMeanings(world.embedder), judge_version="1")
    made.renew(made.stale(), lambda _count: None)
    return made


def test_a_fiche_that_was_profiled_is_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.holds(a_fiche("a"), a_fiche("b"))
    profiles = profiled(world)
    monkeypatch.setattr(module, "profile_of", lambda _project: pytest.fail("read again"))

    found = list(profiles.compared(documents(world, "a", "b")))

    assert [one.profile for one in found] == [profiles.sketches(["a", "b"])[name].profile for name in "ab"]


def test_a_profile_of_another_recipe_is_made_anew_and_never_read(world: World) -> None:
    world.holds(a_fiche("a"))
    profiled(world)
    other = Profiles(world.catalogue, PlainMeanings(world.embedder), judge_version="2")

    [found] = other.compared(documents(world, "a"))

    assert other.sketches(["a"]) == {}
    assert other.needs().ids == ()
    assert found.profile == profile_of(Project.of_document(found.document))


def test_needs_follow_what_is_added_and_changed(world: World) -> None:
    world.holds(a_fiche("a"), a_fiche("b"))
    profiles = profiled(world)
    before = profiles.needs()
    world.holds(a_fiche("a"), a_fiche("b", need="Tout autre chose, la nuit."), a_fiche("c"))
    profiles.renew(profiles.stale(), lambda _count: None)

    after = profiles.needs()

    assert set(after.ids) == {"a", "b", "c"}
    assert len(after.ids) == len(after.vectors) == len(after.marks) == 3
    for name, sketch in profiles.sketches(["a", "b", "c"]).items():
        assert (after.vectors[after.places[name]] == sketch.meaning.need).all()
    assert (after.vectors[after.places["a"]] == before.vectors[before.places["a"]]).all()
    assert (after.vectors[after.places["b"]] != before.vectors[before.places["b"]]).any()


def test_needs_that_did_not_change_are_not_read_again(world: World) -> None:
    world.holds(a_fiche("a"))
    profiles = profiled(world)

    assert profiles.needs() is profiles.needs()
