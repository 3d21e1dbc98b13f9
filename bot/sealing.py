"""Secrets at rest: sealed with a key that is not where they are kept, by Fernet of `cryptography`.

The key of the environment may be any long text, so HKDF makes Fernet's key of it. Whose secret it is is sealed with
it: a token that is moved to another workspace's row does not open there.
"""

from __future__ import annotations

import base64
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from corpus.errors import PasserelleError

KEY_CHARACTERS = 32  # at least; `openssl rand -base64 32` makes 44


class CannotUnseal(PasserelleError):
    """What was sealed was changed, belongs elsewhere, or was sealed with a key that we do not have."""

    def __init__(self, owner: str) -> None:
        super().__init__(
            f"the stored Slack token of {owner} cannot be read: neither PASSERELLE_SLACK_KEY nor"
            " PASSERELLE_SLACK_FORMER_KEY sealed it; install the app there again"
        )


class Sealer:
    """Seals with its key; unseals what that key or a former one sealed."""

    def __init__(self, key: str, *former: str) -> None:
        """Raises ValueError for a key that is too short to be one."""
        if any(len(one) < KEY_CHARACTERS for one in (key, *former)):
            raise ValueError(f"at least {KEY_CHARACTERS} characters")
        self._newest = _fernet(key)
        self._all = MultiFernet([self._newest, *(_fernet(one) for one in former)])

    def seal(self, text: str, owner: str) -> bytes:
        """The text so that only these keys open it again, and only for its owner."""
        return self._newest.encrypt(json.dumps([owner, text]).encode())

    def unseal(self, sealed: bytes, owner: str) -> str:
        """The text again; raises CannotUnseal."""
        return _opened(self._all, sealed, owner)

    def is_newest(self, sealed: bytes, owner: str) -> bool:
        """Whether the key in force opens it, so that no former one is needed for it."""
        try:
            _opened(self._newest, sealed, owner)
        except CannotUnseal:
            return False
        return True


def _opened(keys: Fernet | MultiFernet, sealed: bytes, owner: str) -> str:
    try:
        whose, text = json.loads(keys.decrypt(sealed))
    except InvalidToken as error:
        raise CannotUnseal(owner) from error
    if whose != owner:
        raise CannotUnseal(owner)
    return str(text)


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"passerelle slack tokens")
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
