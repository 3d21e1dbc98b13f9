"""Alembic's entry."""

from retrieval.catalogue.database import run_steps
from retrieval.state.tables import metadata

run_steps(metadata)
