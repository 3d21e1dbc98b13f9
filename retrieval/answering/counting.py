"""Counts and lists: of documents, or of the distinct values of a facet ("combien de communes")."""

from __future__ import annotations

from corpus.text import mark_plural, translate_plural
from retrieval.answering.answer import Outcome
from retrieval.answering.grouping import grouped
from retrieval.answering.subjects import Computed, Subject, cited, conditions_said, figures_of, listed
from retrieval.answering.wording import group_label, number_text


def count(subject: Subject) -> Computed:
    """How many documents, or how many distinct values."""
    if subject.question.unit != "documents":
        return _distinct(subject, subject.question.unit)
    number = len(subject.documents)
    text = _counted(subject, number)
    return listed(subject, text, "count", number, subject.documents, Outcome.ANSWERED)


def listing(subject: Subject) -> Computed:
    """The documents, or the distinct values; "which" without a match is no evidence."""
    if subject.question.unit != "documents":
        return _distinct(subject, subject.question.unit)
    number = len(subject.documents)
    outcome = Outcome.ANSWERED if number else Outcome.NO_EVIDENCE
    return listed(subject, _counted(subject, number), "list", number, subject.documents, outcome)


def _distinct(subject: Subject, facet: str) -> Computed:
    """Distinct values of the matching fiches, each with its number of fiches."""
    groups = grouped(subject, facet)
    text = _heading(subject, facet, len(groups)) + conditions_said(subject)
    names = [f"- {one.label} ({number_text(one.count, subject.language)})" for one in groups]
    text = "\n".join([text, "", *names]) if names else text
    lists = subject.question.operation == "list"
    outcome = Outcome.NO_EVIDENCE if lists and not groups else Outcome.ANSWERED
    figures = figures_of(subject, "list" if lists else "count", len(groups), subject.documents)
    return cited(
        subject, outcome, text, figures.model_copy(update={"unit": _UNITS[facet]}), subject.documents
    )


# The unit of a figure that counts values: a plural, as programs read it.
_UNITS = {
    "municipality": "municipalities",
    "province": "provinces",
    "region": "regions",
    "country": "countries",
    "domain": "domains",
    "status": "statuses",
    "programme": "programmes",
    "technology": "technologies",
    "service": "services",
    "start_year": "years",
    "personal_data": "values",
}


def _heading(subject: Subject, facet: str, number: int) -> str:
    if facet == "municipality":
        return translate_plural(
            subject.language,
            "**{count} commune** est concernée",
            "**{count} communes** sont concernées",
            number,
        )
    return translate_plural(
        subject.language,
        "**{count} valeur** du champ « {field} »",
        "**{count} valeurs différentes** du champ « {field} »",
        number,
        field=group_label(facet, subject.language),
    )


def _counted(subject: Subject, count: int) -> str:
    one, many = _NOUNS[subject.question.filters.kind[0] if subject.question.filters.kind else "initiative"]
    return translate_plural(subject.language, one, many, count) + conditions_said(subject)


_NOUNS = {
    "initiative": mark_plural("**{count} initiative** correspond", "**{count} initiatives** correspondent"),
    "practice": mark_plural(
        "**{count} fiche pratique** correspond", "**{count} fiches pratiques** correspondent"
    ),
    "regulation": mark_plural(
        "**{count} fiche de loi** correspond", "**{count} fiches de loi** correspondent"
    ),
    "file": mark_plural("**{count} document** correspond", "**{count} documents** correspondent"),
}
