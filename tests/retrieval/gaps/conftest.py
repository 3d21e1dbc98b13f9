"""Assembled parts with a hashing embedder, as the doors' tests use them."""

from tests.api.conftest import fresh

__all__ = ["fresh"]
