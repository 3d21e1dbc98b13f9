"""Figures by group. A document that carries several values counts once for each, and once in the total."""

from __future__ import annotations

from corpus.labels import value_label
from corpus.models import Document, InitiativeFields, Language, slugify
from corpus.text import translate_plural
from retrieval.answering.answer import GroupCount, Outcome
from retrieval.answering.comparing import comparison
from retrieval.answering.measuring import GROUPS_SHOWN, amounts_by_group
from retrieval.answering.subjects import (
    Computed,
    Subject,
    and_others,
    cited,
    colon,
    conditions_said,
    figures_of,
    lacking_line,
    repeated_text,
)
from retrieval.answering.wording import group_label, number_text


def group(subject: Subject) -> Computed:
    """How many documents carry each value of a facet."""
    name = subject.question.group_by or "domain"
    asked = getattr(subject.question.filters, name, ())
    groups = [group for group in grouped(subject, name) if not asked or group.value in asked]
    if subject.question.measure or len(asked) > 1:
        members = members_of(subject, name)
        show = comparison if len(asked) > 1 else amounts_by_group
        return show(subject, name, groups, members)
    lacking = [document for document in subject.documents if not _group_values(subject, document, name)]
    heading = translate_plural(
        subject.language,
        "Répartition de {count} fiche par {group}",
        "Répartition de {count} fiches par {group}",
        len(subject.documents),
        group=group_label(name, subject.language),
    ) + conditions_said(subject)
    rows = [
        f"- {group.label}{colon(subject.language)} **{number_text(group.count, subject.language)}**"
        for group in groups[:GROUPS_SHOWN]
    ]
    rows += and_others(len(groups), subject.language, shown=GROUPS_SHOWN)
    rows += lacking_line(len(lacking), name, subject.language)
    if name in {"domain", "technology", "service", "municipality", "province", "programme"}:
        rows += ["", repeated_text(subject.language)]
    figures = figures_of(subject, "group", tuple(groups), subject.documents, field=name, lacking=lacking)
    outcome = Outcome.ANSWERED if subject.documents else Outcome.NO_EVIDENCE
    return cited(subject, outcome, "\n".join([heading, "", *rows]), figures, subject.documents)


def members_of(subject: Subject, name: str) -> dict[str, list[Document]]:
    """The documents of each value."""
    members: dict[str, list[Document]] = {}
    for document in subject.documents:
        for value in _group_values(subject, document, name):
            members.setdefault(value, []).append(document)
    return members


def grouped(subject: Subject, name: str) -> list[GroupCount]:
    """Each value with its number of documents, largest first."""
    groups = [
        GroupCount(value=value, label=_group_text(name, value, subject.language), count=len(documents))
        for value, documents in members_of(subject, name).items()
    ]
    return sorted(groups, key=lambda group: (-group.count, group.value))


def _group_values(subject: Subject, document: Document, name: str) -> tuple[str, ...]:
    if name == "start_year":
        year = document.initiative.start_year if document.initiative else None
        return (str(year),) if year is not None else ()
    if name in _RECORDED and document.initiative:
        return tuple(dict.fromkeys(slugify(word) for word in _recorded(document.initiative, name)))
    return subject.terms.get(document.id, {}).get(
        name, ()
    )  # "unknown" is a value of status and personal data


# Counted by the words of the records, which our terms put together only for searching.
_RECORDED = frozenset({"technology", "programme"})


def _recorded(fiche: InitiativeFields, name: str) -> tuple[str, ...]:
    if name == "technology":
        return fiche.technologies or ()
    return (fiche.funding_programme,) if fiche.funding_programme else ()


def _group_text(name: str, value: str, language: Language) -> str:
    return value if name == "start_year" else value_label(name, value, language)
