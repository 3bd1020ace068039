"""A real JupyterLab in a real Chromium, for tests, measurements and screenshots."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from nnlab.app import cli, environment

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
]  # fmt: skip
TOKEN = "nnlab-test"

# The kernel's own word on whether it is idle, and no explorer computing in slices, asked of the running application; the pauses are
# longer than what a message needs from here to the kernel.
SETTLE = """async milliseconds => {
  const end = performance.now() + milliseconds;
  const rests = part => getComputedStyle(part).visibility === 'hidden' || part.offsetParent === null;
  const idle = () => {
    const panel = window.jupyterapp.shell.currentWidget, session = panel?.sessionContext?.session;
    return session?.kernel?.status === 'idle'
      && panel.content.widgets.every(cell => cell.promptNode?.textContent !== '[*]:' && cell.model.executionState !== 'running')
      && [...panel.node.querySelectorAll('.nnlab-explorer .widget-hprogress')].every(rests);
  };
  for (let calm = 0; calm < 3; calm = idle() ? calm + 1 : 0) {
    if (performance.now() > end) {
      const { title, sessionContext } = window.jupyterapp.shell.currentWidget ?? {};
      throw new Error(`the kernel is still at work: ${title?.label}, ${sessionContext?.session?.kernel?.status}`);
    }
    await new Promise(wake => setTimeout(wake, 35));
  }
}"""
OPEN = """path => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  return panel?.context?.path === path && panel.sessionContext.session?.kernel;
}"""
ERRORS = """() => {
  const found = [];
  for (const cell of window.jupyterapp.shell.currentWidget.model.cells) {
    for (const output of cell.toJSON().outputs ?? []) {
      if (output.output_type === 'error') found.push(`${output.ename}: ${output.evalue}`);
      if (output.output_type === 'stream' && output.name === 'stderr') found.push(`stderr: ${[output.text].flat().join('')}`);
    }
  }
  return found;
}"""
FORGET_RUNS = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  panel.content.notebookConfig = {...panel.content.notebookConfig, windowingMode: 'none'};
  for (const cell of panel.model.cells) if (cell.type === 'code') { cell.executionCount = null; cell.outputs.clear(); }
}"""
CLOSE = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.shutdown();
  panel.dispose();
}"""
# Widget errors of an observe callback show nowhere else than on the kernel's iopub channel.
WATCH_IOPUB = """() => {
  window.nnlabIopub = [];
  window.jupyterapp.shell.currentWidget.sessionContext.iopubMessage.connect((_, message) => {
    const type = message.header.msg_type;
    if (type === 'error') window.nnlabIopub.push(`${message.content.ename}: ${message.content.evalue}`);
    if (type === 'stream' && message.content.name === 'stderr') window.nnlabIopub.push(message.content.text);
  });
}"""


def chromium() -> str | None:
    """The system's Chromium, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serve(root: Path, language: str = "en"):
    """JupyterLab over the folder `root`, as the command `nnlab lab` serves it; yields its address."""
    port, home = free_port(), Path(tempfile.mkdtemp(prefix="nnlab-lab-"))
    places = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
    )
    own = {name: str(home / name.lower()) for name in places}  # nothing of the settings of who runs the tests
    variables = os.environ | own | environment.jupyter_paths(language)
    log = (home / "log.txt").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", *cli.lab_arguments(root, language, port, browser=False)),
            *(f"--IdentityProvider.token={TOKEN}", "--expose-app-in-browser"),
        ],
        env=variables,
        stdout=log,
        stderr=log,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token={TOKEN}", timeout=1)
                break
            if server.poll() is not None:
                raise RuntimeError(f"JupyterLab stopped at once:\n{(home / 'log.txt').read_text()}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)
        log.close()
        shutil.rmtree(home, ignore_errors=True)


class Notebook:
    """One notebook open in Lab, in a page of its own or in one where Lab is open already.

    `console`: what the browser's console called an error; `outside`: requests that left.
    """

    def __init__(self, page, address: str, path: str):
        self.page, self.console, self.outside = page, [], []
        self._ears = {
            "console": lambda message: message.type == "error" and self.console.append(message.text),
            "pageerror": lambda error: self.console.append(str(error)),
            "request": lambda request: self._note(request.url),
        }
        for event, ear in self._ears.items():
            page.on(event, ear)
        if not page.url.startswith(address):
            page.goto(f"{address}/lab/tree/{path}?token={TOKEN}&reset")
        else:
            page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', {path}); }", path)
        page.wait_for_function(OPEN, arg=path, timeout=60_000)
        self.settle()
        page.evaluate(WATCH_IOPUB)

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.outside.append(url)

    def run_all(self, timeout: float = 120) -> None:
        """Run every cell anew and wait until the kernel has done them all."""
        self.settle()
        self.page.evaluate("() => { window.nnlabIopub = []; }")  # Lab's questions to a fresh kernel, which has no widgets yet
        self.page.evaluate(FORGET_RUNS)
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self.page.wait_for_timeout(300)
        self.settle(timeout)

    def settle(self, timeout: float = 60) -> None:
        """Wait until the kernel is idle and nothing is being computed any more."""
        self.page.evaluate(SETTLE, timeout * 1000)

    def close(self) -> None:
        """Shut the kernel down, which may still be computing, and close the notebook unsaved; the page stays."""
        self.page.evaluate(CLOSE)
        for event, ear in self._ears.items():
            self.page.remove_listener(event, ear)

    @property
    def errors(self) -> list[str]:
        """Errors and stderr of cells and of callbacks."""
        said = self.page.evaluate("() => window.nnlabIopub")
        if any("jupyter.widget.control" in text for text in said):
            # Lab asks a fresh kernel for its widgets before it has any; the kernel's refusal is of no consequence.
            said = [text for text in said if not text.startswith("No such comm")]
        return self.page.evaluate(ERRORS) + said

    def explorers(self):
        """The pictures of the explorers, in the order of the notebook."""
        return self.page.locator(".nnlab-picture")


@contextlib.contextmanager
def open_browser(playwright, *, width: int = 1280, height: int = 900):
    """A page of a fresh headless Chromium."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
    try:
        yield browser.new_page(viewport={"width": width, "height": height})
    finally:
        browser.close()


def write_notebook(path: Path, sources: list[str]) -> None:
    """A notebook of code cells, for what no lecture notebook holds."""
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for i, source in enumerate(sources)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
