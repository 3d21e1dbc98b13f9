"""The directory: who is recognised by which address."""

from __future__ import annotations

import pytest

from corpus.access import Role
from retrieval.governance.governance import Governance
from tests.network import a_person, an_organisation


@pytest.mark.parametrize(
    ("address", "organisation"),
    [
        ("anna@dinant.be", "dinant"),
        ("anna@DINANT.be", "dinant"),
        ("anna@notdinant.be", None),
        ("anna@sub.dinant.be", None),
        ("anna@shared.be", None),
        ("dinant.be", None),
        ("", None),
    ],
)
def test_an_organisation_is_recognised_by_exactly_its_domain(
    governance: Governance, address: str, organisation: str | None
) -> None:
    an_organisation(governance, "dinant", email_domains=("dinant.be", "shared.be"))
    an_organisation(governance, "ciney", email_domains=("ciney.be", "shared.be"))

    found = governance.directory.organisation_with_address(address)

    assert (found.id if found else None) == organisation


def test_a_person_is_recognised_by_their_address_and_not_by_their_name(governance: Governance) -> None:
    anna = a_person(governance, "namur", Role.READER, name="Ben", email="Anna@Namur.be")

    found = governance.directory.person_with_address("anna@namur.BE")

    assert found is not None
    assert found.id == anna.person
    assert governance.directory.person_with_address("ben@namur.be") is None
