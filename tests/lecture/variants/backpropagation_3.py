"""Right and wrong solutions of the exercises on skips and the relative error, as students might write them."""

import numpy as np


def skip(h1, r, W, dh2):
    dz = dh2 * (1 - r**2)
    return dz.T @ h1, dz @ W + dh2


def skip_by_examples(h1, r, W, dh2):
    dW, dh1 = np.zeros(W.shape), []
    for h, out, d in zip(h1, r, dh2, strict=True):
        dz = d - d * out * out
        dW += np.outer(dz, h)
        dh1.append(W.T @ dz + d)
    return dW, np.stack(dh1)


def skip_by_loops(h1, r, W, dh2):
    n = len(W)
    dW, dh1 = [[0.0] * n for _ in range(n)], dh2.tolist()
    for e in range(len(h1)):
        for i in range(n):
            dz = dh2[e, i] * (1 - r[e, i] ** 2)
            for j in range(n):
                dW[i][j] += dz * h1[e, j]
                dh1[e][j] += dz * W[i, j]
    return dW, dh1


def skip_again_forward(h1, r, W, dh2):
    z = h1 @ W.T
    dz = dh2 / np.cosh(z) ** 2
    dW = np.einsum("ni,nj->ij", dz, h1)
    return [dW, np.einsum("ni,ij->nj", dz, W) + dh2]


def skip_by_identity(h1, r, W, dh2):
    dz = (1 + r) * (1 - r) * dh2
    both = np.hstack([dz, dh2]) @ np.vstack([W, np.eye(len(W))])
    return (h1.T @ dz).T, both


def skip_by_copy(h1, r, W, dh2):
    dh1, dz = dh2.copy(), np.array(dh2)
    dz *= 1 - r * r
    dh1 += np.dot(dz, W)
    return np.array([dz.T @ h1])[0], dh1


def skip_by_jacobian(h1, r, W, dh2):
    slopes = 1 - r**2
    dh1 = [d @ (s[:, None] * W + np.eye(len(W))) for s, d in zip(slopes, dh2, strict=True)]
    return np.tensordot(slopes * dh2, h1, axes=(0, 0)), dh1


def skip_in_place(h1, r, W, dh2):
    dz = dh2 * (1 - r**2)
    dh2 += dz @ W
    return dz.T @ h1, dh2


def skip_over_r(h1, r, W, dh2):
    np.square(r, out=r)
    dz = dh2 * (1 - r)
    return dz.T @ h1, dz @ W + dh2


def with_slope(slope):
    def skip_backward(h1, r, W, dh2):
        dz = dh2 * slope(r, h1, W)
        return dz.T @ h1, dz @ W + dh2

    return skip_backward


def z_of(h1, r, W, dh2):
    return dh2 * (1 - r**2)


def largest(array):
    return np.max(np.abs(array))


def error_by_loop(analytic, numeric):
    difference = size = 0.0
    for a, b in zip(np.ravel(analytic), np.ravel(numeric), strict=True):
        difference = max(difference, abs(a - b))
        size = max(size, abs(a), abs(b))
    return difference / size if size else 0.0


def error_by_norms(analytic, numeric):
    a, b = np.ravel(analytic), np.ravel(numeric)
    size = max(np.linalg.norm(a, np.inf), np.linalg.norm(b, np.inf))
    return 0.0 if size == 0 else np.linalg.norm(a - b, ord=np.inf) / size


def error_by_stack(analytic, numeric):
    both = np.stack([analytic, numeric])
    size = np.abs(both).max()
    return np.ptp(both, axis=0).max() / size if size > 0 else 0


def error_by_any(analytic, numeric):
    if not (np.any(analytic) or np.any(numeric)):
        return 0.0
    return largest(analytic - numeric) / max(largest(analytic), largest(numeric))


def error_by_divide(analytic, numeric):
    size = np.maximum(largest(analytic), largest(numeric))
    return np.divide(largest(analytic - numeric), size, out=np.zeros(()), where=size > 0)


def error_by_recursion(analytic, numeric):
    def flat(values):
        return [number for value in values for number in flat(value)] if np.ndim(values) else [float(values)]

    a, b = flat(analytic), flat(numeric)
    size = max(map(abs, a + b))
    return max(abs(one - other) for one, other in zip(a, b, strict=True)) / size if size != 0 else 0.0


def error_by_exception(analytic, numeric):
    try:
        return float(largest(analytic - numeric)) / float(max(largest(analytic), largest(numeric)))
    except ZeroDivisionError:
        return 0.0


def error(difference=lambda a, b: largest(a - b), size=lambda a, b: max(largest(a), largest(b)), zero=0.0):
    """The right solution with a part exchanged."""
    return lambda a, b: difference(a, b) / size(a, b) if a.any() or b.any() else zero


RIGHT = {
    "skip_backward": [
        skip,
        skip_by_examples,
        skip_by_loops,
        skip_again_forward,
        skip_by_identity,
        skip_by_copy,
        skip_by_jacobian,
        with_slope(lambda r, h1, W: 1 - np.tanh(h1 @ W.T) ** 2),
    ],
    "relative_error": [
        error_by_loop,
        error_by_norms,
        error_by_stack,
        error_by_any,
        error_by_divide,
        error_by_recursion,
        error_by_exception,
        error(),
        error(lambda a, b: max((a - b).max(), (b - a).max()), lambda a, b: max(a.max(), b.max(), -a.min(), -b.min())),
    ],
}

WRONG = {
    "skip_backward": [
        skip_in_place,
        skip_over_r,
        with_slope(lambda r, h1, W: 1),
        with_slope(lambda r, h1, W: 1 - r),
        with_slope(lambda r, h1, W: r * (1 - r)),
        with_slope(lambda r, h1, W: 1 - np.tanh(r) ** 2),
        with_slope(lambda r, h1, W: 1 - (r + h1) ** 2),
        with_slope(lambda r, h1, W: 1 - h1**2),
        with_slope(lambda r, h1, W: r**2 - 1),
        with_slope(lambda r, h1, W: 1 + r**2),
        with_slope(lambda r, h1, W: 1 - r**2 + 1),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W.T + dh2),
        lambda h1, r, W, dh2: (h1.T @ z_of(h1, r, W, dh2), z_of(h1, r, W, dh2) @ W + dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W + z_of(h1, r, W, dh2)),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, dh2 @ W + dh2),
        lambda h1, r, W, dh2: (dh2.T @ h1, z_of(h1, r, W, dh2) @ W + dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W + 1),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W + h1),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W + h1 * dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, (z_of(h1, r, W, dh2) @ W + dh2) / 2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1, z_of(h1, r, W, dh2) @ W - dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1 / len(h1), z_of(h1, r, W, dh2) @ W + dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ h1 + dh2.T @ h1, z_of(h1, r, W, dh2) @ W + dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ r, z_of(h1, r, W, dh2) @ W + dh2),
        lambda h1, r, W, dh2: (z_of(h1, r, W, dh2).T @ (r + h1), z_of(h1, r, W, dh2) @ W + dh2),
        lambda h1, r, W, dh2: skip(h1, r, W, dh2)[::-1],
        lambda h1, r, W, dh2: skip(h1, r, W, dh2)[1],
        lambda h1, r, W, dh2: skip(h1[:1], r[:1], W, dh2[:1]),
    ],
    "relative_error": [
        error(lambda a, b: (a - b).max()),
        error(lambda a, b: abs(largest(a) - largest(b))),
        error(lambda a, b: largest(abs(a) - abs(b))),
        error(lambda a, b: np.abs(a - b).mean()),
        error(lambda a, b: np.abs(a - b)),
        error(lambda a, b: largest((a - b) ** 2)),
        error(lambda a, b: largest(a[0] - b[0])),
        error(lambda a, b: largest(a.sum(axis=0) - b.sum(axis=0))),
        error(lambda a, b: np.abs(a - b).min()),
        error(size=lambda a, b: largest(a)),
        error(size=lambda a, b: largest(b)),
        error(size=lambda a, b: largest(a) + largest(b)),
        error(size=lambda a, b: max(a.max(), b.max())),
        error(size=lambda a, b: max(abs(a.max()), abs(b.max()))),
        error(size=lambda a, b: largest(a + b)),
        error(size=lambda a, b: min(largest(a), largest(b))),
        error(size=lambda a, b: max(largest(a), largest(b)) + 1e-8),
        error(size=lambda a, b: max(largest(a), largest(b), 1e-8)),
        error(size=lambda a, b: max(1, largest(a), largest(b))),
        error(size=lambda a, b: 1),
        error(size=lambda a, b: (largest(a) + largest(b)) / 2),
        error(zero=1.0),
        error(zero=np.nan),
        lambda a, b: largest(a - b) / max(largest(a), largest(b)),
        lambda a, b: np.max(np.abs(a - b) / np.maximum(abs(a), abs(b))),
        lambda a, b: np.max(np.abs(a - b) / np.maximum(1e-12, np.maximum(abs(a), abs(b)))),
        lambda a, b: np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b)) if a.any() or b.any() else 0.0,
        lambda a, b: largest(a - b) / max(largest(a), largest(b)) if a.any() and b.any() else 0.0,
        lambda a, b: max(abs(a - b)) / max(max(abs(a)), max(abs(b))) if a.any() or b.any() else 0.0,
        lambda a, b: error()(a, b) if largest(a) > 1e-6 else 0.0,
        lambda a, b: error()(a, b) < 1e-6,
        lambda a, b: np.nan_to_num(error()(a, b)).round(4),
        lambda a, b: min(1.0, error()(a, b)),
        error(size=lambda a, b: max(a.max(), largest(b))),
    ],
}

HINTS = {
    ("skip_backward", 6): "slope_of_sum",
    ("skip_backward", 11): "no_skip",
    ("skip_backward", 12): "skip_only",
    ("skip_backward", 13): "transposed",
    ("skip_backward", 15): "slope_twice",
    ("skip_backward", 21): "mean_of_paths",
    ("skip_backward", 24): "skip_in_weights",
    ("relative_error", 3): "mean",
    ("relative_error", 19): "absolute",
    ("relative_error", 23): "zero_by_zero",
    ("relative_error", 24): "elementwise",
}
