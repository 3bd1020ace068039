"""What a moved control costs until its picture is on the screen: each explorer against `interact` with the same picture.

Run as `python benchmarks/redraw.py [NAME …]`; needs the `test` extra and a Chromium. `--write` puts the table into the READMEs. The bare
round trip (a slider that moves an image of 8×8 pixels), the explorer and `interact` are measured in one Lab, in turns, so that the
ratios hold on a busy machine too. The explorer is measured twice: going on in one direction, and without looking ahead, as a reader's first
move and a jump find it.
"""

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import TimeoutError, sync_playwright

from nnlab import explorers

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import lab  # noqa: E402

BARE = """
import io, ipywidgets, numpy as np
from PIL import Image
def tiny(value):
    target = io.BytesIO()
    Image.fromarray(np.full((8, 8, 3), round(value * 20) % 256, np.uint8)).save(target, format="png")
    return target.getvalue()
image = ipywidgets.Image(value=tiny(1), width=8, height=8)
bare = ipywidgets.FloatSlider(1, min=-6, max=6, step=0.05)
bare.observe(lambda change: setattr(image, "value", tiny(change["new"])), names="value")
ipywidgets.VBox([bare, image])
"""
PICTURE = """
import copy
import matplotlib.pyplot as plt
from nnlab.engine import drawing
from nnlab import explorers, use_language
use_language("en")
explorer = explorers.{name}()
own = explorers.{name}().scene  # trains what it shows, as the explorer does

def again(value):
    with drawing.style():
        figure = plt.figure(figsize=explorer.scene.size, dpi=100)
        params = explorer.params | {{"{control}": value}}
        scene = copy.copy(own)
        for _ in scene.prepare(**params):
            pass
        scene.build(figure, **params)
        scene.update(**params)
        plt.show()
"""
UNFORESEEN = """
unforeseen = explorers.{name}()
unforeseen.scene.complete = lambda **params: False
unforeseen._look_ahead = lambda changes: None
unforeseen
"""
INTERACT = """
from ipywidgets import interact
control = explorer.controls["{control}"]
given = {{name: getattr(control, name) for name in ("base", "min", "max", "step", "options", "value") if hasattr(control, name)}}
_ = interact(again, value=type(control)(**given))
"""
WRITE = """sources => {
  const cells = window.jupyterapp.shell.currentWidget.model.cells;
  sources.forEach((source, cell) => cells.get(cell).sharedModel.setSource(source));
}"""
# A picture counts from the first animation frame after it was painted: a canvas was drawn on, or an <img> has loaded.
WATCH = """() => {
  window.shown = [];
  const note = () => requestAnimationFrame(() => window.shown.push(performance.now()));
  for (const name of ['drawImage', 'putImageData']) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) { original.apply(this, given); note(); };
  }
  document.addEventListener('load', event => event.target.tagName === 'IMG' && note(), true);
  addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
}"""
ROUNDS, WARM_UP, PAUSE_MS, BURST = 12, 2, 30, 60
BURSTS = ("activation_curve", "decision_boundary")  # a burst takes some seconds; one panel and two are enough


class Row(NamedTuple):
    """One explorer's times in ms: in the kernel, ours and `interact`'s; to the screen (median, 95th percentile, after a burst or None)."""

    control: str
    kernel: tuple
    bare: tuple
    explorer: tuple
    unforeseen: tuple
    interact: tuple


def first_control(name: str) -> str:
    """The control that is measured: the first slider, or the first control where there is none."""
    shown = getattr(explorers, name)().controls
    return next((key for key, control in shown.items() if "Slider" in type(control).__name__), next(iter(shown)))


def press(page, place, key: str, timeout: float = 20_000) -> float:
    """Milliseconds from a key on a control to the first new picture."""
    place.focus()
    page.evaluate("() => { window.shown.length = 0; }")
    page.keyboard.press(key)
    page.wait_for_function("() => window.shown.length > 0", timeout=timeout, polling="raf")
    return page.evaluate("() => window.shown[0] - window.pressed")


def step(page, place, onward: bool) -> tuple[bool, float]:
    """To the next picture; turns back at the end, and where the picture stays the same: past the last step, or between two snapshots."""
    onward ^= at_end(place, onward)
    turned = False
    while True:
        try:
            return onward, press(page, place, key(place, onward), timeout=1000)
        except TimeoutError:
            onward ^= at_end(place, onward) or not turned
            turned = True


def burst(page, place) -> float:
    """Milliseconds from the last of many quick presses until the picture comes to rest; from the start, where there is way to go."""
    place.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1500)
    page.evaluate("() => { window.shown.length = 0; }")
    for _ in range(BURST):
        page.keyboard.press("ArrowRight", delay=0)
        page.wait_for_timeout(16)
    page.wait_for_timeout(3000)
    return page.evaluate("() => Math.max(1, ...window.shown.map(t => t - window.pressed))")


def in_kernel(name: str, control: str) -> tuple[float, float]:
    """Median milliseconds of one event in the kernel: the explorer's, and a new figure drawn and encoded as `interact` does."""
    import matplotlib

    matplotlib.use("agg")
    sink = "figure.savefig(sink(), format='png'); plt.close(figure)"
    scope = {"sink": io.BytesIO}
    exec(PICTURE.format(name=name, control=control).replace("plt.show()", sink), scope)
    widget = scope["explorer"].controls[control]
    start = widget.index if hasattr(widget, "options") else widget.value
    there_and_back = [_neighbour(widget, start), start]

    def median(action: Callable) -> float:
        times = []
        for i in range(ROUNDS):
            value = there_and_back[i % 2]
            began = time.perf_counter()
            action(value)
            times.append(1000 * (time.perf_counter() - began))
        return statistics.median(times[4:])

    attribute = "index" if hasattr(widget, "options") else "value"
    of_value = (lambda i: widget.options[i][1]) if hasattr(widget, "options") else (lambda value: value)
    return median(lambda value: setattr(widget, attribute, value)), median(lambda value: scope["again"](of_value(value)))


def _neighbour(widget, start):
    """The next value of a slider, or the next place in a list; the one before at the end."""
    if hasattr(widget, "options"):
        return start + 1 if start + 1 < len(widget.options) else start - 1
    if hasattr(widget, "base"):
        ratio = widget.base**widget.step
        return start * ratio if start * ratio <= widget.base**widget.max else start / ratio
    return start + widget.step if start + widget.step <= widget.max else start - widget.step


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def in_browser(notebook, name: str, control: str) -> dict[str, tuple]:
    """(median, 95th percentile, after a burst) of the bare round trip, the explorer both ways and `interact`, taken in turns."""
    page = notebook.page
    cells = [BARE, PICTURE.format(name=name, control=control), "explorer", UNFORESEEN.format(name=name), INTERACT.format(control=control)]
    page.evaluate(WRITE, cells)
    notebook.run_all()
    if notebook.errors:
        raise RuntimeError(f"the measured notebook failed: {notebook.errors}")
    shown = getattr(explorers, name)().controls
    kind = "select" if hasattr(shown[control], "options") else ".noUi-handle"
    among = [key for key, widget in shown.items() if hasattr(widget, "options") == (kind == "select") and _has_handle(widget)]
    cells = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
    places = {
        "bare": cells.nth(0).locator(".noUi-handle"),
        "explorer": cells.nth(2).locator(kind).nth(among.index(control)),
        "unforeseen": cells.nth(3).locator(kind).nth(among.index(control)),
        "interact": cells.nth(4).locator(kind),
    }
    times = {way: [] for way in places}
    onward = dict.fromkeys(places, True)
    for i in range(ROUNDS + WARM_UP):
        for way, place in places.items():
            onward[way], elapsed = step(page, place, onward[way])
            notebook.settle()
            page.wait_for_timeout(PAUSE_MS)
            if i >= WARM_UP:
                times[way].append(elapsed)
    figures = {way: (statistics.median(taken), p95(taken)) for way, taken in times.items()}
    bursts = {way: [burst(page, place) for _ in range(3)] for way, place in places.items()} if name in BURSTS else {}
    return {way: (*figures[way], statistics.median(bursts[way]) if bursts else None) for way in places}


def is_list(place) -> bool:
    return place.evaluate("e => e.tagName") == "SELECT"


def key(place, onward: bool) -> str:
    """The key that moves a slider, or a list, by a step."""
    return ("ArrowUp", "ArrowDown")[onward] if is_list(place) else ("ArrowLeft", "ArrowRight")[onward]


def at_end(place, onward: bool) -> bool:
    """Whether a slider, or a list, cannot go on in this direction."""
    if is_list(place):
        return place.evaluate("(e, onward) => e.selectedIndex === (onward ? e.options.length - 1 : 0)", onward)
    return place.get_attribute("aria-valuenow") == place.get_attribute("aria-valuemax" if onward else "aria-valuemin")


def _has_handle(widget) -> bool:
    return "Slider" in type(widget).__name__ or hasattr(widget, "options")


def measure(names: list[str]) -> dict[str, Row]:
    """Every explorer in `names`, in one Lab."""
    controls = {name: first_control(name) for name in names}
    kernel = {name: in_kernel(name, control) for name, control in controls.items()}  # Playwright's loop would cut computing into slices
    rows = {}
    folder = Path(tempfile.mkdtemp())
    lab.write_notebook(folder / "redraw.ipynb", [""] * 5)
    with lab.serve(folder) as address, sync_playwright() as playwright, lab.open_browser(playwright, height=3200) as page:
        notebook = lab.Notebook(page, address, "redraw.ipynb")
        page.evaluate(WATCH)
        for name, control in controls.items():
            rows[name] = Row(control, kernel[name], **in_browser(notebook, name, control))
            print(line(name, rows[name]), flush=True)
    return rows


def line(name: str, row: Row) -> str:
    """One row of the table."""
    ours, theirs = row.kernel
    cells = [f"`{name}`, `{row.control}`", f"{ours:.3g} ms", f"{theirs / ours:.0f}×"]
    slow, slow_high, _ = row.interact
    for median, high, _ in (row.explorer, row.unforeseen):
        cells += [f"{median:.0f} ms ({high:.0f})", f"{median / row.bare[0]:.1f}×", f"{slow / median:.1f}× ({slow_high / high:.1f}×)"]
    return f"| {' | '.join([*cells, f'{slow:.0f} ms ({slow_high:.0f})'])} |"


WORDS = {
    "en": (
        "| explorer, control | in the kernel | cheaper than `interact` | going on: to the screen | of the bare round trip "
        "| sooner than `interact` | a first move | of the bare round trip | sooner than `interact` | `interact` |",
        "To the screen: from the key to the picture, median (95th percentile). Going on: while the reader looks, the kernel has drawn the "
        "next four pictures in the same direction, and the browser has them already; a first move and a jump wait for the kernel. The bare "
        "round trip takes {bare:.0f} ms. After a burst of "
        "60 keys the picture is at rest {ours} ms after the last, with `interact` {theirs} ms after it ({names}).",
    ),
    "ko": (
        "| 탐색기, 컨트롤 | 커널에서 | `interact`보다 적은 비용 | 이어서 움직일 때: 화면까지 | 빈 왕복 대비 "
        "| `interact`보다 빠르기 | 처음 움직일 때 | 빈 왕복 대비 | `interact`보다 빠르기 | `interact` |",
        "화면까지 걸린 시간은 키를 누른 때부터 그림이 나타날 때까지의 중앙값(95백분위)입니다. 독자가 그림을 보는 동안 커널이 같은 방향의 "
        "다음 그림 네 장을 미리 그려 브라우저에 보내 두므로, 이어서 움직이면 기다릴 일이 없습니다. 처음 움직이거나 건너뛸 때는 커널을 "
        "기다립니다. 빈 왕복은 {bare:.0f} ms입니다. "
        "키를 60번 연달아 누르면 그림은 마지막 키를 누른 지 {ours} ms 뒤에, `interact`는 {theirs} ms 뒤에 멎습니다({names}).",
    ),
}


def table(rows: dict[str, Row], language: str) -> str:
    """The results as a Markdown table and a sentence on bursts."""
    head, sentence = WORDS[language]
    bursts = {name: row for name, row in rows.items() if row.explorer[2] is not None}
    said = sentence.format(
        bare=statistics.median(row.bare[0] for row in rows.values()),
        ours=", ".join(f"{row.explorer[2]:.0f}" for row in bursts.values()),
        theirs=", ".join(f"{row.interact[2]:.0f}" for row in bursts.values()),
        names=", ".join(f"`{name}`" for name in bursts),
    )
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *(line(name, row) for name, row in rows.items()), "", said])


def main() -> None:
    """Measure, print the table, and with `--write` put it into the READMEs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    with_slider = [name for name in explorers.__all__ if name != "race"]  # it has choices alone, and each trains a dozen networks
    parser.add_argument("names", nargs="*", default=with_slider)
    parser.add_argument("--write", action="store_true", help="put the table into both READMEs")
    arguments = parser.parse_args()
    rows = measure(arguments.names)
    print(table(rows, "en"))
    if arguments.write:
        for language, file in (("en", "README.md"), ("ko", "README.ko.md")):
            readme = ROOT / file
            before, rest = readme.read_text("utf-8").split("<!-- bench -->")
            after = rest.split("<!-- /bench -->")[1]
            readme.write_text(f"{before}<!-- bench -->\n{table(rows, language)}\n<!-- /bench -->{after}", "utf-8")


if __name__ == "__main__":
    main()
