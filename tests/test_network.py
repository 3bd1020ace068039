"""Networks: names, counts, values, and gradients against central differences."""

import numpy as np
import pytest

from nnlab import ACTIVATIONS, Layer, Network, from_function, l2_loss, leaky_relu, maxout, mlp, sgd, softmax_loss
from nnlab.diagnostics import gradient_check, numerical_gradient

KINKED = {"relu", "leaky_relu", "maxout", "leaky_relu(0.3)", "maxout(3)"}
CHOICES = [*ACTIVATIONS.values(), leaky_relu(0.3), maxout(3), from_function(np.sin, np.cos)]


def away_from_kinks(sizes, activation, loss="softmax"):
    """A random network and data with no sum, and no margin of the hinge loss, within 0.003 of a kink (of maxout: a tie)."""
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        network = mlp(sizes, activation, init="xavier", seed=rng)
        for layer in network.layers:
            layer.b[...] = 0.3 * rng.standard_normal(layer.b.shape)
        X, y = rng.standard_normal((5, sizes[0])), rng.integers(0, max(2, sizes[-1]), 5)
        trace, gaps = network.forward(X), []
        for layer, z in zip(network.layers, trace.zs, strict=True):
            if layer.activation.pieces > 1:
                parts = np.sort(z.reshape(len(z), layer.activation.pieces, -1), axis=1)
                gaps.append((parts[:, -1] - parts[:, -2]).min())
            elif layer.activation.name in KINKED:
                gaps.append(np.abs(z).min())
        if loss == "hinge":
            gaps.append(np.abs(1 - (2 * y - 1) * trace.scores[:, 0]).min())
        if min(gaps, default=1) > 0.003:
            return network, X, y
    raise AssertionError("no network away from its kinks")


@pytest.mark.parametrize(
    ("sizes", "name", "neurons", "parameters"),
    [
        ([3, 4, 2], "2-layer neural network", 6, 26),  # the lecture's two networks
        ([3, 4, 4, 1], "3-layer neural network", 9, 41),
        ([3072, 100, 10], "2-layer neural network", 110, 308310),
        ([5, 1], "1-layer neural network", 1, 6),
    ],
)
def test_name_and_counts(sizes, name, neurons, parameters):
    network = mlp(sizes)
    assert (network.name, network.n_neurons, network.n_parameters) == (name, neurons, parameters)
    assert network.sizes == sizes
    assert network.n_layers == len(sizes) - 1


def test_maxout_doubles_the_parameters_of_its_layer():
    assert mlp([3, 4, 2], "maxout").n_parameters == 2 * (3 * 4 + 4) + 4 * 2 + 2
    assert mlp([3, 4, 2], "maxout").sizes == [3, 4, 2]


def test_forward_is_the_column_code_of_the_lecture():
    network, x = mlp([3, 4, 4, 1], "sigmoid", seed=1), np.random.default_rng(0).standard_normal((3, 1))
    f = lambda z: 1.0 / (1.0 + np.exp(-z))  # noqa: E731
    (W1, b1), (W2, b2), (W3, b3) = ((layer.W, layer.b[:, None]) for layer in network.layers)
    h1 = f(np.dot(W1, x) + b1)
    h2 = f(np.dot(W2, h1) + b2)
    out = np.dot(W3, h2) + b3
    trace = network.forward(x.T)
    np.testing.assert_allclose(trace.scores, out.T, rtol=1e-14)
    np.testing.assert_allclose(trace.hs[1], h2.T, rtol=1e-14)


@pytest.mark.parametrize("n", [1, 512, 513, 1300])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_in_blocks_are_those_of_forward(n, dtype):
    network, X = mlp([3, 9, 4], "maxout", seed=2, dtype=dtype), np.random.default_rng(0).standard_normal((n, 3))
    scores = network.scores(X)
    assert scores.shape == (n, 4)
    assert scores.dtype == dtype
    np.testing.assert_allclose(scores, network.forward(X).scores, rtol=1e-5 if dtype == np.float32 else 1e-13, atol=1e-6)
    np.testing.assert_array_equal(network.predict(X), scores.argmax(axis=1))


@pytest.mark.parametrize("sizes", [[2, 3], [2, 30, 4], [40, 8, 3], [5, 6, 6, 1], [3, 2500, 2]])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "leaky_relu", "maxout", "identity"])
def test_scores_of_every_shape_are_those_of_forward(sizes, activation):
    network = mlp(sizes, activation, seed=5)
    for layer in network.layers:
        layer.b[:] = np.linspace(-1, 1, len(layer.b))
    for n in (1, 700, 6001):
        X = np.random.default_rng(n).standard_normal((n, sizes[0]))
        scores = network.forward(X).scores
        np.testing.assert_allclose(network.scores(X), scores, rtol=1e-10, atol=1e-10)
        classes = scores[:, 0] > 0 if sizes[-1] == 1 else scores.argmax(axis=1)
        assert np.mean(network.predict(X) != classes) < 1e-3  # where two scores are equal up to rounding


@pytest.mark.parametrize("n", [3, 6000])
def test_the_class_of_equal_and_undefined_scores(n):
    network = mlp([2, 3], seed=0)
    X = np.ones((n, 2))
    network.layers[0].W[:] = 0
    assert set(network.predict(X)) == {0}  # the first of equal ones, as argmax
    network.layers[0].b[:] = [0, np.nan, 1]
    assert set(network.predict(X)) == {1}  # NaN counts as the largest, as in argmax


def test_linear_layers_collapse_to_one_matrix():
    network, X = mlp([5, 7, 6, 3], "identity", seed=2), np.random.default_rng(0).standard_normal((20, 5))
    W = network.layers[2].W @ network.layers[1].W @ network.layers[0].W
    np.testing.assert_allclose(network.forward(X).scores, X @ W.T, rtol=1e-12)


@pytest.mark.parametrize("activation", CHOICES, ids=lambda a: a.name)
@pytest.mark.parametrize("depth", range(1, 6))
def test_gradients_meet_differences(depth, activation):
    assert gradient_check(*away_from_kinks([3] + [4] * (depth - 1) + [3], activation)) < 1e-7


@pytest.mark.parametrize("loss", ["logistic", "hinge"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "maxout"])
def test_gradients_of_one_score_meet_differences(activation, loss):
    assert gradient_check(*away_from_kinks([3, 4, 4, 1], activation, loss), loss) < 1e-7


@pytest.mark.parametrize("shift", range(4))
def test_gradients_of_mixed_layers_meet_differences(shift):
    names = ["tanh", "relu", "maxout", "sigmoid"]
    assert gradient_check(*away_from_kinks([3, 5, 4, 3, 4, 3], names[shift:] + names[:shift])) < 1e-7


def test_the_gradient_by_the_inputs_meets_differences():
    network, X, y = away_from_kinks([3, 5, 4, 3], ["maxout", "tanh"])
    trace = network.forward(X)
    dscores = softmax_loss(trace.scores, y)[1]
    expected = numerical_gradient(lambda X: softmax_loss(network.forward(X).scores, y)[0], X)
    np.testing.assert_allclose(network.backward(trace, dscores, input_gradient=True).dX, expected, atol=1e-10)
    assert network.backward(trace, dscores).dX is None


def test_one_sgd_step_is_the_gradient_with_l2():
    network, X, y = away_from_kinks([3, 4, 3], "tanh")
    *_, last = sgd(network, X, y, learning_rate=1.0, steps=1, l2=0.3)
    for i, layer in enumerate(network.layers):

        def total(W, i=i, layer=layer):
            changed = Network([*network.layers[:i], Layer(W, layer.b, layer.activation), *network.layers[i + 1 :]])
            return softmax_loss(changed.forward(X).scores, y)[0] + l2_loss(changed, 0.3)

        np.testing.assert_allclose(layer.W - last.network.layers[i].W, numerical_gradient(total, layer.W), atol=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_have_the_dtype_of_the_weights(activation, dtype):
    network = mlp([3, 4, 2], activation, dtype=dtype)
    X, y = np.ones((5, 3), dtype), np.zeros(5, int)
    trace = network.forward(X)
    gradients = network.backward(trace, softmax_loss(trace.scores, y)[1], input_gradient=True)
    arrays = [*trace.zs, *trace.hs, gradients.dX, *(array for pair in gradients for array in pair)]
    assert {a.dtype for a in arrays} == {np.dtype(dtype)}
    assert network.dtype == dtype


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("size", [1e4, -1e4])
def test_extreme_inputs_stay_finite(activation, size):
    network = mlp([3, 4, 4, 2], activation, seed=1)
    trace = network.forward(size * np.ones((2, 3)))
    gradients = network.backward(trace, softmax_loss(trace.scores, [0, 1])[1])
    assert all(np.isfinite(array).all() for array in [*trace.hs, *(a for pair in gradients for a in pair)])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_arguments_are_not_changed(activation):
    network, X, y = mlp([3, 4, 2], activation), np.random.default_rng(0).standard_normal((5, 3)), np.array([0, 1, 0, 1, 1])
    weights = [array.copy() for layer in network.layers for array in (layer.W, layer.b)]
    X_before, trace = X.copy(), network.forward(X)
    seen = [array.copy() for array in (*trace.zs, *trace.hs)]
    dscores = softmax_loss(trace.scores, y)[1]
    dscores_before = dscores.copy()
    network.backward(trace, dscores, input_gradient=True)
    network.predict(X)
    assert np.array_equal(X, X_before)
    assert np.array_equal(dscores, dscores_before)
    assert all(map(np.array_equal, seen, (*trace.zs, *trace.hs)))
    assert all(map(np.array_equal, weights, (array for layer in network.layers for array in (layer.W, layer.b))))


def test_predict_with_several_scores_and_with_one():
    assert Network([Layer(np.eye(3), np.zeros(3))]).predict(np.array([[0, 2, 1], [3, 2, 1.0]])).tolist() == [1, 0]
    assert Network([Layer([[1.0]], [0.0])]).predict([[-1.0], [0.0], [2.0]]).tolist() == [0, 0, 1]


def test_weights_can_be_assigned_and_copied():
    network = mlp([2, 3, 2])
    copy = network.copy()
    network.layers[0].W[...] = 0
    network.layers[1].b[...] = [1, 2]
    assert network.forward(np.ones((1, 2))).scores.tolist() == [[1, 2]]
    assert (copy.layers[0].W != 0).all()


@pytest.mark.parametrize(("init", "deviation"), [("he", np.sqrt(2 / 200)), ("xavier", np.sqrt(2 / 500)), (0.05, 0.05)])
def test_initial_weights_have_the_published_spread(init, deviation):
    network = mlp([200, 300], init=init, seed=4)
    assert network.layers[0].W.std() == pytest.approx(deviation, rel=0.02)
    assert not network.layers[0].b.any()
    assert np.array_equal(network.layers[0].W, mlp([200, 300], init=init, seed=4).layers[0].W)
    assert not np.array_equal(network.layers[0].W, mlp([200, 300], init=init, seed=5).layers[0].W)


def test_hidden_layers_differ_the_output_is_identity():
    network = mlp([2, 3, 4, 2], ["tanh", leaky_relu(0.3)])
    assert [layer.activation.name for layer in network.layers] == ["tanh", "leaky_relu(0.3)", "identity"]


@pytest.mark.parametrize(("init", "deviation"), [("he", np.sqrt(2 / 200)), ("xavier", np.sqrt(2 / (200 + 300)))])
def test_a_maxout_unit_counts_once(init, deviation):
    network = mlp([200, 300, 2], maxout(3), init=init, seed=4)
    assert network.layers[0].W.shape == (900, 200)
    assert network.layers[0].W.std() == pytest.approx(deviation, rel=0.02)
