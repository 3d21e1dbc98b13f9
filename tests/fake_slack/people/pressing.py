"""Pressing buttons and choosing in selects."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from tests.fake_slack import answers, inputs
from tests.fake_slack.deliveries import Delivery
from tests.fake_slack.errors import NotPossible
from tests.fake_slack.interactions import Place
from tests.fake_slack.model import Json, Message, View
from tests.fake_slack.people.account import Account


class Pressing(Account):
    """A gesture returns when the app acknowledged it or was too late."""

    def clicks(self, place: Place, name: str, choice: Any = None) -> Delivery:
        """Press a button, or choose in a select (`choice`: the words on the option, or a side of feedback buttons)."""
        return self._wait(self.begins_click(place, name, choice))

    def begins_click(self, place: Place, name: str, choice: Any = None) -> Future[Delivery]:
        """The same, without waiting for the acknowledgement: two people can press at once."""
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
        return self._then(sent, self._noticed)

    def forges_click(self, place: Place, action: Json) -> Delivery:
        """Send a click that no screen offers (another `value`, another `action_id`): what an attacker would do."""
        with self._fake.slack.lock:
            made = {
                "type": "button",
                "block_id": "forged",
                "action_ts": self._fake.slack.clock.timestamp(),
            } | action
            sent = self._fake.interactions.block_actions(self.user, place, made)
        return self._wait(sent)

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
        delivery = self._wait(sent)
        with self._fake.slack.lock:
            options = answers.offered_options(self._fake.slack, self.user, delivery)
            self._fake.offers[self.id, _key(place), element["action_id"]] = options
            return options

    def _check_on_screen(self, place: Place) -> None:
        if isinstance(place, Message):
            self._seen_channel(place)
            return
        stack = self._fake.slack.views.stack(self.id, place.app_id)
        if place.user != self.id or (place.type == "modal" and place not in stack):
            raise NotPossible("this view is not open")

    def _offered(self, place: Place, block: Json, element: Json, choice: Any) -> Any:
        """Of a select whose options the app gives, only what it offered can be chosen."""
        if not element["type"].endswith("external_select") or not isinstance(choice, str):
            return choice
        options = self._fake.offers.get((self.id, _key(place), element["action_id"]), [])
        for option in options:
            if choice in (option["text"]["text"], option["value"]):
                return option
        raise NotPossible(f"{choice!r} was not offered")


def _blocks(place: Place) -> list[Json]:
    if isinstance(place, View):
        return list(place.content["blocks"])
    return [*place.blocks, *(block for a in place.attachments for block in a.get("blocks") or [])]


def _key(place: Place) -> str:
    return place.id if isinstance(place, View) else place.ts
