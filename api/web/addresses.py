"""What an address of the page asks for, and the addresses of its links.

The state of the page is its address: everything works by plain links and one GET form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode, urlsplit

from starlette.datastructures import QueryParams

from api.routes.parameters import filters_from_json
from corpus.filters import NAMES, Filters
from corpus.models import Citation

PAGE_SIZE = 10
_MOST_OFFSET = 100_000


@dataclass(frozen=True)
class Asked:
    """A question with its filters and the page of results that is looked at."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    infer: bool = True
    offset: int = 0

    @classmethod
    def read(cls, parameters: QueryParams) -> Asked:
        """From the address; foreign parameters are passed over, an unknown value raises UnknownValue.

        The form repeats the sentence for which reading filters was switched off (`said`): another sentence is
        read afresh.
        """
        text = parameters.get("q", "").strip()
        same = parameters.get("said", text).strip() == text
        return cls(
            text=text,
            filters=filters_from_json(
                {name: parameters.getlist(name) for name in NAMES if name in parameters}
            ),
            infer=parameters.get("infer", "true") != "false" or not same,
            offset=_offset(parameters.get("offset", "0")),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.text and self.filters.is_empty

    def address(self) -> str:
        """The address of this state."""
        pairs = [("q", self.text)] if self.text else []
        pairs += pairs_of(self.filters)
        pairs += [("infer", "false")] if self.text and not self.infer else []
        pairs += [("offset", str(self.offset))] if self.offset else []
        return f"/?{urlencode(pairs)}" if pairs else "/"

    def table_address(self) -> str:
        """The address of the table behind a computed answer."""
        return f"/figures.csv{self.address().removeprefix('/')}"

    def at(self, offset: int) -> str:
        """The address of another page of results."""
        return replace(self, offset=max(offset, 0)).address()

    def adding(self, name: str, value: str) -> str:
        """The address with one more filter value."""
        merged = {**_lists(self.filters), name: [*_lists(self.filters).get(name, []), value]}
        return replace(self, filters=Filters.parse(merged), offset=0).address()

    def dropping(self, name: str, value: str, *, among: Filters, inferred: Filters) -> str:
        """The address without one of the values in force; one read from the sentence stays dropped."""
        was_read = name in inferred.as_dict()
        kept = _lists(among if was_read else self.filters)
        kept[name] = [one for one in kept.get(name, []) if one != value]
        return replace(
            self, filters=Filters.parse(kept), infer=self.infer and not was_read, offset=0
        ).address()

    def unfiltered(self) -> str:
        """The address of the sentence alone, without any filter."""
        return replace(self, filters=Filters(), infer=False, offset=0).address()


def pairs_of(filters: Filters) -> list[tuple[str, str]]:
    """Each value with its name, as the address writes it."""
    return [(name, value) for name, values in _lists(filters).items() for value in values]


def browse(filters: Filters) -> str:
    """The address of all documents that meet the filters."""
    return Asked(filters=filters).address()


def document_address(document_id: str, *, passage_id: str = "", quoted: str = "") -> str:
    """The address of a fiche, at a passage, with a quote marked."""
    query = f"?{urlencode({'quote': quoted})}" if quoted else ""
    fragment = f"#p{passage_id.rsplit(':', 1)[-1]}" if passage_id else ""
    return f"/documents/{quote(document_id, safe='')}{query}{fragment}"


def citation_address(citation: Citation) -> str:
    """Where a citation stands, its quote marked."""
    fragment = urlsplit(citation.url).fragment
    address = document_address(citation.document_id, quoted=citation.quote)
    return f"{address}#{fragment}" if fragment else address


def safe_url(url: str) -> str:
    """The address if it is of the web, else nothing."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def short_url(url: str) -> str:
    """The site and the end of an address, for reading."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    end = path if len(path) <= 48 else f"/…{path[-44:]}"
    return parts.netloc.removeprefix("www.") + end


def _lists(filters: Filters) -> dict[str, list[str]]:
    return {name: list(_texts(value)) for name, value in filters.as_dict().items()}


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        yield str(one)


def _offset(text: str) -> int:
    return min(int(text), _MOST_OFFSET) if text.isdecimal() and len(text) < 8 else 0
