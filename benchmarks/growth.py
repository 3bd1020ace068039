"""How time grows with units, layers, examples and points: a fixed cost plus a power, fitted to the measured times.

Run as `python benchmarks/growth.py` (`--write` puts the table and the picture into benchmarks/README.md); needs the `bench` extra. For each
series the median times t of sizes n are fitted by t = a + c·nᵖ, in the logarithm, so that every size counts alike. In a log-log picture
c·nᵖ is a straight line: left of where it equals a, the time is flat; right of it, the table gives the largest departure.
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import report
import two_panels
from scipy.optimize import least_squares
from sections import markdown_table

import nnlab
from nnlab.engine.renderer import BlitRenderer


class Series(NamedTuple):
    """A row of the table: `make(n)` is timed at size n and touches `numbers(n)` numbers; `expected` is the power in theory."""

    sizes: list[int]
    make: Callable
    numbers: Callable
    expected: float


def training_step(sizes: list[int], examples: int) -> Callable:
    """A full-batch training step on random data, in float64."""
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((examples, sizes[0])), rng.integers(0, sizes[-1], examples)
    steps = nnlab.sgd(nnlab.mlp(sizes), X, y, learning_rate=1e-3, steps=10**9)
    return lambda: next(steps)


def grid(side: int) -> Callable:
    axis = np.linspace(-1, 1, side)
    X, network = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2), nnlab.mlp([2, 100, 3])
    return lambda: network.predict(X)


def redraw(points: int) -> Callable:
    """A frame of the two panels of `two_panels.py` with this many data points, as an explorer renders it."""
    renderer, counter = BlitRenderer(two_panels.TwoPanels(points)), iter(range(10**9))

    def render():
        renderer.render(w1=two_panels.START + next(counter) % 40 / 20)

    render()
    return render


def powers_of_2(first: int, last: int) -> list[int]:
    return [2**k for k in range(first, last + 1)]


SERIES = {
    "units: a step of 64-n-n-10, batch 128": Series(
        powers_of_2(1, 10), lambda n: training_step([64, n, n, 10], 128), lambda n: n * n + 256 * n, 2
    ),
    "layers: a step of 64-…-64-10, n hidden, batch 32": Series(
        powers_of_2(0, 7), lambda n: training_step([64] * (n + 1) + [10], 32), lambda n: n * (64 * 64 + 4 * 32 * 64), 1
    ),
    "examples: a step of 2-100-3, all n": Series(powers_of_2(2, 16), lambda n: training_step([2, 100, 3], n), lambda n: 400 * n, 1),
    "points of a grid: the classes of n by 2-100-3": Series(
        [4**k for k in range(2, 10)], lambda n: grid(round(n**0.5)), lambda n: 2 * n + min(n, 512) * 200, 1
    ),
    "data points: a redraw of the two panels with n": Series(powers_of_2(1, 15), redraw, lambda n: 2 * n, 1),
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
        """The size at which the straight part equals the fixed cost."""
        return (self.fixed / self.factor) ** (1 / self.power)


def fit(sizes, times) -> Fit:
    """The least-squares fit of log t; the flat beginning and the steep end give the first guess."""
    n, t = np.asarray(sizes, dtype=float), np.asarray(times)
    slope = np.log(t[-1] / t[-2]) / np.log(n[-1] / n[-2])

    def residuals(guess):
        return np.logaddexp(guess[0], guess[1] + guess[2] * np.log(n)) - np.log(t)

    result = least_squares(residuals, [np.log(t[0]), np.log(t[-1]) - slope * np.log(n[-1]), slope], loss="soft_l1", f_scale=0.1)
    covariance = np.linalg.pinv(result.jac.T @ result.jac) * 2 * result.cost / max(1, len(n) - 3)
    return Fit(np.exp(result.x[0]), np.exp(result.x[1]), result.x[2], float(np.sqrt(covariance[2, 2])))


def measure() -> dict[str, tuple[list[int], list[float], Fit]]:
    """Series -> sizes, median seconds, fit."""
    results = {}
    for name, series in SERIES.items():
        times = [report.medians({"": series.make(n)}, rounds=5, block=0.03)[""] for n in series.sizes]
        results[name] = series.sizes, times, fit(series.sizes, times)
        print(f"{name}: " + ", ".join(f"{n} {report.format_seconds(t)}" for n, t in zip(series.sizes, times, strict=True)), flush=True)
    return results


def table(results) -> str:
    rows = [
        ["what grows", "fixed cost", "power", "in theory", "flat below n ≈", "largest departure from fixed + line", "its numbers in memory"]
    ]
    for name, (sizes, times, fitted) in results.items():
        departures = np.array(times) / fitted(sizes) - 1
        worst = int(np.abs(departures).argmax())
        memory = 8 * SERIES[name].numbers(sizes[worst]) / 2**20
        rows.append([
            name, report.format_seconds(fitted.fixed), f"{fitted.power:.2f} ± {fitted.error:.2f}", f"{SERIES[name].expected:g}",
            f"{fitted.bend:,.0f}", f"{departures[worst]:+.0%} at n = {sizes[worst]:,}", f"{memory:.2g} MB",
        ])  # fmt: skip
    return markdown_table(rows)


def picture(results) -> None:
    """The measured times and their fits, one panel for each series."""
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    with drawing.style():
        figure = Figure(figsize=(12, 6.4), dpi=90, layout="constrained")
        for axes, (name, (sizes, times, fitted)) in zip(figure.subplots(2, 3).flat, results.items(), strict=False):
            what, details = name.split(": ")
            axes.plot(sizes, np.array(times) * 1e6, "o", color=drawing.BLUE, label="measured")
            axes.plot(sizes, fitted(sizes) * 1e6, color=drawing.INK, linewidth=1.4, label=f"fixed + line, power {fitted.power:.2f}")
            axes.plot(sizes, fitted.line(sizes) * 1e6, "--", color=drawing.ORANGE, linewidth=1.4, label="straight line")
            ylim = (min(times) * 2e5, max(times) * 3e6)
            axes.set(xscale="log", yscale="log", title=f"{what}\n{details}", xlabel="n", ylabel="µs", ylim=ylim)
            axes.legend(loc="upper left", fontsize=9)
        figure.axes[-1].set_visible(len(results) > 5)
        figure.savefig(report.HERE / "growth.png")


def main() -> None:
    """Measure, print, and with `--write` put the table and the picture where they belong."""
    report.restart_without_settings()
    results = measure()
    report.write("growth", table(results) + "\n\n" + report.machine("matplotlib"), alt="Time against size")
    if "--write" in sys.argv:
        picture(results)


if __name__ == "__main__":
    main()
