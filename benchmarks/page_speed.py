"""What the website's pages cost a reader with a phone: until one can be read, until its first explorer answers, and each move of a control.

Run as `python benchmarks/page_speed.py [SITE]` after `make site`; needs a Chromium. The network is slowed to Chromium's "fast 4G" and the
processor to a quarter, as for a mid-range phone. Nothing is in the cache, and the reader jumps straight to the explorer, so that nothing
was loaded on the way. `--write` puts the table into README.md.
"""

import argparse
import statistics
import sys
from pathlib import Path
from typing import NamedTuple

import report
from playwright.sync_api import Page, sync_playwright
from sections import markdown_table

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab
from site_server import UNCOVER, serve

ROOT = Path(__file__).parents[1]
FAST_4G = {"offline": False, "latency": 165, "downloadThroughput": 1_012_500, "uploadThroughput": 168_750}  # ms, bytes a second
SLOWDOWN = 4
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True, "is_mobile": True}
MOVES = 12
LIMITS = {"readable": 2000, "answers": 1000, "move": 32, "bytes": 1_000_000}  # ms, ms, ms, bytes
OBSERVE = """() => {
  window.painted = 0;
  window.moves = [];
  new PerformanceObserver(list => { window.painted = list.getEntries().at(-1).startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  const keep = entries => window.moves.push(...entries.filter(entry => entry.name === 'keydown').map(entry => entry.duration));
  new PerformanceObserver(list => keep(list.getEntries())).observe({ type: 'event', durationThreshold: 16 });
}"""
# Shows the first explorer and presses its first preset as soon as it can be pressed; returns the milliseconds until that is on the screen.
USE_FIRST = """async () => {
  const figure = document.querySelector('figure[data-explorer]');
  const start = performance.now();
  figure.scrollIntoView();
  while (figure.dataset.ready === undefined) await new Promise(requestAnimationFrame);
  figure.querySelector('.presets button').click();
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


class Measured(NamedTuple):
    """One page: milliseconds until it is painted, until its first explorer answers, and of a move; bytes until then."""

    readable: float
    answers: float
    move: float
    slowest_move: float
    bytes: int


def measure(browser, address: str) -> Measured:
    """Open the page at `address` on a slow phone, use its first explorer and move its first slider."""
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        session, loaded = context.new_cdp_session(page), []
        session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", FAST_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(address, wait_until="commit")
        page.evaluate(OBSERVE)
        page.wait_for_load_state()
        page.wait_for_timeout(500)
        readable = page.evaluate("() => window.painted")
        page.evaluate(UNCOVER)
        answers = page.evaluate(USE_FIRST)
        size = int(sum(loaded))
        moves = moves_by_keys(page)
    return Measured(readable, answers, statistics.median(moves), report.p95(moves), size)


def moves_by_keys(page: Page) -> list[float]:
    """Milliseconds from a key press on the first slider, or list, of the first explorer to the next paint, for moves there and back.

    Where an explorer has neither on the page, its presets are pressed in turn. The browser tells them in steps of 8, and none below 16.
    """
    figure = page.locator("figure[data-explorer]").first
    sliders, lists = figure.locator("input[type=range]"), figure.locator("select")
    if not sliders.count() and not lists.count():
        return presses(page, figure.locator(".presets button"))
    control, last = (sliders.first, "max") if sliders.count() else (lists.first, "length")
    control.focus()
    page.wait_for_timeout(1500)  # further files arrive
    page.evaluate("() => { window.moves = []; }")
    n = min(MOVES // 2, int(control.evaluate("(control, last) => control[last]", last)))
    for key in ("Home", *["ArrowDown" if last == "length" else "ArrowRight"] * n, *["ArrowUp" if last == "length" else "ArrowLeft"] * n):
        control.press(key)
        page.wait_for_timeout(100)
    return told(page, 2 * n + 1)


def presses(page: Page, buttons) -> list[float]:
    """The same for the buttons of the presets, one after the other."""
    page.wait_for_timeout(1500)  # further files arrive
    page.evaluate("() => { window.moves = []; }")
    for i in range(MOVES):
        buttons.nth(i % buttons.count()).press("Enter")
        page.wait_for_timeout(100)
    return told(page, MOVES)


def told(page: Page, n: int) -> list[float]:
    """The durations of the last `n` key presses; those that the browser does not tell took 16 ms at most."""
    page.wait_for_timeout(300)
    moves = page.evaluate("() => window.moves")[:n]
    return moves + [16.0] * (n - len(moves))


def table(results: dict[str, Measured]) -> str:
    """The results, a page in each row; what is above its limit is bold."""

    def cell(value: float, limit: float, text: str) -> str:
        return text if value <= limit else f"**{text}**"

    head = ["page", "readable", "first explorer answers", "a move", "a slow move (p95)", "loaded until then"]
    rows = [
        [
            name,
            cell(one.readable, LIMITS["readable"], f"{one.readable / 1000:.1f} s"),
            cell(one.answers, LIMITS["answers"], f"{one.answers / 1000:.1f} s"),
            cell(one.move, LIMITS["move"], f"{one.move:.0f} ms"),
            cell(one.slowest_move, LIMITS["move"], f"{one.slowest_move:.0f} ms"),
            cell(one.bytes, LIMITS["bytes"], f"{one.bytes / 1000:.0f} kB"),
        ]
        for name, one in results.items()
    ]
    return markdown_table([head, *rows])


def main() -> None:
    """Measure every page that has an explorer, in both languages, in turns."""
    report.restart_without_settings()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "build" / "site")
    parser.add_argument("--only", default="", help="part of a page's name, such as en/05")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    names = [path.relative_to(arguments.site).with_suffix("").as_posix() for path in sorted(arguments.site.glob("??/[0-9]*.html"))]
    names = [name for name in names if arguments.only in name and "data-explorer" in (arguments.site / f"{name}.html").read_text("utf-8")]
    if not names:
        sys.exit(f"{arguments.site} has no page with explorers that move: run `make site` first")
    found = {name: [] for name in names}
    with serve(arguments.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.chromium(), args=lab.CHROMIUM_FLAGS)
        for _ in range(arguments.rounds):
            for name in names:
                found[name].append(measure(browser, f"{address}/{name}.html"))
        browser.close()
    results = {name: Measured(*map(statistics.median, zip(*rounds, strict=True))) for name, rounds in found.items()}
    total = sum(file.stat().st_size for file in arguments.site.rglob("*") if file.is_file())
    largest = max(file.stat().st_size for file in arguments.site.glob("??/frames/**/*.*"))
    sizes = f"The whole site takes {total / 1e6:.0f} MB, the largest file of an explorer {largest / 1000:.0f} kB."
    report.write("pages", f"{table(results)}\n\n{sizes} {report.machine('playwright')}")


if __name__ == "__main__":
    main()
