"""Exercises 3 and 4 of the score functions, two layers in one and a distance, as different students solve them."""

import numpy as np


def merged_in_loops(W1, b1, W2, b2):
    W = np.zeros((len(b2), W1.shape[1]))
    b = np.array(b2, dtype=float)
    for k in range(len(b2)):
        for i in range(len(b1)):
            b[k] += W2[k, i] * b1[i]
            for j in range(W1.shape[1]):
                W[k, j] += W2[k, i] * W1[i, j]
    return W, b


def merged_by_trying(W1, b1, W2, b2):
    b = W2 @ b1 + b2
    columns = [W2 @ (W1 @ e + b1) + b2 - b for e in np.eye(W1.shape[1])]
    return np.array(columns).T, b


def merged_with_the_bias_as_a_weight(W1, b1, W2, b2):
    first = np.vstack([np.column_stack([W1, b1]), np.append(np.zeros(W1.shape[1]), 1)])
    both = np.column_stack([W2, b2]) @ first
    return both[:, :-1], both[:, -1]


def merged_in_lists(W1, b1, W2, b2):
    columns = list(zip(*W1, strict=True))
    W = [[sum(v * w for v, w in zip(row, column, strict=True)) for column in columns] for row in W2]
    return [W, [sum(v * w for v, w in zip(row, b1, strict=True)) + c for row, c in zip(W2, b2, strict=True)]]


def merged_by_units(W1, b1, W2, b2):
    W = sum(np.outer(W2[:, i], W1[i]) for i in range(len(b1)))
    return W, sum(W2[:, i] * b1[i] for i in range(len(b1))) + b2


def changes_b2(W1, b1, W2, b2):
    b2 += W2 @ b1
    return W2 @ W1, b2


def scaled(c, a, d):
    """Units of other sizes: the first multiplied by a, the second by d."""
    return np.array([[a], [-d]]), np.array([-a * c, d * c]), np.array([[1 / a, 1 / d]]), np.array([0.0])


def filled_in(c):
    W1, b1, W2, b2 = np.zeros((2, 1)), np.zeros(2), np.zeros((1, 2)), np.zeros(1)
    W1[0, 0], W1[1, 0] = -1, 1
    b1[0], b1[1] = c, -c
    W2[:] = 1
    return W1, b1, W2, b2


def distance_in_lists(c):
    return [[[1.0], [-1.0]], [-c, c], [[1.0, 1.0]], [0.0]]


def three_units(c):
    return np.array([[1.0], [-1.0], [0.0]]), np.array([-c, c, 1.0]), np.array([[1.0, 1.0, 0.0]]), np.array([0.0])


def two_steps_apart(c):
    return np.array([[1.0], [1.0]]), np.array([-c, 1000.0]), np.array([[2.0, -1.0]]), np.array([1000.0 + c])


def given(W1=(1.0, -1.0), b1=None, W2=(1.0, 1.0), b2=0.0):
    """The network with one thing changed."""
    return np.array(W1, dtype=float).reshape(2, 1), np.array(b1, dtype=float), np.array(W2, dtype=float).reshape(1, 2), np.array([b2])


RIGHT = {
    "merged_layers": [
        merged_in_loops,
        merged_by_trying,
        merged_with_the_bias_as_a_weight,
        merged_in_lists,
        merged_by_units,
        lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 + b2),
        lambda W1, b1, W2, b2: (np.einsum("ki,ij->kj", W2, W1), np.einsum("ki,i->k", W2, b1) + b2),
        lambda W1, b1, W2, b2: [(W1.T @ W2.T).T, b1 @ W2.T + b2],
        lambda W1, b1, W2, b2: (np.dot(W2, W1), b2 + np.sum(W2 * b1, axis=1)),
    ],
    "distance_network": [
        filled_in,
        lambda c: given(b1=[-c, c]),
        lambda c: scaled(c, 2.0, 2.0),
        lambda c: scaled(c, 0.5, 4.0),
        lambda c: scaled(c, 100.0, 1.0),
        lambda c: [np.array([[1], [-1]]), np.array([-c, c]), np.array([[1, 1]]), np.array([0])],
        lambda c: (np.vstack([1.0, -1.0]), c * np.array([-1.0, 1.0]), np.ones((1, 2)), np.zeros(1)),
        lambda c: tuple(map(np.array, distance_in_lists(c))),
        lambda c: (np.array([[-3.0], [3.0]]), np.array([3.0, -3.0]) * c, np.full((1, 2), 1 / 3), np.array([-0.0])),
    ],
}

WRONG = {
    "merged_layers": [
        changes_b2,
        lambda W1, b1, W2, b2: (W1 @ W2, W1 @ b2 + b1) if W1.shape == W2.shape else (W1 + 1, b1),
        lambda W1, b1, W2, b2: (W1 + W2, b1 + b2) if W1.shape == W2.shape else (W1, b2),
        lambda W1, b1, W2, b2: (W2 @ W1, b2),
        lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1),
        lambda W1, b1, W2, b2: (W2 @ W1, b1[: len(b2)] + b2),
        lambda W1, b1, W2, b2: ((W2 @ W1).T, W2 @ b1 + b2),
        lambda W1, b1, W2, b2: W2 @ W1,
        lambda W1, b1, W2, b2: (W2 @ b1 + b2, W2 @ W1),
        lambda W1, b1, W2, b2: (W2 @ np.maximum(0, W1), W2 @ b1 + b2),
        lambda W1, b1, W2, b2: (W2 @ W1, W2 @ np.maximum(0, b1) + b2),
        lambda W1, b1, W2, b2: (W2 @ W1, (W2 @ b1 + b2)[:, None]),
        lambda W1, b1, W2, b2: (W2 @ W1, W2 @ b1 - b2),
        lambda W1, b1, W2, b2: (W2 @ W1, -W2 @ b1 + b2),
        lambda W1, b1, W2, b2: (W2 @ W1, W2.sum(axis=1) * b1.sum() + b2),
        lambda W1, b1, W2, b2: (W2 @ W1, 2 * (W2 @ b1 + b2)),
        lambda W1, b1, W2, b2: (np.round(W2 @ W1), np.round(W2 @ b1 + b2)),
        lambda W1, b1, W2, b2: (W2 @ W1 / len(b1), W2 @ b1 + b2),
        lambda W1, b1, W2, b2: np.column_stack([W2 @ W1, W2 @ b1 + b2]),
        lambda W1, b1, W2, b2: (W2 @ W1, np.sum(W2 @ b1 + b2)),
        lambda W1, b1, W2, b2: (abs(W2 @ W1), W2 @ b1 + b2),
        lambda W1, b1, W2, b2: (W2 @ W1, W2 @ (b1 + W1.sum(axis=1)) + b2),
    ],
    "distance_network": [
        three_units,
        two_steps_apart,
        lambda c: given(b1=[c, -c]),
        lambda c: given(b1=[c, c]),
        lambda c: given(b1=[-c, -c]),
        lambda c: given(b1=[0, 0]),
        lambda c: given(b1=[0, 0], b2=-c),
        lambda c: given(W1=(1, 1), b1=[-c, c]),
        lambda c: given(W1=(1, 1), b1=[-c, -c]),
        lambda c: given(W2=(1, -1), b1=[-c, c]),
        lambda c: given(W2=(-1, -1), b1=[-c, c]),
        lambda c: given(W2=(0.5, 0.5), b1=[-c, c]),
        lambda c: given(b1=[-2.0, 2.0]),
        lambda c: given(b1=[-abs(c), abs(c)]),
        lambda c: given(b1=[-int(c), int(c)]),
        lambda c: given(b1=[-c, c], b2=c),
        lambda c: (np.array([[1.0, -1.0]]), np.array([-c, c]), np.array([[1.0, 1.0]]), np.array([0.0])),
        lambda c: (np.array([[1.0], [-1.0]]), np.array([-c, c]), np.array([[1.0], [1.0]]), np.array([0.0])),
        lambda c: given(b1=[-c, c])[:3],
        lambda c: given(b1=[-c, c])[::-1],
        lambda c: (np.array([[c], [-c]]), np.array([-1.0, 1.0]), np.array([[1.0, 1.0]]), np.array([0.0])),
        lambda c: given(W1=(2, -2), b1=[-c, c]),
        lambda c: given(b1=[-c + 0.01, c - 0.01]),
        lambda c: given(W1=(1, 0), b1=[-c, 0]),
        lambda c: lambda x: abs(x - c),
    ],
}

HINTS = {
    ("merged_layers", 3): "only_b2",
    ("merged_layers", 4): "no_b2",
    ("merged_layers", 6): "transposed",
    ("distance_network", 2): "wrong_place",
    ("distance_network", 4): "same_bias",
    ("distance_network", 6): "shifted_down",
    ("distance_network", 8): "twice_one_side",
    ("distance_network", 9): "a_line",
    ("distance_network", 10): "upside_down",
    ("distance_network", 23): "one_side",
}
