"""Builders of domain values: `a_fiche(municipality="Namur", budget="50000")`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from corpus.access import Visibility
from corpus.models import (
    Act,
    Asked,
    Document,
    InitiativeFields,
    LocalizedList,
    LocalizedText,
    PracticeFields,
    RegulationFields,
)
from ingest.passages import passages_of
from ingest.recipe import entries_of, stored_terms
from retrieval.catalogue.records import Record

BODY = """## Besoin, publics et usages

{need}

## Solution

{solution}

## Coût et personnel

{cost}"""


def a_fiche(
    identifier: str = "namur-eclairage",
    *,
    title: str = "Éclairage intelligent à Namur",
    municipality: str | tuple[str, ...] | None = "Namur",
    province: str | None = "Namur",
    region: str | None = "Wallonie",
    country: str = "Belgique",
    domains: tuple[str, ...] = ("lighting",),
    technologies: tuple[str, ...] | None = ("LED",),
    services: tuple[str, ...] | None = None,
    status: str | None = "ongoing",
    start_year: int | None = 2020,
    budget: str | None = None,
    subsidy: str | None = None,
    programme: str | None = None,
    personal_data: str = "unknown",
    visibility: Visibility = Visibility.PUBLIC,
    organisation: str | None = None,
    need: str = "Les rues restaient sombres le soir et les riverains se plaignaient.",
    solution: str = "La ville a posé des lampes LED qui baissent d'intensité après minuit.",
    cost: str = "Le coût n'est pas publié.",
    asked: tuple[Asked, ...] = (),
    partners: tuple[str, ...] | None = None,
    lead: str | tuple[str, ...] | None = None,
    end_year: int | None = None,
    updated_at: date = date(2026, 1, 1),
) -> Document:
    """A project fiche with sensible defaults."""
    fields = InitiativeFields.model_validate(
        {
            "id": identifier,
            "title": title,
            "municipality": municipality,
            "province": province,
            "region": region,
            "country": country,
            "domains": domains,
            "technologies": technologies,
            "municipal_services": services,
            "status": status,
            "start_year": start_year,
            "budget_eur": Decimal(budget) if budget else None,
            "subsidy_eur": Decimal(subsidy) if subsidy else None,
            "funding_programme": programme,
            "personal_data": personal_data,
            "partners": partners,
            "lead": lead,
            "end_year": end_year,
        }
    )
    return Document(
        id=identifier,
        kind="initiative",
        language="fr",
        title=LocalizedText.same(title),
        summary=LocalizedText.same(f"{title}. {need}"),
        questions=LocalizedList(fr=(f"Que fait {title} ?",)),
        fields=fields,
        body=BODY.format(need=need, solution=solution, cost=cost),
        source_urls=("https://example.org/source",),
        visibility=visibility,
        organisation=organisation,
        updated_at=updated_at,
        asked=asked,
    )


PRACTICE = """## Problème et public

{problem}

## Démarche

{steps}

## Pièges

{pitfalls}

## Expériences et repères

{experiences}"""


def a_practice(
    identifier: str = "bp-budget-participatif",
    *,
    title: str = "Organiser un budget participatif",
    problem: str = "Un budget participatif mal cadré déçoit les habitants.",
    steps: str = "1. Adopter un règlement clair.\n2. Prévoir deux mois pour les idées.\n3. Publier le suivi.",
    pitfalls: str = "Une enveloppe trop faible est le premier. Un vote sans étude préalable est le second.",
    experiences: str = "À Perwez, le budget participatif compte 50 000 euros depuis 2019.",
    body: str | None = None,
) -> Document:
    """A practice sheet with steps and pitfalls."""
    return Document(
        id=identifier,
        kind="practice",
        language="fr",
        title=LocalizedText.same(title),
        summary=LocalizedText.same(f"{title}. {problem}"),
        questions=LocalizedList(fr=(f"Comment faire : {title} ?",)),
        fields=PracticeFields(
            id=identifier, title=title, theme="participation", audience="", problem=problem
        ),
        body=body
        or PRACTICE.format(problem=problem, steps=steps, pitfalls=pitfalls, experiences=experiences),
        source_urls=("https://example.org/source",),
        updated_at=date(2026, 1, 1),
    )


def an_article(
    identifier: str = "dec-eau--4",
    *,
    act: str = "DEC-EAU",
    article: str = "4",
    title: str = "Décret eau, article 4 : relevé des compteurs",
    rule: str = "La commune relève chaque compteur d'eau une fois par an.",
    application: str = "en vigueur depuis le 1er mars 2018",
    adopted: str = "2017-11-02",
) -> Document:
    """One article sheet of an act."""
    return Document(
        id=identifier,
        kind="regulation",
        language="fr",
        title=LocalizedText.same(title),
        summary=LocalizedText.same(rule),
        questions=LocalizedList(fr=(f"Que dit l'article : {title} ?",)),
        fields=RegulationFields(
            id=identifier.upper(),
            reglement=act,
            article=article,
            sujet="Compteurs",
            obligation=rule,
            qui="communes",
            application=application,
            source_url="https://example.org/loi",
            confiance="verifie_texte",
        ),
        act=Act(
            id=act,
            celex_ou_numac="1",
            titre_officiel_abrege="Décret",
            nom_court="Décret",
            juridiction="Wallonie",
            type="décret",
            date=adopted,
            application=application,
            url="https://example.org/loi",
            note="",
            url_statut="",
        ),
        body=f"## Ce que dit la règle\n\n{rule}",
        source_urls=("https://example.org/loi",),
        confidence="verifie_texte",
        updated_at=date(2026, 1, 1),
    )


def asked_in_french(question: str, *sentences: str) -> Asked:
    """A question that some sentences of a body answer."""
    return Asked(sentences=sentences, questions=LocalizedList(fr=(question,)))


def a_record(document: Document, *, source: str = "test", ref: str | None = None) -> Record:
    """A document with all that ingest derives from it."""
    passages = passages_of(document)
    return Record(
        document=document,
        passages=passages,
        entries=entries_of(document, passages),
        terms=stored_terms(document),
        source=source,
        source_ref=ref or f"{document.id}.md",
        content_hash=document.id,
    )


def facts_folder() -> Path:
    """Where the fact records lie beside the project, if they do."""
    return Path(__file__).resolve().parents[2] / "shared" / "facts"
