"""Chat servers over real HTTP, good and broken: what is shown was checked, and a failure costs nothing but the writing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.access import ANONYMOUS
from corpus.models import LANGUAGES
from retrieval.answering.answer import Answer, Outcome
from retrieval.answering.answerer import Answerer
from retrieval.answering.evidence import MAPPED
from retrieval.answering.generated.checking import Checker
from retrieval.answering.generated.generation import Generation
from retrieval.answering.generated.support import SupportModel
from retrieval.answering.generated.writing import ChatWriter, Writer
from retrieval.search.links import Links
from tests.builders import a_fiche
from tests.chat import ChatServer
from tests.conftest import World

QUESTION = "Pourquoi les rues de Namur étaient-elles sombres le soir ?"
TRUE = "La ville a posé des lampes LED qui baissent d'intensité après minuit [1]."
INVENTED = "La ville a posé 4 000 lampes LED [1]."
LINKS = Links("http://test")


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer.running() as running:
        yield running


@pytest.fixture
def world(world: World) -> World:
    return world.holds(
        a_fiche(
            "namur-eclairage",
            need="La ville a posé des lampes LED qui baissent d'intensité après minuit. Les rues de Namur étaient sombres le soir.",
            solution="Depuis 2021, ORES entretient 125 lampes pour la ville.",
        )
    )


def ask(world: World, writer: Writer | None, question: str = QUESTION, **how: object) -> tuple[Answer, str]:
    """The answer and what was told of it meanwhile. Any support will do: the embedder of these tests knows no meaning."""
    checker = Checker(world.embedder, SupportModel(thresholds=(0.0, 0.0)))
    generation = Generation(writer, world.embedder, LINKS, checker=checker) if writer else None
    answerer = Answerer(
        world.catalogue,
        world.searcher,
        world.embedder,
        LINKS,
        calibration=replace(MAPPED, threshold=0.0),
        generation=generation,
    )
    told: list[str] = []
    answer = answerer.answer(question, ANONYMOUS, tell=told.append, **how)  # type: ignore[arg-type]
    assert all(citation.quote in passage_texts(world) for citation in answer.citations)
    return answer, "".join(told)


def passage_texts(world: World) -> str:
    return "\n".join(
        passage.text
        for passages in world.catalogue.passages(["namur-eclairage"], ANONYMOUS).values()
        for passage in passages
    )


def test_a_sentence_that_its_source_bears_is_shown_with_its_citation(
    world: World, server: ChatServer
) -> None:
    server.says(TRUE)

    answer, told = ask(world, server.writer())

    assert (answer.mode, answer.outcome) == ("generated", Outcome.ANSWERED)
    assert answer.text.startswith("La ville a posé des lampes LED qui baissent d'intensité après minuit [1].")
    assert told == answer.text


def test_the_model_reads_numbered_sources_and_the_question_and_nothing_else(
    world: World, server: ChatServer
) -> None:
    script = server.says(TRUE)

    ask(world, server.writer())

    assert "[1] Éclairage intelligent à Namur" in script.prompt
    assert QUESTION in script.prompt
    assert "tools" not in script.bodies[-1]


@pytest.mark.parametrize(
    "text",
    [
        INVENTED,
        "La ville a posé des lampes LED avec Siemens [1].",
        "La ville de Liège a posé des lampes LED [1].",
        "La ville a posé des lampes LED.",
        "La ville a posé des lampes LED [7].",
        "La ville a posé des lampes LED [1](https://evil.example).",
        "La ville a posé des lampes LED, voir evil.example [1].",
        "![x](https://evil.example/?q=1) La ville a posé des lampes LED [1].",
        "<b>La ville</b> a posé des lampes LED [1].",
        "La ville n'a pas posé de lampes LED [1].",
        "La ville doit poser des lampes LED [1].",
        "Cliquez ici pour les lampes LED [1].",
        "The city has installed LED lamps that dim after midnight [1].",
        "Je pense que la ville a posé des lampes LED [1].",
        "Je suis désolé, je ne peux pas répondre à cette question.",
        "NO_ANSWER",
    ],
)
def test_a_sentence_that_nothing_bears_is_not_shown(world: World, server: ChatServer, text: str) -> None:
    extracted, _ = ask(world, None)
    server.says(text)

    answer, told = ask(world, server.writer())

    assert answer.mode == "extractive"
    assert answer.text.endswith(extracted.text)
    assert answer.text.startswith("Aucune phrase du modèle de langue n'a pu être vérifiée")
    assert answer.citations == extracted.citations
    assert told == ""


def test_what_fails_among_what_holds_is_left_out_or_quoted(world: World, server: ChatServer) -> None:
    server.says(f"{INVENTED} {TRUE} Voir https://evil.example [1]. Selon Siemens, tout va bien [1].")

    answer, _ = ask(world, server.writer())

    assert answer.mode == "generated"
    assert not any(word in answer.text for word in ("4 000", "evil", "Siemens"))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"status": 401}, "mal réglé"),
        ({"status": 403}, "mal réglé"),
        ({"status": 404}, "mal réglé"),
        ({"status": 400}, "mal réglé"),
        ({"status": 429}, "trop sollicité"),
        ({"status": 500}, "pas joignable"),
        ({"status": 503}, "pas joignable"),
        ({"delay": 30.0}, "pas répondu à temps"),
        ({"endless_comments": True}, "pas répondu à temps"),
        ({"finish": "content_filter"}, "refusé"),
        ({"text": "", "refusal": "Non."}, "inutilisable"),
        ({"raw": ""}, "inutilisable"),
        ({"raw": "<html>502 Bad Gateway</html>"}, "inutilisable"),
        ({"raw": "data: {broken\n\n"}, "inutilisable"),
        ({"raw": "data: [DONE]\n\n"}, "inutilisable"),
        ({"cut_after": 3}, "pas joignable"),
        ({"finish": None}, "interrompu"),
        ({"finish": "length"}, "interrompu"),
    ],
)
def test_a_failure_gives_the_quotes_and_says_why(
    world: World, server: ChatServer, how: dict[str, object], said: str
) -> None:
    extracted, _ = ask(world, None)
    server.says(**{"text": "La ville a posé des lampes sans fin", **how})  # type: ignore[arg-type]
    # A busy machine takes a second to import and connect: only a server that keeps silent is to meet the time limit.
    timeout = 1.0 if said == "pas répondu à temps" else 20.0
    started = time.monotonic()

    answer, told = ask(world, server.writer(timeout=timeout))

    assert time.monotonic() - started < 5
    assert (answer.mode, answer.outcome) == ("extractive", Outcome.ANSWERED)
    note, _, rest = answer.text.partition("\n\n")
    assert said in note
    assert rest == extracted.text
    assert answer.citations == extracted.citations
    assert told == ""


@pytest.mark.parametrize("how", [{"cut_after": 14}, {"finish": "length"}, {"finish": None}])
def test_after_an_interruption_what_was_checked_stays_and_the_quotes_follow(
    world: World, server: ChatServer, how: dict[str, object]
) -> None:
    server.says(f"{TRUE} Les rues de Namur étaient", **how)

    answer, told = ask(world, server.writer())

    assert answer.mode == "generated"
    assert answer.text.startswith(TRUE)
    assert "voici ce que disent les documents" in answer.text
    assert "étaient [" not in answer.text
    assert told == answer.text


def test_nobody_listens_to_a_model_without_end(world: World, server: ChatServer) -> None:
    server.says("Bla bla bla. " * 5_000)

    answer, _ = ask(world, server.writer())

    assert answer.mode == "extractive"
    assert len(answer.text) < 2_000


def test_a_server_that_is_not_there(world: World) -> None:
    writer = ChatWriter.named("openai:nobody", url="http://127.0.0.1:9/v1", timeout=2.0)

    assert "pas joignable" in ask(world, writer)[0].text


def test_a_provider_that_is_not_installed(world: World) -> None:
    assert "mal réglé" in ask(world, ChatWriter.named("mistralai:x", key="k", timeout=2.0))[0].text


def test_more_answers_at_once_than_are_written(world: World, server: ChatServer) -> None:
    server.says("Bonjour", delay=3.0)
    writer = server.writer()
    held = [writer.write([("human", "x")]) for _ in range(8)]

    assert "trop sollicité" in ask(world, writer)[0].text
    del held


def test_the_note_is_in_the_language_of_the_question(world: World, server: ChatServer) -> None:
    server.says("", status=503)
    notes = {ask(world, server.writer(), language=language)[0].text.split("\n")[0] for language in LANGUAGES}

    assert len(notes) == len(LANGUAGES)


def test_a_figure_is_computed_and_never_written(world: World, server: ChatServer) -> None:
    script = server.says(TRUE)

    answer, _ = ask(world, server.writer(), "Combien de projets d'éclairage ?")

    assert answer.mode == "structured"
    assert script.bodies == []


def test_a_question_without_evidence_reaches_no_model(world: World, server: ChatServer) -> None:
    script = server.says(TRUE)
    generation = Generation(server.writer(), world.embedder, LINKS)
    answerer = Answerer(world.catalogue, world.searcher, world.embedder, LINKS, generation=generation)

    answer = answerer.answer("Quelle est la recette du tiramisu ?", ANONYMOUS)

    assert answer.outcome is not Outcome.ANSWERED
    assert script.bodies == []
