"""Fiches that people type, as a source like the others, and their way into the catalogue and out of it.

A fiche becomes a document in the transaction that makes it `published`, and stops being one in that which withdraws it:
neither is ever without the other. A draft is in no index, since only what is published is listed here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from corpus.access import Caller
from corpus.check import implausible
from corpus.errors import InvalidDocument
from corpus.fiche_life import Step
from corpus.markdown import parse_document, render_document
from corpus.models import Document
from ingest.pipeline import Ingester
from ingest.sources.base import SourceItem
from retrieval.governance.fiches import Submission
from retrieval.governance.submissions import Published, Submissions
from retrieval.governance.watches import Watches

NAME = "submissions"


class SubmissionSource:
    """The published fiches, each as the Markdown file that it would be in a folder."""

    name = NAME
    recipe = "1"
    complete = True

    def __init__(self, submissions: Submissions) -> None:
        self._submissions = submissions

    def items(self) -> Iterator[SourceItem]:
        """Every published fiche."""
        for published in self._submissions.published():
            yield item_of(published)

    def parse(self, item: SourceItem, content: bytes) -> Document:
        """The document, held to the same form as any file and to what is plausible; raises InvalidDocument."""
        document = parse_document(content.decode(), source=item.ref)
        for problem in implausible(document):
            raise InvalidDocument(problem, field=problem.split()[0])
        return document


def item_of(published: Published) -> SourceItem:
    """A fiche as something to read."""

    def read() -> bytes:
        document = published.draft.document(
            published.id, organisation=published.organisation, on=published.on
        )
        return render_document(document).encode()

    return SourceItem(published.id, read)


class Publishing:
    """Takes the steps of a fiche that change the catalogue too, and those that do not."""

    def __init__(self, submissions: Submissions, watches: Watches, ingester: Ingester) -> None:
        self._submissions = submissions
        self._watches = watches
        self._ingester = ingester
        self._source = SubmissionSource(submissions)

    def take(
        self, identifier: str, step: Step, version: int, caller: Caller, *, reason: str = ""
    ) -> Submission:
        """Take a step; published means found, and withdrawn means gone, when this returns.

        Raises NoSuch, NotAllowed, ChangedMeanwhile, StepNotPossible, InvalidDocument, and what `Ingester.put` raises.
        """
        present = self._submissions.ready(identifier, step, version, caller)
        taken: list[Submission] = []

        def also(connection: Connection) -> None:
            taken.append(
                self._submissions.take_in(connection, identifier, step, version, caller, reason=reason)
            )

        if step is Step.SUBMIT:
            self.check(present)
        if step is Step.PUBLISH:
            self._ingester.put(self._source, self._item(present), also=also)
        elif step is Step.WITHDRAW and present.in_catalogue:
            self._ingester.remove(identifier, also=also)
        else:
            return self._submissions.take(identifier, step, version, caller, reason=reason)
        return taken[-1]

    def check(self, submission: Submission) -> Document:
        """The document that a fiche would be; raises InvalidDocument naming the field that keeps it from being one."""
        item = self._item(submission)
        return self._source.parse(item, item.read())

    def forget(self, document_id: str, caller: Caller) -> int:
        """Remove a document from everywhere, with the fiche behind it and its history; returns how many passages went.

        Raises NotFound, AnotherIngestRuns.
        """

        def also(connection: Connection) -> None:
            self._submissions.erase_in(connection, document_id, caller)
            self._watches.forget_in(connection, document_id)

        return self._ingester.forget(document_id, caller, also=also)

    def _item(self, submission: Submission) -> SourceItem:
        """The fiche as it stands, dated today: the day of the version that publishing makes."""
        today = self._submissions.today
        return item_of(Published(submission.id, submission.organisation, submission.draft, today))
