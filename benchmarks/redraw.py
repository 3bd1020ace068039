"""What a slider costs until its picture is on the screen: an explorer against `interact` with the same picture.

Run as `python benchmarks/redraw.py`; needs the `test` extra and a Chromium. Both run in one Lab, in turns, so that the
ratios hold on a busy machine too.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab
from playwright.sync_api import sync_playwright

PICTURE = """
import copy
import matplotlib.pyplot as plt
from nnlab import draw, explorers, use_language
use_language("en")
explorer = explorers.{name}()

def again(value):
    with draw.style():
        figure = plt.figure(figsize=explorer.scene.size, dpi=100)
        params = explorer.params | {{"{slider}": value}}
        scene = copy.copy(explorer.scene)
        scene.build(figure, **params)
        scene.update(**params)
        plt.show()
"""
INTERACT = """
from ipywidgets import FloatSlider, interact
control = explorer.controls["{slider}"]
_ = interact(again, value=FloatSlider(control.value, min=control.min, max=control.max, step=control.step))
"""
BARE = """
import io, ipywidgets, numpy as np
from PIL import Image
def tiny(value):
    target = io.BytesIO()
    Image.fromarray(np.full((8, 8, 3), int(value * 20) % 256, np.uint8)).save(target, format="png")
    return target.getvalue()
image = ipywidgets.Image(value=tiny(0), width=8, height=8)
bare = ipywidgets.FloatSlider(0, min=-6, max=6, step=0.05)
bare.observe(lambda change: setattr(image, "value", tiny(change["new"])), names="value")
ipywidgets.VBox([bare, image])
"""
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


def press(page, handle, key: str) -> float:
    """Milliseconds from a key on a slider to the first new picture."""
    handle.focus()
    page.evaluate("() => { window.shown.length = 0; }")
    page.keyboard.press(key)
    page.wait_for_function("() => window.shown.length > 0", timeout=20_000, polling="raf")
    return page.evaluate("() => window.shown[0] - window.pressed")


def burst(page, handle, keys: int = 60) -> float:
    """Milliseconds from the last of `keys` quick presses until the picture comes to rest."""
    handle.focus()
    page.evaluate("() => { window.shown.length = 0; }")
    for _ in range(keys):
        page.keyboard.press("ArrowRight", delay=0)
        page.wait_for_timeout(16)
    page.wait_for_timeout(3000)
    return page.evaluate("() => Math.max(0, ...window.shown.map(t => t - window.pressed))")


def kernel_cost(name: str, slider: str) -> tuple[float, float]:
    """Median milliseconds of one slider event in the kernel: the explorer's, and a new figure drawn and encoded as `interact` does."""
    import io

    import matplotlib

    matplotlib.use("agg")
    scope = {}
    exec(
        PICTURE.format(name=name, slider=slider).replace("plt.show()", "figure.savefig(sink(), format='png'); plt.close(figure)"),
        scope,
    )
    scope["sink"] = io.BytesIO
    control = scope["explorer"].controls[slider]
    values = [control.min + (control.max - control.min) * (i % 17 + 1) / 19 for i in range(24)]

    def median(action):
        times = []
        for value in values:
            began = time.perf_counter()
            action(value)
            times.append(1000 * (time.perf_counter() - began))
        return statistics.median(times[2:])

    return median(lambda value: setattr(control, "value", value)), median(scope["again"])


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def in_browser(name: str, slider: str, rounds: int = 40) -> dict[str, list[float]]:
    """Slider-to-screen times of the bare round trip, the explorer and `interact`, taken in turns; and how long a burst takes to settle."""
    root = Path(tempfile.mkdtemp())
    lab.write_notebook(
        root / "redraw.ipynb",
        [part.format(name=name, slider=slider) if part is not BARE else part for part in (PICTURE, BARE, "explorer", INTERACT)],
    )
    with lab.serve(root) as address, sync_playwright() as playwright, lab.open_browser(playwright, height=2400) as page:
        notebook = lab.Notebook(page, address, "redraw.ipynb")
        notebook.run_all()
        if notebook.errors:
            raise RuntimeError(f"the measured notebook failed: {notebook.errors}")
        page.evaluate(WATCH)
        position = "() => window.jupyterapp.shell.currentWidget.content.widgets.map(c => c.node.querySelectorAll('.noUi-handle').length)"
        counts = page.evaluate(position)
        of_explorer = list(explorer_sliders(name)).index(slider)
        handles = page.locator(".noUi-handle")
        ways = {"bare": handles.nth(0), "explorer": handles.nth(1 + of_explorer), "interact": handles.nth(1 + counts[2])}
        times = {way: [] for way in ways}
        for handle in ways.values():  # the first press only snaps the slider to its step
            handle.focus()
            page.keyboard.press("ArrowLeft")
            page.wait_for_timeout(1000)
        for i in range(rounds):
            for way, handle in ways.items():
                times[way].append(press(page, handle, "ArrowRight" if i % 2 else "ArrowLeft"))
                page.wait_for_timeout(120)
        return times | {f"{way} burst": [burst(page, handle)] for way, handle in ways.items()}


def explorer_sliders(name: str):
    from nnlab import explorers

    return [key for key, control in getattr(explorers, name)().controls.items() if "Slider" in type(control).__name__]


def measure(name: str, slider: str) -> list[tuple]:
    """The rows of the table: (what, explorer ms, interact ms)."""
    times = in_browser(name, slider)
    rows = [("kernel", *kernel_cost(name, slider))]
    rows += [(what, figure(times["explorer"]), figure(times["interact"])) for what, figure in (("median", statistics.median), ("p95", p95))]
    bare = statistics.median(times["bare"])
    print(f"{name}, {slider}: the bare round trip takes {bare:.0f} ms (median), p95 {p95(times['bare']):.0f} ms")
    return [*rows, ("burst", max(1.0, times["explorer burst"][0]), times["interact burst"][0])]


WORDS = {
    "en": {"head": "a slider event", "kernel": "in the kernel", "median": "to the screen, median", "p95": "to the screen, 95th percentile",
           "burst": "settled after a burst of 60 keys", "explorer": "explorer", "ratio": "ratio"},
    "ko": {"head": "슬라이더를 한 번 움직일 때", "kernel": "커널에서", "median": "화면까지, 중앙값", "p95": "화면까지, 95백분위",
           "burst": "키를 60번 연달아 누른 뒤 멎을 때까지", "explorer": "탐색기", "ratio": "비율"},
}  # fmt: skip


def table(results: dict[str, list[tuple]], language: str) -> str:
    """The results as a Markdown table."""
    words = WORDS[language]
    lines = [f"| {words['head']} | {words['explorer']} | `interact` + `plt.show()` | {words['ratio']} |", "|---|---|---|---|"]
    for name, rows in results.items():
        lines += [f"| `{name}`, {words[what]} | {ours:.3g} ms | {theirs:.3g} ms | {theirs / ours:.1f} |" for what, ours, theirs in rows]
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and with `--write` put it into the READMEs."""
    results = {name: measure(name, slider) for name, slider in MEASURED}
    print(table(results, "en"))
    if "--write" in sys.argv:
        for language, file in (("en", "README.md"), ("ko", "README.ko.md")):
            readme = Path(__file__).parents[1] / file
            before, rest = readme.read_text("utf-8").split("<!-- bench -->")
            after = rest.split("<!-- /bench -->")[1]
            readme.write_text(f"{before}<!-- bench -->\n{table(results, language)}\n<!-- /bench -->{after}", "utf-8")


MEASURED = [("activation_curve", "z"), ("decision_boundary", "w1")]

if __name__ == "__main__":
    main()
