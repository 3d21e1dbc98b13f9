"""What is like an idea or a fiche, as a page: a form, and for each likeness why and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.auth import Parts, Reader
from api.web.addresses import document_address
from api.web.described import MOST_CHARACTERS, Described, described
from api.web.facts import facts_line
from api.web.reader import language_of
from api.web.rendering import page
from corpus.models import Language
from corpus.text import mark, translate
from retrieval.likeness.similar import Exit, Likeness
from retrieval.likeness.values import Verdict

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
VERDICTS = {
    Verdict.DUPLICATE: mark("Même initiative"),
    Verdict.LATER_PHASE: mark("Suite ou extension"),
    Verdict.LINKED: mark("Même besoin, autre initiative"),
    Verdict.DISTINCT: mark("Autre chose"),
    Verdict.UNDECIDED: mark("Non tranché"),
}
_EXITS: dict[Exit, str] = {
    "join": mark("Rejoindre : elle n'est pas terminée, prenez contact avec son porteur."),
    "replicate": mark("Reproduire : partez de ce qu'elle a donné."),
    "go_on": mark("Continuer : dites en une phrase pourquoi votre projet est différent."),
}


@dataclass(frozen=True)
class Row:
    """A likeness, ready to be shown."""

    title: str
    address: str
    verdict: str
    facts: str
    reasons: tuple[str, ...]
    differences: tuple[str, ...]
    exits: tuple[str, ...]


@router.get("/similar")
def similar(
    request: Request, parts: Parts, caller: Reader, about: Annotated[Described, Depends(described)]
) -> HTMLResponse:
    """What is like an idea in free words or a fiche; the form alone without either."""
    language = language_of(request)
    project = about.project
    found = parts.similar.to_project(project, caller, language=language) if project else ()
    faint = parts.similar.faintly(project, caller) if project and not found else ()
    return page(
        request,
        "similar.html",
        language,
        text=about.words,
        most=MOST_CHARACTERS,
        compared=project is not None,
        fiche=about.fiche(language),
        rows=[_row(one, language) for one in found],
        faint=[(one.title.get(language), document_address(one.id)) for one in faint],
    )


def _row(one: Likeness, language: Language) -> Row:
    return Row(
        title=one.document.title.get(language),
        address=document_address(one.document.id),
        verdict=translate(language, VERDICTS[one.verdict]),
        facts=facts_line(one.document, language),
        reasons=tuple(reason.text for reason in one.reasons),
        differences=tuple(difference.text for difference in one.differences),
        exits=tuple(translate(language, _EXITS[way]) for way in one.exits),
    )
