"""Notebook 06: a tanh network as a sigmoid network, biases that center the sums, and LeCun's scaled tanh."""

import numpy as np

from nnlab.questions import Exercise


def to_sigmoid(W1, b1, W2, b2):
    """The weights of the sigmoid network whose outputs are W2 tanh(W1 x + b1) + b2, from tanh(z) = 2σ(2z) − 1."""
    return 2 * W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=1)


def sigmoid_outputs(weights, W1, b1, W2, b2):
    """The outputs of the sigmoid network `weights` at seven inputs, as the only result: hidden units may stand in any order."""
    V1, c1, V2, c2 = (np.asarray(values, dtype=float) for values in weights)
    X = np.random.default_rng(0).standard_normal((7, W1.shape[1]))
    return (1 / (1 + np.exp(-(X @ V1.T + c1))) @ V2.T + c2,)


cases = [
    (np.array([[1.0, -0.5], [0.5, 2.0]]), np.array([0.1, -0.3]), np.array([[1.0, 3.0]]), np.array([0.2])),
    (np.array([[2.0], [-1.0], [0.5]]), np.array([0.0, 1.0, -1.0]), np.array([[1.0, 2.0, -0.5], [0.5, -1.0, 1.5]]), np.array([0.3, -0.1])),
    (np.array([[0.7, 0.2, -0.4]]), np.array([0.6]), np.array([[-1.5]]), np.array([0.0])),
]
mistakes = {
    "unchanged": lambda W1, b1, W2, b2: (W1, b1, W2, b2),
    "bias_inside": lambda W1, b1, W2, b2: (2 * W1, b1, 2 * W2, b2 - W2.sum(axis=1)),
    "no_shift": lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2),
    "shift_of_one": lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - 1),
    "shift_of_doubled": lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - 2 * W2.sum(axis=1)),
    "shift_sign": lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 + W2.sum(axis=1)),
    "outside_only": lambda W1, b1, W2, b2: (W1, b1, 2 * W2, b2 - W2.sum(axis=1)),
}
tanh_as_sigmoid = Exercise("tanh_as_sigmoid", to_sigmoid, cases, mistakes, names=("W2 σ(W1 x + b1) + b2",), outcome=sigmoid_outputs)


def centring_biases(H, W):
    """The biases b that give H Wᵀ + b a mean of 0 over the examples: minus the sums of the mean example."""
    return -W @ H.mean(axis=0)


rng = np.random.default_rng(0)
cases = [
    (np.array([[0.2, 0.9], [0.6, 0.5], [0.4, 0.7]]), np.array([[1.0, -2.0], [0.5, 3.0]])),
    (np.round(rng.uniform(0, 2, (6, 4)), 2), np.round(rng.standard_normal((3, 4)), 2)),
    (np.array([[-0.3, 0.8, 0.1]]), np.array([[2.0, -1.0, 0.5]])),
]
mistakes = {
    "half": lambda H, W: -0.5 * W.sum(axis=1),
    "sign": lambda H, W: W @ H.mean(axis=0),
    "sum": lambda H, W: -W @ H.sum(axis=0),
    "one_mean": lambda H, W: -H.mean() * W.sum(axis=1),
    "mean_weight": lambda H, W: -W.mean(axis=1),
    "per_example": lambda H, W: -(H @ W.T),
    "grand_mean": lambda H, W: np.full(len(W), -(H @ W.T).mean()),
}
centring = Exercise("centring_biases", centring_biases, cases, mistakes)


def scaled_tanh(z):
    """LeCun's 1.7159 tanh(2z/3) and its slope."""
    t = np.tanh(2 * z / 3)
    return 1.7159 * t, 1.7159 * (2 / 3) * (1 - t**2)


cases = [(np.array([0.0, 1.0, -1.0]),), (np.array([[0.3, -2.5]]),), (np.array([6.0]),)]
mistakes = {
    "no_inner_slope": lambda z: (1.7159 * np.tanh(2 * z / 3), 1.7159 * (1 - np.tanh(2 * z / 3) ** 2)),
    "no_outer_slope": lambda z: (1.7159 * np.tanh(2 * z / 3), 2 / 3 * (1 - np.tanh(2 * z / 3) ** 2)),
    "plain_slope": lambda z: (1.7159 * np.tanh(2 * z / 3), 1 - np.tanh(z) ** 2),
    "slope_from_output": lambda z: (1.7159 * np.tanh(2 * z / 3), 1.7159 * 2 / 3 * (1 - (1.7159 * np.tanh(2 * z / 3)) ** 2)),
    "three_halves": lambda z: (1.7159 * np.tanh(3 * z / 2), 1.7159 * 3 / 2 * (1 - np.tanh(3 * z / 2) ** 2)),
    "no_square": lambda z: (1.7159 * np.tanh(2 * z / 3), 1.7159 * 2 / 3 * (1 - np.tanh(2 * z / 3))),
}
lecun_tanh = Exercise("lecun_tanh", scaled_tanh, cases, mistakes, names=("value", "slope"))
