"""Words that were understood one by one and that the computation would leave out: they stop a figure."""
