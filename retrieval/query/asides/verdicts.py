"""What is left out of a part beside a question: all of it, or all but its conditions and what denies them."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.query.asides.asides import is_aside
from retrieval.query.asides.clauses import Part, spans_without
from retrieval.query.asides.narrowing import is_qualified
from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.pointing import kind_of
from retrieval.query.folding import Span
from retrieval.query.words.sentence import Token

DENIALS = frozenset({"except", "without", "not", "no"})
EXCLUDES = frozenset({"except", "without"})  # of a condition, where "rien ne se passe à Huy" denies a clause


@dataclass(frozen=True)
class Verdict:
    """What to leave out of a part; where its conditions may be meant, both ways differ."""

    without: tuple[Span, ...] = ()
    with_conditions: tuple[Span, ...] = ()
    decided: bool = False

    @classmethod
    def leaves_out(cls, spans: list[Span], *, decided: bool = False) -> Verdict:
        """The same spans whichever of its conditions are meant."""
        return cls(tuple(spans), tuple(spans), decided)


KEPT = Verdict()


def only_themes(found: list[Condition]) -> bool:
    """Whether themes, technologies and services are all that is stated."""
    return all(kind_of(one.name) == "theme" for one in found)


def of_a_lead_in(part: Part, doubted: list[Token], found: list[Condition], meant: list[Condition]) -> Verdict:
    """ "Mon échevin de la mobilité veut savoir *combien*": what a person is, is left out, what else is said stays."""
    kept = [one.span for one in meant]
    spans = spans_without(part, kept + _denials(part, meant, EXCLUDES))
    if len(meant) < len(found):
        return Verdict.leaves_out(spans, decided=True)
    if not doubted or not is_aside(part) or is_qualified(part, doubted, found):
        return KEPT
    return Verdict.leaves_out(spans)


def reduced(part: Part, doubted: list[Token], meant: list[Condition], *, decided: bool = False) -> Verdict:
    """Only the conditions of a part are kept, with what denies them, unless a word beside them may narrow them."""
    if not decided and (not doubted or is_qualified(part, doubted, meant)):
        return KEPT
    kept = [one.span for one in meant]
    if any(one.name.startswith(("budget", "subsidy")) for one in meant):  # "un million de *budget*"
        kept += [one.span for one in part.sentence.tokens if one.role in {"money", "subsidy", "cost"}]
    kept += [one.span for one in part.sentence.tokens if _is_a_level_beside(one, meant)]
    kept += _denials(part, meant, EXCLUDES if decided else DENIALS)
    return Verdict.leaves_out(spans_without(part, kept), decided=decided)


def _is_a_level_beside(token: Token, meant: list[Condition]) -> bool:
    """ "Namur *ville* :", "Liège *(province)*": which of several places of a name is meant."""
    level = token.role == "town" or token.role in {"dim_province", "dim_region", "dim_country"}
    return level and any(
        kind_of(one.name) == "place"
        and (0 <= token.start - one.span[1] <= _BESIDE or 0 <= one.span[0] - token.end <= _BESIDE)
        for one in meant
    )


_BESIDE = 4  # characters: " (", " de "


def _denials(part: Part, meant: list[Condition], roles: frozenset[str]) -> list[Span]:
    """Each word that denies, up to the conditions that follow it, else from the one before it."""
    spans = [one.span for one in meant]
    denied = [one.span for one in meant if one.excluded]
    found = []
    for token in part.sentence.tokens:
        if (
            token.role not in roles
            or _only(part, token)
            or any(start <= token.start < end for start, end in spans)
        ):
            continue
        after = [end for start, end in spans if start >= token.end]
        before = [end for _, end in spans if end <= token.start]
        if after:
            found.append((token.start, max([min(after), *_listed(denied, token)])))
        elif before and _closes(part, token):
            found.append((max(before), token.end))
    return found


def _listed(denied: list[Span], token: Token) -> list[int]:
    """Where the excluded conditions after a word end: "sans *la Belgique et la France*" are one list."""
    return [end for start, end in denied if start >= token.end]


def _closes(part: Part, token: Token) -> bool:
    """ "België *uitgezonderd*,": nothing of its clause follows."""
    following = [one for one in part.sentence.tokens if one.start >= token.end][:1]
    return not following or following[0].after_break


def _only(part: Part, token: Token) -> bool:
    """ "Si je *ne* garde *que* les projets opérationnels" denies nothing."""
    following = [one for one in part.sentence.tokens if one.start >= token.end][:4]
    return token.text in {"ne", "n"} and any(one.text.split()[-1] in {"que", "qu"} for one in following)


def stated(conditions: Conditions) -> list[Condition]:
    """The certain conditions, and the places of several readings."""
    open_spans = {one.span for one in conditions.ambiguous}
    return [one for one in conditions.found if (one.certain or one.span in open_spans) and one.name != "kind"]
