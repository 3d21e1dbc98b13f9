"""Answers written by a chat model, of which each sentence is checked against its source before it is shown."""
