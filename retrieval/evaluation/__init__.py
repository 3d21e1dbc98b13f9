"""The evaluation: questions with known answers, run through the same parts as production."""
