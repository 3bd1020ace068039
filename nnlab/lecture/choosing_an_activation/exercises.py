"""Notebook 09: whether a difference counts, a fair choice of the setting, and initial weights for any function."""

import numpy as np

from nnlab.questions import Exercise


def winner(ours, theirs):
    """Return 1 if `ours` leads by a median of at least 0.02 and for all seeds but at most one, −1 if `theirs` does, else 0."""
    differences = np.nan_to_num(ours) - np.nan_to_num(theirs)
    for sign in (1, -1):
        if sign * np.median(differences) >= 0.02 and (sign * differences > 0).sum() >= len(differences) - 1:
            return sign
    return 0


def _by_median(ours, theirs, pairs=True):
    gap = np.median(np.nan_to_num(ours)) - np.median(np.nan_to_num(theirs))
    return int(np.sign(gap)) if abs(gap) >= 0.02 else 0


def _one_way(ours, theirs):
    return max(0, winner(ours, theirs))


def _without_diverged(ours, theirs):
    both = np.isfinite(ours) & np.isfinite(theirs)
    return winner(ours[both], theirs[both]) if both.any() else 0


def _sign_only(ours, theirs):
    differences = np.nan_to_num(ours) - np.nan_to_num(theirs)
    return next((sign for sign in (1, -1) if (sign * differences > 0).sum() >= len(differences) - 1), 0)


def _by_mean(ours, theirs):
    differences = np.nan_to_num(ours) - np.nan_to_num(theirs)
    fits = [s for s in (1, -1) if s * differences.mean() >= 0.02 and (s * differences > 0).sum() >= len(differences) - 1]
    return fits[0] if fits else 0


def _every_seed(ours, theirs):
    differences = np.nan_to_num(ours) - np.nan_to_num(theirs)
    fits = [s for s in (1, -1) if s * np.median(differences) >= 0.02 and (s * differences > 0).all()]
    return fits[0] if fits else 0


def _ties_count(ours, theirs):
    differences = np.nan_to_num(ours) - np.nan_to_num(theirs)
    fits = [s for s in (1, -1) if s * np.median(differences) >= 0.02 and (s * differences >= 0).sum() >= len(differences) - 1]
    return fits[0] if fits else 0


A = np.array([0.90, 0.93, 0.91, 0.95, 0.92, 0.94, 0.90, 0.93, 0.96])
cases = [
    (A + 0.03, A),
    (A - 0.04, A),
    (A + 0.017, A),
    (A + np.array([0.03, 0.03, -0.01, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03]), A),
    (A + np.array([0.04, 0.04, 0.04, -0.05, -0.05, 0.04, 0.04, 0.03, 0.03]), A),
    (np.array([0.98, np.nan, np.nan, 0.97, 0.98, 0.97, 0.98, 0.97, 0.98]), A),
    (A, np.array([np.nan, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80])),
    (A + np.array([0.03, 0.0, 0.0, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03]), A),
    (A + np.array([0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.2, 0.2, 0.2]), A),
    (np.array([0.95, 0.90, 0.80, 0.70, 0.60]), np.array([0.90, 0.80, 0.70, 0.60, 0.95])),
    (np.array([0.02, 0.05, 0.02]), np.array([np.nan, 0.01, 0.0])),
    (A + np.array([0.03, 0.03, 0.03, 0.03, 0.03, 0.005, 0.005, 0.005, 0.005]), A),
    (np.array([0.95, np.nan, 0.95, 0.95, 0.95]), np.array([0.9, 0.9, np.nan, 0.9, 0.9])),
]
mistakes = {
    "medians": _by_median,
    "one_way": _one_way,
    "diverged": _without_diverged,
    "sign_only": _sign_only,
    "mean": _by_mean,
    "every_seed": _every_seed,
    "ties": _ties_count,
}
who_wins = Exercise("who_wins", winner, cases, mistakes)


def fair_score(choosing, scoring):
    """Return the median, in `scoring`, of the row with the highest median in `choosing`; rows are settings, columns seeds, NaN is 0."""
    best = np.median(np.nan_to_num(choosing), axis=1).argmax()
    return np.median(np.nan_to_num(scoring)[best])


def _row_by(choose, choosing, scoring):
    return np.median(np.nan_to_num(scoring)[choose(np.nan_to_num(choosing)).argmax()])


def _nan_wins(choosing, scoring):
    return np.median(scoring[np.median(choosing, axis=1).argmax()])


N = np.nan
cases = [
    (
        np.array([[0.90, 0.91, 0.92], [0.94, 0.93, 0.95], [0.70, 0.72, 0.99]]),
        np.array([[0.95, 0.96, 0.94], [0.91, 0.90, 0.93], [0.97, 0.7, 0.8]]),
    ),
    (np.array([[0.90, 0.89, 0.91], [0.97, N, N], [0.80, 0.85, 0.90]]), np.array([[0.88, 0.86, 0.85], [0.99, N, N], [0.81, 0.99, 0.87]])),
    (
        np.array([[0.80, 0.81, 0.82], [0.10, 0.95, 0.96], [0.88, 0.90, 0.89]]),
        np.array([[0.83, 0.79, 0.8], [0.2, 0.93, 0.97], [0.9, 0.98, 0.86]]),
    ),
    (
        np.array([[0.60, 0.61, 0.62], [0.65, 0.10, 0.66], [0.70, 0.20, 0.30]]),
        np.array([[0.58, 0.66, 0.62], [0.64, N, 0.61], [0.71, 0.68, 0.3]]),
    ),
    (np.array([[0.50, 0.51, 0.52], [0.40, 0.90, 0.91]]), np.array([[0.55, 0.54, 0.56], [N, 0.84, 0.95]])),
    (np.array([[0.90, 0.91, 0.92, 0.93], [0.97, 0.96, N, 0.95]]), np.array([[0.9, 0.92, 0.91, 0.9], [0.93, 0.96, 0.94, 0.95]])),
]
mistakes = {
    "peeks": lambda choosing, scoring: np.median(np.nan_to_num(scoring), axis=1).max(),
    "chosen": lambda choosing, scoring: np.median(np.nan_to_num(choosing), axis=1).max(),
    "luckiest": lambda choosing, scoring: _row_by(lambda a: a.max(axis=1), choosing, scoring),
    "mean": lambda choosing, scoring: _row_by(lambda a: a.mean(axis=1), choosing, scoring),
    "diverged": lambda choosing, scoring: np.nanmedian(scoring[np.nanmedian(choosing, axis=1).argmax()]),
    "nan_wins": _nan_wins,
    "best_seed": lambda choosing, scoring: np.nan_to_num(scoring)[np.median(np.nan_to_num(choosing), axis=1).argmax()].max(),
    "number": lambda choosing, scoring: int(np.median(np.nan_to_num(choosing), axis=1).argmax()),
}
fair_choice = Exercise("fair_choice", fair_score, cases, mistakes)


def start(f, z):
    """Return the scale of the initial weights (standard deviation × √n) with which inputs f(z) give sums of the mean square of z."""
    return np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2))


Z = np.random.default_rng(0).standard_normal(400).round(2)


def relu(z):
    """max(0, z)."""
    return np.maximum(0, z)


def leaky(z):
    """Leaky ReLU with α = 0.2."""
    return np.where(z > 0, z, 0.2 * z)


def quartered(z):
    """A line of slope ¼."""
    return z / 4


cases = [(relu, Z), (np.tanh, Z), (leaky, 2 * Z), (quartered, 3 * Z), (relu, np.array([-3.0, -2.0, 2.0, 4.0, 1.0]))]
mistakes = {
    "variance": lambda f, z: np.mean(z**2) / np.mean(f(z) ** 2),
    "upside_down": lambda f, z: np.sqrt(np.mean(f(z) ** 2) / np.mean(z**2)),
    "he_for_all": lambda f, z: np.sqrt(2),
    "spread": lambda f, z: np.std(z) / np.std(f(z)),
    "absolute": lambda f, z: np.mean(np.abs(z)) / np.mean(np.abs(f(z))),
    "unit_sums": lambda f, z: 1 / np.sqrt(np.mean(f(z) ** 2)),
    "square_of_mean": lambda f, z: np.sqrt(np.mean(z**2)) / np.abs(np.mean(f(z))),
}
own_start = Exercise("own_start", start, cases, mistakes)
