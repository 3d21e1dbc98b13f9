"""The computation asked before, with other conditions: "Et à Namur ?", "lesquels ?", "and the smallest one?"."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.filters import AMOUNTS, AREAS, PLACES, YEARS, Filters
from retrieval.query.figures import FigureQuestion, figure_of
from retrieval.query.folding import fold
from retrieval.query.operations.computation import SUPERLATIVES, Computation, Operation
from retrieval.query.utterance import FollowUp, Previous, Utterance, parts_of
from retrieval.query.words.sentence import Sentence

_WIDENING = re.compile(
    r"\b(?:sans|zonder|ohne|without|peu importe|quel(?:le)? que soit|ongeacht|egal|unabhangig von|regardless of|whatever|any)\b"
    r"(?: (?:l[ea']s?|le|la|l'|de|het|the|die|den|das|der|een|ein(?:e[nr]?)?|a|an|tenir compte d[eu']s?|max(?:imum)?|min(?:imum)?|in welche[rnms]?|welche[rnms]?))*\s*"
    r"(?P<what>\w[\w-]*)"
    r"|\b(?:tou(?:te)?s(?: les)?|alle|all)\s+(?P<all>annees|periodes|jaren|jahre|years|provinces|regions|statuts|provincies|provinzen)(?:\s+(?:confondue?s|samen|zusammen|together|combined))?"
)
_WIDENED = (
    (re.compile(r"an(?:nee|s?)$|annees|date|periode|jaar|jaren|jahr|jahre|year|years|dates?|zeitraum|datum"), YEARS),
    (re.compile(r"plafond|max\w*|min\w*|budget\w*|limite?s?|montant|bedrag|limiet|bovengrens|obergrenze|betrag|grenze|cap|amount|subsid\w*|zuschuss|seuil|drempel"), AMOUNTS),
    (re.compile(r"lieu|province|provincie|provinz|region|regio|commune|gemeente|gemeinde|ville|stad|stadt|plaats|ort|place|location|pays|land|country|gewest"), (*PLACES, *AREAS)),
    (re.compile(r"statut|status"), ("status",)),
    (re.compile(r"theme|thema|domaine|domein|bereich|topic|domain"), ("domain",)),
)  # fmt: skip
_GROUPS = ((*PLACES, *AREAS), YEARS, AMOUNTS)  # a place replaces any place, a year both years
_LONGEST_NAME = 3  # words


# -- what was counted -----------------------------------------------------------------------------

_WHICH_ONES = re.compile(
    r"(?:et |en |und |and |ok |mais )*(?:c'est |ce sont )?(?:lesquel(?:le)?s|lequel|laquelle|quel(?:le)s? (?:sont-(?:ils|elles)|projets?|initiatives?|fiches?)"
    r"|(?:(?:tu peux|pouvez-vous|peux-tu|vous pouvez) (?:me )?)?(?:cite|liste|donne|montre|nomme|enumere|affiche)[zr]?(?:-| )les?(?:(?:-| )(?:moi|nous))?|(?:c'est|ce sont|et c'est|ce serait)(?: donc)? (?:quoi|lequel|laquelle|lesquels|lesquelles)"
    r"|(?:calcule|base)e?s? sur (?:quoi|quel(?:le)?s (?:projets|fiches|initiatives))|de quel(?:le)?s (?:projets|fiches|initiatives) (?:s'agit-il|parle-t-on|s'agit il)"
    r"|(?:tu peux|pouvez-vous|peux-tu|vous pouvez)? ?(?:me )?les (?:citer|lister|nommer|donner)|donne(?:z)?(?:-| )(?:les|moi la liste)|la liste"
    r"|(?:de )?welke(?: (?:zijn (?:dat|het|dit|die)|projecten|initiatieven|dan|precies))*|op basis van welke (?:projecten|fiches)|som ze (?:eens )?op|noem ze(?: eens)?|geef (?:ze|de lijst)"
    r"|welche[rs]? (?:ist|war|ware) (?:das|es)(?: denn| genau)?|zeig(?:e|en sie)?(?: mir)? (?:sie|die)(?: mir)?|toon ze(?: (?:me|mij|eens))?|welk(?:e)? is (?:dat|het)|which (?:one|project) (?:is (?:it|that)|was (?:it|that))|show (?:me )?them|what is it|show them to me"
    r"|welche(?: (?:sind (?:das|es|die)|projekte|initiativen|denn|genau))*|um welche(?: projekte)?(?: handelt es sich| geht es)?|auf (?:der basis|grundlage) welcher projekte|nenn(?:e|en sie)? sie(?: mir)?|die liste"
    r"|which(?: (?:ones?|are they|projects?|initiatives?|exactly))*|what are they|based on which(?: projects)?|(?:can you )?(?:list|name) them|name them|the list"
    r"|(?:(?:tu peux|pouvez-vous|peux-tu|vous pouvez|can you|kan je|kannst du) )?(?:(?:tu|vous) )?(?:montre|affiche|donne|detaille|toon|geef|zeig|gib|show|give|list)(?:r|z|s|n|e|en sie)?(?:[- ](?:me|moi|mir|mij|us|nous))?"
    r"[- ](?:les|la liste|le detail|de lijst|die liste|the list|the details)(?: (?:moi|mir))?|(?:tu|vous) (?:me |nous )?les (?:montre|donne|liste|cite|affiche)[sz]?)"
    r"(?: (?:exactement|precisement|donc|alors|svp|stp|s'il (?:vous|te) plait|aub|graag|bitte|please|genau|precies|exactly))*[ ?.!]*"
)


def of_the_counted(said: Utterance, previous: Previous) -> FollowUp | None:
    """ "Lesquels ?": the list behind a number."""
    before = previous.figure
    if before is None or before.operation in {"lookup", "group"} or not _WHICH_ONES.fullmatch(said.whole):
        return None
    filters = before.filters
    if before.field is not None:
        filters = filters.merged(Filters(known=(before.field,)))
    figure = before if before.first else FigureQuestion("list", filters)
    return FollowUp(f"{previous.text} {said.text}", said.text, figure, carried=filters.without("kind"))


_JUST_HOW_MANY = re.compile(
    r"(?:et |en |und |and |ok |mais |donc |dus |also |so )*(?:ca fait |c'est |dat is |das sind |that's )?(?:combien|hoeveel|wie ?viele|how many)"
    r"(?: (?:donc|au total|en tout|y en a-t-il|sont-(?:ils|elles)|ca fait|zijn (?:dat|het|er)|in totaal|sind (?:das|es)|insgesamt|is that|are (?:there|they|those)|in total|dan|denn|alors))*[ ?.!]*"
)


def of_the_listed(said: Utterance, previous: Previous) -> FollowUp | None:
    """ "Combien ?": the number of what was listed."""
    before = previous.figure
    if before is None or before.operation != "list" or not _JUST_HOW_MANY.fullmatch(said.whole):
        return None
    figure = replace(before, operation="count")
    return FollowUp(f"{previous.text} {said.text}", said.text, figure, carried=before.filters.without("kind"))


# -- the same computation with other conditions ---------------------------------------------------


def of_figures(said: Utterance, previous: Previous) -> FollowUp | None:
    """ "Et à Namur ?", "and the smallest one?": computed as before, with what the sentence exchanges."""
    before = previous.figure
    if before is None or said.is_whole:
        return None
    adds = _ADDS.search(said.whole) is not None
    if adds:
        said = _without_adding(said)
    widened, said = _widened(said)
    said = _in_the_same_measure(said, before)
    asked = said.parts.computation
    computation = _computation(said, asked, before)
    figure = figure_of(said.parts.conditions, computation, said.parts.sentence)
    figure = _of_the_same_level(_of_the_same_field(said, figure, before), before)
    new = figure.filters.without("kind")
    if figure.unparsed or (
        new.is_empty and not figure.readings and not widened and not _changes(computation, before)
    ):
        return None
    said_now = [new, *(one.filters for one in figure.readings)]
    replaced = [name for one in said_now for group in _groups_of(one) for name in group if name != "kind"]
    replaced += _left_behind(new, before.filters)
    kept = before.filters.without(*replaced, *widened)
    filters = new.merged(kept)
    if adds:
        filters = _joined(new, before.filters)
    merged = replace(figure, filters=filters, readings=_merged_readings(figure, kept))
    dropped = before.filters.without(*(set(kept.as_dict())))
    return FollowUp(
        f"{previous.text} {said.text}", said.text, merged, carried=kept.without("kind"), dropped=dropped
    )


# "*Ajoute* l'eau", "mit Wasser *dazu*": what is named comes beside what was asked.
_ADDS = re.compile(
    r"\b(?:r?ajout(?:e|ez|ons|er|ant)|en plus|inclu(?:[st]|re|ant)?|compt(?:ez?|er|ant) aussi|(?:voeg|neem|tel)(?= .*\b(?:bij|toe|mee)\b)|toevoegen|erbij|mee ?tellen|neem .* mee|(?:nimm|nehmen wir|rechne|zahle?)(?= .*\b(?:dazu|hinzu|mit)\b)|dazu|hinzu|zusatzlich|add(?:ing)?|^plus|includ(?:e|ing)|on top)\b"
)
_ADDED = re.compile(
    r"\b(?:seulement|uniquement|alleen|enkel|nur|only|just)\b|\b(?:er|bij|toe|mee|mit|y|aussi|ook|auch|too|as well)\b(?=\W*$)|^er\b"
)


def _without_adding(said: Utterance) -> Utterance:
    """What a sentence adds, without the words that add it."""
    text, folded = said.text, said.folded
    for rule in (_ADDS, _ADDED):
        for found in reversed([*rule.finditer(folded)]):
            text = text[: found.start()] + " " + text[found.end() :]
        folded = fold(text)
    rest = " ".join(text.split()).removeprefix("er ")
    return replace(Utterance.read(rest), opens=True, whole=said.whole) if rest.strip(" ?.!") else said


def _left_behind(new: Filters, before: Filters) -> list[str]:
    """The places that go where one that holds them is excluded: "and outside Wallonia?" after Liège."""
    asked = [PLACES.index(name) for name in PLACES if getattr(before, name)]
    excluded = [PLACES.index(one.partition(":")[0]) for one in new.exclude if one.partition(":")[0] in PLACES]
    holds = excluded and asked and min(excluded) <= max(asked)
    return [*PLACES, *AREAS] if holds else []


def _joined(new: Filters, before: Filters) -> Filters:
    """The conditions before, the values of the new ones beside those of the same filter."""
    mine, theirs = new.model_dump(exclude_defaults=True), before.model_dump(exclude_defaults=True)
    both = {
        name: tuple(dict.fromkeys((*theirs[name], *value)))
        for name, value in mine.items()
        if isinstance(value, tuple) and name in theirs
    }
    return Filters.model_validate({**theirs, **mine, **both})


def _widened(said: Utterance) -> tuple[tuple[str, ...], Utterance]:
    """The conditions that the sentence takes back, and the sentence without those words."""
    names: tuple[str, ...] = ()
    rest = said.text
    for found in reversed([*_WIDENING.finditer(said.folded)]):
        for words, group in _WIDENED:
            if words.fullmatch(found["what"] or found["all"].rstrip("s")):
                names += group
                rest = rest[: found.start()] + " " + rest[found.end() :]
                break
    if not names:
        return (), said
    return names, replace(said, text=rest, folded=fold(rest), parts=parts_of(rest))


_AMOUNT = re.compile(
    r"\b\d[\d .,']*(?:\s?(?:millions?|mio|miljoen|millionen|k|m|mille|duizend|tausend|thousand|milliards?|miljard|milliarden|billion))?\b"
)
_A_MEASURE = re.compile(r"€|\beuros?\b|\b(?:19|20)\d\d\b|\bkm\b|kilomet")


def _in_the_same_measure(said: Utterance, before: FigureQuestion) -> Utterance:
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
    return replace(said, text=rest, folded=fold(rest), parts=parts_of(rest))


def _of_the_same_field(said: Utterance, figure: FigureQuestion, before: FigureQuestion) -> FigureQuestion:
    """ "Et CitizenLab ?" after another partner: a name that nothing knows stands where one stood before."""
    name = _BESIDE_A_NAME.sub("", said.text.strip(' ?!.,«»"'))
    if not 0 < len(name.split()) <= _LONGEST_NAME or not name[:1].isupper():
        return figure
    if not said.places.is_empty or figure.filters.year_from is not None:
        return figure
    held = [field for field in ("partner", "technology", "programme") if getattr(before.filters, field)]
    if len(held) != 1:
        return figure
    filters = Filters.model_validate({held[0]: (name,), "kind": figure.filters.kind})
    return replace(figure, filters=filters, unparsed=(), guessed=True)


_BESIDE_A_NAME = re.compile(r"^(?:avec|chez|pour|met|bij|mit|bei|with|at)\s+")


def _of_the_same_level(figure: FigureQuestion, before: FigureQuestion) -> FigureQuestion:
    """ "Non, je voulais dire *Liège*" after Mons: of several places of a name the one like the place before."""
    held = [level for level in ("municipality", "province") if getattr(before.filters, level)]
    if len(held) != 1 or not figure.readings:
        return figure
    alike = [one for one in figure.readings if getattr(one.filters, held[0])]
    return replace(alike[0], readings=()) if len(alike) == 1 and len(figure.readings) > 1 else figure


def _computation(said: Utterance, asked: Computation | None, before: FigureQuestion) -> Computation:
    """What is asked now; what it leaves open is as before."""
    asks = said.parts.sentence.has("which", "give", "overview")
    if before.operation != "lookup" and asked is not None and asked.operation == "list" and not asks:
        asked = None  # "et ceux de l'eau ?" counts, or sums, on
    if asked is not None:
        field = asked.field or (before.field if asked.operation in {"min", "max", "sum", "mean"} else None)
        return replace(asked, field=field, fields=() if field else asked.fields)
    if before.operation in {"count", "list"} and (other := _of_them(said.parts.sentence)) is not None:
        return other
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
    return Computation(
        operation,
        field=field,
        group_by=before.group_by,
        unit=before.unit,
        first=before.first if operation == before.operation else None,
        measure=before.measure,
    )


def _of_them(sentence: Sentence) -> Computation | None:
    """ "And the *total budget* of those?", "le plus récent ?", "*lesquels* sont en cours ?": asked of what was counted before."""
    if sentence.has("money", "subsidy", "cost", "cash"):
        field = "subsidy_eur" if sentence.has("subsidy") else "budget_eur"
        for roles, operation in _AMOUNTS:
            if sentence.has(*roles):
                return Computation(operation, field=field)
        return None
    for role, (operation, ranked) in SUPERLATIVES.items():
        if sentence.has(role) and ranked is not None:
            return Computation(operation, field=ranked)
    if sentence.matches(_HOW_MANY_TOWNS):
        return Computation("count", unit="municipality")
    return Computation("list") if sentence.matches(_WHICH_OF_THEM) else None


_HOW_MANY_TOWNS = re.compile(r" (?:how_many|number)(?: (?:prep|det|adj|all))* town ")
_WHICH_OF_THEM = re.compile(
    r"^ which(?: (?:of|them|adv|pron|prep|det))* (?:aux|has|verb|start|received|term|not|end) "
)
_AMOUNTS: tuple[tuple[tuple[str, ...], Operation], ...] = (
    (("mean",), "mean"),
    (("max_size", "max_cost", "most"), "max"),
    (("min_size", "min_cost", "least"), "min"),
    (("total",), "sum"),
)


def _changes(computation: Computation, before: FigureQuestion) -> bool:
    return (computation.operation, computation.field, computation.group_by, computation.unit) != (
        before.operation,
        before.field,
        before.group_by,
        before.unit,
    )


def _groups_of(filters: Filters) -> list[tuple[str, ...]]:
    """The names of filters that go when these come."""
    names = set(filters.as_dict())
    groups: list[tuple[str, ...]] = [group for group in _GROUPS if names & set(group)]
    return [*groups, *((name,) for name in names if not any(name in group for group in _GROUPS))]


def _merged_readings(figure: FigureQuestion, kept: Filters) -> tuple[FigureQuestion, ...]:
    return tuple(replace(one, filters=one.filters.merged(kept)) for one in figure.readings)
