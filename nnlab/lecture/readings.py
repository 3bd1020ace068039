"""The table of readings: what the lecture concludes from experiments, with the control, the scope and the figures of each conclusion.

A reading stands in `lecture/<slug>/readings.toml`, in a table whose name is that of its experiment, a function of seeds in
`lecture/<slug>/readings.py`. The figures with `SEEDS` are kept in `lecture/<slug>/readings.json`: `tools/readings.py` computes them,
notebooks read them with `nnlab.measured`. The tests measure every reading again with other seeds.
"""

import functools
import importlib
import json
import pkgutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from nnlab import _checks
from nnlab.language import current_language, fill, translate
from nnlab.lecture import table

PARTS = ("reading", "experiment", "control", "scope")  # the columns of the table


@dataclass(frozen=True)
class Reading:
    """One conclusion, and what it rests on.

    `where`: place -> the figures stated there, as format strings; a place is "notebook CELL", "question ID", "words KEY" or "claims KEY".
    `ranges`: figure -> (lowest, highest) value with which the reading still holds, whatever the seeds. `texts`: part -> language -> text.
    """

    key: str
    where: dict[str, list[str]]
    ranges: dict[str, tuple[float, float]]
    texts: dict[str, dict[str, str]]
    measure: Callable

    @property
    def figures(self) -> dict:
        """The stored figures by name."""
        section, name = self.key.split(".")
        return _stored(section)[name]

    def text(self, part: str) -> str:
        """The text of a column in the current language, its placeholders filled with the figures."""
        return fill(self.texts[part][current_language()], self.figures)

    def outside(self, figures: dict) -> dict[str, float]:
        """Those of the `figures` that are outside their range."""
        return {name: figures[name] for name, (low, high) in self.ranges.items() if not low <= figures[name] <= high}


class Readings(list[Reading]):
    """The readings of a section, shown as a table in the current language."""

    def rows(self) -> list[list[str]]:
        """The heading and the readings; the columns are PARTS."""
        return [[translate(f"readings.{part}") for part in PARTS]] + [[reading.text(part) for part in PARTS] for reading in self]

    def markdown(self) -> str:
        """The table as Markdown."""
        return table.as_markdown(self.rows())

    def __repr__(self) -> str:
        return table.as_text(self.rows())

    def _repr_html_(self) -> str:
        return table.as_html(self.rows(), title=translate("readings.title"))


def readings(section: str) -> Readings:
    """What a section concludes from experiments, folded away as a table; `section` is its slug, such as "tanh". ValueError if unknown."""
    if not isinstance(section, str) or section not in sections():
        raise ValueError(f"section is {_checks.short_repr(section)}, expected one of {', '.join(sections())}")
    return Readings(_section(section).values())


def measured(key: str) -> dict:
    """The stored figures of a reading by name: `measured("tanh.fair_start")["tanh"]`. ValueError for an unknown key."""
    section, _, name = key.partition(".") if isinstance(key, str) else ("", "", "")
    if section not in sections() or name not in _section(section):
        known = [reading.key for one in sections() for reading in readings(one)]
        raise ValueError(f"key is {_checks.short_repr(key)}, expected one of the readings {', '.join(known)}")
    return _section(section)[name].figures


@functools.cache
def sections() -> tuple[str, ...]:
    """The slugs of the sections that have readings."""
    names = sorted(module.name for module in pkgutil.iter_modules(importlib.import_module("nnlab.lecture").__path__) if module.ispkg)
    return tuple(name for name in names if (_folder(name) / "readings.toml").is_file())


def figures_file(section: str):
    """The file with the stored figures of a section."""
    return _folder(section) / "readings.json"


def _folder(section: str):
    return files("nnlab") / "lecture" / section


@functools.cache
def _section(section: str) -> dict[str, Reading]:
    module = importlib.import_module(f"nnlab.lecture.{section}.readings")
    rows = tomllib.loads((_folder(section) / "readings.toml").read_text("utf-8"))
    return {
        name: Reading(
            f"{section}.{name}",
            row["where"],
            {figure: tuple(bounds) for figure, bounds in row["ranges"].items()},
            {part: row.get(part, {}) for part in PARTS},
            getattr(module, name),
        )
        for name, row in rows.items()
        if name != "not_readings"
    }


@functools.cache
def _stored(section: str) -> dict:
    return json.loads(figures_file(section).read_text("utf-8"))
