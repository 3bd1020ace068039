"""The lecture's claims as a table: each with its source and scope, an experiment, the figures measured here, a rule, and the verdict.

The figures of SEEDS are kept in `claims.json`; `tools/claims.py --measure` measures them. The rules in VERDICTS turn figures into verdicts,
in words in the column "rule" of the table. Only figures that are the same on every machine belong here, so that times do not.
"""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from types import SimpleNamespace

from nnlab import _checks
from nnlab.language import translate
from nnlab.lecture import claim_experiments as experiments
from nnlab.lecture import table
from nnlab.lecture.experiments import FEWEST_SEEDS, SEEDS, SMALLEST

PARTS = ("claim", "source", "experiment", "figure", "rule")
FIGURES_FILE = files("nnlab").joinpath("lecture", "claims.json")
RACES = ("two", "five", "long")


@dataclass(frozen=True)
class Claim:
    """One row: `values` are the measured figures by name; the `verdict` is "reproduced", "partly", "reversed" or "not_here"."""

    key: str
    values: dict[str, float]
    verdict: str

    def text(self, part: str) -> str:
        """The text of a column, one of PARTS; a figure may also be shown in percentage points, as `{name_points}`."""
        points = {f"{name}_points": 100 * value for name, value in self.values.items()}
        return translate(f"claims.{self.key}.{part}", **(self.values | points if part == "figure" else {}))


class Claims(list[Claim]):
    """The claims, shown as a table in the current language."""

    def rows(self) -> list[list[str]]:
        """The table's text: the heading, then the claims; the columns are PARTS and the verdict."""
        heading = [translate(f"claims.column.{part}") for part in (*PARTS, "verdict")]
        return [heading] + [[*map(claim.text, PARTS), translate(f"claims.verdict.{claim.verdict}")] for claim in self]

    def measure(self, key: str, seeds=SEEDS) -> "Claims":
        """The row `key` with figures that are measured now, with the `seeds`. ValueError for an unknown key, and for too few seeds."""
        _checks.check_option(key, "key", VERDICTS)
        if len(seeds) < FEWEST_SEEDS:
            raise ValueError(f"{len(seeds)} seeds are too few for a verdict, expected at least {FEWEST_SEEDS}")
        return Claims([_claim(key, measure(key, seeds))])

    def markdown(self) -> str:
        """The table as Markdown, without the column of experiments."""
        return table.as_markdown([[*row[:2], *row[3:]] for row in self.rows()])

    def __repr__(self) -> str:
        return table.as_text(self.rows())

    def _repr_html_(self) -> str:
        return table.as_html(self.rows())


def claims() -> Claims:
    """The lecture's claims as a table in the current language, with the stored figures."""
    return Claims(_claim(key, values) for key, values in json.loads(FIGURES_FILE.read_text("utf-8")).items())


def measure(key: str, seeds=SEEDS) -> dict[str, float]:
    """The figures of one claim, measured now."""
    return VERDICTS[key][0](seeds)


def verdict(key: str, values: dict[str, float]) -> str:
    """The first verdict in VERDICTS[key] whose condition the figures meet, else "not_here"."""
    figures = SimpleNamespace(**values)
    return next((name for name, condition in VERDICTS[key][1].items() if condition(figures)), "not_here")


def _claim(key: str, values) -> Claim:
    return Claim(key, values, verdict(key, values))


# ---- the rules


def counts(f, name: str) -> int:
    """1 if the difference `name` counts as one above 0, −1 if as one below, else 0: it is no difference."""
    median, more, less, seeds = (getattr(f, f"{name}{part}") for part in ("", "_more", "_less", "_seeds"))
    if median >= SMALLEST and more >= seeds - 1:
        return 1
    return -1 if median <= -SMALLEST and less >= seeds - 1 else 0


def in_races(sign: int, *others: str) -> dict[str, Callable]:
    """Reproduced if a difference of this sign counts over all `others` in every race, partly if in one, reversed if the opposite in all."""

    def wins(f, sign):
        return [all(counts(f, f"over_{other}_{name}") == sign for other in others) for name in RACES]

    return {
        "reproduced": lambda f: all(wins(f, sign)),
        "partly": lambda f: any(wins(f, sign)),
        "reversed": lambda f: all(wins(f, -sign)),
    }


VERDICTS = {  # the experiment, and the condition of each verdict
    "speed": (
        experiments.convergence_speed,
        {
            "reproduced": lambda f: min(f.digits, f.spiral) >= 5,
            "partly": lambda f: max(f.digits, f.spiral) >= 2,
            "reversed": lambda f: max(f.digits, f.spiral) <= 1 / 2,
        },
    ),
    "dying": (
        experiments.dead_shares,
        {"reproduced": lambda f: f.at_1_high < 0.1 and f.at_6_low >= 0.4, "partly": lambda f: f.at_6_high >= 0.4},
    ),
    "stay_dead": (
        experiments.dead_units_that_move,
        {
            "reproduced": lambda f: min(f.dead_1, f.dead_2) > 0 and f.moved_1 == f.moved_2 == 0,
            "partly": lambda f: f.dead_1 > 0 and f.moved_1 == 0,
        },
    ),
    "vanishing": (
        experiments.vanishing_gradients,
        {
            "reproduced": lambda f: max(f.sigmoid_high, f.large_high) < 0.01 and min(f.tanh_low, f.relu_low) > 0.1,
            "partly": lambda f: f.sigmoid_high < 0.01 and min(f.tanh_low, f.relu_low) > 0.1,
        },
    ),
    "saturated": (
        experiments.saturated_sigmoids,
        {
            "reproduced": lambda f: max(f.accuracy_8_high, f.own_high) < 0.5,
            "partly": lambda f: f.own_high < 0.5,
            "reversed": lambda f: counts(f, "of_8") == counts(f, "of_32") == 1,
        },
    ),
    "one_sign": (experiments.gradient_signs, {"reproduced": lambda f: f.sigmoid == f.relu == 1 and f.tanh < 0.05}),
    "never_sigmoid": (functools.partial(experiments.in_three_races, one="sigmoid", others=("relu",)), in_races(-1, "relu")),
    "tanh_over_sigmoid": (functools.partial(experiments.in_three_races, one="tanh", others=("sigmoid",)), in_races(1, "sigmoid")),
    "tanh_under_relu": (
        functools.partial(experiments.in_three_races, one="tanh", others=("relu", "maxout_matched")),
        in_races(-1, "relu", "maxout_matched"),
    ),
    "leaky_alive": (
        experiments.leaky_relu_against_dying,
        {
            "reproduced": lambda f: counts(f, "gain") == 1 and f.leaky > f.fresh - SMALLEST,
            "partly": lambda f: counts(f, "gain") == 1,
            "reversed": lambda f: counts(f, "gain") == -1,
        },
    ),
    "consistent": (
        experiments.leaky_relu_against_relu,
        {
            "reproduced": lambda f: len({counts(f, task) for task in ("two", "five", "spiral")}) > 1,
            "partly": lambda f: counts(f, "at_8") != counts(f, "spiral"),
        },
    ),
    "parameters": (experiments.maxout_parameters, {"reproduced": lambda f: 1.9 < f.ratio <= 2}),
    "maxout_alive": (
        experiments.maxout_against_dying,
        {
            "reproduced": lambda f: (
                max(f.idle_high, f.maxout_dead) < 0.1 and f.maxout_diverged <= f.relu_diverged and counts(f, "over_relu") >= 0
            ),
            "partly": lambda f: f.idle_high < 0.1 < f.relu_dead,
        },
    ),
    "mixing": (
        experiments.mixed_activations,
        {
            "reproduced": lambda f: min(counts(f, "over_relu"), counts(f, "over_tanh")) >= 0,
            "partly": lambda f: max(counts(f, "over_relu"), counts(f, "over_tanh")) >= 0,
        },
    ),
}
