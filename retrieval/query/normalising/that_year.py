"""A year that was told before and that a bound points back to: "en 2020… depuis *cette année-là*", "sinds *dat jaar*".

"In that year" needs nothing: the year told is the condition. With a bound it is one end of a range.
"""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_THAT_YEAR = (
    r"(?:cette (?:même )?année(?:-là| là)?|cette date(?:-là| là)?|(?:dat|datzelfde|dit) jaar|die datum|(?:diese[ms]|jene[ms]|dem gleichen|demselben) Jahr(?:es)?"
    r"|diesem Datum|(?:that|the same|that same|that very|this) (?:year|date))"
)
_INCLUDED = r"(?:,? ?\(?(?:comprise?|incluse?|y compris|inbegrepen|inclusief|erbij|einschließlich|eingeschlossen|mitgezählt|inclusive|included)(?!\w)\)?)?"
_BOUND = r"(?P<bound>à partir de|à compter de|depuis|dès|après|avant|jusqu'à|sinds|vanaf|na|voor|vóór|tot en met|tot|seit|ab|nach|vor|bis|since|from|after|before|until|up to)"
_POINTED = re.compile(rf"(?i)(?<!\w){_BOUND} {_THAT_YEAR}(?!\w){_INCLUDED}")
_IN_IT = re.compile(r"(?i)\b(?:en|dès|in|im jahr|im|in het jaar|in the year|l'année|de) $")


def that_year_in_figures(text: str) -> str:
    """The text with the year told last in the place of what points back to it, and gone where it was told."""
    pointed = _POINTED.search(text)
    told = [*_YEAR.finditer(text, 0, pointed.start())] if pointed else []
    if pointed is None or not told:
        return text
    year = told[-1]
    bounded = f"{text[: pointed.start()]}{pointed['bound']} {year.group()}{text[pointed.end() :]}"
    before = _IN_IT.search(text, 0, year.start())
    start = before.start() if before else year.start()
    return f"{bounded[:start].rstrip()}{bounded[year.end() :]}"
