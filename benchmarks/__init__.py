"""Benchmarks: one script a claim, each against what a user would pick instead, in the same run."""
