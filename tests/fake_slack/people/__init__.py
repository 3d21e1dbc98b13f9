"""People: what they do in Slack, and what they see there. Only what a person could do can be done."""

from __future__ import annotations

from tests.fake_slack.people.commanding import Commanding
from tests.fake_slack.people.forms import Forms
from tests.fake_slack.people.going import Going
from tests.fake_slack.people.reading import Reading
from tests.fake_slack.people.writing import Writing


class Person(Writing, Going, Commanding, Forms, Reading):
    """One person at their screen.

    Gestures that Slack waits for (clicks, forms, commands, options) return when the app acknowledged or was too
    late; those that begin with `begins_` return at once. What is written is told to apps in the background: `FakeSlack.wait_until` and
    `settled` wait for what comes of it. A gesture that this person's screen does not offer raises NotPossible.
    """
