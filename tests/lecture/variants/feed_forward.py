"""Right and wrong solutions of the exercises on the forward pass, as students might write them."""

import functools

import numpy as np

import nnlab


def f(x):
    return 1.0 / (1.0 + np.exp(-x))


def deep_by_loop(x, layers):
    for W, b in layers[:-1]:
        x = f(np.dot(W, x) + b)
    return np.dot(layers[-1][0], x) + layers[-1][1]


def deep_by_index(x, layers):
    h = x
    for i in range(len(layers)):
        h = layers[i][0] @ h + layers[i][1]
        if i < len(layers) - 1:
            h = f(h)
    return h


def deep_by_recursion(x, layers):
    (W, b), *rest = layers
    z = W @ x + b
    return deep_by_recursion(f(z), rest) if rest else z


def deep_by_reduce(x, layers):
    *hidden, (W, b) = layers
    return W @ functools.reduce(lambda h, layer: f(layer[0] @ h + layer[1]), hidden, x) + b


def deep_by_network(x, layers):
    sigmoid = nnlab.ACTIVATIONS["sigmoid"]
    hidden = [nnlab.Layer(W, b[:, 0], sigmoid) for W, b in layers[:-1]]
    last = nnlab.Layer(layers[-1][0], layers[-1][1][:, 0])
    return nnlab.Network([*hidden, last]).forward(x.T).scores.T


def deep_by_rows(x, layers):
    row = x.T
    for n, (W, b) in enumerate(layers, start=1):
        row = row @ W.T + b.T
        row = 0.5 * (1 + np.tanh(row / 2)) if n != len(layers) else row
    return row.T


def deep_by_neurons(x, layers):
    h = [float(value) for value in x[:, 0]]
    for i, (W, b) in enumerate(layers):
        z = [sum(w * v for w, v in zip(row, h, strict=True)) + c for row, c in zip(W.tolist(), b[:, 0].tolist(), strict=True)]
        h = z if i + 1 == len(layers) else [f(value) for value in z]
    return [[value] for value in h]


def deep_by_ones(x, layers):
    z = x
    for i, (W, b) in enumerate(layers):
        h = f(z) if i else x
        z = np.hstack([W, b]) @ np.vstack([h, [[1.0]]])
    return z


def deep_by_popping(x, layers):
    waiting = list(layers)
    while len(waiting) > 1:
        W, b = waiting.pop(0)
        x = f(np.einsum("ij,jk->ik", W, x) + b)
    return waiting[0][0] @ x + waiting[0][1]


def deep(x, layers, f=f, last=lambda z: z, sums=lambda W, b, h: W @ h + b):
    """The right solution with a part exchanged."""
    for W, b in layers[:-1]:
        x = f(sums(W, b, x))
    return last(sums(*layers[-1], x))


def pops_layers(x, layers):
    W, b = layers.pop()
    for V, c in layers:
        x = f(V @ x + c)
    return W @ x + b


def in_place_deep(x, layers):
    h = x
    for W, b in layers[:-1]:
        b += W @ h
        h = f(b)
    return layers[-1][0] @ h + layers[-1][1]


def three_layers(x, layers):
    (W1, b1), (W2, b2), (W3, b3) = layers
    return W3 @ f(W2 @ f(W1 @ x + b1) + b2) + b3


def at_least_two(x, layers):
    h = f(layers[0][0] @ x + layers[0][1])
    for W, b in layers[1:-1]:
        h = f(W @ h + b)
    return layers[-1][0] @ h + layers[-1][1]


def always_from_x(x, layers):
    for W, b in layers[:-1]:
        h = f(W @ x + b)
    return layers[-1][0] @ h + layers[-1][1]


def skips_first(x, layers):
    for W, b in layers[1:-1]:
        x = f(W @ x + b)
    return layers[-1][0] @ x + layers[-1][1]


def all_outputs(x, layers):
    hs = [x]
    for W, b in layers[:-1]:
        hs.append(f(W @ hs[-1] + b))
    return [*hs[1:], layers[-1][0] @ hs[-1] + layers[-1][1]]


def bug_by_rows(X, W1, b1, W2, b2):
    H = np.maximum(0, X @ W1.T + b1.T)
    return H @ W2.T + b2.T


def bug_by_columns(X, W1, b1, W2, b2):
    H = np.maximum(0, W1 @ X.T + b1)
    return (W2 @ H + b2).T


def bug_by_examples(X, W1, b1, W2, b2):
    scores = []
    for x in X:
        h = np.maximum(0, W1 @ x[:, None] + b1)
        scores.append((W2 @ h + b2)[:, 0])
    return scores


def bug_by_numbers(X, W1, b1, W2, b2):
    scores = np.zeros((len(X), len(W2)))
    for n in range(len(X)):
        h = [max(0, sum(W1[i, j] * X[n, j] for j in range(X.shape[1])) + b1[i, 0]) for i in range(len(W1))]
        for k in range(len(W2)):
            scores[n, k] = sum(W2[k, i] * h[i] for i in range(len(h))) + b2[k, 0]
    return scores


def bug_by_network(X, W1, b1, W2, b2):
    layers = [nnlab.Layer(W1, b1[:, 0], nnlab.ACTIVATIONS["relu"]), nnlab.Layer(W2, b2[:, 0])]
    return nnlab.Network(layers).forward(X).scores


def bug_by_mask(X, W1, b1, W2, b2):
    Z = X @ W1.T + b1.flatten()
    Z[Z < 0] = 0
    return Z @ W2.T + b2.flatten()


def bug_by_ones(X, W1, b1, W2, b2):
    ones = np.ones((len(X), 1))
    H = np.c_[X, ones] @ np.c_[W1, b1].T
    return np.c_[(H + abs(H)) / 2, ones] @ np.c_[W2, b2].T


def bug_by_einsum(X, W1, b1, W2, b2):
    Z = np.einsum("ni,hi->nh", X, W1) + b1.squeeze(1)
    return np.einsum("nh,oh->no", Z * (Z > 0), W2) + b2.reshape(-1)


def reshapes_biases(X, W1, b1, W2, b2):
    b1.shape, b2.shape = (-1,), (-1,)
    return np.maximum(0, X @ W1.T + b1) @ W2.T + b2


def in_place_bug(X, W1, b1, W2, b2):
    np.maximum(X, 0, out=X)
    return bug_by_rows(X, W1, b1, W2, b2)


def relu(z):
    return np.maximum(0, z)


RIGHT = {
    "any_depth": [
        deep_by_loop,
        deep_by_index,
        deep_by_recursion,
        deep_by_reduce,
        deep_by_network,
        deep_by_rows,
        deep_by_neurons,
        deep_by_ones,
        deep_by_popping,
    ],
    "planted_bug": [
        bug_by_rows,
        bug_by_columns,
        bug_by_examples,
        bug_by_numbers,
        bug_by_network,
        bug_by_mask,
        bug_by_ones,
        bug_by_einsum,
        lambda X, W1, b1, W2, b2: np.dot(relu(np.dot(X, W1.T) + b1[:, 0]), W2.T) + b2[:, 0],
        lambda X, W1, b1, W2, b2: np.array([W2 @ relu(W1 @ x + b1.ravel()) + b2.ravel() for x in X]),
    ],
}

WRONG = {
    "any_depth": [
        pops_layers,
        in_place_deep,
        three_layers,
        at_least_two,
        always_from_x,
        skips_first,
        all_outputs,
        lambda x, layers: deep(x, layers, last=f),
        lambda x, layers: deep(x, layers, f=lambda z: z),
        lambda x, layers: deep(x, layers, f=relu),
        lambda x, layers: deep(x, layers, f=np.tanh),
        lambda x, layers: deep(x, layers, f=lambda z: f(-z)),
        lambda x, layers: deep(x, layers, f=lambda z: 1.0 * (z > 0)),
        lambda x, layers: deep(x, layers, f=lambda z: np.clip(0.5 + z / 4, 0, 1)),
        lambda x, layers: deep(f(x), layers),
        lambda x, layers: deep(x, layers, sums=lambda W, b, h: W @ h),
        lambda x, layers: deep(x, layers, sums=lambda W, b, h: W @ h - b),
        lambda x, layers: deep(x, layers, sums=lambda W, b, h: W.T @ h + b),
        lambda x, layers: deep(x, layers, sums=lambda W, b, h: W @ h + b.ravel()),
        lambda x, layers: deep(x, layers, sums=lambda W, b, h: W @ (h + b.mean())),
        lambda x, layers: deep(x, layers, sums=lambda W, b, h: W @ h + b[0]),
        lambda x, layers: deep(x, layers[::-1]),
        lambda x, layers: deep(x, layers).ravel(),
        lambda x, layers: deep(x, layers).T,
        lambda x, layers: deep(x, layers[:-1]),
        lambda x, layers: deep(x, layers).item(),
        lambda x, layers: deep(x, layers).round(2),
        lambda x, layers: deep(x, layers[:3] if len(layers) > 3 else layers),
    ],
    "planted_bug": [
        reshapes_biases,
        in_place_bug,
        lambda X, W1, b1, W2, b2: relu(X @ W1 + b1) @ W2.T + b2,  # as given
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1) @ W2.T + b2,
        lambda X, W1, b1, W2, b2: relu(X @ W1 + b1.T) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1.T) @ W2.T + b2,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1.T) @ W2 + b2.T,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T) @ W2.T,
        lambda X, W1, b1, W2, b2: (X @ W1.T + b1.T) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: relu(relu(X @ W1.T + b1.T) @ W2.T + b2.T),
        lambda X, W1, b1, W2, b2: bug_by_rows(X, W1, b1, W2, b2).T,
        lambda X, W1, b1, W2, b2: relu(W1 @ X + b1),
        lambda X, W1, b1, W2, b2: W2 @ relu(W1 @ X + b1) + b2,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1[0]) @ W2.T + b2[0],
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1.mean()) @ W2.T + b2.mean(),
        lambda X, W1, b1, W2, b2: (relu(X @ W1.T) + b1.T) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: relu(X @ W1.T - b1.T) @ W2.T - b2.T,
        lambda X, W1, b1, W2, b2: np.minimum(0, X @ W1.T + b1.T) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: f(X @ W1.T + b1.T) @ W2.T + b2.T,
        lambda X, W1, b1, W2, b2: bug_by_rows(X[:1], W1, b1, W2, b2),
        lambda X, W1, b1, W2, b2: bug_by_rows(X, W1, b1, W2, b2).mean(axis=0),
        lambda X, W1, b1, W2, b2: bug_by_rows(X.T, W1, b1, W2, b2),
        lambda X, W1, b1, W2, b2: bug_by_rows(X, W2, b2, W1, b1),
        lambda X, W1, b1, W2, b2: relu(X @ W1.T + b1.reshape(1, 4)) @ W2.T + b2.reshape(1, 4),
        lambda X, W1, b1, W2, b2: bug_by_rows(X, W1, b1, W2, b2).argmax(axis=1),
        lambda X, W1, b1, W2, b2: np.maximum(0.01 * (X @ W1.T + b1.T), X @ W1.T + b1.T) @ W2.T + b2.T,
    ],
}

HINTS = {
    ("any_depth", 7): "output_squeezed",
    ("any_depth", 8): "no_function",
    ("any_depth", 9): "relu",
    ("any_depth", 11): "sign",
    ("any_depth", 15): "no_bias",
    ("any_depth", 21): "reversed",
    ("any_depth", 22): "flat",
    ("planted_bug", 2): "as_it_was",
    ("planted_bug", 3): "weights_only",
    ("planted_bug", 4): "biases_only",
    ("planted_bug", 5): "first_bias_only",
    ("planted_bug", 9): "no_function",
    ("planted_bug", 10): "output_relu",
    ("planted_bug", 11): "columns",
    ("planted_bug", 15): "first_bias",
}
