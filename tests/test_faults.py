"""When something breaks while the lecture is copied (a full disk, no right to write, two at once), nothing of the reader's is lost."""

import errno
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
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nnlab.app import cli, lecture_files
from nnlab.app.lecture_files import copy_lecture

ROOT = Path(__file__).parents[1]
NAMES = ("en/a.ipynb", "en/b.ipynb", "ko/a.ipynb")


def notebook(text: str, **info) -> str:
    """A notebook of one cell; `info` is what JupyterLab adds to it by itself."""
    return json.dumps({"cells": [{"cell_type": "markdown", "source": text}], "metadata": info})


def publish(package: Path, version) -> None:
    """The package, upgraded to another version of the lecture."""
    for name in NAMES:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(notebook(f"{name} of version {version}"), "utf-8")


def text(path: Path) -> str:
    return json.loads(path.read_text("utf-8"))["cells"][0]["source"]


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.part")]


class FullDisk:
    """Stands in for `open`: after `room` bytes no more fit."""

    def __init__(self, room: int):
        self.room, self.open = room, open

    def __call__(self, file, mode="r", *more, **options):
        opened = self.open(file, mode, *more, **options)
        if "w" in mode:
            write = opened.write

            class Full:
                def __enter__(_):
                    return _

                def __exit__(_, *error):
                    opened.close()

                def write(_, content):
                    write(content[: max(0, self.room)])
                    self.room -= len(content)
                    if self.room < 0:
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            return Full()
        return opened


@pytest.fixture
def lecture(tmp_path):
    publish(tmp_path / "package", 1)
    return tmp_path / "package", tmp_path / "copy"


@pytest.mark.parametrize("room", [0, 40, 150, 300, 420])
def test_a_full_disk_leaves_whole_files_and_the_next_try_finishes(lecture, monkeypatch, room):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/b.ipynb").write_text(notebook("my own work"), "utf-8")
    publish(source, 2)
    with monkeypatch.context() as full:
        full.setattr(lecture_files, "open", FullDisk(room), raising=False)
        with pytest.raises(OSError, match="No space left"):
            copy_lecture(source, target)
    assert text(target / "en/b.ipynb") == "my own work"
    for name in ("en/a.ipynb", "ko/a.ipynb"):
        assert text(target / name) in (f"{name} of version 1", f"{name} of version 2")
    assert leftovers(target) == []
    copied = copy_lecture(source, target)
    assert copied.kept == ["en/b.ipynb"]
    assert [text(target / name) for name in ("en/a.ipynb", "ko/a.ipynb")] == ["en/a.ipynb of version 2", "ko/a.ipynb of version 2"]
    publish(source, 3)  # what was written before the disk was full is known as ours
    assert copy_lecture(source, target).kept == ["en/b.ipynb"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_full_disk_is_told_in_one_sentence(lecture, monkeypatch, capsys, tmp_path, language):
    monkeypatch.setattr(lecture_files, "checkout", lambda: None)
    monkeypatch.setattr(lecture_files, "carried", lambda: lecture[0])
    monkeypatch.setattr(lecture_files, "open", FullDisk(10), raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab", "--no-browser", "--lang", language]) == 1
    said = "".join(capsys.readouterr())
    assert said.count("\n") == 1
    assert str(tmp_path / "nnlab-lecture") in said
    assert "No space left on device" in said


def test_a_folder_that_cannot_be_written_still_opens_where_nothing_is_to_be_written(lecture, monkeypatch):
    source, target = lecture
    copy_lecture(source, target)

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(lecture_files, "_write", refuse)
    assert copy_lecture(source, target) == ([], [])
    publish(source, 2)
    with pytest.raises(PermissionError):
        copy_lecture(source, target)
    assert text(target / "en/a.ipynb") == "en/a.ipynb of version 1"


@pytest.mark.parametrize("manifest", ["[]", "null", "3", '"text"', '{"en/a.ipynb": 3}'])
def test_a_manifest_that_is_none_counts_as_nothing_known(lecture, manifest):
    source, target = lecture
    copy_lecture(source, target)
    (target / lecture_files.MANIFEST).write_text(manifest)
    publish(source, 2)
    assert copy_lecture(source, target).kept == sorted(NAMES)


def test_a_notebook_cut_off_in_the_middle_is_the_readers(lecture):
    source, target = lecture
    copy_lecture(source, target)
    whole = (target / "en/a.ipynb").read_bytes()
    (target / "en/a.ipynb").write_bytes(whole[: len(whole) // 2])
    publish(source, 2)
    assert copy_lecture(source, target).kept == ["en/a.ipynb"]


def test_copies_can_be_read_by_those_who_may_read_what_the_reader_writes(lecture):
    source, target = lecture
    copy_lecture(source, target)
    (target / "mine.txt").write_text("x")
    assert (target / "en/a.ipynb").stat().st_mode == (target / "mine.txt").stat().st_mode


class AReaderAndUpgrades(RuleBasedStateMachine):
    """A reader who edits, runs, renames and deletes notebooks while the package is upgraded and the disk fills up."""

    def __init__(self):
        super().__init__()
        import tempfile

        self.folder = Path(tempfile.mkdtemp(prefix="nnlab-reader-"))
        self.source, self.target = self.folder / "package", self.folder / "copy"
        self.version, self.works = 1, {}
        publish(self.source, 1)
        copy_lecture(self.source, self.target)

    def teardown(self):
        shutil.rmtree(self.folder)

    @rule(name=st.sampled_from(NAMES), work=st.integers(0, 3))
    def edit(self, name, work):
        self.works[name] = f"work {work}"
        (self.target / name).write_text(notebook(self.works[name]), "utf-8")

    @rule(name=st.sampled_from(NAMES))
    def open_and_save_without_a_change(self, name):
        if (self.target / name).exists():
            (self.target / name).write_text(notebook(text(self.target / name), language_info={"version": "3.11"}), "utf-8")

    @rule(name=st.sampled_from(NAMES))
    def rename(self, name):
        if name in self.works and (self.target / name).exists():
            mine = f"{name}-{len(self.works)}"
            (self.target / name).rename(self.target / mine)
            self.works[mine] = self.works.pop(name)

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name):
        self.works.pop(name, None)
        (self.target / name).unlink(missing_ok=True)

    @rule(new=st.booleans())
    def start(self, new):
        self.version += new
        publish(self.source, self.version)
        copied = copy_lecture(self.source, self.target)
        for name in NAMES:
            assert text(self.target / name) == self.works.get(name, f"{name} of version {self.version}")
        assert set(copied.kept) <= self.works.keys()

    @rule(room=st.integers(0, 600))
    def start_with_a_full_disk(self, room):
        self.version += 1
        publish(self.source, self.version)
        lecture_files.open = FullDisk(room)
        try:
            copy_lecture(self.source, self.target)
        except OSError:
            pass
        finally:
            del lecture_files.open

    @invariant()
    def nothing_of_the_readers_is_lost(self):
        for name, work in self.works.items():
            assert text(self.target / name) == work
        assert leftovers(self.target) == []


TestAReaderAndUpgrades = AReaderAndUpgrades.TestCase
TestAReaderAndUpgrades.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)


COPY = """
import sys
from pathlib import Path
from nnlab.app.lecture_files import copy_lecture
for _ in range(60):
    copy_lecture(*map(Path, sys.argv[1:]))
"""


def test_two_that_copy_at_once_do_not_disturb_each_other(lecture):
    source, target = lecture
    both = [subprocess.Popen([sys.executable, "-c", COPY, source, target], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for version in range(2, 8):
        publish(source, version)
        time.sleep(0.05)
    assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    copy_lecture(source, target)
    assert [text(target / name) for name in NAMES] == [f"{name} of version 7" for name in NAMES]
    assert leftovers(target) == []


# ---- for real, where that is allowed


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
    """The package as a reader has it, outside of any repository."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nnlab", folder / "site/nnlab", ignore=ignore)
    shutil.copytree(ROOT / "notebooks", folder / "site/nnlab/notebooks", ignore=ignore)
    return folder / "site"


def open_lecture(site: Path, folder: Path) -> subprocess.CompletedProcess:
    code = "from nnlab import cli, lecture_files; print(cli.lecture_folder(), lecture_files.PACKAGE)"
    own = os.environ | {"PYTHONPATH": str(site)}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=own)


@pytest.mark.slow
def test_on_a_disk_that_is_really_full_the_command_says_so_and_leaves_whole_notebooks(tmp_path, small_disk):
    site = installed(tmp_path)
    said = open_lecture(site, small_disk)
    assert said.returncode == 1
    assert "Trouble" in said.stderr
    assert "No space left on device" in said.stderr
    copies = list((small_disk / "nnlab-lecture").rglob("*.ipynb"))
    assert copies
    for path in copies:
        assert path.read_bytes() == (ROOT / "notebooks" / path.relative_to(small_disk / "nnlab-lecture")).read_bytes()
    assert leftovers(small_disk) == []
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert open_lecture(site, small_disk).returncode == 0
    assert len(list((small_disk / "nnlab-lecture").rglob("*.ipynb"))) == 28


@pytest.mark.slow
def test_two_labs_in_one_folder_both_open_and_leave_the_readers_work_alone(tmp_path):
    site, folder = installed(tmp_path), tmp_path / "home"
    folder.mkdir()
    (folder / "nnlab-lecture/en").mkdir(parents=True)
    mine = folder / "nnlab-lecture/en/00_start_here.ipynb"
    mine.write_text(notebook("my own work"), "utf-8")
    command = [sys.executable, "-m", "nnlab", "lab", "--no-browser", "--lang", "en"]
    own = os.environ | {"PYTHONPATH": str(site), "HOME": str(folder)}
    logs, labs = [folder / f"said{i}" for i in range(2)], []
    for log in logs:
        with log.open("w") as said:
            labs.append(subprocess.Popen(command, cwd=folder, env=own, stdin=subprocess.DEVNULL, stdout=said, stderr=said))
    try:
        found = [_address(lab, log) for lab, log in zip(labs, logs, strict=True)]
        assert found[0][0] != found[1][0]
        for address, token in found:
            with urllib.request.urlopen(f"{address}/api/contents/en?token={token}", timeout=20) as answer:
                assert len(json.load(answer)["content"]) == 14
    finally:
        for lab in labs:
            lab.terminate()
        for lab in labs:
            lab.wait(20)
    assert text(mine) == "my own work"
    assert leftovers(folder) == []
    assert any("they stay as they are: en/00_start_here.ipynb" in log.read_text("utf-8") for log in logs)


def _address(lab, log: Path) -> tuple[str, str]:
    for _ in range(600):
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab/\S*\?token=(\w+)\s", log.read_text("utf-8"))
        if found or lab.poll() is not None:
            break
        time.sleep(0.1)
    assert found, log.read_text("utf-8")
    return found.groups()


@pytest.mark.slow
def test_on_a_disk_that_is_read_only_the_command_says_so_and_opens_what_is_there(tmp_path, small_disk):
    site = installed(tmp_path)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    said = open_lecture(site, small_disk)
    assert said.returncode == 1
    assert "Read-only file system" in said.stderr
    subprocess.run(["mount", "-o", "remount,rw,size=20m", small_disk], check=True)
    assert open_lecture(site, small_disk).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert open_lecture(site, small_disk).returncode == 0
