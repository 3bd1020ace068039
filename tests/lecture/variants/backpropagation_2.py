"""Right and wrong solutions of the exercises on deep networks and the gradient check, as students might write them."""

import numpy as np


def deep_by_loop(X, hs, Ws, dscores):
    dWs, dz = [], dscores
    for i in reversed(range(len(Ws))):
        below = hs[i - 1] if i > 0 else X
        dWs.append(dz.T @ below)
        if i > 0:
            dz = dz @ Ws[i] * below * (1 - below)
    return dWs[::-1]


def deep_by_recursion(X, hs, Ws, dscores):
    if not hs:
        return [dscores.T @ X]
    *lower, h = hs
    return [*deep_by_recursion(X, lower, Ws[:-1], (dscores @ Ws[-1]) * (h - h**2)), dscores.T @ h]


def deep_by_zip(X, hs, Ws, dscores):
    inputs, dz, dWs = [X, *hs], dscores, []
    for h, W in zip(inputs[::-1], Ws[::-1], strict=True):
        dWs.insert(0, np.einsum("ni,nj->ij", dz, h))
        dz = np.einsum("ni,ij->nj", dz, W) * h * (1 - h)  # for the first layer it is not used
    return tuple(dWs)


def deep_by_columns(X, hs, Ws, dscores):
    hs, dz = [X.T] + [h.T for h in hs], dscores.T
    dWs = [None] * len(Ws)
    for i in range(len(Ws) - 1, -1, -1):
        dWs[i] = np.dot(dz, hs[i].T)
        dz = np.dot(Ws[i].T, dz) * hs[i] * (1.0 - hs[i])
    return dWs


def deep_by_examples(X, hs, Ws, dscores):
    dWs = [np.zeros(W.shape) for W in Ws]
    for n in range(len(X)):
        dz = dscores[n]
        for i in range(len(Ws))[::-1]:
            h = hs[i - 1][n] if i else X[n]
            dWs[i] += np.outer(dz, h)
            dz = W_back(Ws[i], dz) * (0.25 - (h - 0.5) ** 2)
    return dWs


def W_back(W, dz):
    return [sum(W[i, j] * dz[i] for i in range(W.shape[0])) for j in range(W.shape[1])]


def deep_by_while(X, hs, Ws, dscores):
    hs, Ws, dz, dWs = list(hs), list(Ws), dscores.copy(), []
    while hs:
        h = hs.pop()
        dWs.append((h.T @ dz).T)
        dz = dz @ Ws.pop()
        dz *= h
        dz *= 1 - h
    dWs.append(dz.T @ X)
    dWs.reverse()
    return dWs


def deep_by_deltas(X, hs, Ws, dscores):
    deltas = [dscores]
    for W, h in zip(Ws[:0:-1], hs[::-1], strict=True):
        deltas.append(h * (1 - h) * (deltas[-1] @ W))
    return [delta.T @ h for delta, h in zip(deltas[::-1], [X] + hs, strict=True)]  # noqa: RUF005


def deep_by_paths(X, hs, Ws, dscores):
    dWs = []
    for i in range(len(Ws)):
        dz = dscores
        for j in range(len(Ws) - 1, i, -1):
            dz = dz @ Ws[j] * np.multiply(hs[j - 1], 1 - hs[j - 1])
        dWs.append(dz.T @ (X if i == 0 else hs[i - 1]))
    return dWs


def deep(X, hs, Ws, dscores, slope=lambda h: h * (1 - h), step=lambda dz, W: dz @ W, weight=lambda dz, h: dz.T @ h, shift=0):
    """The right solution with a part exchanged; `shift`: the slope of another layer."""
    inputs, dz, dWs = [X, *hs], dscores, []
    for i in range(len(Ws) - 1, -1, -1):
        dWs.insert(0, weight(dz, inputs[i]))
        if i:
            dz = step(dz, Ws[i]) * slope(inputs[i - shift])
    return dWs


def inserts_X(X, hs, Ws, dscores):
    hs.insert(0, X)
    return deep(X, hs[1:], Ws, dscores)


def in_place_dscores(X, hs, Ws, dscores):
    dWs = deep(X, hs, Ws, dscores)
    dscores *= 0
    return dWs


def with_top_slope(X, hs, Ws, dscores):
    p = 1 / (1 + np.exp(-(hs[-1] if hs else X) @ Ws[-1].T))
    return deep(X, hs, Ws, dscores * p * (1 - p))


def two_layers(X, hs, Ws, dscores):
    h = hs[0]
    return [(dscores @ Ws[1] * h * (1 - h)).T @ X, dscores.T @ h]


def not_handed_down(X, hs, Ws, dscores):
    dWs = [dscores.T @ (hs[-1] if hs else X)]
    for i in range(len(hs) - 1, -1, -1):
        dz = dscores @ Ws[-1] * hs[-1] * (1 - hs[-1])
        dWs.insert(0, dz.T @ (hs[i - 1] if i else X))
    return dWs


def without_first(X, hs, Ws, dscores):
    return deep(X, hs, Ws, dscores)[1:]


def updated_on_the_way(X, hs, Ws, dscores):
    inputs, dz, dWs, Ws = [X, *hs], dscores, [], [W.copy() for W in Ws]
    for i in range(len(Ws) - 1, -1, -1):
        dWs.insert(0, dz.T @ inputs[i])
        Ws[i] -= 0.1 * dWs[0]
        dz = dz @ Ws[i] * inputs[i] * (1 - inputs[i])
    return dWs


RIGHT = {
    "network_backward": [
        deep_by_loop,
        deep_by_recursion,
        deep_by_zip,
        deep_by_columns,
        deep_by_examples,
        deep_by_while,
        deep_by_deltas,
        deep_by_paths,
        deep,
    ],
}

WRONG = {
    "network_backward": [
        inserts_X,
        in_place_dscores,
        with_top_slope,
        two_layers,
        not_handed_down,
        without_first,
        updated_on_the_way,
        lambda *given: deep(*given)[::-1],
        lambda *given: deep(*given, slope=lambda h: 1),
        lambda *given: deep(*given, slope=lambda h: h),
        lambda *given: deep(*given, slope=lambda h: 1 - h),
        lambda *given: deep(*given, slope=lambda h: 1 - h**2),
        lambda *given: deep(*given, slope=lambda h: h > 0),
        lambda *given: deep(*given, slope=lambda h: h * (h - 1)),
        lambda *given: deep(*given, slope=lambda h: 1 / (1 + np.exp(-h)) * (1 - 1 / (1 + np.exp(-h)))),
        lambda *given: deep(*given, slope=lambda h: h * (1 - h).mean(axis=0)),
        lambda *given: deep(*given, shift=1),
        lambda *given: deep(*given, step=lambda dz, W: dz @ W.T),
        lambda *given: deep(*given, step=lambda dz, W: dz.mean() + 0 * (dz @ W)),
        lambda *given: deep(*given, step=lambda dz, W: np.maximum(dz, 0) @ W),
        lambda *given: deep(*given, weight=lambda dz, h: h.T @ dz),
        lambda *given: deep(*given, weight=lambda dz, h: dz.T @ h / len(h)),
        lambda *given: deep(*given, weight=lambda dz, h: dz.T @ (h * (1 - h))),
        lambda *given: deep(*given, weight=lambda dz, h: np.outer(dz[0], h[0])),
        lambda *given: deep(*given, weight=lambda dz, h: np.outer(dz.sum(axis=0), h.mean(axis=0))),
        lambda *given: deep(*given, weight=lambda dz, h: (dz.T @ h).tolist())[0],
        lambda *given: [(dW, dW.sum(axis=1)) for dW in deep(*given)],
        lambda *given: np.concatenate([dW.ravel() for dW in deep(*given)]),
        lambda *given: [np.round(dW, 3) for dW in deep(*given)],
        lambda *given: [-dW for dW in deep(*given)],
    ],
}

HINTS = {
    ("network_backward", 7): "order",
    ("network_backward", 8): "no_slope",
    ("network_backward", 11): "tanh_slope",
    ("network_backward", 12): "no_slope",
    ("network_backward", 14): "sigmoid_again",
    ("network_backward", 17): "transposed",
    ("network_backward", 21): "mean",
}
