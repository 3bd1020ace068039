"""The lecture is copied onto a disk that is really full or read-only, and by two servers at once."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from nnlab.language import catalogue

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 600 KB, too small for the lecture."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    yield place
    subprocess.run(["umount", place], check=True)


def installed(folder: Path) -> Path:
    """The package installed outside of any repository."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nnlab", folder / "site/nnlab", ignore=ignore)
    shutil.copytree(ROOT / "notebooks", folder / "site/nnlab/notebooks", ignore=ignore)
    return folder / "site"


def open_lecture(site: Path, folder: Path) -> subprocess.CompletedProcess:
    code = "from nnlab.app import cli, lecture_files; print(cli.lecture_folder(), lecture_files.PACKAGE)"
    own = os.environ | {"PYTHONPATH": str(site)}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=own)


def test_a_really_full_disk_is_reported(tmp_path, small_disk):
    site = installed(tmp_path)
    result = open_lecture(site, small_disk)
    assert result.returncode == 1
    assert "CliError" in result.stderr
    assert "No space left on device" in result.stderr
    copies = list((small_disk / "nnlab-lecture").rglob("*.ipynb"))
    assert copies
    for path in copies:
        assert path.read_bytes() == (ROOT / "notebooks" / path.relative_to(small_disk / "nnlab-lecture")).read_bytes()
    assert list(small_disk.rglob("*.part")) == []
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert open_lecture(site, small_disk).returncode == 0
    assert len(list((small_disk / "nnlab-lecture").rglob("*.ipynb"))) == 28


def test_two_labs_can_share_a_folder(tmp_path):
    site, folder = installed(tmp_path), tmp_path / "home"
    folder.mkdir()
    (folder / "nnlab-lecture/en").mkdir(parents=True)
    mine = folder / "nnlab-lecture/en/00_start_here.ipynb"
    mine.write_text('{"cells": ["my own work"]}')
    command = [sys.executable, "-m", "nnlab", "lab", "--no-browser", "--lang", "en"]
    own = os.environ | {"PYTHONPATH": str(site), "HOME": str(folder)}
    logs, labs = [folder / f"log{i}" for i in range(2)], []
    for log in logs:
        with log.open("w") as file:
            labs.append(subprocess.Popen(command, cwd=folder, env=own, stdin=subprocess.DEVNULL, stdout=file, stderr=file))
    try:
        found = [_address(lab, log) for lab, log in zip(labs, logs, strict=True)]
        assert found[0][0] != found[1][0]
        for address, token in found:
            with urllib.request.urlopen(f"{address}/api/contents/en?token={token}", timeout=20) as answer:
                assert len(json.load(answer)["content"]) == len(list((ROOT / "notebooks" / "en").glob("*.ipynb")))
    finally:
        for lab in labs:
            lab.terminate()
        for lab in labs:
            lab.wait(20)
    assert mine.read_text() == '{"cells": ["my own work"]}'
    assert list(folder.rglob("*.part")) == []
    told = catalogue()["cli.skipped"]["en"].format(names="en/00_start_here.ipynb")
    assert any(told in log.read_text("utf-8") for log in logs)


def _address(lab, log: Path) -> tuple[str, str]:
    for _ in range(600):
        found = re.search(r"(http://127\.0\.0\.1:\d+)/doc/\S*\?token=(\w+)\s", log.read_text("utf-8"))
        if found or lab.poll() is not None:
            break
        time.sleep(0.1)
    assert found, log.read_text("utf-8")
    return found.groups()


def test_a_really_read_only_disk_is_reported(tmp_path, small_disk):
    site = installed(tmp_path)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    result = open_lecture(site, small_disk)
    assert result.returncode == 1
    assert "Read-only file system" in result.stderr
    subprocess.run(["mount", "-o", "remount,rw,size=20m", small_disk], check=True)
    assert open_lecture(site, small_disk).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert open_lecture(site, small_disk).returncode == 0
    newer = site / "nnlab/notebooks/en/00_start_here.ipynb"
    newer.write_text('{"cells": ["upgraded"]}')
    result = open_lecture(site, small_disk)
    assert result.returncode == 0
    assert "so those that were there are opened: Read-only file system" in result.stdout
