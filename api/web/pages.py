"""The web page: ask and search, and one fiche. Server-rendered; everything works by links and one form."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from api.auth import Parts, Reader
from api.tables import csv_response
from api.web.addresses import Asked, browse, document_address, pairs_of
from api.web.errors import ErrorPages, said_problem
from api.web.fiche import fields_of
from api.web.markdown import body_parts
from api.web.reader import language_of
from api.web.rendering import STATIC, page
from api.web.results import MODES, OUTCOMES, answer_of, results_of
from api.wiring import Passerelle
from corpus.access import Caller
from corpus.errors import PasserelleError
from corpus.filters import Filters
from corpus.labels import value_label
from corpus.models import Document, Language
from corpus.text import mark, translate

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_MOST_QUOTE = 3_000
_KINDS = {
    "initiative": mark("projets de villes et de communes"),
    "practice": mark("bonnes pratiques"),
    "regulation": mark("articles de loi expliqués"),
    "file": mark("autres documents"),
}
_EXAMPLES = (
    (
        mark("Qui l'a déjà fait ?"),
        (
            mark("Quels projets de mobilité en province de Liège ?"),
            mark("Qui a installé des capteurs de stationnement ?"),
        ),
    ),
    (
        mark("Combien ?"),
        (
            mark("Combien de projets d'énergie en Wallonie depuis 2018 ?"),
            mark("Quel est le budget de Charl-E-District ?"),
        ),
    ),
    (
        mark("Ai-je le droit ?"),
        (
            mark("Combien de temps peut-on conserver les images des caméras de surveillance ?"),
            mark("Un chatbot communal doit-il dire qu'il est une machine ?"),
        ),
    ),
)


def mount_static(app: FastAPI) -> None:
    """Serve the style sheet and the script, and show errors to browsers as pages."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(ErrorPages)


@router.get("/")
def home(request: Request, parts: Parts, caller: Reader) -> HTMLResponse:
    """Ask and search; without a question, examples and what the catalogue holds."""
    language = language_of(request)
    try:
        asked = Asked.read(request.query_params)
        if asked.is_empty:
            return _welcome(request, parts, caller, language)
        results = results_of(asked, parts, caller, language)
    except PasserelleError as error:
        status, said = said_problem(error, language)
        text = request.query_params.get("q", "")[:2_000]
        return page(request, "problem.html", language, status=status, asked=Asked(text), said=said)
    return page(
        request,
        "results.html",
        language,
        results=results,
        asked=asked,
        hidden=pairs_of(asked.filters),
        outcomes=OUTCOMES,
        modes=MODES,
    )


@router.get("/figures.csv")
def table(request: Request, parts: Parts, caller: Reader) -> Response:
    """The table behind the computed answer of an address of the page."""
    asked = Asked.read(request.query_params)
    return csv_response(answer_of(asked, parts, caller, language_of(request)), parts, caller)


def _welcome(request: Request, parts: Passerelle, caller: Caller, language: Language) -> HTMLResponse:
    counts = {kind: parts.catalogue.count(Filters(kind=(kind,)), caller) for kind in _KINDS}
    shelves = [
        (count, translate(language, _KINDS[kind]), browse(Filters(kind=(kind,))))
        for kind, count in counts.items()
        if count
    ]
    examples = [
        (translate(language, title), [translate(language, question) for question in questions])
        for title, questions in _EXAMPLES
    ]
    return page(
        request,
        "welcome.html",
        language,
        asked=Asked(),
        examples=[(title, [(text, Asked(text).address()) for text in texts]) for title, texts in examples],
        shelves=shelves,
    )


@router.get("/documents/{document_id}")
def document(
    request: Request,
    document_id: str,
    parts: Parts,
    caller: Reader,
    quote: Annotated[str, Query()] = "",
    former: Annotated[bool, Query()] = False,
) -> Response:
    """A fiche; `quote` is marked where it stands.

    One that was absorbed leads to the fiche that stays, unless its own text is wanted: a quoted passage, or `former`.
    """
    language = language_of(request)
    found = parts.catalogue.get(document_id, caller)
    stays = parts.absorbed.into([document_id], caller).get(document_id)
    if stays and not (quote or former):
        return RedirectResponse(f"{document_address(stays)}#main", status_code=303)
    passages = parts.catalogue.passages([document_id], caller).get(document_id, ())
    wanted = quote.strip() if len(quote) <= _MOST_QUOTE else ""
    related = parts.catalogue.documents(found.related, caller)
    return page(
        request,
        "document.html",
        language,
        asked=Asked(),
        document=found,
        title=found.title.get(language),
        summary=found.summary.get(language),
        kind=value_label("kind", found.kind, language),
        fields=fields_of(found, language),
        parts=body_parts(found, passages, wanted),
        confidence=value_label("confidence", found.confidence, language) if found.confidence else "",
        foreign=found.language if found.language != language else None,
        body_language=value_label("language", found.language, language),
        questions=_questions(found, language),
        related=[related[one] for one in found.related if one in related],
        stays=parts.catalogue.get(stays, caller) if stays else None,
        absorbed=parts.absorbed.by(document_id, caller),
    )


def _questions(found: Document, language: Language) -> list[tuple[str, str, Language]]:
    """The questions that a document answers, in the reader's language where there are some."""
    own = getattr(found.questions, language)
    chosen, spoken = (own, language) if own else (getattr(found.questions, found.language), found.language)
    return [(text, Asked(text).address(), spoken) for text in chosen]
