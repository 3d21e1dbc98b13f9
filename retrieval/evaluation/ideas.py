"""How well ideas in free words find initiatives of the same need, and how often a new one is told that nothing is like it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import PasserelleError
from corpus.models import LANGUAGES, Frozen, Language
from corpus.project import Project

_SHOWN = 5


class Idea(Frozen):
    """An idea with the initiatives that a coordinator would want to see; none for a new one.

    `acceptable` are those that one may see beside them, being near without meeting the need.
    """

    id: str
    language: Language
    text: str
    expected: tuple[str, ...]
    acceptable: tuple[str, ...] = ()
    need: str = ""
    note: str = ""

    @property
    def project(self) -> Project:
        """As it is compared."""
        return Project.of_text(self.text, self.language)


@dataclass(frozen=True)
class IdeaResult:
    """An idea and the ids that were found for it, best first."""

    idea: Idea
    found: tuple[str, ...]

    @property
    def hit(self) -> bool:
        """Whether one of the expected is among the first five."""
        return not set(self.found[:_SHOWN]).isdisjoint(self.idea.expected)

    @property
    def recall(self) -> float:
        """Share of the expected, five at most, among the first five."""
        wanted = min(_SHOWN, len(self.idea.expected))
        return len(set(self.found[:_SHOWN]) & set(self.idea.expected)) / wanted if wanted else 0.0


def read_ideas(path: Path) -> list[Idea]:
    """The ideas of a JSON Lines file; raises PasserelleError naming the line at fault."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            found.append(Idea.model_validate(json.loads(line)))
        except (ValueError, ValidationError) as error:
            raise PasserelleError(f"{path.name}, line {number}: {' '.join(str(error).split())}") from error
    return found


def evaluate_ideas(
    ideas: Sequence[Idea], similar: Callable[[Project, Language], Sequence[str]]
) -> list[IdeaResult]:
    """Ask for each idea what is like it."""
    return [IdeaResult(idea, tuple(similar(idea.project, idea.language))) for idea in ideas]


def ideas_table(title: str, results: Sequence[IdeaResult]) -> str:
    """The figures as a Markdown table, all ideas first and then each language."""
    groups = {"all": list(results)} | {
        language: [one for one in results if one.idea.language == language] for language in LANGUAGES
    }
    head = f"| {title} | {' | '.join(groups)} |"
    rows = [
        f"| {measure} | {' | '.join(value(some) for some in groups.values())} |"
        for measure, value in _MEASURES
    ]
    return "\n".join([head, "|---" * (len(groups) + 1) + "|", *rows])


def misses_of(results: Sequence[IdeaResult]) -> list[str]:
    """A line for each idea that was not served."""
    return [
        f"{one.idea.id}: {one.idea.need}: expected {', '.join(one.idea.expected) or 'nothing'};"
        f" found {', '.join(one.found[:_SHOWN]) or 'nothing'}"
        for one in results
        if (one.found if not one.idea.expected else not one.hit)
    ]


def _known(results: Sequence[IdeaResult]) -> list[IdeaResult]:
    return [one for one in results if one.idea.expected]


def _new(results: Sequence[IdeaResult]) -> list[IdeaResult]:
    return [one for one in results if not one.idea.expected]


def _share(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.1%} of {len(values)}" if values else "–"


_MEASURES: tuple[tuple[str, Callable[[Sequence[IdeaResult]], str]], ...] = (
    ("an expected one in the first five", lambda some: _share([float(one.hit) for one in _known(some)])),
    ("recall in the first five", lambda some: _share([one.recall for one in _known(some)])),
    (
        "new ones told that nothing is like them",
        lambda some: _share([float(not one.found) for one in _new(some)]),
    ),
)
