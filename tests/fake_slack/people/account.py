"""One person's account: who they are, and which channels, messages and apps they can reach."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from tests.fake_slack import answers
from tests.fake_slack.apps import Installation, SlackApp
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.model import Channel, Message, User

if TYPE_CHECKING:
    from tests.fake_slack.fake import FakeSlack

Where = str | Channel | Message
Effect = Callable[[Delivery], object]


class Account:
    """What every gesture stands on. A channel is given by its name, itself, or a message that is in it."""

    def __init__(self, fake: FakeSlack, user: User) -> None:
        self._fake = fake
        self.user = user

    @property
    def id(self) -> str:
        """The user id."""
        return self.user.id

    @property
    def mention(self) -> str:
        """How a text mentions this person."""
        return f"<@{self.user.id}>"

    def dm(self, app: SlackApp | None = None) -> Channel:
        """The direct messages with an app."""
        with self._fake.slack.lock:
            return self._fake.slack.directory.direct(self._installation(app).bot_user, self.id)

    def _installation(self, app: SlackApp | None) -> Installation:
        active = self._fake.slack.credentials.active([self.user.team_id])
        found = [i for i in active if app is None or i.app is app]
        if not found:
            raise NotPossible("this app is not installed here")
        return found[0]

    def _bot(self, app: SlackApp) -> User:
        return self._fake.slack.directory.users[self._installation(app).bot_user]

    def _ids(self) -> dict[str, str]:
        users = self._fake.slack.directory.users.values()
        return {u.name: u.id for u in users if u.team_id == self.user.team_id and not u.deleted}

    def _channel(self, where: Where) -> Channel:
        directory = self._fake.slack.directory
        if isinstance(where, Channel):
            return where
        if isinstance(where, Message):
            return directory.channels[where.channel]
        found = directory.named(self.user.team_id, where)
        if found is None:
            raise NotPossible(f"there is no channel {where}")
        return found

    def _readable(self, where: Where) -> Channel:
        channel = self._channel(where)
        if not self._fake.slack.directory.may_read(self.user, channel):
            raise NotPossible(f"{self.user.name} cannot see {channel.name or channel.id}")
        return channel

    def _writable(self, where: Where) -> Channel:
        channel = self._readable(where)
        if self.id not in channel.members or channel.is_archived:
            raise NotPossible(f"{self.user.name} cannot write in {channel.name or channel.id}")
        return channel

    def _seen_channel(self, message: Message) -> Channel:
        channel = self._readable(message)
        if message not in channel.messages and message not in channel.ephemerals:
            raise NotPossible("this message was deleted")
        if message.reader not in (None, self.id):
            raise NotPossible("this message is for somebody else")
        return channel

    def _then(self, sent: Future[Delivery], effect: Effect) -> Future[Delivery]:
        """Done when the app acknowledged, or was too late, and what that does to the screen is done."""
        shown: Future[Delivery] = Future()

        def acknowledged(future: Future[Delivery]) -> None:
            try:
                with self._fake.slack.lock:
                    effect(future.result())
                shown.set_result(future.result())
            except Exception as error:
                shown.set_exception(error)

        sent.add_done_callback(acknowledged)
        return shown

    def _wait(self, sent: Future[Delivery]) -> Delivery:
        return sent.result(timeout=self._fake.slack.deliveries.ack_seconds + 10)

    def _noticed(self, delivery: Delivery) -> None:
        if delivery.outcome != "acknowledged":
            answers.notice(self._fake.slack, self.user, answers.TROUBLE)
