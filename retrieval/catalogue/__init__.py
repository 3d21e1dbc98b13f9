"""The truth, in a database: documents, their passages, and the vectors of their texts."""
