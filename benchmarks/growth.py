"""How time grows with units, layers, examples and points: a fixed cost plus a power, fitted to what was measured.

Run as `python benchmarks/growth.py` (`--write` puts the table and the picture into benchmarks/README.md); needs the `bench` extra. For each
series the median times t of sizes n are fitted by t = a + c·nᵖ, in the logarithm, so that every size counts alike. The straight line of a
log-log picture is c·nᵖ: to the left of where it costs as much as a, time is flat; to the right the table tells the largest departure.
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import report
import two_panels
from scipy.optimize import least_squares

import nnlab
from nnlab.engine.scene import BlitRenderer


class Series(NamedTuple):
    """A row of the table: `make(n)` is timed at size n and touches `numbers(n)` numbers; `expected` is the power in theory."""

    sizes: list[int]
    make: Callable
    numbers: Callable
    expected: float


def step(sizes: list[int], examples: int) -> Callable:
    """A full-batch training step on random data, in float64."""
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((examples, sizes[0])), rng.integers(0, sizes[-1], examples)
    descent = nnlab.sgd(nnlab.mlp(sizes), X, y, learning_rate=1e-3, steps=10**9)
    return lambda: next(descent)


def grid(side: int) -> Callable:
    axis = np.linspace(-1, 1, side)
    X, network = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2), nnlab.mlp([2, 100, 3])
    return lambda: network.predict(X)


def event(points: int) -> Callable:
    """What a slider event draws: the two panels of `redraw_peers.py` with this many data points."""
    stage, turn = BlitRenderer(two_panels.TwoPanels(points), w1=two_panels.START), iter(range(10**9))

    def draw():
        stage.show(w1=two_panels.START + next(turn) % 40 / 20)
        stage.pixels()

    draw()
    return draw


def doubling(least: int, most: int) -> list[int]:
    return [2**k for k in range(least, most + 1)]


SERIES = {
    "units: a step of 64-n-n-10, batch 128": Series(doubling(1, 10), lambda n: step([64, n, n, 10], 128), lambda n: n * n + 256 * n, 2),
    "layers: a step of 64-…-64-10, n hidden, batch 32": Series(
        doubling(0, 7), lambda n: step([64] * (n + 1) + [10], 32), lambda n: n * (64 * 64 + 4 * 32 * 64), 1
    ),
    "examples: a step of 2-100-3, all n": Series(doubling(2, 16), lambda n: step([2, 100, 3], n), lambda n: 400 * n, 1),
    "points of a grid: the classes of n by 2-100-3": Series(
        [4**k for k in range(2, 10)], lambda n: grid(round(n**0.5)), lambda n: 2 * n + min(n, 512) * 200, 1
    ),
    "data points: a redraw of the two panels with n": Series(doubling(1, 15), event, lambda n: 2 * n, 1),
}


class Fit(NamedTuple):
    """t = fixed + factor · n ** power; `error`: the standard error of the power."""

    fixed: float
    factor: float
    power: float
    error: float

    def __call__(self, n):
        return self.fixed + self.line(n)

    def line(self, n):
        """The straight part alone."""
        return self.factor * np.asarray(n, dtype=float) ** self.power

    @property
    def bend(self) -> float:
        """Where the straight part costs as much as the fixed."""
        return (self.fixed / self.factor) ** (1 / self.power)


def fit(sizes, times) -> Fit:
    """The least-squares fit of log t, from the flat beginning and the steep end as first guesses."""
    n, t = np.asarray(sizes, dtype=float), np.asarray(times)
    slope = np.log(t[-1] / t[-2]) / np.log(n[-1] / n[-2])

    def residuals(guess):
        return np.logaddexp(guess[0], guess[1] + guess[2] * np.log(n)) - np.log(t)

    found = least_squares(residuals, [np.log(t[0]), np.log(t[-1]) - slope * np.log(n[-1]), slope], loss="soft_l1", f_scale=0.1)
    spread = np.linalg.pinv(found.jac.T @ found.jac) * 2 * found.cost / max(1, len(n) - 3)
    return Fit(np.exp(found.x[0]), np.exp(found.x[1]), found.x[2], float(np.sqrt(spread[2, 2])))


def measure() -> dict[str, tuple[list[int], list[float], Fit]]:
    """Series -> sizes, median seconds, fit."""
    results = {}
    for name, series in SERIES.items():
        times = [report.medians({"": series.make(n)}, rounds=5, block=0.03)[""] for n in series.sizes]
        results[name] = series.sizes, times, fit(series.sizes, times)
        print(f"{name}: " + ", ".join(f"{n} {report.micro(t)}" for n, t in zip(series.sizes, times, strict=True)), flush=True)
    return results


def table(results) -> str:
    rows = [
        ["what grows", "fixed cost", "power", "in theory", "flat below n ≈", "largest departure from fixed + line", "its numbers in memory"]
    ]
    for name, (sizes, times, fitted) in results.items():
        off = np.array(times) / fitted(sizes) - 1
        worst = int(np.abs(off).argmax())
        memory = 8 * SERIES[name].numbers(sizes[worst]) / 2**20
        rows.append([
            name, report.micro(fitted.fixed), f"{fitted.power:.2f} ± {fitted.error:.2f}", f"{SERIES[name].expected:g}",
            f"{fitted.bend:,.0f}", f"{off[worst]:+.0%} at n = {sizes[worst]:,}", f"{memory:.2g} MB",
        ])  # fmt: skip
    return report.markdown(rows)


def picture(results) -> None:
    """The measured times and their fits, one panel a series."""
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    with drawing.style():
        figure = Figure(figsize=(12, 6.4), dpi=90, layout="constrained")
        for axes, (name, (sizes, times, fitted)) in zip(figure.subplots(2, 3).flat, results.items(), strict=False):
            what, rest = name.split(": ")
            axes.plot(sizes, np.array(times) * 1e6, "o", color=drawing.BLUE, label="measured")
            axes.plot(sizes, fitted(sizes) * 1e6, color=drawing.INK, linewidth=1.4, label=f"fixed + line, power {fitted.power:.2f}")
            axes.plot(sizes, fitted.line(sizes) * 1e6, "--", color=drawing.ORANGE, linewidth=1.4, label="straight line")
            axes.set(
                xscale="log", yscale="log", title=f"{what}\n{rest}", xlabel="n", ylabel="µs", ylim=(min(times) * 2e5, max(times) * 3e6)
            )
            axes.legend(loc="upper left", fontsize=9)
        figure.axes[-1].set_visible(len(results) > 5)
        figure.savefig(report.HERE / "growth.png")


def main() -> None:
    """Measure, print, and with `--write` put the table and the picture where they belong."""
    results = measure()
    report.write("growth", table(results) + "\n\n" + report.machine("matplotlib"), alt="Time against size")
    if "--write" in sys.argv:
        picture(results)


if __name__ == "__main__":
    main()
