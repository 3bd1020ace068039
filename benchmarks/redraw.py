"""What moving a control costs until the picture is on the screen: each explorer against `interact` with the same picture.

Run as `python benchmarks/redraw.py [NAME …]`; needs the `test` extra and a Chromium. `--write` puts the table into docs. A minimal
round trip (a slider that changes an image of 8×8 pixels), the explorer and `interact` are measured in one Lab, in turns, so that the
ratios hold on a busy machine too. The explorer is measured twice: with prefetching, in one direction, and without, as after a reader's
first move or jump.
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

import key_timing
import report
from playwright.sync_api import sync_playwright
from sections import documents, markdown_table, write_section

from nnlab import explorers

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab

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
SETUP = """
import matplotlib.pyplot as plt
from nnlab.engine import drawing
from nnlab import explorers, use_language
use_language("en")
explorer = explorers.{name}()
scene = explorers.{name}().scene  # of its own, so that it computes what the explorer computes

def draw_anew(value):
    with drawing.style():
        figure = plt.figure(figsize=scene.size, dpi=100)
        params = explorer.params | {{"{control}": value}}
        for _ in scene.prepare(**params):
            pass
        scene.update(scene.build(figure, **params), **params)
        plt.show()
"""
NOT_CACHED = """
not_cached = explorers.{name}()
not_cached.scene.is_cacheable = lambda **params: False  # then nothing is prefetched, and no frame is kept
not_cached
"""
INTERACT = """
from ipywidgets import interact
control = explorer.controls["{control}"]
arguments = {{name: getattr(control, name) for name in ("base", "min", "max", "step", "options", "value") if hasattr(control, name)}}
_ = interact(draw_anew, value=type(control)(**arguments))
"""
SET_SOURCES = """sources => {
  const cells = window.jupyterapp.shell.currentWidget.model.cells;
  sources.forEach((source, cell) => cells.get(cell).sharedModel.setSource(source));
}"""
ROUNDS, WARM_UP_ROUNDS, PAUSE_MS = 12, 2, 30
BURSTS = ("activation_curve", "decision_boundary")  # a burst takes some seconds; one panel and two are enough


class Row(NamedTuple):
    """One explorer's times in ms: in the kernel, ours and `interact`'s; to the screen (median, 95th percentile, after a burst or None)."""

    control: str
    kernel: tuple
    bare: tuple
    explorer: tuple
    not_cached: tuple
    interact: tuple


def first_control(name: str) -> str:
    """The control that is measured: the first slider, or the first control where there is none."""
    controls = getattr(explorers, name)().controls
    return next((key for key, control in controls.items() if "Slider" in type(control).__name__), next(iter(controls)))


def in_kernel(name: str, control: str) -> tuple[float, float]:
    """Median milliseconds of one event in the kernel: the explorer's, and a new figure drawn and encoded as `interact` does."""
    import matplotlib

    matplotlib.use("agg")
    namespace = {"io": io}
    encode = "figure.savefig(io.BytesIO(), format='png'); plt.close(figure)"
    exec(SETUP.format(name=name, control=control).replace("plt.show()", encode), namespace)
    namespace["explorer"].scene.is_cacheable = lambda **params: False  # so that each event draws
    widget = namespace["explorer"].controls[control]
    is_list = hasattr(widget, "options")
    start = widget.index if is_list else widget.value
    values = [_neighbour(widget, start), start]

    def median(action: Callable) -> float:
        times = []
        for i in range(ROUNDS):
            started = time.perf_counter()
            action(values[i % 2])
            times.append(1000 * (time.perf_counter() - started))
        return statistics.median(times[4:])

    ours = median(lambda value: setattr(widget, "index" if is_list else "value", value))
    return ours, median(lambda value: namespace["draw_anew"](widget.options[value][1] if is_list else value))


def _neighbour(widget, start):
    """The next value of a slider, or the next index of a list; the one before at the end."""
    if hasattr(widget, "options"):
        return start + 1 if start + 1 < len(widget.options) else start - 1
    if hasattr(widget, "base"):
        ratio = widget.base**widget.step
        return start * ratio if start * ratio <= widget.base**widget.max else start / ratio
    return start + widget.step if start + widget.step <= widget.max else start - widget.step


def in_browser(notebook, name: str, control: str) -> dict[str, tuple]:
    """(median, 95th percentile, after a burst) of the bare round trip, the explorer both ways and `interact`, taken in turns."""
    page = notebook.page
    sources = [BARE, SETUP.format(name=name, control=control), "explorer", NOT_CACHED.format(name=name), INTERACT.format(control=control)]
    page.evaluate(SET_SOURCES, sources)
    notebook.run_all()
    if notebook.errors:
        raise RuntimeError(f"the measured notebook failed: {notebook.errors}")
    widgets = getattr(explorers, name)().controls
    is_list = hasattr(widgets[control], "options")
    selector = "select" if is_list else ".noUi-handle"
    same_kind = [key for key, widget in widgets.items() if hasattr(widget, "options") == is_list and _is_measurable(widget)]
    cells, place = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell"), same_kind.index(control)
    controls = {
        "bare": cells.nth(0).locator(".noUi-handle"),
        "explorer": cells.nth(2).locator(selector).nth(place),
        "not_cached": cells.nth(3).locator(selector).nth(place),
        "interact": cells.nth(4).locator(selector),
    }
    times = {way: [] for way in controls}
    forward = dict.fromkeys(controls, True)
    for i in range(ROUNDS + WARM_UP_ROUNDS):
        for way, handle in controls.items():
            forward[way], milliseconds = key_timing.step(page, handle, forward[way])
            notebook.wait_until_idle()
            page.wait_for_timeout(PAUSE_MS)
            if i >= WARM_UP_ROUNDS:
                times[way].append(milliseconds)
    bursts = dict.fromkeys(controls)
    if name in BURSTS:
        bursts = {way: statistics.median(key_timing.burst(page, handle) for _ in range(3)) for way, handle in controls.items()}
    return {way: (statistics.median(times[way]), report.p95(times[way]), bursts[way]) for way in controls}


def _is_measurable(widget) -> bool:
    return "Slider" in type(widget).__name__ or hasattr(widget, "options")


def measure(names: list[str]) -> dict[str, Row]:
    """Every explorer in `names`, in one Lab."""
    controls = {name: first_control(name) for name in names}
    kernel = {name: in_kernel(name, control) for name, control in controls.items()}  # first: in Playwright's event loop they are sliced
    rows = {}
    folder = Path(tempfile.mkdtemp())
    lab.write_notebook(folder / "redraw.ipynb", [""] * 5)
    with lab.serve(folder) as address, sync_playwright() as playwright, lab.open_browser(playwright, height=3200) as page:
        notebook = lab.Notebook(page, address, "redraw.ipynb")
        page.evaluate(key_timing.WATCH_PICTURES)
        for name, control in controls.items():
            rows[name] = Row(control, kernel[name], **in_browser(notebook, name, control))
            print(" | ".join(cells_of(name, rows[name])), flush=True)
    return rows


def cells_of(name: str, row: Row) -> list[str]:
    """One row of the table."""
    ours, theirs = row.kernel
    cells = [f"`{name}`, `{row.control}`", f"{ours:.3g} ms", f"{theirs / ours:.0f}×"]
    slow, slow_p95, _ = row.interact
    for median, p95, _ in (row.explorer, row.not_cached):
        cells += [f"{median:.0f} ms ({p95:.0f})", f"{median / row.bare[0]:.1f}×", f"{slow / median:.1f}× ({slow_p95 / p95:.1f}×)"]
    return [*cells, f"{slow:.0f} ms ({slow_p95:.0f})"]


TEXTS = {
    "en": (
        [
            "explorer, control", "in the kernel", "`interact` ÷ explorer",
            "further moves: to the screen", "relative to the bare round trip", "`interact` ÷ explorer",
            "first move", "relative to the bare round trip", "`interact` ÷ explorer", "`interact`",
        ],
        "To the screen: from the key press to the picture, median (95th percentile). Further moves: while the reader looks at a picture, "
        "the kernel draws the next four in the same direction and sends them to the browser; a first move and a jump wait for the kernel. "
        "The bare round trip (the time to change one tiny picture) takes {bare:.0f} ms. After a burst of 60 key presses the picture is at "
        "rest {ours} after the last one; with `interact`, {theirs} after it ({names}, respectively).",
    ),
    "ko": (
        [
            "탐색기, 컨트롤", "커널에서", "`interact` ÷ 탐색기",
            "이어서 움직일 때: 화면까지", "빈 왕복 대비", "`interact` ÷ 탐색기",
            "처음 움직일 때", "빈 왕복 대비", "`interact` ÷ 탐색기", "`interact`",
        ],
        "화면까지 걸린 시간은 키를 누른 때부터 그림이 나타날 때까지의 중앙값(95번째 백분위수)입니다. "
        "독자가 그림을 보는 동안 커널이 같은 방향의 다음 그림 네 장을 미리 그려 "
        "브라우저에 보내 두므로, 이어서 움직일 때는 기다리지 않습니다. "
        "처음 움직이거나 건너뛸 때는 커널의 계산을 기다립니다. 빈 왕복(아주 작은 그림 하나만 바꾸는 시간)은 {bare:.0f} ms입니다. "
        "키를 60번 연달아 누르면 탐색기의 그림은 마지막 키를 누른 지 각각 {ours} 뒤에, "
        "`interact`의 그림은 각각 {theirs} 뒤에 멎습니다({names}).",
    ),
}  # fmt: skip


def table(rows: dict[str, Row], language: str) -> str:
    """The results as a Markdown table with an explanation and the bursts below it."""
    head, explanation = TEXTS[language]
    bursts = {name: row for name, row in rows.items() if row.explorer[2] is not None}
    joint = {"en": " and ", "ko": "와 "}[language]
    text = explanation.format(
        bare=statistics.median(row.bare[0] for row in rows.values()),
        ours=joint.join(f"{row.explorer[2]:.0f} ms" for row in bursts.values()),
        theirs=joint.join(f"{row.interact[2]:.0f} ms" for row in bursts.values()),
        names=", ".join(f"`{name}`" for name in bursts),
    )
    measured = report.machine("matplotlib", "ipywidgets", language=language)
    return f"{markdown_table([head, *(cells_of(name, row) for name, row in rows.items())])}\n\n{text} {measured}"


def main() -> None:
    """Measure, print the table, and with `--write` put it into docs."""
    report.restart_without_settings()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    with_slider = [name for name in explorers.__all__ if name != "race"]  # it has lists alone, and each choice trains a dozen networks
    parser.add_argument("names", nargs="*", default=with_slider)
    parser.add_argument("--write", action="store_true", help="put the table into the documentation")
    arguments = parser.parse_args()
    rows = measure(arguments.names)
    print(table(rows, "en"))
    if arguments.write:
        for language, page in documents("speed").items():
            write_section(page, "bench", table(rows, language))


if __name__ == "__main__":
    main()
