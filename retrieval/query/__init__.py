"""Understanding a question: language, filters, intent."""
