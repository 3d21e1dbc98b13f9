"""Two hundred texts as town halls write them, in four languages, and some that nobody should."""

from __future__ import annotations

from itertools import product

_PLACES = ("Namur", "Liège", "'s-Gravenbrakel", "Saint-Nicolas", "Büllingen", "Ottignies-Louvain-la-Neuve")
_FRAMES = (
    "Combien a coûté l'éclairage public intelligent de {} ?",
    "Qui s'occupe du Wi-Fi gratuit à {}, et jusqu’à quand ?",
    "À {}, les capteurs de qualité de l'air mesurent le NO₂ à 2,5 µm près — dès l'été.",
    "Le CPAS de {} a numérisé ses guichets ; l’œuvre est financée à 80 % par le FEDER (1 234,50 €).",
    "{} : budget participatif, 3ᵉ édition, où en est-on ?",
    "L'école communale de {} prête des vélos électriques aux élèves",
    "Hoeveel kostte de slimme verlichting in {}?",
    "Mag de gemeente {} camera's met nummerplaatherkenning plaatsen?",
    "De dienst bevolking van {} werkt sinds 2021 met een chatbot, zo'n 3.000 vragen per maand.",
    "Welke sensoren meten het waterpeil van de beek in {} 's nachts?",
    "Zijn er foto’s en coördinaten van de deelfietsen in {}?",
    "Überwacht {} den Verkehr mit Kameras?",
    "Wie hoch war die Förderung für die Straßenbeleuchtung in {}?",
    "Die Gemeinde {} veröffentlicht ihre Daten: Größe, Häufigkeit, Übermittlung.",
    "Bürgerbeteiligung und größere Radwege in {}",
    "Gibt es in {} einen Öffentlichkeitsbeauftragten für Datenschutz (DSGVO)?",
    "How much did the smart parking pilot in {} save?",
    "Which supplier installed {}'s waste-container sensors?",
    "{} runs an open-data portal (CKAN); it's free, isn't it?",
    "Crowd counting by Wi-Fi in {}: lawful, or not?",
    "Drone inspection of roofs, {}, 2019–2023",
    "A digital twin of {} for flood prevention",
)
_ODD = (
    "",
    " ",
    "a",
    "?",
    "👩‍👩‍👧 famille, 🚲🚲 et 🌳 à Namur 🇧🇪",
    "🎉🎉🎉🎉🎉🎉",
    "½ kg, 10 m², n° 3, ①②③, ﬁn, Ⅳ, ™",
    "tab\tret\r\nfin\n\n",
    "espaces   en    trop   ",
    "espace\u00a0insécable et\u202ffine, zéro\u200blargeur, \ufeffBOM",
    "l'été, l’été, l`été, l´été, « l'été », „Sommer“, “zomer”",
    "<b>gras</b> &amp; [lien](https://www.namur.be/fr/ma-ville?x=1&y=2)",
    "BE0207.656.610 · 081/24.60.00 · dpo@ville.namur.be",
    "ŒUVRE Çà ÉTÉ STRASSE GRÖßE",
    "日本語とعربى και русский текст",
    "x" * 300,
    "1234567890 " * 30,
    "--- ... ,,, ;;; !!!",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "La convention de subvention règle les obligations de la commune et de la Région. " * 12,
)

TEXTS: tuple[str, ...] = (
    *(frame.format(place) for frame, place in product(_FRAMES, _PLACES)),
    *_ODD,
    *(f"{frame.format('Namur')} {frame.format('Liège')}" for frame in _FRAMES),
    *(frame.format("Durbuy").upper() for frame in _FRAMES),
    *(" ".join(frame.format(place) for place in _PLACES) for frame in _FRAMES[:4]),
)
"""All shorter than the 512 tokens of the model."""

OVERLONG = "La convention de subvention règle les obligations de la commune et de la Région. " * 100
