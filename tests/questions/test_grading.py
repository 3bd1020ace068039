"""Points of exercises: full for every right solution, also in cases that nobody has seen; less for every wrong one; none for a stub."""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

from nnlab.questions import check
from nnlab.questions.exercise import Exercise, exercises
from nnlab.questions.grading import other_cases, points

VARIANTS = [importlib.import_module(f"lecture.variants.{file.stem}") for file in Path(__file__).parents[1].glob("lecture/variants/*.py")]
RIGHT = [(id, i, function) for module in VARIANTS for id, functions in module.RIGHT.items() for i, function in enumerate(functions)]
WRONG = [(id, i, function) for module in VARIANTS for id, functions in module.WRONG.items() for i, function in enumerate(functions)]
IDS = sorted(exercises())


@pytest.mark.parametrize("id", IDS)
def test_right_solutions_get_all_points(id):
    functions = [exercises()[id].reference, *(function for other, _, function in RIGHT if other == id)]
    for function in functions:
        assert [points(id, function, 2.0), *(points(id, function, 2.0, seed=seed) for seed in range(5))] == [2.0] * 6


@pytest.mark.parametrize("id", IDS)
def test_mistakes_do_not_get_all_points(id):
    functions = [*exercises()[id].mistakes.values(), *(function for other, _, function in WRONG if other == id)]
    for function in functions:
        assert points(id, function, 1.0) < 1
        assert points(id, function, 1.0) == round(check(id, function).n_passed / len(exercises()[id].cases), 2)


@pytest.mark.parametrize("id", IDS)
def test_other_cases_are_others_and_the_same_for_a_seed(id):
    exercise = exercises()[id]
    assert repr(other_cases(exercise, 3)) == repr(other_cases(exercise, 3))
    has_reals = any(re.search(r"\d\.\d*[1-9]|\d\.[,\s\])]", repr(case)) for case in exercise.cases)
    assert not has_reals or repr(other_cases(exercise, 3)) != repr(exercise.cases)


def test_a_stub_and_a_crash_get_none():
    def crash(*arguments):
        raise RuntimeError

    for function in (lambda *arguments: ..., lambda *arguments: None, crash):
        assert points("sigmoid_backward", function, 3.0) == points("sigmoid_backward", function, 3.0, seed=1) == 0.0


def test_half_right_gets_half():
    def right_for_positive(x, w, b, upstream):
        f = 1 / (1 + np.exp(-(w @ x + b)))
        return abs(upstream) * f * (1 - f) * x, abs(upstream) * f * (1 - f)

    assert points("sigmoid_backward", right_for_positive, 4.0) == 3.0
    assert points("sigmoid_backward", right_for_positive, 4.0, seed=7) == 3.0


@pytest.mark.parametrize(("n_right", "n", "maximum", "expected"), [(1, 3, 100, 33.33), (5, 7, 10, 7.14), (2, 3, 0.5, 0.33)])
def test_points_are_rounded_to_hundredths_of_a_point(monkeypatch, n_right, n, maximum, expected):
    exercise = Exercise("rounded", cases=[(float(i),) for i in range(n)], reference=lambda x: 2 * x)
    monkeypatch.setitem(exercises(), "rounded", exercise)
    assert points("rounded", lambda x: 2 * x + (x >= n_right), maximum) == expected


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("nothing", abs, 1.0), ValueError, "id is 'nothing'"),
        (("warm_up", 5, 1.0), TypeError, "function is 5"),
        (("warm_up", abs, 0), ValueError, "maximum is 0, expected a number above 0"),
        (("warm_up", abs, 1.0, -1), ValueError, "seed is -1, expected at least 0"),
    ],
)
def test_wrong_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        points(*arguments)
