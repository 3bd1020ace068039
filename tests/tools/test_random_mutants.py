"""Random mutants: the same seed draws the same ones, each changes its file, and the tests that have to notice it exist."""

import pytest
import random_mutants
from random_mutants import ROOT, draw


def test_every_file_has_tests_that_exist():
    for path in (ROOT / "nnlab").rglob("*.py"):
        arguments = random_mutants.tests_of(path.relative_to(ROOT).as_posix())
        named = [argument for argument in arguments if argument.startswith("tests/")]
        assert named
        assert all((ROOT / name).exists() for name in named), path


def test_a_seed_draws_the_same_changes():
    pytest.importorskip("cosmic_ray", reason="installed by `make random-mutants`")
    one, again, other = (draw(20, seed, ["losses"]) for seed in (0, 0, 1))
    assert one == again != other
    assert len({(mutant.file, mutant.line, mutant.operator, mutant.occurrence) for mutant in one}) == 20
    for mutant in one:
        before, after = (ROOT / mutant.file).read_text("utf-8"), random_mutants.changed(mutant)
        assert before != after
