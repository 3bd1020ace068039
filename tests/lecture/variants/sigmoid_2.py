"""The limit of the learning rate as different students find it."""

import numpy as np


def limit(X):
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()


def limit_in_loops(X):
    N, n = X.shape
    H = [[sum(X[k, i] * X[k, j] for k in range(N)) / N for j in range(n)] for i in range(n)]
    return 2 / max(np.linalg.eigvalsh(np.array(H)))


def limit_by_multiplying(X):
    H, v = X.T @ X / len(X), np.ones(X.shape[1]) + 0.1 * np.arange(X.shape[1])
    for _ in range(20000):
        v = H @ v
        v /= np.linalg.norm(v)
    return 2 / (v @ H @ v)


def limit_by_outer_products(X):
    H = np.zeros((X.shape[1], X.shape[1]))
    for x in X:
        H += np.outer(x, x)
    return 2.0 / np.linalg.eigvalsh(H / X.shape[0])[-1]


RIGHT = {
    "largest_rate": [
        limit,
        limit_in_loops,
        limit_by_multiplying,
        limit_by_outer_products,
        lambda X: 2 * len(X) / np.linalg.norm(X, 2) ** 2,
        lambda X: 2 * X.shape[0] / np.linalg.svd(X, compute_uv=False)[0] ** 2,
        lambda X: 2 / np.max(np.linalg.eigvalsh(X @ X.T / len(X))),
        lambda X: 2 / np.linalg.eigvals(np.einsum("ki,kj->ij", X, X) / len(X)).real.max(),
        lambda X: 2 / np.linalg.norm(np.mean(X[:, :, None] * X[:, None, :], axis=0), 2),
    ],
}

WRONG = {
    "largest_rate": [
        lambda X: 1 / np.linalg.eigvalsh(X.T @ X / len(X)).max(),
        lambda X: 4 / np.linalg.eigvalsh(X.T @ X / len(X)).max(),
        lambda X: 2 / np.linalg.eigvalsh(X.T @ X).max(),
        lambda X: 2 / np.linalg.eigvalsh(X.T @ X / len(X)).min(),
        lambda X: 2 / np.trace(X.T @ X / len(X)),
        lambda X: 2 / np.linalg.eigvalsh(X.T @ X / X.shape[1]).max(),
        lambda X: 2 / np.linalg.eigvalsh(np.atleast_2d(np.cov(X.T))).max(),
        lambda X: 2 / np.linalg.eigvalsh(np.atleast_2d(np.cov(X.T, bias=True))).max(),
        lambda X: 2 / np.max(np.mean(X**2, axis=0)),
        lambda X: 2 / np.mean(X**2),
        lambda X: 2 / np.max(np.sum(X**2, axis=1)),
        lambda X: 2 * len(X) / np.linalg.norm(X, 2),
        lambda X: 2 / np.linalg.eigvalsh(X.T @ X / (len(X) - 1)).max(),
        lambda X: 2 / np.linalg.eigvalsh(X.T @ X / len(X)),
        lambda X: np.linalg.eigvalsh(X.T @ X / len(X)).max() / 2,
        lambda X: 2 / np.max(np.sum(abs(X.T @ X), axis=1)) * len(X),
        lambda X: 2 / np.linalg.eigvalsh(abs(X).T @ abs(X) / len(X)).max(),
        lambda X: 2 / np.linalg.eigvalsh(np.outer(X.mean(axis=0), X.mean(axis=0))).max(),
        lambda X: round(float(limit(X)), 2),
        lambda X: 2 / np.linalg.det(X.T @ X / len(X)),
        lambda X: 0.999 * limit(X),
        lambda X: 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max() ** 2,
        lambda X: limit(X[:, :2]),
    ],
}

HINTS = {
    ("largest_rate", 0): "no_two",
    ("largest_rate", 2): "not_mean",
    ("largest_rate", 3): "flattest",
    ("largest_rate", 4): "trace",
    ("largest_rate", 5): "examples",
    ("largest_rate", 7): "centred",
}
