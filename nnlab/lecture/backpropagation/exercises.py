"""Notebook 12: backward through a linear layer, the softmax loss, layers of any number and a skip, and the error of a gradient."""

import numpy as np

from nnlab.losses import probabilities
from nnlab.questions import Exercise


def affine_backward(X, W, dZ):
    """Return dX, dW and db of Z = X Wᵀ + b, given X (N, n_in), W (n_out, n_in) and dZ (N, n_out)."""
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def _affine_backward_in_place(X, W, dZ):
    dZ *= 0.5
    return 2 * dZ @ W, 2 * dZ.T @ X, 2 * dZ.sum(axis=0)


X3 = np.array([[1.0, -2.0, 0.5], [0.3, 0.8, -1.1], [-0.7, 0.4, 1.6]])
W3 = np.array([[0.5, -1.0, 0.25], [1.5, 0.6, -0.8], [-0.3, 0.9, 1.2]])
D3 = np.array([[0.2, -0.5, 0.1], [-0.4, 0.3, 0.6], [0.7, -0.2, -0.9]])

affine = Exercise(
    "affine_backward",
    affine_backward,
    [(X3, W3, D3), (X3[:2], W3[:2], D3[:2, :2]), (X3[:1], W3[:2], D3[:1, :2]), (X3[:, :2], W3[:, :2], D3)],
    {
        "mean": lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.mean(axis=0)),
        "transposed_dW": lambda X, W, dZ: (dZ @ W, X.T @ dZ, dZ.sum(axis=0)),
        "transposed_W": lambda X, W, dZ: (dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)),
        "wrong_axis": lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum(axis=1)),
        "divided": lambda X, W, dZ: (dZ @ W, dZ.T @ X / len(X), dZ.sum(axis=0) / len(X)),
        "order": lambda X, W, dZ: (dZ.T @ X, dZ @ W, dZ.sum(axis=0)),
        "not_summed": lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ),
        "mutates": _affine_backward_in_place,
    },
    names=("dX", "dW", "db"),
)


def softmax_gradient(scores, y):
    """Return the gradient of the mean cross-entropy with respect to the scores (N, C), for labels y (N,)."""
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


S = np.array([[2.0, -1.0, 0.5], [0.1, 0.3, -0.2], [-1.5, 0.4, 1.1]])
LARGE = np.array([[1000.0, 998.0], [-1000.0, -999.0]])  # exp overflows, or underflows to 0/0
APART = np.array([[0.0, -18.0, 4.0], [9.0, -6.0, 0.0]])  # some probabilities are tiny

softmax = Exercise(
    "softmax_gradient",
    softmax_gradient,
    [(S, np.array([0, 2, 1])), (S[:2], np.array([1, 1])), (LARGE, np.array([0, 0])), (S[:1], np.array([2])), (APART, np.array([2, 0]))],
    {
        "no_mean": lambda s, y: probabilities(s) - np.eye(s.shape[1])[y],
        "no_truth": lambda s, y: probabilities(s) / len(y),
        "sign": lambda s, y: (np.eye(s.shape[1])[y] - probabilities(s)) / len(y),
        "scores": lambda s, y: (s - np.eye(s.shape[1])[y]) / len(y),
        "wrong_axis": lambda s, y: (probabilities(s.T).T - np.eye(s.shape[1])[y]) / len(y),
        "overflow": lambda s, y: (np.exp(s) / np.exp(s).sum(axis=1, keepdims=True) - np.eye(s.shape[1])[y]) / len(y),
        "clipped": lambda s, y: softmax_gradient(np.clip(s, -700, 700), y),
        "per_class": lambda s, y: (probabilities(s) - np.eye(s.shape[1])[y]) / s.size,
    },
)


def network_backward(X, hs, Ws, dscores):
    """Return dW of every layer, first layer first, given dscores, the hidden outputs hs (all sigmoids) and all weights Ws."""
    inputs, dz, dWs = [X, *hs], dscores, []
    for i in reversed(range(len(Ws))):
        dWs.insert(0, dz.T @ inputs[i])
        if i > 0:
            dz = dz @ Ws[i] * inputs[i] * (1 - inputs[i])
    return tuple(dWs)


def _variant(slope=lambda h: h * (1 - h), *, first_slope=True, own_output=False, transposed=False, passed_down=True):
    """`network_backward` with a mistake in it."""

    def variant(X, hs, Ws, dscores):
        inputs, dz, dWs = [X, *hs], dscores, []
        for i in reversed(range(len(Ws))):
            dWs.insert(0, dz.T @ (inputs[min(i + 1, len(Ws) - 1)] if own_output else inputs[i]))
            if i > 0:
                W = Ws[i].T if transposed else Ws[i]
                dz = (dz @ W if passed_down else dscores @ W) * (slope(inputs[i]) if first_slope or i > 1 else 1)
        return tuple(dWs)

    return variant


H1 = np.array([[0.2, 0.7, 0.5], [0.9, 0.4, 0.6], [0.3, 0.8, 0.1]])
H2 = np.array([[0.6, 0.3, 0.8], [0.5, 0.9, 0.2], [0.4, 0.1, 0.7]])
H3 = np.array([[0.3, 0.6, 0.4], [0.1, 0.8, 0.7], [0.9, 0.2, 0.5]])
W1 = np.array([[0.4, 0.9, -0.6], [-1.2, 0.3, 0.7], [0.8, -0.5, 1.1]])
W2 = np.array([[0.7, -1.1, 0.6], [-0.9, 0.5, 1.2], [0.3, 0.8, -1.4]])
W4 = np.array([[1.3, -0.4, 0.9], [0.2, 0.6, -0.8], [-0.7, 1.5, 0.1]])

full_network = Exercise(
    "network_backward",
    network_backward,
    [
        (X3, [H1, H2], [W1, W2, W3], D3),
        (X3[:2], [H1[:2]], [W1, W3[:2]], D3[:2, :2]),
        (X3[:1, :2], [H1[:1], H2[:1], H3[:1]], [W1[:, :2], W2, W3, W4[:1]], D3[:1, :1]),
        (X3[:2], [H1[:2, :2], H2[:2]], [W1[:2], W2[:, :2], W3[:2]], D3[:2, :2]),
    ],
    {
        "no_slope": _variant(lambda h: 1.0),
        "tanh_slope": _variant(lambda h: 1 - h**2),
        "sigmoid_again": _variant(lambda h: 1 / (1 + np.exp(-h)) * (1 - 1 / (1 + np.exp(-h)))),
        "no_first_slope": _variant(first_slope=False),
        "transposed": _variant(transposed=True),
        "own_output": _variant(own_output=True),
        "from_scores": _variant(passed_down=False),
        "mean": lambda X, *others: tuple(dW / len(X) for dW in network_backward(X, *others)),
        "order": lambda *case: network_backward(*case)[::-1],
    },
)


def skip_backward(h1, r, W, dh2):
    """Return dW and dh1 of h2 = r + h1 with r = tanh(h1 Wᵀ), given dh2: h1 splits into two branches, whose gradients add up."""
    dz = dh2 * (1 - r**2)
    return dz.T @ h1, dz @ W + dh2


R3 = np.tanh(X3 @ W2.T)

skip = Exercise(
    "skip_backward",
    skip_backward,
    [(X3, R3, W2, D3), (X3[:1], R3[:1], W2, D3[:1]), (X3[:2, :2], np.tanh(X3[:2, :2] @ W3[:2, :2].T), W3[:2, :2], D3[:2, :2])],
    {
        "no_skip": lambda h1, r, W, dh2: (skip_backward(h1, r, W, dh2)[0], dh2 * (1 - r**2) @ W),
        "skip_only": lambda h1, r, W, dh2: (skip_backward(h1, r, W, dh2)[0], dh2),
        "mean_of_paths": lambda h1, r, W, dh2: (skip_backward(h1, r, W, dh2)[0], (dh2 * (1 - r**2) @ W + dh2) / 2),
        "product": lambda h1, r, W, dh2: (skip_backward(h1, r, W, dh2)[0], (dh2 * (1 - r**2) @ W) * dh2),
        "slope_of_sum": lambda h1, r, W, dh2: ((dh2 * (1 - (r + h1) ** 2)).T @ h1, dh2 * (1 - (r + h1) ** 2) @ W + dh2),
        "skip_in_weights": lambda h1, r, W, dh2: ((dh2 * (1 - r**2) + dh2).T @ h1, dh2 * (1 - r**2) @ W + dh2),
        "slope_twice": lambda h1, r, W, dh2: (skip_backward(h1, r, W, dh2)[0], dh2 * (1 - r**2) @ W + dh2 * (1 - r**2)),
        "transposed": lambda h1, r, W, dh2: (skip_backward(h1, r, W, dh2)[0], dh2 * (1 - r**2) @ W.T + dh2),
    },
    names=("dW", "dh1"),
)


def relative_error(analytic, numeric):
    """Return the largest difference of two gradients, relative to the largest absolute value in either; 0.0 if both are 0."""
    scale = max(np.abs(analytic).max(), np.abs(numeric).max())
    return float(np.abs(analytic - numeric).max() / scale) if scale > 0 else 0.0


def _divided_by(scale):
    """`relative_error` with another scale, a function of both gradients."""

    def variant(analytic, numeric):
        with np.errstate(all="ignore"):
            return float(np.abs(analytic - numeric).max() / scale(analytic, numeric))

    return variant


def _elementwise(analytic, numeric):
    with np.errstate(all="ignore"):
        return float(np.max(np.abs(analytic - numeric) / np.maximum(np.abs(analytic), np.abs(numeric))))


error_of_gradient = Exercise(
    "relative_error",
    relative_error,
    [
        (np.array([[2e-3, -5e-4], [0.0, 1e-3]]), np.array([[2.00001e-3, -5.00002e-4], [1e-12, 1e-3]])),
        (np.array([0.5, -8.0, 0.25]), np.array([0.5, 8.0, 0.25])),
        (np.zeros(3), np.array([0.1, 0.0, -0.3])),
        (np.array([4.0, 0.0]), np.array([1.0, 0.0])),
        (np.array([-3e-10, 2e-10]), np.array([-1e-10, 2e-10])),
        (np.zeros((2, 2)), np.zeros((2, 2))),
    ],
    {
        "absolute": lambda a, n: float(np.abs(a - n).max()),
        "elementwise": _elementwise,
        "only_analytic": _divided_by(lambda a, n: np.abs(a).max()),
        "only_numeric": _divided_by(lambda a, n: np.abs(n).max()),
        "signed": _divided_by(lambda a, n: max(a.max(), n.max())),
        "of_lengths": lambda a, n: float(abs(np.linalg.norm(a) - np.linalg.norm(n)) / max(np.linalg.norm(a), np.linalg.norm(n), 1e-300)),
        "mean": lambda a, n: relative_error(a, n) * float(np.abs(a - n).mean() / max(np.abs(a - n).max(), 1e-300)),
        "zero_by_zero": lambda a, n: np.abs(a - n).max() / max(np.abs(a).max(), np.abs(n).max()),
    },
)
