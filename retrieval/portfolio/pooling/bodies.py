"""Intermunicipal bodies that the sources of an initiative name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.markdown import load_yaml
from corpus.models import Document
from retrieval.portfolio.inventory import organisations_of


@dataclass(frozen=True)
class Bodies:
    """The name of each body by its slug, and one pattern of all their names."""

    names: Mapping[str, str]
    slug_of: Mapping[str, str]
    pattern: re.Pattern[str]

    @classmethod
    @cache
    def load(cls) -> Bodies:
        """Those of the file; raises InvalidDocument where it is broken."""
        source = resources.files(__package__) / "bodies.yaml"
        rows = load_yaml(source.read_text(encoding="utf-8"), source="bodies.yaml")
        slug_of = {name: slug for slug, row in rows.items() for name in row["names"]}
        longest_first = sorted(slug_of, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        return cls({slug: row["name"] for slug, row in rows.items()}, slug_of, pattern)

    def named_in(self, document: Document) -> frozenset[str]:
        """The bodies that lead an initiative, take part in it, or are named in its text."""
        fields = document.initiative
        names = [*organisations_of(fields), *(fields.partners or ())] if fields else []
        text = "\n".join([*names, document.body])
        return frozenset(self.slug_of[name] for name in self.pattern.findall(text))
