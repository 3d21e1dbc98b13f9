"""From a question to an answer: computed from fields, or extracted from passages, always cited."""
