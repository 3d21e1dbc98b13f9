"""What is remembered of use, apart from the catalogue: conversations (and later feedback, gaps, watches)."""
