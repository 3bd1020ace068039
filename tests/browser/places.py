"""The programs in which readers open a notebook: how each is started, and how a notebook is opened and run in it."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path
from typing import NamedTuple

import lab

from nnlab.app import environment

EXTENSIONS = environment.JUPYTER / "shared" / "labextensions"
LIMITS = Path(__file__).with_name("limited_host.js")
RUN_ALL = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"


class Place(NamedTuple):
    """`serve(folder)` starts the program and yields its address; `open(page, address, name)` opens a notebook there and runs it."""

    module: str
    serve: Callable
    open: Callable

    @property
    def is_installed(self) -> bool:
        """Whether this Python has the program."""
        return util.find_spec(self.module) is not None


@contextlib.contextmanager
def installed() -> Iterator[dict[str, str]]:
    """The environment of a server that finds the extension as the package installs it; as it is now, whenever the package was installed."""
    with tempfile.TemporaryDirectory() as share:
        Path(share, "labextensions").symlink_to(EXTENSIONS)
        yield {"JUPYTER_PATH": share}


@contextlib.contextmanager
def serve_plainly(module: str, folder: Path, home: Path | None = None) -> Iterator[str]:
    """Jupyter Notebook or JupyterLab as it is, without the lecture's own settings. `home` is as in `lab.serve_process`."""
    port = lab.free_port()
    arguments = ["--no-browser", "--allow-root", f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}", "--expose-app-in-browser"]
    arguments += [f"--IdentityProvider.token={lab.TOKEN}"]
    with installed() as variables, lab.start_server(module, arguments, port, home, variables):
        yield f"http://127.0.0.1:{port}"


def serve_notebook(folder: Path) -> contextlib.AbstractContextManager[str]:
    """Jupyter Notebook as it is."""
    return serve_plainly("notebook", folder)


@contextlib.contextmanager
def serve_voila(folder: Path) -> Iterator[str]:
    """Voilà, which shows what the cells of a notebook show, and no code."""
    port = lab.free_port()
    arguments = [str(folder), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with installed() as variables, lab.start_server("voila", arguments, port, variables=variables):
        yield f"http://127.0.0.1:{port}"


def open_in_lab(page, address: str, name: str) -> None:
    lab.Notebook(page, address, name).run_all()


def open_unrun(page, address: str, name: str, mode: str) -> None:
    """Open a notebook, and run nothing; `mode` is "lab/tree" in JupyterLab and "notebooks" in Jupyter Notebook."""
    page.goto(f"{address}/{mode}/{name}?token={lab.TOKEN}")
    page.wait_for_function(lab.OPEN, arg=name, timeout=60_000)
    page.evaluate(lab.SETTLE, 60_000)


def open_in_notebook(page, address: str, name: str) -> None:
    page.add_init_script(lab.SHOW_ANSWERS)  # as in Lab
    open_unrun(page, address, name, "notebooks")
    page.evaluate(RUN_ALL)


def open_in_voila(page, address: str, name: str) -> None:
    page.goto(f"{address}/voila/render/{name}", timeout=120_000)


def open_with_limits(page, address: str, name: str) -> None:
    page.add_init_script(path=LIMITS)
    open_in_lab(page, address, name)


def open_without_binary_data(page, address: str, name: str) -> None:
    page.add_init_script("window.nnlabDropsAll = true")
    open_with_limits(page, address, name)


PLACES = {
    "lab": Place("jupyterlab", lab.serve, open_in_lab),
    "notebook": Place("notebook", serve_notebook, open_in_notebook),
    "voila": Place("voila", serve_voila, open_in_voila),
    "limited": Place("jupyterlab", lab.serve, open_with_limits),  # as Colab's widget manager is
    "no binary data": Place("jupyterlab", lab.serve, open_without_binary_data),
}
