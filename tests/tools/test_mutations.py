"""The tests tested: what is broken on purpose has to turn the suite red. A handful every day, all in `make test-weekly`."""

import signal
import subprocess
import sys
from pathlib import Path

import mutants
import pytest
from mutations import MUTATIONS

ROOT = Path(__file__).parents[2]


def tried(*arguments) -> subprocess.CompletedProcess:
    """The command itself, which has processes of its own."""
    return subprocess.run([sys.executable, ROOT / "tools/mutants.py", *arguments], capture_output=True, text=True)


def test_the_suite_goes_red():
    found = tried("--everyday")
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.count("✓ killed") == sum(mutation.everyday for mutation in MUTATIONS)


@pytest.mark.slow
@pytest.mark.weekly
def test_the_suite_goes_red_whatever_is_broken():
    found = tried()
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.count("✓ killed") == len(MUTATIONS)


def test_every_part_has_mutations():
    files = [mutation.file for mutation in MUTATIONS]
    assert len(MUTATIONS) >= 150
    for module in ("activations", "network", "losses", "data", "training", "diagnostics", "neuron"):
        assert files.count(f"nnlab/{module}.py") >= 4
    assert sum(file.startswith("notebooks/") for file in files) >= 5
    assert sum(file.endswith(".toml") for file in files) >= 5
    assert sum(file.startswith("nnlab/lecture/") for file in files) >= 10
    assert sum(file.startswith("nnlab/engine/") for file in files) >= 45
    assert len({mutation.what for mutation in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.what)
def test_what_is_to_be_broken_is_still_there(mutation):
    assert mutation.old in (ROOT / mutation.file).read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "noticed", "killed"),
    [(1, "tests/test_a.py::test_b", True), (0, "", False), (2, "tests/test_a.py - SyntaxError", False), (1, "Traceback: pytest", False)],
)
def test_what_no_test_noticed_is_called_a_survivor(monkeypatch, capsys, code, noticed, killed):
    outcome = mutants.Outcome(MUTATIONS[0], code, noticed, 1.0)
    monkeypatch.setattr(mutants, "run", lambda mutations: iter([mutants.Outcome(None, 0, "", 1.0), outcome]))
    monkeypatch.setattr(sys, "argv", ["mutants.py", "--everyday"])
    assert mutants.main() == (0 if killed else 1)
    output = capsys.readouterr().out
    assert ("survived: nnlab/activations.py: a derivative" in output) != killed
    assert f"1 mutations in 1 files, {int(killed)} killed" in output


def test_without_passing_tests_nothing_is_claimed(monkeypatch, capsys):
    monkeypatch.setattr(mutants, "run", lambda mutations: iter([mutants.Outcome(None, 1, "tests/test_a.py::test_b", 1.0)]))
    monkeypatch.setattr(sys, "argv", ["mutants.py"])
    assert mutants.main() == 1
    assert "Without any mutation the tests fail" in capsys.readouterr().out


def test_an_outdated_mutation_is_named(tmp_path):
    (tmp_path / "a.py").write_text("1")
    with pytest.raises(ValueError, match=r"a change: a\.py no longer says '2'; bring tools/mutations\.py up to date"):
        mutants.break_it(mutants.Mutation("a change", "a.py", "2", "3", ""), tmp_path)


@pytest.mark.parametrize(
    ("body", "seconds", "waiting", "code"),
    [
        ("while True:\n        pass", 1, 300, -signal.SIGXCPU),
        ("time.sleep(13)", 12, 300, 0),  # waiting takes no processor time; starting pytest does, up to 4 s on a busy machine
        ("time.sleep(300)", 300, 1, -signal.SIGKILL),
    ],
    ids=["a loop without end", "a long wait", "a wait without end"],
)
def test_the_time_of_one_mutation(tmp_path, body, seconds, waiting, code):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/test_it.py").write_text(f"import time\n\n\ndef test_it():\n    {body}\n", "utf-8")
    assert mutants._test(tmp_path / "copy", ["test_it.py"], seconds, waiting)[0] == code
