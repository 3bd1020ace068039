"""The tests tested: what is broken on purpose has to turn the suite red. A handful every day, all in `make test-all`."""

from pathlib import Path

import mutants
import pytest
from mutations import MUTATIONS

ROOT = Path(__file__).parents[1]


def survivors(mutations) -> list[str]:
    """What no test noticed; the tests that are named have to pass where nothing is broken."""
    outcomes = list(mutants.run(mutations))
    assert [outcome.noticed for outcome in outcomes if outcome.mutation is None and outcome.code] == []
    tried = [outcome for outcome in outcomes if outcome.mutation]
    assert len(tried) == len(mutations)
    return [f"{outcome.mutation.file}: {outcome.mutation.what}" for outcome in tried if not outcome.killed]


def test_the_suite_goes_red():
    assert survivors([mutation for mutation in MUTATIONS if mutation.everyday]) == []


@pytest.mark.slow
def test_the_suite_goes_red_whatever_is_broken():
    assert survivors([mutation for mutation in MUTATIONS if not mutation.everyday]) == []


def test_there_are_mutations_in_every_module_of_the_numerics_and_in_notebooks_and_words():
    files = [mutation.file for mutation in MUTATIONS]
    assert len(MUTATIONS) >= 60
    for module in ("activations", "network", "losses", "data", "training", "diagnostics", "neuron"):
        assert files.count(f"nnlab/{module}.py") >= 4
    assert sum(file.startswith("notebooks/") for file in files) >= 5
    assert sum(file.startswith("nnlab/locale/") for file in files) >= 5
    assert sum(file.startswith("nnlab/scenes/") for file in files) >= 10
    assert len({mutation.what for mutation in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.what)
def test_what_is_to_be_broken_is_still_there(mutation):
    assert mutation.old in (ROOT / mutation.file).read_text("utf-8")


def test_a_mutation_that_no_test_notices_is_called_a_survivor():
    comment = '"""Feed-forward and back', '"""Feed-forward, and back'
    harmless = mutants.Mutation("a comment", "nnlab/network.py", *comment, "tests/test_facts.py")
    assert survivors([harmless]) == ["nnlab/network.py: a comment"]


def test_a_mutation_of_what_is_no_longer_there_is_named(tmp_path):
    (tmp_path / "a.py").write_text("1")
    with pytest.raises(ValueError, match=r"a change: a\.py no longer says '2'; bring tools/mutations\.py up to date"):
        mutants.break_it(mutants.Mutation("a change", "a.py", "2", "3", ""), tmp_path)
