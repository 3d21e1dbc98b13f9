"""Documents as Markdown files with YAML front matter, both ways and loss-free."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from pydantic import ValidationError

from corpus.errors import InvalidDocument
from corpus.models import FIELDS_OF_KIND, KINDS, Act, Document

_FENCE = "---"


class _ExactLoader(yaml.CSafeLoader):
    """YAML whose numbers stay exact and whose repeated keys are refused."""


def _exact_number(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node))
    try:
        return Decimal(text.replace("_", ""))
    except InvalidOperation as error:
        raise yaml.constructor.ConstructorError(
            None, None, f"{text!r} is not a finite number", node.start_mark
        ) from error


def _text_of_date(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


def _mapping_without_repeats(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", node.start_mark
            )
    return loader.construct_mapping(node, deep=True)


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _exact_number)
_ExactLoader.add_constructor("tag:yaml.org,2002:timestamp", _text_of_date)
_ExactLoader.add_constructor("tag:yaml.org,2002:map", _mapping_without_repeats)


class _ExactDumper(yaml.CSafeDumper):
    """YAML that writes amounts as they are read."""


_ExactDumper.add_representer(
    Decimal, lambda dumper, amount: dumper.represent_scalar("tag:yaml.org,2002:float", str(amount))
)


def load_yaml(text: str, *, source: str) -> Any:
    """Parse YAML strictly; raises InvalidDocument naming the line."""
    try:
        return yaml.load(text, Loader=_ExactLoader)  # noqa: S506 (a subclass of the safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise InvalidDocument(f"{line}{problem}", field="front matter", source=source) from error
    except RecursionError as error:
        raise InvalidDocument("nested too deeply", field="front matter", source=source) from error


def split_front_matter(text: str, *, source: str) -> tuple[str, str]:
    """The YAML and the Markdown of a file; raises InvalidDocument where the fences are missing."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if not lines or lines[0].rstrip() != _FENCE:
        raise InvalidDocument("the file must begin with a line ---", field="front matter", source=source)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]).strip("\n")
    raise InvalidDocument("the closing line --- is missing", field="front matter", source=source)


def parse_document(text: str, *, source: str, acts: Mapping[str, Act] | None = None) -> Document:
    """Read one document file.

    `acts` resolves the act of an article sheet; with `None` the act is not looked up.
    Raises InvalidDocument naming the first field at fault.
    """
    front, body = split_front_matter(unicodedata.normalize("NFC", text), source=source)
    values = load_yaml(front, source=source)
    if not isinstance(values, dict):
        raise InvalidDocument("must be a mapping of names to values", field="front matter", source=source)
    kind = values.get("kind")
    if kind not in KINDS:
        raise InvalidDocument(f"{kind!r} is not one of {', '.join(KINDS)}", field="kind", source=source)
    if not body.strip():
        raise InvalidDocument("the text is empty", field="body", source=source)
    try:
        fields = FIELDS_OF_KIND[kind].model_validate(values.get("fields"))
    except ValidationError as error:
        raise _invalid(error, source=source, prefix="fields") from error
    act = _act_of(fields, acts, source=source)
    try:
        return Document.model_validate({**values, "fields": fields, "body": body, "act": act})
    except ValidationError as error:
        raise _invalid(error, source=source) from error


def render_document(document: Document) -> str:
    """The file of a document; `parse_document` of it gives the document back."""
    values = document.model_dump(mode="python", exclude={"body", "act"}, exclude_defaults=False)
    front = {
        key: _plain(value) for key, value in values.items() if value is not None or key in {"confidence"}
    }
    front["fields"] = _plain(document.fields.model_dump(mode="python"))
    front["asked"] = [_plain(one.model_dump(exclude_defaults=True)) for one in document.asked]
    dumped = yaml.dump(front, Dumper=_ExactDumper, allow_unicode=True, sort_keys=False, width=110)
    return f"{_FENCE}\n{dumped}{_FENCE}\n\n{document.body}\n"


def parse_acts(text: str, *, source: str) -> dict[str, Act]:
    """Read the file of acts: id → Act."""
    values = load_yaml(text, source=source)
    if not isinstance(values, list):
        raise InvalidDocument("must be a list of acts", field="acts", source=source)
    acts: dict[str, Act] = {}
    for position, value in enumerate(values):
        try:
            act = Act.model_validate(value)
        except ValidationError as error:
            raise _invalid(error, source=source, prefix=str(position)) from error
        if act.id in acts:
            raise InvalidDocument(f"the act {act.id!r} stands twice", field="acts", source=source)
        acts[act.id] = act
    return acts


def _act_of(fields: object, acts: Mapping[str, Act] | None, *, source: str) -> Act | None:
    act_id = getattr(fields, "reglement", None)
    if act_id is None or acts is None:
        return None
    if act_id not in acts:
        raise InvalidDocument(f"the act {act_id!r} is not known", field="fields.reglement", source=source)
    return acts[act_id]


def _invalid(error: ValidationError, *, source: str, prefix: str = "") -> InvalidDocument:
    first = error.errors(include_url=False, include_context=False)[0]
    path = ".".join(str(part) for part in (prefix, *first["loc"]) if str(part))
    return InvalidDocument(str(first["msg"]), field=path, source=source)


def _plain(value: Any) -> Any:
    """Nested values as YAML writes them: lists, not tuples; text, not enums or dates."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if value is None or isinstance(value, (bool, int, Decimal)):
        return value
    return str(value)


def fingerprint(document: Document) -> str:
    """Text that is equal exactly when two documents are equal, act included."""
    return json.dumps(document.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
