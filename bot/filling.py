"""From what somebody typed into the form of a fiche to a draft, and back; what does not fit is said of its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.store.forms import Typed
from bot.views.inputs import MOST_TYPED, value_of
from corpus.check import implausible
from corpus.drafts import Draft
from corpus.errors import InvalidDocument, UnknownValue
from corpus.models import Language
from corpus.places import Gazetteer
from corpus.validation import naming_the_field

FIELDS = (
    "title",
    "body",
    "municipality",
    "domains",
    "technologies",
    "status",
    "start_year",
    "budget_eur",
    "personal_data",
    "source_urls",
    "visibility",
)
SEVERAL = frozenset({"domains", "technologies"})
ACTION = "fiche_"  # before the name of the field
_THOUSANDS = re.compile(r"(?<=\d)[\s.'\u2019](?=\d{3}(?!\d))")
_AMOUNT = re.compile(r"\d{1,12}([.,]\d{1,2})?")


class Unfit(Exception):
    """What stands in `field` cannot be kept; a wish to correct it, not an error."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


def typed_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the inputs of a form, by field; only of those that it has."""
    return {name: value_of(values[name].get(f"{ACTION}{name}")) for name in FIELDS if name in values}


def typed_of(draft: Draft) -> dict[str, Any]:
    """A draft as the form shows it."""
    town = _code(draft.municipality[0]) if draft.municipality else None
    return {
        "title": draft.title,
        "body": draft.body,
        "municipality": town,
        "domains": list(draft.domains),
        "technologies": list(draft.technologies or ()),
        "status": draft.status,
        "start_year": str(draft.start_year or ""),
        "budget_eur": f"{draft.budget_eur:f}" if draft.budget_eur is not None else "",
        "personal_data": draft.personal_data,
        "source_urls": next(iter(draft.source_urls), ""),
        "visibility": draft.visibility.value,
    }


def fits_the_form(draft: Draft) -> bool:
    """Whether its text is short enough for an input of Slack; if not, only the rest can be changed there."""
    return len(draft.body) <= MOST_TYPED


def draft_of(typed: Typed, language: Language, *, base: Draft | None = None) -> Draft:
    """The draft, over the fields of `base` that the form does not show; raises Unfit."""
    kept = base.model_dump(exclude_none=True) if base else {"language": language}
    shown = {name: value for name, value in typed.items() if name in FIELDS}
    read = {name: _read(name, value) for name, value in shown.items()}
    values = {name: value for name, value in {**kept, **read}.items() if value not in (None, "", [])}
    if base is not None:
        values |= _untouched(base, typed)
    try:
        with naming_the_field():
            return Draft.model_validate(values)
    except InvalidDocument as problem:
        raise Unfit(_top(problem.field)) from problem


def check(draft: Draft, organisation: str, today: date) -> None:
    """Whether it could be a document; raises Unfit of the first field that stands in the way."""
    try:
        document = draft.document("fiche", organisation=organisation, on=today)
        problems = implausible(document)
    except InvalidDocument as problem:
        raise Unfit(_top(problem.field)) from problem
    except UnknownValue as problem:
        raise Unfit("municipality") from problem
    if problems:
        named = problems[0].split()[0]
        raise Unfit(named if named in FIELDS else "source_urls" if "web" in problems[0] else "title")


def _untouched(base: Draft, typed: Typed) -> dict[str, Any]:
    """Places and addresses of which the form shows the first one only, where that was left as it was."""
    shown = typed_of(base)
    several = ("municipality", "source_urls")
    return {name: getattr(base, name) for name in several if name in typed and typed[name] == shown[name]}


def _read(field: str, value: Any) -> Any:
    match field:
        case "municipality":
            place = Gazetteer.load().get("municipality", str(value)) if value else None
            return place.names.fr if place else None
        case "start_year":
            return _year(str(value or "").strip())
        case "budget_eur":
            return _amount(str(value or "").strip())
        case _:
            return value.strip() if isinstance(value, str) else value


def _year(text: str) -> int | None:
    if text and not re.fullmatch(r"\d{4}", text):
        raise Unfit("start_year")
    return int(text) if text else None


def _amount(text: str) -> str | None:
    bare = _THOUSANDS.sub("", text.replace("€", "").replace("EUR", "").strip())
    if bare and not _AMOUNT.fullmatch(bare):
        raise Unfit("budget_eur")
    return bare.replace(",", ".") if bare else None


def _code(name: str) -> str | None:
    place = Gazetteer.load().recorded("municipality", name, country="be")
    return place.code if place else None


def _top(field: str) -> str:
    """The field of the form that a path of the document means."""
    name = field.removeprefix("fields.").partition(".")[0]
    return name if name in FIELDS else "title"
