"""A small network: organisations, people with roles, and the tokens by which they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.access import ADMINISTRATOR, Caller, Role, Scope
from corpus.drafts import Draft
from corpus.filters import Filters
from corpus.network import Organisation, OrganisationKind
from retrieval.governance.governance import Governance

BODY = "## Besoin\n\nLes rues restaient sombres le soir.\n\n## Solution\n\nDes lampes LED qui baissent après minuit."


class Days:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_days(self, days: float) -> None:
        self.at += timedelta(days=days)


def a_draft(title: str = "Éclairage à Namur", **fields: Any) -> Draft:
    """A draft that may be published."""
    given = {"title": title, "body": BODY, "municipality": "Namur", "domains": ["lighting"], **fields}
    return Draft.model_validate(given)


def an_organisation(governance: Governance, identifier: str, **values: Any) -> Organisation:
    """A municipality that has joined."""
    given = {"id": identifier, "kind": OrganisationKind.MUNICIPALITY, "name": identifier.title(), **values}
    return governance.directory.add_organisation(Organisation.model_validate(given), ADMINISTRATOR)


def a_person(
    governance: Governance,
    organisation: str,
    *roles: Role,
    name: str = "Anna Peeters",
    remit: Filters | None = None,
    email: str | None = None,
) -> Caller:
    """Somebody with these roles, as the caller that they are."""
    person = governance.directory.add_person(ADMINISTRATOR, name=name, email=email)
    for role in roles:
        mine = remit if role is Role.COORDINATOR else None
        governance.directory.grant(person.id, organisation, role, ADMINISTRATOR, remit=mine)
    caller = governance.directory.caller(person.id, organisation)
    assert caller is not None
    return caller


def a_token(governance: Governance, caller: Caller, *scopes: Scope) -> dict[str, str]:
    """The headers with which this caller comes over HTTP."""
    assert caller.person is not None
    assert caller.organisation is not None
    _, text = governance.tokens.issue(
        ADMINISTRATOR,
        person=caller.person,
        organisation=caller.organisation,
        scopes=scopes or tuple(Scope),
    )
    return {"Authorization": f"Bearer {text}"}
