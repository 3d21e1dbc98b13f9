"""A fiche, a request and an idea are read as the same thing."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from corpus.errors import InvalidDocument
from corpus.models import InitiativeFields
from corpus.project import Fiche, FicheFields, Project
from corpus.taxonomy.records import terms_of
from tests.builders import a_fiche, a_practice


def test_a_project_knows_every_field_of_an_initiative() -> None:
    assert {*FicheFields.model_fields, "id", "title"} == set(InitiativeFields.model_fields)


def test_a_fiche_of_the_catalogue_and_the_same_one_in_a_request_have_the_same_fields() -> None:
    document = a_fiche(municipality="Namur", technologies=("LED",), budget="1234.50")
    assert document.initiative is not None
    request = Fiche.model_validate({**document.initiative.model_dump(mode="json"), "body": document.body})

    kept = Project.of_document(document)
    brought = Project.of_fiche(request, "fr")

    assert brought.fields == kept.fields
    assert brought.text == kept.text
    assert (kept.document_id, brought.document_id) == (document.id, None)


def test_a_subset_of_the_fields_is_enough_and_the_rest_is_unknown() -> None:
    fiche = Fiche.model_validate({"title": "Kamera", "municipality": "Lüttich", "technologies": "ANPR"})
    fields = Project.of_fiche(fiche, "de").fields
    assert fields is not None
    assert (fields.technologies, fields.personal_data, fields.budget_eur) == (("ANPR",), "unknown", None)


def test_a_municipality_is_known_by_its_name_in_any_language() -> None:
    codes = {
        terms_of(FicheFields.model_validate({"municipality": name}))["municipality"]
        for name in ("Liège", "Luik", "Lüttich")
    }
    assert codes == {("62063",)}


def test_an_unknown_field_is_refused_by_its_name() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Fiche.model_validate({"title": "x", "colour": "blue"})


def test_only_a_project_fiche_is_a_project() -> None:
    with pytest.raises(InvalidDocument):
        Project.of_document(a_practice())
