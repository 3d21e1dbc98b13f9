"""Which initiatives are alike, and in what: similar ones, duplicates, later phases, and what people decided of them."""
