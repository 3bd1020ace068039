"""What every benchmark needs to measure and to report: medians taken in turns, tables in `benchmarks/README.md`, bar charts of ratios."""

import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tools")]
from sections import write_section  # noqa: E402


def medians(
    contenders: dict[str, Callable], *, rounds: int = 20, block: float = 0.02, before: Callable = lambda name: None
) -> dict[str, float]:
    """Seconds of a call of each contender: blocks of calls in turns, the fastest call of each block, the median of the blocks.

    Each block starts with `before(name)` and two calls that are not counted, which warm up caches and threads. It lasts `block` seconds
    and at least three calls. The fastest call is the one that no other program interrupted; taking turns makes slow phases hit all alike.
    """
    fastest = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            before(name)
            call()
            call()
            times, started = [], time.perf_counter()
            end = started + block
            while started < end or len(times) < 3:
                call()
                now = time.perf_counter()
                times.append(now - started)
                started = now
            fastest[name].append(min(times))
    return {name: statistics.median(times) for name, times in fastest.items()}


def mean(call: Callable, seconds: float = 4.0) -> float:
    """Mean seconds of a call, over about `seconds` and after some uncounted calls; interruptions by other programs are included."""
    for _ in range(5):
        call()
    calls, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        call()
        calls += 1
    return elapsed / calls


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[int(0.95 * (len(times) - 1))]


def format_seconds(seconds: float) -> str:
    """A time to three digits in a suitable unit."""
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" if seconds < 1000 * size else f"{seconds / size:,.0f} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


LOAD_WARNING = {
    "en": "**Other programs were running (load {load:.0f}): do not trust what takes longer than a millisecond, and measure again.**",
    "ko": "**다른 프로그램이 돌고 있었습니다(부하 {load:.0f}). 1 ms보다 오래 걸리는 값은 믿지 말고 다시 재십시오.**",
}


def load_warning(language: str = "en") -> str:
    """A warning if other programs were running, else ""; a benchmark itself uses all cores at most."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return LOAD_WARNING[language].format(load=load) if load > os.cpu_count() + 1 else ""


def machine(*packages: str) -> str:
    """The cores and versions that were measured, without anything that identifies the machine."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name).split('+')[0]}" for name in ("numpy", *packages))
    text = f"Measured on {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, {versions}."
    return f"{text} {load_warning()}".rstrip()


def write(section: str, text: str, page: Path = HERE / "README.md", *, alt: str = "") -> None:
    """Print `text`; under `--write`, put it into the section of the page, with the section's picture where `alt` describes it."""
    print(f"\n{text}\n", flush=True)
    if "--write" in sys.argv:
        write_section(page, section, f"{text}\n\n![{alt}]({section}.png)" if alt else text)


def bar_chart(file: str, title: str, groups: dict[str, dict[str, float]], xlabel: str) -> None:
    """Under `--write`: bars of ratios on a logarithmic scale, a group of bars for each key of `groups`; the line at 1 is our time."""
    if "--write" not in sys.argv:
        return
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    names = list(dict.fromkeys(name for bars in groups.values() for name in bars))
    colors = dict(zip(names, [drawing.BLUE, drawing.ORANGE, drawing.GREEN, drawing.PURPLE, drawing.SKY, drawing.GREY], strict=False))
    with drawing.style():
        figure = Figure(figsize=(9, 0.9 + 0.27 * sum(len(bars) + 1 for bars in groups.values())), dpi=100, layout="constrained")
        axes, y, ticks = figure.subplots(), 0.0, {}
        for group, bars in groups.items():
            ticks[group] = y + (len(bars) - 1) / 2
            for name, ratio in bars.items():
                axes.barh(y, ratio - 1, left=1, color=colors[name], height=0.8)
                axes.annotate(f" {name} {ratio:.2g}× ", (ratio, y), ha="left" if ratio >= 1 else "right", va="center", fontsize=9)
                y += 1
            y += 1
        axes.axvline(1, color=drawing.INK)
        low, high = (f(ratio for bars in groups.values() for ratio in bars.values()) for f in (min, max))
        xlim, ylim = (min(0.5, low / 10), high * 6), (y - 0.5, -1)
        axes.set(xscale="log", title=title, xlabel=xlabel, yticks=list(ticks.values()), xlim=xlim, ylim=ylim)
        axes.set_yticklabels(ticks)
        axes.grid(False, axis="y")
        figure.savefig(HERE / file)
