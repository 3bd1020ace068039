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
from pathlib import Path

from nnlab.app import cli, environment

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
]  # fmt: skip
TOKEN = "test-token"

# Waits until the kernel reports idle, no cell runs and no explorer shows a progress bar, three times in a row; the pauses are longer than
# a message takes to the kernel.
SETTLE = """async milliseconds => {
  const end = performance.now() + milliseconds;
  const isHidden = part => getComputedStyle(part).visibility === 'hidden' || part.offsetParent === null;
  const idle = () => {
    const panel = window.jupyterapp.shell.currentWidget, session = panel?.sessionContext?.session;
    return session?.kernel?.status === 'idle'
      && panel.content.widgets.every(cell => cell.promptNode?.textContent !== '[*]:' && cell.model.executionState !== 'running')
      && [...panel.node.querySelectorAll('.nnlab-explorer .widget-hprogress')].every(isHidden);
  };
  for (let times = 0; times < 3; times = idle() ? times + 1 : 0) {
    if (performance.now() > end) {
      const { title, sessionContext } = window.jupyterapp.shell.currentWidget ?? {};
      throw new Error(`the kernel is still busy: ${title?.label}, ${sessionContext?.session?.kernel?.status}`);
    }
    await new Promise(resolve => setTimeout(resolve, 35));
  }
}"""
SHOW_ANSWERS = """localStorage.setItem('nnlab-skipped', '["*"]')"""
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
# Errors in the callbacks of widgets appear on the kernel's iopub channel only.
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
def serve(root: Path, language: str = "en", home: Path | None = None):
    """JupyterLab over the folder `root`, as the command `nnlab lab` serves it; yields its address. `home` is as in `serve_process`."""
    with serve_process(root, language, home) as (address, _):
        yield address


@contextlib.contextmanager
def serve_process(root: Path, language: str = "en", home: Path | None = None, presented: str | None = None):
    """As `serve`; yields its address and its process. `home`: where the reader's settings and signatures stay from day to day.
    `presented`: the notebook that `nnlab present` would open."""
    port = free_port()
    arguments = [*cli.lab_arguments(root, language, port, False, presented), f"--IdentityProvider.token={TOKEN}", "--expose-app-in-browser"]
    variables = environment.jupyter_paths(language, presenting=presented is not None)
    with start_server("jupyterlab", arguments, port, home, variables) as server:
        yield f"http://127.0.0.1:{port}", server


@contextlib.contextmanager
def start_server(module: str, arguments: list[str], port: int, home: Path | None = None, variables: dict[str, str] | None = None):
    """A server of Jupyter, run as `python -m module arguments` until the context ends; yields its process once it answers at `port`."""
    temporary = Path(tempfile.mkdtemp(prefix="nnlab-lab-"))
    home = home or temporary
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    own = {name: str(home / name.lower()) for name in folders}  # keeps the settings of whoever runs this out
    log = (home / "log.txt").open("w")
    environ = os.environ | own | (variables or {})
    server = subprocess.Popen([sys.executable, "-m", module, *arguments], env=environ, stdout=log, stderr=log)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if server.poll() is not None:
                raise RuntimeError(f"{module} stopped at once:\n{(home / 'log.txt').read_text()}")
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{module} does not answer at {port}:\n{(home / 'log.txt').read_text()}")
        yield server
    finally:
        server.terminate()
        server.wait(10)
        log.close()
        shutil.rmtree(temporary, ignore_errors=True)


class Notebook:
    """A notebook open in Lab, in a new page or in one where Lab is open already. `answers`: whether what predictions cover is shown.

    `console`: errors in the browser's console; `outside`: requests to other hosts.
    """

    def __init__(self, page, address: str, path: str, *, answers: bool = True):
        self.page, self.console, self.outside = page, [], []
        self._listeners = {
            "console": lambda message: message.type == "error" and self.console.append(message.text),
            "pageerror": lambda error: self.console.append(str(error)),
            "request": lambda request: self._on_request(request.url),
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)
        if not page.url.startswith(address):
            if answers:
                page.add_init_script(SHOW_ANSWERS)
            page.goto(f"{address}/lab/tree/{path}?token={TOKEN}&reset")
        else:
            page.evaluate("path => { window.jupyterapp.commands.execute('docmanager:open', {path}); }", path)
        page.wait_for_function(OPEN, arg=path, timeout=60_000)
        self.wait_until_idle()
        page.evaluate(WATCH_IOPUB)

    def _on_request(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.outside.append(url)

    def run_all(self, timeout: float = 120) -> None:
        """Run every cell again and wait until all are done."""
        self.wait_until_idle()
        self.page.evaluate("() => { window.nnlabIopub = []; }")  # drops a new kernel's errors about widgets that Lab asked it for
        self.page.evaluate(FORGET_RUNS)
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self.page.wait_for_timeout(300)
        self.wait_until_idle(timeout)

    def wait_until_idle(self, timeout: float = 60) -> None:
        """Wait until the kernel is idle and nothing is being computed any more."""
        self.page.evaluate(SETTLE, timeout * 1000)

    def close(self) -> None:
        """Shut down the kernel, even if it is busy, and close the notebook unsaved; the page stays open."""
        self.page.evaluate(CLOSE)
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    @property
    def errors(self) -> list[str]:
        """Errors and stderr of cells and of callbacks."""
        messages = self.page.evaluate("() => window.nnlabIopub")
        if any("jupyter.widget.control" in text for text in messages):  # Lab asks a new kernel for widgets before it has any
            messages = [text for text in messages if not text.startswith("No such comm")]
        return self.page.evaluate(ERRORS) + messages

    def explorers(self):
        """The pictures of the explorers in the order of the notebook."""
        return self.page.locator(".nnlab-picture")


@contextlib.contextmanager
def open_browser(playwright, *, width: int = 1280, height: int = 900):
    """A page of a new headless Chromium."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
    try:
        yield browser.new_page(viewport={"width": width, "height": height})
    finally:
        browser.close()


def write_notebook(path: Path, sources: list[str]) -> None:
    """Write a notebook of code cells, for tests of what no notebook of the lecture has."""
    cells = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for i, source in enumerate(sources)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
