"""A fiche as its author writes it, and the document that it becomes when it is published."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from corpus.access import Visibility
from corpus.errors import InvalidDocument
from corpus.models import (
    Document,
    FilledText,
    InitiativeFields,
    Language,
    LocalizedText,
    Text,
)
from corpus.places import Gazetteer, Place
from corpus.project import Fiche, FicheFields
from corpus.taxonomy import Taxonomy, terms_of
from corpus.validation import naming_the_field

_HEADING = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)
_SUMMARY_CHARACTERS = 300
_LONGEST_TITLE, _LONGEST_BODY, _LONGEST_SUMMARY = 300, 100_000, 1_000


class Draft(Fiche):
    """A fiche in the making: a title, and whatever else its author has written so far.

    `summary` is in `language`; without one, the beginning of the body stands for it.
    """

    id: None = None
    title: Annotated[FilledText, StringConstraints(max_length=_LONGEST_TITLE)]
    body: Annotated[Text, StringConstraints(max_length=_LONGEST_BODY)] = ""
    summary: Annotated[Text, StringConstraints(max_length=_LONGEST_SUMMARY)] = ""
    language: Language = "fr"
    visibility: Visibility = Visibility.PUBLIC

    @property
    def terms(self) -> dict[str, tuple[str, ...]]:
        """Places and themes, normalised; what decides who reviews it."""
        return terms_of(self._completed())

    def document(self, identifier: str, *, organisation: str, on: date) -> Document:
        """The document that this draft becomes; raises InvalidDocument naming the first field at fault."""
        if not self.body.strip():
            raise InvalidDocument("the text is empty", field="body")
        fields = self._completed().model_dump(exclude=_NO_FIELDS)
        with naming_the_field():
            return Document(
                id=identifier,
                kind="initiative",
                language=self.language,
                title=LocalizedText.same(self.title),
                summary=LocalizedText.same(self.summary.strip() or self._beginning()),
                fields=InitiativeFields.model_validate(
                    {**_singly(fields), "id": identifier, "title": self.title}
                ),
                body=self.body.strip(),
                source_urls=self.source_urls,
                visibility=self.visibility,
                organisation=organisation,
                updated_at=on,
            )

    def _beginning(self) -> str:
        prose = " ".join(_HEADING.sub("", self.body).split())
        return prose[:_SUMMARY_CHARACTERS] or self.title

    def _completed(self) -> FicheFields:
        """The fields, with the province, region and country in which a Belgian municipality certainly lies."""
        places = [_municipality(name) for name in self.municipality or ()]
        if not places or None in places:
            return self
        known = [place for place in places if place is not None]
        found: dict[str, object] = {}
        if self.country is None:
            found["country"] = _only({_label("country", place.country) for place in known})
        if self.region is None:
            found["region"] = _only({_label("region", place.region) for place in known})
        if self.province is None:
            found["province"] = tuple(dict.fromkeys(filter(None, (_province(place) for place in known))))
        return self.model_copy(update={name: value for name, value in found.items() if value})


_NO_FIELDS = {"id", "title", "body", "summary", "language", "visibility"}


def _singly(values: dict[str, object]) -> dict[str, object]:
    """A single place or lead by itself, as the records of the corpus have it."""
    for name in ("municipality", "province", "lead"):
        value = values.get(name)
        if isinstance(value, tuple) and len(value) == 1:
            values[name] = value[0]
    return values


def _municipality(name: str) -> Place | None:
    return Gazetteer.load().recorded("municipality", name, country="be")


def _province(place: Place) -> str | None:
    found = Gazetteer.load().get("province", place.province) if place.province else None
    return found.names.fr if found else None


def _label(facet: str, value: str | None) -> str | None:
    if value is None:
        return None
    taxonomy = Taxonomy.load()
    return taxonomy.label("country" if facet == "country" else "region", value, "fr")


def _only(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
