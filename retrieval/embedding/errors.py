"""What can go wrong between a text and its vector.

PasserelleError
└── EmbeddingError           root of this room
    ├── ModelUnusable        the local model is missing or cannot be read; says what to install
    ├── EndpointRefused      the remote service will not do it, however often it is asked
    └── EndpointUnavailable  the remote service did not answer in time; asking later may help
"""

from __future__ import annotations

from corpus.errors import PasserelleError


class EmbeddingError(PasserelleError):
    """A text could not be turned into a vector."""


class ModelUnusable(EmbeddingError):
    """The local model is missing, foreign or cannot be read."""


class EndpointRefused(EmbeddingError):
    """The remote service refuses the request or answers nonsense: a setting must change."""


class EndpointUnavailable(EmbeddingError):
    """The remote service cannot be reached or is overloaded, after every retry."""
