"""`nnlab progress` shows how far the reader has come, and puts the answers aside on request."""

import pytest

from nnlab.app import lecture_files
from nnlab.questions import progress


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The reader's file in a copy of the lecture, with one answer."""
    monkeypatch.setattr(lecture_files, "checkout_notebooks", lambda: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "_in_memory", [])
    file = tmp_path / lecture_files.COPY_NAME / progress.FILE_NAME
    file.parent.mkdir()
    monkeypatch.setenv("NNLAB_PROGRESS", str(file))
    progress.add_answer("practice", "minus")
    progress.add_solved("warm_up")
    return file


def test_progress_is_shown_for_every_notebook(run_command, file):
    code, output = run_command("progress", "--lang", "en")
    heading, first, *others, last = output.splitlines()
    assert code == 0
    assert heading == "notebook | questions answered | answered correctly | exercises passed"
    assert first == "00 Start here | 1/3 | 0/1 | 1/1"
    assert len(others) == 13
    assert last == f"Kept in {file}"
    assert "맞힌 질문" in run_command("progress", "--lang", "ko")[1]


def test_starting_over_puts_the_answers_aside(run_command, file):
    code, output = run_command("progress", "--start-over", "--lang", "en")
    aside = file.with_name("progress-1.jsonl")
    assert code == 0
    assert output.startswith(f"The answers so far were moved to {aside}.\n")
    assert "00 Start here | 0/3 | – | 0/1" in output
    assert output.endswith(f"No answers are kept yet. Locking in an answer creates {file}.\n")
    assert aside.read_text("utf-8").splitlines()[0] == '{"prediction": "practice", "choice": "minus"}'


def test_starting_over_belongs_to_progress(run_command, file):
    code, output = run_command("check", "--start-over")
    assert code == 2
    assert "--start-over" in output
    assert file.exists()
