"""Words that point at what was told before: "dans ce domaine", "dat jaar", "dort", "that town".

What they point at narrows the question. Where nothing that was understood can be meant, a figure would leave it out.
"""

from __future__ import annotations

import re

from retrieval.query.folding import fold

_OF_PLACE = r"ville|commune|municipalite|entite|localite|province|region"
_NL_PLACE = r"stad|gemeente|provincie|streek|regio"
_DE_PLACE = r"stadt|gemeinde|kommune|provinz|region|stadte|gemeinden|provinzen|lander"
_EN_PLACE = r"city|town|municipality|province|region"
_OWN = r"(?:sa|leur|son|zijn|haar|hun|ihre[rnm]?|seine[rnm]?|his|her|their) (?:propre |eigene?[rnm]? |own )?"
_POINTS: dict[str, re.Pattern[str]] = {
    "theme": re.compile(
        r"\b(?:(?:ce(?:s|t)?|cette)(?: meme)? (?:domaine|theme|secteur|service|thematique|technologie|techno|technique|matiere|sujet)s?"
        r"|(?:dat|dit|die|deze)(?:zelfde)? (?:domein|domeinen|thema|thema's|sector|technologie|technologieen|onderwerp)"
        r"|(?:diese[mnrs]?|jene[mnrs]?|demselben|derselben) (?:bereich|bereichs|bereiche|thema|themen|technologie|technik|sektor|gebiet)"
        r"|(?:that|this|those|these|the same) (?:domain|theme|technology|technologies|field|topic|subject|sector|domains|themes|fields|topics))\b"
    ),
    "place": re.compile(
        rf"\b(?:(?:cette|cettes|ces|la meme)(?: meme)? (?:{_OF_PLACE})s?|ce(?:s|t)?(?: meme)? (?:pays|arrondissement)|{_OWN}(?:{_OF_PLACE}|{_NL_PLACE}|{_DE_PLACE}|{_EN_PLACE})"
        rf"|(?:ces|les|des) deux (?:{_OF_PLACE}|pay)s|(?:die|deze|de) (?:twee|beide) (?:steden|gemeenten|provincies|landen|gewesten)|(?:diesen?|der|den|die)? ?(?:beiden|zwei) (?:stadten?|gemeinden|provinzen|landern?|regionen)|(?:the|those|these) two (?:cities|towns|municipalities|provinces|regions|countries)|(?:die|deze|dezelfde) (?:{_NL_PLACE})|(?:dat|dit) (?:land|gewest|arrondissement)|(?:diese[mnrs]?|jene[mnrs]?|demselben|derselben) (?:{_DE_PLACE}|land|landes|bezirk)"
        rf"|(?:that|this|the same) (?:{_EN_PLACE}|country|area))\b"
    ),
    "year": re.compile(
        r"\b(?:cette (?:meme )?annee(?=-la\b| la\b)|cette meme annee|la meme annee|(?:dat|datzelfde|hetzelfde) jaar|(?:jene[mns]|demselben|gleichen) jahr(?:es)?|(?:that|that same|the same|that very) year)\b"
    ),
    "budget": re.compile(
        r"\b(?:(?:dans )?(?:cette|la meme) fourchette|(?:binnen )?(?:die|deze|dezelfde) (?:vork|prijsvork|marge)|(?:in )?(?:dieser|derselben) (?:spanne|bandbreite)|(?:in |within )?(?:that|this|the same) (?:range|bracket))\b"
    ),
    "programme": re.compile(
        r"\b(?:ce(?: meme)? (?:programme|fonds)|(?:dat|ditzelfde|datzelfde) (?:programma|fonds)|(?:diese[mns]?|jene[mns]) (?:programms?|fonds)|that (?:programme|program|fund))\b"
    ),
}
# "Là-bas", "leurs projets": a place, or whose they are.
_SOMEWHERE = re.compile(
    r"\b(?:la-bas|la bas|ginder|ginds|over there|out there|dort|(?:leurs?|hun|ihre[nr]?|their) (?:eigen |propres? |own |eigene[nr]? )?(?:\w+-?)?(?:projets?|initiatives?|project(?:en|s)?|projekten?|initiatie(?:f|ven)|initiativen))\b"
)
KINDS = {
    "country": "place", "region": "place", "province": "place", "arrondissement": "place", "municipality": "place",
    "near": "place", "domain": "theme", "technology": "theme", "service": "theme", "year_from": "year", "year_to": "year",
}  # fmt: skip


def kind_of(name: str) -> str:
    """What a condition is of, where several filters are of one kind: a place, a theme, a year…"""
    return KINDS.get(name, name.partition("_")[0])


def pointed_at(text: str) -> dict[str, str]:
    """The kinds of conditions that words of a text point at, with those words."""
    folded = fold(text)
    found = {kind: rule.search(folded) for kind, rule in _POINTS.items()}
    return {kind: text[one.start() : one.end()] for kind, one in found.items() if one}


_NEIGHBOURS = re.compile(
    r"\b(?:chez (?:nos|mes|les)|bij (?:onze|de)|bei (?:unseren|den)|(?:with|among|at) (?:our|the)) (?:\w+ )?(?:voisine?s|buren|\w+buren|nachbarn|neighbou?rs)\b"
)


def unnamed_neighbours(text: str) -> str | None:
    """ "*Chez nos voisins*, combien de projets": some other place, which only a name tells."""
    found = _NEIGHBOURS.search(fold(text))
    return text[found.start() : found.end()] if found else None


def points_somewhere(text: str) -> str | None:
    """The words that point at a place or at whose the projects are; None where none do."""
    found = _SOMEWHERE.search(fold(text))
    return text[found.start() : found.end()] if found else None
