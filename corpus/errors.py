"""The error tree of the domain.

PasserelleError            root: catch it at a door (HTTP, command line, Slack) to say one clear sentence
├── InvalidDocument        a file or fiche does not have the form of a document; names the field
├── UnknownValue           a filter, place or term is not known; names the parameter and the value
└── NotFound               no document of that id exists for this caller
"""

from __future__ import annotations


class PasserelleError(Exception):
    """Root of every error that Passerelle raises on purpose; its text is fit for a person."""


class InvalidDocument(PasserelleError):
    """A source does not have the form of a document.

    `field` names the part at fault (`"fields.budget_eur"`, `"front matter"`…).
    """

    def __init__(self, message: str, *, field: str = "", source: str = "") -> None:
        self.field = field
        self.source = source
        where = " · ".join(part for part in (source, field) if part)
        super().__init__(f"{where}: {message}" if where else message)


class UnknownValue(PasserelleError):
    """A filter name or value that nobody knows; refused, never ignored."""

    def __init__(self, parameter: str, value: str, *, hint: str = "") -> None:
        self.parameter = parameter
        self.value = value
        self.hint = hint
        super().__init__(f"unknown {parameter}: {value!r}" + (f" ({hint})" if hint else ""))


class NotFound(PasserelleError):
    """No such document for this caller: absent and invisible look the same on purpose."""

    def __init__(self, document_id: str) -> None:
        self.document_id = document_id
        super().__init__(f"no document {document_id!r}")
