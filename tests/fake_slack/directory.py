"""Who and what exists: workspaces, people and channels, and who may read what."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from tests.fake_slack.clock import Clock
from tests.fake_slack.model import Channel, ChannelKind, Json, User, Workspace


class Directory:
    """All workspaces of one server; ids are unique over all of them, as Slack's are."""

    def __init__(self, clock: Clock) -> None:
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self._clock = clock
        self._numbers: defaultdict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(1))

    def new_id(self, letter: str) -> str:
        """An id of Slack's form: `U0000000012`; each letter counts for itself, so that ids do not depend on timing."""
        return f"{letter}{next(self._numbers[letter]):010X}"

    def add_workspace(self, name: str) -> Workspace:
        """A workspace with its #general."""
        domain = name.lower().replace(" ", "-")
        workspace = Workspace(self.new_id("T"), name, domain)
        self.workspaces[workspace.id] = workspace
        self.add_channel(workspace.id, "general", "public", ()).is_general = True
        return workspace

    def add_user(
        self, team_id: str, name: str, *, email: str = "", real_name: str = "", **more: object
    ) -> User:
        """A member; a full member is in #general from the start, a guest is nowhere."""
        domain = self.workspaces[team_id].domain
        user = User(
            self.new_id("U"),
            team_id,
            name,
            real_name or name.replace(".", " ").title(),
            email or f"{name}@{domain}.test",
            **more,  # type: ignore[arg-type]  # the fields of User by name
        )
        self.users[user.id] = user
        if not user.is_guest and not user.bot_id:
            general = next(c for c in self.channels.values() if c.team_id == team_id and c.is_general)
            general.members.append(user.id)
        return user

    def add_channel(self, team_id: str, name: str, kind: ChannelKind, members: Iterable[str]) -> Channel:
        """A channel with those members."""
        letter = {"public": "C", "private": "C", "im": "D", "mpim": "G"}[kind]
        channel = Channel(
            self.new_id(letter), team_id, name, kind, list(members), created=int(self._clock.now())
        )
        self.channels[channel.id] = channel
        return channel

    def direct(self, one: str, other: str) -> Channel:
        """The direct messages of two, made when they first write to each other."""
        pair = {one, other}
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == pair:
                return channel
        return self.add_channel(self.users[one].team_id, "", "im", [one, other])

    def group(self, members: Iterable[str]) -> Channel:
        """The direct messages of several."""
        wanted = sorted(set(members))
        for channel in self.channels.values():
            if channel.kind == "mpim" and sorted(channel.members) == wanted:
                return channel
        name = "mpdm-" + "--".join(self.users[u].name for u in wanted) + "-1"
        return self.add_channel(self.users[wanted[0]].team_id, name, "mpim", wanted)

    def named(self, team_id: str, name: str) -> Channel | None:
        """The channel of that name (with or without `#`) that the workspace has, or None."""
        wanted = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == wanted and team_id in c.teams), None)

    def may_read(self, user: User, channel: Channel) -> bool:
        """Whether that person could open that channel now."""
        if user.deleted or user.team_id not in channel.teams:
            return False
        return user.id in channel.members or (channel.kind == "public" and not user.is_guest)

    def readers(self, channel: Channel) -> frozenset[str]:
        """The people, not the bots, who could open that channel now."""
        return frozenset(u.id for u in self.users.values() if not u.bot_id and self.may_read(u, channel))

    def is_ext_shared(self, channel: Channel) -> bool:
        """Whether people of another organisation may read along."""
        return bool(channel.shared_with)

    def user_json(self, user: User, *, for_team: str, with_email: bool, with_locale: bool = False) -> Json:
        """A `user` object as an app of `for_team` gets it."""
        profile: Json = {
            "real_name": user.real_name,
            "display_name": user.name,
            "real_name_normalized": user.real_name,
            "display_name_normalized": user.name,
            "status_text": "",
            "status_emoji": "",
            "team": user.team_id,
            "image_72": "https://avatars.slack-edge.test/72.png",
        }
        if with_email and not user.bot_id:
            profile["email"] = user.email
        told: Json = {
            "id": user.id,
            "team_id": user.team_id,
            "name": user.name,
            "deleted": user.deleted,
            "profile": profile,
            "is_bot": bool(user.bot_id),
            "is_app_user": False,
            "updated": int(self._clock.now()),
        }
        if user.deleted:
            return told
        return told | {
            "real_name": user.real_name,
            "tz": user.tz,
            "tz_label": "Central European Time",
            "tz_offset": 3600,
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": user.is_ultra_restricted,
            "is_email_confirmed": user.is_email_confirmed,
            **({"is_stranger": True} if user.team_id != for_team else {}),
            **({"locale": user.locale} if with_locale else {}),
        }

    def channel_json(self, channel: Channel, *, seen_by: str) -> Json:
        """A `channel` object as the bot user `seen_by` gets it."""
        told: Json = {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": channel.kind == "im",
            "is_mpim": channel.kind == "mpim",
            "is_channel": channel.kind in ("public", "private"),
            "is_group": False,
            "is_private": channel.kind != "public",
            "is_shared": bool(channel.shared_with),
            "is_ext_shared": bool(channel.shared_with),
            "is_org_shared": False,
            "context_team_id": self.users[seen_by].team_id,
        }
        if channel.kind == "im":
            other = next((m for m in channel.members if m != seen_by), seen_by)
            return told | {"user": other, "is_user_deleted": self.users[other].deleted}
        return told | {
            "name": channel.name,
            "name_normalized": channel.name,
            "is_general": channel.is_general,
            "is_member": seen_by in channel.members,
            "is_pending_ext_shared": False,
            "creator": channel.members[0] if channel.members else "",
            "shared_team_ids": channel.teams,
            "internal_team_ids": [channel.team_id],
            "connected_team_ids": channel.shared_with,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }
