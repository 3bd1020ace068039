"""The shared experiments: unseen examples are unseen, and accuracies and errors are what they should be."""

import numpy as np
import pytest

from nnlab import DATASETS, Layer, Network, digits, mlp
from nnlab.lecture import experiments


@pytest.mark.parametrize("dataset", ["digits", *DATASETS])
def test_no_unseen_example_was_seen_in_training(dataset):
    X, y, X_unseen, y_unseen = experiments.train_test_split(dataset)
    seen = set(map(tuple, X)) - {(0, 0)}  # every spiral begins at the origin
    assert not seen & set(map(tuple, X_unseen))
    assert len(X) == len(y)
    assert len(X_unseen) == len(y_unseen) >= 200
    assert np.unique(y).tolist() == np.unique(y_unseen).tolist()


def test_training_and_unseen_digits_are_all_of_them():
    X, y, X_unseen, y_unseen = experiments.train_test_split("digits")
    assert (len(X), len(X_unseen)) == (1200, 597)
    everything = np.column_stack([np.concatenate([X, X_unseen]), np.concatenate([y, y_unseen])])
    assert np.array_equal(np.unique(everything, axis=0), np.unique(np.column_stack(digits()), axis=0))


def test_steps_to_error_is_0_infinite_or_between():
    X, y = np.linspace(-1, 1, 60)[:, None], (np.arange(60) >= 30).astype(int)
    right, wrong = (Network([Layer([[sign]], [0.0])]) for sign in (1.0, -1.0))
    options = {"loss": "logistic", "learning_rate": 0.0, "steps": 5}
    assert experiments.steps_to_error(right, X, y, 0.25, **options) == 0
    assert experiments.steps_to_error(wrong, X, y, 0.25, **options) == np.inf
    assert 0 < experiments.steps_to_error(wrong, X, y, 0.25, **options | {"learning_rate": 1.0, "steps": 100}) <= 100


def test_a_run_ends_with_accuracy_or_divergence():
    *steps, learned = experiments.train_and_score("spiral", "relu", 0.3, 2, 32, 600, 0)
    assert set(steps) == {None}
    assert learned.accuracy > 0.9
    assert 0 <= learned.dead_share < 1
    *_, lost = experiments.train_and_score("spiral", "relu", 1e6, 2, 8, 50, 0)
    assert lost.diverged
    assert (lost.accuracy, lost.dead_share) == (1 / 3, None)


def test_each_contender_is_compared_at_its_own_best_setting():
    best = {"a": 0.1, "b": 10.0}

    def run(name, *, seed, rate, start):
        return -abs(np.log10(rate / best[name])) - abs(start - 2) + 0.01 * seed

    outcomes = experiments.compare(run, best, seeds=range(5), rate=(0.1, 1.0, 10.0), start=(1, 2, 3))
    assert {name: outcome.setting for name, outcome in outcomes.items()} == {
        "a": {"rate": 0.1, "start": 2},
        "b": {"rate": 10.0, "start": 2},
    }
    assert outcomes["a"].scores == pytest.approx((0, 0.01, 0.02, 0.03, 0.04))
    assert (outcomes["a"].low, outcomes["a"].median, outcomes["a"].high) == pytest.approx((0, 0.02, 0.04))
    assert outcomes["a"].at_border == ("rate",)


def test_a_diverged_run_is_never_the_best():
    outcome = experiments.compare(lambda name, seed, rate: np.nan if rate > 1 else -rate, ["a"], rate=(0.5, 0.7, 2.0))["a"]
    assert outcome.setting == {"rate": 0.5}
    assert outcome.scores == (-0.5,) * 9


def test_a_comparison_reports_progress_and_can_be_stopped():
    def stop(done, total):
        calls.append((done, total))
        if done == 5:
            raise KeyboardInterrupt

    calls = []
    with pytest.raises(KeyboardInterrupt):
        experiments.compare(lambda name, seed, rate: rate, ["a", "b"], progress=stop, rate=(1, 2))
    assert calls == [(done, 2 * (2 * 3 + 6)) for done in range(1, 6)]


def test_a_diverged_training_has_no_last_network():
    X, y = digits()
    network = mlp([64, 10, 10], "relu", dtype=np.float32)
    assert experiments.last_network(network, X, y, learning_rate=1e30, steps=20) is None
    assert np.isnan(experiments.accuracy(None, X, y))
    assert experiments.accuracy(experiments.last_network(network, X, y, learning_rate=0.5, steps=50), X, y) > 0.7
