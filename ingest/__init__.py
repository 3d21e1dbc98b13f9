"""Bring documents in: sources are read, split, embedded, written to the catalogue and published."""
