"""The methods of the Web API, one file a family; importing this package registers them all."""

from __future__ import annotations

from tests.fake_slack.web_api import (  # noqa: F401  # each registers its methods
    agents,
    apps,
    auth,
    block_kit,
    channels,
    files,
    messages,
    modals,
    reactions,
    streams,
    users,
)
