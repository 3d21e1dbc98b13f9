"""Indexes suggest: vectors and words, derived from the catalogue, published as whole generations."""
