"""The programs in which readers open a notebook: how each is started, and how a notebook is opened and run in it."""

import contextlib
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path
from typing import NamedTuple

import lab

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
def serve_notebook(folder: Path) -> Iterator[str]:
    """Jupyter Notebook as it is, without the lecture's own settings."""
    port = lab.free_port()
    arguments = ["--no-browser", "--allow-root", f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}", "--expose-app-in-browser"]
    with lab.start_server("notebook", [*arguments, f"--IdentityProvider.token={lab.TOKEN}"], port):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def serve_voila(folder: Path) -> Iterator[str]:
    """Voilà, which shows what the cells of a notebook show, and no code."""
    port = lab.free_port()
    with lab.start_server("voila", [str(folder), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"], port):
        yield f"http://127.0.0.1:{port}"


def open_in_lab(page, address: str, name: str) -> None:
    lab.Notebook(page, address, name).run_all()


def open_in_notebook(page, address: str, name: str) -> None:
    page.goto(f"{address}/notebooks/{name}?token={lab.TOKEN}")
    page.wait_for_function(lab.OPEN, arg=name, timeout=60_000)
    page.evaluate(lab.SETTLE, 60_000)
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
