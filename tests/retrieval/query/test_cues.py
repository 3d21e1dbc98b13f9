"""The files of cues: what a rule asks for is there, and what is there is asked for."""

from __future__ import annotations

import re
from importlib import resources

import pytest
import yaml

from corpus.models import LANGUAGES
from retrieval.query.folding import fold
from retrieval.query.words.cues import cue, word_set

PACKAGES = tuple(
    f"retrieval.query.{name}"
    for name in ("words", "normalising", "conditions", "operations", "unsaid", "asides")
)
_ASKED = re.compile(r'(?:cue|word_set)\(__package__, "(\w+)"\)')


def _asked_by_rules(package: str) -> set[str]:
    files = resources.files(package).iterdir()
    return {
        name for one in files if one.name.endswith(".py") for name in _ASKED.findall(one.read_text("utf-8"))
    }


def _sections(package: str) -> dict[str, dict[str, dict[str, str]]]:
    return dict(yaml.safe_load((resources.files(package) / "cues.yaml").read_text("utf-8")))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_cue_is_asked_for_and_every_one_asked_for_is_there(package: str) -> None:
    held = {name for section in _sections(package).values() for name in section}

    assert _asked_by_rules(package) == held


@pytest.mark.parametrize("package", PACKAGES)
def test_cues_are_folded_and_of_our_languages(package: str) -> None:
    for section, cues in _sections(package).items():
        for name, of_language in cues.items():
            assert set(of_language) <= set(LANGUAGES), (package, name)
            if section == "sets":
                assert all(said == fold(said) for said in of_language.values()), (package, name)
                assert word_set(package, name)
            else:
                assert cue(package, name).pattern


def test_an_alternative_of_several_words_is_one_cue() -> None:
    together = cue("retrieval.query.conditions", "together")

    assert together.search("tous pris ensemble")
    assert together.search("bij elkaar opgeteld")
    assert not together.search("rassemblement")


def test_a_name_that_no_file_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        cue("retrieval.query.unsaid", "of_nothing")
