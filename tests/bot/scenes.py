"""The recorded scenes: each is played from its beginning, and returns what each of its readers saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from api.commands.slack import receipt_text
from api.wiring import Passerelle
from bot.duties import arrivals
from corpus.access import Visibility
from corpus.fiche_life import Step
from corpus.following import ZONE
from corpus.models import Document
from tests.bot.many import for_many, settle
from tests.bot.network_scene import NetworkScene, a_network
from tests.builders import a_fiche, a_record
from tests.fake_slack import FakeSlack
from tests.fake_slack.people import Person
from tests.network import BODY

Logs = Mapping[str, str]
SHARED_WITH_NETWORK = "Éclairage partagé de la Citadelle"
_REMOVED_AT = 1_796_031_000.0  # 30 November 2026, 9:30


def some_lights() -> list[Document]:
    """Eight fiches of lighting and mobility, one of which only the network reads."""
    lights = (
        ("eclairage-jambes", "Éclairage adaptatif des berges de Meuse", "Namur", 2022, "134729.08"),
        ("eclairage-salzinnes", "Lampadaires LED télégérés à Salzinnes", "Namur", 2020, None),
        ("eclairage-sauveniere", "Détection de présence boulevard de la Sauvenière", "Liège", 2023, "86500"),
        ("eclairage-outremeuse", "Trame noire en Outremeuse", "Liège", 2021, None),
        ("eclairage-cuesmes", "Rénovation de l'éclairage public à Cuesmes", "Mons", 2019, "212000"),
    )
    public = [
        a_fiche(one, title=title, municipality=town, province=None, start_year=year, budget=budget)
        for one, title, town, year, budget in lights
    ]
    moving = [
        a_fiche(one, title=title, municipality=town, province=None, domains=("mobility",), start_year=2021)
        for one, title, town in (
            ("velos-namur", "Vélos en libre-service à Namur", "Namur"),
            ("parking-liege", "Places libres en temps réel à Liège", "Liège"),
        )
    ]
    shared = a_fiche(
        "eclairage-citadelle",
        title=SHARED_WITH_NETWORK,
        municipality="Namur",
        province=None,
        start_year=2024,
        visibility=Visibility.NETWORK,
        organisation="bep",
    )
    return [*public, *moving, shared]


def a_question_beside_a_guest(passerelle: Passerelle) -> Logs:
    """ana asks in French where a guest reads along: what the network knows is shown to her alone, on a click."""
    with a_network(passerelle) as scene:
        guest = scene.team.person("gast", is_restricted=True)
        scene.team.channel("#eclairage", scene.ana, scene.bea, guest, scene.installation, private=True)
        asked = scene.ana.mentions("#eclairage", "quels projets d'éclairage à Namur ?")
        scene.settle()
        scene.ana.clicks(scene.ana.answers_to(asked)[0], "private")
        scene.settle()
        assert scene.ana.ever_saw(SHARED_WITH_NETWORK)
        assert not guest.ever_saw(SHARED_WITH_NETWORK)
        return logs(scene.ana, guest)


def a_follow_up_in_dutch(passerelle: Passerelle) -> Logs:
    """ana, whose Slack speaks Dutch, goes on in her direct messages."""
    with a_network(passerelle, locale="nl-BE") as scene:
        scene.ana.opens_dm()
        scene.settle()
        asked = scene.ana.writes_to_app("Hoeveel verlichtingsprojecten in Namen?")
        scene.settle()
        scene.ana.clicks(scene.ana.answers_to(asked)[-1], "gemeente: Namen")
        scene.settle()
        scene.ana.says(scene.ana.dm(), "En in Bergen?", thread=asked)
        scene.settle()
        scene.ana.says(scene.ana.dm(), "Welke is de duurste?", thread=asked)
        scene.settle()
        return logs(scene.ana)


def a_fiche_is_filed(passerelle: Passerelle) -> Logs:
    """ana finds something like her fiche, goes on and says why; bea reviews and publishes it."""
    with a_network(passerelle) as scene:
        scene.published(
            scene.dora, scene.carl, title="Éclairage adaptatif des rues à Jambes", start_year=2025
        )
        scene.card(scene.dora, "est publiée")
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
        scene.card(scene.ana, "La relecture de votre fiche « Éclairage adaptatif à Jambes » a commencé")
        scene.bea.clicks(
            scene.card(scene.bea, "« Éclairage adaptatif à Jambes » vous est soumise"),
            f"fiche_step:{Step.PUBLISH}",
        )
        scene.settle()
        scene.card(scene.ana, "Votre fiche « Éclairage adaptatif à Jambes » est publiée")
        return logs(scene.ana, scene.bea)


def a_pair_is_decided_by_two(passerelle: Passerelle) -> Logs:
    """Two fiches of one initiative arrive; bea and carl decide at once, otherwise."""
    with a_network(passerelle) as scene:
        _coordinators_meet(scene)
        shown = scene.card(scene.bea, "Lampes", "#coordination")
        scene.bea.clicks(shown, "pair:duplicate")
        scene.carl.clicks(shown, "pair:distinct")
        scene.bea.submits({"reason": "Même rue, même marché."})
        scene.settle()
        scene.carl.submits({"reason": "Autre rue."})
        scene.settle()
        return logs(scene.bea, scene.carl)


def _coordinators_meet(scene: NetworkScene) -> None:
    """In a channel of their own, where a pair that arrives is shown."""
    parts = scene.parts
    today = datetime.now(ZONE).date()
    parts.work.marks.first(
        scene.team.id, f"portfolio:{today.isoformat()}"
    )  # Monday's figures are another scene
    room = scene.team.channel("#coordination", scene.bea, scene.carl, scene.installation, private=True)
    former = parts.choices.workspace(scene.team.id)
    parts.choices.change_workspace(scene.team.id, former.model_copy(update={"coordinators": room.id}))
    arrivals.alert(parts)
    need = "Les rues du centre restaient sombres le soir et les habitants s'en plaignaient."
    for name in ("lampes-a", "lampes-b"):
        fiche = a_fiche(name, title="Lampes à détection", municipality="Namur", need=need)
        scene.passerelle.catalogue.writer.put([a_record(fiche)])
    scene.passerelle.ingester.publish()
    arrivals.alert(parts)


def the_app_is_removed(passerelle: Passerelle) -> Logs:
    """A workspace installs the app, asks, and removes it: whoever runs the server reads what was erased."""
    with FakeSlack() as fake, for_many(fake, passerelle) as (service, _app, address):
        town = fake.workspace("Namur")
        town.admin.installs_from(f"{address}/slack/install")
        ana = town.person("ana")
        ana.runs("/passerelle privacy", ana.dm())
        ana.writes_to_app("Combien de projets d'éclairage ?")
        settle(fake, service.parts)
        service.parts.leaving.__dict__["_now"] = lambda: _REMOVED_AT
        town.admin.uninstalls()
        settle(fake, service.parts)
        (receipt,) = service.parts.leaving.receipts()
        return {"ana": ana.reads(), "operator": f"$ passerelle slack receipts\n{receipt_text(receipt)}"}


def logs(*readers: Person) -> Logs:
    """What each of them read from the beginning."""
    return {reader.user.name: reader.reads() for reader in readers}


SCENES: Mapping[str, Callable[[Passerelle], Logs]] = {
    scene.__name__: scene
    for scene in (
        a_question_beside_a_guest,
        a_follow_up_in_dutch,
        a_fiche_is_filed,
        a_pair_is_decided_by_two,
        the_app_is_removed,
    )
}
