"""Answers and passed exercises are there the next day, in a file that two kernels can share."""

import json
import os
import subprocess
import sys

import pytest

import nnlab
from nnlab.questions import progress
from nnlab.questions.exercise import find_exercise

BROKEN = ["", "{", "[]", "3", '{"prediction": 3, "choice": "right"}', '{"prediction": "a"}', '{"exercise": []}', "\ufffd"]
LOCK = 'import nnlab; nnlab.use_language("en"); q = nnlab.predict("practice"); q.lock({choice!r}); print(q.guess, repr(nnlab.score()))'


@pytest.fixture
def lecture(tmp_path, monkeypatch):
    """A folder of the lecture as the current one."""
    for language in ("ko", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "00_start_here.ipynb").write_text("{}", "utf-8")
    monkeypatch.chdir(tmp_path / "en")
    monkeypatch.delenv("NNLAB_PROGRESS")
    monkeypatch.setattr(progress, "_in_memory", [])
    return tmp_path


def run(code: str, folder) -> str:
    """What a new kernel in `folder` prints."""
    result = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8")
    return result.stdout.strip()


def test_an_answer_is_there_in_the_next_kernel(lecture):
    assert run(LOCK.format(choice="minus"), lecture / "en").endswith("0 of 1 questions answered correctly so far.")
    first = run(LOCK.format(choice="right"), lecture / "ko")  # the first choice stays
    assert first.endswith("0 of 1 questions answered correctly so far.")
    assert (lecture / "progress.jsonl").read_text("utf-8").startswith('{"prediction": "practice", "choice": "minus", "text": "−1"}\n')


def test_a_passed_exercise_is_kept_once(lecture):
    exercise = find_exercise("parameter_count")
    nnlab.check(exercise.id, lambda sizes: 0)
    assert progress.solved() == set()
    for _ in range(2):
        assert nnlab.check(exercise.id, exercise.reference).state == "passed"
    assert progress.solved() == {exercise.id}
    assert (lecture / "progress.jsonl").read_text("utf-8").splitlines() == [json.dumps({"exercise": exercise.id})]


def test_two_kernels_at_once_lose_nothing(lecture):
    code = "from nnlab.questions import progress\nfor i in range(200): progress.add_answer(f'{mark}{i}', 'right')"
    environment = {name: value for name, value in os.environ.items() if name != "NNLAB_PROGRESS"}
    kernels = [subprocess.Popen([sys.executable, "-c", f"mark = {mark!r}\n{code}"], env=environment) for mark in "ab"]
    assert [kernel.wait() for kernel in kernels] == [0, 0]
    assert progress.answers() == {f"{mark}{i}": "right" for mark in "ab" for i in range(200)}


def test_a_file_that_cannot_be_opened_is_said(lecture):
    (lecture / "progress.jsonl").mkdir()  # which cannot be opened, whoever runs the tests
    question = nnlab.predict("practice")
    question.lock("minus")
    assert question.guess >= 0
    assert str(lecture) in question.score
    assert "cannot be written" in question.score


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_is_passed_over(lecture, line):
    progress.add_answer("practice", "right")
    with open(lecture / "progress.jsonl", "a", encoding="utf-8") as file:
        file.write(line + "\n")
    progress.add_answer("xor_best", "half")
    assert progress.answers() == {"practice": "right", "xor_best": "half"}
    assert progress.solved() == set()


def test_a_choice_that_is_no_longer_offered_is_asked_again(lecture):
    progress.add_answer("practice", "of another version")
    question = nnlab.predict("practice")
    assert question.guess == -1
    question.lock("minus")
    assert question.verdict
    assert progress.answers() == {"practice": "minus"}
    question.lock("right")
    assert progress.answers() == {"practice": "minus"}, "the first choice stays"


def test_half_a_line_costs_no_other_answer(lecture):
    (lecture / "progress.jsonl").write_text('{"prediction": "xor_best", "cho', "utf-8")  # the disk was full
    progress.add_answer("practice", "minus")
    progress.add_answer("xor_best", "half")
    assert progress.answers() == {"practice": "minus", "xor_best": "half"}


def test_lines_of_a_newer_version_are_kept_and_passed_over(lecture):
    newer = '{"version": 7}\n{"prediction": "practice", "choice": "right", "sure": 0.5}\n{"note": "q"}\n'
    (lecture / "progress.jsonl").write_text(newer, "utf-8")
    progress.add_answer("xor_best", "half")
    assert progress.answers() == {"practice": "right", "xor_best": "half"}
    assert (lecture / "progress.jsonl").read_text("utf-8").startswith(newer)


def test_starting_over_keeps_the_old_file(lecture):
    file = lecture / "progress.jsonl"
    assert progress.start_over(file) is None
    for choice in ("right", "minus"):
        progress.add_answer("practice", choice)
        assert progress.answers() == {"practice": choice}
        aside = progress.start_over(file)
        assert progress.answers() == {}
        assert choice in aside.read_text("utf-8")
    assert sorted(path.name for path in lecture.glob("*.jsonl")) == ["progress-1.jsonl", "progress-2.jsonl"]


def test_in_the_browser_the_file_is_in_the_drive(lecture, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    progress.add_answer("practice", "right")
    assert progress.answers() == {"practice": "right"}
    assert (lecture / "en" / "progress.jsonl").exists()  # the folder above is no part of the drive
    assert not (lecture / "progress.jsonl").exists()


def test_a_line_is_what_a_reader_can_read(lecture):
    progress.add_answer("practice", "minus", "기울기 −1")
    assert (lecture / "progress.jsonl").read_text("utf-8") == '{"prediction": "practice", "choice": "minus", "text": "기울기 −1"}\n'


def test_elsewhere_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NNLAB_PROGRESS")
    monkeypatch.setattr(progress, "_in_memory", [])
    question = nnlab.predict("practice")
    question.lock("right")
    assert nnlab.predict("practice").right >= 0
    assert question.score.endswith("this folder has no 00_start_here.ipynb, so it is not taken for the lecture's.")
    assert list(tmp_path.iterdir()) == []
