"""Where a project is led, since decrees and acts reach only so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Act, Language, LocalizedText
from corpus.places import Gazetteer, Place
from corpus.project import FicheFields, Project
from corpus.taxonomy import terms_of
from retrieval.query.folding import fold


class Reach(StrEnum):
    """The parts of the world that acts tell apart."""

    WALLONIA = "wallonia"
    GERMAN_COMMUNITY = "german_community"  # in Wallonia, with its own rules for municipalities
    BELGIUM = "belgium"  # Flanders and Brussels
    ABROAD = "abroad"


@dataclass(frozen=True)
class Territory:
    """Where a project is led, and the words that say so; Wallonia where nothing does."""

    reach: Reach = Reach.WALLONIA
    words: str = ""
    names: LocalizedText | None = None

    def said(self, language: Language) -> str:
        """Where that is, in the reader's language where its name is known."""
        return self.names.get(language) if self.names else self.words


_OF_WORDS = {
    "brussels_place": Reach.BELGIUM,
    "flanders_place": Reach.BELGIUM,
    "german_community": Reach.GERMAN_COMMUNITY,
}
_BODY = r"(?:gemeentes?|gemeinden?|stadt?|steden|stadte|villes?|communes?|cit(?:y|ies)|towns?|municipalit(?:y|ies)|cpas|ocmw|oshz|agency)"
_SPEAKS_FOR = re.compile(rf"{_BODY}\b")
# How a text says of itself where it is: "(provincie Antwerpen)", "our town in Flanders", "Brussels commune", "Wij zijn in ...", and
# a place that is a sentence of its own. What is hosted, bought or asked elsewhere stands otherwise.
_ITSELF_BEFORE = re.compile(
    r"(?:\((?:provincie|province|provinz|prov\.?)?\s*"
    rf"|\b{_BODY}(?:\s+(?:in|en|a|au|aux|de|du|des|d'|la|le|der|die|das|dem|im|het|uit|aus|of|van|von|province|provincie|provinz|region|the)){{1,4}}\s+"
    rf"|\b{_BODY}\s+"
    r"|\b(?:nous sommes|on est|wij zijn|we zijn|wir sind|we are)\s+(?:a|en|in|uit|aus)\s+(?:de\s+|la\s+)?)$"
)
_ITSELF_AFTER = re.compile(rf"\s{_BODY}\b")
_SENTENCE_BEFORE, _SENTENCE_AFTER = re.compile(r"(?:^|[.!?]\s*|\n)$"), re.compile(r"\s*(?:[.!?\n]|$)")
_ANOTHER = re.compile(
    r"\b(?:autre|voisin\w*|partenaire|andere?|naburige|buur\w*|nachbar\w*|other|another|neighbour\w*|partner\w*"
    r"|firm[ae]?|societe|entreprise|prestataire|fournisseur|bureau|bedrijf|leverancier|unternehmen|anbieter|company|supplier"
    r"|vendor|hosted|heberge\w*|gehostet?)\b"
)
_NEAR = 40  # characters before a place that tell whose it is


def territory_of(project: Project, signs: dict[str, str]) -> Territory:
    """Read it from the fields, else from the words; `signs` are those found, each with its words."""
    if project.fields is not None and (told := _of_fields(project.fields)):
        return told
    for sign, reach in _OF_WORDS.items():
        if sign in signs:
            return Territory(reach, signs[sign])
    return _of_places(project.text) or Territory()


def _of_places(text: str) -> Territory | None:
    """The first municipality that is named as one, or the first place elsewhere in Belgium where a text says that it is."""
    folded, end = fold(text), 0
    for match in Gazetteer.load().find(text):
        start = text.find(match.text, end)
        end = start + len(match.text)
        if match.place.level == "municipality" and _SPEAKS_FOR.match(fold(match.text)):
            return Territory(_reach(match.place), match.text)
        if _reach(match.place) is Reach.BELGIUM and _stands_for_itself(folded, start, end):
            return Territory(Reach.BELGIUM, match.text)
    return None


def _stands_for_itself(folded: str, start: int, end: int) -> bool:
    before, after = folded[max(0, start - _NEAR) : start], folded[end : end + _NEAR]
    if _ANOTHER.search(before):
        return False
    alone = _SENTENCE_BEFORE.search(before) and _SENTENCE_AFTER.match(after)
    enclosed = not before.rstrip().endswith("(") or after.startswith(")")
    return bool(alone or _ITSELF_AFTER.match(after) or (enclosed and _ITSELF_BEFORE.search(before)))


def _of_fields(fields: FicheFields) -> Territory | None:
    terms = terms_of(fields)
    gazetteer = Gazetteer.load()
    for level in ("municipality", "province", "region", "country"):
        for code in terms[level]:
            place = gazetteer.get(level, code)
            if place is not None and (level != "country" or place.code != "be"):
                return Territory(_reach(place), names=place.names)
    return None


def _reach(place: Place) -> Reach:
    if place.country != "be":
        return Reach.ABROAD
    if place.code in _german_speaking():
        return Reach.GERMAN_COMMUNITY
    region = place.code if place.level == "region" else place.region
    return Reach.WALLONIA if region in {None, "wallonie"} else Reach.BELGIUM


def _german_speaking() -> frozenset[str]:
    gazetteer = Gazetteer.load()
    community = gazetteer.get("community", "communaute-germanophone")
    return gazetteer.within(community) if community else frozenset()


# Since 2019 the community makes the rules of its municipalities, where Wallonia makes those of the others.
_NOT_FOR_GERMAN_COMMUNITY = frozenset({"CDLD", "DEC-ACC", "DEC-PUB"})


def reaches(act: Act | None, territory: Territory) -> bool:
    """Whether an act reaches so far; one that the catalogue does not know reaches everywhere."""
    if act is None or act.juridiction == "UE":
        return True
    if territory.reach is Reach.GERMAN_COMMUNITY and act.id in _NOT_FOR_GERMAN_COMMUNITY:
        return False
    if act.juridiction.startswith("Belgique"):
        return territory.reach is not Reach.ABROAD
    return territory.reach in {Reach.WALLONIA, Reach.GERMAN_COMMUNITY}
