"""Follow-ups: what a sentence means after another one.

"Et à Namur ?" after "Combien de projets d'énergie à Liège ?" is the same computation at another place; "il a débuté
quand ?" is about the document shown before; "Autre chose : …" begins anew. What is carried over and what is
dropped comes back as values, so that a reader can be shown both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.filters import AMOUNTS, AREAS, PLACES, YEARS, Filters
from retrieval.query.computations import Computation, computation_of
from retrieval.query.condition import Conditions
from retrieval.query.figures import FigureQuestion, figure_of, read, read_figure_question
from retrieval.query.folding import fold
from retrieval.query.scope import is_small_talk, without_pleasantries
from retrieval.query.sentence import UNKNOWN, Sentence
from retrieval.query.spelling import spelled_out

_NOTHING = Filters()


@dataclass(frozen=True)
class Previous:
    """What a sentence may refer to: the question before it, made whole, and the documents then shown, in order."""

    text: str
    figure: FigureQuestion | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """A sentence after another one.

    `figure` is what to compute. Else `text` is the sentence made whole by the words before it, `own` the sentence
    alone, and `documents` are those that it may be about; with `leans` it says itself that it goes on ("it", "and
    in Namur"), without, only the answers tell which reading is meant. With `points` it means these documents and
    no others ("the second"). `carried` conditions come from before, `dropped` ones no longer hold.
    """

    text: str
    own: str = ""
    figure: FigureQuestion | None = None
    documents: tuple[str, ...] = ()
    leans: bool = True
    points: bool = False
    carried: Filters = _NOTHING
    dropped: Filters = _NOTHING


# On folded text (no accents, lower case). In the order fr, nl, de, en.
_NEW_TOPIC = re.compile(
    r"^.{0,40}?\b(?:(?:(?:tout )?autre|une autre) (?:chose|sujet|question)|passons a autre chose|changeons de sujet|rien a voir|sans rapport|nouvelle question|sinon\s*[,:]"
    r"|(?:iets|wat) (?:heel |helemaal |totaal |compleet )?anders|andere vraag|ander onderwerp|nieuwe vraag|van onderwerp"
    r"|(?:etwas|was) (?:ganz |vollig |komplett )?anderes|(?:ein )?anderes? thema|andere frage|neue frage|themenwechsel"
    r"|(?:something|on something) else|(?:another|different|new) (?:topic|question|subject)|unrelated(?:ly)?|changing (?:the )?subject)"
    r"\b(?:\s+(?:nu|jetzt|maintenant|now|then|alors|dan|mal|encore|nog))?\s*[:,.!;–-]*\s*"
)
_LANGUAGE_SWITCH = re.compile(
    r"^(?:s'il (?:vous|te) plait|svp|bitte|please|graag|alstublieft|aub)?[ ,]*(?:(?:continue[rz]? |weiter |verder |now |jetzt |nu |maintenant )?"
    r"(?:en |in het |in |auf |op het )(?:francais|neerlandais|allemand|anglais|frans|nederlands|duits|engels|franzosisch"
    r"|niederlandisch|deutsch|englisch|french|dutch|german|english)(?: weiter| verder| svp| please| bitte| graag| alstublieft)*)\s*[:,.;–-]+\s*"
)
_OPENER = re.compile(
    r"^(?:(?:ok|oke|okay|bon|bien|merci|super|ah|oh|d'accord|dank u|dank je|bedankt|danke|thanks|thank you|great|alright|gut)[ ,.!]+)*"
    r"(?:et|mais|puis|alors|donc|ou|en|maar|dus|of|und|aber|oder|also|and|but|or|so|what about|how about|pareil|idem|meme chose|wat met"
    r"|hoe zit het met|was ist mit|wie sieht es|same)\b[ ,]*"
)
# "Et *si on prend toute* la Wallonie ?", "and *if we look at* Ghent"
_IF_ONE_TAKES = re.compile(
    r"(?:(?:si|quand) (?:on|l'on|nous|vous|je) (?:prend|prenons|regarde|regardons|compte|elargit|etend|passe|se limite|s'en tient|ajoute|considere)\w*(?: (?:a|aussi))?(?: tou(?:te|t|s|tes))?"
    r"|(?:als|indien) (?:we|wij|je|ik|men) (?:(?=.*\b(?:nemen|neemt|kijken|bekijken|bekijkt)\b))?(?:heel|gans|alleen)?"
    r"|(?:wenn|falls) (?:man|wir|ich) (?:ganz|nur|alle)?|(?:if|when) (?:we|you|i|one) (?:take|look at|consider|extend (?:it )?to|include|limit it to)(?: (?:all|the whole)(?: of)?)?"
    r"|pour tou(?:te|t)|sur tou(?:te|t)|dans tou(?:te|t)|voor heel|in heel|in ganz|fur ganz|in all of|across (?:all of|the whole of))\s+"
)
_NARROWING = re.compile(
    r"\b(?:seulement|uniquement|rien que|juste|parmi (?:celles-ci|ceux-ci|eux|elles|ca)|la-dedans|enkel|alleen|slechts|daarvan|daaronder"
    r"|waarvan|nur|davon|darunter|lediglich|only|just|among (?:them|those|these)|of (?:them|those|these))\b"
)
_IMPERSONAL = re.compile(
    r"\b(?:il y (?:a|en a|aura|avait)|y a-t-il|y a til|qu'est-ce que|est-ce (?:que|qu')|s'il|faut-il|il faut|es gibt|gibt es|geht es|wie geht es"
    r"|is it (?:possible|allowed|legal|mandatory|true)|is het (?:mogelijk|toegelaten|verplicht)|ist es (?:erlaubt|moglich)|it is|there (?:is|are)"
    r"|are there|is there|er (?:is|zijn|bestaat|bestaan)|(?:is|zijn|bestaat|bestaan) er|c'est quoi)\b"
)
_ANAPHORA = re.compile(
    r"\b(?:il|elle|ils|elles|l'a|l'ont|ca|cela|ce(?:tte|t|s)? (?:projet|initiative|fiche|ville|commune|outil|article|regle|loi|systeme|amende)s?"
    r"|celui-ci|celle-ci|ceux-ci|celles-ci|ceux|celles|celui|celle|leurs?|eux|y|la-bas|la-dedans|en a|en ont|en est"
    r"|t-il|t-elle|t-ils|t-elles|le projet|la fiche|l'outil|la|le|les(?= (?:porte|finance|gere|paie))"
    r"|het|dat|die|ze|zij|hij|ervan|ermee|erin|erbij|eraan|erop|erover|ervoor|ertoe|eruit|hieraan|hierin|hiervan|hiermee|daaraan|daarin|daarop|daarover|daar|daarmee|daarvoor|daarvan|dit (?:project|artikel)|deze|hen|hun"
    r"|es|er|sie|das|den|dem|ihn|davon|dafur|damit|daran|darin|dort|dabei|diese[rsmn]?|jene[rsmn]?|solche[rsmn]?|deren|dessen|ihre?[rsmn]?"
    r"|it|its|they|their|them|that|those|these|this (?:project|one|article|rule)|there|he|she)\b"
)
_THE_PROJECT = re.compile(
    r"\b(?:le|ce|du|au|cette|la|het|dat|dit|das|dieses?|dem|diesem|des|the|this|that) (?:projet|initiative|fiche|project|initiatief|projekt|projekts"
    r"|vorhaben|scheme|article|artikel|regle|loi|wet|gesetz|law|rule|pratique|praktijk|praxis|practice)\b"
)
_ORDINAL = re.compile(
    r"\b(?:l[ea]s? |de |het |d(?:ie|er|as|en|em) |the |(?:du|au) )?(?:(?P<n1>premiere?|eerste|erste[rnsm]?|first)|(?P<n2>deuxieme|seconde?|tweede|zweite[rnsm]?|second)"
    r"|(?P<n3>troisieme|derde|dritte[rnsm]?|third)|(?P<n4>quatrieme|vierde|vierte[rnsm]?|fourth)|(?P<n5>cinquieme|vijfde|funfte[rnsm]?|fifth)"
    r"|(?P<last>derniere?|laatste|letzte[rnsm]?|last))(?= one\b| (?:projet|fiche|project|projekt|initiative|resultaat|resultat|result)\b|[ ?!.,]|$)"
)
_WIDENING = re.compile(
    r"\b(?:sans|zonder|ohne|without|peu importe|quel(?:le)? que soit|ongeacht|egal|unabhangig von|regardless of|whatever|any)\b"
    r"(?: (?:l[ea']s?|le|la|l'|de|het|the|die|den|das|der|een|ein(?:e[nr]?)?|a|an|tenir compte d[eu']s?|max(?:imum)?|min(?:imum)?|in welche[rnms]?|welche[rnms]?))*\s*"
    r"(?P<what>\w[\w-]*)"
)
_WIDENED = (
    (re.compile(r"an(?:nee|s?)$|annees|date|periode|jaar|jaren|jahr|jahre|year|years|dates?|zeitraum|datum"), YEARS),
    (re.compile(r"plafond|max\w*|min\w*|budget\w*|limite?s?|montant|bedrag|limiet|bovengrens|obergrenze|betrag|grenze|cap|amount|subsid\w*|zuschuss|seuil|drempel"), AMOUNTS),
    (re.compile(r"lieu|province|provincie|provinz|region|regio|commune|gemeente|gemeinde|ville|stad|stadt|plaats|ort|place|location|pays|land|country|gewest"), (*PLACES, *AREAS)),
    (re.compile(r"statut|status"), ("status",)),
    (re.compile(r"theme|thema|domaine|domein|bereich|topic|domain"), ("domain",)),
)  # fmt: skip
_GROUPS = ((*PLACES, *AREAS), YEARS, AMOUNTS)  # a place replaces any place, a year both years
_FEW_WORDS = 5  # of one's own: what holds more is a question that stands alone
_MANY_WORDS = 8
_LONGEST_NAME = 3  # words
_MOST_MEANT = 3  # documents that "it" may be
_LONGEST_CONTEXT = 600  # characters of former questions: what was said long ago no longer counts


def replay(turns: Sequence[tuple[str, tuple[str, ...]]]) -> Previous | None:
    """What the last of some turns left behind: each is a question with the ids of the documents then shown."""
    previous: Previous | None = None
    for text, documents in turns:
        if is_small_talk(text):
            continue
        found = follow_up(text, previous) if previous is not None else None
        whole = found.text if found is not None else text
        figure = found.figure if found is not None else None
        if figure is None and (found is None or not found.documents):
            figure = read_figure_question(whole)
        if found is not None and found.figure is None and not found.leans:
            whole = found.own
        if figure is not None and figure.unparsed:
            figure = None
        previous = Previous(whole[-_LONGEST_CONTEXT:], figure, documents)
    return previous


def without_preamble(text: str) -> tuple[str, bool]:
    """The text without "autre chose :" or "in English please:", and whether a new topic is announced."""
    folded = fold(text)
    found = _NEW_TOPIC.match(folded)
    if found and text[found.end() :].strip():
        return text[found.end() :].strip(), True
    found = _LANGUAGE_SWITCH.match(folded)
    if found and text[found.end() :].strip():
        return text[found.end() :].strip(), False
    return text, False


def follow_up(text: str, previous: Previous) -> FollowUp | None:
    """What the sentence means after the previous one; None when it stands alone."""
    sentence, fresh = without_preamble(without_pleasantries(text))
    if fresh:
        return FollowUp(sentence, sentence) if sentence != text else None
    said = _Said.read(sentence)
    for meaning in (_of_the_counted, _of_figures, _of_documents, _of_passages):
        found = meaning(said, previous)
        if found is not None:
            return found
    return FollowUp(sentence, sentence) if sentence != text else None


@dataclass(frozen=True)
class _Parts:
    """A sentence taken apart; `computation` is None where it asks for none."""

    sentence: Sentence
    conditions: Conditions
    computation: Computation | None


def _parts_of(text: str) -> _Parts:
    reading = read(text)
    computation, sentence = computation_of(reading.sentence, reading.conditions)
    return _Parts(sentence, reading.conditions, computation)


@dataclass(frozen=True)
class _Said:
    """The sentence, and the signs that it goes on from another one."""

    text: str
    folded: str
    whole: str  # folded, with what opens it
    parts: _Parts
    opens: bool
    narrows: bool
    refers: bool
    own_words: int  # words with a meaning of their own: terms, places, unknown ones

    @classmethod
    def read(cls, text: str) -> _Said:
        folded = fold(text)
        opener = _OPENER.match(folded)
        rest = text[opener.end() :] if opener else text
        if taken := _IF_ONE_TAKES.match(fold(rest)):
            rest = rest[taken.end() :]
        parts = _parts_of(spelled_out(rest) or text)
        own = [token for token in parts.sentence.tokens if token.role in {UNKNOWN, "term"}]
        personal = _IMPERSONAL.sub(" ", folded)
        return cls(
            text=rest or text,
            folded=fold(rest or text),
            whole=folded,
            parts=parts,
            opens=opener is not None,
            narrows=bool(_NARROWING.search(folded)),
            refers=bool(_ANAPHORA.search(personal)),
            own_words=len(own),
        )

    @property
    def is_whole(self) -> bool:
        """Whether it says what is counted or looked for, and nothing that points back."""
        if self.opens or self.narrows:
            return False
        if _THE_PROJECT.search(self.folded) and self.own_words <= 1:
            return False  # "le projet a démarré quand ?"
        return self.parts.sentence.has("project", "practice", "law") or (
            self.parts.sentence.has("town") and not self.refers
        )


# -- what was counted -----------------------------------------------------------------------------

_WHICH_ONES = re.compile(
    r"(?:et |en |und |and |ok |mais )*(?:c'est |ce sont )?(?:lesquel(?:le)?s|lequel|laquelle|quel(?:le)s? (?:sont-(?:ils|elles)|projets?|initiatives?|fiches?)"
    r"|(?:calcule|base)e?s? sur (?:quoi|quel(?:le)?s (?:projets|fiches|initiatives))|de quel(?:le)?s (?:projets|fiches|initiatives) (?:s'agit-il|parle-t-on|s'agit il)"
    r"|(?:tu peux|pouvez-vous|peux-tu|vous pouvez)? ?(?:me )?les (?:citer|lister|nommer|donner)|donne(?:z)?(?:-| )(?:les|moi la liste)|la liste"
    r"|(?:de )?welke(?: (?:zijn (?:dat|het|dit|die)|projecten|initiatieven|dan|precies))*|op basis van welke (?:projecten|fiches)|som ze (?:eens )?op|noem ze(?: eens)?|geef (?:ze|de lijst)"
    r"|welche(?: (?:sind (?:das|es|die)|projekte|initiativen|denn|genau))*|um welche(?: projekte)?(?: handelt es sich| geht es)?|auf (?:der basis|grundlage) welcher projekte|nenn(?:e|en sie)? sie(?: mir)?|die liste"
    r"|which(?: (?:ones?|are they|projects?|initiatives?|exactly))*|what are they|based on which(?: projects)?|(?:can you )?(?:list|name) them|name them|the list)"
    r"(?: (?:exactement|precisement|donc|alors|svp|stp|s'il (?:vous|te) plait|aub|graag|bitte|please|genau|precies|exactly))*[ ?.!]*"
)


def _of_the_counted(said: _Said, previous: Previous) -> FollowUp | None:
    """ "Lesquels ?": the list behind a number."""
    before = previous.figure
    if before is None or before.operation in {"lookup", "group"} or not _WHICH_ONES.fullmatch(said.whole):
        return None
    filters = before.filters
    if before.field is not None:
        filters = filters.merged(Filters(known=(before.field,)))
    figure = FigureQuestion("list", filters)
    return FollowUp(f"{previous.text} {said.text}", said.text, figure, carried=filters.without("kind"))


# -- the same computation with other conditions ---------------------------------------------------


def _of_figures(said: _Said, previous: Previous) -> FollowUp | None:
    before = previous.figure
    if before is None or said.is_whole:
        return None
    widened, said = _widened(said)
    said = _in_the_same_measure(said, before)
    asked = said.parts.computation
    computation = _computation(said, asked, before)
    figure = figure_of(said.parts.conditions, computation, said.parts.sentence)
    figure = _of_the_same_field(said, figure, before)
    new = figure.filters.without("kind")
    if figure.unparsed or (new.is_empty and not widened and not _changes(computation, before)):
        return None
    replaced = [name for group in _groups_of(new) for name in group]
    kept = before.filters.without(*replaced, *widened)
    filters = new.merged(kept)
    merged = replace(figure, filters=filters, readings=_merged_readings(figure, kept))
    dropped = before.filters.without(*(set(kept.as_dict())))
    return FollowUp(
        f"{previous.text} {said.text}", said.text, merged, carried=kept.without("kind"), dropped=dropped
    )


def _widened(said: _Said) -> tuple[tuple[str, ...], _Said]:
    """The conditions that the sentence takes back, and the sentence without those words."""
    names: tuple[str, ...] = ()
    rest = said.text
    for found in reversed([*_WIDENING.finditer(said.folded)]):
        for words, group in _WIDENED:
            if words.fullmatch(found["what"]):
                names += group
                rest = rest[: found.start()] + " " + rest[found.end() :]
                break
    if not names:
        return (), said
    return names, replace(said, text=rest, folded=fold(rest), parts=_parts_of(rest))


_AMOUNT = re.compile(
    r"\b\d[\d .,']*(?:\s?(?:millions?|mio|miljoen|millionen|k|m|mille|duizend|tausend|thousand|milliards?|miljard|milliarden|billion))?\b"
)
_A_MEASURE = re.compile(r"€|\beuros?\b|\b(?:19|20)\d\d\b|\bkm\b|kilomet")


def _in_the_same_measure(said: _Said, before: FigureQuestion) -> _Said:
    """ "And above 10 million?" after a budget: a number alone is of what was measured before."""
    measured = next((name for name in AMOUNTS if getattr(before.filters, name) is not None), None)
    found = _AMOUNT.search(said.folded)
    if measured is None or found is None or _A_MEASURE.search(said.folded):
        return said
    field = "subsid" if measured.startswith("subsidy") else "budget"
    noun = {"subsid": {"fr": "de subside", "nl": "subsidie", "de": "Zuschuss", "en": "subsidy"}}.get(
        field, {"fr": "de budget", "nl": "budget", "de": "Budget", "en": "budget"}
    )[said.parts.sentence.language]
    rest = f"{said.text[: found.end()].rstrip()} euros {noun}{said.text[found.end() :]}"
    return replace(said, text=rest, folded=fold(rest), parts=_parts_of(rest))


def _of_the_same_field(said: _Said, figure: FigureQuestion, before: FigureQuestion) -> FigureQuestion:
    """ "Et CitizenLab ?" after another partner: a name that nothing knows stands where one stood before."""
    name = said.text.strip(' ?!.,«»"')
    if not 0 < len(name.split()) <= _LONGEST_NAME or not name[:1].isupper():
        return figure
    if not _places_of(said).is_empty or figure.filters.year_from is not None:
        return figure
    held = [field for field in ("partner", "technology", "programme") if getattr(before.filters, field)]
    if len(held) != 1:
        return figure
    filters = Filters.model_validate({held[0]: (name,), "kind": figure.filters.kind})
    return replace(figure, filters=filters, unparsed=(), guessed=True)


def _computation(said: _Said, asked: Computation | None, before: FigureQuestion) -> Computation:
    """What is asked now; what it leaves open is as before."""
    if asked is not None:
        field = asked.field or (before.field if asked.operation in {"min", "max", "sum", "mean"} else None)
        return replace(asked, field=field, fields=() if field else asked.fields)
    operation = before.operation
    field = before.field
    if before.operation in {"min", "max", "sum", "mean"}:
        turned = {
            "max_size": "max",
            "max_cost": "max",
            "min_size": "min",
            "min_cost": "min",
            "total": "sum",
            "mean": "mean",
        }
        roles = [turned[token.role] for token in said.parts.sentence.tokens if token.role in turned]
        operation = roles[0] if roles else operation  # type: ignore[assignment]
    if operation == "lookup":
        operation = "list"
    return Computation(operation, field=field, group_by=before.group_by, unit=before.unit)


def _changes(computation: Computation, before: FigureQuestion) -> bool:
    return (computation.operation, computation.field, computation.group_by) != (
        before.operation,
        before.field,
        before.group_by,
    )


def _groups_of(filters: Filters) -> list[tuple[str, ...]]:
    """The names of filters that go when these come."""
    names = set(filters.as_dict())
    groups: list[tuple[str, ...]] = [group for group in _GROUPS if names & set(group)]
    return [*groups, *((name,) for name in names if not any(name in group for group in _GROUPS))]


def _merged_readings(figure: FigureQuestion, kept: Filters) -> tuple[FigureQuestion, ...]:
    return tuple(replace(one, filters=one.filters.merged(kept)) for one in figure.readings)


# -- documents shown before -----------------------------------------------------------------------


def _of_documents(said: _Said, previous: Previous) -> FollowUp | None:
    """ "Il a débuté quand ?", "la deuxième", "how much did it cost": about what was shown."""
    if not previous.documents or said.is_whole:
        return None
    text = f"{previous.text} {said.text}"
    if (meant := _ordinal(said, previous)) is not None:
        return FollowUp(text, said.text, documents=meant, points=True)
    several = previous.figure is not None and len(previous.documents) > 1
    computes = said.parts.computation is not None or not _conditions_of(said).is_empty
    if several or (computes and previous.figure is not None) or said.own_words > _MANY_WORDS:
        return None
    if not _places_of(said).is_empty:
        return None  # "et à Namur ?" asks for another document
    leans = said.refers or (said.opens and said.own_words <= _FEW_WORDS)
    return FollowUp(text, said.text, documents=previous.documents[:_MOST_MEANT], leans=leans)


def _ordinal(said: _Said, previous: Previous) -> tuple[str, ...] | None:
    found = _ORDINAL.search(said.folded)
    if found is None or said.own_words > _FEW_WORDS or len(previous.documents) < 2:
        return None
    if found["last"]:
        return previous.documents[-1:]
    position = next(int(name[1:]) for name, text in found.groupdict().items() if text) - 1
    return previous.documents[position : position + 1] or None


def _conditions_of(said: _Said) -> Filters:
    return said.parts.conditions.filters(lambda condition: condition.certain)


def _places_of(said: _Said) -> Filters:
    return said.parts.conditions.filters(lambda condition: condition.name in (*PLACES, *AREAS))


# -- the same search with other words -------------------------------------------------------------


def _of_passages(said: _Said, previous: Previous) -> FollowUp | None:
    """ "Et à Namur ?" after a question that passages answered: the former words, the place exchanged."""
    elliptic = said.opens or said.narrows or said.refers
    if said.is_whole or said.own_words > (_MANY_WORDS if elliptic else _FEW_WORDS):
        return None
    return FollowUp(f"{_without_places(previous.text, said)} {said.text}", said.text, leans=elliptic)


def _without_places(text: str, said: _Said) -> str:
    """The former question, without its places where the sentence names another."""
    if _places_of(said).is_empty:
        return text
    spans = [one.span for one in _parts_of(text).conditions.found if one.name in (*PLACES, *AREAS)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())
