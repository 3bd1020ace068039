"""The lecture is copied to the reader, updated later, and never overwrites what the reader changed."""

import json
from pathlib import Path

import pytest

from nnlab.app import cli, lecture_files
from nnlab.app.lecture_files import CopyResult, copy_lecture

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def lecture(tmp_path):
    """A lecture of two notebooks, and the folder that is to receive it."""
    for name, text in {"ko/a.ipynb": "가 1", "en/a.ipynb": "a 1"}.items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    return tmp_path / "package", tmp_path / "copy"


def test_everything_is_copied_once(lecture):
    source, target = lecture
    assert copy_lecture(source, target) == CopyResult(["en/a.ipynb", "ko/a.ipynb"], [])
    assert (target / "ko/a.ipynb").read_text("utf-8") == "가 1"
    assert copy_lecture(source, target) == CopyResult([], [])


def test_a_new_version_leaves_changed_files(lecture):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/a.ipynb").write_text("my own work")
    assert copy_lecture(source, target) == CopyResult([], [])  # nothing newer, so nothing to report
    for language in ("ko", "en"):
        (source / language / "a.ipynb").write_text("2")
    for _ in range(2):  # reported every time: the reader may have missed it
        result = copy_lecture(source, target)
        assert result.skipped == ["en/a.ipynb"]
        assert (target / "en/a.ipynb").read_text() == "my own work"
        assert (target / "ko/a.ipynb").read_text() == "2"


def test_renaming_a_changed_file_brings_the_new_one(lecture):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/a.ipynb").write_text("my own work")
    (source / "en/a.ipynb").write_text("2")
    (target / "en/a.ipynb").rename(target / "en/mine.ipynb")
    assert copy_lecture(source, target) == CopyResult(["en/a.ipynb"], [])
    assert (target / "en/mine.ipynb").read_text() == "my own work"


@pytest.mark.parametrize("manifest", [None, "", "{half"])
def test_a_file_of_unknown_origin_is_the_readers(lecture, manifest):
    source, target = lecture
    copy_lecture(source, target)
    (target / "en/a.ipynb").write_text("my own work")
    (target / lecture_files.MANIFEST).unlink()
    if manifest is not None:
        (target / lecture_files.MANIFEST).write_text(manifest)
    assert copy_lecture(source, target) == CopyResult([], ["en/a.ipynb"])
    assert (target / "en/a.ipynb").read_text() == "my own work"


def test_saving_is_no_change_but_a_new_output_is(lecture):
    source, target = lecture

    def write(folder, language, title, *, outputs=(), **info):
        cells = [{"cell_type": "markdown", "source": title}, {"cell_type": "code", "source": "1", "outputs": list(outputs)}]
        notebook = {"cells": cells, "metadata": {"language_info": {"name": "python", **info}}}
        (folder / language / "a.ipynb").write_text(json.dumps(notebook, indent=2 if info else 1), "utf-8")

    for language in ("ko", "en"):
        write(source, language, "1")
    copy_lecture(source, target)
    write(target, "en", "1", version="3.11.7")  # what JupyterLab adds when it saves
    write(target, "ko", "1", outputs=["my run"])
    for language in ("ko", "en"):
        write(source, language, "2")
    assert copy_lecture(source, target) == CopyResult(["en/a.ipynb"], ["ko/a.ipynb"])


def test_jupyters_checkpoints_are_not_copied(lecture):
    source, target = lecture
    (source / "ko/.ipynb_checkpoints").mkdir()
    (source / "ko/.ipynb_checkpoints/a-checkpoint.ipynb").write_text("old")
    assert copy_lecture(source, target).written == ["en/a.ipynb", "ko/a.ipynb"]


def test_from_a_checkout_its_own_notebooks_open():
    assert cli.lecture_folder() == REPOSITORY / "notebooks"


def test_an_installed_lecture_is_copied(lecture, monkeypatch, capsys, tmp_path):
    source, target = lecture[0], tmp_path / "nnlab-lecture"
    monkeypatch.setattr(lecture_files, "checkout_notebooks", lambda: None)
    monkeypatch.setattr(lecture_files, "bundled_notebooks", lambda: source)
    monkeypatch.chdir(tmp_path)
    assert cli.lecture_folder() == target
    assert f"Notebooks copied into {target}: 2." in capsys.readouterr().out
    (target / "en/a.ipynb").write_text("my own work")
    (source / "en/a.ipynb").write_text("2")
    cli.lecture_folder()
    assert "they were left as they are: en/a.ipynb" in capsys.readouterr().out
