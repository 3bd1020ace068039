"""Runs: what was computed is kept, stopped in the middle and taken up again with nothing lost."""

import pytest

from nnlab import blobs, mlp, sgd
from nnlab.engine.runs import RunCache, TrainingScene, drawable_losses
from nnlab.lecture.score_functions.train_network import TrainNetwork

PARAMS = {"dataset": "spiral", "hidden": 3, "activation": "relu", "learning_rate": 1.0, "l2": 0.0, "step": 400}


def counting(max_runs=3, error_at=None) -> RunCache:
    """Counts to n, and fails once at `error_at`."""
    failures = [error_at]

    def start(n):
        result = []

        def steps():
            for i in range(n):
                if i == failures[0]:
                    failures[0] = None
                    raise KeyboardInterrupt
                result.append(i)
                yield (i + 1) / n

        return result, steps()

    return RunCache(start, max_runs)


def test_a_stopped_run_goes_on_where_it_was():
    runs = counting()
    first = runs.advance(10)
    assert [next(first), next(first)] == [0.1, 0.2]
    first.close()
    assert (runs.get(10), runs.is_finished(10)) == ([0, 1], False)
    assert list(runs.advance(10)) == pytest.approx([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    assert (runs.finish(10), runs.is_finished(10)) == (list(range(10)), True)
    assert list(runs.advance(10)) == []


def test_a_run_interrupted_in_mid_step_starts_again():
    runs = counting(error_at=4)
    with pytest.raises(KeyboardInterrupt):
        runs.finish(6)
    assert runs.peek(6) is None
    assert not runs.is_finished(6)
    assert runs.finish(6) == list(range(6))


def test_the_run_unused_for_longest_makes_room():
    runs = counting(max_runs=3)
    for n in (1, 2, 3):
        runs.finish(n)
    runs.get(1)
    runs.finish(4)
    assert [runs.peek(n) for n in (1, 2, 3, 4)] == [[0], None, [0, 1, 2], [0, 1, 2, 3]]


def test_derived_values_are_computed_once():
    scene, seen = TrainNetwork(), []
    key = scene.run_key(**PARAMS)
    scene.run(*key)
    count = scene.runs.derive(key, "count", lambda network: seen.append(network) or len(seen))
    assert count == [1]
    scene.runs.finish(*key)
    assert scene.runs.derive(key, "count", lambda network: seen.append(network) or len(seen)) == list(range(1, len(seen) + 1))
    assert seen == scene.runs.get(*key).networks


def test_a_dropped_training_goes_on_where_it_was():
    scene = TrainNetwork()
    computing = scene.prepare(**PARAMS)
    for _ in range(10):
        next(computing)
    computing.close()
    key = scene.run_key(**PARAMS)
    assert len(scene.run(*key).losses) == 10
    shares = list(scene.prepare(**PARAMS))
    assert shares[-1] == 1.0
    assert len(shares) == 401 - 10
    assert len(scene.run(*key).losses) == 401


def test_the_training_that_is_seen_is_never_dropped():
    scene = TrainNetwork()
    for _ in scene.prepare(**PARAMS):
        pass
    for hidden in range(4, 4 + 2 * scene.max_runs):
        scene.run(*scene.run_key(**PARAMS | {"hidden": hidden}))
        assert len(scene.run(*scene.run_key(**PARAMS)).losses) == 401


class TwoTrainings(TrainingScene):
    """A picture of two trainings with different seeds."""

    def required_runs(self, **params):
        return [(0,), (1,)]

    def start_training(self, seed):
        return sgd(mlp([2, 3, 2], seed=seed), *blobs(5), learning_rate=0.1, steps=10), 10


def test_a_picture_is_finished_when_all_trainings_are():
    scene = TwoTrainings()
    shares = []
    for share in scene.prepare():
        assert not scene.is_cacheable()
        shares.append(share)
    assert scene.is_cacheable()
    assert shares == sorted(shares)
    assert (shares[10], shares[-1]) == (0.5, 1.0)


def test_losses_are_drawn_within_the_axes():
    losses = [0.5, 1e-9, 700.0, float("inf"), float("nan")]
    assert drawable_losses(losses, 0.01, 30.0).tolist() == [0.5, 0.01, 30.0, 30.0, 30.0]
