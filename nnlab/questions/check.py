"""An exercise's check: the reader's function against several cases, with an answer that says what to look at next."""

import copy
import functools
import html
import importlib
import inspect
import pkgutil
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nnlab.language import word


@dataclass(frozen=True)
class Exercise:
    """`reference(*case)` is right for every case; `mistakes`: key -> a function that is wrong as readers plausibly are."""

    id: str
    reference: Callable
    cases: list[tuple]
    mistakes: dict[str, Callable] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """What came of a check: `state` is "passed", "failed" or "untouched"; `lines` say it in words."""

    id: str
    state: str
    n_passed: int
    n_cases: int
    lines: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every case was right."""
        return self.state == "passed"

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        colour = {"passed": "#009E73", "failed": "#D55E00", "untouched": "#595959"}[self.state]
        first, *rest = (html.escape(line).replace("\n", "<br>") for line in self.lines)
        more = "".join(f"<br>{line}" for line in rest)
        return f'<div role="status" style="border-left:4px solid {colour};padding:4px 10px"><b>{first}</b>{more}</div>'


@functools.cache
def exercises() -> dict[str, Exercise]:
    """All exercises: id -> Exercise, found in the modules of `nnlab.questions.exercises`."""
    package = importlib.import_module("nnlab.questions.exercises")
    found = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        for value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values():
            if isinstance(value, Exercise):
                found[value.id] = value
    return found


def check(id: str, function: Callable) -> Checked:
    """Run the reader's `function` against the exercise `id`; it may be wrong or raise, the check does not."""
    exercise = _exercise(id)
    if not callable(function):
        raise TypeError(f"function is {function!r}, expected the function that the exercise asks for")
    total, outcomes = len(exercise.cases), []
    for case in exercise.cases:
        outcomes.append(_try(function, case, exercise.reference(*copy.deepcopy(case))))
        if outcomes[-1] == "untouched":
            return Checked(id, "untouched", 0, total, (word("check.untouched", task=word(f"exercise.{id}.task")),))
    failures = [(case, outcome) for case, outcome in zip(exercise.cases, outcomes, strict=True) if outcome]
    if not failures:
        return Checked(id, "passed", total, total, (word("check.passed", n=total), word(f"exercise.{id}.moral")))
    case, outcome = failures[0]
    lines = [word("check.failed", passed=total - len(failures), n=total), word("check.case", call=_call(function, case)), outcome]
    named = _named(exercise, function)
    if named:
        lines.append(word("check.hint", hint=word(f"exercise.{id}.mistake.{named}")))
    return Checked(id, "failed", total - len(failures), total, tuple(lines))


def _exercise(id: str) -> Exercise:
    if id not in exercises():
        raise ValueError(f"id is {id!r}, expected one of the exercises {', '.join(exercises())}")
    return exercises()[id]


def _try(function, case, expected) -> str:
    """What is wrong with the function on one case, in words; "" where nothing is; "untouched" for a stub."""
    given = copy.deepcopy(case)
    try:
        with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("always")
            came = function(*given)
    except NotImplementedError:
        return "untouched"
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[-1]
        return word("check.raised", error=f"{type(error).__name__}: {error}", line=line.lineno, code=line.line or "")
    if came is None or came is Ellipsis:
        return "untouched"
    changed = [i for i, (before, after) in enumerate(zip(case, given, strict=True)) if not _same(before, after)]
    if changed:
        return word("check.mutated", argument=list(inspect.signature(function).parameters)[changed[0]])
    return _difference(came, expected) or (word("check.warned", warning=str(caught[0].message)) if caught else "")


def _same(a, b) -> bool:
    return np.array_equal(np.asarray(a), np.asarray(b))


def _difference(came, expected) -> str:
    """How `came` differs from `expected`, in words; "" where they agree to rounding."""
    if isinstance(expected, tuple):
        if not isinstance(came, tuple | list) or len(came) != len(expected):
            return word("check.parts", n=len(expected), came=_brief(came))
        return next((text for text in map(_difference, came, expected) if text), "")
    try:
        numbers = np.asarray(came, dtype=float)
    except (TypeError, ValueError):
        return word("check.not_numbers", came=_brief(came))
    target = np.asarray(expected, dtype=float)
    if numbers.shape != target.shape:
        return word("check.shape", expected=_shape(target), came=_shape(numbers))
    if not np.isfinite(numbers).all() and np.isfinite(target).all():
        return word("check.not_finite", came=_brief(came), expected=_brief(expected))
    if not np.allclose(numbers, target, rtol=1e-6, atol=1e-9):
        return word("check.value", expected=_brief(expected), came=_brief(came))
    return ""


def _shape(array) -> str:
    return str(array.shape) if array.ndim else word("check.number")


def _brief(value) -> str:
    if isinstance(value, np.ndarray | float | np.floating | int):
        return np.array2string(np.asarray(value), precision=6, threshold=12, separator=", ")
    text = repr(value)
    return text if len(text) < 160 else f"{text[:157]}…"


def _call(function, case) -> str:
    return f"{getattr(function, '__name__', 'f')}({', '.join(_brief(argument) for argument in case)})"


def _named(exercise: Exercise, function) -> str:
    """The key of the known mistake whose answers are those of `function` on every case, or ""."""
    answers = _answers(function, exercise.cases)
    for key, wrong in exercise.mistakes.items():
        if function is wrong or (answers and all(map(_alike, answers, _answers(wrong, exercise.cases)))):
            return key
    return ""


def _answers(function, cases) -> list:
    answers = []
    for case in copy.deepcopy(cases):
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                answers.append(function(*case))
        except Exception as error:
            answers.append(type(error))
    return answers


def _alike(a, b) -> bool:
    if isinstance(a, type) or isinstance(b, type):
        return a is b
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(_alike, a, b))
    try:
        a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    except (TypeError, ValueError):
        return False
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)


class Solution:
    """One way to solve an exercise, folded away until the reader opens it."""

    def __init__(self, id: str):
        self._source = inspect.getsource(_exercise(id).reference)
        self._title = word("check.solution")

    def __repr__(self) -> str:
        return self._title

    def _repr_html_(self) -> str:
        return f"<details><summary>{html.escape(self._title)}</summary><pre>{html.escape(self._source)}</pre></details>"


def solution(id: str) -> Solution:
    """One way to solve the exercise `id`, folded away until it is opened."""
    return Solution(id)
