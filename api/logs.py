"""Where logs go and what may stand in them: never a question, an answer, a token or a person's address."""

from __future__ import annotations

import logging
import sys

# At DEBUG or INFO these write down statements with their values, streamed text or addresses with questions.
_TALKATIVE = ("alembic", "asyncio", "filelock", "httpcore", "httpx", "sqlalchemy", "sse_starlette")


def configure_logs(level: str = "WARNING") -> None:
    """Write logs of `level` and above to stderr, whatever other libraries would like to add."""
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
