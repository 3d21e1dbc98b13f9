"""`corpus.access.may_read` as a SQL condition; a property test holds the two equal."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, true

from corpus.access import Caller, Visibility
from retrieval.catalogue.tables import documents


def readable_by(caller: Caller) -> ColumnElement[bool]:
    """Rows of `documents` that `caller` may know of."""
    if caller.is_administrator:
        return true()
    public = documents.c.visibility == Visibility.PUBLIC.value
    if not caller.is_member:
        return public
    return or_(
        public,
        documents.c.visibility == Visibility.NETWORK.value,
        and_(
            documents.c.visibility == Visibility.ORGANISATION.value,
            documents.c.organisation == caller.organisation,
        ),
    )
