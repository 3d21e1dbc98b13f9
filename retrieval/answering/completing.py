"""What an answer from passages must say besides: what stays open, and which rule does not apply, or not any more."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Document, Language
from corpus.text import format_date, translate
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.citations import Bibliography
from retrieval.answering.divergence import divergence_text, divergences_of
from retrieval.answering.extracted import Passages
from retrieval.answering.guidance import advice_for, advice_text
from retrieval.answering.left_open import left_open, left_open_text
from retrieval.answering.moments import Moment, asked_moment
from retrieval.answering.quoting import without_markup
from retrieval.answering.reservations import reservations_on
from retrieval.answering.several import asked_in
from retrieval.answering.validity import ended, validity_of
from retrieval.search.links import Links

_READ = 3  # documents among which a repealed rule is worth a word
_SAYS_REPEALED = ("abrog", "n'existent plus", "n'existe plus", "remplac")


def completed(
    answer: Answer, document: Document, found: Sequence[Document], passages: Passages, links: Links
) -> Answer:
    """The answer with what must be added at its end; `document` is the one it is made from, `found` are all, nearest first.

    What is already written is not changed: a part of it may have been shown.
    """
    language, question = answer.language, answer.query.text
    bibliography = Bibliography(links, language, list(answer.citations))
    added = _written_without(answer, found, passages, bibliography) if answer.mode == "generated" else []
    alone = {citation.document_id for citation in answer.citations} == {document.id}
    missing = left_open(asked_in(question), document, passages.get(document.id, ())) if alone else ()
    if missing:
        added.append(left_open_text(document, missing, (), language))
    added += _left_out(answer, found, passages, bibliography, language)
    if not added:
        return answer
    return answer.model_copy(
        update={
            "outcome": Outcome.PARTIAL if missing else answer.outcome,
            "text": "\n\n".join([answer.text, *added]),
            "citations": tuple(bibliography.citations),
        }
    )


def _written_without(
    answer: Answer, found: Sequence[Document], passages: Passages, bibliography: Bibliography
) -> list[str]:
    """What stands beside quotes and a chat model was not asked to write, for the documents that it cites.

    That a rule does not apply, what other sources say, and the steps of a practice sheet.
    """
    language, question = answer.language, answer.query.text
    quotes: dict[str, list[str]] = {}
    for citation in answer.citations:
        quotes.setdefault(citation.document_id, []).append(citation.quote)
    said: list[str] = []
    for one in found:
        own, shown = passages.get(one.id, ()), quotes.get(one.id)
        if shown is None:
            continue
        title = without_markup(one.title.get(language))
        said += [f"{title} · {reservation}" for reservation in reservations_on(question, one, language)]
        said += [
            divergence_text(one, differing, bibliography, language)
            for differing in divergences_of(one, own)
            if any(differing.is_told_by(quote) for quote in shown)
        ]
        if (advice := advice_for(question, one, own)) is not None:
            said.append(advice_text(advice, bibliography, language))
    return said


def _left_out(
    answer: Answer,
    found: Sequence[Document],
    passages: Passages,
    bibliography: Bibliography,
    language: Language,
) -> list[str]:
    """A near rule that does not apply any more: not an answer, but a reader may know it and must not rely on it."""
    moment = asked_moment(answer.query.text) or Moment.now()
    cited = {citation.document_id for citation in answer.citations}
    acts = {one.regulation.reglement for one in found if one.id in cited and one.regulation is not None}
    said = []
    for rank, one in enumerate(found[:_READ]):
        if one.regulation is None or one.id in cited or not ended(one, moment) or one.id not in passages:
            continue
        if rank and one.regulation.reglement not in acts:
            continue
        until = validity_of(one).until
        number = bibliography.cite_best(one, passages[one.id], _SAYS_REPEALED)
        said.append(
            translate(
                language,
                "À noter : la règle « {title} » est abrogée depuis le {date} ; elle n'est donc pas citée comme réponse [{number}].",
                title=without_markup(one.title.get(language)),
                date=format_date(until, language),
                number=number,
            )
            if until
            else translate(
                language,
                "À noter : la règle « {title} » est abrogée ; elle n'est donc pas citée comme réponse [{number}].",
                title=without_markup(one.title.get(language)),
                number=number,
            )
        )
    return said
