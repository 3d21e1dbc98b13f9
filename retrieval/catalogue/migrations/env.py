"""Alembic's entry."""

from retrieval.catalogue import governance_tables, likeness_tables, tables
from retrieval.catalogue.database import run_steps

assert (
    governance_tables.metadata is likeness_tables.metadata is tables.metadata
)  # imported, all tables are in it
run_steps(tables.metadata)
