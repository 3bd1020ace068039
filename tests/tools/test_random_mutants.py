"""Random mutants: the same seed draws the same ones, each changes its file, and the tests that have to notice it exist."""

import covering_tests
import javascript_mutants
import pytest
import random_mutants
from random_mutants import ROOT, draw


def test_every_file_has_tests_that_exist():
    for path in [*(ROOT / "nnlab").rglob("*.py"), *javascript_mutants.files()]:
        steps = random_mutants.tests_of(random_mutants.Mutant(path.relative_to(ROOT).as_posix(), 1, "", 0))
        named = [argument.partition("::")[0] for step in steps for argument in step if argument.startswith("tests/")]
        assert named
        assert all((ROOT / name).exists() for name in named), path


def test_a_line_meets_the_tests_that_run_it_quick_ones_first():
    seconds = {"slow": 2.0, "quick": 1.0, "endless": 1000.0}
    known = {"seconds": seconds, "lines": {"a.py": {"3": ["slow", "quick"], "4": ["slow", "endless"], "5": ["endless"]}}}
    assert covering_tests.tests_of_line("a.py", 3, known) == ["quick", "slow"]
    assert covering_tests.tests_of_line("a.py", 4, known) == ["slow"]  # the other one takes more than there is
    assert covering_tests.tests_of_line("a.py", 5, known) == ["endless"]  # the only one
    assert covering_tests.tests_of_line("a.py", 1, known) == ["quick", "slow"]  # run at import: the tests of the file
    assert covering_tests.tests_of_line("b.py", 1, known) == []


def test_a_seed_draws_the_same_changes():
    pytest.importorskip("cosmic_ray", reason="installed by `make random-mutants`")
    one, again, other = (draw(20, seed, ["losses"]) for seed in (0, 0, 1))
    assert one == again != other
    assert len({(mutant.file, mutant.line, mutant.operator, mutant.occurrence) for mutant in one}) == 20
    for mutant in one:
        before, after = (ROOT / mutant.file).read_text("utf-8"), random_mutants.changed(mutant)
        assert before != after


def test_what_python_cannot_read_is_no_mutant():
    assert random_mutants.is_program("def f(a, *, b):\n    return a")
    assert not random_mutants.is_program("def f(a, %, b):\n    return a")


def test_changed_javascript():
    if not javascript_mutants.MODULES.is_dir():
        pytest.skip("Stryker's instrumenter is installed by `make random-mutants`")
    drawn = draw(20, 0, ["votes", "frames"], "javascript")
    assert drawn == draw(20, 0, ["votes", "frames"], "javascript")
    for mutant in drawn:
        before, after = (ROOT / mutant.file).read_text("utf-8"), random_mutants.changed(mutant)
        same = [old == new for old, new in zip(before.splitlines(), after.splitlines(), strict=False)]
        assert before != after
        assert all(same[: mutant.line - 1]), mutant  # nothing is changed before its line


def test_utf16(tmp_path, monkeypatch):
    """JavaScript counts a picture character as two."""
    file = tmp_path / "a.js"
    file.write_text("f('🙂', 1);", "utf-8")
    change = {"line": 1, "column": 8, "start": 8, "end": 9, "operator": "", "replacement": "2"}
    monkeypatch.setattr(javascript_mutants, "changes", lambda _: [change])
    assert javascript_mutants.changed(file, 0) == "f('🙂', 2);"


def test_a_changed_test_is_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr(random_mutants, "ROOT", tmp_path)
    monkeypatch.setattr(random_mutants, "tests_of", lambda _: [["tests/frontend"]])
    (tmp_path / "tests/frontend").mkdir(parents=True)
    test, file = tmp_path / "tests/frontend/a.test.mjs", tmp_path / "a.js"
    file.write_text("1", "utf-8")
    test.write_text("2", "utf-8")
    mutant = random_mutants.Mutant("a.js", 1, "", 0)
    before = random_mutants.fingerprint(mutant)
    test.write_text("3", "utf-8")
    assert random_mutants.fingerprint(mutant) != before
