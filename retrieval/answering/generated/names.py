"""Names in a sentence: places by what they mean, all other names by their letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.models import LANGUAGES, Document, Language
from corpus.places import Gazetteer
from corpus.places.values import Place
from corpus.taxonomy import terms_of
from retrieval.index.analysis import is_stop_word, stem
from retrieval.query.folding import fold

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_ELISION = re.compile(r"^(?:[ldnsmtjc]|qu|jusqu|lorsqu)['’](?=\w)", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:…»«\"“”„]\s*$")
# What is written with a capital and names nobody.
_GENERIC = frozenset(
    "ville commune region province etat conseil college bourgmestre article loi decret reglement union europeen europeenne"
    " stad gemeente gewest staat raad wet decreet verordening europese unie stadt region staat rat gesetz verordnung union"
    " european city town municipality council government act decree regulation law directive monsieur madame internet"
    " january february march april may june july august september october november december januar februar marz mai juni juli"
    " oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday thursday friday saturday sunday i".split()
)
# One institution or rule, as each language abbreviates it.
_SAME = tuple(
    frozenset(group.split())
    for group in (
        "rgpd gdpr avg dsgvo", "ue eu", "ia ai ki", "cpas ocmw oshz pcsw", "aipd dpia gbeb dsfa", "dpo dpd fg dsb",
        "apd gba dpa", "tic ict ikt", "pme kmo kmu sme", "cil dpo",
    )
)  # fmt: skip
# Sentences begin with them, and no list of stop words has them all.
_OPENERS = frozenset(
    "selon depuis apres avant pendant durant afin ainsi cependant toutefois enfin ensuite lors outre grace malgre parmi environ pres"
    " sinds volgens tijdens daarnaast bovendien echter daarom ongeveer bijna vanaf binnen buiten verder ook"
    " seit nach laut wahrend ausserdem zudem jedoch daher rund etwa bereits auch sowie bei zwischen dank"
    " without since during according unlike however therefore moreover besides about around within besides despite although once"
    " two three four five six seven eight nine ten".split()
)
# A verb that advises ("Write a plan") has an article after it, a name has not.
_COMMAND = re.compile(
    r"\s+(?:an?|the|de|het|een|aan|le|la|les|un|une|des|der|die|das|den|eine?n?|on|off|offline)\b|\s+l['’]"
)
# Before a German noun, these words tell that it is no name.
_GERMAN_DETERMINER = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|ein(?:e[nmrs]?)?|kein(?:e[nmrs]?)?|dies\w+|jed\w+|all\w+|viel\w+|mehrer\w+|sein\w*|ihr\w*"
    r"|beim|zum|zur|vom|im|am|ins|ans|durchs|fürs|\d[\d.,]*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)(?:\s+[a-zäöüß][\wäöüß-]*){0,3}\s+$"
)
_GERMAN_NOUN = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|ion|ionen|tät|täten|nis|nisse|tum|ismus)$"
)


@dataclass(frozen=True)
class Names:
    """What a source may be said to name."""

    tokens: frozenset[str]
    places: frozenset[str]

    @classmethod
    def of(cls, document: Document, text: str, language: Language) -> Names:
        """The names of a passage, with its document's place and how the claim's language writes its title."""
        told = [text, document.title.get(document.language)]
        if language != document.language:  # the only words there are for it in that language
            told += [document.title.get(language), document.summary.get(language)]
        everything = "\n".join(told)
        return cls(
            tokens=frozenset(_parts(everything)),
            places=frozenset(_keys(_places(everything))) | _own_places(document),
        )

    def lacking(self, claim: str, language: Language) -> str | None:
        """The first name of a claim that is none of these."""
        mentions = Gazetteer.load().find(claim)
        for mention in mentions:
            known = set(_keys(mention.readings)) & self.places or set(_parts(mention.text)) <= self.tokens
            if not known and (mention.certain or mention.text[:1].isupper()):
                return mention.text
        for start, word in _name_tokens(claim, language):
            of_a_place = any(mention.start <= start < mention.end for mention in mentions)
            if not of_a_place and not self._knows(word):
                return word
        return None

    def _knows(self, word: str) -> bool:
        parts = set(_parts(word))
        if not parts or parts <= self.tokens | _GENERIC:
            return True
        for part in parts - self.tokens - _GENERIC:
            same = next((group for group in _SAME if part in group), frozenset())
            bare = re.sub(r"(?:'s|s|es|en|e)$", "", part)
            if not (same & self.tokens or bare in self.tokens or f"{part}s" in self.tokens):
                return False
        return True


def _name_tokens(claim: str, language: Language) -> Iterator[tuple[int, str]]:
    """The words that are written as names, with their positions."""
    for match in _TOKEN.finditer(claim):
        word = match.group()
        if found := _ELISION.match(word):
            word = word[found.end() :]
        if not any(character.isupper() for character in word):
            continue
        first = match.start() == 0 or bool(_ENDS.search(claim[: match.start()]))
        shaped = sum(character.isupper() for character in word) > 1 or any(c.isdigit() for c in word)
        if shaped or _is_name(claim, match.start(), word, language, first=first):
            yield match.start(), word


@cache
def _german_words() -> frozenset[str]:
    """Nouns that are no names; German writes both with a capital."""
    return frozenset((resources.files(__package__) / "german_nouns.txt").read_text("utf-8").split())


def _is_german_noun(word: str) -> bool:
    """Whether a word is a known noun or a compound of one."""
    plain = fold(word)
    known = _german_words()
    return plain in known or any(plain[start:] in known for start in range(3, len(plain) - 4))


def _is_name(claim: str, start: int, word: str, language: Language, *, first: bool) -> bool:
    if any(is_stop_word(word.lower(), one) for one in LANGUAGES) or fold(word) in _OPENERS:
        return False
    if language == "de":
        common = (
            _GERMAN_DETERMINER.search(claim[:start].lower())
            or _GERMAN_NOUN.search(word)
            or _is_german_noun(word)
        )
        return not (common or _adverb(word))
    return not (first and (_adverb(word) or _COMMAND.match(claim, start + len(word))))


def _adverb(word: str) -> bool:
    return bool(re.search(r"(?:ment|ant|ly|ing|lijk|weise)$", word.lower()))


def _parts(text: str) -> list[str]:
    """The folded words of names; of a compound also its parts."""
    found = []
    for match in _TOKEN.finditer(text):
        word = _ELISION.sub("", match.group())
        found.append(fold(word))
    return [part for word in found for part in re.split(r"[-'.&]", word) if part]


def _places(text: str) -> list[Place]:
    return [place for match in Gazetteer.load().find(text) for place in match.readings]


@cache
def _above(key: str) -> frozenset[str]:
    """A place and what it lies in."""
    level, code = key.split("/", 1)
    place = Gazetteer.load().get(level, code)  # type: ignore[arg-type]
    if place is None:
        return frozenset({key})
    above = {
        f"{name}/{value}" for name in ("province", "region", "country") if (value := getattr(place, name))
    }
    return frozenset({key, f"{level}/{place.current}", *above})


def _keys(places: Iterable[Place]) -> Iterable[str]:
    return (place.key for place in places)


def _own_places(document: Document) -> frozenset[str]:
    terms = terms_of(document.fields)
    keys = {
        f"{level}/{code}"
        for level in ("municipality", "province", "region", "country")
        for code in terms.get(level, ())
    }
    return frozenset(above for key in keys for above in _above(key))


def content_stems(text: str, language: Language) -> set[str]:
    """The stems of a text that carry its meaning in one language."""
    return {
        found
        for word in _TOKEN.findall(text)
        for part in re.split(r"[-'’.]", word)
        if (found := stem(part, language))
    }
