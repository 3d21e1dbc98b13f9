"""What can go wrong while remembering.

PasserelleError
└── StateUnavailable    conversations cannot be read or written
"""

from __future__ import annotations

from corpus.errors import PasserelleError


class StateUnavailable(PasserelleError):
    """The database of conversations cannot be read or written; nothing was changed."""
