"""What an exercise consists of, where exercises are found, and how a solution is shown; each section of the lecture defines its own."""

import functools
import html
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field

from nnlab import _checks
from nnlab.language import translate


@dataclass(frozen=True)
class Exercise:
    """`reference(*case)` is right for every case; `mistakes`: key -> a wrong function such as readers plausibly write.

    `names` are those of the results where there are several: ("dW", "db"). Where more than one result is right, `outcome(result, *case)`
    returns what all right results have in common, such as a network's outputs in place of its weights, and that is compared; if it is a
    tuple, `names` are those of its parts.
    """

    id: str
    reference: Callable
    cases: list[tuple]
    mistakes: dict[str, Callable] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    outcome: Callable | None = None


@functools.cache
def exercises() -> dict[str, Exercise]:
    """All exercises: id -> Exercise, from `nnlab.lecture.<slug>.exercises` of every section; ValueError for an id used twice."""
    lecture, found = importlib.import_module("nnlab.lecture"), {}
    for section in sorted(module.name for module in pkgutil.iter_modules(lecture.__path__) if module.ispkg):
        for value in vars(importlib.import_module(f"nnlab.lecture.{section}.exercises")).values():
            if isinstance(value, Exercise) and found.setdefault(value.id, value) is not value:
                raise ValueError(f"the exercise {value.id!r} is defined twice, again in {section}")
    return found


def find_exercise(id: str) -> Exercise:
    """The exercise `id`; ValueError for an unknown one."""
    if not isinstance(id, str) or id not in exercises():
        raise ValueError(f"id is {_checks.short_repr(id)}, expected one of the exercises {', '.join(exercises())}")
    return exercises()[id]


@dataclass(frozen=True, repr=False)
class Solution:
    """The source of one solution, in a notebook folded away under its title."""

    title: str
    source: str

    def __repr__(self) -> str:
        return self.title

    def _repr_html_(self) -> str:
        return f"<details><summary>{html.escape(self.title)}</summary><pre>{html.escape(self.source)}</pre></details>"


def solution(id: str) -> Solution:
    """One way to solve the exercise `id`, folded away until the reader opens it."""
    return Solution(translate("check.solution"), _source(find_exercise(id).reference))


def _source(function) -> str:
    """The source of `function`, preceded by the helpers and names it uses; only whole modules, as `np`, have to be imported already."""
    used = inspect.getclosurevars(function).globals
    others = {name: value for name, value in used.items() if not inspect.ismodule(value)}
    imports = [f"from {value.__module__} import {name}\n" for name, value in others.items() if value.__module__ != function.__module__]
    helpers = [_source(value) for value in others.values() if value.__module__ == function.__module__]
    return "\n\n".join([*imports, *helpers, inspect.getsource(function)])
