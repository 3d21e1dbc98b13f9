"""What is set aside or taken in with a verb in two parts, said with one word instead: "si on met X de côté", "sauf X"."""

from __future__ import annotations

import re

_WHAT = r"(?P<what>(?:[^\s.!?;:,()]+ ){1,5}?)"
_WHAT_ENDS = r"(?P<what>[^\s.!?;:,()]+(?: [^\s.!?;:,()]+){0,4}?)"  # up to a stop
_EXCEPT = tuple(
    (re.compile(rf"(?i)\b(?:{said})"), rf"{word} \g<what>")
    for said, word in (
        (
            rf"(?:^|(?<=[.!?;] ))(?:merci d'|svp,? )?(?:oubliez|oublie|ignorez|ignore|excluez|retirez|enlevez|ne comptez pas|ne compte pas) {_WHAT_ENDS}(?=[.,:;])",
            "sauf",
        ),
        (
            rf"(?:(?:si )?(?:on|nous) )(?:exclut|excluons|oublie|oublions|enlève|enlevons|retire|retirons) {_WHAT_ENDS}(?=[.,:;])",
            "sauf",
        ),
        (
            rf"(?:(?:if )?(?:let's|we|i) |(?:^|(?<=[.!?;] ))(?:please,? |just )?)(?:exclude|forget|ignore|drop|skip|omit) {_WHAT_ENDS}(?=[.,:;])",
            "except",
        ),
        (
            rf"(?:si (?:on|l'on|je|nous|vous) |en |qu'on )?(?:met(?:s|tons|tez|tant|te)?|mettre|laiss(?:e|es|ons|ez|ant|er)) {_WHAT}(?:de côté|à part|en dehors|hors jeu|hors de l'équation|hors du compte)\b",
            "sauf",
        ),
        (
            rf"(?:(?:als|indien|wanneer|stel dat|veronderstel dat)) (?:je|we|ik|men|u) {_WHAT}(?:(?:even|eens|nu) )?(?:weglaat|weglaten|wegdenkt|wegdenken|niet meetelt|niet meetellen|niet meerekent|niet meerekenen|buiten beschouwing laat|buiten beschouwing laten|aftrekt|aftrekken|uitsluit|uitsluiten|negeert|negeren)\b",
            "behalve",
        ),
        (
            rf"(?:laat|laten we|reken|tel|haal|denk) {_WHAT}(?:(?:even|eens|nu) )?(?:weg|buiten beschouwing|er even uit|eruit|niet mee|eraf)\b",
            "behalve",
        ),
        (
            rf"wenn (?:man|ich|wir|Sie) {_WHAT}(?:(?:mal|einmal) )?(?:weglässt|weglassen|weglasse|ausklammert|ausklammern|abzieht|abziehen|nicht mitzählt|nicht mitzählen|nicht mitrechnet|außen vor lässt|außen vor lassen|beiseite lässt|beiseite lassen|herausnimmt|herausnehmen|ausschließt|ausschließen)\b",
            "außer",
        ),
        (
            rf"(?:ich lasse|lass(?:en Sie|en wir)?|lasst|nimm|nehmen wir) {_WHAT}(?:mal )?(?:weg|außen vor|beiseite|heraus|raus)\b",
            "außer",
        ),
        (
            rf"(?:if (?:you|we|i) )?(?:leav(?:e|ing)|tak(?:e|ing)|set(?:ting)?|put(?:ting)?|strip(?:ping)?|keep(?:ing)?|rul(?:e|ing)) (?!out\b|up\b|place\b|part\b){_WHAT}(?:out(?: of (?:it|the (?:picture|equation|count|mix|sum|figures|running)|account))?|aside|to one side|away)\b",
            "except",
        ),
    )
)
# "En Belgique comme ailleurs": anywhere.
_ANYWHERE = re.compile(
    r"(?i),? ?\b(?:(?:en|à|au|aux|in|bij|bei) (?:[^\s.!?;:,()]+ ){1,2}?|chez nous |ici |hier |bij ons |bei uns |here |at home )"
    r"(?:comme|et|ou|ainsi qu'|aussi bien qu'|zowel als|zoals|en ook|en|of|als ook|wie|sowie|und|oder|as well as|and|or) ?"
    r"(?:à l'étranger|ailleurs|hors de nos frontières|partout ailleurs|elders|in het buitenland|daarbuiten|erbuiten|anderswo|im Ausland"
    r"|außerhalb|elsewhere|abroad|beyond|overseas)\b|,? ?\b(?:in binnen- en buitenland|im In- und Ausland|at home and abroad|zowel in België als (?:in het buitenland|daarbuiten)|en Belgique et à l'étranger)\b"
)
_BEFORE_A_STOP = re.compile(r" (?=[.,])")  # "sauf la mobilité ." would go on
_SETS_AGAINST = re.compile(
    r"(?i)\b(?:compar|vergel|vergleich|versus|vs\b|répart|verde?l|verte|split|break|distribut|contre|tegen|plus de|plus d'|meer|mehr|more|chaque|elk|jeweils|each)"
)


# "J'ai déjà tout sur la mobilité, *laissez-la de côté*": a pronoun stands for what was said before it.
_IT_ASIDE = (
    r"(?:(?:merci de |veuillez )?(?:laiss|met|mett|oubli|ignor|exclu|retir|enlev|écart)(?:e|es|ez|s|ons)-(?:la|le|les|ça)(?: (?:de côté|à part|tomber|dehors))?"
    r"|(?:laat|laten we|vergeet|negeer|reken|tel) (?:die|dat|deze|ze|het|hem)(?: (?:maar|even|dus))?(?: (?:buiten beschouwing|weg|vallen|achterwege|niet mee|erbuiten|eruit))?"
    r"|(?:lass(?:en Sie|t)?|vergiss|vergesst|vergessen Sie|ignorieren Sie) (?:das|die|den|sie|es|ihn)(?: (?:bitte|mal|ruhig))?(?: (?:weg|außen vor|beiseite|raus))?"
    r"|(?:(?:so|please) )?(?:leave|put|set|skip|ignore|forget|drop|exclude|omit) (?:it|that|those|them|this|these)(?: (?:aside|out|to one side|away))?)(?: (?:svp|please|bitte|aub))?"
)
_SETS_IT_ASIDE = re.compile(rf"(?i)(?<![\w'-]){_IT_ASIDE}(?=\s*[.;:!?,]|\s*$)")
_NAMED_BEFORE = re.compile(
    rf"(?i)(?:^|(?<=[.!?;] ))(?:[^.!?;]*?\b(?P<about>sur|over|über|on|about) )?{_WHAT_ENDS}, (?:(?:et|en|und|and|so|donc|dus|also) )?{_IT_ASIDE}(?=\s*[.;:!?,]|\s*$)"
)


def set_aside_before(text: str) -> str | None:
    """The words that set aside what a pronoun stands for, where nothing says what that is."""
    found = _SETS_IT_ASIDE.search(text)
    return found.group() if found is not None else None


def set_aside_in_one_word(text: str) -> str:
    """The text with its exclusions in verbs of two parts written as one preposition, and "here and elsewhere" left out."""
    text = _NAMED_BEFORE.sub(r"sauf \g<what>", text)
    for said, meant in _EXCEPT:
        changed = said.sub(meant, text)
        if changed != text:
            text = _BEFORE_A_STOP.sub("", changed)
    return text if _SETS_AGAINST.search(text) else _ANYWHERE.sub(" ", text)
