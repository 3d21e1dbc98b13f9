"""Random networks: the rules in Python and in SQL agree, and what a token may not read leaves no trace over real HTTP."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.wiring import Passerelle
from corpus.access import (
    ADMINISTRATOR,
    Caller,
    Remit,
    Role,
    Scope,
    Visibility,
    may_know_organisations,
    may_know_person,
    may_read,
)
from corpus.fiche_life import FicheState, Step, StepNotPossible, after, possible
from corpus.fiche_rights import may_decide, may_see, open_steps
from corpus.filters import Filters
from corpus.models import Document
from corpus.network import remit_of
from retrieval.catalogue.catalogue import Catalogue
from retrieval.governance.governance import Governance
from tests.api.routes import reading_routes, writing_routes
from tests.api.server import served
from tests.api.world import a_passerelle
from tests.builders import a_fiche
from tests.network import a_draft, a_person, a_token, an_organisation
from tests.properties.test_rights import a_document, documents

_ORGANISATIONS = ("namur", "mons", "liege")
_PLACES = ("Namur", "Mons", "Dinant", "Liège")
_THEMES = ("lighting", "mobility", "environment")
_REMITS = (
    Filters(),
    Filters(province=("namur",)),
    Filters(municipality=("53053",)),
    Filters(arrondissement=("dinant",)),
    Filters(domain=("mobility",)),
    Filters(province=("namur", "liege"), domain=("lighting", "environment")),
)


# -- the rules in Python and in SQL -----------------------------------------------------------------


@contextmanager
def a_network() -> Iterator[Governance]:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue.open(f"sqlite:///{Path(folder) / 'catalogue.sqlite3'}")
        governance = Governance.over(catalogue.transactions)
        for identifier in _ORGANISATIONS:
            an_organisation(governance, identifier)
        yield governance
        catalogue.close()


@st.composite
def a_caller(draw: st.DrawFn) -> Caller:
    remits = draw(st.lists(st.sampled_from(_REMITS), max_size=2))
    return Caller(
        name="x",
        person=draw(st.sampled_from([None, "x"])),
        organisation=draw(st.sampled_from([None, *_ORGANISATIONS])),
        roles=draw(st.frozensets(st.sampled_from(Role))),
        scopes=draw(st.frozensets(st.sampled_from(Scope))),
        remits=tuple(remit_of(one) for one in remits),
    )


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_what_a_caller_sees_of_fiches_in_the_making_is_what_the_rule_says(data: st.DataObject) -> None:
    with a_network() as governance:
        made = []
        for number in range(data.draw(st.integers(1, 6))):
            places = data.draw(st.sampled_from([None, *_PLACES]))
            draft = a_draft(
                f"f{number}",
                municipality=places,
                country="Belgique",
                domains=data.draw(st.lists(st.sampled_from(_THEMES), max_size=2)),
            )
            owner = data.draw(st.sampled_from(_ORGANISATIONS))
            fiche = governance.submissions.create(draft, ADMINISTRATOR, organisation=owner)
            for _ in range(data.draw(st.integers(0, 4))):
                steps = [one for one in possible(fiche.state) if one is not Step.SAVE]
                if steps:
                    step = data.draw(st.sampled_from(steps))
                    fiche = governance.submissions.take(fiche.id, step, fiche.version, ADMINISTRATOR)
            made.append(fiche)
        for caller in data.draw(st.lists(a_caller(), min_size=5, max_size=12)):
            seen = governance.submissions.page(caller, limit=100)
            queue = governance.submissions.page(caller, queue=True, limit=100)

            assert {one.id for one in seen.items} == {one.id for one in made if may_see(caller, one)}
            assert seen.total == len(seen.items)
            assert {one.id for one in queue.items} == {
                one.id
                for one in made
                if may_decide(caller, one) and one.state.value in {"submitted", "in_review"}
            }
            for one in seen.items:
                assert governance.submissions.get(one.id, caller) == one
                assert open_steps(caller, one) == open_steps(caller, next(m for m in made if m.id == one.id))


@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_the_people_that_a_caller_is_shown_are_those_that_the_rule_lets_them_know(
    data: st.DataObject,
) -> None:
    with a_network() as governance:
        directory = governance.directory
        held: dict[str, frozenset[str]] = {}
        for _ in range(data.draw(st.integers(1, 5))):
            person = directory.add_person(ADMINISTRATOR, name="x").id
            held[person] = data.draw(st.frozensets(st.sampled_from(_ORGANISATIONS)))
            for organisation in sorted(held[person]):
                directory.grant(person, organisation, Role.READER, ADMINISTRATOR)
        for caller in data.draw(st.lists(a_caller(), min_size=4, max_size=8)):
            if not may_know_organisations(caller):
                continue
            me = caller.model_copy(update={"person": data.draw(st.sampled_from([None, *held]))})
            known = {one for one in held if may_know_person(me, one, held[one])}

            page = directory.people(me, limit=100)

            assert ({one.id for one in page.items}, page.total) == (known, len(known))


@given(st.sampled_from(FicheState), st.sampled_from(Step))
def test_a_step_is_possible_or_refused_and_withdrawal_is_the_end(state: FicheState, step: Step) -> None:
    if step in possible(state):
        assert isinstance(after(state, step), FicheState)
        assert state is not FicheState.WITHDRAWN
    else:
        with pytest.raises(StepNotPossible):
            after(state, step)


@settings(deadline=None)
@given(st.sampled_from(_REMITS), st.sampled_from(_REMITS))
def test_a_remit_covers_what_both_of_its_halves_do(places: Filters, themes: Filters) -> None:
    here = Remit(places=remit_of(places).places)
    both = Remit(places=here.places, themes=remit_of(themes).themes)
    for town in _PLACES:
        for theme in _THEMES:
            terms = a_draft(municipality=town, domains=[theme]).terms
            themed = Remit(themes=both.themes)
            assert both.covers(terms) == (here.covers(terms) and themed.covers(terms))


# -- over real HTTP ---------------------------------------------------------------------------------

_GETS = (
    "/v1/search?q=lampes%20LED",
    "/v1/search?q=&limit=100",
    "/v1/search?q=capteurs&explain=true",
    "/v1/search?technology=led&limit=1",
    "/v1/facets",
    "/v1/facets?region=wallonie&ui=nl",
    "/v1/stats",
    "/v1/documents?limit=2",
    "/v1/documents?municipality=Namur",
    "/v1/documents/hidden",
    "/v1/documents/d0",
    "/v1/organisations",
    "/v1/submissions",
    "/v1/submissions?queue=true",
    "/v1/submissions/hidden",
    "/v1/gaps?state=all",
    "/documents/hidden",
    "/?q=hydrog%C3%A8ne",
    "/readyz",
    "/v1/initiatives/d0/similar",
    "/v1/initiatives/hidden/similar",
    "/v1/duplicates?status=all&verdict=duplicate&verdict=linked&verdict=distinct",
    "/v1/duplicates/d0~hidden",
    "/v1/duplicates/d0~hidden/history",
    "/v1/initiatives/d0/checklist",
    "/v1/initiatives/hidden/checklist",
    "/v1/initiatives/hidden/calendar",
    "/v1/calendar?municipality=Namur&months=120",
    "/v1/initiatives/d0/kit",
    "/v1/initiatives/hidden/kit",
    "/v1/portfolio",
    "/v1/portfolio?territory=namur",
    "/v1/portfolio/data",
    "/v1/portfolio/costs",
    "/v1/portfolio/costs?id=d0&id=hidden",
    "/v1/referents",
    "/v1/referents?domain=lighting&referent=academic&ui=de",
    "/v1/initiatives/d0/touching",
    "/v1/initiatives/hidden/touching",
    "/v1/pooling",
    "/v1/pooling/hidden",
    "/v1/initiatives/d0/college-note",
    "/v1/initiatives/hidden/college-note",
    "/v1/organisations/liege",
    "/v1/submissions/hidden/history",
    "/v1/watches",
    "/v1/watches/hidden",
    "/figures.csv?q=Combien+de+projets+en+Wallonie+%3F",
    "/gaps",
    "/similar?text=Des+lampes+LED+%C3%A0+Namur",
    "/similar?initiative=hidden",
    "/duplicates?status=all",
    "/checklist?initiative=hidden",
    "/initiatives/hidden/kit",
    "/portfolio",
    "/pooling",
    "/pooling/hidden",
    "/college-note?q=Des+lampes+LED+%C3%A0+Namur",
    "/college-note?id=hidden",
)
_BY_CHANCE = "holds ids made at random; what a caller may know of people is held to its rule above"
_NO_DOCUMENTS = "tells nothing of documents"
_NOT_ASKED = {
    "/openapi.json": _NO_DOCUMENTS,
    "/docs": _NO_DOCUMENTS,
    "/healthz": _NO_DOCUMENTS,
    "/metrics": "counts requests and times, of the whole process",
    "/duplicates/enter": "the form for a token",
    "/answers/{answer_id}/feedback": "the form below an answer, whose id is made at random",
    "/watches/stop/{sign}": "needs a sign made at random; " + _NO_DOCUMENTS,
    "/college-note/file": "the note of /college-note, in a file that bears its moment",
    "/v1/people": _BY_CHANCE,
    "/v1/people/{person_id}": _BY_CHANCE,
    "/v1/people/{person_id}/export": _BY_CHANCE,
    "/v1/people/{person_id}/notices": _BY_CHANCE,
    "/v1/tokens": _BY_CHANCE,
}
_POSTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/v1/similar", {"text": "Des capteurs de stationnement et des lampes LED", "limit": 50}),
    ("/v1/checklist", {"text": "Des caméras filment le stationnement à Namur."}),
    ("/v1/college-note", {"text": "Des lampes LED à Namur"}),
)
_NEW = {"id": "new", "kind": "company", "name": "x"}
# What is tried with a document, fiche, pair or watch of that id, or with people and organisations of others.
_WRITES: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    ("DELETE", "/v1/documents/hidden", None),
    ("POST", "/v1/duplicates/d0~hidden/decision", {"verdict": "distinct", "reason": "x"}),
    ("DELETE", "/v1/duplicates/d0~hidden/decision", None),
    ("POST", "/duplicates/d0~hidden/decision", None),
    ("PATCH", "/v1/submissions/hidden", {"fiche": {"title": "x"}, "version": 1}),
    ("POST", "/v1/submissions/hidden/comments", {"text": "x"}),
    ("POST", "/v1/submissions/hidden/submit", {"version": 1}),
    ("POST", "/v1/submissions/hidden/publish", {"version": 3}),
    ("POST", "/v1/submissions/hidden/withdraw", {"version": 4}),
    ("PATCH", "/v1/watches/hidden", {"question": "lampes"}),
    ("DELETE", "/v1/watches/hidden", None),
    ("POST", "/v1/watches/stop", {"sign": "hidden.x"}),
    ("POST", "/watches/stop/hidden.x", None),
    ("POST", "/v1/answers/hidden/feedback", {"helpful": True}),
    ("POST", "/answers/hidden/feedback", None),
    ("DELETE", "/v1/conversations/hidden", None),
    ("POST", "/v1/organisations", _NEW),
    ("PUT", "/v1/organisations/liege", {**_NEW, "id": "liege"}),
    ("POST", "/v1/people", {"name": "x"}),
    ("PATCH", "/v1/people/hidden", {"name": "x"}),
    ("POST", "/v1/people/hidden/memberships", {"organisation": "liege", "role": "reader"}),
    ("DELETE", "/v1/people/hidden/memberships/1", None),
    ("DELETE", "/v1/people/hidden", None),
    ("DELETE", "/v1/tokens/hidden", None),
    ("POST", "/v1/tokens", {"person": "hidden", "organisation": "liege", "scopes": ["read"]}),
    ("POST", "/gaps", None),
    ("POST", "/gaps/leave", None),
    ("POST", "/duplicates/leave", None),
)
_NOT_WRITTEN = {
    (
        "POST",
        "/v1/watches",
    ): "begins something of one's own, with an id made at random; what it tells of is held in tests of watching",
    ("POST", "/v1/submissions"): "begins something of one's own, with an id made at random",
    ("POST", "/duplicates/enter"): "takes a token and tells nothing of documents",
}
_ASKED = (
    ("Combien de projets en Wallonie ?", "et à Mons ?", "lesquels ?"),
    ("Quel projet a le plus gros budget ?", "et le plus petit ?"),
    ("Répartition des projets par domaine",),
    ("Qui mesure hydrogène ?", "quel est son budget ?"),
    ("Où sont les licornes volantes de Mons ?",),
)
_RANDOM = re.compile(
    r'"(?:conversation_id|answer_id)":"[^"]*"|name="(?:conversation|answer)" value="[^"]*"|/answers/[\w-]+'
)


class Callers:
    """The people of a world, and the headers by which each comes."""

    def __init__(self, parts: Passerelle) -> None:
        governance = parts.governance
        for identifier in _ORGANISATIONS:
            an_organisation(governance, identifier)
        hainaut = Filters(province=("hainaut",))
        self.people: dict[str, Caller | None] = {
            "anonymous": None,
            "reader": a_person(governance, "namur", Role.READER),
            "contributor": a_person(governance, "mons", Role.CONTRIBUTOR),
            "coordinator": a_person(governance, "namur", Role.COORDINATOR, remit=hainaut),
        }
        self.headers = {
            name: a_token(governance, caller) if caller else {} for name, caller in self.people.items()
        }


_SOME = (a_fiche(), a_fiche("mons-velos", title="Vélos à Mons", municipality="Mons", province="Hainaut"))
_NAMES = ("anonymous", "reader", "contributor", "coordinator")
_HOMES = {"anonymous": None, "reader": "namur", "contributor": "mons", "coordinator": "namur"}
_OWNERS = (None, "namur", "mons", "liege")


def _hidden_rights(name: str) -> list[tuple[Visibility, str | None]]:
    caller = Caller(organisation=_HOMES[name])
    every = [(visibility, owner) for visibility in Visibility for owner in _OWNERS]
    return [one for one in every if not may_read(caller, visibility=one[0], organisation=one[1])]


def _told(parts: Passerelle, headers: dict[str, str]) -> dict[str, str]:
    """Every byte that a caller gets, except what is made at random for each answer."""
    told: dict[str, str] = {}
    with served(create_app(parts, warm=False)) as address, httpx.Client(timeout=60, headers=headers) as http:
        for questions in _ASKED:
            conversation: str | None = None
            for question in questions:
                given: dict[str, Any] = {"question": question, "conversation_id": conversation}
                response = http.post(f"{address}/v1/ask", json=given)
                conversation = response.json()["conversation_id"]
                told[f"{questions[0]} > {question}"] = _RANDOM.sub("", response.text)
        stream = {"Accept": "text/event-stream"}
        response = http.post(f"{address}/v1/ask", json={"question": "Combien de projets ?"}, headers=stream)
        told["stream"] = _RANDOM.sub("", response.text)
        for path, body in _POSTS:
            told[path] = http.post(f"{address}{path}", json=body).text
        for method, path, body in _WRITES:
            response = http.request(method, f"{address}{path}", json=body)
            told[f"{method} {path}"] = f"{response.status_code} {_RANDOM.sub('', response.text)}"
        for path in _GETS:
            response = http.get(f"{address}{path}")
            told[path] = f"{response.status_code} {_RANDOM.sub('', response.text)}"
    return told


@contextmanager
def a_server_over(made: list[Document]) -> Iterator[Passerelle]:
    with tempfile.TemporaryDirectory() as folder:
        parts = a_passerelle(Path(folder), *made)
        parts.scan.refresh()
        yield parts
        parts.close()


def test_each_address_that_is_read_is_asked_or_left_out_for_a_reason(tmp_path: Path) -> None:
    with closing(a_passerelle(tmp_path)) as parts:
        routes = reading_routes(create_app(parts, warm=False))
    addresses = [path.partition("?")[0] for path in _GETS]
    unasked = {one.path for one in routes if not any(one.path_regex.match(path) for path in addresses)}

    assert len(routes) > len(_NOT_ASKED)
    assert unasked == _NOT_ASKED.keys()


def test_each_address_that_is_written_to_is_tried_or_left_out_for_a_reason(tmp_path: Path) -> None:
    with closing(a_passerelle(tmp_path)) as parts:
        routes = writing_routes(create_app(parts, warm=False))
    tried = {
        *((method, path) for method, path, _ in _WRITES),
        *(("POST", path) for path, _ in _POSTS),
        ("POST", "/v1/ask"),
    }
    left_out = {
        (method, one.path)
        for method, one in routes
        if not any(method == wanted and one.path_regex.match(path) for wanted, path in tried)
    }

    assert len(routes) > len(_NOT_WRITTEN)
    assert left_out == _NOT_WRITTEN.keys()


def test_no_token_may_write_what_is_not_its_own(tmp_path: Path) -> None:
    """Each of these is refused to everybody here, and names nothing."""
    with closing(a_passerelle(tmp_path, *_SOME)) as parts:
        headers = Callers(parts).headers
        with served(create_app(parts, warm=False)) as address:
            for name in _NAMES:
                for method, path, body in _WRITES:
                    if path.startswith("/v1/"):
                        answer = httpx.request(
                            method, f"{address}{path}", json=body, headers=headers[name], timeout=60
                        )
                        assert 400 <= answer.status_code < 500, (name, method, path, answer.text)


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_what_a_token_may_not_read_changes_no_byte_of_what_it_gets(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(_NAMES))
    made = data.draw(documents(most=4))
    hidden = data.draw(a_document("hidden", rights=_hidden_rights(name)))
    place = data.draw(st.integers(0, len(made)))

    with a_server_over(made) as parts:
        before = _told(parts, Callers(parts).headers[name])
    with a_server_over([*made[:place], hidden, *made[place:]]) as parts:
        after_ = _told(parts, Callers(parts).headers[name])

    assert after_ == before


@pytest.mark.parametrize("name", _NAMES)
def test_a_fiche_of_others_in_any_state_changes_no_byte_of_what_a_token_gets(name: str) -> None:
    def told(steps: tuple[Step, ...] | None) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as folder:
            parts = a_passerelle(Path(folder), *_SOME)
            callers = Callers(parts)
            if steps is not None:
                draft = a_draft("Hydrogène à Liège", municipality="Liège", visibility="organisation")
                fiche = parts.governance.submissions.create(draft, ADMINISTRATOR, organisation="liege")
                for step in steps:
                    fiche = parts.publishing.take(fiche.id, step, fiche.version, ADMINISTRATOR)
                parts.governance.submissions.comment(fiche.id, "À revoir", ADMINISTRATOR)
            found = _told(parts, callers.headers[name])
            parts.close()
            return found

    bare = told(None)

    for steps in ((), (Step.SUBMIT,), (Step.SUBMIT, Step.START_REVIEW, Step.PUBLISH)):
        assert told(steps) == bare
