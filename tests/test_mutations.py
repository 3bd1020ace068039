"""The tests tested: break the lecture on purpose, one thing at a time, and the suite has to go red."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = ("-m", "not browser")

# what is broken: (file, what stands there, what stands there instead, the tests that have to notice)
MUTATIONS = {
    "a derivative": ("nnlab/activations.py", "dh * (h * (1 - h))", "dh * (h * (1 + h))", ["tests/test_network.py"]),
    "a sign": ("nnlab/losses.py", "np.where(gap > 0, -t, 0)", "np.where(gap > 0, t, 0)", ["tests/test_losses.py"]),
    "an axis": ("nnlab/network.py", "dz.sum(axis=0)", "dz.sum(axis=0) * 2", ["tests/test_network.py"]),
    "a callback at its maximum": (
        "nnlab/scenes/activations.py",
        "        chosen = self.functions[activation]\n        value, slope",
        "        chosen = self.functions[activation]\n        assert z < 6\n        value, slope",
        ["tests/test_explorers.py", "-k", "every_control and activation_curve"],
    ),
    "a glyph that no font has": ("nnlab/locale/activations.toml", "An activation function and its slope", "𓀀", ["tests/test_language.py"]),
    "an untranslated word": (
        "nnlab/locale/activations.toml",
        'en = "An activation function and its slope"',
        "",
        ["tests/test_language.py"],
    ),
    "a code cell of one edition": (
        "notebooks/en/01_score_functions.ipynb",
        "S = W2 @ h\\n",
        "S = W2 @ (h + 0)\\n",
        ["tests/test_notebooks.py"],
    ),
    "a Korean text without its translation": (
        "notebooks/ko/04_activation_functions.ipynb",
        "수 하나가 들어가고, 수 하나가 나옵니다",
        "수 하나가 들어가면 수 하나가 나옵니다",
        ["tests/test_notebooks.py"],
    ),
    "an import": ("nnlab/network.py", "import numpy as np", "import matplotlib\nimport numpy as np", ["tests/test_imports.py"]),
    "a number in a question": ("nnlab/locale/questions_01.toml", '"308,310"', '"308,301"', ["tests/test_facts.py"]),
    "a mistake that is let through": (
        "nnlab/questions/exercises/s04_activations.py",
        "return 1 - h**2",
        "return 1 - np.abs(h)",
        ["tests/test_questions.py", "-k", "tanh_slope"],
    ),
    "a stored output": ("notebooks/en/00_start_here.ipynb", "neural network', 6, 26", "neural network', 6, 27", ["nbval"]),
}  # fmt: skip
NBVAL = ["--nbval", "--nbval-current-env", "-W", "default", "notebooks/en/00_start_here.ipynb"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    place = tmp_path_factory.mktemp("mutant")
    for name in ("nnlab", "notebooks", "tests", "tools"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "browser", "test_mutations.py"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def run(place: Path, tests: list[str]) -> int:
    chosen = NBVAL if tests == ["nbval"] else [*tests, *UNIT]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *chosen]
    return subprocess.run(command, cwd=place, env=os.environ | {"PYTHONPATH": str(place)}, capture_output=True).returncode


@pytest.mark.parametrize("what", MUTATIONS)
def test_the_suite_goes_red(copy, what):
    name, old, new, tests = MUTATIONS[what]
    file = copy / name
    whole = file.read_text("utf-8")
    assert old in whole, f"{name} has changed: bring the mutation up to date"
    try:
        file.write_text(whole.replace(old, new, 1), "utf-8")
        assert run(copy, tests) == 1, f"{what} went unnoticed"  # 1: tests ran and some failed
    finally:
        file.write_text(whole, "utf-8")


def test_the_unbroken_copy_is_green(copy):
    assert run(copy, ["tests/test_facts.py", "tests/test_imports.py", "tests/test_activations.py"]) == 0
