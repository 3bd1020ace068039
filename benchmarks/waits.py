"""What a reader waits for, against a bare JupyterLab that opens the same notebook: the first explorer, the first slide, Run All.

Run as `python benchmarks/waits.py` (`--write` puts the tables into benchmarks/README.md); needs the `test` extra and a Chromium. "Cold" is
a first start: no module is compiled, and Jupyter's folders are empty. The browser is open already, and its cache is empty each time.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import key_timing
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
STAGES = ("server answers", "notebook is readable", "kernel is ready", "first explorer answers after Run All")
ASKED, RUN_ALL_SECONDS = 1.15, 30
BARE, OURS = "JupyterLab", "nnlab"
COLD_STARTS, WARM_STARTS = 2, 3


@contextmanager
def server(kind: str, folder: Path, home: Path, presented: str | None = None):
    """A server over `folder`, as `nnlab lab` starts it or as a bare `jupyter lab`; yields its address."""
    if kind == OURS:
        with lab.serve_process(folder, "en", home, presented) as (address, _):
            yield address
        return
    port = lab.free_port()
    arguments = [
        "--ServerApp.ip=127.0.0.1", "--allow-root", f"--ServerApp.root_dir={folder}", f"--ServerApp.port={port}", "--no-browser",
        f"--IdentityProvider.token={lab.TOKEN}", "--expose-app-in-browser",
    ]  # fmt: skip
    with lab.start_server("jupyterlab", arguments, port, home):
        yield f"http://127.0.0.1:{port}"


def open_lecture(playwright, kind: str, folder: Path, home: Path) -> list[float]:
    """Seconds from the start of the server until each of STAGES."""
    with lab.open_browser(playwright) as page:
        started, found = time.perf_counter(), []
        with server(kind, folder, home) as address:
            found.append(time.perf_counter() - started)
            page.add_init_script(lab.SHOW_ANSWERS)
            page.goto(f"{address}/{'lab' if kind == BARE else 'doc'}/tree/{NOTEBOOK}?token={lab.TOKEN}", wait_until="commit")
            page.locator(".jp-Notebook h1").first.wait_for(timeout=120_000)
            found.append(time.perf_counter() - started)
            page.wait_for_function(lab.OPEN, arg=NOTEBOOK, timeout=60_000)
            page.evaluate(lab.SETTLE, 60_000)
            found.append(time.perf_counter() - started)
            page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
            page.locator(".nnlab-picture canvas").first.wait_for(timeout=60_000)
            page.evaluate(key_timing.WATCH_PICTURES)
            key_timing.press(page, page.locator(".nnlab-explorer .noUi-handle:visible").first, "ArrowRight")
            found.append(time.perf_counter() - started)
    return found


def open_presentation(playwright, folder: Path, home: Path) -> float:
    """Seconds from the start of `nnlab present` until its first slide is shown."""
    with lab.open_browser(playwright) as page:
        started = time.perf_counter()
        with server(OURS, folder, home, Path(NOTEBOOK).name) as address:
            page.goto(f"{address}/lab/workspaces/nnlab-present-en-05/tree/{NOTEBOOK}?token={lab.TOKEN}", wait_until="commit")
            page.wait_for_selector(".nnlab-deck[data-page='1']", timeout=120_000)
            return time.perf_counter() - started


def starts(playwright) -> dict[tuple[str, str], list[float]]:
    """(kind, "cold" or "warm") -> median seconds until each of STAGES; of the presentation, until its first slide."""
    found = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder, modules = Path(temporary) / "lecture", Path(temporary) / "modules"
        (folder / NOTEBOOK).parent.mkdir(parents=True)
        shutil.copy(ROOT / "notebooks" / NOTEBOOK, folder / NOTEBOOK)
        os.environ["PYTHONPYCACHEPREFIX"] = str(modules)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        openers = {
            BARE: lambda home: open_lecture(playwright, BARE, folder, home),
            OURS: lambda home: open_lecture(playwright, OURS, folder, home),
            "present": lambda home: [open_presentation(playwright, folder, home)],
        }
        homes = {kind: Path(temporary) / kind for kind in openers}
        for state, rounds in (("cold", COLD_STARTS), ("warm", WARM_STARTS)):
            for _ in range(rounds):
                for kind, open_once in openers.items():
                    if state == "cold":
                        shutil.rmtree(modules, ignore_errors=True)
                        shutil.rmtree(homes[kind], ignore_errors=True)
                    homes[kind].mkdir(exist_ok=True)
                    found.setdefault((kind, state), []).append(open_once(homes[kind]))
                    print(kind, state, *(f"{seconds:.1f} s" for seconds in found[kind, state][-1]), flush=True)
    return {key: [statistics.median(stage) for stage in zip(*rounds, strict=True)] for key, rounds in found.items()}


def run_all() -> dict[str, float]:
    """Seconds that each notebook of one language takes from the start of its kernel to the end of its last cell."""
    found = {}
    os.environ.update(environment.jupyter_paths("en"))
    for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}, allow_errors=True
        )
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
    verdict += f"and Run All within {RUN_ALL_SECONDS} s (the slowest, `{slowest}`, takes {runs[slowest]:.0f} s)."
    each = [["Run All of", "takes"], *([f"`{name}`", f"{seconds:.1f} s"] for name, seconds in runs.items())]
    return "\n\n".join([markdown_table(rows), markdown_table(each), verdict])


def main() -> None:
    """Measure, print, and with `--write` put the tables where they belong."""
    report.restart_without_settings()
    with sync_playwright() as playwright:
        found = starts(playwright)
    os.environ.pop("PYTHONPYCACHEPREFIX")
    report.write("waits", f"{tables(found, run_all())}\n\n{report.machine('jupyterlab', 'ipywidgets', 'matplotlib')}")


if __name__ == "__main__":
    main()
