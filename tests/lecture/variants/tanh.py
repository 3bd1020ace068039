"""The exercises of tanh as different students solve them."""

import numpy as np


def doubled(W1, b1, W2, b2):
    return 2 * W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=1)


def mirrored(W1, b1, W2, b2):
    return -2 * W1, -2 * b1, -2 * W2, b2 + np.sum(W2, axis=1)


def units_in_another_order(W1, b1, W2, b2):
    return 2 * W1[::-1], 2 * b1[::-1], 2 * W2[:, ::-1], b2 - W2 @ np.ones(len(b1))


def every_unit_twice(W1, b1, W2, b2):
    return np.vstack([2 * W1, 2 * W1]), np.tile(2 * b1, 2), np.hstack([W2, W2]), b2 - W2.sum(1)


def one_unit_mirrored(W1, b1, W2, b2):
    signs = np.ones(len(b1))
    signs[0] = -1
    return 2 * signs[:, None] * W1, 2 * signs * b1, 2 * W2 * signs, b2 - W2 @ signs


def in_lists(W1, b1, W2, b2):
    last = [b2[j] - sum(W2[j, i] for i in range(W2.shape[1])) for j in range(len(b2))]
    return [[[2 * w for w in row] for row in W1], [2 * b for b in b1], [[2 * w for w in row] for row in W2], last]


def copied_and_changed(W1, b1, W2, b2):
    V1, c1, V2, c2 = (np.array(part, dtype=float) for part in (W1, b1, W2, b2))
    V1 *= 2
    c1 *= 2
    for row in range(len(c2)):
        c2[row] -= V2[row].sum()
    V2 *= 2
    return V1, c1, V2, c2


def bias_as_a_further_unit(W1, b1, W2, b2):
    always_half = np.zeros((1, W1.shape[1]))
    W2_sigmoid = np.column_stack([2 * W2, -2 * W2.sum(axis=1)])
    return np.vstack([2 * W1, always_half]), np.append(2 * b1, 0), W2_sigmoid, b2


def changes_the_weights(W1, b1, W2, b2):
    W1 *= 2
    b1 *= 2
    b2 -= W2.sum(axis=1)
    W2 *= 2
    return W1, b1, W2, b2


def after_doubling(W1, b1, W2, b2):
    W2 = 2 * W2
    return 2 * W1, 2 * b1, W2, b2 - W2.sum(axis=1)


def centred_loop(H, W):
    b = np.zeros(len(W))
    for j in range(len(W)):
        sums = [sum(H[k, i] * W[j, i] for i in range(H.shape[1])) for k in range(len(H))]
        b[j] = -sum(sums) / len(sums)
    return b


def centred_lists(H, W):
    means = [sum(column) / len(column) for column in zip(*H, strict=True)]
    return [-sum(w * m for w, m in zip(row, means, strict=True)) for row in W]


def centred_by_solving(H, W):
    return np.linalg.lstsq(np.ones((len(H), 1)), -H @ W.T, rcond=None)[0][0]


def centred_one_by_one(H, W):
    total = 0
    for h in H:
        total = total - W @ h
    return total / H.shape[0]


def changes_h(H, W):
    before = H.mean(axis=0)
    H -= before
    return -W @ before


def lecun(z):
    t = np.tanh(2 * z / 3)
    return 1.7159 * t, 1.7159 * 2 / 3 * (1 - t**2)


def lecun_number_by_number(z):
    value, slope = np.empty(z.shape), np.empty(z.shape)
    for index in np.ndindex(z.shape):
        t = np.tanh(z[index] * 2 / 3)
        value[index], slope[index] = 1.7159 * t, 1.7159 * (1 - t * t) / 1.5
    return value, slope


def lecun_from_the_value(z):
    value = 1.7159 * np.tanh(z / 1.5)
    return value, (1.7159 - value**2 / 1.7159) / 1.5


def lecun_from_the_sigmoid(z):
    s = 1 / (1 + np.exp(-4 * z / 3))
    return [1.7159 * (2 * s - 1), 1.7159 * 8 / 3 * s * (1 - s)]


def lecun_from_exponentials(z):
    up, down = np.exp(2 * z / 3), np.exp(-2 * z / 3)
    return 1.7159 * (up - down) / (up + down), 1.7159 * 8 / 3 / (up + down) ** 2


def lecun_complex(z):
    result = 1.7159 * np.tanh(2 / 3 * (z + 1e-30j))
    return np.real(result), np.imag(result) / 1e-30


def changes_z(z):
    z *= 2 / 3
    return 1.7159 * np.tanh(z), 1.7159 * 2 / 3 * (1 - np.tanh(z) ** 2)


def gradient_of_the_neighbours(z):
    value = 1.7159 * np.tanh(2 * z / 3)
    return value, np.gradient(value.ravel(), z.ravel()).reshape(z.shape) if z.size > 1 else value


def rough_slope(z):
    value = 1.7159 * np.tanh(2 * z / 3)
    return value, (1.7159 * np.tanh(2 * (z + 1e-3) / 3) - value) / 1e-3


def lecun_flat(z):
    value, slope = lecun(z)
    return value.ravel(), slope.ravel()


RIGHT = {
    "tanh_as_sigmoid": [
        doubled,
        mirrored,
        units_in_another_order,
        every_unit_twice,
        one_unit_mirrored,
        in_lists,
        copied_and_changed,
        bias_as_a_further_unit,
        lambda W1, b1, W2, b2: [W1 + W1, b1 + b1, W2 + W2, b2 - np.einsum("ij->i", W2)],
    ],
    "centring_biases": [
        centred_loop,
        centred_lists,
        centred_by_solving,
        centred_one_by_one,
        lambda H, W: -W @ H.mean(axis=0),
        lambda H, W: -(H @ W.T).mean(axis=0),
        lambda H, W: -np.einsum("ki,ji->j", H, W) / len(H),
        lambda H, W: -np.average(H, axis=0).dot(W.T),
        lambda H, W: (-W @ H.T).sum(axis=1) / H.shape[0],
        lambda H, W: tuple(-np.mean(H @ row) for row in W),
    ],
    "lecun_tanh": [
        lecun,
        lecun_number_by_number,
        lecun_from_the_value,
        lecun_from_the_sigmoid,
        lecun_from_exponentials,
        lecun_complex,
        lambda z: (1.7159 * np.tanh(2 / 3 * z), 1.7159 * 2 / 3 / np.cosh(2 / 3 * z) ** 2),
        lambda z: np.stack(lecun(z)),
        lambda z: (1.7159 * np.tanh(2 * z / 3), 3.4318 / 3 * (1 - np.tanh(2 * z / 3)) * (1 + np.tanh(2 * z / 3))),
    ],
}

WRONG = {
    "tanh_as_sigmoid": [
        changes_the_weights,
        after_doubling,
        lambda W1, b1, W2, b2: (W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, b1, 2 * W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 + W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - 1),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - W2.sum()),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=0)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, 2 * b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, 2 * (b2 - W2.sum(axis=1))),
        lambda W1, b1, W2, b2: (W1 / 2, b1 / 2, 2 * W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (W1, b1, W2, b2),
        lambda W1, b1, W2, b2: (W1, b1, 2 * W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1 - 1, 2 * W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2),
        lambda W1, b1, W2, b2: (2 * W2, b2 - W2.sum(axis=1), 2 * W1, 2 * b1),
        lambda W1, b1, W2, b2: (-2 * W1, 2 * b1, -2 * W2, b2 + W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - W2.mean(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1.T, 2 * b1, 2 * W2, b2 - W2.sum(axis=1)),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, (b2 - W2.sum(axis=1))[:, None]),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2, b2 - W2.sum(axis=1) / 2),
        lambda W1, b1, W2, b2: (2 * W1, 2 * b1, 2 * W2 - 1, b2),
    ],
    "centring_biases": [
        changes_h,
        lambda H, W: W @ H.mean(axis=0),
        lambda H, W: -0.5 * W.sum(axis=1),
        lambda H, W: -W.sum(axis=1) * H.mean(),
        lambda H, W: -(H @ W.T).sum(axis=0),
        lambda H, W: -(H @ W.T).mean(axis=1),
        lambda H, W: -(H @ W.T).mean(),
        lambda H, W: np.full(len(W), -(H @ W.T).mean()),
        lambda H, W: -(H @ W).mean(axis=0),
        lambda H, W: -np.median(H @ W.T, axis=0),
        lambda H, W: -(H @ W.T).mean(axis=0, keepdims=True),
        lambda H, W: -(W @ H.mean(axis=0))[:, None],
        lambda H, W: -(H @ W.T).sum(axis=0) / (len(H) - 1),
        lambda H, W: -(H @ W.T).mean(axis=0) / (H @ W.T).std(axis=0),
        lambda H, W: -(H @ W.T)[0],
        lambda H, W: -((H @ W.T).max(axis=0) + (H @ W.T).min(axis=0)) / 2,
        lambda H, W: -H.mean(axis=0),
        lambda H, W: -H.mean(axis=0) * W,
        lambda H, W: -W.mean(axis=1) * H.mean(axis=0).sum() / 2,
        lambda H, W: -(H @ W.T).mean(axis=0) / H.shape[1],
        lambda H, W: np.zeros(len(W)),
        lambda H, W: -abs(W @ H.mean(axis=0)),
        lambda H, W: H @ W.T - (H @ W.T).mean(axis=0),
        lambda H, W: -W.mean(axis=1),
    ],
    "lecun_tanh": [
        changes_z,
        gradient_of_the_neighbours,
        rough_slope,
        lecun_flat,
        lambda z: (lecun(z)[0], 2 / 3 * (1 - np.tanh(2 * z / 3) ** 2)),
        lambda z: (lecun(z)[0], 1.7159 * (1 - np.tanh(2 * z / 3) ** 2)),
        lambda z: (lecun(z)[0], 1 - np.tanh(2 * z / 3) ** 2),
        lambda z: (lecun(z)[0], 1.7159 * 2 / 3 * (1 - lecun(z)[0] ** 2)),
        lambda z: (lecun(z)[0], 1.7159 * 2 / 3 * (1 - np.tanh(z) ** 2)),
        lambda z: (1.7159 * np.tanh(1.5 * z), 1.7159 * 1.5 * (1 - np.tanh(1.5 * z) ** 2)),
        lambda z: lecun(z)[0],
        lambda z: lecun(z)[::-1],
        lambda z: (np.tanh(2 * z / 3), lecun(z)[1]),
        lambda z: (1.7159 * np.tanh(2 // 3 * z), lecun(z)[1]),
        lambda z: (1.716 * np.tanh(2 * z / 3), 1.716 * 2 / 3 * (1 - np.tanh(2 * z / 3) ** 2)),
        lambda z: (1.7159 * np.tanh(0.6667 * z), 1.7159 * 0.6667 * (1 - np.tanh(0.6667 * z) ** 2)),
        lambda z: (np.tanh(2 * z / 3) / np.tanh(2 / 3), (1 - np.tanh(2 * z / 3) ** 2) * 2 / 3 / np.tanh(2 / 3)),
        lambda z: (lecun(z)[0], 1.7159 * 2 / 3 * (1 - abs(np.tanh(2 * z / 3)))),
        lambda z: (lecun(z)[0], 1.7159 * 2 / 3 / np.cosh(2 * z / 3)),
        lambda z: (lecun(z)[0], 1.7159 * 2 / 3 * (1 + np.tanh(2 * z / 3) ** 2)),
        lambda z: (lecun(z)[0], 1.7159**2 * 2 / 3 * (1 - np.tanh(2 * z / 3) ** 2)),
        lambda z: (2 / 3 * np.tanh(1.7159 * z), 2 / 3 * 1.7159 * (1 - np.tanh(1.7159 * z) ** 2)),
        lambda z: (np.clip(lecun(z)[0], -1, 1), lecun(z)[1]),
        lambda z: (lecun(z)[0], np.full(z.shape, 1.7159 * 2 / 3)),
        lambda z: (*lecun(z), z),
    ],
}

HINTS = {
    ("tanh_as_sigmoid", 1): "shift_of_doubled",
    ("tanh_as_sigmoid", 3): "bias_inside",
    ("tanh_as_sigmoid", 5): "no_shift",
    ("tanh_as_sigmoid", 6): "shift_sign",
    ("tanh_as_sigmoid", 7): "shift_of_one",
    ("tanh_as_sigmoid", 13): "unchanged",
    ("tanh_as_sigmoid", 14): "outside_only",
    ("centring_biases", 1): "sign",
    ("centring_biases", 2): "half",
    ("centring_biases", 3): "one_mean",
    ("centring_biases", 4): "sum",
    ("centring_biases", 7): "grand_mean",
    ("centring_biases", 23): "mean_weight",
    ("lecun_tanh", 4): "no_outer_slope",
    ("lecun_tanh", 5): "no_inner_slope",
    ("lecun_tanh", 7): "slope_from_output",
    ("lecun_tanh", 9): "three_halves",
}
