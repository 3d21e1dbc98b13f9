"""From a question to ranked documents with their best passages."""
