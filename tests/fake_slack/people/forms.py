"""Filling, sending and closing forms."""

from __future__ import annotations

from typing import Any

from tests.fake_slack import answers, inputs
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.model import View
from tests.fake_slack.people.pressing import Pressing


class Forms(Pressing):
    """The modal in front, and what is typed into it."""

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
        done = self._then(
            sent, lambda delivery: answers.after_submission(slack, self.user, shown, installation, delivery)
        )
        return self._wait(done)

    def closes(self, view: View | None = None, *, everything: bool = False) -> None:
        """Close the modal in front, or all of them; the app hears of it where it asked to."""
        with self._fake.slack.lock:
            shown = view or self._in_front()
            self._fake.slack.views.close(
                shown, everything=everything or bool(shown.content.get("clear_on_close"))
            )
            if shown.content.get("notify_on_close"):
                self._fake.interactions.view_closed(self.user, shown, is_cleared=everything)

    def _in_front(self) -> View:
        view = self.modal
        if view is None:
            raise NotPossible("no form is open")
        return view


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
