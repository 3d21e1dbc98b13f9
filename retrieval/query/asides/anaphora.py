"""Pronouns by which a question takes up what was told before it: "là-bas", "ils", "s'en servent", "in dat domein"."""

from __future__ import annotations

import re

from retrieval.query.words.cues import cue

POINTS_BACK = re.compile(
    r"\b(?:ses (?:propres )?(?:projets|initiatives|realisations)|la-bas|la bas|y(?! (?:en )?(?:a|aura|avait)\b)|(?:sa|leur|son|zijn|haar|hun|ihre[rnm]?|seine[rnm]?|his|her|their) (?:propre |eigen |own )?(?:ville|commune|entite|province|region|gemeente|stad|provincie|stadt|gemeinde|town|city|municipality)|ce (?:domaine|theme|pays|programme|secteur|service|niveau|montant|genre)\w*|cette (?:region|province|ville|commune|thematique|technologie|annee|somme|matiere)"
    r"|celles?-la|ceux-la|ce genre|ce type|la-dessus|la-dedans|daar\w*|ginder|dat (?:domein|thema|land|programma|niveau|bedrag)|die (?:stad|gemeente|provincie|streek|regio|technologie)"
    r"|dort|davon|darin|dazu|diese[mnrs]? (?:bereich|thema|land|stadt|gemeinde|provinz|region|programm|technologie|hohe|art)"
    r"|that (?:domain|theme|country|town|city|province|region|programme|technology|field|topic|level|amount|kind)|over there|out there)\b"
    r"|(?<!are )(?<!is )\bthere\b(?! (?:is|are|was|were|exist\w*|a|an|any)\b)"
)
POINTS_PERHAPS = cue(__package__, "points_perhaps")
WE_LACK = re.compile(
    r"\b(?:(?:nous|on|je) n'(?:avons|a|ai|utilisons|utilise|employons) (?:pas|plus|aucune?|jamais)|il nous manque|(?:wij|we|ik) (?:hebben|heb|gebruiken|gebruik|bezitten) (?:zelf |nog )?(?:geen|niet)"
    r"|(?:wir|ich) (?:haben|habe|nutzen|nutze|besitzen) (?:selbst |noch )?(?:keine?n?|nicht)|(?:we|i) (?:have no|have none|don't (?:have|use|own)|do not (?:have|use|own)|lack|haven't got|never use))\b"
)
USES_IT = re.compile(
    r"\b(?:l'|les |s'en )(?:utilis\w+|emploi\w+|exploit\w+)|(?:s'en (?:serv\w+|sont servis?|equip\w+)|en (?:utilis\w+|ont (?:utilise|installe|mis|pose)\w*|prevoi\w+|install\w+|emploi\w+|font usage|pos\w+|dispos\w+|possed\w+)"
    r"|(?:werken|werkt|gebruiken|gebruikt|zetten|zet|hebben|maken) (?:er|ze|die)\b|(?:ze|die|er|ermee|ervan) (?:gebruiken|inzetten|gebruik|werken|plaatsten|plaatsen)|ermee"
    r"|(?:nutzen|verwenden|benutzen|setzen|haben) (?:sie|solche|so etwas|diese|das|dies|es|welche|einen|eine|eins)\b(?=\W*(?:$|[.?!,]))|damit (?:arbeiten|gearbeitet)|(?:sie|solche|diese) (?:nutzen|verwenden|einsetzen)"
    r"|(?:use|used|using|have|installed|deploy\w*) (?:them|it|one|these|those|such)\b)"
)
