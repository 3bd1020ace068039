"""An exercise's check: the reader's function against several cases, with an answer that says what to look at next."""

import copy
import functools
import html
import importlib
import inspect
import pkgutil
import sysconfig
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nnlab import _checks
from nnlab.language import translate

LIBRARIES = ("<frozen", *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")))  # whose lines are not the reader's


@dataclass(frozen=True)
class Exercise:
    """`reference(*case)` is right for every case; `mistakes`: key -> a function that is wrong as readers plausibly are."""

    id: str
    reference: Callable
    cases: list[tuple]
    mistakes: dict[str, Callable] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """What came of a check: `state` is "passed", "failed" or "untouched"; `head`, `case` and `notes` say it in words.

    `case` is the call that failed first and what came of it, to be set in type of one width.
    """

    id: str
    state: str
    n_passed: int
    n_cases: int
    head: str
    case: str = ""
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every case was right."""
        return self.state == "passed"

    def __repr__(self) -> str:
        return "\n".join(filter(None, (self.head, self.case, *self.notes)))

    def _repr_html_(self) -> str:
        colour = {"passed": "#009E73", "failed": "#D55E00", "untouched": "#595959"}[self.state]
        case = (
            f'<pre style="margin:4px 0;white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere">{html.escape(self.case)}</pre>'
            if self.case
            else ""
        )
        notes = "".join(f"<div>{html.escape(note)}</div>" for note in self.notes)
        text = f"<b>{html.escape(self.head)}</b>{case}{notes}"
        return f'<div role="status" style="border-left:4px solid {colour};padding:4px 10px">{text}</div>'


@dataclass(frozen=True)
class Run:
    """One call of a function: what came back or which exception, which argument it changed (−1 for none), what numpy warned of."""

    came: object
    error: Exception | None
    changed: int
    warned: tuple[str, ...]

    @property
    def untouched(self) -> bool:
        """Whether the function did nothing at all, as a stub."""
        nothing = self.error is None and self.changed < 0 and (self.came is None or self.came is Ellipsis)
        return nothing or isinstance(self.error, NotImplementedError)


@functools.cache
def exercises() -> dict[str, Exercise]:
    """All exercises: id -> Exercise, found in the sections of the lecture."""
    lecture, found = importlib.import_module("nnlab.lecture"), {}
    for section in sorted(module.name for module in pkgutil.iter_modules(lecture.__path__) if module.ispkg):
        for value in vars(importlib.import_module(f"nnlab.lecture.{section}.exercises")).values():
            if isinstance(value, Exercise) and found.setdefault(value.id, value) is not value:
                raise ValueError(f"the exercise {value.id!r} stands twice, again in {section}")
    return found


def check(id: str, function: Callable) -> Checked:
    """Run the reader's `function` against the exercise `id`; it may be wrong or raise, the check does not."""
    exercise = _exercise(id)
    _checks.check_callable(function, "function", "the function that the exercise asks for")
    runs, total = [_run(function, case) for case in exercise.cases], len(exercise.cases)
    if all(run.untouched for run in runs):
        forgotten = all(run.came is None and run.error is None for run in runs)
        notes = (translate("check.no_return"),) if forgotten else ()
        return Checked(id, "untouched", 0, total, translate("check.untouched", task=translate(f"exercise.{id}.task")), notes=notes)
    expected = [_run(exercise.reference, case).came for case in exercise.cases]
    problems = [_problem(function, run, right) for run, right in zip(runs, expected, strict=True)]
    failed = [i for i, problem in enumerate(problems) if problem]
    if not failed:
        return Checked(id, "passed", total, total, translate("check.passed", n=total), notes=(translate(f"exercise.{id}.moral"),))
    first, named = failed[0], _named(exercise, runs, problems)
    return Checked(
        id, "failed", total - len(failed), total,
        translate("check.failed", passed=total - len(failed), n=total),
        f"{translate('check.case', call=_call(function, exercise.cases[first]))}\n{problems[first]}",
        (translate("check.hint", hint=translate(f"exercise.{id}.mistake.{named}")),) if named else (),
    )  # fmt: skip


def _exercise(id: str) -> Exercise:
    if not isinstance(id, str) or id not in exercises():
        raise ValueError(f"id is {_checks.short_repr(id)}, expected one of the exercises {', '.join(exercises())}")
    return exercises()[id]


def _run(function, case) -> Run:
    given, came, error = copy.deepcopy(case), None, None
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        try:
            came = function(*given)
        except Exception as raised:
            error = raised
    changed = next((i for i, (before, after) in enumerate(zip(case, given, strict=True)) if not _same(before, after)), -1)
    return Run(came, error, changed, tuple(dict.fromkeys(str(warning.message) for warning in caught)))


def _same(before, after) -> bool:
    if isinstance(before, list | tuple):
        return type(before) is type(after) and len(before) == len(after) and all(map(_same, before, after))
    if callable(before) or before is None:
        return before is after
    one, other = _numbers(before), _numbers(after)
    return one is not None and other is not None and np.array_equal(one, other, equal_nan=True)


def _problem(function, run: Run, expected) -> str:
    """What is wrong with one run, in words; "" where nothing is."""
    if run.error is not None:
        return _raised(run.error)
    if run.changed >= 0:
        return translate("check.mutated", argument=_parameters(function, run.changed + 1)[-1])
    if run.came is None or run.came is Ellipsis:
        return translate("check.nothing")
    return _difference(run.came, expected) or (translate("check.warned", warning=run.warned[0]) if run.warned else "")


def _raised(error: Exception) -> str:
    """The exception, and the last line of the reader's own that led to it: not one inside numpy."""
    text = f"{type(error).__name__}: {error}".removesuffix(": ")
    frames = traceback.extract_tb(error.__traceback__)[1:]
    if not frames:
        return translate("check.call_failed", error=text)
    own = [frame for frame in frames if not frame.filename.startswith(LIBRARIES)] or frames
    return translate("check.raised", error=text, line=own[-1].lineno, code=own[-1].line or "")


def _difference(came, expected) -> str:
    """How `came` differs from `expected`, in words; "" where they agree to rounding."""
    if isinstance(expected, tuple):
        if not isinstance(came, tuple | list) or len(came) != len(expected):
            return translate("check.parts", n=len(expected), came=_brief(came))
        return next((text for text in map(_difference, came, expected) if text), "")
    numbers, target = _numbers(came), _numbers(expected)
    if numbers is None:
        return translate("check.not_numbers", came=_brief(came), type=type(came).__name__)
    if numbers.shape != target.shape:
        return translate("check.shape", expected=_shape(target), came=_shape(numbers))
    if not np.isfinite(numbers).all() and np.isfinite(target).all():
        return translate("check.not_finite", came=_block(came), expected=_block(expected))
    if not _close(numbers, target):
        return translate("check.value", expected=_block(expected), came=_block(came))
    return ""


def _numbers(value) -> np.ndarray | None:
    """`value` as an array of floats; None where it is not made of real numbers, as a text or a complex number."""
    try:
        array = np.asarray(value)
    except Exception:  # rows of different length, or what an object of the reader's raises
        return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def _close(a, b) -> bool:
    return np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)


def _shape(array) -> str:
    return str(array.shape) if array.ndim else translate("check.number")


def _brief(value, prefix: str = "") -> str:
    if isinstance(value, np.ndarray | float | np.floating | int):
        return np.array2string(np.asarray(value), precision=6, threshold=30, separator=", ", prefix=prefix)
    text = _outline(value)
    return text if len(text) < 160 else f"{text[:157]}…"


def _outline(value) -> str:
    """A list of arrays and functions by their shapes and names."""
    if isinstance(value, np.ndarray) and value.size > 4:
        return f"array{value.shape}"
    if isinstance(value, list | tuple):
        inside = ", ".join(map(_outline, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    name = getattr(value, "__name__", None)
    return name if isinstance(name, str) else _checks.short_repr(value, 200)


def _block(value) -> str:
    """As `_brief`; a matrix starts on a line of its own, so that its columns stand below each other."""
    text = _brief(value)
    return f"\n{text}" if "\n" in text else text


def _parameters(function, n: int) -> list[str]:
    """The names of the first n parameters; their numbers where they have none, as behind a *."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        parameters = ()
    names = [parameter.name for parameter in parameters if parameter.kind <= parameter.POSITIONAL_OR_KEYWORD]
    return [names[i] if i < len(names) else str(i + 1) for i in range(n)]


def _call(function, case) -> str:
    name, texts = getattr(function, "__name__", "f"), [_brief(argument) for argument in case]
    if not any("\n" in text for text in texts):
        return f"{name}({', '.join(texts)})"
    starts = [f"  {parameter} = " for parameter in _parameters(function, len(case))]
    lines = "".join(f"\n{start}{_brief(argument, start)}" for start, argument in zip(starts, case, strict=True))
    return f"{name}({lines})"


def _named(exercise: Exercise, runs: list[Run], problems: list[str]) -> str:
    """The key of the known mistake whose answers are those of the reader's function on every case, or "".

    Where the only signs are exceptions, their messages have to agree as well, for many causes raise a ValueError. Of mistakes with equal
    answers the one that makes numpy warn alike is named.
    """
    answered_wrongly = any(problem and run.error is None for problem, run in zip(problems, runs, strict=True))
    alike = {}
    for key, wrong in exercise.mistakes.items():
        others = [_run(wrong, case) for case in exercise.cases]
        same_messages = all(str(run.error) == str(other.error) for run, other in zip(runs, others, strict=True))
        if all(map(_alike, runs, others)) and (answered_wrongly or same_messages):
            alike[key] = [run.warned for run in runs] == [other.warned for other in others]
    return max(alike, key=alike.get, default="")


def _alike(one: Run, other: Run) -> bool:
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error)
    return one.changed == other.changed and _equal(one.came, other.came)


def _equal(a, b) -> bool:
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(_equal, a, b))
    a, b = _numbers(a), _numbers(b)
    return a is not None and b is not None and a.shape == b.shape and _close(a, b)


class Solution:
    """One way to solve an exercise, folded away until the reader opens it."""

    def __init__(self, id: str):
        self._source = _source(_exercise(id).reference)
        self._title = translate("check.solution")

    def __repr__(self) -> str:
        return self._title

    def _repr_html_(self) -> str:
        return f"<details><summary>{html.escape(self._title)}</summary><pre>{html.escape(self._source)}</pre></details>"


def _source(function) -> str:
    """The text of a function that runs in a notebook which has imported the modules it names: what else it calls comes before it."""
    used = inspect.getclosurevars(function).globals
    others = {name: value for name, value in used.items() if not inspect.ismodule(value)}
    imports = [f"from {value.__module__} import {name}\n" for name, value in others.items() if value.__module__ != function.__module__]
    helpers = [_source(value) for value in others.values() if value.__module__ == function.__module__]
    return "\n\n".join([*imports, *helpers, inspect.getsource(function)])


def solution(id: str) -> Solution:
    """One way to solve the exercise `id`, folded away until it is opened."""
    return Solution(id)
