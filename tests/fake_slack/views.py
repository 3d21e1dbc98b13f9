"""Modals and home tabs on people's screens: stacks of three, hashes against races, what was typed."""

from __future__ import annotations

import copy
import secrets

from bot.block_kit import check_view
from bot.block_kit.surfaces import view_too_large
from tests.fake_slack.apps import Installation
from tests.fake_slack.clock import Clock
from tests.fake_slack.conversations import elements_of, fill_names
from tests.fake_slack.directory import Directory
from tests.fake_slack.errors import SlackError
from tests.fake_slack.journal import Journal, Kind, Shown
from tests.fake_slack.model import Json, View
from tests.fake_slack.rendering import names_of, view_text

DEEPEST = 3


class Views:
    """The stacks of modals and the home tabs, by person and app."""

    def __init__(self, directory: Directory, journal: Journal, clock: Clock) -> None:
        self._directory = directory
        self._journal = journal
        self._clock = clock
        self._stacks: dict[tuple[str, str], list[View]] = {}
        self._homes: dict[tuple[str, str], View] = {}

    def stack(self, user: str, app_id: str) -> list[View]:
        """The modals of an app on a person's screen, the one in front last."""
        return self._stacks.setdefault((user, app_id), [])

    def home(self, user: str, app_id: str) -> View | None:
        """What the app's home tab shows that person, or None."""
        return self._homes.get((user, app_id))

    def open(self, content: Json, user: str, installation: Installation) -> View:
        """A first modal; it takes the place of those that were open."""
        view = self._made(content, user, installation)
        self._stacks[user, installation.app.id] = [view]
        self._show(view)
        return view

    def push(self, content: Json, user: str, installation: Installation) -> View:
        """A modal in front of the others; raises SlackError `push_limit_reached` on the fourth."""
        stack = self.stack(user, installation.app.id)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        view = self._made(content, user, installation)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._show(view)
        return view

    def publish(self, content: Json, user: str, installation: Installation, given_hash: str | None) -> View:
        """The home tab of one person; raises SlackError `hash_conflict` when another was published since."""
        known = self.home(user, installation.app.id)
        if known and given_hash and given_hash != known.hash:
            raise SlackError("hash_conflict")
        view = self._made(content, user, installation)
        if known:
            view.id = view.root_id = known.id
        self._homes[user, installation.app.id] = view
        self._show(view)
        return view

    def update(self, view: View, content: Json, given_hash: str | None = None) -> View:
        """Replace a view's content; what was typed stays where block and action keep their names."""
        if given_hash and given_hash != view.hash:
            raise SlackError("hash_conflict")
        self._check(content, view.user, view.app_id, besides=view)
        view.content = _with_names(content)
        view.hash, view.errors = self._new_hash(), {}
        view.values = _kept(view.values, view.content)
        self._show(view)
        return view

    def find(self, app_id: str, view_id: str | None, external_id: str | None) -> View:
        """A view of that app that is open now; raises SlackError `not_found`."""
        for view in self._all(app_id):
            if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    def close(self, view: View, *, everything: bool = False) -> None:
        """Take a modal from the screen, or the whole stack."""
        stack = self.stack(view.user, view.app_id)
        if everything:
            stack.clear()
        elif view in stack:
            stack.remove(view)

    def refuse(self, view: View, errors: dict[str, str]) -> None:
        """Show errors under the inputs of a modal, which stays."""
        view.errors = errors
        self._show(view)

    def json(self, view: View, installation: Installation) -> Json:
        """A `view` object as the API and payloads give it."""
        content = copy.deepcopy(view.content)
        optional = {key: content.get(key) for key in ("title", "close", "submit")}
        return {
            "id": view.id,
            "team_id": view.team_id,
            "type": view.type,
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": copy.deepcopy(view.values)},
            "hash": view.hash,
            **optional,
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "submit_disabled": content.get("submit_disabled", False),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": view.app_id,
            "external_id": content.get("external_id", ""),
            "app_installed_team_id": installation.team_id,
            "bot_id": installation.bot_id,
        }

    def _made(self, content: Json, user: str, installation: Installation) -> View:
        self._check(content, user, installation.app.id)
        view_id = self._directory.new_id("V")
        view = View(
            view_id,
            installation.team_id,
            user,
            installation.app.id,
            _with_names(content),
            self._new_hash(),
            view_id,
        )
        view.values = _kept({}, view.content)
        return view

    def _check(self, content: Json, user: str, app_id: str, besides: View | None = None) -> None:
        if view_too_large(content):
            raise SlackError("view_too_large")
        if problems := check_view(content):
            messages = [problem.as_slack_message() for problem in problems]
            raise SlackError("invalid_arguments", response_metadata={"messages": messages})
        external_id = content.get("external_id")
        others = [view for view in self._all(app_id) if view is not besides and view.type == "modal"]
        taken = {view.content.get("external_id") for view in others}
        if external_id and content["type"] == "modal" and external_id in taken:
            raise SlackError("duplicate_external_id")

    def _all(self, app_id: str) -> list[View]:
        modals = [view for (_, app), stack in self._stacks.items() if app == app_id for view in stack]
        return modals + [view for (_, app), view in self._homes.items() if app == app_id]

    def _show(self, view: View) -> None:
        names = names_of(self._directory.users.values())
        text = view_text(view.content, names)
        errors = "".join(f"\n! {message}" for message in view.errors.values())
        kind: Kind = "home" if view.type == "home" else "modal"
        readers = frozenset({view.user})
        line = Shown(self._clock.now(), kind, kind, view.id, view.app_id, text + errors, readers)
        self._journal.show(line)

    def _new_hash(self) -> str:
        return f"{int(self._clock.now())}.{secrets.token_hex(4)}"


def _with_names(content: Json) -> Json:
    return copy.deepcopy(content) | {"blocks": fill_names(content["blocks"])}


def _kept(values: dict[str, dict[str, Json]], content: Json) -> dict[str, dict[str, Json]]:
    """The state of each input of a view: what was typed before under the same names, else its initial value."""
    kept: dict[str, dict[str, Json]] = {}
    for block in content["blocks"]:
        if block["type"] != "input" and block["type"] not in ("section", "actions"):
            continue
        for element in elements_of(block):
            if element["type"] in ("button", "image", "overflow") or "action_id" not in element:
                continue
            before = values.get(block["block_id"], {}).get(element["action_id"])
            state = before if before and before["type"] == element["type"] else initial_state(element)
            kept.setdefault(block["block_id"], {})[element["action_id"]] = state
    return kept


def initial_state(element: Json) -> Json:
    """The state of an input that nobody touched."""
    return {"type": element["type"], state_key(element["type"]): _initial(element)}


def state_key(kind: str) -> str:
    """The key under which the state of such an element stands."""
    match kind:
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return "selected_options"
        case "radio_buttons" | "static_select" | "external_select" | "overflow":
            return "selected_option"
        case "datepicker":
            return "selected_date"
        case "timepicker":
            return "selected_time"
        case "datetimepicker":
            return "selected_date_time"
        case "rich_text_input":
            return "rich_text_value"
        case "file_input":
            return "files"
    if kind.endswith("_select"):
        plural = "s" if kind.startswith("multi_") else ""
        thing = kind.removeprefix("multi_").removesuffix("_select").removesuffix("s")
        return f"selected_{thing}{plural}"
    return "value"


def _initial(element: Json) -> object:
    for key, value in element.items():
        if key.startswith("initial_"):
            return value
    return [] if state_key(element["type"]) in ("selected_options", "files") else None
