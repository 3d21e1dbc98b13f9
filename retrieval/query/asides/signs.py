"""Signs by which a part shows what it is said for: a frame, somebody's trade, a question of its own, "and so on"."""

from __future__ import annotations

import re

from retrieval.query.words.cues import cue

# "Quand on prend le programme X": what a question is then asked of.
FRAMES = re.compile(
    r"^\W*(?:et |alors |en |und |and )?(?:quand|qd|si|lorsqu[e']|en (?:ne )?(?:prenant|considerant|regardant|comptant|gardant|se limitant)|als|indien|wanneer|wenn"
    r"|if|when|taking|looking at|considering|prenons|prenez|neem|nemen we|nehmen wir|let's take|take)\b"
)

# What somebody is or does: its places and things are his own.
IS_OR_DOES = re.compile(
    r"\b(?:(?:je|nous) (?:suis|sommes|travaill\w+|habit\w+|vend\w+|vis|vivons|represent\w+|livr\w+|fabriqu\w+|fourni\w+|viens|venons"
    r"|conseill\w+|gere|gerons|rencontr\w+)|je dois|nous devons"
    r"|(?:ik|wij|we) (?:ben|zijn|werk\w*|woon|wonen|verko\w+|lever\w*|maken|maak|vertegenwoordig\w*|kom|komen|adviser\w+)"
    r"|(?:ich|wir) (?:bin|sind|arbeite\w*|wohne\w*|verkauf\w+|liefer\w+|leb\w+|vertret\w+|komme\w*|berat\w*|stell\w+)"
    r"|(?:i|we) (?:am|are|work|sell|live|supply|make|represent|come|advise|run|build|produce|deliver)|(?:i'm|we're) (?:an?|the|from)"
    r"|en tant qu\w*|en ma qualite|als (?:\w+ )?(?:bij|bei|der|des|van|von|vom)|as (?:an?|the))\b"
)

# "Nous sommes *une start-up* active dans le LoRaWAN": what somebody is himself.
IS_A = re.compile(
    r"\b(?:sommes|suis|zijn|ben|sind|bin|are|am|als|as)(?: (?:une?|een|eine?[rnms]?|an?))? (?=\w)|\b(?:i'm|we're)(?: an?)? (?=\w)"
)

INTERROGATIVE = re.compile(
    r"^\W*(?:et |en |und |and )?(?:how (?:often|long|far|much|many|does|do|did|is|are|can)|when|why|where|who|wie (?:oft|lang|weit|viel|hoch|geht|macht|funktioniert)|wann|warum|wo|wer"
    r"|hoe (?:vaak|lang|ver|veel|groot|werkt|gaat|doe)|wanneer|waarom|waar|comment (?!dire|vous dire)|pourquoi|quand est-ce|ou (?:est|sont|se)|qui (?:est|a|ont|sont))\b"
)

BUT = re.compile(r"\W*(?:mais|maar|aber|but|donc|dus|so|alors|du coup|hence)\b")

AND_SO_ON = cue(__package__, "and_so_on")
