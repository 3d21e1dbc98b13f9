"""Whatever happens to channels and memberships, nobody's log holds what they could never read, and everybody's what they could."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fake_slack.model import User
from tests.fake_slack.slack import Slack

PEOPLE = st.integers(0, 3)
STEP = st.one_of(
    st.tuples(st.just("post"), PEOPLE),
    st.tuples(st.just("whisper"), PEOPLE),
    st.tuples(st.just("join"), PEOPLE),
    st.tuples(st.just("leave"), PEOPLE),
    st.tuples(st.just("private"), PEOPLE),
    st.tuples(st.just("public"), PEOPLE),
    st.tuples(st.just("deactivate"), PEOPLE),
)


def a_town() -> tuple[Slack, list[User]]:
    """A member of the channel, a member of the workspace, a guest, and someone of another organisation."""
    slack = Slack()
    namur, liege = slack.directory.add_workspace("Namur"), slack.directory.add_workspace("Liège")
    add = slack.directory.add_user
    people = [
        add(namur.id, "in"),
        add(namur.id, "out"),
        add(namur.id, "guest", is_restricted=True),
        add(liege.id, "far"),
    ]
    return slack, people


@given(steps=st.lists(STEP, max_size=25))
def test_a_reader_sees_what_could_be_read_and_nothing_else(steps: list[tuple[str, int]]) -> None:
    slack, people = a_town()
    channel = slack.directory.add_channel(people[0].team_id, "projets", "public", [people[0].id])
    channel.shared_with.append(people[3].team_id)
    author = slack.directory.add_user(people[0].team_id, "bot", bot_id="B1")
    could_read: dict[str, set[str]] = {}

    def readable(person: User) -> bool:
        is_open = channel.kind == "public" and not person.is_restricted
        return not person.deleted and (person.id in channel.members or is_open)

    for number, (step, who) in enumerate(steps):
        person, text = people[who], f"texte {number}."
        match step:
            case "post":
                slack.conversations.post(channel, author, text)
                could_read[text] = {p.id for p in people if readable(p)}
            case "whisper":
                slack.conversations.post_ephemeral(channel, author, text, person.id)
                could_read[text] = {person.id}
            case "join" if person.id not in channel.members:
                channel.members.append(person.id)
            case "leave" if person.id in channel.members:
                channel.members.remove(person.id)
            case "private" | "public":
                channel.kind = "private" if step == "private" else "public"
            case "deactivate":
                person.deleted = True
    for text, readers in could_read.items():
        assert {
            p.id for p in people if any(text in line.text for line in slack.journal.seen_by(p.id))
        } == readers
