"""Text to vectors: one embedder for passages and questions alike."""
