"""Typing errors in the words that nothing accounts for: the one known word that is near enough.

Only words of a certain length are corrected, and only where a single known word is nearest: "Wallonnie" is
read as "Wallonie", "Lier" never as "Liège".
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.models import LANGUAGES, Language
from corpus.phrases import folded_words
from corpus.places import Gazetteer, Level
from corpus.taxonomy import Facet, Taxonomy
from retrieval.query.folding import fold
from retrieval.query.lexicon import Lexicon
from retrieval.query.sentence import Sentence
from retrieval.query.set_aside import set_aside_in_one_word

_SHORTEST = 5  # letters
_LONG = 9  # letters from which two errors are forgiven
_TWO_ERRORS, _KEPT = 2, 4  # two are forgiven behind the first letters: "Teilprojekte" are no "Testprojekte"
_FACETS: tuple[Facet, ...] = ("domain", "technology", "service", "status", "programme")
_LEVELS: tuple[Level, ...] = ("municipality", "province", "region", "country")


def spelled_out(text: str) -> str:
    """Signs and shared parts of words as words: "le + gros", "Oost- en West-Vlaanderen", "Ost- und Westflandern"."""
    text = re.sub(r"(?<=\s)\+(?=\s)", "plus", text)
    text = re.sub(r"\bw/o\b", "without", text)
    text = re.sub(r"\bw/(?=\s)", "with", text)
    text = re.sub(r"(?i)(?:\bno\.|\bnr\.?|#) of\b", "number of", text)
    text = re.sub(r"(?i)\b(leaving|setting|putting)\b([^.!?;:,]{1,40}) aside\b", r"\1 aside\2", text)
    text = re.sub(r"(?i)\b(?:district|bezirk) \(arrondissement\)", "arrondissement", text)
    text = re.sub(r"(?i)\bmax\. (?=\d)", "maximum ", text)
    text = set_aside_in_one_word(_written_out(text))
    text = re.sub(
        r",? car (?=(?:je|j'|on|nous|il|elle|ils|c'|ça|mon|ma|mes|notre|nos|le|la|les|l')\b)",
        ", parce que ",
        text,
    )
    text = _AS_FAR_AS_KNOWN.sub("", text)
    text = _WHICHEVER.sub("", text)
    if (_AND_WHEN.search(text) or _SINCE_WHEN.search(text)) and Sentence.read(text).has("newest", "oldest"):
        text = _AND_WHEN.sub("", _SINCE_WHEN.sub(lambda found: _IN_WHAT_YEAR[found[1].lower()], text))
    text = _WHAT_THERE_IS.sub(r"\1 \2", text)
    for said, meant in _STAGES:
        text = said.sub(meant, text)
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


# Stages in several words, as the taxonomy says them.
_STAGES = tuple(
    (re.compile(said, re.IGNORECASE), meant)
    for said, meant in (
        (
            r"\b(?:au|en|à un|dans leur|dans la|en pleine) (?:stade|phase) (?:de|d'|de la|de l'|du) ?(?:préparation|planification|étude|conception|papier)\b|\bsur la planche à dessin\b|\bsur la table à dessin\b",
            "planifiés",
        ),
        (
            r"\bin (?:de |het )?(?:voorbereidings|plannings|ontwerp|studie)(?:fase|stadium)\b|\b(?:op|in) de planning\b|\bin de pijplijn\b|\bop de tekentafel\b|\bop stapel\b",
            "gepland",
        ),
        (
            r"\bin (?:der )?(?:Vorbereitungs|Planungs|Konzept)phase\b|\bauf dem Reißbrett\b|\bin der Pipeline\b",
            "geplant",
        ),
        (
            r"\b(?:at|in) the (?:planning|preparation|preparatory|design|drawing-board) (?:stage|phase)\b|\bon the drawing board\b|\bin the pipeline\b",
            "planned",
        ),
        (r"\bdonnées persos?\b", "données personnelles"),
        # both tenses: whatever the stage
        (
            r"\b(?:lopen|loopt|bestaan|bestaat|zijn|waren|liepen|draaien)(?: er)? (?:of|en) (?:er )?(?:liepen|lopen|liep|waren|zijn|bestonden|draaiden|hebben gelopen)(?: er)?(?: geweest)?\b",
            "zijn er",
        ),
        (
            r"\b(?:laufen|läuft|liefen|gibt es|gab es|sind|waren|existieren)(?: dort| da)? (?:oder|und|bzw\.?|beziehungsweise) (?:liefen|laufen|lief|gab es|gibt es|waren|sind|existierten|sind gelaufen)(?: dort| da)?\b",
            "gibt es",
        ),
        (
            r"\b(?:sont|étaient) (?:ou|et) (?:ont été|étaient|furent|sont|seront)(?= (?:men|réalis|déploy|install|lanc|mis|en cours|localis|situ|act))",
            "sont",
        ),
        (
            r"\b(?:tournent|courent|existent|se déroulent|sont en cours|ont cours)(?: là)? (?:ou|et) (?:(?:y )?ont (?:tourné|couru|existé|été menés|eu lieu|eu cours)|tournaient|existaient|se sont déroulés|se déroulaient|l'ont été)\b",
            "existent",
        ),
        (
            r"\b(?:(?:are|were|is|have been) )?(?:running|ongoing|under ?way|active|run|are|in progress) or (?:(?:have|has|had) (?:been|run|ever run|previously run)|ran|were|did run|used to run|were once)(?: (?:running|ongoing|under ?way|active|in progress|once))?\b",
            "are",
        ),
        (
            r"\b(?:nog niet|noch nicht) (?:begonnen|gestart|opgestart|gestartet|angefangen)(?: zijn| sind)?\b",
            "gepland",
        ),
    )
)


# Where a field is compared or added up, only those are that have it.
_AS_FAR_AS_KNOWN = re.compile(
    r"(?i)[, (]+(?:voor zover|in zoverre|voorzover)(?: (?:dat|het|ze|die|er))?(?: (?:is|zijn))? ?(?:gekend|bekend|geweten|ingevuld|beschikbaar|vermeld)(?: (?:is|zijn))?\b\)?"
    r"|[, (]+(?:soweit|sofern|insofern)(?: (?:er|sie|es|das|diese|dieser))?(?: (?:uns|Ihnen|euch|dir))? ?(?:bekannt|angegeben|erfasst|verfügbar|vorhanden|eingetragen)(?: (?:ist|sind))?\b\)?"
    r"|[, (]+(?:pour autant qu(?:e|'il|'ils|'on)|dans la mesure où|si tant est qu)(?: (?:on|il|ils|elle|elles|l'on))?(?: (?:soit|soient|est|sont|le|la|les|en))* ?(?:connus?|connues?|connaisse|connait|connaît|renseignée?s?|disponibles?|sache)\b\)?"
    r"|[, (]+(?:pour ceux|parmi ceux) (?:qu'on|que l'on) connaît\b\)?"
    r"|[, (]+(?:as|so|in so|inso) ?far as(?: (?:it is|they are|it's|we|you|is|are))? ?(?:known|know|recorded|given|available)\b\)?"
    r"|[, (]+(?:where|if|when|wherever)(?: (?:it is|they are|it's))? (?:known|recorded|given|available)\b\)?(?=\s*[?.!,]|\s*$)"
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
    r"(?i)[, (]+(?:(?:ganz )?egal,? (?:in |aus |mit |zu |für )?welche[mnrs]? \w+|gleich(?:gültig)?,? (?:in |aus )welche[mnrs]? \w+|unabhängig (?:vom|von der) (?:Land|Region|Status|Thema|Bereich|Provinz|Stand)"
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


def corrected(text: str, words: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with its mistyped words replaced, and what was replaced by what."""
    changes = []
    language = Sentence.read(text).language
    for word in words:
        known = _nearest(fold(word), language)
        if known is not None:
            changes.append((word, known))
            text = text.replace(word, known.capitalize() if word[:1].isupper() else known)
    return text, tuple(changes)


def _nearest(word: str, language: Language) -> str | None:
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    allowed = 2 if len(word) >= _LONG else 1
    near = process.extract(word, _vocabulary(language), scorer=OSA.distance, score_cutoff=allowed, limit=8)
    near = [one for one in near if one[1] < _TWO_ERRORS or one[0][:_KEPT] == word[:_KEPT]]
    near = [one for one in near if not _is_a_verb_for_a_noun(word, one[0], language)]
    best = [known for known, distance, _ in near if distance == min(one[1] for one in near)]
    best = [known for known in best if known[0] == word[0]] or (best if len(word) >= _LONG else [])
    return best[0] if best and _means_one_thing(best) else None


# "Se *contenter*" is no mistyped "conteneur": who mistypes a word seldom gives it the ending of an infinitive.
_INFINITIVES: dict[Language, tuple[str, ...]] = {"fr": ("er", "ir", "re")}


def _is_a_verb_for_a_noun(word: str, known: str, language: Language) -> bool:
    endings = _INFINITIVES.get(language, ())
    return word.endswith(endings) and not known.endswith(endings) if endings else False


def _means_one_thing(words: list[str]) -> bool:
    """Whether the words are forms of one: "projet", "projets"."""
    return len({word[: max(_SHORTEST, len(word) - 2)] for word in words}) == 1


@cache
def _vocabulary(language: Language) -> tuple[str, ...]:
    """Known words of one language, and the names of places in all: "handed" is no Dutch "handel"."""
    taxonomy = Taxonomy.load()
    words: set[str] = set()
    for facet in _FACETS:
        for term in taxonomy.terms(facet):
            for said in (term.labels.get(language), *getattr(term.synonyms, language)):
                words.update(folded_words(said))
    for level in _LEVELS:
        for place in Gazetteer.load().all(level):
            for one in LANGUAGES:
                words.update(folded_words(place.names.get(one)))
    words.update(Lexicon.load().words[language])
    return tuple(sorted(word for word in words if len(word) >= _SHORTEST - 1))
