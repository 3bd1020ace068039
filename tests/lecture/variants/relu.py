"""The exercises of ReLU as different students solve them."""

import numpy as np


def layer(X, W, b, dH):
    dZ = dH * (X @ W.T + b > 0)
    return dZ.T @ X, dZ.sum(axis=0)


def layer_in_loops(X, W, b, dH):
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for k in range(len(X)):
        for j in range(len(W)):
            if np.dot(W[j], X[k]) + b[j] > 0:
                dW[j] += dH[k, j] * X[k]
                db[j] += dH[k, j]
    return dW, db


def layer_of_lists(X, W, b, dH):
    dW, db = [[0.0] * W.shape[1] for _ in W], [0.0] * len(W)
    for x, upstream in zip(X, dH, strict=True):
        for j, (row, bias) in enumerate(zip(W, b, strict=True)):
            if sum(v * w for v, w in zip(x, row, strict=True)) + bias > 0:
                db[j] += upstream[j]
                dW[j] = [d + upstream[j] * v for d, v in zip(dW[j], x, strict=True)]
    return dW, db


def layer_from_the_outputs(X, W, b, dH):
    H = np.maximum(0, X @ W.T + b)
    dZ = np.where(H > 0, dH, 0)
    return [np.dot(dZ.T, X), np.sum(dZ, axis=0)]


def layer_of_a_copy(X, W, b, dH):
    dZ = dH.copy()
    dZ[X @ W.T + b <= 0] = 0
    return (X.T @ dZ).T, dZ.T.sum(axis=1)


def layer_unit_by_unit(X, W, b, dH):
    dW, db = [], []
    for w, bias, upstream in zip(W, b, dH.T, strict=True):
        on = X @ w + bias > 0
        dW.append(upstream[on] @ X[on])
        db.append(upstream[on].sum())
    return np.array(dW), np.array(db)


def layer_with_the_bias_as_a_weight(X, W, b, dH):
    inputs = np.hstack([X, np.ones((len(X), 1))])
    Z = inputs @ np.column_stack([W, b]).T
    gradient = (np.heaviside(Z, 0) * dH).T @ inputs
    return gradient[:, :-1], gradient[:, -1]


def layer_changes_dh(X, W, b, dH):
    dH[X @ W.T + b <= 0] = 0
    return dH.T @ X, dH.sum(axis=0)


def layer_with_a_switch(X, W, b, dH, switch, upstream=None):
    dZ = (dH if upstream is None else upstream) * switch
    return dZ.T @ X, dZ.sum(axis=0)


def one_update(x, target, w, b):
    """The sums at every point, and by how much a learning rate of 1 lowers each."""
    z = w * x + b
    error = (np.maximum(0, z) - target) * (z > 0)
    return z, np.mean(error * x) * x + np.mean(error)


def killing(x, target, w, b):
    z, fall = one_update(x, target, w, b)
    return np.max(z / fall)


def killing_in_loops(x, target, w, b):
    dw = db = 0.0
    for xi, ti in zip(x, target, strict=True):
        if w * xi + b > 0:
            dw += (w * xi + b - ti) * xi / len(x)
            db += (w * xi + b - ti) / len(x)
    rates = []
    for xi in x:
        rates.append((w * xi + b) / (dw * xi + db))
    return max(rates)


def killing_at_the_ends(x, target, w, b):
    z, fall = one_update(x, target, w, b)
    first, last = np.argmin(x), np.argmax(x)
    return max(z[first] / fall[first], z[last] / fall[last])


def killing_by_halving(x, target, w, b):
    z, fall = one_update(x, target, w, b)
    low, high = 0.0, 1.0
    while np.any(z - high * fall > 0):
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.any(z - middle * fall > 0) else (low, middle)
    return high


def killing_from_the_points_on(x, target, w, b):
    on = w * x + b > 0
    error = (w * x[on] + b - target[on]) / x.size
    dw, db = error @ x[on], error.sum()
    return ((w * x[on] + b) / (dw * x[on] + db)).max()


def killing_by_sorting(x, target, w, b):
    z, fall = one_update(x, target, w, b)
    return sorted(float(rate) for rate in z / fall)[-1]


def killing_of_complex_numbers(x, target, w, b):
    def loss(w, b):
        z = w * x + b
        return np.sum((np.where(z.real > 0, z, 0) - target) ** 2) / (2 * len(x))

    dw, db = loss(w + 1e-30j, b).imag / 1e-30, loss(w, b + 1e-30j).imag / 1e-30
    return np.max((w * x + b) / (dw * x + db))


def killing_as_a_kernel(x, target, w, b):
    z = w * x + b
    error = np.where(z > 0, z - target, 0)
    return np.max(z / ((np.outer(x, x) + 1) @ error / len(x)))


def killing_with(x, target, error, w, b, choose=np.max, n=None, parts=(1, 1)):
    dw, db = error @ x / (n or len(x)), error.sum() / (n or len(x))
    return choose((w * x + b) / (parts[0] * dw * x + parts[1] * db))


def coarse_search(x, target, w, b):
    z, fall = one_update(x, target, w, b)
    return next(rate for rate in np.arange(0, 1000, 0.01) if np.all(z - rate * fall <= 0))


def rate_that_kills_by_the_weight(x, target, w, b):
    return w / np.mean(errors(x, target, w, b) * x)


def errors(x, target, w, b):
    return (np.maximum(0, w * x + b) - target) * (w * x + b > 0)


RIGHT = {
    "relu_layer": [
        layer,
        layer_in_loops,
        layer_of_lists,
        layer_from_the_outputs,
        layer_of_a_copy,
        layer_unit_by_unit,
        layer_with_the_bias_as_a_weight,
        lambda X, W, b, dH: (np.einsum("kj,ki->ji", dH * (X @ W.T + b > 0), X), np.einsum("kj->j", dH * (X @ W.T + b > 0))),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, np.sign(np.maximum(0, np.dot(X, W.T) + b))),
    ],
    "killing_rate": [
        killing,
        killing_in_loops,
        killing_at_the_ends,
        killing_by_halving,
        killing_from_the_points_on,
        killing_by_sorting,
        killing_of_complex_numbers,
        killing_as_a_kernel,
    ],
}

WRONG = {
    "relu_layer": [
        layer_changes_dh,
        lambda X, W, b, dH: (dH.T @ X, dH.sum(axis=0)),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0], dH.sum(axis=0)),
        lambda X, W, b, dH: (dH.T @ X, layer(X, W, b, dH)[1]),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0].T, layer(X, W, b, dH)[1]),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0] / len(X), layer(X, W, b, dH)[1] / len(X)),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0], layer(X, W, b, dH)[1] / len(X)),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, X @ W.T > 0),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, dH > 0),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, np.maximum(0, X @ W.T + b)),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, np.where(X @ W.T + b > 0, 1, 0.01)),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, (X @ W.T + b > 0).any(axis=0)),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, (X @ W.T + b).mean(axis=0) > 0),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, X @ W.T + b < 0),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, np.sign(X @ W.T + b)),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, -(X @ W.T + b > 0.0)),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0], np.sum(dH * (X @ W.T + b > 0), axis=1)),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0], np.sum(dH * (X @ W.T + b > 0), axis=0, keepdims=True)),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0], layer(X, W, b, dH)[1].sum()),
        lambda X, W, b, dH: ((dH * (X @ W.T + b > 0)) @ W, layer(X, W, b, dH)[1]),
        lambda X, W, b, dH: layer(X, W, b, dH)[0],
        lambda X, W, b, dH: layer(X, W, b, dH)[::-1],
        lambda X, W, b, dH: layer(X[:1], W, b, dH[:1]),
        lambda X, W, b, dH: layer(X, W, b, np.ones(dH.shape)),
        lambda X, W, b, dH: (layer(X, W, b, np.maximum(0, dH))[0], layer(X, W, b, dH)[1]),
        lambda X, W, b, dH: (layer(X, W, b, dH)[0], b * layer(X, W, b, dH)[1]),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, X @ W.T + b > 1),
        lambda X, W, b, dH: layer_with_a_switch(X, W, b, dH, X @ W.T - b > 0),
    ],
    "killing_rate": [
        coarse_search,
        rate_that_kills_by_the_weight,
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, n=1),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, n=2 * len(x)),
        lambda x, target, w, b: killing_with(x, target, 2 * errors(x, target, w, b), w, b),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, choose=np.min),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, choose=np.mean),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, choose=np.median),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, choose=lambda rates: rates),
        lambda x, target, w, b: killing_with(x, target, np.maximum(0, w * x + b) - target, w, b),
        lambda x, target, w, b: killing_with(x, target, w * x + b - target, w, b),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, parts=(1, 0)),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, parts=(0, 1)),
        lambda x, target, w, b: killing_with(x, target, -errors(x, target, w, b), w, b),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, n=max(1, np.sum(w * x + b > 0))),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, choose=lambda rates: rates[0]),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b), w, b, choose=lambda rates: rates[-1]),
        lambda x, target, w, b: killing_with(x, target, np.sign(errors(x, target, w, b)), w, b),
        lambda x, target, w, b: killing_with(x, target, errors(x, target, w, b) ** 2, w, b),
        lambda x, target, w, b: np.max(w * x + b) / np.max(one_update(x, target, w, b)[1]),
        lambda x, target, w, b: np.max(w * x + b) / np.min(one_update(x, target, w, b)[1]),
        lambda x, target, w, b: np.sum(w * x + b) / np.sum(one_update(x, target, w, b)[1]),
        lambda x, target, w, b: 0.87,
        lambda x, target, w, b: killing(x, np.zeros(len(x)), w, b),
        lambda x, target, w, b: killing(x, target, w, b) * (1 - 1e-3),
        lambda x, target, w, b: np.max((w * x) / one_update(x, target, w, b)[1]),
    ],
}

HINTS = {
    ("relu_layer", 1): "no_switch",
    ("relu_layer", 2): "db_unswitched",
    ("relu_layer", 4): "transposed",
    ("relu_layer", 5): "mean",
    ("relu_layer", 7): "no_bias",
    ("relu_layer", 8): "relu_of_gradient",
    ("relu_layer", 9): "times_output",
    ("killing_rate", 2): "no_mean",
    ("killing_rate", 5): "first_off",
    ("killing_rate", 6): "average",
    ("killing_rate", 10): "no_switch",
    ("killing_rate", 11): "no_bias",
    ("killing_rate", 23): "no_target",
}
