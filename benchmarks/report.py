"""What every benchmark needs to measure and to report: medians taken in turns, tables in `benchmarks/README.md`, bar charts of ratios."""

import datetime
import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import threadpoolctl

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


AVX512_KERNELS = {"SkylakeX", "Cooperlake", "SapphireRapids"}  # of OpenBLAS
LOAD_WARNING = {
    "en": "**Other programs were running (load {load:.0f}): do not trust what takes longer than a millisecond, and measure again.**",
    "ko": "**다른 프로그램이 돌고 있었습니다(부하 {load:.0f}). 1 ms보다 오래 걸리는 값은 믿지 말고 다시 재십시오.**",
}


# The load before anything is measured: what a benchmark starts itself, such as a class of kernels, is not another program.
LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def load_warning(language: str = "en") -> str:
    """A warning if other programs were running when the benchmark began, else ""."""
    return LOAD_WARNING[language].format(load=LOAD) if os.cpu_count() + 1 < LOAD else ""


MEASURED = {
    "en": "Measured on {date} on {cores} cores ({processor}): Python {python}, {versions}; numpy multiplies with {blas}.",
    "ko": "{date}에 코어 {cores}개({processor})에서 측정했습니다. Python {python}, {versions}이고 numpy의 행렬 곱은 {blas}로 계산했습니다.",
}
FOR_OLDER = {
    "en": " This kernel does not use the processor's AVX-512.",
    "ko": " 이 커널은 프로세서의 AVX-512를 쓰지 않습니다.",
}


def machine(*packages: str, language: str = "en") -> str:
    """The day, the machine, the versions and numpy's BLAS, without anything that identifies the machine."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name).split('+')[0]}" for name in ("numpy", *packages))
    blas, is_older = blas_kernel()
    text = MEASURED[language].format(
        date=datetime.date.today().isoformat(), cores=os.cpu_count(), processor=processor(),
        python=platform.python_version(), versions=versions, blas=blas,
    ) + FOR_OLDER[language] * is_older  # fmt: skip
    return f"{text} {load_warning(language)}".rstrip()


def processor() -> str:
    """The name of the processor, where the system tells it, and its architecture."""
    return ", ".join(filter(None, [_cpu_facts().get("model name"), platform.machine()]))


def blas_kernel() -> tuple[str, bool]:
    """numpy's BLAS with the kernel that it chose for this processor, and whether that kernel leaves AVX-512 unused though it is there."""
    import numpy  # noqa: F401  (loads its BLAS)

    found = [info for info in threadpoolctl.threadpool_info() if info["user_api"] == "blas" and "numpy" in info["filepath"]]
    if not found:
        return "BLAS (?)", False
    kernel = found[0].get("architecture") or "unknown"
    is_older = "avx512f" in _cpu_facts().get("flags", "").split() and kernel not in AVX512_KERNELS
    return f"{found[0]['internal_api']} {found[0]['version']}, kernel {kernel}", is_older


def _cpu_facts() -> dict[str, str]:
    """What Linux tells about the first core."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().split("\n\n")[0].splitlines() if file.exists() else []
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def restart_without_settings() -> None:
    """Start this program again without the variables that choose BLAS's kernel or its sizes: they would slow numpy alone."""
    settings = [name for name in os.environ if name.startswith("OPENBLAS_") and name != "OPENBLAS_NUM_THREADS"]
    if settings:
        print(f"measured without {', '.join(sorted(settings))} of the environment", flush=True)
        os.execve(sys.executable, sys.orig_argv, {name: value for name, value in os.environ.items() if name not in settings})


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
