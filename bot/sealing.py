"""Secrets at rest: sealed with a key that is not where they are kept.

Encrypt, then authenticate: the key stream is HMAC-SHA256 in counter mode over a fresh nonce, the tag HMAC-SHA256 over
what it belongs to, nonce and cipher text; both keys come from the given one by HKDF's expansion (RFC 5869). Python
brings all of it; where `cryptography` becomes a dependency, its AESGCM takes the place of these two functions.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from itertools import count

from corpus.errors import PasserelleError

KEY_CHARACTERS = 32  # at least; `openssl rand -base64 32` makes 44
_VERSION = b"\x01"
_NONCE, _TAG, _BLOCK = 16, 32, 32


class CannotUnseal(PasserelleError):
    """What was sealed was changed, belongs elsewhere, or was sealed with another key."""

    def __init__(self) -> None:
        super().__init__(
            "a stored Slack token cannot be read: PASSERELLE_SLACK_KEY is not the key it was sealed with"
        )


class Sealer:
    """Seals and unseals with one key."""

    def __init__(self, key: str) -> None:
        """Raises ValueError for a key that is too short to be one."""
        if len(key) < KEY_CHARACTERS:
            raise ValueError(f"at least {KEY_CHARACTERS} characters")
        root = hmac.new(b"passerelle slack tokens", key.encode(), hashlib.sha256).digest()
        self._encrypting = hmac.new(root, b"encrypt\x01", hashlib.sha256).digest()
        self._authenticating = hmac.new(root, b"authenticate\x01", hashlib.sha256).digest()

    def seal(self, text: str, owner: str) -> bytes:
        """The text so that only this key opens it again, and only for its owner."""
        nonce = secrets.token_bytes(_NONCE)
        cipher = self._crossed(text.encode(), nonce)
        return _VERSION + nonce + cipher + self._tag(owner, nonce, cipher)

    def unseal(self, sealed: bytes, owner: str) -> str:
        """The text again; raises CannotUnseal."""
        version, nonce = sealed[:1], sealed[1 : 1 + _NONCE]
        cipher, tag = sealed[1 + _NONCE : -_TAG], sealed[-_TAG:]
        whole = version == _VERSION and len(sealed) >= 1 + _NONCE + _TAG
        if not whole or not hmac.compare_digest(tag, self._tag(owner, nonce, cipher)):
            raise CannotUnseal
        return self._crossed(cipher, nonce).decode()

    def _crossed(self, text: bytes, nonce: bytes) -> bytes:
        blocks = (
            hmac.new(self._encrypting, nonce + number.to_bytes(8, "big"), hashlib.sha256).digest()
            for number in count()
        )
        stream = b"".join(next(blocks) for _ in range(-(-len(text) // _BLOCK)))
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))

    def _tag(self, owner: str, nonce: bytes, cipher: bytes) -> bytes:
        named = owner.encode()
        message = _VERSION + len(named).to_bytes(4, "big") + named + nonce + cipher
        return hmac.new(self._authenticating, message, hashlib.sha256).digest()
