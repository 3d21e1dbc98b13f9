"""Everything about a person is handed out and erased, and nothing about anybody else."""

from __future__ import annotations

import json

import pytest

from corpus.access import ADMINISTRATOR, Role, Scope
from corpus.fiche_life import Step
from corpus.filters import Filters
from corpus.following import Wish
from retrieval.catalogue.catalogue import Catalogue
from retrieval.catalogue.governance_tables import metadata
from retrieval.governance.errors import NoSuch, NotAllowed
from retrieval.governance.governance import Governance
from retrieval.likeness.decisions import Decisions
from retrieval.likeness.values import Verdict
from tests.databases import everything_in
from tests.network import a_draft, a_person

_WISH = Wish(question="abeilles", filters=Filters(province=("namur",)))


def a_busy_person(governance: Governance) -> tuple[str, str]:
    """Somebody who has left traces everywhere, and a fiche of theirs."""
    anna = a_person(governance, "namur", Role.CONTRIBUTOR, name="Anna Peeters", email="anna@namur.be")
    assert anna.person is not None
    governance.tokens.issue(ADMINISTRATOR, person=anna.person, organisation="namur", scopes=[Scope.READ])
    fiche = governance.submissions.create(a_draft(), anna)
    governance.submissions.comment(fiche.id, "Appelez Anna au 0470 12 34 56", anna)
    governance.submissions.take(fiche.id, Step.SUBMIT, 1, anna, reason="Anna part en congé")
    governance.submissions.take(fiche.id, Step.START_REVIEW, 2, ADMINISTRATOR)
    governance.watches.begin(_WISH, anna, known=["x"], revision=0)
    return anna.person, fiche.id


def test_an_export_holds_every_row_about_a_person_and_no_secret(governance: Governance) -> None:
    person, fiche = a_busy_person(governance)
    a_busy = a_person(governance, "namur", Role.CONTRIBUTOR, name="Ben")
    governance.submissions.create(a_draft("Autre"), a_busy)

    export = governance.personal.export(person, ADMINISTRATOR)

    assert export["person"]["email"] == "anna@namur.be"
    counts = {name: len(rows) for name, rows in export.items() if name != "person"}
    assert counts == {
        "memberships": 1, "tokens": 1, "watches": 1, "notices": 1, "watch_documents": 1, "submissions": 1,
        "submission_versions": 2, "submission_comments": 1, "audit": 4,
        "likeness_decisions": 0,
    }  # fmt: skip
    assert export["submissions"][0]["id"] == fiche
    assert "secret_hash" not in json.dumps(export)
    assert "Ben" not in json.dumps(export)


def test_every_table_that_names_a_person_is_in_the_export(governance: Governance) -> None:
    """A table that is added later must be handed out and erased too."""
    person, _ = a_busy_person(governance)
    export = governance.personal.export(person, ADMINISTRATOR)

    naming = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }

    assert naming - set(export) == set()


def test_an_erased_person_is_nowhere_and_their_fiches_stay(governance: Governance, database_url: str) -> None:
    person, fiche = a_busy_person(governance)

    receipt = governance.personal.forget(person, ADMINISTRATOR)

    assert receipt.erased == {"people": 1, "memberships": 1, "tokens": 1, "watches": 1, "notices": 1}
    assert receipt.made_anonymous == {
        "submissions": 1, "submission_versions": 2, "submission_comments": 1, "likeness_decisions": 0,
    }  # fmt: skip
    kept = governance.submissions.get(fiche, ADMINISTRATOR)
    versions, comments = governance.submissions.history(fiche, ADMINISTRATOR)
    assert (kept.author, kept.draft) == (None, a_draft())
    assert [(one.by, one.reason) for one in versions] == [(None, "")] * 3
    assert [(one.by, one.text) for one in comments] == [(None, "")]
    with pytest.raises(NoSuch):
        governance.personal.export(person, ADMINISTRATOR)
    catalogue = Catalogue.open(database_url)
    catalogue.writer.erase_removed()
    catalogue.close()
    left = everything_in(database_url)
    for trace in (b"Peeters", b"anna@namur.be", b"0470 12 34 56", b"part en cong"):
        assert trace not in left


def test_what_an_erased_person_decided_of_pairs_holds_without_their_name_and_words(
    governance: Governance, database_url: str
) -> None:
    catalogue = Catalogue.open(database_url)
    decisions = Decisions(catalogue.transactions)
    anna, ben = (a_person(governance, "namur", Role.COORDINATOR, name=name) for name in ("Anna", "Ben"))
    for key, caller in ((("a", "b"), anna), (("a", "c"), ben)):
        decisions.decide(key, Verdict.LINKED, reason="Vu avec Carla.", author=caller.name, compared="[]")
    decisions.undo(("a", "c"), author=anna.name)
    assert anna.person is not None

    export = governance.personal.export(anna.person, ADMINISTRATOR)
    receipt = governance.personal.forget(anna.person, ADMINISTRATOR)

    assert [row["b"] for row in export["likeness_decisions"]] == ["b", "c"]
    assert receipt.made_anonymous["likeness_decisions"] == 1
    held = decisions.current()["a", "b"].decision
    assert (held.verdict, held.author, held.reason) == (Verdict.LINKED, "", "")
    [bens] = decisions.history(("a", "c"))
    assert (bens.author, bens.reason) == (ben.name, "Vu avec Carla.")
    catalogue.close()


def test_only_oneself_and_administrators_see_and_erase(governance: Governance) -> None:
    person, _ = a_busy_person(governance)
    ben = a_person(governance, "namur", Role.COORDINATOR, name="Ben")

    for action in (governance.personal.export, governance.personal.forget):
        with pytest.raises(NotAllowed):
            action(person, ben)
    anna = governance.directory.caller(person, "namur")
    assert anna is not None
    assert governance.personal.forget(person, anna).person == person
