"""What notebook 06 measures in deep networks: gradients of sums and of weights, layer by layer, and saturation apart from explosion."""

import numpy as np

from nnlab import digits, gradient_norms, mlp, saturation, softmax_loss
from nnlab.lecture.experiments import accuracy, train_layers
from nnlab.lecture.sigmoid.zigzag import START, STEPS, TARGET
from nnlab.lecture.tanh.functions import FOUR

SIZES = [64, 100, 100, 100, 100, 10]  # of a network for the digits
TOO_LARGE = 10**0.5  # the standard deviation of the initial weights with which 05 opens: 32 times Xavier's
CASES = {  # whether the initial weights are too large; the power of `explosion` that multiplies each layer's learning rate
    "healthy": (False, 0),
    "exploding": (False, 1),
    "both": (True, 0),
    "saturated": (True, -1),
    "upper": (True, -2),
}


def backward_signals(network, X, dscores):
    """For each layer, first layer first, the gradient of its sums ∂L/∂z, and its inputs; their product is the gradient of its weights."""
    trace = network.forward(X)
    inputs, dh, signals = [trace.inputs, *trace.hs], dscores, []
    for i in reversed(range(network.n_layers)):
        layer = network.layers[i]
        dz = layer.activation.backward(trace.zs[i], trace.hs[i], dh)
        signals.insert(0, (dz, inputs[i]))
        dh = dz @ layer.W
    return signals


def layer_measures(activation, init, seed) -> dict[str, float]:
    """Measures of eight hidden layers of 100 units before training: ratios of layer 1 to layer 8, outputs, slopes and saturation."""
    rng = np.random.default_rng(seed)
    X, above = rng.standard_normal((128, 100)), rng.choice([-1, 1], (128, 1)) / 128
    network = mlp([100] + 8 * [100] + [1], activation, init=init, seed=seed)
    signals = backward_signals(network, X, above)
    dz = [float(np.linalg.norm(dz)) for dz, _ in signals]
    dW = [float(np.linalg.norm(dz.T @ inputs)) for dz, inputs in signals]
    outputs = [float(np.sqrt(np.mean(inputs**2))) for _, inputs in signals]
    slopes = [np.mean(layer.activation.derivative(z)) for layer, z in zip(network.layers[:-1], network.forward(X).zs, strict=False)]
    return {
        "dz": dz[0] / dz[7],
        "dW": dW[0] / dW[7],
        "from_last": dW[0] / dW[8],
        "inputs": outputs[0],
        "outputs": outputs[8],
        "slope": float(np.mean(slopes)),
        "first": dW[0],
        "saturated": float(np.mean(saturation(network, X))),
    }


def explosion(network) -> np.ndarray:
    """How much larger the weight gradient of each layer is than the output layer's, on every ninth digit."""
    X, y = (values[::9] for values in digits())
    trace = network.forward(X)
    norms = np.array(gradient_norms(network.backward(trace, softmax_loss(trace.scores, y)[1])))
    return norms / norms[-1]


def case_accuracy(case, *, seed, learning_rate, steps=300) -> float:
    """Accuracy on the training digits of a tanh network with 4 hidden layers of 100 units, in one of the CASES."""
    (X, y), (too_large, power) = digits(), CASES[case]
    network = mlp(SIZES, "tanh", init=TOO_LARGE if too_large else 0.1, seed=seed, dtype=np.float32)
    rates = learning_rate * explosion(mlp(SIZES, "tanh", init=TOO_LARGE, seed=seed)) ** power
    train_layers(network, X, y, rates, steps, seed)
    return accuracy(network, X, y)


def passing_on(n_mixing, seed, weight=5.0):
    """The network with TOO_LARGE initial weights, whose first `n_mixing` hidden layers mix their inputs at random.

    The other hidden layers pass them on: each unit has a large `weight` to one unit below it, all other weights have a standard
    deviation of a fiftieth of it. All hidden layers are saturated; the larger the weight, the further out in the tails they are.
    """
    network = mlp(SIZES, "tanh", init=TOO_LARGE, seed=seed, dtype=np.float32)
    rng = np.random.default_rng(1000 + seed)
    for layer in network.layers[n_mixing:-1]:
        layer.W[...] = weight * (np.eye(100)[rng.permutation(100)] + rng.standard_normal((100, 100)) / 50)
    return network


def passing_accuracy(n_mixing, *, seed, learning_rate, weight=5.0, steps=300) -> float:
    """Accuracy on the training digits of `passing_on` with output weights of 0.1, at one rate for all layers."""
    (X, y), network = digits(), passing_on(n_mixing, seed, weight)
    network.layers[-1].W[...] *= 0.1 / TOO_LARGE
    train_layers(network, X, y, [learning_rate] * network.n_layers, steps, seed)
    return accuracy(network, X, y)


def size_of_sums(network) -> float:
    """The median size of the sums of the hidden units, on every ninth digit: how far out in the tails they are."""
    return float(np.median(np.abs(network.forward(digits()[0][::9]).zs[:-1])))


def told(network, *, seed, learning_rate, steps=300) -> float:
    """What the last hidden layer of a network tells of a digit: the accuracy of an output layer that is trained on its outputs alone."""
    X, y = digits()
    outputs, classifier = network.forward(X).hs[-2], mlp([100, 10], init=0.1, seed=seed, dtype=np.float32)
    train_layers(classifier, outputs, y, [learning_rate], steps, seed)
    return accuracy(classifier, outputs, y)


def walk(name, learning_rate, seeds) -> tuple[float, float, float]:
    """SGD of two weights, batch size 1, as in the explorer `zigzag`, from inputs that are outputs of one of the FOUR functions.

    Medians of the seeds: the way walked ÷ the straight line between its ends, how far from the goal it ends; and the inputs' variance.
    """
    f, ends = FOUR[name].f, []
    for seed in seeds:
        path = [START]
        for x in f(np.random.default_rng(seed).standard_normal((STEPS, 2))):
            path.append(path[-1] - learning_rate * (x @ (path[-1] - TARGET)) * x)
        walked = np.hypot(*np.diff(path, axis=0).T).sum()
        ends.append((walked / np.hypot(*(path[-1] - START)), np.hypot(*(path[-1] - TARGET))))
    detour, distance = np.median(ends, axis=0)
    return float(detour), float(distance), float(f(np.random.default_rng(0).standard_normal(100_000)).var())
