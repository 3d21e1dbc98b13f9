"""Scenes as each of their readers sees them: `python -m tests.bot.recorded FOLDER` writes a text log a scene and reader."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from api.wiring import Passerelle
from bot.duties import arrivals
from corpus.fiche_life import Step
from tests.api.world import a_passerelle, some_documents
from tests.bot.network_scene import NetworkScene, a_network
from tests.builders import a_fiche, a_record
from tests.fake_slack.people import Person
from tests.network import BODY

Scene = Callable[[NetworkScene], tuple[Person, ...]]


def a_fiche_is_filed(scene: NetworkScene) -> tuple[Person, ...]:
    """ana finds something like her fiche, goes on and says why; bea reviews and publishes it."""
    scene.published(scene.dora, scene.bea, title="Éclairage adaptatif des rues à Jambes", start_year=2025)
    scene.ana.runs("/passerelle submit", "#mobilite")
    assert scene.ana.modal is not None
    theme = scene.ana.types_in_select(scene.ana.modal, "domains", "éclai")[0]
    values = {"title": "Éclairage adaptatif à Jambes", "body": BODY, "municipality": "Namur"}
    scene.ana.submits({**values, "domains": [theme], "start_year": "2025"})
    scene.settle()
    scene.ana.submits({"exit": "go_on", "because": "Nos rues sont piétonnes."})
    scene.settle()
    asked = scene.card(scene.bea, "« Éclairage adaptatif à Jambes » vous est soumise")
    scene.bea.clicks(asked, f"fiche_step:{Step.START_REVIEW}")
    scene.settle()
    scene.bea.clicks(scene.card(scene.bea, "en relecture, par"), f"fiche_step:{Step.PUBLISH}")
    scene.settle()
    scene.card(scene.ana, "Votre fiche « Éclairage adaptatif à Jambes » est publiée")
    return scene.ana, scene.bea


def a_pair_is_decided_by_two(scene: NetworkScene) -> tuple[Person, ...]:
    """Two fiches of one initiative arrive; bea and carl decide at once, otherwise."""
    room = scene.team.channel("#coordination", scene.bea, scene.carl, scene.installation)
    former = scene.parts.choices.workspace(scene.team.id)
    scene.parts.choices.change_workspace(scene.team.id, former.model_copy(update={"coordinators": room.id}))
    arrivals.alert(scene.parts)
    need = "Les rues du centre restaient sombres le soir et les habitants s'en plaignaient."
    for name in ("lampes-a", "lampes-b"):
        fiche = a_fiche(
            name, title="Lampes à détection", municipality="Namur", domains=("lighting",), need=need
        )
        scene.passerelle.catalogue.writer.put([a_record(fiche)])
    scene.passerelle.ingester.publish()
    arrivals.alert(scene.parts)
    shown = scene.card(scene.bea, "Lampes", "#coordination")
    scene.bea.clicks(shown, "pair:duplicate")
    scene.carl.clicks(shown, "pair:distinct")
    scene.bea.submits({"reason": "Même rue, même marché."})
    scene.settle()
    scene.carl.submits({"reason": "Autre rue."})
    scene.settle()
    return scene.bea, scene.carl


SCENES: tuple[Scene, ...] = (a_fiche_is_filed, a_pair_is_decided_by_two)


def record(folder: Path) -> list[Path]:
    """Play every scene; returns the logs."""
    written = []
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as home:
            passerelle: Passerelle = a_passerelle(Path(home) / "home", *some_documents())
            with a_network(passerelle) as played:
                for reader in scene(played):
                    path = folder / f"{scene.__name__}.{reader.user.name}.txt"
                    path.write_text(reader.reads(), encoding="utf-8")
                    written.append(path)
            passerelle.close()
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for one in record(target):
        print(one)
