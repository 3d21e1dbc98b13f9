"""What a question asks for: an amount, a date, a name, a way of working; and how that looks in a sentence.

Cues are searched for in folded text (lower case, no accents), in the four languages together: people mix them, and
documents need not be in the language of the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from retrieval.query.folding import fold

_NUMBER_WORD = (
    r"(?:\d+|un[e]?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante"
    r"|dizaines?|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|centaines?|milliers?|cent"
    r"|mille|millions?|milliards?|premiere?s?|deuxieme|troisieme|douzieme|moitie|tiers|quart|chacun|twee|drie|vier|vijf|zes"
    r"|tien|honderd|duizend|zwei|drei|funf|sechs|zehn|hundert|tausend|two|three|four|five|ten|hundred|thousand)"
)
_UNIT_OF_TIME = (
    r"(?:heures?|h|jours?|semaines?|mois|ans?|annees?|minutes?|uur|uren|dagen|weken|maanden|jaar|stunden|tage[n]?"
    r"|wochen|monate[n]?|jahre[n]?|hours?|days?|weeks?|months?|years?)"
)
_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|januari|februari|maart"
    r"|april|mei|juni|juli|augustus|oktober|december|januar|februar|marz|august|dezember|january|february|march|may"
    r"|june|july|october)"
)


@dataclass(frozen=True)
class Aspect:
    """One kind of thing that can be asked.

    `cue` is searched for in a question, `shown` in a sentence, `section` in the heading above it; all in folded text.
    """

    name: str
    cue: re.Pattern[str]
    shown: re.Pattern[str] | None
    section: re.Pattern[str] | None


def _aspect(name: str, cue: str, shown: str = "", section: str = "") -> Aspect:
    compiled = [re.compile(pattern) if pattern else None for pattern in (cue, shown, section)]
    assert compiled[0] is not None
    return Aspect(name, compiled[0], compiled[1], compiled[2])


_COST_SECTION = r"\b(?:cout|budget|prix|kost|prijs|kosten|cost|price|financ|chiffres|experiences|reperes)"
_FIGURES_SECTION = (
    r"\b(?:delais|chiffres|sanctions|termijn|frist|boete|fines?|amendes|experiences|reperes|resultats)"
)
_RULE_SECTION = r"\b(?:regle|obligation|regel|pflicht|rule)"
_WHEN_SECTION = r"\b(?:depuis quand|pour qui|delais|wanneer|wann|when|resultats)"
_STEPS_SECTION = r"\b(?:demarche|etapes|methode|aanpak|stappen|vorgehen|schritte|steps|approach)"
_PITFALL_SECTION = r"\b(?:pieges?|risques?|valkuil|risico|fallstrick|risik|pitfalls?|risks?)"
_RESULT_SECTION = (
    r"\b(?:resultats?|lecons?|bilan|experiences?|reperes|resulta|lessen|ergebnis|lehren|results?|lessons?)"
)
_NEED_SECTION = r"\b(?:besoin|publics?|usages|probleme|behoefte|problee?m|bedarf|need|problem)"
_SOLUTION_SECTION = r"\b(?:solution|oplossing|losung)"
_DATA_SECTION = r"\b(?:donnees|gegevens|daten|data)"
_STAFF_SECTION = r"\b(?:personnel|services?|personeel|dienst|personal|abteilung|staff|departments?)"

ASPECTS: tuple[Aspect, ...] = (
    _aspect(
        "money",
        r"\b(?:couts?|coutee?s?|couter|coutent|coutait|prix|budgets?|tarifs?|montants?|sommes?|euros?|eur|payer?|paie|paye[es]?|cher"
        r"|chers?|depens\w+|subsid\w+|subvention\w*|argent|sous|frais|facture|redevance|remuner\w+|salaires?"
        r"|kost\w*|prijs|bedrag|geld|betaal\w*|betalen|vergoeding|tarief|subsidie\w*"
        r"|preis\w*|betrag\w*|zahlen|bezahl\w*|gebuhr\w*|teuer|zuschuss\w*|forder\w+"
        r"|costs?|price|pay|pays|paid|fees?|money|spend\w*|amount|grants?|funding|chip in|charges?|expensive)\b|€",
        r"€|\b(?:euros?|eur|gratuit\w*|payante?s?|kosteloos|kostenlos|gratis)\b",
        _COST_SECTION,
    ),
    _aspect(
        "percent",
        r"%|\b(?:pourcent\w*|pour cent|taux|part|proportion|percent\w*|procent|aandeel|prozent\w*|anteil|share)\b",
        r"%|\b(?:pour cent|moitie|tiers|quart)\b|\bsur (?:dix|cent|trois|quatre|cinq|les \d+)\b",
        _FIGURES_SECTION,
    ),
    _aspect(
        "count",
        r"\b(?:combien|cb|nombre|nbre|hoeveel|aantal|wie ?viele?|wieviele?n?|anzahl|how many|how much|number of|how big|how heavy"
        r"|how often|wie oft|hoe vaak|taille|grand|gross|groß|zahl|count)\b",
        rf"\b{_NUMBER_WORD}\b|\d",
        _FIGURES_SECTION,
    ),
    _aspect(
        "duration",
        r"\b(?:combien de (?:temps|jours|mois|ans|annees|semaines|heures)|delais?|duree|durer?|preavis|echeances?|sous combien"
        r"|hoe lang\w*|termijn\w*|hoeveel (?:tijd|dagen|maanden|jaar|weken|uur)|wie lang\w*|frist\w*|wie ?viele? (?:zeit|tage|monate"
        r"|jahre|stunden)|how (?:long|soon|quickly|much time|many (?:days|months|years|hours|weeks))|hour count|deadline|notice"
        r"|how much extra|time limit)\b",
        rf"\b{_NUMBER_WORD} {_UNIT_OF_TIME}\b|\bsans (?:retard|delai)\b|\bimmediatement\b",
        _FIGURES_SECTION,
    ),
    _aspect(
        "date",
        r"\b(?:quand|quelle annee|quel jour|quelle date|jusque? quand|depuis|date|annee|wanneer|sinds|welk jaar|welke (?:datum|dag)"
        r"|vanaf|wann|seit|ab welche[mnr]|welche[mns] (?:jahr|tag|datum)|when|since|which year|what year|as of|from what date"
        r"|how long ago|by when|noch|encore|deja|already|al lang|now|maintenant)\b",
        rf"\b(?:19|20)\d\d\b|\b\d{{1,2}}(?:er)? {_MONTH}\b|\b{_MONTH}\b|\b\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b",
        _WHEN_SECTION,
    ),
    _aspect(
        "who",
        r"\b(?:qui|quelles? (?:firmes?|entreprises?|societes?|boites?|partenaires?|organismes?|associations?|universites?)"
        r"|avec qui|chez qui|partenaires?|fournisseurs?|operateurs?|wie|welke? (?:firma\w*|bedrij\w+|partner\w*|organisatie\w*"
        r"|leverancier\w*|dienst)|partners?|leverancier\w*|bij wie|wer|wem|wen|welche[mnrs]? (?:firmen?|unternehmen|partner\w*"
        r"|anbieter|organisation\w*|abteilung)|mit wem|beteiligt|who|whom|whose|which (?:company|companies|firms?|partners?|"
        r"supplier|vendor|agency|operator)|behind|derriere|impliques?|companies|dienst\w*|services?|departments?)\b",
        None or r"",
        r"",
    ),
    _aspect(
        "where",
        r"\b(?:ou|quelles? (?:villes?|communes?|villages?|bleds?|endroits?|quartiers?|lieux?)|dans quel\w*|waar|welke? (?:stad|steden"
        r"|gemeenten?|dorp\w*|plaats\w*)|wo|wohin|woher|welche[mnrs]? (?:stadt|stadte|gemeinden?|dorf|orte?)|where|which (?:town|city"
        r"|cities|towns|municipalit\w+|villages?|districts?|places?))\b",
        r"",
        r"",
    ),
    _aspect(
        "why",
        r"\b(?:pourquoi|raisons?|causes?|waarom|reden\w*|warum|wieso|weshalb|grund|grunde|wozu|why|reasons?|what for|but|objectif"
        r"|doel|ziel|purpose|aim)\b",
        r"\b(?:parce que|car|faute de|pour (?:que|eviter|\w+er)|afin|a cause|grace|en raison|puisque|vise|objectif|but)\b",
        _NEED_SECTION,
    ),
    _aspect(
        "steps",
        r"\b(?:comment|par quoi commencer|etapes?|demarche|methode|conseils?|prevoir|verifier|que faire|avant de|en premier|regles"
        r"|hoe|stappen|aanpak|advies|wat nu|wie (?:fangen|gehen|macht|kann|konnen|geht|muss|mussen|soll\w*)|schritte?|vorgehen"
        r"|how (?:do|can|should|to|does)|steps?|first move|approach|advice|good practices?|tips|house rules|should we)\b",
        r"",
        _STEPS_SECTION,
    ),
    _aspect(
        "pitfall",
        r"\b(?:pieges?|risques?|risquer?|eviter|erreurs?|echecs?|echoue\w*|rate\w*|mal (?:fini|passe)|problemes?|soucis?|peur|craintes?"
        r"|coince\w*|tombe a l'eau|valkuil\w*|risico\w*|fout\w*|mislukt|stoorde|loopt er vaak|fallen?|risik\w+|fehler\w*|scheiter\w*"
        r"|schwach\w*|angst|pitfalls?|risks?|traps?|wrong|fail\w*|mistakes?|kills|afraid)\b",
        r"",
        _PITFALL_SECTION,
    ),
    _aspect(
        "result",
        r"\b(?:resultats?|bilan|lecons?|retours?|donne quoi|ca a donne|conclu\w*|effets?|gagne|gagner|resulta\w+|lessen|opgeleverd|bleek|ervaring\w*"
        r"|ergebnis\w*|lehren|erfahrung\w*|gebracht|bilanz|results?|lessons?|outcomes?|conclude|worked|achiev\w*)\b",
        r"",
        _RESULT_SECTION,
    ),
    _aspect(
        "sanction",
        r"\b(?:amendes?|sanctions?|peines?|risque-t-on|punir?|boetes?|straf\w*|sanctie\w*|geldbu\w+|bu(?:ss|ß)geld\w*|strafe\w*|droht"
        r"|fines?|penalt\w+|punish\w*)\b",
        r"\b(?:amendes?|sanctions?|peines?|emprisonnement|penal\w*)\b",
        _FIGURES_SECTION,
    ),
    _aspect(
        "rule",
        r"\b(?:peut[- ]on|on peut|puis-je|pouvons|peut-il|peuvent|faut[- ]il|faut|doit|dois-je|devons|obligatoires?|obligations?|oblige"
        r"|interdit\w*|autorise\w*|droit|legal\w*|conditions?|mag|mogen|moet|moeten|verplicht\w*|plicht|toegelaten|kunnen we|darf|durfen"
        r"|muss|mussen|pflicht\w*|erlaubt|verboten|may|must|allowed|forbidden|legal|obliged|need to|required?|permitted|can (?:we|i|they"
        r"|it|the)|does any|are we|do we|have to)\b",
        r"\b(?:doi(?:t|vent)|peu(?:t|vent)|faut|interdit\w*|permet|permis\w*|autorise\w*|obligat\w*|oblige\w*|tenus?|tenue?s?|exige\w*|sauf)\b",
        _RULE_SECTION,
    ),
    _aspect(
        "apply",
        r"\b(?:qui est concerne|pour qui|s'applique|concerne\w*|vaut|compris|vise[es]?|geldt|van toepassing|gilt|gelten|betroffen|applies|apply"
        r"|cover|covered|covers|concerned|in force|en vigueur|from when|entre en vigueur|in werking|in kraft)\b",
        r"\b(?:applicable|s'applique\w*|vigueur|vaut|valent|concerne\w*|vise\w*|destinataires?)\b",
        r"\b(?:pour qui|depuis quand|voor wie|fur wen|for whom)",
    ),
    _aspect(
        "data",
        r"\b(?:donnees|anonym\w*|vie privee|jeux de donnees|fichiers?|enregistr\w*|gegevens|datensatz\w*|daten|speicher\w*|data|dataset\w*"
        r"|records?|recorded|stored?|source\w*|privacy)\b",
        r"",
        _DATA_SECTION,
    ),
    _aspect(
        "technique",
        r"\b(?:avec quoi|quel(?:le)?s? (?:outils?|logiciels?|softs?|capteurs?|technologies?|reseaux?|modeles?|systemes?|appareils?)"
        r"|comment (?:ca )?(?:marche|fonctionne)|welke (?:meettoestellen|technologie|sensoren|software|tools?)|hoe werkt|waarmee|womit"
        r"|welche[mnrs]? (?:sensoren|technik|software|funk\w*|gerate)|wie funktioniert|with what|what (?:tool|software|sensors?|network"
        r"|kind)|which (?:sensors?|network|software|tool)|how does it work|energie|modele|what does it)\b",
        r"\b(?:capteurs?|logiciels?|application|reseau|plateforme|cameras?|radio|lorawan|wifi|bluetooth|boitiers?|compteurs?)\b",
        _SOLUTION_SECTION,
    ),
)


@lru_cache(maxsize=1024)
def aspects_of(question: str) -> tuple[Aspect, ...]:
    """What a question asks for; none when no cue is known."""
    folded = fold(question)
    return tuple(aspect for aspect in ASPECTS if aspect.cue.search(folded))


_QUESTION_WORD = (
    r"(?:a|pour|avec|de|dans|en|sur|chez|par|depuis|in|on|at|to|for|with|by|from|op|aan|bij|tot|voor|met|van|uit|mit|bei"
    r"|auf|von|nach|fur|zu|an|ab)? ?(?:combien|cb|quand|ou|qui|quoi|quel(?:le)?s?|laquelle|lequel|lesquel(?:le)?s|comment"
    r"|pourquoi|est-ce|faut-il|peut-on|y a-t-il|c'est quoi|hoeveel|wanneer|waar\w*|wie|wat|welke?|hoe|waarom|mag|moet|kan"
    r"|wie ?viele?|wann|wo\w*|wer|wem|was|welche[mnrs]?|warum|darf|muss|kann|how|when|where|who|whom|what|which|why|whose"
    r"|is|are|does|do|did|can|may|must|has|have)\b"
)
_BREAK = re.compile(
    rf"[?!;:]+ *|(?<=\w)[.] +|,? (?:et|ou|and|or|und|oder|en|of|aber|but|mais|maar) (?={_QUESTION_WORD})"
    rf"|[,–-] (?={_QUESTION_WORD})|, (?:et|and|und|en) "
)
_BEGINS = re.compile(rf"(?:(?:et|ou|and|or|und|oder|en|of|aber|but|mais|maar),? )?{_QUESTION_WORD}")
_FEWEST_CHARACTERS = 10
_MOST_PARTS = 3


@lru_cache(maxsize=1024)
def parts_of(question: str) -> tuple[str, ...]:
    """The several things that a question asks, at most three; the whole question when it asks one."""
    kept = [part for part in all_parts_of(question) if len(part) >= _FEWEST_CHARACTERS]
    return tuple(kept[:_MOST_PARTS]) if len(kept) > 1 else (question,)


def begins_a_question(part: str) -> bool:
    """Whether it begins with a question word, after an "et" or a preposition perhaps."""
    return _BEGINS.match(fold(part)) is not None


def after_question_word(part: str) -> str:
    """What follows the question word with which a part begins; "" where it begins with none."""
    found = _BEGINS.match(fold(part))
    return part[found.end() :] if found else ""


def all_parts_of(question: str) -> tuple[str, ...]:
    """Everything between the breaks of a question, however short."""
    cuts = [0, *(found.end() for found in _BREAK.finditer(fold(question))), len(question)]
    parts = [question[start:end].strip(" ,;:–-") for start, end in pairwise(cuts)]
    return tuple(part for part in parts if part)
