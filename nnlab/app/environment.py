"""Whether this Python can run the whole lecture: what `nnlab check` says, and what to do where it cannot."""

import json
import logging
import os
import platform
import subprocess
import sys
import warnings
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from typing import NamedTuple

from nnlab.language import translate

JUPYTER = Path(__file__).parents[1] / "jupyter"
FRONT_ENDS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")  # sliders and buttons; the picture
MODULES = {"pillow": "PIL"}  # where a distribution's module has another name
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

# Run in the kernel: the first explorer, so that package, widgets and figures are all in play.
TRIAL = 'import nnlab\nnnlab.use_language("ko")\nnnlab.explorers.activation_curve()'


class Finding(NamedTuple):
    """One line of the check: whether it is well, what was found, and what to do where it is not."""

    well: bool
    text: str
    remedy: str = ""


def jupyter_paths(language: str, *, presenting: bool = False) -> dict[str, str]:
    """Environment variables by which Jupyter finds the lecture's settings, kernel and presenter mode, beside the reader's own, which stay
    as they are; `presenting` adds the settings of `nnlab present`."""
    settings = [*([JUPYTER / "present"] if presenting else []), JUPYTER / language, JUPYTER / "shared"]
    places = {"JUPYTER_CONFIG_PATH": settings, "JUPYTER_PATH": [JUPYTER / "shared"]}
    return {name: os.pathsep.join([*map(str, ours), *filter(None, [os.environ.get(name)])]) for name, ours in places.items()}


def requirements() -> list:
    """What the package says it needs, as packaging's `Requirement`s; PackageNotFoundError where it is not installed."""
    from packaging.requirements import Requirement

    needed = map(Requirement, metadata.requires("nnlab") or [])
    return [one for one in needed if not one.marker or one.marker.evaluate({"extra": ""})]


def missing() -> list[str]:
    """The packages that the lecture needs and this Python does not find."""
    needed = ("numpy", "matplotlib", "pillow", "ipywidgets", "anywidget", "ipykernel", "jupyterlab")
    return [name for name in needed if util.find_spec(MODULES.get(name, name)) is None]


def install_command(*packages: str) -> str:
    """What to type so that exactly this Python gets `packages`."""
    return " ".join([f'"{sys.executable}" -m pip install', *packages])


def findings(language: str) -> Iterator[Finding]:
    """Look at one thing after the other; the slow one, the kernel, comes last."""
    yield Finding(
        True, translate("check_environment.python", python=platform.python_version(), system=platform.system(), where=sys.executable)
    )
    gone = missing()
    yield from _versions()
    if gone:
        yield Finding(False, translate("check_environment.missing", names=", ".join(gone)), install_command(*gone))
        return
    os.environ.update(jupyter_paths(language))
    yield _front_end()
    yield _hangul()
    yield _data()
    yield _kernel()


def _versions() -> Iterator[Finding]:
    try:
        needed = requirements()
    except metadata.PackageNotFoundError:
        yield Finding(False, translate("check_environment.not_installed"), install_command("-e", "."))
        return
    except ModuleNotFoundError:  # packaging comes with Matplotlib and JupyterLab, which are then reported as missing
        return
    found, old = [], []
    for one in needed:
        try:
            version = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            continue
        found.append(f"{one.name} {version}")
        if not one.specifier.contains(version, prereleases=True):
            old.append(str(one))
            yield Finding(
                False, translate("check_environment.old", found=f"{one.name} {version}", needed=str(one)), install_command(f'"{one}"')
            )
    if not old:
        yield Finding(True, ", ".join(found))


def _front_end() -> Finding:
    """JupyterLab's half of the widgets: there, and not switched off."""
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_federated_extensions, get_page_config

    places = jupyter_path("labextensions")
    there, off = get_federated_extensions(places), get_page_config(places).get("disabledExtensions", [])
    absent = [name for name in FRONT_ENDS if name not in there]
    if absent:
        remedy = install_command("--force-reinstall", "anywidget", "jupyterlab_widgets")
        return Finding(False, translate("check_environment.front_end_missing", names=", ".join(absent)), remedy)
    disabled = [name for name in FRONT_ENDS if any(entry.split(":")[0] == name for entry in off)]
    if disabled:
        remedy = f'"{sys.executable}" -m jupyter labextension enable {" ".join(disabled)}'
        return Finding(False, translate("check_environment.front_end_disabled", names=", ".join(disabled)), remedy)
    return Finding(True, translate("check_environment.front_end"))


def _hangul() -> Finding:
    """Draw Hangul, beside a formula too, and listen: Matplotlib warns of a missing glyph, or only logs it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    said = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())
    logger = logging.getLogger("matplotlib")
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings(record=True, action="always") as caught, drawing.style():
            figure = Figure()
            figure.text(0.1, 0.5, "가중치 뷁 힣 σ(z)")
            figure.text(0.1, 0.2, r"기울기 $\sigma'(z)$")
            FigureCanvasAgg(figure).draw()
    finally:
        logger.removeHandler(handler)
    said += [str(warning.message) for warning in caught if not issubclass(warning.category, DeprecationWarning)]
    if said:
        return Finding(False, translate("check_environment.no_hangul", reason=said[0]), translate("check_environment.again"))
    return Finding(True, translate("check_environment.hangul"))


def _data() -> Finding:
    from nnlab import data

    try:
        shapes = [data.digits()[0].shape, data.photos("test", 10)[0].shape]
    except (OSError, ValueError) as error:
        return Finding(
            False, translate("check_environment.no_data", reason=f"{type(error).__name__}: {error}"), translate("check_environment.again")
        )
    return Finding(True, translate("check_environment.data", digits=shapes[0][0], inputs=shapes[1][1]))


def _kernel() -> Finding:
    """Start the kernel that the notebooks will get, and show an explorer in it."""
    from jupyter_client.manager import start_new_kernel

    results, problems = [], []

    def listen(message):
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "execute_result":
            results.append(content["data"])
        elif kind == "error":
            problems.append(f"{content['ename']}: {content['evalue']}")

    try:
        manager, client = start_new_kernel(startup_timeout=60, kernel_name="python3", stderr=subprocess.DEVNULL)
        try:
            client.execute_interactive(TRIAL, timeout=60, output_hook=listen)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    except (RuntimeError, TimeoutError, OSError) as error:
        problems.append(f"{type(error).__name__}: {error}")
    if not problems and not any(WIDGET_VIEW in data and "image/png" in data for data in results):
        problems.append(json.dumps([sorted(data) for data in results]))
    if problems:
        return Finding(
            False, translate("check_environment.no_kernel", reason=problems[0]), install_command("--force-reinstall", "ipykernel")
        )
    return Finding(True, translate("check_environment.kernel"))
