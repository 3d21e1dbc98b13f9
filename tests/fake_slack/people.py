"""People: what they do in Slack, and what they see there. Only what a person could do can be done."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from tests.fake_slack import answers, inputs
from tests.fake_slack.apps import Installation, SlackApp
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.events import is_subscribed
from tests.fake_slack.interactions import Place
from tests.fake_slack.journal import Shown
from tests.fake_slack.model import Channel, Json, Message, User, View
from tests.fake_slack.rendering import message_text, names_of, view_text
from tests.fake_slack.transcript import transcript
from tests.fake_slack.typing_text import as_sent, rich_text

if TYPE_CHECKING:
    from tests.fake_slack.fake import FakeSlack

Where = str | Channel | Message


class Person:
    """One person at their screen.

    Gestures that Slack waits for (clicks, forms, commands, options) return when the app acknowledged or was too
    late; with `wait=False` at once. What is written is told to apps in the background: `FakeSlack.wait_until` and
    `settled` wait for what comes of it.
    """

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

    # --- writing ---

    def says(
        self, where: Where, text: str, *, thread: Message | None = None, as_typed: bool = True, **more: Any
    ) -> Message:
        """Write in a channel, or in a thread. `@name` mentions; `as_typed=False` sends Slack's mark-up unchanged."""
        with self._fake.slack.lock:
            channel = self._writable(where)
            sent = as_sent(text, self._ids()) if as_typed else text
            more.setdefault("client_msg_id", self._fake.slack.directory.new_id("m"))
            thread_ts = thread.root if thread else None
            return self._fake.slack.conversations.post(
                channel, self.user, sent, thread_ts=thread_ts, blocks=rich_text(sent), **more
            )

    def mentions(
        self,
        where: Where,
        text: str,
        *,
        app: SlackApp | None = None,
        thread: Message | None = None,
        **more: Any,
    ) -> Message:
        """Write to an app in a channel: its mention, then the text."""
        bot = self._installation(app).bot_user
        sent = f"<@{bot}> {as_sent(text, self._ids())}"
        return self.says(where, sent, thread=thread, as_typed=False, **more)

    def writes_to_app(
        self, text: str, *, app: SlackApp | None = None, thread: Message | None = None
    ) -> Message:
        """Write to an app in direct messages."""
        return self.says(self.dm(app), text, thread=thread)

    def attaches(self, where: Where, name: str, text: str = "", *, thread: Message | None = None) -> Message:
        """Share a file, with a text or without."""
        file = {"id": self._fake.slack.directory.new_id("F"), "name": name, "title": name, "user": self.id}
        return self.says(where, text, thread=thread, subtype="file_share", files=[file])

    def edits(self, message: Message, text: str) -> None:
        """Change a message of one's own."""
        with self._fake.slack.lock:
            self._own(message)
            sent = as_sent(text, self._ids())
            channel = self._fake.slack.directory.channels[message.channel]
            self._fake.slack.conversations.change(
                channel, message, by=self.user, text=sent, blocks=rich_text(sent)
            )

    def deletes(self, message: Message) -> None:
        """Take a message of one's own back."""
        with self._fake.slack.lock:
            self._own(message)
            channel = self._fake.slack.directory.channels[message.channel]
            self._fake.slack.conversations.delete(channel, message, self.user)

    def reacts(self, message: Message, emoji: str) -> None:
        """React to a message."""
        with self._fake.slack.lock:
            channel = self._seen_channel(message)
            message.reactions.setdefault(emoji, []).append(self.id)
            item = {"type": "message", "channel": channel.id, "ts": message.ts}
            event = {
                "type": "reaction_added",
                "user": self.id,
                "reaction": emoji,
                "item_user": message.user,
                "item": item,
            }
            self._fake.slack.events.in_channel(channel, event, "reaction_added")

    # --- places ---

    def dm(self, app: SlackApp | None = None) -> Channel:
        """The direct messages with an app."""
        with self._fake.slack.lock:
            return self._fake.slack.directory.direct(self._installation(app).bot_user, self.id)

    def opens_dm(self, app: SlackApp | None = None) -> Channel:
        """Open the Messages tab of an app."""
        channel = self.dm(app)
        self._opens_tab(app, "messages", channel)
        return channel

    def opens_home(self, app: SlackApp | None = None) -> None:
        """Open the Home tab of an app."""
        self._opens_tab(app, "home", self.dm(app))

    def looks_at(self, where: Where | None, app: SlackApp | None = None) -> None:
        """Go to a channel (None: to nothing) while the app's panel is open."""
        with self._fake.slack.lock:
            installation = self._installation(app)
            entities = []
            if where is not None:
                channel = self._channel(where)
                entities = [
                    {"type": "slack#/types/channel_id", "value": channel.id, "team_id": channel.team_id}
                ]
            context = {"entities": entities} if entities else {}
            event = {
                "type": "app_context_changed",
                "user": self.id,
                "channel": self.dm(app).id,
                "context": context,
            }
            if installation.app.is_agent:
                self._fake.slack.events.to(installation, event, "app_context_changed")

    def joins(self, where: Where) -> None:
        """Join a public channel."""
        with self._fake.slack.lock:
            self._fake.put_in(self._readable(where), self.user, inviter=None)

    def invites(self, where: Where, who: Person | SlackApp) -> None:
        """Put a person or an app into a channel that one is in."""
        with self._fake.slack.lock:
            channel = self._writable(where)
            user = who.user if isinstance(who, Person) else self._bot(who)
            self._fake.put_in(channel, user, inviter=self.user)

    def leaves(self, where: Where) -> None:
        """Leave a channel."""
        with self._fake.slack.lock:
            self._fake.take_out(self._writable(where), self.user)

    # --- pressing and choosing ---

    def clicks(
        self, place: Place, name: str, choice: Any = None, *, wait: bool = True
    ) -> Delivery | Future[Delivery]:
        """Press a button, or choose in a select (`choice`: the words on the option, or a side of feedback buttons)."""
        with self._fake.slack.lock:
            self._check_on_screen(place)
            block, element = inputs.find_element(_blocks(place), name, self.id)
            choice = self._offered(place, block, element, choice)
            if isinstance(place, View) and element["type"] not in (
                "button",
                "feedback_buttons",
                "icon_button",
                "overflow",
            ):
                place.values.setdefault(block["block_id"], {})[element["action_id"]] = inputs.state(
                    element, choice
                )
            made = inputs.action(block, element, choice, self._fake.slack.clock.timestamp())
            sent = self._fake.interactions.block_actions(self.user, place, made)
        return self._after(sent, self._noticed) if wait else sent

    def forges_click(self, place: Place, action: Json) -> Delivery:
        """Send a click that no screen offers (another `value`, another `action_id`): what an attacker would do."""
        with self._fake.slack.lock:
            made = {
                "type": "button",
                "block_id": "forged",
                "action_ts": self._fake.slack.clock.timestamp(),
            } | action
            sent = self._fake.interactions.block_actions(self.user, place, made)
        return self._after(sent, lambda _: None)

    def types_in_select(self, place: Place, name: str, typed: str) -> list[Json]:
        """Type in a select whose options the app gives; returns the options that are shown."""
        with self._fake.slack.lock:
            self._check_on_screen(place)
            block, element = inputs.find_element(_blocks(place), name, self.id)
            if not element["type"].endswith("external_select"):
                raise NotPossible(f"{name!r} asks no app for options")
            if len(typed) < element.get("min_query_length", 3):
                return []
            sent = self._fake.interactions.block_suggestion(self.user, place, block, element, typed)
        delivery = self._after(sent, lambda _: None)
        with self._fake.slack.lock:
            options = answers.offered_options(self._fake.slack, self.user, delivery)
            self._fake.offers[self.id, _key(place), element["action_id"]] = options
            return options

    def uses_shortcut(
        self, callback_id: str, message: Message | None = None, *, app: SlackApp | None = None
    ) -> Delivery:
        """Choose a shortcut, in the menu of a message or in that of Slack."""
        with self._fake.slack.lock:
            installation = self._installation(app)
            kind = "message" if message else "global"
            if installation.app.shortcut(callback_id, kind) is None:
                raise NotPossible(f"there is no {kind} shortcut {callback_id!r}")
            if message:
                self._seen_channel(message)
                sent = self._fake.interactions.message_shortcut(self.user, installation, callback_id, message)
            else:
                sent = self._fake.interactions.global_shortcut(self.user, installation, callback_id)
        return self._after(sent, self._noticed)

    def runs(
        self, command_line: str, where: Where | None = None, *, wait: bool = True
    ) -> Delivery | Future[Delivery]:
        """Run a slash command in a channel, #general where none is given."""
        name, _, text = command_line.partition(" ")
        with self._fake.slack.lock:
            channel = self._writable(where or "general")
            for installation in self._fake.slack.credentials.active([self.user.team_id]):
                if (command := installation.app.command(name)) and "commands" in installation.scopes:
                    break
            else:
                raise NotPossible(f"{name} is not a valid command")
            if command.get("should_escape"):
                text = as_sent(text, self._ids())
            sent = self._fake.interactions.command(self.user, installation, command, text, channel)
            bot = self._fake.slack.directory.users[installation.bot_user]
        slack = self._fake.slack
        effect = lambda delivery: answers.after_command(slack, self.user, channel, bot, name, delivery)  # noqa: E731
        return self._after(sent, effect) if wait else sent

    def presses_stop(self, message: Message, *, app: SlackApp | None = None) -> None:
        """Press the stop button of the session in that message's thread."""
        slack = self._fake.slack
        with slack.lock:
            channel, installation = self._seen_channel(message), self._installation(app)
            session = slack.sessions.get(channel, message.root, installation.app.id)
            if session is None or session.status != "processing":
                raise NotPossible("no session is at work here")
            if not is_subscribed(installation, "agent_session_stopped"):
                raise NotPossible(
                    "the app shows no stop button: it did not subscribe to agent_session_stopped"
                )
            stopped = slack.streams.open_in(channel, message.root, installation.app.id)
            for stream in stopped:
                stream.state = "stopped_by_user"
            event = {
                "type": "agent_session_stopped",
                "user": self.id,
                "channel": channel.id,
                "thread_ts": message.root,
                "streaming_message_ts": [stream.ts for stream in stopped],
            }
            slack.events.to(installation, event, "agent_session_stopped", channel)

    def opens_details(self, message: Message, url: str, *, app: SlackApp | None = None) -> None:
        """Open the side pane of a link's card."""
        slack = self._fake.slack
        with slack.lock:
            channel, installation = self._seen_channel(message), self._installation(app)
            cards = [a for a in message.attachments if a.get("from_url") == url and a.get("entity")]
            if not cards:
                raise NotPossible(f"there is no card of {url}")
            event = {
                "type": "entity_details_requested",
                "user": self.id,
                "external_ref": cards[0]["entity"].get("external_ref", {}),
                "entity_url": cards[0]["entity"].get("url", url),
                "app_unfurl_url": url,
                "link": {"url": url},
                "trigger_id": slack.triggers.issue(self.id, installation.team_id, installation.app.id),
                "user_locale": self.user.locale,
                "channel": channel.id,
                "message_ts": message.ts,
            }
            slack.events.to(installation, event, "entity_details_requested", channel)

    # --- forms ---

    @property
    def modal(self) -> View | None:
        """The modal in front, or None."""
        with self._fake.slack.lock:
            for installation in self._fake.slack.credentials.active([self.user.team_id]):
                if stack := self._fake.slack.views.stack(self.id, installation.app.id):
                    return stack[-1]
        return None

    def fills(self, values: dict[str, Any], view: View | None = None) -> View:
        """Type into the inputs of a form, named by block, action or label; what the app gives options for is looked up."""
        shown = view or self._in_front()
        for name, value in values.items():
            block, element = inputs.find_element(shown.content["blocks"], _named(shown, name), self.id)
            if element["type"] == "external_select" and isinstance(value, str):
                self.types_in_select(shown, element["action_id"], value)
            with self._fake.slack.lock:
                chosen = self._offered(shown, block, element, value)
                shown.values.setdefault(block["block_id"], {})[element["action_id"]] = inputs.state(
                    element, chosen
                )
        return shown

    def submits(self, values: dict[str, Any] | None = None, view: View | None = None) -> Delivery:
        """Fill the form in front and send it; Slack itself refuses to send one with a required input empty."""
        shown = self.fills(values or {}, view)
        with self._fake.slack.lock:
            if not shown.content.get("submit"):
                raise NotPossible("this form cannot be sent")
            _check_complete(shown)
            installation = self._fake.interactions.owner(shown)
            sent = self._fake.interactions.view_submission(self.user, shown)
        slack = self._fake.slack
        return self._after(
            sent, lambda delivery: answers.after_submission(slack, self.user, shown, installation, delivery)
        )

    def closes(self, view: View | None = None, *, everything: bool = False) -> None:
        """Close the modal in front, or all of them; the app hears of it where it asked to."""
        with self._fake.slack.lock:
            shown = view or self._in_front()
            self._fake.slack.views.close(
                shown, everything=everything or bool(shown.content.get("clear_on_close"))
            )
            if shown.content.get("notify_on_close"):
                self._fake.interactions.view_closed(self.user, shown, is_cleared=everything)

    # --- reading ---

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

    # --- what all of it stands on ---

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

    def _check_on_screen(self, place: Place) -> None:
        if isinstance(place, Message):
            self._seen_channel(place)
            return
        stack = self._fake.slack.views.stack(self.id, place.app_id)
        if place.user != self.id or (place.type == "modal" and place not in stack):
            raise NotPossible("this view is not open")

    def _own(self, message: Message) -> None:
        self._seen_channel(message)
        if message.user != self.id:
            raise NotPossible("this message is somebody else's")

    def _in_front(self) -> View:
        view = self.modal
        if view is None:
            raise NotPossible("no form is open")
        return view

    def _offered(self, place: Place, block: Json, element: Json, choice: Any) -> Any:
        """Of a select whose options the app gives, only what it offered can be chosen."""
        if not element["type"].endswith("external_select") or not isinstance(choice, str):
            return choice
        options = self._fake.offers.get((self.id, _key(place), element["action_id"]), [])
        for option in options:
            if choice in (option["text"]["text"], option["value"]):
                return option
        raise NotPossible(f"{choice!r} was not offered")

    def _opens_tab(self, app: SlackApp | None, tab: str, channel: Channel) -> None:
        with self._fake.slack.lock:
            installation = self._installation(app)
            event: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": tab}
            view = self._fake.slack.views.home(self.id, installation.app.id)
            if tab == "home" and view:
                event["view"] = self._fake.slack.views.json(view, installation)
            self._fake.slack.events.to(installation, event, "app_home_opened")

    def _after(self, sent: Future[Delivery], effect: Any) -> Delivery:
        delivery = sent.result(timeout=self._fake.slack.deliveries.ack_seconds + 10)
        with self._fake.slack.lock:
            effect(delivery)
        return delivery

    def _noticed(self, delivery: Delivery) -> None:
        if delivery.outcome != "acknowledged":
            answers.notice(self._fake.slack, self.user, answers.TROUBLE)


def _blocks(place: Place) -> list[Json]:
    if isinstance(place, View):
        return list(place.content["blocks"])
    return [*place.blocks, *(block for a in place.attachments for block in a.get("blocks") or [])]


def _key(place: Place) -> str:
    return place.id if isinstance(place, View) else place.ts


def _named(view: View, name: str) -> str:
    """The block id of the input with that label, else the name itself."""
    for block in view.content["blocks"]:
        if block["type"] == "input" and block["label"]["text"] == name:
            return str(block["block_id"])
    return name


def _check_complete(view: View) -> None:
    for block in view.content["blocks"]:
        if block["type"] != "input" or block.get("optional"):
            continue
        given = view.values.get(block["block_id"], {}).get(block["element"]["action_id"])
        if given is None or inputs.is_empty(given):
            raise NotPossible(f"{block['label']['text']!r} is required")
