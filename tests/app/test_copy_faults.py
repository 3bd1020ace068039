"""When copying the lecture fails (a full disk, a read-only folder, two processes at once), none of the reader's work is lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nnlab.app import cli, lecture_files
from nnlab.app.lecture_files import copy_lecture

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
    """Replaces `open`: only `room` bytes can be written."""

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
def test_a_full_disk_leaves_whole_files(lecture, monkeypatch, room):
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
    assert copied.skipped == ["en/b.ipynb"]
    assert [text(target / name) for name in ("en/a.ipynb", "ko/a.ipynb")] == ["en/a.ipynb of version 2", "ko/a.ipynb of version 2"]
    publish(source, 3)  # what was written before the disk was full is known as a copy
    assert copy_lecture(source, target).skipped == ["en/b.ipynb"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_full_disk_is_reported_in_one_sentence(lecture, monkeypatch, capsys, tmp_path, language):
    monkeypatch.setattr(lecture_files, "checkout_notebooks", lambda: None)
    monkeypatch.setattr(lecture_files, "bundled_notebooks", lambda: lecture[0])
    monkeypatch.setattr(lecture_files, "open", FullDisk(10), raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab", "--no-browser", "--lang", language]) == 1
    output = "".join(capsys.readouterr())
    assert output.count("\n") == 1
    assert str(tmp_path / "nnlab-lecture") in output
    assert "No space left on device" in output


def test_a_read_only_folder_without_news_opens(lecture, monkeypatch):
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


def test_a_read_only_folder_with_news_opens_as_it_was(lecture, monkeypatch, capsys, tmp_path):
    source, _ = lecture
    monkeypatch.setattr(lecture_files, "checkout_notebooks", lambda: None)
    monkeypatch.setattr(lecture_files, "bundled_notebooks", lambda: source)
    monkeypatch.chdir(tmp_path)
    folder = cli.lecture_folder()
    publish(source, 2)
    (folder / "ko/a.ipynb").unlink()
    monkeypatch.setattr(lecture_files, "open", FullDisk(0), raising=False)
    with pytest.raises(cli.CliError, match="could not be copied"):
        cli.lecture_folder()  # one notebook is missing
    (folder / "ko/a.ipynb").write_text(notebook("my own work"), "utf-8")
    capsys.readouterr()
    assert cli.lecture_folder() == folder
    assert capsys.readouterr().out.endswith("so those that were there are opened: No space left on device\n")
    assert text(folder / "en/a.ipynb") == "en/a.ipynb of version 1"


@pytest.mark.parametrize("manifest", ["[]", "null", "3", '"text"', '{"en/a.ipynb": 3}'])
def test_a_broken_manifest_counts_as_empty(lecture, manifest):
    source, target = lecture
    copy_lecture(source, target)
    (target / lecture_files.MANIFEST).write_text(manifest)
    publish(source, 2)
    assert copy_lecture(source, target).skipped == sorted(NAMES)


def test_a_truncated_notebook_is_the_readers(lecture):
    source, target = lecture
    copy_lecture(source, target)
    whole = (target / "en/a.ipynb").read_bytes()
    (target / "en/a.ipynb").write_bytes(whole[: len(whole) // 2])
    publish(source, 2)
    assert copy_lecture(source, target).skipped == ["en/a.ipynb"]


def test_copies_have_the_usual_permissions(lecture):
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
        assert set(copied.skipped) <= self.works.keys()

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


def test_two_copies_at_once_do_not_collide(lecture):
    source, target = lecture
    both = [subprocess.Popen([sys.executable, "-c", COPY, source, target], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for version in range(2, 8):
        publish(source, version)
        time.sleep(0.05)
    assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    copy_lecture(source, target)
    assert [text(target / name) for name in NAMES] == [f"{name} of version 7" for name in NAMES]
    assert leftovers(target) == []
