"""What pydantic finds wrong, as one named error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from corpus.errors import InvalidDocument


@contextmanager
def naming_the_field(*, prefix: str = "") -> Iterator[None]:
    """Turn the first fault of a validation inside the block into InvalidDocument with the path of its field."""
    try:
        yield
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        path = ".".join(str(part) for part in (prefix, *first["loc"]) if str(part))
        raise InvalidDocument(str(first["msg"]), field=path) from error
