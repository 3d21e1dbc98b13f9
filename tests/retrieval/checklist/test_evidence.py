"""Only what is told as done is evidence."""

from __future__ import annotations

import pytest

from retrieval.checklist.evidence import evidence_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tout va bien. Le pictogramme est vissé à la porte. Fin.", "pictogram"),
        ("Een DPIA is in maart afgerond met advies van de DPO.", "impact_assessment"),
        ("Der Auftragsverarbeitungsvertrag liegt unterschrieben vor.", "processor_contract"),
        ("It says: I am an AI, not a clerk.", "ai_announced"),
        ("L'agent a son attestation de télépilote, la commune n'est pas enregistrée.", "remote_pilot"),
        ("La déclaration est passée sur declarationcamera.be la semaine d'avant.", "police_notification"),
    ],
)
def test_what_was_done_is_quoted_word_for_word(text: str, kind: str) -> None:
    quote = evidence_of(text, (kind,))

    assert quote is not None
    assert quote in text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Aucun pictogramme n'est posé.", "pictogram"),
        ("Le pictogramme n'est pas encore commandé.", "pictogram"),
        ("Il faudra un pictogramme.", "pictogram"),
        ("Analyse d'impact : non.", "impact_assessment"),
        ("HR never ran an impact assessment.", "impact_assessment"),
        ("Een DPIA moet nog gebeuren.", "impact_assessment"),
        ("Einen Datenschutzhinweis hat das Formular nicht.", "privacy_notice"),
        ("La déclaration d'accessibilité, on n'y a pas pensé.", "accessibility_statement"),
        ("Moeten we een pictogram hangen?", "pictogram"),
        ("Do we need a DPIA?", "impact_assessment"),
    ],
)
def test_what_is_missing_still_to_come_or_asked_is_none(text: str, kind: str) -> None:
    assert evidence_of(text, (kind,)) is None
