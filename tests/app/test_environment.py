"""What `nnlab check` reports: everything that is needed, and a fix for everything that is missing."""

import logging
import re
import sys
import tomllib
import warnings
from contextlib import nullcontext
from importlib import metadata
from pathlib import Path

import pytest

from nnlab import data
from nnlab.app import environment
from nnlab.engine import drawing

REPOSITORY = Path(__file__).parents[2]


def report() -> dict[bool, str]:
    """The texts of the checks that passed (True) and that failed (False)."""
    findings = list(environment.findings("en"))
    return {ok: " | ".join(f"{one.text} {one.fix}" for one in findings if one.ok is ok) for ok in (True, False)}


def test_here_everything_is_ready(run_command):
    code, output = run_command("check")
    assert code == 0, output
    assert output.endswith("Everything is ready. To open the lecture: nnlab\n")
    assert output.count("✓") == 7
    assert f"numpy {metadata.version('numpy')}" in output


def test_what_is_wrong_makes_the_exit_code_1(run_command, monkeypatch):
    monkeypatch.setattr(environment, "KERNEL_TEST", "1/0")
    code, output = run_command("check", "--lang", "ko")
    assert code == 1
    assert "✗ 탐색기를 그리지 못했습니다. 이유: ZeroDivisionError: division by zero\n  → " in output
    assert output.endswith("해결할 문제가 1가지 있습니다. 화살표 뒤에 적힌 대로 한 다음 다시 확인하십시오.\n")


@pytest.fixture
def without_kernel(monkeypatch):
    monkeypatch.setattr(environment, "_check_kernel", lambda: environment.Finding(True, "kernel"))


@pytest.mark.usefixtures("without_kernel")
class TestFindings:
    def test_a_version_that_is_too_old(self, monkeypatch):
        real = metadata.version
        monkeypatch.setattr(metadata, "version", lambda name: "3.7.5" if name == "matplotlib" else real(name))
        assert report()[False].startswith("matplotlib 3.7.5 is too old; required: matplotlib>=3.8.4 ")

    def test_a_package_that_is_missing(self, monkeypatch):
        real = environment.util.find_spec
        monkeypatch.setattr(environment.util, "find_spec", lambda name: None if name == "jupyterlab" else real(name))
        assert report()[False] == f'missing packages: jupyterlab "{sys.executable}" -m pip install jupyterlab'

    def test_a_front_end_that_is_missing(self, monkeypatch):
        import jupyterlab_server.config

        real = jupyterlab_server.config.get_federated_extensions
        monkeypatch.setattr(jupyterlab_server.config, "get_federated_extensions", lambda places: {"anywidget": real(places)["anywidget"]})
        assert "these JupyterLab extensions are missing, so explorers do not appear: @jupyter-widgets/jupyterlab-manager" in report()[False]

    def test_a_front_end_that_is_switched_off(self, monkeypatch):
        import jupyterlab_server.config

        monkeypatch.setattr(jupyterlab_server.config, "get_page_config", lambda places: {"disabledExtensions": ["anywidget:plugin"]})
        assert "are disabled, so explorers do not appear: anywidget" in report()[False]
        assert "labextension enable anywidget" in report()[False]

    def test_figures_without_hangul(self, monkeypatch):
        monkeypatch.setattr(drawing, "style", nullcontext)  # Matplotlib's own font
        monkeypatch.setattr(logging.getLogger("matplotlib.mathtext"), "handlers", [])  # here a warning is expected
        assert "Korean text is not displayed correctly in figures: " in report()[False]

    def test_what_is_merely_deprecated_is_no_missing_glyph(self, monkeypatch):
        real = drawing.style

        def style():
            warnings.warn("an older Matplotlib calls a newer library", DeprecationWarning, stacklevel=1)
            return real()

        monkeypatch.setattr(drawing, "style", style)
        assert "Korean text is displayed correctly in figures" in report()[True]

    def test_data_that_cannot_be_read(self, monkeypatch):
        def gone(*_):
            raise FileNotFoundError("photos/cat.jpg")

        monkeypatch.setattr(data, "photos", gone)
        assert "the data cannot be read: FileNotFoundError: photos/cat.jpg" in report()[False]


def test_missing_looks_for_every_dependency(monkeypatch):
    monkeypatch.setattr(environment.util, "find_spec", lambda name: None)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.match(r"[\w-]+", one).group() for one in project["dependencies"]}
    assert set(environment.missing_packages()) == needed - {"jupyterlab-language-pack-ko-KR"}  # without it only Lab's menus are in English


@pytest.mark.parametrize("command", ["check", "lab"])
def test_a_home_that_cannot_be_written_is_reported(run_command, monkeypatch, tmp_path, command):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "file" / "jupyter"))
    code, output = run_command(command, "--lang", "en", *(["--no-browser"] if command == "lab" else []))
    assert code == 1
    assert f"JupyterLab cannot write to the folder of its settings, {tmp_path / 'file' / 'jupyter'}: Not a directory" in output
    assert "JUPYTER_CONFIG_DIR" in output
