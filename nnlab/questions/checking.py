"""The check of an exercise: call the reader's function on every case, compare with the reference, and say what to look at next."""

import copy
import html
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nnlab import _checks
from nnlab.language import translate
from nnlab.questions import progress
from nnlab.questions.compare import as_real_array, equal_result, unchanged
from nnlab.questions.exercise import Exercise, find_exercise
from nnlab.questions.messages import describe_difference, describe_error, format_call, format_value, parameter_names

CODE_STYLE = "margin:4px 0;white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere"


@dataclass(frozen=True)
class Checked:
    """The result of a check: `state` is "passed", "failed" or "not_started"; `headline`, `first_failure` and `note` are for the reader.

    `first_failure` is the first call that failed and how, to be shown in a monospaced font.
    """

    state: str
    n_passed: int
    n_cases: int
    headline: str
    first_failure: str = ""
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether every case was right."""
        return self.state == "passed"

    def __repr__(self) -> str:
        return "\n".join(filter(None, (self.headline, self.first_failure, self.note)))

    def _repr_html_(self) -> str:
        color = {"passed": "#009E73", "failed": "#D55E00", "not_started": "#595959"}[self.state]
        text = f"<b>{html.escape(self.headline)}</b>"
        text += f'<pre style="{CODE_STYLE}">{html.escape(self.first_failure)}</pre>' if self.first_failure else ""
        text += f"<div>{html.escape(self.note)}</div>" if self.note else ""
        return f'<div role="status" style="border-left:4px solid {color};padding:4px 10px">{text}</div>'


@dataclass(frozen=True)
class Outcome:
    """What one call did: its result or exception, the index of the argument it changed (−1 for none), and numpy's warnings."""

    result: object
    error: Exception | None
    changed: int
    warned: tuple[str, ...]

    @property
    def no_result(self) -> bool:
        """Whether the function neither returned anything nor raised."""
        return self.error is None and (self.result is None or self.result is Ellipsis)

    @property
    def not_started(self) -> bool:
        """Whether the function still is a stub, which does nothing or raises NotImplementedError."""
        return (self.no_result and self.changed < 0) or isinstance(self.error, NotImplementedError)


@dataclass(frozen=True)
class NotComparable:
    """What the reader returned, and the error of the computation that was to use it."""

    result: object
    error: Exception


def case(id: str, number: int) -> tuple:
    """The arguments of case `number` (from 1) of the exercise `id`, to try a function on: `my_function(*nnlab.case(id, 2))`.

    ValueError for an unknown exercise or a case that it does not have.
    """
    cases = find_exercise(id).cases
    number = _checks.check_int(number, "number", min=1, max=len(cases))
    return copy.deepcopy(cases[number - 1])


def check(id: str, function: Callable) -> Checked:
    """Check the reader's `function` against the exercise `id`; what it raises is part of the result.

    ValueError for an unknown id, TypeError where `function` cannot be called.
    """
    exercise = find_exercise(id)
    _checks.check_callable(function, "function", "the function that the exercise asks for")
    outcomes, n = [_call(function, case) for case in exercise.cases], len(exercise.cases)
    if all(outcome.not_started for outcome in outcomes):
        only_none = all(outcome.result is None and outcome.error is None for outcome in outcomes)
        headline = translate("check.not_started", task=translate(f"exercise.{id}.task"))
        return Checked("not_started", 0, n, headline, note=translate("check.no_return") if only_none else "")
    outcomes = [_compared(exercise, outcome, case) for outcome, case in zip(outcomes, exercise.cases, strict=True)]
    expected = [_compared(exercise, _call(exercise.reference, case), case).result for case in exercise.cases]
    problems = [_describe_problem(function, exercise.names, *pair) for pair in zip(outcomes, expected, strict=True)]
    failed = [i for i, problem in enumerate(problems) if problem]
    if not failed:
        progress.add_solved(id)
        return Checked("passed", n, n, translate("check.passed", n=n), note=translate(f"exercise.{id}.moral"))
    first, passed, mistake = failed[0], n - len(failed), _identify_mistake(exercise, outcomes, problems)
    first_failure = f"{translate('check.call', call=format_call(function, id, exercise.cases[first], first + 1))}\n{problems[first]}"
    hint = translate("check.hint", hint=translate(f"exercise.{id}.mistake.{mistake}")) if mistake else ""
    return Checked("failed", passed, n, translate("check.failed", passed=passed, n=n), first_failure, hint)


def _call(function, case) -> Outcome:
    arguments, result, error = copy.deepcopy(case), None, None
    with warnings.catch_warnings(record=True, action="always") as caught, np.errstate(all="warn", under="ignore"):
        try:
            result = function(*arguments)
        except Exception as raised:
            error = raised
    changed = next((i for i, (before, after) in enumerate(zip(case, arguments, strict=True)) if not unchanged(before, after)), -1)
    return Outcome(result, error, changed, tuple(dict.fromkeys(str(warning.message) for warning in caught)))


def _compared(exercise: Exercise, outcome: Outcome, case: tuple) -> Outcome:
    """The outcome of a call with what is to be compared as its result; what the reader returned where that is no result at all."""
    if exercise.outcome is None or outcome.error is not None or outcome.no_result:
        return outcome
    try:
        with np.errstate(all="ignore"):
            return replace(outcome, result=exercise.outcome(outcome.result, *copy.deepcopy(case)))
    except Exception as error:  # results of other shapes, or too few of them, fit into no network
        return replace(outcome, result=NotComparable(outcome.result, error))


def _describe_problem(function, names, outcome: Outcome, expected) -> str:
    """What is wrong with the outcome of one call; "" where nothing is."""
    if outcome.error is not None:
        return describe_error(outcome.error)
    if outcome.changed >= 0:
        return translate("check.changed_argument", argument=parameter_names(function, outcome.changed + 1)[-1])
    if outcome.no_result:
        return translate("check.no_result")
    if isinstance(outcome.result, NotComparable):
        return translate("check.not_comparable", result=format_value(outcome.result.result), error=outcome.result.error)
    difference = describe_difference(outcome.result, expected, names)
    return difference or (translate("check.warned", warning=outcome.warned[0]) if outcome.warned else "")


def _identify_mistake(exercise: Exercise, outcomes: list[Outcome], problems: list[str]) -> str:
    """The key of the known mistake that has the same outcome as the reader's function in every case, or "".

    Where the reader's function fails by exceptions alone, their messages have to be the same too: a ValueError can have many causes.
    NaN has many causes as well: where nothing else is wrong, numpy's warnings have to be the same. Of several such mistakes, one that
    causes the same warnings is preferred.
    """
    failed = [outcome for problem, outcome in zip(problems, outcomes, strict=True) if problem]
    wrong_result = any(outcome.error is None for outcome in failed)
    only_nan = all(outcome.error is None and _has_nan(outcome.result) for outcome in failed)
    same_warnings = {}
    for key, mistake in exercise.mistakes.items():
        others = [_compared(exercise, _call(mistake, case), case) for case in exercise.cases]
        same_messages = all(str(one.error) == str(other.error) for one, other in zip(outcomes, others, strict=True))
        if all(map(_same_outcome, outcomes, others)) and (wrong_result or same_messages):
            same_warnings[key] = [one.warned for one in outcomes] == [other.warned for other in others]
    if only_nan:
        same_warnings = {key: same for key, same in same_warnings.items() if same}
    return max(same_warnings, key=same_warnings.get, default="")


def _has_nan(result) -> bool:
    parts = [as_real_array(part) for part in (result if isinstance(result, tuple | list) else (result,))]
    return any(part is not None and np.isnan(part).any() for part in parts)


def _same_outcome(one: Outcome, other: Outcome) -> bool:
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error)
    return one.changed == other.changed and equal_result(one.result, other.result)
