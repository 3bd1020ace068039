"""The way to install with pip works word for word, from a folder with spaces and Hangul, and what it installs passes its own check."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="the paths on the page are those of Linux and macOS")]

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "build", "node_modules", "__pycache__", ".*_cache", ".hypothesis")


def commands(language: str) -> list[str]:
    """The commands in the row for pip of docs/…/install.md."""
    page = (ROOT / "docs" / language / "install.md").read_text("utf-8")
    return re.findall(r"`(.*?)`", re.search(r"^\| pip \|.*$", page, re.MULTILINE)[0])


def test_the_commands_on_the_page_install_the_lecture(tmp_path):
    make, install, start = commands("en")
    assert commands("ko") == commands("en")
    assert (make, start) == ("python -m venv .venv", ".venv/bin/nnlab")
    folder = tmp_path / "신경망 강의"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER", "VIRTUAL_ENV"))}
    own |= {"HOME": str(tmp_path), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}

    def run(command: str) -> str:
        words = shlex.split(command)
        words[0] = sys.executable if words[0] == "python" else words[0]
        done = subprocess.run(words, cwd=folder, env=own, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(make)
    run(install)
    report = run(f"{start} check --lang en")
    assert "Everything is ready." in report
    assert str(folder / ".venv") in report
    extensions = subprocess.run([folder / ".venv/bin/jupyter", "labextension", "list"], env=own, capture_output=True, text=True)
    assert re.search(r"nnlab-present v\S+ .*enabled.*OK", extensions.stdout + extensions.stderr), "any Jupyter of this environment has it"
    others = subprocess.run([folder / ".venv/bin/python", "-m", "pip", "check"], capture_output=True, text=True)
    assert others.returncode == 0, others.stdout
