"""Points for an exercise, for assignments that are graded by nbgrader: for the cases of its check, or for others that nobody has seen."""

import copy

import numpy as np

from nnlab import _checks
from nnlab.questions.checking import _call, _compared, _describe_problem
from nnlab.questions.exercise import Exercise, find_exercise

SMALLEST = 0.9  # numbers of other cases are at least this many times as large; none grows, so that no case becomes more extreme
TRIES = 20  # for each case
# Exercises whose arguments depend on each other, such as outputs that come from the weights -> the places of those that may change.
INDEPENDENT = {"network_backward": (3,), "skip_backward": (3,)}


def points(id: str, function, maximum: float, seed: int | None = None) -> float:
    """`maximum` times the share of cases in which `function` is right: those of the check, or with a `seed` others like them.

    ValueError for an unknown id, a `maximum` that is not above 0 or a negative seed; TypeError where `function` cannot be called.
    """
    exercise = find_exercise(id)
    _checks.check_callable(function, "function", "the function that the exercise asks for")
    _checks.check_float(maximum, "maximum", above=0)
    cases = exercise.cases if seed is None else other_cases(exercise, _checks.check_int(seed, "seed", min=0))
    right = [_is_right(exercise, function, case) for case in cases]
    return round(maximum * sum(right) / len(right), 2)


def other_cases(exercise: Exercise, seed: int) -> list[tuple]:
    """Cases like those of the exercise, with every real number changed a little; a case that has none stays as it is."""
    rng = np.random.default_rng(seed)
    return [_another(exercise, case, rng) for case in exercise.cases]


def _another(exercise: Exercise, case: tuple, rng: np.random.Generator) -> tuple:
    """The case with other numbers, for which the reference gives a result without a warning."""
    for _ in range(TRIES):
        places = INDEPENDENT.get(exercise.id, range(len(case)))
        changed = tuple(_changed(part, rng) if place in places else part for place, part in enumerate(copy.deepcopy(case)))
        outcome = _call(exercise.reference, changed)
        if outcome.error is None and not outcome.warned:
            return changed
    return case


def _changed(value, rng: np.random.Generator):
    if isinstance(value, float):
        return float(value * rng.uniform(SMALLEST, 1))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return (value * rng.uniform(SMALLEST, 1, value.shape)).astype(value.dtype)
    if isinstance(value, list | tuple):
        return type(value)(_changed(part, rng) for part in value)
    return value


def _is_right(exercise: Exercise, function, case: tuple) -> bool:
    result = _compared(exercise, _call(function, case), case)
    expected = _compared(exercise, _call(exercise.reference, case), case).result
    return not _describe_problem(function, exercise.names, result, expected)
