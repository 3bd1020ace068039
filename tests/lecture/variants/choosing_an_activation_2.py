"""Right and wrong solutions of the exercise on initial weights for any activation, as students might write them."""

import math

import numpy as np


def start_by_loop(f, z):
    sums, outputs = 0, 0
    for value in z:
        sums += value**2
        outputs += f(value) ** 2
    return math.sqrt(sums / outputs)


def start_by_variance(f, z):
    h = f(z)
    return np.sqrt((z.var() + z.mean() ** 2) / (h.var() + h.mean() ** 2))


def start_by_trial(f, z):
    low, high = 0.0, 1.0
    target, inputs = np.mean(np.square(z)), np.mean(np.square(f(z)))
    while high**2 * inputs < target:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if middle**2 * inputs < target else (low, middle)
    return high


def in_place_start(f, z):
    h = f(z)
    z **= 2
    return np.sqrt(z.mean() / (h**2).mean())


def start_of_normal(f, z):
    sample = np.random.default_rng(0).normal(size=10_000)
    return 1 / np.sqrt(np.mean(f(sample) ** 2))


RIGHT = {
    "own_start": [
        start_by_loop,
        start_by_variance,
        start_by_trial,
        lambda f, z: np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2)),
        lambda f, z: np.linalg.norm(z) / np.linalg.norm(f(z)),
        lambda f, z: (z @ z / (f(z) @ f(z))) ** 0.5,
        lambda f, z: math.hypot(*z) / math.hypot(*[f(v) for v in z]),
        lambda f, z: np.exp((np.log(np.sum(z**2)) - np.log(np.sum(f(z) ** 2))) / 2),
        lambda f, z: np.std(np.concatenate([z, -z])) / np.std(np.concatenate([f(z), -f(z)])),
        lambda f, z: (np.einsum("i,i", z, z) / np.square(f(z)).sum()) ** 0.5,
    ],
}

WRONG = {
    "own_start": [
        in_place_start,
        start_of_normal,
        lambda f, z: z.std() / f(z).std(),
        lambda f, z: np.sqrt(np.mean(z**2) / f(z).var()),
        lambda f, z: np.sqrt(z.var() / np.mean(f(z) ** 2)),
        lambda f, z: np.mean(z**2) / np.mean(f(z) ** 2),
        lambda f, z: np.sqrt(np.mean(f(z) ** 2) / np.mean(z**2)),
        lambda f, z: 1 / np.sqrt(np.mean(f(z) ** 2)),
        lambda f, z: np.sqrt(np.mean(z**2)),
        lambda f, z: np.abs(z).mean() / np.abs(f(z)).mean(),
        lambda f, z: np.sqrt(np.mean(z**2) / np.mean(f(z)) ** 2),
        lambda f, z: np.sqrt(np.mean(z**2) / np.mean(f(z**2))),
        lambda f, z: np.sqrt(np.mean(z**2) / np.mean(f(z))),
        lambda f, z: np.sqrt(np.mean(z**2) / np.sum(f(z) ** 2)),
        lambda f, z: np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2) / len(z)),
        lambda f, z: np.sqrt(np.mean(z**2) / np.median(f(z) ** 2)),
        lambda f, z: np.sqrt(np.mean(z**2)) / np.mean(np.sqrt(f(z) ** 2)),
        lambda f, z: np.abs(z).max() / np.abs(f(z)).max(),
        lambda f, z: np.sqrt(2),
        lambda f, z: np.sqrt(np.mean(z[z > 0] ** 2) / np.mean(f(z[z > 0]) ** 2)),
        lambda f, z: np.round(np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2)), 2),
        lambda f, z: np.sqrt(z**2 / np.mean(f(z) ** 2)),
        lambda f, z: np.sqrt(np.mean(z**2) / np.mean((f(z + 1e-6) - f(z - 1e-6)) ** 2) * 4e-12),  # its slope
        lambda f, z: np.linalg.norm(z) - np.linalg.norm(f(z)),
        lambda f, z: min(2, np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2))),
        lambda f, z: np.sqrt((z**2).sum() / ((f(z) ** 2).sum() + 1)),
    ],
}

HINTS = {
    ("own_start", 2): "spread",
    ("own_start", 5): "variance",
    ("own_start", 6): "upside_down",
    ("own_start", 7): "unit_sums",
    ("own_start", 9): "absolute",
    ("own_start", 10): "square_of_mean",
    ("own_start", 18): "he_for_all",
}
