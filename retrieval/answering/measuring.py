"""Amounts of groups: a field added up or averaged over the documents of each group that state it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus.models import Document, Language, json_number
from corpus.text import mark_plural, translate, translate_plural
from retrieval.answering.answer import Amount, GroupCount, MeasuredGroup, Outcome
from retrieval.answering.subjects import (
    Computed,
    Subject,
    and_others,
    colon,
    conditions_said,
    figures_of,
    known_and_lacking,
    lacking_line,
    number_of_field,
    repeated_text,
    said,
    valued_rows,
)
from retrieval.answering.totals import mean_of, nothing_known
from retrieval.answering.wording import field_label, group_label, number_text
from retrieval.query.operations.computation import Measure

GROUPS_SHOWN = 12
_EXAMPLES = 3
_SUMS = mark_plural(
    "Total du champ « {field} » par {group}, connu dans {count} fiche",
    "Total du champ « {field} » par {group}, connu dans {count} fiches",
)
_MEANS = mark_plural(
    "Moyenne du champ « {field} » par {group}, connu dans {count} fiche",
    "Moyenne du champ « {field} » par {group}, connu dans {count} fiches",
)
_KNOWN = mark_plural("connu dans {count} fiche sur {total}", "connu dans {count} fiches sur {total}")

Members = Mapping[str, Sequence[Document]]  # value of a facet → its documents


def amounts_by_group(subject: Subject, name: str, groups: Sequence[GroupCount], members: Members) -> Computed:
    """The sum or mean of the asked field in each group, greatest first; groups of which nothing is known come last."""
    field, measure = subject.question.field or "budget_eur", subject.question.measure or "sum"
    grouped = {document.id for documents in members.values() for document in documents}
    known, lacking = known_and_lacking(subject.documents, field)
    known = [document for document in known if document.id in grouped]
    if not known:
        return nothing_known(subject, field, lacking)
    measured = sorted(
        (measured_group(group, members[group.value], [(field, measure)]) for group in groups), key=_greatest
    )
    heading = translate_plural(
        subject.language,
        *(_SUMS if measure == "sum" else _MEANS),
        len(known),
        field=field_label(field, subject.language),
        group=group_label(name, subject.language),
    ) + conditions_said(subject)
    rows = [amount_row(subject, group) for group in measured[:GROUPS_SHOWN]]
    rows += and_others(len(measured), subject.language, shown=GROUPS_SHOWN)
    rows += lacking_line(len(lacking), field, subject.language)
    rows += lacking_line(len(subject.documents) - len(grouped), name, subject.language)
    if sum(len(documents) for documents in members.values()) > len(grouped):
        rows += ["", repeated_text(subject.language)]
    figures = figures_of(subject, "group", tuple(measured), known, field=field, lacking=lacking)
    known.sort(key=lambda document: (-number_of_field(document, field), document.id))
    examples, bibliography, shown = valued_rows(subject, known[:_EXAMPLES], field)
    text = "\n".join([heading, "", *rows, "", translate(subject.language, "Par exemple :"), *examples])
    return Computed(Outcome.ANSWERED, text, figures.model_copy(update={"field": name}), bibliography, shown)


def measured_group(
    group: GroupCount, documents: Sequence[Document], asked: Sequence[tuple[str, Measure]]
) -> MeasuredGroup:
    """A group with each asked amount over those of its documents that state it."""
    return MeasuredGroup(
        value=group.value,
        label=group.label,
        count=group.count,
        amounts=tuple(_amount(documents, field, measure) for field, measure in asked),
    )


def _amount(documents: Sequence[Document], field: str, measure: Measure) -> Amount:
    known, _ = known_and_lacking(documents, field)
    total = sum((number_of_field(document, field) for document in known), Decimal(0))
    value = total if measure == "sum" else mean_of(total, max(len(known), 1), field)
    return Amount(
        field=field, operation=measure, value=json_number(value) if known else None, known=len(known)
    )


def amount_row(subject: Subject, group: MeasuredGroup) -> str:
    """ "- Hainaut : **12 000 000 €**, connu dans 3 fiches sur 40"."""
    return f"- {group.label}{colon(subject.language)} {amount_text(subject, group, group.amounts[0])}"


def amount_text(subject: Subject, group: MeasuredGroup, amount: Amount) -> str:
    """An amount in bold, and in how many fiches of the group it is known."""
    value = value_of(amount, subject.language)
    if amount.value is None:
        return value
    total = number_text(group.count, subject.language)
    known = translate_plural(subject.language, *_KNOWN, amount.known, total=total)
    return f"{value}, {known}"


def value_of(amount: Amount, language: Language) -> str:
    """An amount in bold, or that it is not known."""
    if amount.value is None:
        return translate(language, "inconnu")
    return f"**{said(amount.field, Decimal(str(amount.value)), language)}**"


def _greatest(group: MeasuredGroup) -> tuple[bool, Decimal, str]:
    value = group.amounts[0].value
    return value is None, -Decimal(str(value or 0)), group.value
