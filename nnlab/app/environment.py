"""Whether this Python can run the whole lecture: what `nnlab check` reports, with a fix for everything that fails."""

import contextlib
import json
import logging
import os
import platform
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from typing import NamedTuple

from nnlab.language import translate

JUPYTER = Path(__file__).parents[1] / "jupyter"
PACKAGES = ("numpy", "matplotlib", "pillow", "ipywidgets", "anywidget", "ipykernel", "jupyterlab")
MODULES = {"pillow": "PIL"}  # packages whose module has another name
FRONT_ENDS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")  # for the controls; for the pictures

# Run in the lecture's kernel: shows an explorer, which needs the package, widgets and figures.
KERNEL_TEST = 'import nnlab\nnnlab.use_language("ko")\nnnlab.explorers.activation_curve()'


class Finding(NamedTuple):
    """One line of the report: whether the check passed, what was found, and how to fix it if not."""

    ok: bool
    text: str
    fix: str = ""


def jupyter_paths(language: str, *, presenting: bool = False) -> dict[str, str]:
    """Environment variables that add the lecture's settings, kernel and presenter extension to the reader's own Jupyter paths;
    `presenting` adds the settings of `nnlab present`."""
    settings = [*([JUPYTER / "present"] if presenting else []), JUPYTER / language, JUPYTER / "shared"]
    paths = {"JUPYTER_CONFIG_PATH": settings, "JUPYTER_PATH": [JUPYTER / "shared"]}
    return {name: os.pathsep.join(filter(None, [*map(str, ours), os.environ.get(name)])) for name, ours in paths.items()}


def missing_packages() -> list[str]:
    """The packages that the lecture needs and this Python does not find."""
    return [name for name in PACKAGES if util.find_spec(MODULES.get(name, name)) is None]


def install_command(*packages: str) -> str:
    """The command that installs `packages` for this Python."""
    return " ".join([f'"{sys.executable}" -m pip install', *packages])


def findings(language: str) -> Iterator[Finding]:
    """Check one thing after the other; the kernel, which takes longest, comes last."""
    system = {"python": platform.python_version(), "system": platform.system(), "where": sys.executable}
    yield Finding(True, translate("check_environment.python", **system))
    yield from _check_versions()
    missing = missing_packages()
    if missing:
        yield Finding(False, translate("check_environment.missing", names=", ".join(missing)), install_command(*missing))
        return
    os.environ.update(jupyter_paths(language))
    yield _check_front_end()
    yield _check_hangul()
    yield _check_data()
    yield check_settings_folders()
    yield _check_kernel()


def check_settings_folders() -> Finding:
    """Whether JupyterLab can write its settings and what it keeps while it runs, which is usually in the home folder."""
    from jupyter_core import paths

    for folder in map(Path, (paths.jupyter_config_dir(), paths.jupyter_data_dir(), paths.jupyter_runtime_dir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            reason = error.strerror or str(error)
            text = translate("check_environment.settings_unwritable", folder=folder, reason=reason)
            return Finding(False, text, translate("check_environment.settings_fix"))
    return Finding(True, translate("check_environment.settings"))


def _check_versions() -> Iterator[Finding]:
    """The packages that are installed, or those of them that are too old."""
    try:
        from packaging.requirements import Requirement

        needed = map(Requirement, metadata.requires("nnlab") or [])
    except metadata.PackageNotFoundError:
        yield Finding(False, translate("check_environment.not_installed"), install_command("-e", "."))
        return
    except ModuleNotFoundError:  # packaging comes with Matplotlib and JupyterLab, which are then reported as missing
        return
    found, too_old = [], []
    for requirement in needed:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue  # for tests or another system
        with contextlib.suppress(metadata.PackageNotFoundError):  # a missing one is reported as missing
            version = metadata.version(requirement.name)
            found.append(f"{requirement.name} {version}")
            if not requirement.specifier.contains(version, prereleases=True):
                text = translate("check_environment.old", found=found[-1], needed=str(requirement))
                too_old.append(Finding(False, text, install_command(f'"{requirement}"')))
    yield from too_old or [Finding(True, ", ".join(found))]


def _check_front_end() -> Finding:
    """Whether JupyterLab's extensions for widgets are installed and enabled."""
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_federated_extensions, get_page_config

    paths = jupyter_path("labextensions")
    installed, disabled_entries = get_federated_extensions(paths), get_page_config(paths).get("disabledExtensions", [])
    missing = [name for name in FRONT_ENDS if name not in installed]
    if missing:
        fix = install_command("--force-reinstall", "anywidget", "jupyterlab_widgets")
        return Finding(False, translate("check_environment.front_end_missing", names=", ".join(missing)), fix)
    disabled = [name for name in FRONT_ENDS if any(entry.split(":")[0] == name for entry in disabled_entries)]
    if disabled:
        fix = f'"{sys.executable}" -m jupyter labextension enable {" ".join(disabled)}'
        return Finding(False, translate("check_environment.front_end_disabled", names=", ".join(disabled)), fix)
    return Finding(True, translate("check_environment.front_end"))


def _check_hangul() -> Finding:
    """Draw Hangul in plain text and beside a formula; Matplotlib warns of a missing glyph in the one and logs it in the other."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    messages = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())
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
    messages += [str(warning.message) for warning in caught if not issubclass(warning.category, DeprecationWarning)]
    if messages:
        return Finding(False, translate("check_environment.no_hangul", reason=messages[0]), translate("check_environment.again"))
    return Finding(True, translate("check_environment.hangul"))


def _check_data() -> Finding:
    from nnlab import data

    try:
        digits, photos = data.digits()[0], data.photos("test", 10)[0]
    except (OSError, ValueError) as error:
        text = translate("check_environment.no_data", reason=f"{type(error).__name__}: {error}")
        return Finding(False, text, translate("check_environment.again"))
    return Finding(True, translate("check_environment.data", digits=len(digits), inputs=photos.shape[1]))


def _check_kernel() -> Finding:
    """Start the kernel that the notebooks will get, and show an explorer in it."""
    from jupyter_client.manager import run_kernel

    messages, raised = [], []
    try:
        with run_kernel(kernel_name="python3", stderr=subprocess.DEVNULL) as client:
            client.execute_interactive(KERNEL_TEST, timeout=60, output_hook=messages.append)
    except (RuntimeError, TimeoutError, OSError) as error:
        raised = [f"{type(error).__name__}: {error}"]
    results = [message["content"]["data"] for message in messages if message["msg_type"] == "execute_result"]
    errors = [message["content"] for message in messages if message["msg_type"] == "error"]
    problems = [*(f"{error['ename']}: {error['evalue']}" for error in errors), *raised]
    if not problems and not any({"application/vnd.jupyter.widget-view+json", "image/png"} <= data.keys() for data in results):
        problems.append(json.dumps([sorted(data) for data in results]))
    if problems:
        text = translate("check_environment.no_kernel", reason=problems[0])
        return Finding(False, text, install_command("--force-reinstall", "ipykernel"))
    return Finding(True, translate("check_environment.kernel"))
