"""What is remembered of use, apart from the catalogue: conversations, feedback, open questions."""
