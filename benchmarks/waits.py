"""What a reader waits for, against a bare JupyterLab that opens the same notebook: the first explorer, the first slide, Run All.

Run as `python benchmarks/waits.py` (`--write` puts the tables into benchmarks/README.md); needs the `test` extra and a Chromium. "Cold" is
a first start: no module is compiled, Matplotlib has no list of fonts, and Jupyter's folders are empty. The browser is open already, and its
cache is empty each time. Both sides open the notebooks of the checkout; nothing is saved there.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import report
from nbclient import NotebookClient
from playwright.sync_api import sync_playwright
from sections import markdown_table

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab

from nnlab.app import environment

ROOT = Path(__file__).parents[1]
NOTEBOOK = "en/05_sigmoid.ipynb"
NUMBER = "05"
STAGES = ("server listens", "notebook is readable", "kernel is ready", "first explorer answers after Run All")
ASKED, RUN_ALL_SECONDS = 1.15, 30
BARE, OURS = "JupyterLab", "nnlab"
COLD_STARTS, WARM_STARTS = 2, 3
SETTINGS = {  # file -> what it says; for both sides alike
    "jupyter_config_dir/jupyter_lab_config.json": {"LabApp": {"expose_app_in_browser": True}},
    "jupyterlab_settings_dir/@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {"autosave": False},
}
HAS_LECTURE = "() => 'nnlab-present' in (window._JUPYTERLAB ?? {})"
ANSWERED = "before => Number(document.querySelector('.nnlab-picture canvas').dataset.frames) > before"


def other_extensions(home: Path) -> Path:
    """A folder with the environment's extensions of JupyterLab without the lecture's, which is installed with the package."""
    folder = home / "labextensions"
    folder.mkdir(parents=True, exist_ok=True)
    for extension in (Path(sys.prefix) / "share" / "jupyter" / "labextensions").iterdir():
        link = folder / extension.name
        if extension.name != "nnlab-present" and not link.exists():
            link.symlink_to(extension)
    return folder


@contextmanager
def server(kind: str, home: Path, *command: str):
    """The command `nnlab` with these words, or a bare `jupyter lab` without the lecture's extension; yields the address of its server."""
    port = lab.free_port()
    if kind == BARE:
        module, arguments = "jupyterlab", ["--allow-root", f"--ServerApp.root_dir={ROOT / 'notebooks'}", f"--ServerApp.port={port}"]
        arguments += [f"--LabApp.labextensions_path={other_extensions(home)}"]
    else:
        module, arguments = "nnlab", [*command, "--lang", "en", "--port", str(port)]
    for name, content in SETTINGS.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(json.dumps(content))
    with lab.start_server(module, [*arguments, "--no-browser"], port, home, {"JUPYTER_TOKEN": lab.TOKEN}):
        yield f"http://127.0.0.1:{port}"


def open_lecture(playwright, kind: str, home: Path) -> list[float]:
    """Seconds from the command until each of STAGES."""
    with lab.open_browser(playwright) as page:
        started, found = time.perf_counter(), []
        with server(kind, home, "lab") as address:
            found.append(time.perf_counter() - started)
            page.add_init_script(lab.SHOW_ANSWERS)
            page.goto(f"{address}/{'lab' if kind == BARE else 'doc'}/tree/{NOTEBOOK}?token={lab.TOKEN}", wait_until="commit")
            page.locator(".jp-Notebook h1").first.wait_for(timeout=120_000)
            found.append(time.perf_counter() - started)
            page.wait_for_function(lab.OPEN, arg=NOTEBOOK, timeout=60_000)
            page.evaluate(lab.SETTLE, 60_000)
            found.append(time.perf_counter() - started)
            if page.evaluate(HAS_LECTURE) != (kind == OURS):
                raise RuntimeError(f"{kind}: expected the lecture's extension in `nnlab lab` only")
            page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
            canvas = page.locator(".nnlab-picture canvas").first
            page.locator(".nnlab-picture canvas[data-frames]").first.wait_for(timeout=60_000)
            before = int(canvas.get_attribute("data-frames"))
            page.locator(".nnlab-explorer .noUi-handle:visible").first.press("ArrowRight")
            page.wait_for_function(ANSWERED, arg=before, timeout=60_000, polling="raf")
            found.append(time.perf_counter() - started)
    return found


def open_presentation(playwright, home: Path) -> float:
    """Seconds from the start of `nnlab present` until its first slide is shown."""
    with lab.open_browser(playwright) as page:
        started = time.perf_counter()
        with server(OURS, home, "present", NUMBER) as address:
            page.goto(f"{address}/lab/workspaces/nnlab-present-en-{NUMBER}/tree/{NOTEBOOK}?token={lab.TOKEN}", wait_until="commit")
            page.wait_for_selector(".nnlab-deck[data-page='1']", timeout=120_000)
            return time.perf_counter() - started


def starts(playwright) -> dict[tuple[str, str], list[float]]:
    """(kind, "cold" or "warm") -> median seconds until each of STAGES; of the presentation, until its first slide."""
    found = {}
    with tempfile.TemporaryDirectory() as temporary:
        caches = {name: Path(temporary) / name.lower() for name in ("PYTHONPYCACHEPREFIX", "MPLCONFIGDIR")}
        os.environ.update({name: str(cache) for name, cache in caches.items()})
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        openers = {
            BARE: lambda home: open_lecture(playwright, BARE, home),
            OURS: lambda home: open_lecture(playwright, OURS, home),
            "present": lambda home: [open_presentation(playwright, home)],
        }
        homes = {kind: Path(temporary) / kind for kind in openers}
        for state, rounds in (("cold", COLD_STARTS), ("warm", WARM_STARTS)):
            for _ in range(rounds):
                for kind, open_once in openers.items():
                    if state == "cold":
                        for cache in (*caches.values(), homes[kind]):
                            shutil.rmtree(cache, ignore_errors=True)
                    homes[kind].mkdir(exist_ok=True)
                    found.setdefault((kind, state), []).append(open_once(homes[kind]))
                    print(kind, state, *(f"{seconds:.1f} s" for seconds in found[kind, state][-1]), flush=True)
        for name in caches:
            os.environ.pop(name)
    return {key: [statistics.median(stage) for stage in zip(*rounds, strict=True)] for key, rounds in found.items()}


def run_all() -> dict[str, float]:
    """Seconds that each notebook of one language takes from the start of its kernel to the end of its last cell."""
    found = {}
    os.environ.update(environment.jupyter_paths("en"))
    for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}})
        started = time.perf_counter()
        client.execute()
        found[path.stem] = time.perf_counter() - started
        print(f"{path.stem}: {found[path.stem]:.1f} s", flush=True)
    return found


def tables(found: dict[tuple[str, str], list[float]], runs: dict[str, float]) -> str:
    """The waits and the ratios of the last stage, and Run All of each notebook."""
    head = [
        "from the command until",
        *(f"{name}, {state}" for state in ("cold", "warm") for name in ("bare JupyterLab", "`nnlab lab`", "ratio")),
    ]
    rows = [head]
    for i, stage in enumerate(STAGES):
        cells = []
        for state in ("cold", "warm"):
            bare, ours = found[BARE, state][i], found[OURS, state][i]
            cells += [f"{bare:.1f} s", f"{ours:.1f} s", f"{ours / bare:.2f}×"]
        rows.append([stage, *cells])
    rows.append(
        [
            "first slide of `nnlab present`",
            *(cell for state in ("cold", "warm") for cell in ("–", f"{found['present', state][0]:.1f} s", "–")),
        ]
    )
    ratio = found[OURS, "warm"][-1] / found[BARE, "warm"][-1]
    verdict = (
        f"Asked for: warm, the first explorer within {ASKED}× of a bare JupyterLab ({'reached' if ratio <= ASKED else 'NOT REACHED'}), "
    )
    slowest = max(runs, key=runs.get)
    reached = "reached" if runs[slowest] <= RUN_ALL_SECONDS else "NOT REACHED"
    verdict += f"and Run All within {RUN_ALL_SECONDS} s ({reached}: the slowest, `{slowest}`, takes {runs[slowest]:.0f} s)."
    each = [["Run All of", "takes"], *([f"`{name}`", f"{seconds:.1f} s"] for name, seconds in runs.items())]
    return "\n\n".join([markdown_table(rows), markdown_table(each), verdict])


def main() -> None:
    """Measure, print, and with `--write` put the tables where they belong."""
    report.restart_without_settings()
    os.environ["NNLAB_PROGRESS"] = "off"  # the answers of whoever measures are neither read nor added to
    with sync_playwright() as playwright:
        found = starts(playwright)
    report.write("waits", f"{tables(found, run_all())}\n\n{report.machine('jupyterlab', 'ipywidgets', 'matplotlib')}")


if __name__ == "__main__":
    main()
