"""What somebody who repeats a project needs to know of it, and how a fiche tells each of these things."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.text import mark
from retrieval.portfolio.telling import (
    COST,
    DATA,
    DATED,
    LASTING,
    MONEY,
    NEED,
    RESULTS,
    SERVICES,
    SOLUTION,
    Telling,
    Told,
    cues_of,
)

Choice = Callable[[Telling], Sequence[Told]]
_SPAN = cues_of(
    fr=r"depuis|lance\w*|commence\w*|debut\w*|entame\w*|acheve\w*|termine\w*|jusqu|dure\w*|pendant|en service|ouvert\w*|pilote|phase",
    nl=r"sinds|start\w*|begon\w*|gestart|loopt|liep|tot|duur\w*|tijdens|in dienst|proef\w*|fase",
    de=r"seit|start\w*|begann\w*|begonnen|lauft|lief|bis|dauer\w*|wahrend|in betrieb|pilot\w*|phase",
    en=r"since|start\w*|beg[au]n\w*|launch\w*|until|last\w*|ended|during|in service|pilot\w*|phase",
)
# Anywhere; the second ones only where staff has its heading, since any agent or team may be told of elsewhere.
_SURELY_STAFF = cues_of(
    fr=r"(?<!caractere )(?<!\bde )(?<!donnee )(?<!donnees )personnel\b|equivalents? temps|temps plein|mi-temps|etp\b|recrut|emplois?\b|chef de projet|operateurs? form|\d+ (?:agents|ouvriers|techniciens)",
    nl=r"personeel|voltijds|halftijds|vte\b|aangeworven|banen\b|projectleider|\d+ medewerkers",
    de=r"personal\b|vollzeit|halbtags|vzae\b|eingestellt|arbeitsplatz|projektleit|\d+ mitarbeiter",
    en=r"staff\b|full-time|half-time|fte\b|recruit|jobs?\b|project manager|\d+ (?:employees|workers)",
)
_STAFF = cues_of(
    fr=r"agents?\b|ouvriers?\b|techniciens?\b|operateurs?\b|coordinat|equipes?\b|plombiers?\b|benevoles?\b|specialistes?\b|gardiens?\b",
    nl=r"medewerkers?\b|arbeiders?\b|coordinator|ploeg\b|vrijwilligers?\b",
    de=r"mitarbeiter|koordinator|team\b|freiwillige",
    en=r"employees?\b|workers?\b|coordinator|team\b|volunteers?\b",
)
_COSTLY = cues_of(
    fr=r"couts?\b|coute|prix\b(?! (?:agoria|smart|de belfius))|budget|depens|subsid|subvention|financ|fonds propres|aides?\b|investi|tarifs?\b|abonnement|prime\b|gratuit",
    nl=r"kost|prijs|budget|uitgave|subsidie|financier|eigen middelen|steun\b|invester|tarief|abonnement|gratis",
    de=r"kosten|gekostet|preis|budget|ausgabe|zuschuss|forder|finanzier|eigenmittel|investi|tarif|abonnement|kostenlos",
    en=r"costs?\b|price|budget|spend|spent|subsid|grant|fund|invest|fees?\b|subscription|free\b",
)
_NEEDED = cues_of(
    fr=r"il (?:faut|fallait|a fallu)|supposent?\b|exige\w*|necessit\w*|requi\w+|prealable|d'abord|a condition|sous condition|indispensable"
    r"|demandent? (?:du|un|une|des)\b|(?:doi(?:t|vent)|devai(?:t|ent)) (?:pouvoir|avoir|disposer|s'inscrire|installer)",
    nl=r"vereis\w*|vergt|nodig\b|vooraf|voorwaarde\w*|eerst\b|moet(?:en)? (?:eerst|beschikken)",
    de=r"erforder\w*|voraussetz\w*|notig\b|notwendig|zuerst|zunachst|bedingung\w*|muss(?:en)? (?:zuerst|vorher)",
    en=r"requires?\b|required\b|needs? (?:a|an|the)\b|prerequisites?|first\b|provided that|conditions?\b|must (?:first|have)",
)
_FAILED = cues_of(
    fr=r"echec|echou|abandon|stopp|interromp|suspend|difficult|problem|pannes?\b|retards?\b|obstacles?|freins?\b|(?:a|ont) critique|critiquent?\b (?:la|le|les|l')|plaintes?\b|vandal|deficit"
    r"|trop (?:cher|peu|lent|long|tard)|se servait peu|peu (?:utilis|de succes|frequent)|sans succes|ont baisse|mises a jour aussi|renonc|insuffisan"
    r"|moins que prevu|n[e'] ?(?:l[ae']s? )?(?:a|ont|est|sont|fonctionn\w+|march\w+|suffi\w+|abouti\w*) pas (?:fonctionne|marche|pris|suffi|abouti|convaincu|atteint)"
    r"|ne (?:fonctionn\w+|march\w+|suffi\w+|abouti\w+) (?:pas|plus)|decev|decu|surcout|erreurs?\b|pas (?:ete )?(?:atteint|tenu|prolong|reconduit)",
    nl=r"mislukt|stopgezet|gestopt|opgegeven|moeilijk\w*|problem\w*|defect|vertraging|obstakel|kritiek|klachten|vandalisme|te (?:duur|weinig|traag|laat)"
    r"|zonder succes|werkt\w* niet|onvoldoende|tegenval|niet (?:gehaald|verlengd)|teleurstel",
    de=r"gescheiter|scheiter|eingestellt|abgebrochen|aufgegeben|schwierig\w*|problem\w*|panne|verspatung|verzoger|hindernis|kritik|beschwerde|vandalismus"
    r"|zu (?:teuer|wenig|langsam|spat)|ohne erfolg|funktioniert\w* nicht|unzureichend|enttausch|nicht (?:erreicht|verlangert)",
    en=r"fail\w*|abandon\w*|stopped|suspended|difficult\w*|problems?\b|breakdowns?|delay\w*|obstacles?|critici\w+|complaints?|vandal\w+|deficit"
    r"|too (?:expensive|few|slow|late)|without success|not work|insufficient|disappoint|not (?:met|renewed|extended)",
)
_NO_TROUBLE = re.compile(
    r"\b(?:sans|zonder|ohne|without) (?:\w+ )?(?:difficult|problem|panne|retard|accident|vertraging|verspatung|delay)\w*"
    r"|\bproblem\w* .{0,30}(?:resol|opgelost|gelost|solved)\w*|\bleve des freins"
)
_DETECTED = re.compile(
    r"\b(?:revele|detecte|repere|signale|previen|evite|opgespoord|gemeld|erkennt|gemeldet|detect|report)\w*"
)
_SUPPLIED = cues_of(
    fr=r"fournisseur|fourni\w* par|livr\w+ par|developp\w+ par|concu\w* par|exploit\w+ par|confie\w* a|attribue\w* a|firmes?\b|entreprises? (?!et\b)[a-z]"
    r"|societes?\b|start-?ups?\b|prestataires?\b|operateurs? (?:mobile|telecom|de )|concession",
    nl=r"leverancier|geleverd door|ontwikkeld door|ontworpen door|uitgebaat door|toevertrouwd aan|gegund aan|firma|bedrij[fv]|start-?up|dienstverlener|operator",
    de=r"lieferant|anbieter|geliefert von|entwickelt von|betrieben von|beauftragt|vergeben an|firma\b|firmen\b|unternehmen\b|start-?up|dienstleister|betreiber",
    en=r"supplier|supplied by|delivered by|developed by|designed by|operated by|awarded to|compan(?:y|ies)\b|firms?\b|start-?up|contractor|vendor|operator",
)
_LICENSED = cues_of(
    fr=r"licences?\b|open source|logiciels? libres?|code source|cc[ -](?:by|0)|creative commons",
    nl=r"licenties?\b|open source|open-source|vrije software|broncode|cc[ -](?:by|0)|creative commons",
    de=r"lizenz\w*|open source|open-source|freie software|quellcode|quelloffen|cc[ -](?:by|0)|creative commons",
    en=r"licen[cs]es?\b|open source|open-source|free software|source code|cc[ -](?:by|0)|creative commons",
)


@dataclass(frozen=True)
class Item:
    """One thing to know: the fields that hold it and the sentences that tell it, at most `most` of these.

    `open_words` recognise, in a sentence that says that something is unknown, that it is this.
    """

    name: str
    label: str
    fields: tuple[str, ...]
    sentences: Choice
    most: int
    open_words: re.Pattern[str]


def _need(telling: Telling) -> Sequence[Told]:
    return telling.under(NEED)


def _solution(telling: Telling) -> Sequence[Told]:
    return telling.under(SOLUTION)


def _cost(telling: Telling) -> Sequence[Told]:
    """Under its own heading what speaks of cost; a fiche without that heading says it anywhere but in the need."""
    cue = telling.cues(_COSTLY)
    own = telling.under(COST)
    if own:
        return [one for one in own if shows_amount(one) or cue.search(one.folded)]
    return [
        one
        for one in telling.stated
        if cue.search(one.folded)
        and (shows_amount(one) or "money" in one.asked)
        and not NEED.search(one.heading)
    ]


def stated_costs(telling: Telling) -> Sequence[Told]:
    """The sentences that tell an amount of money which the project costs."""
    return [one for one in _cost(telling) if shows_amount(one)]


def shows_amount(one: Told) -> bool:
    """Whether a sentence tells an amount of money."""
    return _shows(MONEY, one) and any(sign.isdigit() for sign in one.text)


def _duration(telling: Telling) -> Sequence[Told]:
    cue = telling.cues(_SPAN)
    return [
        one
        for one in telling.stated
        if (_shows(LASTING, one) and not NEED.search(one.heading))
        or (_shows(DATED, one) and cue.search(one.folded) is not None)
    ]


def _staff(telling: Telling) -> Sequence[Told]:
    surely, maybe = telling.cues(_SURELY_STAFF), telling.cues(_STAFF)
    return [
        one
        for one in telling.stated
        if (surely.search(one.folded) and not DATA.search(one.heading))
        or (maybe.search(one.folded) and (COST.search(one.heading) or SERVICES.search(one.heading)))
    ]


def _services(telling: Telling) -> Sequence[Told]:
    return [one for one in telling.under(SERVICES) if not COST.search(one.heading)]


def _prerequisites(telling: Telling) -> Sequence[Told]:
    cue = telling.cues(_NEEDED)
    return [
        one for one in telling.stated if cue.search(one.folded) is not None and not NEED.search(one.heading)
    ]


def _results(telling: Telling) -> Sequence[Told]:
    return [one for one in telling.under(RESULTS) if one not in _failures(telling)]


def _failures(telling: Telling) -> Sequence[Told]:
    """Not under the need, where a problem is what the project answers, and not what the project itself detects."""
    cue = telling.cues(_FAILED)
    return [
        one
        for one in telling.stated
        if cue.search(_NO_TROUBLE.sub("", one.folded))
        and not NEED.search(one.heading)
        and not _DETECTED.search(one.folded)
    ]


def _suppliers(telling: Telling) -> Sequence[Told]:
    cue = telling.cues(_SUPPLIED)
    names = telling.document.initiative.partners or () if telling.document.initiative else ()
    return [
        one
        for one in telling.stated
        if cue.search(one.folded) is not None or any(name in one.text for name in names)
    ]


def _licence(telling: Telling) -> Sequence[Told]:
    cue = telling.cues(_LICENSED)
    return [one for one in telling.stated if cue.search(one.folded) is not None]


def _none(_telling: Telling) -> Sequence[Told]:
    return ()


def _shows(pattern: re.Pattern[str] | None, one: Told) -> bool:
    return pattern is not None and pattern.search(one.folded) is not None


def _open(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})")


_NEVER = _open(r"(?!)")
ITEMS: tuple[Item, ...] = (
    Item("need", mark("Besoin et public"), (), _need, 3, _open(r"besoin|public|behoefte|bedarf|need")),
    Item(
        "reuse",
        mark("Ce qui peut être repris"),
        ("technologies",),
        _solution,
        5,
        _open(r"logiciel|capteur|technolog|materiel|outil|modele|software|sensor|technik"),
    ),
    Item(
        "cost",
        mark("Coût et financement"),
        ("budget_eur", "subsidy_eur", "funding_programme"),
        _cost,
        4,
        _open(
            r"cout|prix\b|budget|montant|somme|depens|investi|factur|tarif|kost|prijs|preis|betrag|cost|price"
        ),
    ),
    Item(
        "duration",
        mark("Durée et calendrier"),
        ("start_year", "end_year", "status", "status_year"),
        _duration,
        3,
        _open(r"dates?\b|duree|annee|depuis|calendrier|avancement|datum|duur|dauer|date"),
    ),
    Item(
        "staff",
        mark("Personnel"),
        (),
        _staff,
        3,
        _open(r"personnel\b|agents?\b|equipes?\b|emplois?\b|personeel\b|personal\b|staff\b"),
    ),
    Item(
        "services",
        mark("Services communaux touchés"),
        ("municipal_services",),
        _services,
        3,
        _open(r"services?\b|dienst|abteilung|department"),
    ),
    Item(
        "prerequisites",
        mark("Conditions préalables"),
        (),
        _prerequisites,
        4,
        _open(r"condition|prealable|voorwaarde|voraussetz|prerequisite"),
    ),
    Item(
        "results",
        mark("Résultats"),
        ("results",),
        _results,
        4,
        _open(r"resultat|bilan|effet|evaluat|frequentation|gain|conclusion|resulta|ergebnis|result"),
    ),
    Item(
        "failures",
        mark("Ce qui n'a pas marché"),
        (),
        _failures,
        4,
        _open(r"difficult|echec|probleme|moeilijk|schwierig|failure"),
    ),
    Item(
        "suppliers",
        mark("Partenaires et fournisseurs cités"),
        ("partners",),
        _suppliers,
        4,
        _open(
            r"fournisseur|prestataire|entreprise|firme|marque|nom du logiciel|leverancier|anbieter|supplier"
        ),
    ),
    Item("licence", mark("Licence"), (), _licence, 2, _open(r"licence|licentie|lizenz|license")),
    Item("contact", mark("Organisation à contacter"), ("lead",), _none, 0, _NEVER),
)
