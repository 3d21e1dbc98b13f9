"""Members of a workspace as people of the network: by their confirmed address, never by a name they give themselves.

Whoever owns a workspace decides which addresses its accounts bear. So a workspace belongs to organisations that an
administrator of Passerelle names, and its members are recognised as people of those alone.
"""

from __future__ import annotations

from bot.people import SlackPerson
from bot.store.choices import Choices
from corpus.access import ADMINISTRATOR, Caller, Role
from retrieval.governance.directory import Directory


class Members:
    """See `bot.people.Network`."""

    def __init__(self, directory: Directory, choices: Choices) -> None:
        self._directory = directory
        self._choices = choices

    def caller(self, team: str, person: SlackPerson) -> Caller | None:
        """With the roles that the directory gives them; else as a reader of the organisation whose address they have."""
        trusted = self._choices.workspace(team).organisations
        if not trusted or not person.email or not person.is_member:
            return None
        return self._known(trusted, person.email) or self._by_domain(team, trusted, person)

    def _known(self, trusted: tuple[str, ...], email: str) -> Caller | None:
        """Somebody in the directory, for the first of these organisations for which they do something."""
        found = self._directory.person_with_address(email)
        if found is None:
            return None
        held = {one.organisation for one in self._directory.memberships(found.id, ADMINISTRATOR)}
        organisation = next((one for one in trusted if one in held), None)
        return self._directory.caller(found.id, organisation) if organisation else None

    def _by_domain(self, team: str, trusted: tuple[str, ...], person: SlackPerson) -> Caller | None:
        organisation = self._directory.organisation_with_address(person.email)
        if organisation is None or organisation.id not in trusted:
            return None
        name = f"slack:{team}:{person.user}"
        return Caller(name=name, organisation=organisation.id, roles=frozenset({Role.READER}))
