"""What a person sees now, and ever saw."""

from __future__ import annotations

from tests.fake_slack.apps import SlackApp
from tests.fake_slack.interactions import Place
from tests.fake_slack.journal import Shown
from tests.fake_slack.model import Json, Message, View
from tests.fake_slack.people.account import Account, Where
from tests.fake_slack.rendering import message_text, names_of, view_text
from tests.fake_slack.transcript import transcript


class Reading(Account):
    """Reading moves nothing."""

    def messages(self, where: Where, thread: Message | None = None) -> list[Message]:
        """What this person sees in a channel now, oldest first, ephemerals for them included; or in one thread."""
        with self._fake.slack.lock:
            channel = self._readable(where)
            own = [m for m in channel.ephemerals if m.reader == self.id]
            seen = sorted([*channel.messages, *own], key=lambda m: float(m.ts))
            return [m for m in seen if thread is None or m.root == thread.root]

    def answers_to(self, message: Message) -> list[Message]:
        """What apps answered in that message's thread, as this person sees it."""
        return [m for m in self.messages(message, message) if m.bot_id and float(m.ts) > float(message.ts)]

    def screen(self, place: Place) -> str:
        """A message or a view as this person reads it."""
        with self._fake.slack.lock:
            names = names_of(self._fake.slack.directory.users.values())
            return view_text(place.content, names) if isinstance(place, View) else message_text(place, names)

    def home(self, app: SlackApp | None = None) -> View | None:
        """What the Home tab of an app shows, or None."""
        with self._fake.slack.lock:
            return self._fake.slack.views.home(self.id, self._installation(app).app.id)

    def status(self, message: Message, app: SlackApp | None = None) -> str:
        """The status line of that message's thread, empty where there is none."""
        with self._fake.slack.lock:
            channel = self._seen_channel(message)
            shown = self._fake.slack.sessions.status(channel.id, message.root, self._installation(app).app.id)
            return shown.text if shown else ""

    def prompts(self, app: SlackApp | None = None) -> list[Json]:
        """The suggested prompts in the direct messages with an app."""
        with self._fake.slack.lock:
            installation = self._installation(app)
            return self._fake.slack.sessions.prompts.get((self.dm(app).id, installation.app.id), [])

    def saw(self) -> list[Shown]:
        """All that was ever on this person's screen."""
        with self._fake.slack.lock:
            return self._fake.slack.journal.seen_by(self.id)

    def ever_saw(self, text: str) -> bool:
        """Whether those words were ever on this person's screen, even for a moment."""
        return any(text in shown.text for shown in self.saw())

    def reads(self, *, times: bool = False) -> str:
        """The text log of all that happened before this person's eyes."""
        with self._fake.slack.lock:
            return transcript(self._fake.slack, self.user, times=times)
