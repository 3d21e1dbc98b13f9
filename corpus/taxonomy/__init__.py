"""The controlled words of the catalogue, their labels in four languages, and how people say them."""

from corpus.taxonomy.records import terms_of
from corpus.taxonomy.taxonomy import Taxonomy
from corpus.taxonomy.values import FACETS, Facet, Term, TermMatch

__all__ = ["FACETS", "Facet", "Taxonomy", "Term", "TermMatch", "terms_of"]
