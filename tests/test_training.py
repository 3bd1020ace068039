"""Training: its steps, its trajectories, and that its arguments do not change."""

import itertools
import pickle

import numpy as np
import pytest

from nnlab import Layer, Network, Trajectory, blobs, fill_trajectory, mlp, moons, sgd, softmax_loss, train

X, Y = blobs(20, seed=1)
DIVERGING = {"learning_rate": 1e3, "l2": 1.0, "steps": 500}  # every update multiplies the weights by −999


def line(w=0.0, b=0.0):
    return Network([Layer([[w]], [b])])


def test_step_0_is_the_network_before_any_update():
    network = mlp([2, 4, 2], "tanh")
    steps = [(s.step, s.loss, s.network.layers[0].W.copy()) for s in sgd(network, X, Y, learning_rate=0.1, steps=3)]
    assert [step for step, *_ in steps] == [0, 1, 2, 3]
    assert steps[0][1] == pytest.approx(softmax_loss(network.forward(X).scores, Y)[0], rel=1e-14)
    assert np.array_equal(steps[0][2], network.layers[0].W)
    assert not np.array_equal(steps[1][2], network.layers[0].W)


def test_one_update_by_hand():
    # score 0 for x = 2, y = 1: dloss/dscore = σ(0) − 1 = −1/2, so W gains 0.1 · 1/2 · 2 and b gains 0.1 · 1/2
    first, second = (s.network.layers[0].W[0, 0] for s in sgd(line(), [[2.0]], [1], loss="logistic", learning_rate=0.1, steps=1))
    assert (first, second) == pytest.approx((0, 0.1))
    *_, last = sgd(line(), [[2.0]], [1], loss="logistic", learning_rate=0.1, steps=1)
    assert last.network.layers[0].b[0] == pytest.approx(0.05)
    assert last.loss == pytest.approx(np.log1p(np.exp(-0.25)))


def test_l2_adds_to_the_loss_and_shrinks_weights_alone():
    steps = list(sgd(line(2.0, 3.0), [[0.0]], [1], loss="hinge", learning_rate=0.5, steps=1, l2=0.1))
    assert steps[0].loss == pytest.approx(0.5 * 0.1 * 4)
    assert steps[1].network.layers[0].W[0, 0] == pytest.approx(2 - 0.5 * 0.1 * 2)
    assert steps[1].network.layers[0].b[0] == 3


@pytest.mark.parametrize(("loss", "sizes"), [("softmax", [2, 8, 2]), ("logistic", [2, 8, 1]), ("hinge", [2, 8, 1])])
def test_training_separates_moons(loss, sizes):
    data = moons(40, 0.1)
    trajectory = train(mlp(sizes, "tanh"), *data, loss=loss, learning_rate=0.5, steps=1000)
    assert trajectory.accuracies[-1] >= 0.98
    assert trajectory.losses[-1] < 0.2 * trajectory.losses[0]
    assert np.mean(trajectory.networks[-1].predict(data[0]) == data[1]) == trajectory.accuracies[-1]


def test_arguments_are_not_changed():
    network = mlp([2, 4, 2])
    before = [array.copy() for layer in network.layers for array in (layer.W, layer.b)]
    X_before, y_before = X.copy(), Y.copy()
    train(network, X, Y, learning_rate=0.5, steps=20, batch_size=7, l2=0.1)
    assert all(map(np.array_equal, before, (array for layer in network.layers for array in (layer.W, layer.b))))
    assert np.array_equal(X, X_before)
    assert np.array_equal(Y, y_before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_training_keeps_the_number_type_of_the_network(dtype):
    trajectory = train(mlp([2, 4, 2], dtype=dtype), X, Y, learning_rate=0.1, steps=5, l2=0.01)
    assert {array.dtype for layer in trajectory.networks[-1].layers for array in (layer.W, layer.b)} == {np.dtype(dtype)}


def test_seeds_repeat_the_shuffles():
    first, same, other = (train(mlp([2, 4, 2]), X, Y, learning_rate=0.1, steps=30, batch_size=5, seed=seed).losses for seed in (0, 0, 1))
    assert first == same
    assert first != other


@pytest.mark.parametrize("size", [4, 5])
def test_minibatches_cover_an_epoch_without_repetition(size):
    batches = []

    def spy(scores, y):
        batches.append(scores[:, 0].round().astype(int).tolist())
        return 0.0, np.zeros_like(scores)

    examples = np.arange(12.0)[:, None]
    list(sgd(line(1.0), examples, np.arange(12), loss=spy, learning_rate=0.1, steps=8, batch_size=size))
    batches = batches[1:]  # the first call is the check of the arguments
    per_epoch = -(-12 // size)
    epochs = [[*itertools.chain(*batches[i : i + per_epoch])] for i in (0, per_epoch)]
    assert [sorted(epoch) for epoch in epochs] == [list(range(12))] * 2
    assert epochs[0] != epochs[1]
    assert {len(batch) for batch in batches} == {size, 12 % size or size}


def test_a_batch_larger_than_the_data_is_the_data():
    whole = train(mlp([2, 4, 2]), X, Y, learning_rate=0.1, steps=5).losses
    assert train(mlp([2, 4, 2]), X, Y, learning_rate=0.1, steps=5, batch_size=10_000).losses == whole


def test_divergence_is_flagged_and_is_the_last_step():
    steps = [(s.step, s.loss, s.diverged) for s in sgd(mlp([2, 8, 2]), X, Y, **DIVERGING)]
    assert 0 < len(steps) < 501
    assert [diverged for *_, diverged in steps] == [False] * (len(steps) - 1) + [True]
    assert not np.isfinite(steps[-1][1])
    trajectory = train(mlp([2, 8, 2]), X, Y, **DIVERGING, snapshots=501)
    assert trajectory.diverged
    assert len(trajectory.losses) == len(steps)
    assert trajectory.steps == list(range(len(steps) - 1))
    assert all(np.isfinite(layer.W).all() for network in trajectory.networks for layer in network.layers)


def test_snapshots_match_the_recorded_losses():
    trajectory = train(mlp([2, 4, 2], "tanh"), X, Y, learning_rate=0.2, steps=100, snapshots=11)
    assert trajectory.steps == list(range(0, 101, 10))
    assert len(trajectory.losses) == len(trajectory.accuracies) == 101
    assert not trajectory.diverged
    for step, network in zip(trajectory.steps, trajectory.networks, strict=True):
        assert softmax_loss(network.forward(X).scores, Y)[0] == pytest.approx(trajectory.losses[step], rel=1e-13)
    assert [trajectory.steps[trajectory.networks.index(trajectory.at(s))] for s in (0, 9, 10, 55, 1000)] == [0, 0, 10, 50, 100]
    assert [trajectory.index_at(s) for s in (0, 9, 10, 55, 1000)] == [0, 0, 1, 5, 10]


def test_a_step_between_snapshots_gets_the_last_one():
    trajectory = train(mlp([2, 2]), X, Y, learning_rate=0.1, steps=20, snapshots=3)
    kept = trajectory.networks
    assert [kept.index(trajectory.at(step)) for step in (0, 9, 10, 19, 20, 500)] == [0, 0, 1, 1, 2, 2]


def test_regression_by_a_readers_loss_has_no_accuracy():
    def squares(scores, y):
        return np.mean((scores[:, 0] - y) ** 2), 2 * (scores - y[:, None]) / len(y)

    x = np.linspace(-1, 1, 11)
    *_, last = sgd(line(), x[:, None], 3 * x - 0.5, loss=squares, learning_rate=0.5, steps=200)
    (layer,) = last.network.layers
    assert (layer.W[0, 0], layer.b[0]) == pytest.approx((3, -0.5))
    assert np.isnan(last.accuracy)


@pytest.mark.parametrize(("steps", "snapshots", "kept"), [(0, 60, [0]), (3, 60, [0, 1, 2, 3]), (10, 2, [0, 10])])
def test_snapshots_never_outnumber_the_steps(steps, snapshots, kept):
    assert train(mlp([2, 2]), X, Y, learning_rate=0.1, steps=steps, snapshots=snapshots).steps == kept


def test_stopping_midway_keeps_what_was_recorded():
    trajectory = Trajectory()
    sgd_steps = sgd(mlp([2, 4, 2]), X, Y, learning_rate=0.1, steps=100)
    shares = list(itertools.islice(fill_trajectory(trajectory, sgd_steps, 100, snapshots=101), 31))
    assert shares == pytest.approx(np.arange(31) / 100)
    assert trajectory.steps == list(range(31))
    assert len(trajectory.losses) == 31


def test_accuracy_of_one_score_and_of_several():
    assert next(sgd(line(1.0), [[-1.0], [1], [2], [3]], [0, 1, 1, 0], loss="hinge", learning_rate=0, steps=0)).accuracy == 0.75
    assert next(sgd(mlp([2, 2], init=0), X, Y, learning_rate=0, steps=0)).accuracy == 0.5


def test_learning_rate_0_changes_nothing():
    assert len(set(train(mlp([2, 4, 2]), X, Y, learning_rate=0, steps=5).losses)) == 1


@pytest.mark.parametrize("kind", [lambda d: d.astype(int), lambda d: d > 0, lambda d: d.tolist()], ids=["whole", "boolean", "list"])
@pytest.mark.parametrize("l2", [0, 0.1])
def test_a_loss_may_return_any_numbers(kind, l2):
    def loss(scores, y):
        return np.array(3), kind(np.ones_like(scores))

    network = mlp([2, 3, 1], dtype=np.float32)
    X = np.random.default_rng(0).standard_normal((6, 2))
    *_, last = sgd(network, X, np.zeros(6), loss=loss, learning_rate=0.25, steps=1, l2=l2)
    assert last.network.layers[1].b.tolist() == [-0.25 * 6]
    assert last.network.dtype == np.float32


def test_a_network_that_diverged_is_not_trained_on():
    network = mlp([2, 3, 1])
    network.layers[1].W[0, 1] = np.nan
    with pytest.raises(ValueError, match=r"network.layers\[1\].W has 1 of 3 numbers"):
        sgd(network, np.ones((4, 2)), np.ones(4, int), loss="logistic", learning_rate=1, steps=1)


def test_trajectories_can_be_pickled():
    run = train(mlp([2, 3, 2], "maxout"), np.ones((4, 2)), np.ones(4, int), learning_rate=0.1, steps=3)
    again = pickle.loads(pickle.dumps(run))
    assert again.losses == run.losses
    np.testing.assert_array_equal(again.networks[-1].scores(np.ones((4, 2))), run.networks[-1].scores(np.ones((4, 2))))


def test_accuracies_are_plain_numbers():
    run = train(mlp([2, 3, 2]), np.ones((4, 2)), np.ones(4, int), learning_rate=0.1, steps=3)
    assert {type(value) for value in (*run.accuracies, *run.losses)} == {float}
