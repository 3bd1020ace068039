"""Assignments: every solution is right, nothing of it is left for students, and nbgrader gives each submission the points it should get."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import assignment
import nbformat
import pytest

from nnlab.language import LANGUAGES
from nnlab.questions import check
from nnlab.questions.exercise import exercises
from nnlab.questions.grading import points

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/[0-9][0-9]_*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_solution_is_right(path):
    notebook = assignment.assignment(path, 2)
    nbformat.validate(notebook)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}
    assert len(cells) == len(notebook.cells)
    ids = [id.removesuffix("-solution") for id in cells if id.endswith("-solution")]
    assert ids
    for id in ids:
        namespace = {}
        exec("import numpy as np\nimport nnlab\n" + cells[f"{id}-solution"].source, namespace)
        name = re.search(rf'nnlab\.check\("{id}", (\w+)\)', cells[f"{id}-shown"].source)[1]
        assert check(id, namespace[name]).passed
        assert points(id, namespace[name], 2, seed=1) == 2
        assert cells[f"{id}-task"].source.startswith("#")
        assert cells[f"{id}-solution"].source.count("### BEGIN SOLUTION") == 1
        assert cells[f"{id}-hidden"].source.index("### BEGIN HIDDEN TESTS") < cells[f"{id}-hidden"].source.index("seed=")
    graded = [cell for cell in notebook.cells if cell.metadata.nbgrader.grade]
    assert [cell.metadata.nbgrader.points for cell in graded] == [2] * 2 * len(ids)
    assert all(cell.metadata.nbgrader.locked != cell.metadata.nbgrader.solution for cell in notebook.cells)


def test_both_editions_have_all_exercises_once():
    for language in LANGUAGES:
        cells = [cell for path in NOTEBOOKS if path.parent.name == language for cell in assignment.assignment(path, 1).cells]
        found = [cell.metadata.nbgrader.grade_id for cell in cells if cell.metadata.nbgrader.solution]
        assert sorted(found) == sorted(f"{id}-solution" for id in exercises())


def test_seeds_are_new_each_time():
    path = NOTEBOOKS[0]
    seeds = [re.findall(r"seed=(\d+)", str(assignment.assignment(path, 1))) for _ in range(2)]
    assert seeds[0] != seeds[1]


def test_a_course_is_written_and_its_settings_stay(tmp_path):
    assert assignment.write_course(tmp_path, ["5", "12"], "ko", 1) == ["05_sigmoid", "12_backpropagation"]
    (tmp_path / "nbgrader_config.py").write_text("# my own")
    assert len(assignment.write_course(tmp_path, [], "ko", 1)) == 14
    assert (tmp_path / "nbgrader_config.py").read_text() == "# my own"
    with pytest.raises(ValueError, match="number is '99', expected one of 00, 01"):
        assignment.write_course(tmp_path, ["99"], "ko", 1)
    with pytest.raises(ValueError, match="points is 0"):
        assignment.write_course(tmp_path, ["5"], "ko", 0)


# ---- nbgrader itself

BACKWARD = """def neuron_backward(x, w, b, upstream):
    f = 1 / (1 + np.exp(-(w @ x + b)))
    dq = {upstream} * f * (1 - f)
    return dq * x, dq"""
CHAIN = """def chain_slope(x, weights):
    h, slope = x, 1.0
    for w in weights:
        h = 1 / (1 + np.exp(-w * h))
        slope *= h * (1 - h) * w
    return slope"""
RATE = "def largest_rate(X):\n    return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()"
# Submissions for notebook 05 with 2 points for each of six graded cells: the cells of the solutions (None: untouched) and the points.
SUBMISSIONS = {
    "right": ([BACKWARD.format(upstream="upstream"), CHAIN, RATE], 12.0),
    "half": ([BACKWARD.format(upstream="abs(upstream)"), CHAIN, None], 3.0 + 4.0),  # the first one is right in 3 of 4 cases
    "wrong": (["def neuron_backward(x, w, b, upstream):\n    return x, b", "def chain_slope(x, weights):\n    return 7.0", RATE[:-6]], 0.0),
    "untouched": ([None, None, None], 0.0),
    "crashing": (["this is no Python", "def chain_slope(x, weights):\n    raise MemoryError", RATE], 4.0),
}


def nbgrader(folder: Path, *arguments: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # it starts a program of another package
    variables = os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": path}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def submit(released: Path, target: Path, solutions: list[str | None]) -> None:
    """A copy of the released notebook with these solutions."""
    notebook = nbformat.read(released, as_version=4)
    cells = [cell for cell in notebook.cells if cell.metadata.nbgrader.solution]
    for cell, source in zip(cells, solutions, strict=True):
        cell.source = source or cell.source
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


@pytest.mark.slow
def test_nbgrader_gives_the_points(tmp_path):
    pytest.importorskip("nbgrader", reason="needs the packages of the extra `assignments`")
    assignment.write_course(tmp_path, ["05"], "en", 2)
    nbgrader(tmp_path, "generate_assignment", "05_sigmoid")
    released = tmp_path / "release" / "05_sigmoid" / "05_sigmoid.ipynb"
    text = released.read_text("utf-8")
    assert "raise NotImplementedError()" in text
    assert not re.search("seed=|SOLUTION|HIDDEN|eigvalsh\\(X", text)
    for student, (solutions, _) in SUBMISSIONS.items():
        submit(released, tmp_path / "submitted" / student / "05_sigmoid" / "05_sigmoid.ipynb", solutions)
    nbgrader(tmp_path, "autograde", "05_sigmoid", "--create")
    nbgrader(tmp_path, "export", "--to", "grades.csv")
    head, *rows = [line.split(",") for line in (tmp_path / "grades.csv").read_text("utf-8").splitlines()]
    student, score, maximum = (head.index(name) for name in ("student_id", "score", "max_score"))
    assert {row[student]: float(row[score]) for row in rows} == {name: expected for name, (_, expected) in SUBMISSIONS.items()}
    assert {float(row[maximum]) for row in rows} == {12.0}
    shutil.rmtree(tmp_path / "submitted")
