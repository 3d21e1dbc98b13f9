"""The inflected forms of a word of the lexicon, in four languages.

Regular endings only, and rather too many than too few: a form that nobody writes does no harm, one that is
missing leaves a question unread. Irregular forms stand in the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.models import Language

_ARTICLES: dict[Language, tuple[str, ...]] = {"fr": ("", "le", "la", "les"), "en": ("", "the")}
_FRENCH_VERB = "er e es ent ons ez ant ait aient a ai era eront erait ee ees é".split()
_GERMAN_ADJECTIVE = ("", "e", "en", "er", "es", "em")
_ENDINGS_OF_EUX = {"eux": ("eux", "euse", "euses"), "if": ("if", "ifs", "ive", "ives")}


def forms_of(entry: str, language: Language) -> frozenset[str]:
    """`concern/v` → concerne, concernent, concernant…; an entry without a slash is its only form.

    `~plus cher` is said with an article or without. In a phrase every word with a slash is inflected, together: `plus cher/a` → plus cher, plus chères…
    """
    phrases = [*_ARTICLES[language]] if entry.startswith("~") else [""]
    for word in entry.removeprefix("~").split():
        stem, _, kind = word.partition("/")
        forms = tuple(_INFLECTIONS[kind, language](stem)) if kind else (stem,)
        phrases = [f"{phrase} {form}".strip() for phrase in phrases for form in forms]
    return frozenset(phrases)


def _french_noun(stem: str) -> Iterator[str]:
    yield stem
    yield stem if stem[-1] in "sxz" else stem + ("x" if stem.endswith(("eau", "eu")) else "s")


def _french_adjective(stem: str) -> Iterator[str]:
    for ending, forms in _ENDINGS_OF_EUX.items():
        if stem.endswith(ending):
            yield from (stem.removesuffix(ending) + form for form in forms)
            return
    base = stem.removesuffix("e")
    feminine = base + (base[-1] if base.endswith(("en", "on", "el")) else "") + "e"
    yield from (stem, stem + "s", feminine, feminine + "s")
    if stem.endswith("al"):
        yield stem[:-1] + "ux"


def _french_verb(stem: str) -> Iterator[str]:
    """Of the first group; `stem` is without -er; its participle takes the plural too."""
    softened = stem + "e" if stem.endswith("g") else stem  # "engageons"
    for ending in _FRENCH_VERB:
        yield (softened if ending[0] in "ao" else stem) + ending
    yield stem + "és"


def _dutch_adjective(stem: str) -> Iterator[str]:
    closed, _, open_ = stem.partition("|")
    yield from (closed, (open_ or closed) + "e")


def _dutch_verb(stem: str) -> Iterator[str]:
    """`maak|mak`: closed stem for "maakt, maakte, gemaakt", open stem for "maken"."""
    closed, _, open_ = stem.partition("|")
    yield from (closed, closed + "t", (open_ or closed) + "en")
    for tense in ("te", "ten", "de", "den"):
        yield closed + tense
    for participle in ("t", "d"):
        yield from (f"ge{closed}{participle}", f"ge{closed}{participle}e", closed + participle)


def _german_adjective(stem: str) -> Iterator[str]:
    base = stem.removesuffix("e") if len(stem) > 3 else stem
    yield from (base + ending for ending in _GERMAN_ADJECTIVE)


def _german_verb(stem: str) -> Iterator[str]:
    link = "e" if stem[-1] in "td" else ""
    for ending in ("", "e", "st", "t", "en", "te", "ten", "end", "ende", "enden", "ender", "endes"):
        yield stem + (link if ending[:1] in {"s", "t"} else "") + ending
    for participle in (f"ge{stem}{link}t", f"{stem}{link}t"):
        yield from (participle + ending for ending in _GERMAN_ADJECTIVE)
    yield f"zu {stem}en"


def _english_noun(stem: str) -> Iterator[str]:
    yield from (stem, stem + "s")


def _english_verb(stem: str) -> Iterator[str]:
    base = stem.removesuffix("e")
    yield from (stem, stem + ("es" if stem.endswith(("ch", "sh", "ss", "x")) else "s"))
    yield from (base + "ed", base + "ing")
    if stem.endswith("y"):
        yield from (stem[:-1] + "ies", stem[:-1] + "ied")


def _same(stem: str) -> Iterator[str]:
    yield stem


_INFLECTIONS: dict[tuple[str, Language], Callable[[str], Iterator[str]]] = {
    ("n", "fr"): _french_noun,
    ("a", "fr"): _french_adjective,
    ("v", "fr"): _french_verb,
    ("n", "nl"): _same,
    ("a", "nl"): _dutch_adjective,
    ("v", "nl"): _dutch_verb,
    ("n", "de"): _same,
    ("a", "de"): _german_adjective,
    ("v", "de"): _german_verb,
    ("n", "en"): _english_noun,
    ("a", "en"): _same,
    ("v", "en"): _english_verb,
}
