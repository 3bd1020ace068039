"""What notebook 06 measures in deep networks: gradients of sums and of weights, layer by layer, and saturation apart from explosion."""

import numpy as np

from nnlab import digits, gradient_norms, mlp, saturation, softmax_loss
from nnlab.lecture.experiments import accuracy
from nnlab.lecture.sigmoid.zigzag import START, STEPS, TARGET
from nnlab.lecture.tanh.functions import FOUR

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


def explosion(sizes, seed) -> np.ndarray:
    """How much larger the weight gradient of each layer is than the output layer's, in tanh's network with TOO_LARGE weights."""
    network, (X, y) = mlp(sizes, "tanh", init=TOO_LARGE, seed=seed), (values[::9] for values in digits())
    trace = network.forward(X)
    norms = np.array(gradient_norms(network.backward(trace, softmax_loss(trace.scores, y)[1])))
    return norms / norms[-1]


def train_layers(network, X, y, rates, steps, seed) -> None:
    """Gradient descent in batches of 64, which changes the network; each layer has a rate of its own, or a pair for W and b."""
    rng, X = np.random.default_rng(seed), X.astype(network.dtype)
    batches = []
    for _ in range(steps):
        batches = batches or np.array_split(rng.permutation(len(X)), len(X) // 64)
        batch = batches.pop()
        trace = network.forward(X[batch])
        gradients = network.backward(trace, softmax_loss(trace.scores, y[batch])[1].astype(network.dtype))
        for layer, (dW, db), rate in zip(network.layers, gradients, rates, strict=True):
            rate_W, rate_b = np.broadcast_to(rate, 2).astype(network.dtype)
            layer.W[...] -= rate_W * dW
            layer.b[...] -= rate_b * db


def case_accuracy(case, *, seed, learning_rate, steps=300) -> float:
    """Accuracy on the training digits of a tanh network with 4 hidden layers of 100 units, in one of the CASES."""
    sizes, (X, y), (too_large, power) = [64, 100, 100, 100, 100, 10], digits(), CASES[case]
    network = mlp(sizes, "tanh", init=TOO_LARGE if too_large else 0.1, seed=seed, dtype=np.float32)
    train_layers(network, X, y, learning_rate * explosion(sizes, seed) ** power, steps, seed)
    return accuracy(network, X, y)


def one_step(init, seed, step) -> dict[str, float]:
    """What becomes of the gradient of a tanh network in one step that moves every layer by `step` times the length of its weights.

    `kept`: the actual fall of the loss ÷ the fall that the gradient promises. `lower`, `last`: the cosine of the angle between the
    gradients before and after it, mean of the first four layers and in the output layer. `open`: of the pairs of an example and a unit of
    the last hidden layer that are not saturated before it, the share that are not after it. Network and digits are those of `CASES`.
    """
    X, y = (values[::3] for values in digits())
    network = mlp([64, 100, 100, 100, 100, 10], "tanh", init=init, seed=seed)
    loss, before, open_before = _loss_and_gradient(network, X, y)
    promised = 0.0
    for layer, dW in zip(network.layers, before, strict=True):
        rate = step * np.linalg.norm(layer.W) / np.linalg.norm(dW)
        layer.W[...] -= rate * dW
        promised += rate * np.linalg.norm(dW) ** 2
    new_loss, after, open_after = _loss_and_gradient(network, X, y)
    cosines = [float((a * b).sum() / np.linalg.norm(a) / np.linalg.norm(b)) for a, b in zip(before, after, strict=True)]
    return {
        "kept": (loss - new_loss) / promised,
        "lower": float(np.mean(cosines[:-1])),
        "last": cosines[-1],
        "open": float(np.mean(open_after[open_before])),
    }


def _loss_and_gradient(network, X, y):
    """The loss, dW of each layer, and which pairs of an example and a unit of the last hidden layer are not saturated."""
    trace = network.forward(X)
    loss, dscores = softmax_loss(trace.scores, y)
    return loss, [dW for dW, _ in network.backward(trace, dscores)], 1 - trace.hs[-2] ** 2 >= 0.05


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
