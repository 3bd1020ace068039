"""Right and wrong solutions of the exercises on the backward pass of one layer, as students might write them."""

import math

import numpy as np

import nnlab


def affine_by_loops(X, W, dZ):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(X.shape[0]):
        for i in range(W.shape[0]):
            db[i] += dZ[n, i]
            for j in range(W.shape[1]):
                dW[i, j] += dZ[n, i] * X[n, j]
                dX[n, j] += dZ[n, i] * W[i, j]
    return dX, dW, db


def affine_by_examples(X, W, dZ):
    dW, db, dX = 0, 0, []
    for x, dz in zip(X, dZ, strict=True):
        dW = dW + np.outer(dz, x)
        db = db + dz
        dX.append(W.T @ dz)
    return dX, dW, db


def affine_by_ones(X, W, dZ):
    both = dZ.T @ np.column_stack([X, np.ones(len(X))])
    return [(W.T @ dZ.T).T, both[:, :-1], both[:, -1]]


def affine_by_lists(X, W, dZ):
    dX = [[sum(d * w for d, w in zip(dz, column, strict=True)) for column in W.T.tolist()] for dz in dZ.tolist()]
    dW = [[sum(a * b for a, b in zip(d, x, strict=True)) for x in X.T.tolist()] for d in dZ.T.tolist()]
    return dX, dW, list(map(sum, dZ.T.tolist()))


def in_place_affine(X, W, dZ):
    db = dZ.sum(axis=0)
    dX, dW = dZ @ W, dZ.T @ X
    W -= 0.1 * dW
    return dX, dW, db


def affine(X, W, dZ):
    return dZ @ W, dZ.T @ X, dZ.sum(axis=0)


def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_by_loops(scores, y):
    result = np.empty(scores.shape)
    for n, row in enumerate(scores):
        e = [math.exp(s - max(row)) for s in row]
        for k in range(len(row)):
            result[n, k] = (e[k] / sum(e) - (k == y[n])) / len(scores)
    return result


def softmax_by_index(scores, y):
    p = softmax(scores)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


def softmax_by_logarithm(scores, y):
    log_sum = np.logaddexp.reduce(scores, axis=1)[:, None]
    return np.exp(scores - log_sum) / len(scores) - (y[:, None] == np.arange(scores.shape[1])) / len(scores)


def softmax_by_ratios(scores, y):
    with np.errstate(over="ignore"):
        p = 1 / np.exp(scores[:, None, :] - scores[:, :, None]).sum(axis=2)
    return (p - np.eye(scores.shape[1])[y]) / scores.shape[0]


def softmax_by_examples(scores, y):
    rows = []
    for row, truth in zip(scores, y, strict=True):
        e = np.exp(row - np.max(row))
        p = e / np.sum(e)
        p[truth] = p[truth] - 1
        rows.append(p / len(scores))
    return rows


def softmax_by_jacobian(scores, y):
    p, N = softmax(scores), len(y)
    result = []
    for row, truth in zip(p, y, strict=True):
        jacobian = np.diag(row) - np.outer(row, row)
        result.append(-np.exp(-np.log(row[truth])) * jacobian[truth] / N if row[truth] > 1e-100 else (row - np.eye(len(row))[truth]) / N)
    return np.array(result)


def in_place_softmax(scores, y):
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return (e / e.sum(axis=1, keepdims=True) - np.eye(scores.shape[1])[y]) / len(y)


def minus_all_columns(scores, y):
    p = softmax(scores)
    p[:, y] -= 1
    return p / len(y)


def minus_first_examples(scores, y):
    p = softmax(scores)
    p[y, range(len(y))] -= 1
    return p / len(y)


def with_softmax(p):
    return lambda scores, y: (p(scores) - np.eye(scores.shape[1])[y]) / len(y)


def by_differences(scores, y):
    result = np.zeros(scores.shape)
    for at in np.ndindex(scores.shape):
        up, down = scores.copy(), scores.copy()
        up[at] += 1e-5
        down[at] -= 1e-5
        result[at] = (nnlab.softmax_loss(up, y)[0] - nnlab.softmax_loss(down, y)[0]) / 2e-5
    return result


def hinge(scores, y):
    margins = scores - scores[np.arange(len(y)), y][:, None] + 1
    on = (margins > 0) * 1.0
    on[np.arange(len(y)), y] -= on.sum(axis=1)
    return on / len(y)


RIGHT = {
    "affine_backward": [
        affine_by_loops,
        affine_by_examples,
        affine_by_ones,
        affine_by_lists,
        affine,
        lambda X, W, dZ: (np.dot(dZ, W), np.dot(X.T, dZ).T, np.ones(len(X)) @ dZ),
        lambda X, W, dZ: (np.einsum("ni,ij->nj", dZ, W), np.einsum("ni,nj->ij", dZ, X), np.einsum("ni->i", dZ)),
        lambda X, W, dZ: (np.inner(dZ, W.T), np.tensordot(dZ, X, (0, 0)), len(dZ) * dZ.mean(axis=0)),
        lambda X, W, dZ: ((dZ[:, :, None] * W).sum(1), (dZ[:, :, None] * X[:, None]).sum(0), np.add.reduce(dZ)),
    ],
    "softmax_gradient": [
        softmax_by_loops,
        softmax_by_index,
        softmax_by_logarithm,
        softmax_by_ratios,
        softmax_by_examples,
        softmax_by_jacobian,
        with_softmax(softmax),
        with_softmax(lambda s: np.exp(s - s.max(axis=1)[:, None] - np.log(np.exp(s.T - s.max(axis=1)).sum(axis=0))[:, None])),
        lambda scores, y: nnlab.softmax_loss(scores, y)[1],
        lambda scores, y: np.where(np.arange(scores.shape[1]) == y[:, None], softmax(scores) - 1, softmax(scores)) / len(y),
    ],
}

WRONG = {
    "affine_backward": [
        in_place_affine,
        lambda X, W, dZ: (dZ @ W, X.T @ dZ, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W.T, dZ.T @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: ((dZ @ W).T, dZ.T @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, dZ @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.mean(axis=0)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X / len(X), dZ.mean(axis=0)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X / len(X), dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum()),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum(axis=1)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ.sum(axis=0, keepdims=True)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, np.ones(len(W))),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X, dZ[0]),
        lambda X, W, dZ: (dZ.T @ X, dZ @ W, dZ.sum(axis=0)),  # order
        lambda X, W, dZ: (dZ @ W, dZ.sum(axis=0), dZ.T @ X),
        lambda X, W, dZ: (dZ.T @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W + X, dZ.T @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, dZ.T @ X + W, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, np.outer(dZ.sum(axis=0), X.sum(axis=0)), dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, np.outer(dZ.sum(axis=0), X.mean(axis=0)), dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, np.outer(dZ[-1], X[-1]), dZ.sum(axis=0)),
        lambda X, W, dZ: (-dZ @ W, -dZ.T @ X, -dZ.sum(axis=0)),
        lambda X, W, dZ: (np.tile(W.sum(axis=0), (len(X), 1)), dZ.T @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: ((dZ @ W) * (X > 0), dZ.T @ X, dZ.sum(axis=0)),
        lambda X, W, dZ: (dZ @ W, np.tile(X.sum(axis=0), (len(W), 1)), dZ.sum(axis=0)),
        lambda X, W, dZ: tuple(np.round(part, 1) for part in affine(X, W, dZ)),
        lambda X, W, dZ: tuple(np.clip(part, -1, 1) for part in affine(X, W, dZ)),
    ],
    "softmax_gradient": [
        in_place_softmax,
        minus_all_columns,
        minus_first_examples,
        by_differences,
        hinge,
        with_softmax(lambda s: np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)),
        with_softmax(lambda s: np.exp(s - s.max()) / np.exp(s - s.max()).sum(axis=1, keepdims=True)),
        with_softmax(lambda s: np.exp(s - s.max(axis=1, keepdims=True)) / np.exp(s - s.max(axis=1, keepdims=True)).sum()),
        with_softmax(lambda s: softmax(s.T).T),
        with_softmax(lambda s: softmax(np.clip(s, -500, 500))),
        with_softmax(lambda s: softmax(np.clip(s, -30, 30))),
        with_softmax(lambda s: np.nan_to_num(np.exp(s) / np.exp(s).sum(axis=1, keepdims=True))),
        with_softmax(lambda s: softmax(s / 2)),
        with_softmax(lambda s: softmax(-s)),
        with_softmax(lambda s: np.log(softmax(s) + 1e-300)),
        with_softmax(lambda s: 1 / (1 + np.exp(-np.clip(s, -700, 700)))),
        with_softmax(lambda s: 1.0 * (s == s.max(axis=1, keepdims=True))),
        with_softmax(lambda s: s),
        with_softmax(lambda s: np.exp(s - s.max(axis=1, keepdims=True))),  # not divided by the sum
        with_softmax(lambda s: softmax(s) + 1e-8),
        with_softmax(lambda s: softmax(s).round(3)),
        lambda scores, y: len(y) * nnlab.softmax_loss(scores, y)[1],
        lambda scores, y: -nnlab.softmax_loss(scores, y)[1],
        lambda scores, y: len(y) * nnlab.softmax_loss(scores, y)[1] / scores.size,
        lambda scores, y: len(y) * nnlab.softmax_loss(scores, y)[1] / scores.shape[1],
        lambda scores, y: nnlab.softmax_loss(scores, y)[0],
        lambda scores, y: nnlab.softmax_loss(scores, y)[1].mean(axis=0),
        lambda scores, y: softmax(scores) / len(y),
        lambda scores, y: softmax(scores) / len(y) - np.eye(scores.shape[1])[y],
        lambda scores, y: -np.eye(scores.shape[1])[y] / softmax(scores) / len(y),  # as if by the probabilities
        lambda scores, y: (softmax(scores) - np.eye(scores.shape[1])[y]) * softmax(scores) * (1 - softmax(scores)) / len(y),
        lambda scores, y: softmax(scores)[range(len(y)), y] - 1,
        lambda scores, y: (softmax(scores) - y[:, None]) / len(y),
    ],
}

HINTS = {
    ("affine_backward", 1): "transposed_dW",
    ("affine_backward", 2): "transposed_W",
    ("affine_backward", 5): "mean",
    ("affine_backward", 6): "divided",
    ("affine_backward", 8): "not_summed",
    ("affine_backward", 10): "wrong_axis",
    ("affine_backward", 14): "order",
    ("softmax_gradient", 5): "overflow",
    ("softmax_gradient", 8): "wrong_axis",
    ("softmax_gradient", 9): "clipped",
    ("softmax_gradient", 10): "clipped",
    ("softmax_gradient", 17): "scores",
    ("softmax_gradient", 21): "no_mean",
    ("softmax_gradient", 22): "sign",
    ("softmax_gradient", 23): "per_class",
    ("softmax_gradient", 27): "no_truth",
}
