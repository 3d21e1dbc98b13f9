"""Words by which a text says that its project goes on with an earlier one: a second phase, an extension, a renewal.

They are stems of folded words. `_STRONG` ones say it by themselves; `_WEAK` ones ("maintenant", "sinds 2020") say it
only of a text on something that began later.
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
_WEAK = (
    # French
    r"\bmaintenant\b", r"\bre(?:conduc|condui|pris)\w*|\breprennent\b", r"\bne suffi(?:t|sait|saient|sent) (?:pas|plus)", r"\bs'y ajoute\w*|\by (?:est|sont) (?:donc )?(?:ajoute|etendu)\w*",
    r"\bde(?:vien|venu)\w+", r"\b(?:reste|restent|est|sont) (?:maintenu|conserve|reconduit|garde)\w*|\bon garde\b|\breste a demeure", r"\bancien(?:s|ne|nes)?\b", r"\bremplac\w+", r"\bdepuis (?:20\d\d|lors|\w+ ans)\b",
    r"\b(?:l'|de l')(?:experience|essai|etude|experimentation|enquete)\b|\b(?:le|du|au) (?:pilote|projet initial)\b", r"\b(?:teste|essaye|experimente|eprouve|pilote|inaugure)e?s?\b", r"\bnee?s? (?:au|en|a|dans)\b", r"\b(?:second|premier|premiere|seconde)s?\b", r"\bn'\w+ plus\b", r"\baussi\b|\begalement\b",
    # Dutch
    r"\bvoortaan\b|\bnu\b|\bthans\b", r"\bsinds (?:20\d\d|de|het|\w+ jaar)", r"\b(?:uit)?getest\w*|\bproef\w*|\bpilootproject", r"\bovergenomen\b|\boverneemt\b|\bnee?mt?(?:en)? \w+ over\b", r"\bniet langer\b|\bniet meer\b", r"\bwordt \w+breed\b|\bgeworden\b", r"\bblij(?:ft|ven)\b", r"\beerste\b|\bvorige\b|\beerdere?\b", r"\book\b", r"\bverva?ng\w*",
    # German
    r"\bnun(?:mehr)?\b|\bjetzt\b|\bkunftig\b", r"\bseit (?:20\d\d|dem|der|\w+ jahren)", r"\bgeworden\b", r"\berprobt\w*|\bgetestet\w*|\bpilot\w*|\bversuch\w*", r"\bubernimmt\b|\bubernommen\b|\bubernehmen\b", r"\bnicht mehr\b", r"\bbleib(?:t|en)\b", r"\berste[nrs]?\b|\bfruhere[nrs]?\b|\bbisherige[nrs]?\b", r"\bauch\b", r"\bersetz\w+",
    # English
    r"\bnow\b", r"\bsince (?:20\d\d|the|then)", r"\bno longer\b", r"\bbecom(?:e|es|ing)\b|\bbecame\b|\bturn(?:s|ed|ing)\b", r"\b(?:tried|tested|piloted|trialled)\b|\bpilot\b|\btrial\b", r"\btak(?:es|en|ing) over\b|\btook over\b", r"\bremain(?:s|ed)?\b|\bkept\b", r"\bearlier\b|\bfirst\b|\bprevious\w*\b|\bformer\w*\b", r"\balso\b|\btoo\b", r"\breplac\w+",
)  # fmt: skip
_SAID, _HINTED = (re.compile("|".join(some)) for some in (_STRONG, _WEAK))


def continuations(text: str) -> int:
    """How many different ways the text has of saying that it goes on with something."""
    return _ways(_SAID, text)


def hints(text: str) -> int:
    """How many different words it has that speak of a before: they say something where years say so too."""
    return _ways(_HINTED, text)


def _ways(pattern: re.Pattern[str], text: str) -> int:
    return len({found.group() for found in pattern.finditer(fold(text).replace("’", "'"))})
