"""Clauses beside a question that speak of people, of an occasion or of a reason to ask; and what in them may narrow.

Patterns are searched for in folded text, in the four languages together.
"""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.phrases import words_of
from retrieval.query.clauses import Part
from retrieval.query.condition import Condition
from retrieval.query.folding import Span
from retrieval.query.people import People
from retrieval.query.sentence import UNKNOWN, Token

_PERSON = re.compile(
    r"\b(?:je|j'|me|m'|moi|mon|ma|mes|nous|notre|nos|l'on|qu'on|vous|votre|vos|ik|mij|mijn|wij|we|ons|onze|jullie|uw|ich|mich|mir|wir"
    r"|uns|unser\w*|mein\w*|euch|ihr|ihnen|i|i'm|i've|i'd|i'll|my|our|us|you|your|il parait|apparemment|blijkbaar|naar het schijnt|angeblich|apparently"
    r"|they say|on dit)\b"
)
OF_ME = re.compile(r"\b(?:me|m'|moi|nous|mij|ons|mir|mich|uns|us)\b")  # "kann mir jemand helfen?"
_ON = re.compile(r"\bon\b")  # a person in French only
# "C'est urgent", "kan dat snel", "es eilt": of nobody and of no project.
_IMPERSONAL = re.compile(
    r"^\W*(?:et |mais |en |maar |und |aber |and |but )?(?:c'est|ce serait|ca|cela|il (?:fait|faut|est|s'agit|pleut|parait|reste)|'t is|(?:het|dat|dit|er) (?:is|zijn|was|moet|mag|kan|gaat|wordt|lijkt|komt)"
    r"|(?:kan|mag|gaat|is) (?:dat|het|dit)|(?:es|das|dies) (?:ist|sind|war|muss|darf|kann|geht|wird|eilt|drangt|ware|scheint)|(?:geht|kann|ist|ware) (?:das|es)"
    r"|it's|it is|that's|that is|this is|that would|it would|can that|quick|no rush|rien de tel|pas facile|geen haast|keine eile|pas de stress|pas d'urgence)\b"
)
_BUSY = re.compile(
    r"\W*(?:just |only )?(?!looking|searching)\w+ing (?:an?|the|my|our|up|for|with|some)\b"
)  # "Settling an argument."
_WANTS_TO_KNOW = re.compile(
    r"\b(?:savoir|s'interroge\w*|demand\w+|reclam\w+|question\w*|weten|vraagt|vragen|vroeg|wissen|fragt|fragen|fragte|bittet|braucht"
    r"|know|asks?|asked|asking|wonders?|wondering|needs?|wants?|wanted|veut|veulent|voudrait|aimerait|wil|wenst|mochte"
    r"|will|besoin|nodig|gevraagd|gefragt|wou|wollte\w*)\b"
)
# Set phrases that excuse, doubt or hurry, whatever is in them.
SET_PHRASE = re.compile(
    r"^\W*(?:(?:geen|aucune|keine|no) (?:idee|idea|ahnung)|not sure|pas sure? (?:si|que)|not to be|not to sound|not that|sans vouloir|zonder te willen|ohne .{0,30} zu wollen"
    r"|without wanting|(?:falls|wenn|als|indien|si|if) (?:es|das|dat|het|ce|c'est|ca|cela|it|that|you (?:don't )?mind|vous|u|sie|du|je|possible|mogelijk|moglich)\b"
    r"|entre nous|unter uns|onder ons|between (?:us|you)|en deux mots|kort en goed|kurz gesagt|long story|to cut|soit dit|zwischen tur|between doors|tussen twee"
    r"|entre deux|zwischen zwei|between two|en (?:vitesse|coup de vent|urgence|passant)|van de hak|uberspitzt|a tout hasard|petite? (?:question|demande|mail|message|mot|coup de fil|appel|check|defi|parenthese|sondage|quiz|devinette|precision)"
    r"|kleine? (?:vraag|frage|quiz|peiling|umfrage|bitte)|(?:quick|little) (?:poll|quiz|survey)|quick (?:one|question)|rumou?r has it|op het eerste gezicht)"
)
LOOKS_FOR = re.compile(
    r"\b(?:(?:m'|nous |s')occup\w+ d|kummer\w* (?:mich|uns) um|bezig met|work(?:ing)? on|in charge of|interess\w+|cherch\w+|recherch\w+|focus\w*|concentr\w+|geinteresseerd|interesse\w*|(?<!is )(?<!uit te )(?<!op te )zoek(?:en)?|such(?:e|en|t)(?! nach nichts)"
    r"|beschaftig\w+|konzentrier\w+|look\w*|interest\w*|limit\w*|(?:seulement|uniquement|nur|enkel|alleen|only|just)(?! (?:damit|um|zur|kurz|schnell|omdat|om|even|pour|histoire|to|so|curious|asking|checking|wondering|between|a quick|give|tell|the number|the total)\b))\b"
)
_ANYTHING = re.compile(
    r"\b(?:(?:quelque chose|exemples?|idees?|inspiration|iets|voorbeeld\w*|inspiratie|ideeen|etwas|beispiele?|anregung\w*|ideen|something|anything"
    r"|examples?|ideas?|chiffres?|cijfers?|zahlen|figures?|infos?|informations?)\b)"
)
ABOUT = re.compile(
    r"\b(?:sur|a propos d\w*|concernant|autour d\w*|over|rond|rondom|omtrent|uber|zum thema|rund um|about|regarding"
    r"|au sujet d\w*|en matiere d\w*|de thematique)\b"
)
# "J'écris *sur* les trottoirs chauffants", where "rond de tafel" is no subject.
_WRITES = re.compile(
    r"\b(?:ecri\w+|redig\w+|parl\w+|prepar\w+|travaill\w+|pens\w+|planch\w+|bosse\w*|schrij\w+|praat\w*|praten|spreek\w*|spreken|bereid\w*|werk\w*|denk\w*|schreib\w+"
    r"|sprech\w+|rede\w*|arbeit\w+|bereite\w*|writ\w+|speak\w*|talk\w*|work\w*|think\w*|plan\w*|prepar\w+|dossier|projet|project|projekt)\b"
)
# What somebody likes or wants is what he asks about, unless it is to know.
_WISHES = re.compile(
    r"\b(?:passionn\w+|ador\w+|aime\w*|fan d[eu']|fou d[eu']|folle d[eu']|veut|veulent|envie|tient a|dol op|houdt van|wil|willen|will|wollen|mochten?|liebt|lieben|schwarmt"
    r"|wants?|loves?|likes?|keen on|care about|cares about|fond of|mad about)\b(?! (?:savoir|weten|wissen|to know|know|een cijfer|un chiffre|a number|a figure|un montant|une ligne|une phrase|een bedrag|een zin|een regel|einen satz|eine zeile|eine zahl|(?:one|a) (?:line|sentence)))"
)
# A clause that begins so qualifies what is asked.
_NARROWS = re.compile(
    r"^\W*(?:seulement|uniquement|exclusivement|rien que|avec|dont|qui|que(?! (?:je|j'|nous|on)\b)|ou|sans|hors|sauf|tous|toutes|enkel|alleen|slechts|uitsluitend|met|zonder|behalve"
    r"|die|dat|waar\w*|nur|lediglich|mit|ohne|ausser|welche\w*|deren|wo|only|with|without|which|that|whose|where|except|but only)\b"
)
_WITH = frozenset({"avec", "met", "mit", "with", "dont", "waarvan", "deren", "dessen", "whose"})
_DENIES = re.compile(
    r"^\W*(?:et |mais |en |maar |und |aber |and |but )?(?:pas|non|non pas|niet|nicht|not)\b(?! (?:encore|nog|noch|yet))"
)
# "Toujours *sur mon* rapport": what is one's own is no subject.
_OWN = re.compile(r"\b(?:mon|ma|mes|notre|nos|mijn|ons|onze|mein\w*|unser\w*|my|our) $")
_FAR = 3  # words between a person and what he is of
_OF = frozenset(
    "de du des d la le l les en a au aux chez pour van der de het voor in uit bij vom von des der fur of for in from the"
    " at aus im".split()
)


def is_aside(part: Part) -> bool:
    """Whether a part speaks of people, of an occasion or of a reason to ask."""
    excuses = part.is_of_the_speaker or bool(SET_PHRASE.search(part.folded))
    people, words = People.load(), part.words
    of_a_person = len(words) > 1 and people.people.at(words, 1) is not None  # "*die* Ministerin fragt"
    qualifies = part.place == "clause" and not part.in_brackets and bool(_NARROWS.search(part.folded))
    if qualifies and not excuses and not of_a_person:
        return False
    return (
        excuses
        or any(_is_personal(found.group(), part) for found in _PERSON.finditer(part.folded))
        or bool(_WANTS_TO_KNOW.search(part.folded))
        or (part.sentence.language == "fr" and bool(_ON.search(part.folded)))
        or bool(_IMPERSONAL.search(part.folded))
        or (part.place == "sentence" and bool(_BUSY.match(part.folded)))
        or (part.place != "clause" and bool(LOOKS_FOR.search(part.folded) and _ANYTHING.search(part.folded)))
        or people.people.is_in(words)
        or people.officials.is_in(words)
        or (part.place != "clause" and people.occasions.is_in(words))
        or (part.place == "clause" and _opens_with_an_occasion(part))
        or (
            part.place == "preamble" and part.sentence.tokens[0].role in _LIGHT and not tells_of_a_thing(part)
        )
    )


_LIGHT = frozenset({"polite", "adv", "aux", "verb"})  # "kort en krachtig:", "ganz ehrlich:"


def _opens_with_an_occasion(part: Part) -> bool:
    """ "*Réunion* de crise dans dix minutes, …"."""
    people, words = People.load(), part.words
    said = any(
        one.at(words, at) for one in (people.occasions, people.officials) for at in range(min(2, len(words)))
    )
    return said and not part.names_projects and part.sentence.tokens[0].role != "prep"


def is_talked_of(themes: list[Condition], part: Part) -> bool:
    """ "Il me bassine *avec les drones*": somebody speaks of them to the asker, and they are what he asks about."""
    spoken = bool(_TO_ME.search(part.folded) or _WRITES.search(part.folded))
    before = (part.folded[: one.span[0]].rsplit(maxsplit=3)[-3:] for one in themes)
    return spoken and all(_ABOUT_IT & set(words) for words in before)


_TO_ME = re.compile(
    r"\b(?:me|m'|nous|mij|me|ons|mir|mich|uns|us|adore\w*|aime\w*|raffole\w*|zeurt|zaagt|raaskalt|droomt|schwarmt|redet|traumt|raves?|goes on|keeps)\b"
)
_ABOUT_IT = frozenset(
    "avec sur des de les la le du d over met van rond mit uber von um wegen about with on of the".split()
)


def _is_personal(word: str, part: Part) -> bool:
    """A Dutch "je" is anybody: "parkeren zonder ticket doordat *je* nummerplaat herkend wordt"."""
    return not (word == "je" and part.sentence.language == "nl" and part.place != "lead-in")


def is_a_topic(part: Part) -> bool:
    """ "Nos amis flamands et la mobilité :" has no verb, and says what the question is about."""
    return part.place == "preamble" and not has_verb(part)


def has_verb(part: Part) -> bool:
    """Whether a part says that something is or happens; "avec" alone does not."""
    verbs = {"verb", "aux", "start", "received", "has"}
    return any(one.role in verbs and one.text not in _WITH for one in part.sentence.tokens)


def explains(part: Part) -> bool:
    """ "(La ville, *pas la province*)": it denies, in brackets or of a level, what the question does not say."""
    if not _DENIES.search(part.folded):
        return False
    return part.in_brackets or part.sentence.has("town", "dim_province", "dim_region", "dim_country")


def tells_of_a_thing(part: Part) -> bool:
    """Whether it names something that nothing knows: "Mon dada, ce sont *les trottoirs chauffants*."."""
    tokens = part.sentence.tokens
    return any(
        other.role == UNKNOWN and _introduces(one) and not _is_known_as_person(other)
        for one, other in pairwise(tokens)
    )


def may_narrow(part: Part, doubted: list[Token]) -> bool:
    """Whether words that nothing knows are what somebody looks for or writes about."""
    unknown = [
        one for one in doubted if one.role in {UNKNOWN, "ours", "relative"} and not _is_known_as_person(one)
    ]
    tokens = part.sentence.tokens
    if (looks := LOOKS_FOR.search(part.folded)) and not _ANYTHING.search(part.folded):
        pairs = {other: one for one, other in pairwise(tokens)}
        sought = [
            one for one in unknown if one.start >= looks.end() or (one in pairs and _introduces(pairs[one]))
        ]
        return bool(sought)
    if wishes := _WISHES.search(part.folded):
        pairs = {other: one for one, other in pairwise(tokens)}
        wished = [
            one
            for one in unknown
            if one.start >= wishes.end()
            and (_introduces(pairs[one]) or part.sentence.text[one.start].isupper())
        ]
        if wished:
            return True
    if not (_WRITES.search(part.folded) or People.load().occasions.is_in(part.words)):
        return False
    for token in unknown:
        position = tokens.index(token)
        before = part.folded[tokens[max(0, position - 3)].start : token.start]
        if ABOUT.search(before) and not _OWN.search(before):
            return True
    return False


# What only people and bodies do, right after what is named first.
_ACTS = re.compile(
    r" (?:communale?s? |municipale?s? |voisine?s? )?(?:(?:nous|m'|me|vient de|a|ont|nous a|nous ont|m'a|m'ont) ?)*(?:contact\w+|appel\w+|ecri\w+|telephon\w+|demand\w+|sollicit\w+|propos\w+|invit\w+|interrog\w+|rencontr\w+|ferme|demenage|veut|voudrait|souhaite)\b"
    r"|(?: (?:heeft|hebben|wil|belt|belde|vraagt|vroeg|schrijft|schreef|mailt|contacteerde|nodigt|verhuist|sluit))(?: (?:ons|mij|me|gebeld|gevraagd|gemaild|gecontacteerd|uitgenodigd))*\b"
    r"|(?: (?:hat|haben|ruft|rief|fragt|fragte|schreibt|schrieb|bittet|bat|mochte|will|zieht|schliesst))(?: (?:uns|mich|mir|angerufen|gefragt|geschrieben|kontaktiert|eingeladen|an))*\b"
    r"|(?: (?:has|have|had|just))*(?: (?:called|wrote|writes|asked|asks|contacted|invited|invites|emailed|phoned|wants|closes|closed|moves|moved))\b"
)


def is_of_a_person(condition: Condition, part: Part) -> bool:
    """ "Ma présidente *de CPAS*", "unsere *flämischen* Kollegen", "notre *service mobilité*"."""
    people, words = People.load(), part.words
    said = [one for one in words if condition.span[0] <= one.start and one.end <= condition.span[1]]
    if part.place in {"sentence", "preamble", "tail"} and people.officials.is_in(said):
        return True  # "voor de *gemeenteraad* van maandag"
    if part.place == "sentence" and len(said) == 1 and people.people.is_in(said):
        return True  # "l'*intercommunale* me harcèle"
    before = [at for at, word in enumerate(words) if word.end <= condition.span[0]][::-1]
    if (
        part.place in {"sentence", "preamble", "lead-in", "clause"}
        and len(before) <= 1
        and _ACTS.match(part.folded, condition.span[1])
    ):
        return True  # "le *musée* nous a contactés"
    after = [at for at, word in enumerate(words) if word.start >= condition.span[1]][:1]
    if any(people.people.at(words, at) or people.officials.at(words, at) for at in after):
        return True
    if condition.name == "service" and before and _OWN.search(part.folded[: condition.span[0]]):
        return True
    for at in before[:_FAR]:
        if people.people.at(words, at) or people.officials.at(words, at):
            return True
        if words[at].after_break or words[at].folded not in _OF:
            return False
    return False


def names_in(part: Part) -> list[Span]:
    """The capitalised words that nothing knows: names, which may be those of a partner."""
    return [
        one.span
        for one in part.sentence.unknown()
        if part.sentence.text[one.start].isupper() and not _is_known_as_person(one)
    ]


def is_qualified(part: Part, doubted: list[Token], found: list[Condition]) -> bool:
    """Whether an unknown word stands beside a condition and may narrow it: "trottoirs *chauffants*"."""
    spans = [one.span for one in found if not is_of_a_person(one, part)]
    outside = [
        one
        for one in doubted
        if one.role == UNKNOWN
        and not _is_known_as_person(one)
        and not any(start < one.end and one.start < end for start, end in spans)
    ]
    return any(
        0 <= one.start - end <= 1 or 0 <= start - one.end <= 1 for one in outside for start, end in spans
    )


def _is_known_as_person(token: Token) -> bool:
    people, words = People.load(), words_of(token.text)
    return any(one.is_in(words) for one in (people.people, people.officials, people.occasions))


def _introduces(token: Token) -> bool:
    """Whether a noun is likely to follow."""
    return token.role in {"det", "prep"} or token.text in _WITH
