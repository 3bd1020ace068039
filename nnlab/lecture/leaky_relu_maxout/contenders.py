"""The functions that notebook 08 compares, and their trainings: shared by its readings, its pictures and its cells."""

import functools
from dataclasses import replace
from itertools import islice

import numpy as np

from nnlab import Activation, Layer, Network, leaky_relu, mlp, sgd, softmax_loss, spiral
from nnlab.activations import ACTIVATIONS
from nnlab.lecture.experiments import accuracy, last_network, train_test_split, with_activation

KILLING_RATE, FITTING_RATE = 8.0, 1.0  # on the spiral
LEAKY = {"relu": leaky_relu(0.0), "leaky_001": leaky_relu(0.01), "leaky_01": leaky_relu(0.1)}


def gated(beta: float, name: str) -> Activation:
    """z · σ(βz): SiLU for β = 1, close to GELU for β = 1.702 (Hendrycks and Gimpel 2016), ReLU as β grows."""
    sigmoid = ACTIVATIONS["sigmoid"].f

    def derivative(z):
        gate = sigmoid(beta * z)
        return gate * (1 + beta * z * (1 - gate))

    return Activation(name, lambda z: z * sigmoid(beta * z), derivative, lambda z, h, dh: dh * derivative(z))


SILU, GELU = gated(1.0, "silu"), gated(1.702, "gelu")
MINIMUM = Activation(  # ReLU upside down: flat above 0, and as steep as a straight line below
    "minimum", lambda z: np.minimum(0, z), lambda z: (z < 0).astype(z.dtype), lambda z, h, dh: dh * (z < 0)
)
ABSOLUTE = Activation("absolute", np.abs, np.sign, lambda z, h, dh: dh * np.sign(z))  # a Maxout unit whose second sum is minus the first
LOGARITHM = Activation(  # no flat side either, but it grows ever more slowly
    "logarithm", lambda z: np.sign(z) * np.log1p(np.abs(z)), lambda z: 1 / (1 + np.abs(z)), lambda z, h, dh: dh / (1 + np.abs(z))
)
ALL_BACK = Activation("all_back", LEAKY["leaky_01"].f, np.ones_like, lambda z, h, dh: dh)  # 0.1 z forward, the whole gradient backward


def halves_of_leaky(alpha: float) -> dict[str, Activation]:
    """What Leaky ReLU differs in from ReLU, one at a time: αz forward with ReLU's gradient, and ReLU forward with α backward."""
    relu, leaky = LEAKY["relu"], leaky_relu(alpha)
    return {
        "output": Activation("output_alone", leaky.f, relu.derivative, relu.backward),
        "gradient": Activation("gradient_alone", relu.f, leaky.derivative, leaky.backward),
    }


DIGITS = {  # contender -> activation and width of the hidden layer; PReLU learns its slopes
    "relu": ("relu", 64), "leaky": ("leaky_relu", 64), "prelu": (None, 64), "gelu": (GELU, 64), "silu": (SILU, 64),
    "relu_wide": ("relu", 119), "maxout": ("maxout", 64), "maxout_narrow": ("maxout", 34),
}  # fmt: skip
SPIRAL = {
    "relu": ("relu", 100), "leaky": ("leaky_relu", 100), "prelu": (None, 100), "gelu": (GELU, 100), "silu": (SILU, 100),
    "relu_wide": ("relu", 150), "maxout": ("maxout", 100), "maxout_narrow": ("maxout", 66),
}  # fmt: skip

CONTROLS = {  # what tells the causes of Maxout's divergence apart: activation, hidden units, factor of the initial weights
    "relu": ("relu", 100, 1), "relu_400": ("relu", 400, 1), "minimum": (MINIMUM, 100, 1),
    "leaky_01": (leaky_relu(0.1), 100, 1), "leaky_03": (leaky_relu(0.3), 100, 1),
    "leaky_06": (leaky_relu(0.6), 100, 1), "line": ("identity", 100, 1), "absolute": (ABSOLUTE, 100, 1),
    "logarithm": (LOGARITHM, 100, 1), "gelu": (GELU, 100, 1),
    "maxout": ("maxout", 100, 1), "maxout_quarter_weights": ("maxout", 100, 0.25), "maxout_25": ("maxout", 25, 1),
}  # fmt: skip


def spiral_network(activation="relu", seed=0, units=100) -> Network:
    """The network 2-100-3 of notebook 07 in float32."""
    return mlp([2, units, 3], activation, seed=seed, dtype=np.float32)


def train_on_spiral(network, activation, learning_rate, steps) -> Network | None:
    """The network trained further on the spiral's 300 points with another activation; None if it diverged."""
    return last_network(with_activation(network, activation), *spiral(), learning_rate=learning_rate, steps=steps)


def killed(activation="relu", *, seed) -> Network | None:
    """A network of the spiral after 200 steps at the rate that kills ReLU's units."""
    return train_on_spiral(spiral_network(activation, seed), activation, KILLING_RATE, 200)


def diverged_share(control: str | Activation, rate: float, seeds) -> float:
    """The share of runs of a control, or of 100 units with an activation, whose loss on the spiral is above a million after 150 steps."""
    activation, units, factor = CONTROLS[control] if isinstance(control, str) else (control, 100, 1)
    losses = []
    for seed in seeds:
        network = spiral_network(activation, seed, units)
        for layer in network.layers:
            layer.W[...] *= np.float32(factor)
        for last in sgd(network, *spiral(), learning_rate=rate, steps=150):
            if not last.loss < 1e12:  # it does not come back from there
                break
        losses.append(last.loss)
    return float(np.mean(~(np.array(losses) < 1e6)))


def as_maxout(network: Network) -> Network:
    """The same ReLU network made of Maxout units, the larger of 0 and the sum: not one output differs."""
    hidden, output = network.layers
    W, b = np.concatenate([0 * hidden.W, hidden.W]), np.concatenate([0 * hidden.b, hidden.b])
    return Network([Layer(W, b, ACTIVATIONS["maxout"]), output])


def first_units(network: Network, n: int) -> Network:
    """The network with the first `n` hidden units alone: units that are dead from the start might as well be absent."""
    hidden, output = network.layers
    return Network([replace(hidden, W=hidden.W[:n].copy(), b=hidden.b[:n].copy()), replace(output, W=output.W[:, :n].copy())])


@functools.cache  # several readings share contenders
def unseen_accuracy(dataset: str, contender: str, *, seed, learning_rate, start=1) -> float:
    """Accuracy on unseen examples after 300 steps of 32 digits, or 150 steps with all points of the spiral; NaN if it diverged.

    `start` multiplies the initial hidden weights.
    """
    X, y, X_unseen, y_unseen = train_test_split(dataset)
    activation, units = (DIGITS if dataset == "digits" else SPIRAL)[contender]
    options = {"learning_rate": learning_rate, "steps": 300 if dataset == "digits" else 150}
    if dataset == "digits":
        options |= {"batch_size": 32, "seed": seed}
    network = mlp([X.shape[1], units, int(y.max()) + 1], activation or "relu", seed=seed, dtype=np.float32)
    network.layers[0].W[...] *= np.float32(start)
    trained = last_network(network, X, y, **options) if activation else train_prelu(network, X, y, **options)[0]
    return accuracy(trained, X_unseen, y_unseen)


def train_prelu(network, X, y, *, learning_rate, steps, batch_size=None, seed=0, alpha=0.25):
    """PReLU, one slope for each unit, all at `alpha` first: the trained network and its slopes (units,); (None, None) if it diverged."""
    hidden, output = network.layers
    W, b, V, c = (array.copy() for array in (hidden.W, hidden.b, output.W, output.b))
    alpha, rate, X = np.full(len(b), alpha, W.dtype), W.dtype.type(learning_rate), X.astype(W.dtype)
    for batch in islice(shuffled(len(X), batch_size or len(X), seed), steps):
        z = X[batch] @ W.T + b
        h = np.where(z > 0, z, alpha * z)
        scores = h @ V.T + c
        if not np.isfinite(scores).all() or np.abs(scores).max() > 1e6:
            return None, None
        dscores = softmax_loss(scores, y[batch])[1]
        dh = dscores @ V
        dz, dalpha = dh * np.where(z > 0, 1, alpha), (dh * np.minimum(z, 0)).sum(axis=0)
        V, c = V - rate * dscores.T @ h, c - rate * dscores.sum(axis=0)
        W, b, alpha = W - rate * dz.T @ X[batch], b - rate * dz.sum(axis=0), alpha - rate * dalpha
    return Network([Layer(W, b, slopes(alpha)), Layer(V, c, output.activation)]), alpha


def shuffled(n: int, size: int, seed):
    """Indices of `size` examples at a time, all `n` in a new order again and again, as `sgd` takes them."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(n)
        yield from (order[start : start + size] for start in range(0, n, size))


def slopes(alpha: np.ndarray) -> Activation:
    """PReLU with the slopes alpha (units,) below 0, which may have any sign."""
    return Activation(
        "prelu",
        lambda z: np.where(z > 0, z, alpha * z),
        lambda z: np.where(z > 0, 1, alpha).astype(z.dtype),
        lambda z, h, dh: dh * np.where(z > 0, 1, alpha),
    )
