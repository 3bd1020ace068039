"""Exercises as different students solve them: every right variant passes, every wrong one fails, and only with a hint that is true of it.

A file of `variants` is called after its section, or section_2 or _3, and holds RIGHT and WRONG (id -> functions) and HINTS, the key of the
mistake whose hint is shown: (id, index in WRONG[id]) -> key.
"""

import importlib
import re
from pathlib import Path

import pytest

from nnlab.language import translate
from nnlab.questions import check
from nnlab.questions.exercise import exercises

FILES = sorted((Path(__file__).parent / "variants").glob("*.py"))
MODULES = [importlib.import_module(f"lecture.variants.{file.stem}") for file in FILES]
RIGHT = [(id, i, function) for module in MODULES for id, functions in module.RIGHT.items() for i, function in enumerate(functions)]
WRONG = [(id, i, function) for module in MODULES for id, functions in module.WRONG.items() for i, function in enumerate(functions)]
HINTS = {key: hint for module in MODULES for key, hint in module.HINTS.items()}
SECTIONS = {re.sub(r"_\d$", "", file.stem) for file in FILES}
IDS = [id for id, exercise in exercises().items() if exercise.reference.__module__.split(".")[-2] in SECTIONS]


@pytest.mark.parametrize(("id", "function"), [pytest.param(id, function, id=f"{id}-{i}") for id, i, function in RIGHT])
def test_a_right_variant_passes(id, function):
    result = check(id, function)
    assert result.passed, result


@pytest.mark.parametrize(("id", "i", "function"), [pytest.param(*given, id=f"{given[0]}-{given[1]}") for given in WRONG])
def test_a_wrong_variant_fails_with_no_false_hint(id, i, function):
    result = check(id, function)
    assert result.state == "failed", result
    key = HINTS.get((id, i))
    assert result.note == (translate("check.hint", hint=translate(f"exercise.{id}.mistake.{key}")) if key else ""), result


@pytest.mark.parametrize("id", IDS)
def test_an_exercise_has_enough_variants(id):
    assert [one for one, _, _ in RIGHT].count(id) >= 8
    assert [one for one, _, _ in WRONG].count(id) >= 12


def test_every_variant_and_hint_belongs_to_an_exercise():
    assert {id for id, _, _ in RIGHT + WRONG} <= set(IDS)
    assert set(HINTS) <= {(id, i) for id, i, _ in WRONG}
