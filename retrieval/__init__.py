"""Find and answer: catalogue, embedding, index, query, search, answering, evaluation."""
