"""For whom a project is: groups of people that texts name in four languages.

Wordings are beginnings of folded words.
"""

from __future__ import annotations

import re

from corpus.phrases import fold
from corpus.text import mark

_GROUPS = {
    "seniors": "senior aine personnes?-agee pensionne maison-de-repos oudere bejaard rusthuis woonzorg altere seniorenheim altenheim elderly nursing-home retire",
    "children": "enfant ecolier eleve ecole scout creche kinder kind leerling school schul schuler pupil child",
    "young-people": "jeune etudiant ado jongere student jugend jugendlich teenag youth",
    "disabled": "pmr handicap malvoyant aveugle fauteuil-roulant rolstoel mindervalid blind behinder rollstuhl disab wheelchair visually",
    "motorists": "automobiliste conducteur stationnement parkeer autofahrer bestuurder parkplatz motorist driver parking",
    "cyclists": "cycliste velo fiets radfahr fahrrad cyclist bike",
    "passengers": "navetteur voyageur usagers?-du-(?:bus|train|tram) arret-de-bus reiziger pendelaar busreisend fahrgast pendler commuter passenger",
    "pedestrians": "pieton trottoir voetganger fussgang gehweg pedestrian",
    "shops": "commerce commercant magasin independant handelaar winkel handel laden geschaft einzelhandel shop retail trader",
    "companies": "entreprise pme zoning parc-d.activite bedrijf kmo bedrijven unternehm gewerbe firma compan business-park sme",
    "visitors": "touriste visiteur vacancier musee toerist bezoeker gast besucher tourist museum visitor",
    "farmers": "agricult eleveur fermier landbouw boer landwirt bauer farm",
    "poor": "precari cpas demun revenu-modeste kwetsbar ocmw armoede oshz sozialhilfe bedurftig vulnerable low-income",
    "patients": "patient malade hopital soins zieken krank pflege hospital",
    "staff": "agents? personnel fonctionnaire employes?-communa ouvrier medewerker personeel ambtenaar mitarbeiter bauhof personal employee staff civil-servant",
    "rescue": "pompier secours police policier zone-de-secours brandweer politie feuerwehr rettung polizei firefighter rescue",
    "clubs": "association club-sportif benevole vereniging sportclub vrijwillig verein ehrenamt volunteer",
}
AUDIENCES = {
    "seniors": mark("les aînés"),
    "children": mark("les enfants et les écoles"),
    "young-people": mark("les jeunes"),
    "disabled": mark("les personnes à mobilité réduite ou handicapées"),
    "motorists": mark("les automobilistes"),
    "cyclists": mark("les cyclistes"),
    "passengers": mark("les voyageurs"),
    "pedestrians": mark("les piétons"),
    "shops": mark("les commerces"),
    "companies": mark("les entreprises"),
    "visitors": mark("les visiteurs"),
    "farmers": mark("les agriculteurs"),
    "poor": mark("les personnes en situation de précarité"),
    "patients": mark("les patients"),
    "staff": mark("le personnel communal"),
    "rescue": mark("la police et les secours"),
    "clubs": mark("les associations"),
}
_FOUND = [
    (group, re.compile(r"\b(?:" + "|".join(word.replace("-", r"[ -]") for word in words.split()) + ")"))
    for group, words in _GROUPS.items()
]


def audiences_in(text: str) -> frozenset[str]:
    """The groups of people that a text names."""
    folded = fold(text)
    return frozenset(group for group, pattern in _FOUND if pattern.search(folded))
