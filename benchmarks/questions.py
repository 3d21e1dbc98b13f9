"""Questions to measure with: the tuned ones of the evaluation, or forty that are always here."""

from __future__ import annotations

import json

from benchmarks.machine import ROOT

_TUNED = ROOT / "tests" / "questions" / "tuned.jsonl"
WARM_UP = (
    "Bonjour, que savez-vous faire ?",
    "projets de mobilité à Liège",
    "Welke gemeenten meten de luchtkwaliteit?",
    "Welche Gemeinden nutzen Sensoren?",
    "open data portals",
)
FORTY = (
    "Quelles communes ont installé un éclairage public intelligent ?",
    "Comment réduire la consommation d'énergie des bâtiments communaux ?",
    "capteurs de niveau dans les conteneurs à déchets",
    "Faut-il une analyse d'impact pour des caméras de reconnaissance de plaques ?",
    "Quel budget pour une application citoyenne ?",
    "Qui a mis en place un budget participatif en ligne ?",
    "jumeau numérique d'un quartier",
    "Comment prévenir les inondations avec des capteurs ?",
    "Quelles subventions européennes pour une petite commune ?",
    "Que dit le RGPD de la durée de conservation des données ?",
    "Welke steden gebruiken sensoren voor parkeren?",
    "Hoe betrekt een gemeente haar inwoners online?",
    "slimme straatverlichting dimmen 's nachts",
    "Is er toestemming nodig voor camera's op straat?",
    "kosten van een digitaal loket",
    "Welke projecten meten de waterkwaliteit?",
    "open data van het openbaar vervoer",
    "Hoe voorkom je dat oudere inwoners digitaal uitgesloten worden?",
    "Wat moet een gemeente doen na een datalek?",
    "deelfietsen in kleine gemeenten",
    "Welche Städte haben intelligente Straßenbeleuchtung?",
    "Wie können Bürger Schäden melden?",
    "Sensoren gegen Hochwasser in der Deutschsprachigen Gemeinschaft",
    "Was kostet eine Plattform für offene Daten?",
    "Braucht eine Gemeinde einen Datenschutzbeauftragten?",
    "Wärmenetz und erneuerbare Energie in Eupen",
    "Digitale Hilfe für ältere Menschen",
    "Wer hat Abfallbehälter mit Füllstandssensoren?",
    "Ladesäulen für Elektroautos",
    "Welche Pflichten hat der Betreiber eines KI-Systems?",
    "Which towns share a data platform?",
    "How do cities count pedestrians without cameras?",
    "smart parking with ground sensors",
    "What does the AI Act forbid in public places?",
    "air quality monitoring near schools",
    "How much does an adaptive traffic light cost?",
    "projects that were stopped and why",
    "cybersecurity for small municipalities",
    "How long may camera images be kept?",
    "drones for inspecting public buildings",
)


def questions(limit: int) -> tuple[list[str], str]:
    """At most `limit` distinct questions, and where they are from."""
    found, origin = list(FORTY), "built in"
    if _TUNED.is_file():
        lines = _TUNED.read_text("utf-8").splitlines()
        found, origin = [str(json.loads(line)["question"]) for line in lines if line.strip()], _TUNED.name
    distinct = [one for one in dict.fromkeys(found) if one not in WARM_UP]
    step = max(1, len(distinct) // limit)  # spread over the file, which is ordered by language
    return distinct[::step][:limit], origin
