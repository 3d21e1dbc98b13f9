"""Words by which a text says that its project goes on with an earlier one: a second phase, an extension, a renewal.

They are stems of folded words; `strong` ones say it by themselves, `weak` ones ("nouveau marché") need company.
"""

from __future__ import annotations

import re

from corpus.phrases import fold

_STRONG = (
    # French
    r"phase (?:2|3|ii|iii|deux|trois)\b", r"(?:2e|2eme|3e|deuxieme|seconde?|troisieme) (?:phase|vague|lot|volet|tranche|edition|etape|generation|appel|version)",
    r"v2\b|2\.0\b|\bbis\b", r"\bextension", r"\betend(?:u|ue|us|ues|re)?\b", r"\belargi\w*", r"\bgeneralis\w*", r"\bprolong\w*", r"\bpoursui\w*",
    r"\brenouvel\w*", r"\brenouvell\w*", r"\bpasse(?:r|nt)? a l'echelle", r"\bdeploie\w* (?:partout|a toute?)", r"\bfait suite\b|\bsuite (?:de|du|a|au|aux) (?:l'|la |le )?(?:essai|test|pilote|projet|experience|premier\w*|succes)",
    r"\bapres (?:l'|un |une |le |la |les )?(?:essai|test|pilote|phase|premi\w+|deux ans|trois ans|un an|bilan)", r"\bessai (?:ayant|concluant|reussi)", r"\bmoderni\w+ d(?:e|u) (?:l'|la |le )?(?:existant|reseau|systeme)",
    r"\bdeja (?:en place|install\w+|equip\w+|pose\w*)", r"\b(?:s'|en )?ajoute\w* (?:aux?|a la)\b", r"\bcomplete\w* (?:le|la|les) ", r"\bsupplementaires?\b", r"\bde plus\b", r"\bnouveaux? (?:marche|contrat|lot)", r"\brelance", r"\bvenant a echeance",
    r"\b(?:reprend|prend la suite|succede)\w*", r"\bexistantes?\b|\bexistants?\b", r"\bdesormais\b", r"\bdu pilote a\b",
    # Dutch
    r"\b(?:tweede|derde|volgende) (?:fase|golf|lot|editie|reeks|ronde)", r"\bfase (?:2|3|ii|iii|twee|drie)\b", r"\buitbreid\w*|\buitgebreid\w*", r"\bvervolg\w*", r"\bverleng\w*", r"\bna (?:de|het|een) (?:proef\w*|test\w*|pilo\w*|eerste)", r"\buitrol\w*", r"\bopschal\w*", r"\bhernieuw\w*|\bvernieuw\w*", r"\bbijkomende?\b|\bextra\b", r"\bbestaande?\b", r"\bopvolger",
    # German
    r"\b(?:zweite|dritte|nachste)[nrs]? (?:phase|etappe|stufe|welle|los|runde|auflage|abschnitt)", r"\bphase (?:2|3|ii|iii|zwei|drei)\b", r"\berweiter\w*", r"\bausbau\w*|\bausgebaut\w*|\bausgeweitet\w*|\bausweitung", r"\bfortsetz\w*|\bfortgef\w*|\bfortf\w*", r"\bverlanger\w*", r"\bnach (?:dem|der|einem|zwei|drei) (?:test\w*|pilot\w*|versuch\w*|probe\w*|ersten|jahren)", r"\bzusatzlich\w*|\bweitere[nrs]?\b", r"\bbestehende?[nrs]?\b", r"\bnachfolge\w*",
    # English
    r"\b(?:second|third|next) (?:phase|stage|wave|lot|round|edition)", r"\bphase (?:two|three)\b", r"\bextend\w*|\bextension", r"\bexpan\w+", r"\broll(?:ed|s|ing)?[- ]?out", r"\bscal(?:ed|es|ing) up", r"\bfollow(?:s|ing|ed)?[- ](?:up|on)", r"\bafter (?:the|a|two|three|one) (?:pilot|trial|test|first|years?)", r"\brenew\w*", r"\badditional|\bmore (?:sensors|sites|streets|meters)", r"\bexisting\b", r"\bsuccessor",
)  # fmt: skip
_SAID = re.compile("|".join(_STRONG))


def continuations(text: str) -> int:
    """How many different ways the text has of saying that it goes on with something."""
    return len({found.group() for found in _SAID.finditer(fold(text).replace("’", "'"))})
