"""Where measurements go: medians taken in turns, tables between the markers of `benchmarks/README.md`, pictures of ratios beside it."""

import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def medians(
    contenders: dict[str, Callable], *, rounds: int = 20, block: float = 0.02, before: Callable = lambda name: None
) -> dict[str, float]:
    """What a call of each contender takes, seconds: blocks of calls in turns, the fastest call of each block, the median of the blocks.

    Each block opens with `before(name)` and two calls that are not counted: they warm the caches and wake the threads again. It lasts
    `block` seconds and three calls at least. The fastest call is the one that no other program interrupted; the median is over the turns.
    """
    fastest = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            before(name)
            call()
            call()
            times, began = [], time.perf_counter()
            end = began + block
            while began < end or len(times) < 3:
                call()
                now = time.perf_counter()
                times.append(now - began)
                began = now
            fastest[name].append(min(times))
    return {name: statistics.median(times) for name, times in fastest.items()}


def mean(call: Callable, seconds: float = 4.0) -> float:
    """What a call takes on the average of `seconds`, after some that are not counted: it feels every interruption."""
    for _ in range(5):
        call()
    calls, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        call()
        calls += 1
    return took / calls


def markdown(rows: list[list[str]]) -> str:
    """Rows of cells, the first one the head, as a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def micro(seconds: float) -> str:
    """A time with three figures and a unit that suits it."""
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" if seconds < 1000 * size else f"{seconds / size:,.0f} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


BUSY = {
    "en": "**Other programs were running (load {load:.0f}): do not trust what takes longer than a millisecond, and measure again.**",
    "ko": "**다른 프로그램이 돌고 있었습니다(부하 {load:.0f}). 1 ms보다 오래 걸리는 값은 믿지 말고 다시 재십시오.**",
}


def busy(language: str = "en") -> str:
    """A warning where the machine had other work meanwhile, else nothing; what is measured keeps all cores busy at most."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return BUSY[language].format(load=load) if load > os.cpu_count() + 1 else ""


def machine(*packages: str) -> str:
    """What was measured on: cores and versions, and nothing that would tell whose machine it is."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name).split('+')[0]}" for name in ("numpy", *packages))
    text = f"Measured on {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, {versions}."
    return f"{text} {busy()}".rstrip()


def write(section: str, text: str, readme: Path = HERE / "README.md", *, alt: str = "") -> None:
    """Print `text`; under `--write`, put it between the section's markers in the readme, with its picture where `alt` describes it."""
    print(f"\n{text}\n", flush=True)
    if "--write" in sys.argv:
        text += f"\n\n![{alt}]({section}.png)" if alt else ""
        before, rest = readme.read_text("utf-8").split(f"<!-- {section} -->")
        after = rest.split(f"<!-- /{section} -->")[1]
        readme.write_text(f"{before}<!-- {section} -->\n{text}\n<!-- /{section} -->{after}", "utf-8")


def picture(file: str, title: str, groups: dict[str, dict[str, float]], xlabel: str) -> None:
    """Under `--write`: bars of ratios on a logarithmic scale, a group of bars for each key of `groups`; the line at 1 is our time."""
    if "--write" not in sys.argv:
        return
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    names = list(dict.fromkeys(name for bars in groups.values() for name in bars))
    colours = dict(zip(names, [drawing.BLUE, drawing.ORANGE, drawing.GREEN, drawing.PURPLE, drawing.SKY, drawing.GREY], strict=False))
    with drawing.style():
        figure = Figure(figsize=(9, 0.9 + 0.27 * sum(len(bars) + 1 for bars in groups.values())), dpi=100, layout="constrained")
        axes, at, ticks = figure.subplots(), 0.0, {}
        for group, bars in groups.items():
            ticks[group] = at + (len(bars) - 1) / 2
            for name, ratio in bars.items():
                axes.barh(at, ratio - 1, left=1, color=colours[name], height=0.8)
                axes.annotate(f" {name} {ratio:.2g}× ", (ratio, at), ha="left" if ratio >= 1 else "right", va="center", fontsize=9)
                at += 1
            at += 1
        axes.axvline(1, color=drawing.INK)
        least, most = (f(ratio for bars in groups.values() for ratio in bars.values()) for f in (min, max))
        axes.set(
            xscale="log",
            title=title,
            xlabel=xlabel,
            yticks=list(ticks.values()),
            xlim=(min(0.5, least / 10), most * 6),
            ylim=(at - 0.5, -1),
        )
        axes.set_yticklabels(ticks)
        axes.grid(False, axis="y")
        figure.savefig(HERE / file)
