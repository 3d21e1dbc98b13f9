"""Signs, short forms and turns of phrase spelled out as plain words, before a sentence is read."""

from __future__ import annotations

import re

from corpus.models import Language
from retrieval.query.normalising.numerals import years_as_digits
from retrieval.query.normalising.set_aside import set_aside_in_one_word
from retrieval.query.normalising.stages import stages_in_one_word
from retrieval.query.normalising.that_year import that_year_in_figures
from retrieval.query.words.sentence import Sentence


def spelled_out(text: str) -> str:
    """Signs and shared parts of words as words: "le + gros", "Oost- en West-Vlaanderen", "Ost- und Westflandern"."""
    text = re.sub(r"(?<=\s)\+(?=\s)", "plus", text)
    text = re.sub(r"\bw/o\b", "without", text)
    text = re.sub(r"(?i)\bc ?'?(?:koi|quoi)\b", "c'est quoi", text)
    text = re.sub(r"\bki(?= (?:ont|a|sont|est|n'ont|ne|n'a)\b)", "qui", text)
    text = re.sub(r"\bw/(?=\s)", "with", text)
    text = re.sub(r"(?i)(?:\bno\.|\bnr\.?|#) of\b", "number of", text)
    text = re.sub(r"(?i)\b(leaving|setting|putting)\b([^.!?;:,]{1,40}) aside\b", r"\1 aside\2", text)
    text = re.sub(r"(?i)\b(?:district|bezirk) \(arrondissement\)", "arrondissement", text)
    text = re.sub(r"(?i)\bmax\. (?=\d)", "maximum ", text)
    text = re.sub(r"(?i)\b(prov(?:ince|incie|inz)?\.? (?:de |du |van |of )?)Lux\b\.?", r"\1Luxembourg", text)
    text = _LOOKS_LIKE.sub("quel est ", text)
    text = _ON_THE_TABLE.sub(r"\1", text)
    text = _GO_ON.sub("", _without_order(_SO_MANY_EUROS.sub(r"\1", text)))
    text = set_aside_in_one_word(_written_out(that_year_in_figures(years_as_digits(text))))
    text = re.sub(
        r",? car (?=(?:je|j'|on|nous|il|elle|ils|c'|ça|mon|ma|mes|notre|nos|le|la|les|l')\b)",
        ", parce que ",
        text,
    )
    text = _AS_FAR_AS_KNOWN.sub("", _IN_OTHER_WORDS.sub("", text))
    text = _WHICHEVER.sub("", text)
    text = _BY_THE_HOUR.sub("", text)
    if _IS_IT_SO.search(text):
        text = _CLAIMED.sub("", text)
    text = _MEETS_THEM_ALL.sub("", text)
    text = _TIES.sub("", text)
    if _ADDS_UP.search(text):
        text = _UNKNOWN_ONES_ASIDE.sub("", text)
    if (_AND_WHEN.search(text) or _SINCE_WHEN.search(text)) and Sentence.read(text).has("newest", "oldest"):
        text = _AND_WHEN.sub("", _SINCE_WHEN.sub(lambda found: _IN_WHAT_YEAR[found[1].lower()], text))
    text = _WHAT_THERE_IS.sub(r"\1 \2", text)
    text = stages_in_one_word(text)
    text = _by_year(text)
    for said, meant in _IN_HOW_MANY_CASES:
        text = said.sub(meant, text)
    for verb, particle in _SEPARABLE:
        text = re.sub(
            rf"(?i)\b({verb})\b(?! {particle}\b)([^.!?;:]*?) ({particle})\b(?=\W*(?:$|[.!?;:,])|,? (?:met|die|waar\w*|wat|welke|hoeveel|zonder|vanaf|sinds|per|volgens|naar|mit|ohne|seit|bei denen|was|nach|pro|by|per|into|what|which)\b)",
            r"\1 \3\2",
            text,
        )
    text = re.sub(rf"\b(\w+)- {_JOINS}(\w+)-(\w+)", r"\1-\4 \2\3-\4", text)
    return re.sub(rf"\b(\w+)- {_JOINS}(Ost|West|Nord|Süd|Oost)(\w{{4,}})", r"\1\4 \2\3\4", text)


# "Combien d'*euros de* budget": the unit says nothing.
_SO_MANY_EUROS = re.compile(
    r"(?i)\b(combien d[e']|hoeveel|wie ?viele?|how many|how much) ?(?:euros?|euro's|eur) (?:d[e']|of|in|aan|an) ?"
)
# "Largest first" of groups: they are told in this order anyway.
_BY_SIZE = re.compile(
    r"(?i)(?<=[.?!;,]) ?\(?(?:(?:largest|biggest|highest|greatest) first|(?:les |la |le )?plus (?:gros|grosse|grand|grande|haut|élevé)e?s? d'abord|(?:grootste|hoogste) eerst"
    r"|(?:größte|höchste)[rns]? zuerst|(?:in |by )?descending order|(?:par )?ordre décroissant|aflopend(?: gesorteerd)?|absteigend(?: sortiert)?)\)?(?: (?:please|svp|aub|bitte))?(?=\s*[.?!]|\s*$)"
)
_OF_GROUPS = re.compile(r" per(?: (?:det|adj|place))* (?:dim_\w+|town) ")


def _without_order(text: str) -> str:
    return _BY_SIZE.sub("", text) if Sentence.read(text).matches(_OF_GROUPS) else text


# "Entre 50 000 et 150 000 euros, *rien de plus*": the bounds are said.
_GO_ON = re.compile(r"(?i), (?:rien de plus|pas plus|niets meer|nicht mehr|nothing more|no more)(?=\s*[.;])")

# "À quoi ressemble *le budget moyen*".
_LOOKS_LIKE = re.compile(
    r"(?i)\bà quoi ressemble(?:nt)? (?=(?:le|les|la) (?:budget|subside|subvention|montant|coût|total|moyenne)s?\b)"
)
# "A mis le plus d'argent *sur la table*".
_ON_THE_TABLE = re.compile(
    r"(?i)\b((?:mis|met|mettent|mettre|legt|legde|legden|legte|legten|gelegd|gelegt|put|puts)\b[^.,;?!]{0,30}?\b(?:argent|moyens|budgets?|subsides?|geld|middelen|subsidies?|mittel|zuschüsse|money|cash|funding)) (?:sur la table|op tafel|auf den Tisch|on the table)\b"
)

# Short forms that officials write with a full stop, which ends no sentence then.
_SHORT_FORMS: dict[str, dict[Language, str]] = {
    "proj": {"fr": "projets", "nl": "projecten", "de": "Projekte", "en": "projects"},
    "init": {"fr": "initiatives", "nl": "initiatieven", "de": "Initiativen", "en": "initiatives"},
    "prov": {"fr": "province", "nl": "provincie", "de": "Provinz", "en": "province"},
    "subv": {"fr": "subventions", "nl": "subsidies", "de": "Subventionen", "en": "subsidies"},
    "subs": {"fr": "subsides", "nl": "subsidies", "de": "Subventionen", "en": "subsidies"},
    "progr": {"fr": "programme", "nl": "programma", "de": "Programm", "en": "programme"},
    "arr": {"fr": "arrondissement", "nl": "arrondissement", "de": "Bezirk", "en": "arrondissement"},
    "gem": {"fr": "gem", "nl": "gemiddeld", "de": "Gemeinde", "en": "gem"},
    "moy": {"fr": "moyen", "nl": "moy", "de": "moy", "en": "moy"},
    "durchschn": {"fr": "moyen", "nl": "gemiddeld", "de": "durchschnittlich", "en": "average"},
}
_SHORT_FORM = re.compile(rf"(?i)\b({'|'.join(_SHORT_FORMS)})\.?(?=\s|$|[,;:?!])")


def _written_out(text: str) -> str:
    """Short forms in full: "nbre de proj. en prov. de Namur"."""
    if not _SHORT_FORM.search(text):
        return text
    language = Sentence.read(text).language
    return _SHORT_FORM.sub(lambda found: _SHORT_FORMS[found[1].lower()][language], text)


# "*Les pionniers, c'est-à-dire* les projets partis en 2015": what follows says what is meant.
_IN_OTHER_WORDS = re.compile(
    r"(?i)(?<![\w'])(?:les|nos|des|de|het|onze|die|der|unsere|the|our) (?:[^\s.!?;:,()]+ ){0,2}[^\s.!?;:,()]+, (?:c'est[- ]à[- ]dire|càd|cad|autrement dit|dat wil zeggen|d\.w\.z\.|dwz|met andere woorden|das heißt|d\. ?h\.|i\. ?e\.|that is(?: to say)?|in other words),? (?=(?:les|des|ceux|celles|tous|de|het|alle|die|der|jene|the|those|all|projets|projecten|Projekte|projects)\b)"
)
# Where a field is compared or added up, only those are that have it.
_AS_FAR_AS_KNOWN = re.compile(
    r"(?i)[, (]+(?:voor zover|in zoverre|voorzover)(?: (?:dat|het|ze|die|er|(?:de |die )?(?:cijfers|bedragen|budgetten|gegevens)))?(?: (?:is|zijn))? ?(?:gekend|bekend|geweten|ingevuld|beschikbaar|vermeld)(?: (?:is|zijn))?\b\)?"
    r"|[, (]+(?:soweit|sofern|insofern)(?: (?:er|sie|es|das|diese|dieser|(?:die )?(?:Zahlen|Beträge|Budgets|Angaben)))?(?: (?:uns|Ihnen|euch|dir))? ?(?:bekannt|angegeben|erfasst|verfügbar|vorhanden|eingetragen)(?: (?:ist|sind))?\b\)?"
    r"|[, (]+(?:pour autant qu(?:e|'il|'ils|'on)|dans la mesure où|si tant est qu)(?: (?:on|il|ils|elle|elles|l'on|(?:les |ces |leurs )?(?:chiffres|montants|budgets|subsides|données)))?(?: (?:soit|soient|est|sont|le|la|les|en))* ?(?:connus?|connues?|connaisse|connait|connaît|renseignée?s?|disponibles?|sache)\b\)?"
    r"|[, (.]+(?:en se limitant|si (?:on|l'on|nous) (?:se |nous )?limit\w+|en s'en tenant) (?:aux|à ce qui|à ceux dont le) ?(?:montant|budget|subside|chiffre)?s? ?(?:connu|renseigné|est connu|est renseigné|est chiffré)e?s?\b\)?"
    r"|[, (.]+(?:uniquement|seulement) (?:là )?où (?:c'est|il est|le montant est|le budget est) (?:chiffré|connu|renseigné)\b\)?"
    r"|[, (.]+(?:enkel |alleen |slechts )?(?:gerekend|berekend) (?:op|over|met) (?:wat|de bedragen die|wat er) (?:bekend|gekend|geweten|ingevuld) (?:is|zijn)\b\)?"
    r"|[, (.]+(?:nur )?(?:gerechnet|berechnet) (?:auf|über|mit) (?:das|dem|die|was),? ?(?:was )?bekannt (?:ist|sind)\b\)?"
    r"|[, (.]+(?:judging|going|counting|reckoning)(?: only)? (?:by|with|from|on)?(?: only)? ?(?:the (?:ones|projects|sheets)|those) (?:with|that have|having) a known (?:subsidy|budget|amount)\b\)?"
    r"|[, (]+(?:pour ceux|parmi ceux) (?:qu'on|que l'on) connaît\b\)?"
    r"|[, (]+(?:as|so|in so|inso) ?far as(?: (?:it is|they are|it's|we|you|is|are))? ?(?:known|know|recorded|given|available)\b\)?"
    r"|[, (]+(?:where|if|when|wherever)(?: (?:it is|they are|it's))? (?:known|recorded|given|available)\b\)?(?=\s*[?.!,]|\s*$)"
)
# "Pour 16 h", "tegen 17 uur": when the answer is needed.
_BY_THE_HOUR = re.compile(
    r"(?i),? ?\b(?:pour|avant|d'ici|vers|tegen|voor|om|bis|vor|um|by|before|at) \d{1,2}(?:[:.]\d\d)? ?(?:h(?:eures?)?(?: ?\d\d)?|u(?:ur)?(?: ?\d\d)?|Uhr|[ap]\.?m\.?|o'clock)(?!\w)"
)
# "Mijn buurman zweert dat Gent meer doet dan Antwerpen. Klopt dat?": the claim is what is asked about.
_IS_IT_SO = re.compile(
    r"(?i)\b(?:klopt (?:dat|het)|is dat (?:zo|juist|waar)|est-ce (?:vrai|exact|correct|bien le cas)|c'est (?:vrai|exact|juste) \?|vrai ou faux|stimmt (?:das|es)|ist das (?:wahr|richtig|so)|is (?:that|it|this) (?:true|right|so|correct)|true or false)\b"
)
_CLAIMED = re.compile(
    r"(?i)^[^.?!,;:]{2,40}?\b(?:(?:zweert|beweert|zegt|denkt|meent|gelooft|vindt|claimt)(?: er)?,? dat|(?:prétend|affirme|jure|dit|pense|croit|soutient|assure|clame)(?:ent|nt)? (?:que |qu')"
    r"|(?:behaupte[tn]|sag(?:t|en)|mein(?:t|en)|schwör(?:t|en)|glaub(?:t|en)|denk(?:t|en)),? dass|(?:swears?|claims?|says?|thinks?|insists?|believes?|reckons?) (?:that )?) ?"
)
# "How many *tick all four boxes*": the conditions were told before.
_MEETS_THEM_ALL = re.compile(
    r"(?i) (?:(?:of them )?(?:tick|check|meet|satisfy|match|fulfil|fit)s? (?:all|both|every)(?: (?:of )?(?:these|those|the|them|my|our))?(?: \w+){0,2}"
    r"|(?:cochent|remplissent|réunissent|respectent|satisfont|répondent à|répondent aux|satisfont à|satisfont aux) (?:toutes? |tous )?(?:les |ces )?(?:\w+ )?(?:cases|critères|conditions)"
    r"|voldoen aan (?:al |alle |elk van )?(?:die |deze |de )?(?:\w+ )?(?:criteria|voorwaarden|vereisten|kenmerken)"
    r"|erfüllen (?:alle |sämtliche )?(?:diese |die )?(?:\w+ )?(?:Kriterien|Bedingungen|Voraussetzungen|Punkte))(?=\s*[?.!]|\s*$)"
)
# "Gibt es mehrere aus demselben Jahr, dann bitte alle": all that share the extreme are told anyway.
_TIES = re.compile(
    r"(?i)(?<=[.?!;,(])\s*(?:et |en |und |and )?(?:(?:gibt es|wenn es|falls es|sollte es|falls) mehrere|s'il y en a plusieurs|si plusieurs|en cas d'(?:égalité|ex[ -]æquo)|(?:als|indien|zijn) er meerdere|bij gelijke stand|bij gelijkstand|bei Gleichstand|if (?:there (?:are|is) )?(?:several|more than one|a tie)|in case of a tie)\b[^.?!;]*"
)
# Where amounts are added or averaged, those that are not known are left aside anyway.
_ADDS_UP = re.compile(
    r"(?i)\b(?:somme|total\w*|cumul\w*|moyen\w*|ensemble|en tout|gemiddeld\w*|samen|totaal\w*|totale|som|opgeteld|insgesamt|Summe|Durchschnitt\w*|durchschnittlich\w*|Mittelwert\w*|Gesamt\w*|zusammen|total|average|mean|sum|combined|altogether)\b"
)
_UNKNOWN_ONES_ASIDE = re.compile(
    r"(?i)[,(;.?] ?(?:(?:les |aux |des )?(?:montants?|budgets?|subsides?|chiffres?|valeurs?) (?:connu|renseigné|disponible)e?s?(?: (?:seulement|uniquement))?"
    r"|en (?:ne (?:retenant|prenant|comptant|gardant) que|se limitant à) ceux dont (?:le (?:montant|budget|subside)|il) est (?:connu|renseigné|chiffré)|(?:les )?inconnus?,? tant pis|(?:les )?(?:inconnus?|manquants?|valeurs manquantes) (?:exclue?s?|non comprise?s?|mise?s? (?:de côté|à part)|ignorée?s?)"
    r"|(?:enkel |alleen )?(?:gekende|bekende) (?:bedragen|budgetten|subsidies|cijfers)|(?:de )?onbekende(?: bedragen| budgetten)? (?:niet meegeteld|niet meegerekend|buiten beschouwing|uitgezonderd|tellen niet mee)"
    r"|(?:nur )?bekannte (?:Beträge|Budgets|Zahlen)|Unbekannte[sn]?(?: Beträge| Budgets)? (?:bleib\w+|lass\w*|wird|werden|nicht|natürlich|selbstverständlich|ausgenommen|außen|vor|weg|mitgezählt|mitgerechnet|berücksichtigt| )+"
    r"|known (?:amounts|budgets|figures|values)(?: only)?|unknowns? (?:excluded|aside|left out|ignored|don't count|do not count))\)?(?=\s*[?.!,;]|\s*$)"
)
_SINCE_WHEN = re.compile(r"(?i)\b(seit|depuis|sinds|since) (?:wann|quand|wanneer|when)\b")
_IN_WHAT_YEAR = {
    "seit": "In welchem Jahr",
    "depuis": "En quelle année",
    "sinds": "In welk jaar",
    "since": "In what year",
}
# What does not matter: "egal in welchem Land", "quel que soit le pays".
_WHICHEVER = re.compile(
    r"(?i)[, (]+(?:tou(?:te)?s (?:les )?(?:périodes?|années?|époques?|statuts?|stades?|provinces?|régions?|pays|communes?|domaines?|thèmes?|catégories?|programmes?) (?:confondu|réuni|compris)e?s|(?:ganz )?egal,? (?:in |aus |mit |zu |für )?welche[mnrs]? \w+|gleich(?:gültig)?,? (?:in |aus )welche[mnrs]? \w+|unabhängig (?:vom|von der) (?:Land|Region|Status|Thema|Bereich|Provinz|Stand)"
    r"|(?:quels? que soi(?:en)?t|quelles? que soi(?:en)?t|peu importe|qu'importe|sans distinction de|indépendamment d[ue]) (?:le |la |les |l')?(?:pays|région|régions|statut|domaine|province|commune|ville|thème|stade)s?"
    r"|(?:ongeacht|eender|gelijk|om het even|maakt niet uit)(?: in| uit)? ?(?:het |de |welke? |welk )*(?:land|regio|gewest|status|thema|domein|provincie|gemeente)(?: ook)?"
    r"|(?:regardless of|irrespective of|whatever|no matter) (?:the |which |what |their )*(?:country|region|status|theme|domain|province|town|stage))\b\)?"
)
# The year of the oldest or the newest is what is computed: "…, and *when*?"
_AND_WHEN = re.compile(
    r"(?i),? (?:et|en|und|and) (?:c'était |cela date de |het was |das war |that was )?(?:quand|de quand|en quelle année|wanneer|sinds wanneer|in welk jaar|wann|seit wann|in welchem Jahr|when|since when|in what year|in which year)(?: (?:donc|dan|denn|was that|was dat|war das|était-ce))?(?=\s*[?.!]|\s*$)"
)
# "Was gibt es *da alles* an Projekten", "wat is er *zoal* aan projecten", "qu'y a-t-il *donc* comme projets".
_WHAT_THERE_IS = re.compile(
    r"(?i)\b(was (?:gibt es|gibt's|haben wir|habt ihr|haben Sie|läuft)|wat (?:is|bestaat|loopt|staat|hebben jullie|heb je|heeft u|hebt u)(?: er)?"
    r"|qu'y a-t-il|qu'est-ce qu'il y a|qu'est-ce que vous avez|que trouve-t-on|qu'avez-vous)"
    r"(?: (?:da|alles|denn|so|hier|dort|bei euch|allemaal|zoal|nog|dan|eigenlijk|daar|donc|déjà|chez vous|là))+ (an|aan|comme)\b"
)


def _by_year(text: str) -> str:
    """ "Comment le nombre de projets a-t-il évolué au fil des ans" asks for the number by year."""
    if not _MANY.search(text):
        return text
    spelled = text
    for said, meant in _OVER_TIME:
        spelled = said.sub(meant, spelled)
    return _EVOLVES.sub(" ", spelled) if _A_YEAR.search(spelled) else text


_MANY = re.compile(r"(?i)\b(?:nombre|combien|aantal|hoeveel|zahl|anzahl|wie viele|number|how many|count)\b")
_OVER_TIME = tuple(
    (re.compile(rf"(?i)\b(?:{said})\b"), meant)
    for said, meant in (
        (r"au fil (?:des ans|des années|du temps)|d'année en année|année par année|an par an", "par année"),
        (r"(?:door|over|doorheen) de jaren(?: heen)?|jaar (?:na|per) jaar|van jaar tot jaar", "per jaar"),
        (
            r"(?:über|im Laufe?) (?:die|der) Jahre|über die Zeit|im Zeitverlauf|Jahr für Jahr|von Jahr zu Jahr",
            "pro Jahr",
        ),
        (
            r"(?:over|through|across) (?:the years|time)|year (?:by|on|after) year|from year to year",
            "per year",
        ),
    )
)
_A_YEAR = re.compile(r"(?i)\b(?:par an(?:née)?|per jaar|pro Jahr|per year|by year)\b")
_EVOLVES = re.compile(
    r"(?i)\b(?:(?:l')?évolution d(?:u|e la|es)|a-t-il évolué|a évolué|évolue(?:-t-il)?|evolueerde?n?|evolutie van|geëvolueerd"
    r"|entwickelt|entwickelte|Entwicklung de[rs]|has changed|changed|evolved|evolution of|trend in)(?!\w)"
)


def without_examples(text: str) -> str:
    """Without brackets that give examples: "nach Stand (Pilot, laufend usw.)"."""
    return _EXAMPLES.sub(lambda found: " " * len(found.group()), text)


_EXAMPLES = re.compile(
    r"\([^()]*(?:\b(?:usw|etc|enz|enzovoort|et cetera|and so on|ainsi de suite|z\. ?b|bijv|bv|p\. ?ex|par ex\w*|e\.g|zum beispiel|for example)\b|…|\.\.\.)[^()]*\)",
    re.IGNORECASE,
)
# Verbs of Dutch, German and English whose second part closes the sentence: "tel de budgetten *op*".
_SEPARABLE = (
    ("tel|telt|som|somt|lijst", "op"), ("tel|reken|neem|leg", "samen"), ("liste|zähle?|führe?", "auf"),
    ("zähle?|rechne|addiere", "zusammen"), ("such|suche|filtere?|gib", "heraus"), ("add|sum|pull|tot|tally|bring", "up"),
    ("break|breaking", "down"), ("split|divide|carve", "up"), ("deel|splits", "op"), ("teile?|gliedere?|schlüssle", "auf"),
)  # fmt: skip
# "In how many cases is the budget unknown": records are meant. "How many cases of dumping" are none.
_IN_HOW_MANY_CASES = tuple(
    (re.compile(said, re.IGNORECASE), meant)
    for said, meant in (
        (r"\b((?:dans|pour|en) combien) de cas\b", r"\1 de projets"),
        (r"\b((?:in|bij|voor) hoeveel) gevallen\b", r"\1 projecten"),
        (r"\b((?:in|bei) wie ?vielen) Fällen\b", r"\1 Projekten"),
        (r"\b((?:in|for) how many) cases\b", r"\1 projects"),
    )
)
_JOINS = r"((?:en|of|und|oder|and|or|et|ou) (?:in |im )?)"
