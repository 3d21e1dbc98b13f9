"""The part that asks, and what each part around it may add to what is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from retrieval.query.asides.anaphora import POINTS_BACK, POINTS_PERHAPS, USES_IT, WE_LACK
from retrieval.query.asides.asides import (
    OF_ME,
    SET_PHRASE,
    has_verb,
    is_a_topic,
    is_aside,
    opens_with_an_exclusion,
)
from retrieval.query.asides.clauses import Part, spans_without
from retrieval.query.asides.narrowing import (
    ABOUT,
    LOOKS_FOR,
    explains,
    is_talked_of,
    may_narrow,
    names_in,
    narrows,
    tells_of_a_thing,
    tells_of_the_answer,
)
from retrieval.query.asides.purposes import ONLY_THOSE, is_for, is_for_us, lists_an_unknown, tells_of_us
from retrieval.query.asides.signs import AND_SO_ON, BUT, FRAMES, INTERROGATIVE, IS_A, IS_OR_DOES
from retrieval.query.asides.speakers import is_of_a_person, is_where_we_are
from retrieval.query.asides.verdicts import (
    DENIALS,
    KEPT,
    Verdict,
    of_a_lead_in,
    only_themes,
    reduced,
    stated,
)
from retrieval.query.conditions.condition import Condition, Conditions
from retrieval.query.conditions.occasions import is_a_moment
from retrieval.query.conditions.pointing import kind_of, pointed_at
from retrieval.query.words.people import WANTS_TO_KNOW
from retrieval.query.words.roles import INERT, UNSUPPORTED
from retrieval.query.words.sentence import UNKNOWN, Token

_DOUBTED = UNSUPPORTED | {UNKNOWN}

# Kinds of conditions that say what a question is about.
_TOPICS = frozenset({"theme", "programme", "partner", "personal"})
_SAYS_NOTHING = INERT | {"not", "no", "and", "or", "than", "all"}

_Read = Callable[[str], Conditions]


@dataclass(frozen=True)
class Asked:
    """The part that asks: its conditions, and whether it takes up what was told before."""

    kinds: frozenset[str]
    values: frozenset[tuple[str, object]]
    points_back: bool
    points_perhaps: bool
    kinds_pointed_at: frozenset[str]
    uses_it: bool  # "en utilisent": of things, not of themes
    names_a_partner: bool
    names_projects: bool
    contrasts: bool  # "…, mais combien"
    topics: frozenset[int]  # where lists of conditions that announce it start: "Vlaams-Brabant, water:"
    start: int
    asks_barely: bool  # "…, ils sont combien ?": what is asked is told beside it
    beside: frozenset[int]  # where sentences start that tell it

    @classmethod
    def of(cls, asking: Part, around: tuple[Part, ...], read: _Read) -> Asked:
        """The asking clause, with the clauses beside it that speak of nobody."""
        said = " ".join(
            one.folded.strip() for one in (*(part for part in around if part.place == "lead-in"), asking)
        )
        plain = [
            one
            for one in around
            if (one.place in {"clause", "lead-in"} or (one.place == "preamble" and not has_verb(one)))
            and not is_aside(one, stated(read(one.sentence.text)))
        ]
        barely = not asking.names_projects and not stated(read(asking.sentence.text))
        beside: list[Part] = []
        if barely:
            beside = [one for one in around if _is_asked_of(one, read)]
            plain += beside
        found = [one for part in (asking, *plain) for one in stated(read(part.sentence.text))]
        return cls(
            frozenset(kind_of(one.name) for one in found if not one.excluded),
            frozenset((one.name, one.value) for one in found),
            bool(POINTS_BACK.search(said) or pointed_at(said)),
            bool(POINTS_PERHAPS.search(said)),
            frozenset(pointed_at(said)),
            bool(USES_IT.search(said)),
            any(
                one.sentence.has("partner") for one in (asking, *around) if one.place in {"clause", "lead-in"}
            ),
            any(
                one.names_projects
                for one in (asking, *plain, *(one for one in around if one.place == "clause"))
            ),
            bool(BUT.match(said)),
            frozenset(one.start for one in plain if one.place == "preamble"),
            asking.start,
            barely,
            frozenset(one.start for one in beside),
        )

    def judge(self, part: Part, read: _Read) -> Verdict:
        """Which words of a part tell nothing of what is asked."""
        all_found = stated(read(part.sentence.text))
        found = [one for one in all_found if not is_a_moment(one, part.folded)]
        verdict = self._judged(part, found)
        return replace(verdict, decided=True) if len(found) < len(all_found) and verdict != KEPT else verdict

    def _judged(self, part: Part, found: list[Condition]) -> Verdict:
        doubted = [one for one in part.sentence.tokens if one.role in _DOUBTED]
        if self._asks_besides(part, found):
            return KEPT
        if not found and part.place != "clause" and tells_of_the_answer(part):
            return Verdict.leaves_out([(part.start, part.end)])
        if part.place != "clause" and AND_SO_ON.search(part.folded):
            return Verdict.leaves_out([(part.start, part.end)], decided=True)  # examples
        if not found:
            return self._of_none(part, doubted)
        if opens_with_an_exclusion(part) and not SET_PHRASE.search(part.folded):
            return reduced(part, doubted, found)
        meant = [one for one in found if not is_of_a_person(one, part)]
        if part.start in self.beside and not (is_aside(part, found) and tells_of_us(part)):
            return KEPT
        if self.asks_barely and part.sentence.has("project") and part.place == "clause":
            return KEPT
        if part.start in self.topics:
            return KEPT if lists_an_unknown(doubted, found) else reduced(part, doubted, found)
        if part.place == "lead-in":
            return of_a_lead_in(part, doubted, found, meant)
        if part.place == "clause" and not is_aside(part, found):
            return KEPT
        if part.place == "tail" and part.runs_on:
            return KEPT  # "combien de projets *j'ai à Namur*"
        if FRAMES.search(part.folded):
            return reduced(part, doubted, found)
        if self.points_back:
            himself = {one.end() for one in IS_A.finditer(part.folded)}
            meant = [
                one
                for one in found
                if one.span[0] not in himself
                and (one in meant or not self.kinds_pointed_at or kind_of(one.name) in self.kinds_pointed_at)
            ]
            decided = len(meant) < len(found) or any(one.role in DENIALS for one in doubted)
            return reduced(part, doubted, meant, decided=decided)
        things = [one for one in found if one.name == "technology"]
        names_things = any(name == "technology" for name, _ in self.values)
        if self.uses_it and things and only_themes(found) and not names_things:
            return reduced(part, doubted, things, decided=True)  # "l'office du tourisme veut des QR codes"
        points = self.points_perhaps or self.uses_it or self.points_back
        denied_thing = self.uses_it and bool(things) and any(one.role in {"not", "no"} for one in doubted)
        if points and part.place == "sentence" and (denied_thing or WE_LACK.search(part.folded)):
            return reduced(
                part, doubted, meant, decided=True
            )  # "nous n'avons pas de drones", the projects may
        if self.points_perhaps and len(meant) < len(found) and meant and is_aside(part, found):
            return reduced(part, doubted, meant, decided=True)
        if not self.kinds or self.points_perhaps:
            unclear = not self.kinds and not self.points_perhaps and tells_of_a_thing(part, found)
            told = found if self.points_perhaps else meant
            return reduced(part, doubted, told) if is_aside(part, found) and not unclear else KEPT
        return self._of_conditions(part, doubted, found, meant)

    def _asks_besides(self, part: Part, found: list[Condition]) -> bool:
        """Whether a part asks something of its own, before what is asked at last."""
        asks = part.asks_surely and part.place in {"clause", "sentence", "preamble"}
        asks |= part.computes and part.place == "clause"
        asks |= part.place == "sentence" and bool(INTERROGATIVE.search(part.folded))
        places = {one.span for one in found if kind_of(one.name) == "place"}
        asks |= len(places) > 1 and part.sentence.has("more") and part.sentence.has("than")
        before = part.is_question and part.end <= self.start and part.place == "sentence"
        return asks or (before and tells_of_a_thing(part) and not OF_ME.search(part.folded))

    def _of_none(self, part: Part, doubted: list[Token]) -> Verdict:
        """A part without conditions: left out where it tells of people or denies what nobody asked."""
        whole = [(part.start, part.end)]
        if not doubted:
            return KEPT
        if part.place == "sentence" and {one.role for one in part.sentence.tokens} <= _SAYS_NOTHING:
            return Verdict.leaves_out(whole)  # "De reden doet er niet toe."
        if explains(part):
            return Verdict.leaves_out(whole)
        if self.names_a_partner and (names := names_in(part)):
            return Verdict.leaves_out(spans_without(part, names))
        told_before = part.place in {"sentence", "preamble"} and part.end <= self.start
        unknown_thing = tells_of_a_thing(part)
        if told_before and not self.kinds and (self.points_back or unknown_thing):
            return KEPT  # what is pointed at, or asked about, is not known
        if unknown_thing and not self.names_projects:
            return KEPT  # "une sanction administrative, et de combien"
        aside = (
            is_aside(part)
            or self._states_aside(part)
            or (self.contrasts and part.end <= self.start and not unknown_thing)
        )
        if aside and not may_narrow(part, doubted):
            return Verdict.leaves_out(whole)
        return KEPT

    def _states_aside(self, part: Part) -> bool:
        """Whether it is a statement of its own beside a question that says itself what it is about.

        "*Der Kämmerer ist neugierig.*" Where the question tells no theme, a statement before it may.
        """
        if part.place not in {"sentence", "preamble"} or self.points_back:
            return False
        if not self.kinds & _TOPICS and not (self.kinds and part.start > self.start and has_verb(part)):
            return False
        return not part.names_projects and not self.points_perhaps and not narrows(part)

    def _of_conditions(
        self, part: Part, doubted: list[Token], found: list[Condition], meant: list[Condition]
    ) -> Verdict:
        """A part with conditions, beside a question that has its own and points nowhere."""
        whole = [(part.start, part.end)]
        aside = is_aside(part, found)
        if part.place == "tail" and not aside and "theme" in self.kinds and only_themes(found):
            spans = spans_without(part, [one.span for one in found])
            return Verdict(tuple(whole), tuple(spans), decided=True)  # "… *pour contrôler le stationnement*"
        apart = part.place != "clause"
        tells = (
            part.place in {"sentence", "tail"} or has_verb(part) or bool(WANTS_TO_KNOW.search(part.folded))
        )
        tells |= bool(IS_OR_DOES.search(part.folded))
        # "Pause terminée", "ce qu'on a vécu en 2021": stages and years of other things than projects.
        told = {"year"} if part.names_projects else {"year", "status"}
        new = [one for one in meant if kind_of(one.name) not in self.kinds | told]
        repeated = all((one.name, one.value) in self.values for one in found)
        if repeated and apart and doubted:
            return Verdict.leaves_out(whole)
        if ONLY_THOSE.search(part.folded) and meant:
            return reduced(part, doubted, meant, decided=True)
        if aside and apart and {kind_of(one.name) for one in meant} <= told:
            return Verdict.leaves_out(whole, decided=not repeated)
        begins_with_a_place = part.sentence.tokens[0].role == "prep"  # "chez nos voisins français"
        if aside and not meant and not begins_with_a_place:
            return Verdict.leaves_out(whole, decided=not repeated)
        if not new and apart and doubted and has_verb(part) and self._states_aside(part):
            return Verdict.leaves_out(whole, decided=not repeated)
        if aside and new and part.place == "preamble" and not ABOUT.search(part.folded) and is_for(part):
            return Verdict(tuple(whole), tuple(spans_without(part, [one.span for one in new])), decided=True)
        if aside and not new and part.place == "preamble" and is_for_us(part):
            return Verdict.leaves_out(whole, decided=True)  # "für unsere Schule in Eupen:"
        if not aside or not tells:
            return reduced(part, doubted, meant) if is_a_topic(part) else KEPT
        if not new:
            return Verdict.leaves_out(whole, decided=not repeated)
        if ours := [one for one in new if is_where_we_are(one, part)]:
            return reduced(part, doubted, ours, decided=True)
        its_theme = "theme" not in self.kinds and only_themes(new) and ABOUT.search(part.folded)
        if IS_OR_DOES.search(part.folded) and not its_theme:
            return Verdict.leaves_out(whole, decided=True)
        themes = "theme" not in self.kinds and only_themes(new)
        if its_theme and IS_OR_DOES.search(part.folded):  # "je travaille sur l'éclairage"
            return Verdict(tuple(whole), tuple(spans_without(part, [one.span for one in new])), decided=True)
        if (themes and is_talked_of(new, part)) or LOOKS_FOR.search(part.folded) or ABOUT.search(part.folded):
            return reduced(part, doubted, new)
        if any(one.role in DENIALS for one in doubted) or not (doubted or apart):
            return KEPT
        return Verdict(tuple(whole), tuple(spans_without(part, [one.span for one in new])), decided=True)


def _is_asked_of(part: Part, read: _Read) -> bool:
    """ "Safety, Liège province, still planned." before a bare "Which ones?": what is asked about."""
    listed = bool(stated(read(part.sentence.text))) and not has_verb(part)
    return part.place == "sentence" and (part.names_projects or listed)
