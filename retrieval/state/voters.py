"""Telling the voters on one answer apart, without keeping who they are."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, insert, select

from retrieval.state.tables import secret_keys

UNKNOWN = ""  # the one voter on an answer that all are whom we cannot tell apart
_NAME = "voters"


def voter_of(connection: Connection, answer_id: str, identity: str) -> str:
    """64 hexadecimals for somebody and an answer; UNKNOWN without an identity. The connection must be a writing one.

    HMAC-SHA-256 (RFC 2104) of both: without the key nobody can try identities, and the votes of one person on two
    answers have nothing in common.
    """
    return _digest(_key(connection) or _new_key(connection), answer_id, identity) if identity else UNKNOWN


def known_voter_of(connection: Connection, answer_id: str, identity: str) -> str | None:
    """The same by a connection that only reads; None where nobody with an identity has voted yet."""
    if not identity:
        return UNKNOWN
    key = _key(connection)
    return None if key is None else _digest(key, answer_id, identity)


def _digest(key: str, answer_id: str, identity: str) -> str:
    message = f"{answer_id}\0{identity}".encode()
    return hmac.new(bytes.fromhex(key), message, hashlib.sha256).hexdigest()


def _key(connection: Connection) -> str | None:
    query = select(secret_keys.c.key).where(secret_keys.c.name == _NAME)
    return connection.execute(query).scalar_one_or_none()


def _new_key(connection: Connection) -> str:
    key = secrets.token_hex(32)
    connection.execute(insert(secret_keys).values(name=_NAME, key=key))
    return key
