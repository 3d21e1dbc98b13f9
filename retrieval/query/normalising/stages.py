"""Stages that are said in several words, as the taxonomy says them: "op de tekentafel", "au stade de l'étude"."""

from __future__ import annotations

import re

# Stages in several words, as the taxonomy says them.
_STAGES = tuple(
    (re.compile(said, re.IGNORECASE), meant)
    for said, meant in (
        (
            r"\b(?:au|en|à un|dans leur|dans la|en pleine) (?:stade|phase) (?:de|d'|de la|de l'|du) ?(?:préparation|planification|étude|conception|papier)\b|\bsur la planche à dessin\b|\bsur la table à dessin\b",
            "planifiés",
        ),
        (
            r"\bin (?:de |het )?(?:voorbereidings|plannings|ontwerp|studie)(?:fase|stadium)\b|\b(?:op|in) de planning\b|\bin de pijplijn\b|\bop de tekentafel\b|\bop stapel\b",
            "gepland",
        ),
        (
            r"\bin (?:der )?(?:Vorbereitungs|Planungs|Konzept)phase\b|\bauf dem Reißbrett\b|\bin der Pipeline\b",
            "geplant",
        ),
        (
            r"\b(?:at|in) the (?:planning|preparation|preparatory|design|drawing-board) (?:stage|phase)\b|\bon the drawing board\b|\bin the pipeline\b",
            "planned",
        ),
        (r"\bdonnées persos?\b", "données personnelles"),
        (
            r"\b(?:en (?:sont|est)|sont|est) (?:(?:encore|toujours|seulement) )*(?:à|dans) (?:la |l'|leur )(?:préparation|planification|conception|étude)\b",
            "sont planifiés",
        ),
        (
            r"\b(?:laufen|läuft|sind|ist) (?:(?:schon|bereits|inzwischen|längst) )*im (?:Regel|Normal|Echt|Dauer)betrieb\b",
            "sind in Betrieb",
        ),
        # "tournent pour le moment": a verb of running with an adverb of the present
        (
            r"\b(?:tournent|tourne|courent|court|roulent|fonctionnent|sont actifs|sont actives)(?= (?:bien |encore |toujours )?(?:pour le moment|pour l'instant|actuellement|en ce moment|aujourd'hui|à l'heure actuelle|à l'heure où))",
            "sont en cours",
        ),
        (
            r"\b(?:lopen|draaien|loopt|draait)(?= (?:er )?(?:nu|momenteel|vandaag|op dit moment|op dit ogenblik|tegenwoordig|vandaag de dag)\b)",
            "zijn lopend",
        ),
        (
            r"\b(?:laufen|läuft)(?= (?:gerade|derzeit|momentan|aktuell|zurzeit|im Moment|im Augenblick|gegenwärtig|heute)\b)",
            "sind laufend",
        ),
        (r"\bnog (?:steeds |altijd |volop )?(?:loopt|lopen|draait|draaien)\b", "lopend is"),
        (r"\b(?:tournent|tourne|courent|court) (?:encore|toujours)\b", "sont en cours"),
        (r"\b(?:noch|immer noch|weiterhin) (?:läuft|laufen)\b", "laufend ist"),
        # both tenses: whatever the stage
        (
            r"\b(?:lopen|loopt|bestaan|bestaat|zijn|waren|liepen|draaien)(?: er)? (?:of|en) (?:er )?(?:liepen|lopen|liep|waren|zijn|bestonden|draaiden|hebben gelopen)(?: er)?(?: geweest)?\b",
            "zijn er",
        ),
        (
            r"\b(?:laufen|läuft|liefen|gibt es|gab es|sind|waren|existieren)(?: dort| da)? (?:oder|und|bzw\.?|beziehungsweise) (?:liefen|laufen|lief|gab es|gibt es|waren|sind|existierten|sind gelaufen)(?: dort| da)?\b",
            "gibt es",
        ),
        (
            r"\b(?:sont|étaient) (?:ou|et) (?:ont été|étaient|furent|sont|seront)(?= (?:men|réalis|déploy|install|lanc|mis|en cours|localis|situ|act))",
            "sont",
        ),
        (
            r"\b(?:tournent|courent|existent|se déroulent|sont en cours|ont cours)(?: là)? (?:ou|et) (?:(?:y )?ont (?:tourné|couru|existé|été menés|eu lieu|eu cours)|tournaient|existaient|se sont déroulés|se déroulaient|l'ont été)\b",
            "existent",
        ),
        (
            r"\b(?:(?:are|were|is|have been) )?(?:running|ongoing|under ?way|active|run|are|in progress) or (?:(?:have|has|had) (?:been|run|ever run|previously run)|ran|were|did run|used to run|were once)(?: (?:running|ongoing|under ?way|active|in progress|once))?\b",
            "are",
        ),
        (
            r"\b(?:nog niet|noch nicht) (?:begonnen|gestart|opgestart|gestartet|angefangen)(?: zijn| sind)?\b",
            "gepland",
        ),
    )
)


def stages_in_one_word(text: str) -> str:
    """The text with each such stage in the word that the taxonomy knows."""
    for said, meant in _STAGES:
        text = said.sub(meant, text)
    return text
