"""Against PyTorch in float64, on random networks: the same scores, losses, gradients and trained weights, to the last digits.

Needs the `exact` extra; `make test-all` installs it.
"""

import itertools

import numpy as np
import pytest

import nnlab

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install -e '.[exact]'")
pytestmark = pytest.mark.slow

F = torch.nn.functional
THEIRS = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "leaky_relu(0.3)": lambda z: F.leaky_relu(z, 0.3),
    "maxout": lambda z: z.reshape(len(z), 2, -1).amax(dim=1),
    "maxout(3)": lambda z: z.reshape(len(z), 3, -1).amax(dim=1),
}
OURS = [*nnlab.ACTIVATIONS.values(), nnlab.leaky_relu(0.3), nnlab.maxout(3)]
LOSSES = {
    "softmax": F.cross_entropy,
    "logistic": lambda score, y: F.binary_cross_entropy_with_logits(score[:, 0], y.double()),
    "hinge": lambda score, y: torch.clamp(1 - (2 * y - 1) * score[:, 0], min=0).mean(),
}
EXACT = {"rtol": 1e-10, "atol": 1e-13}


def case(activations, loss, seed, n=7):
    """A random network with these hidden activations, random data, and the same numbers as PyTorch tensors."""
    rng = np.random.default_rng(seed)
    widths = rng.integers(2, 9, len(activations) + 1).tolist()
    outputs = int(rng.integers(2, 6)) if loss == "softmax" else 1
    network = nnlab.mlp([*widths, outputs], activations, init="xavier", seed=rng)
    for layer in network.layers:
        layer.b[...] = 0.5 * rng.standard_normal(layer.b.shape)
    X, y = rng.standard_normal((n, widths[0])), rng.integers(0, max(2, outputs), n)
    parameters = [torch.tensor(array, requires_grad=True) for layer in network.layers for array in (layer.W, layer.b)]
    return network, X, y, parameters


def their_scores(network, parameters, X):
    h = X
    for layer, W, b in zip(network.layers, parameters[::2], parameters[1::2], strict=True):
        h = THEIRS[layer.activation.name](F.linear(h, W, b))
    return h


def their_loss(network, parameters, X, y, loss, l2):
    value = LOSSES[loss](their_scores(network, parameters, X), y)
    return value + 0.5 * l2 * sum((W * W).sum() for W in parameters[::2])


def stacks():
    """Hidden activations of networks of depth 1 to 5: each activation alone, and mixed at random."""
    yield pytest.param([], id="1")
    for depth, activation in itertools.product(range(2, 6), OURS):
        yield pytest.param([activation] * (depth - 1), id=f"{depth}-{activation.name}")
    for seed in range(8):
        rng = np.random.default_rng(seed)
        mixed = [OURS[i] for i in rng.integers(0, len(OURS), 2 + seed % 3)]
        yield pytest.param(mixed, id="+".join(activation.name for activation in mixed))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activations", list(stacks()))
def test_scores_loss_and_gradients_match_pytorch(activations, loss):
    network, X, y, parameters = case(activations, loss, seed=len(activations))
    inputs = torch.tensor(X, requires_grad=True)
    scores = their_scores(network, parameters, inputs)
    value = LOSSES[loss](scores, torch.tensor(y))
    value.backward()

    trace = network.forward(X)
    ours, dscores = nnlab.losses.LOSSES[loss](trace.scores, y)
    gradients = network.backward(trace, dscores, input_gradient=True)
    np.testing.assert_allclose(trace.scores, scores.detach(), **EXACT)
    assert ours == pytest.approx(value.item(), rel=1e-12)
    for ours, parameter in zip(itertools.chain(*gradients), parameters, strict=True):
        np.testing.assert_allclose(ours, parameter.grad, **EXACT)
    np.testing.assert_allclose(gradients.dX, inputs.grad, **EXACT)


@pytest.mark.parametrize("l2", [0.0, 0.03])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activations", list(stacks()))
def test_ten_sgd_steps_match_pytorch(activations, loss, l2):
    network, X, y, parameters = case(activations, loss, seed=7 + len(activations), n=12)
    optimizer = torch.optim.SGD(parameters, lr=0.05)
    inputs, labels, expected = torch.tensor(X), torch.tensor(y), []
    for _ in range(10):
        optimizer.zero_grad()
        value = their_loss(network, parameters, inputs, labels, loss, l2)
        expected.append(value.item())
        value.backward()
        optimizer.step()

    steps = list(nnlab.sgd(network, X, y, loss=loss, learning_rate=0.05, steps=10, l2=l2))
    np.testing.assert_allclose([step.loss for step in steps[:-1]], expected, rtol=1e-11)
    trained = [array for layer in steps[-1].network.layers for array in (layer.W, layer.b)]
    for ours, parameter in zip(trained, parameters, strict=True):
        np.testing.assert_allclose(ours, parameter.detach(), **EXACT)


@pytest.mark.parametrize("batch_size", [1, 5, 64])
def test_batches_and_l2_match_pytorchs_weight_decay(batch_size):
    """PyTorch's own `weight_decay`, on W and not on b; the batches are read off `sgd`'s documented order."""
    network, X, y, parameters = case([nnlab.ACTIVATIONS["tanh"], nnlab.ACTIVATIONS["maxout"]], "softmax", seed=1, n=23)
    weights = {"params": parameters[::2], "weight_decay": 0.02}
    optimizer = torch.optim.SGD([weights, {"params": parameters[1::2]}], lr=0.1)
    rng, order = np.random.default_rng(9), []
    for _ in range(60):
        if batch_size >= len(X):
            chosen = np.arange(len(X))
        else:
            order = order if len(order) else rng.permutation(len(X))
            chosen, order = order[:batch_size], order[batch_size:]
        optimizer.zero_grad()
        LOSSES["softmax"](their_scores(network, parameters, torch.tensor(X[chosen])), torch.tensor(y[chosen])).backward()
        optimizer.step()

    *_, last = nnlab.sgd(network, X, y, learning_rate=0.1, steps=60, batch_size=batch_size, l2=0.02, seed=9)
    for ours, parameter in zip(itertools.chain(*((layer.W, layer.b) for layer in last.network.layers)), parameters, strict=True):
        np.testing.assert_allclose(ours, parameter.detach(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_slopes_match_pytorch_at_extremes_and_kinks(name):
    z = np.concatenate([[0.0, -0.0], np.linspace(-40, 40, 81), [-1e4, 1e4]])
    theirs = torch.tensor(z, requires_grad=True)
    h = THEIRS[name](theirs)
    h.sum().backward()
    activation = nnlab.ACTIVATIONS[name]
    np.testing.assert_allclose(activation.f(z), h.detach(), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(activation.derivative(z), theirs.grad, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(activation.backward(z, activation.f(z), np.ones_like(z)), theirs.grad, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e4])
@pytest.mark.parametrize("loss", LOSSES)
def test_losses_match_pytorch_at_every_magnitude(loss, size):
    rng = np.random.default_rng(0)
    scores = size * rng.standard_normal((50, 4 if loss == "softmax" else 1))
    y = rng.integers(0, 4 if loss == "softmax" else 2, 50)
    theirs = torch.tensor(scores, requires_grad=True)
    value = LOSSES[loss](theirs, torch.tensor(y))
    value.backward()
    ours, dscores = nnlab.losses.LOSSES[loss](scores, y)
    assert ours == pytest.approx(value.item(), rel=1e-12)
    np.testing.assert_allclose(dscores, theirs.grad, rtol=1e-10, atol=1e-15)
