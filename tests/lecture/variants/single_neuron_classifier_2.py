"""Exercises 3 and 4 of the single neuron, the hinge and the street, as different students solve them."""

import math

import numpy as np


def hinge_loop(s, y):
    total = 0.0
    for score, label in zip(s, y, strict=True):
        margin = score if label == 1 else -score
        if margin < 1:
            total += 1 - margin
    return total / len(s)


def hinge_of_two_groups(s, y):
    ones = y == 1
    losses = np.concatenate([1 - s[ones], 1 + s[~ones]])
    return np.clip(losses, 0, None).mean()


def hinge_by_mask(s, y):
    losses = 1 - np.where(y > 0, 1, -1) * s
    losses[losses < 0] = 0
    return np.average(losses)


def signs_in_place(s, y):
    y[y == 0] = -1
    return np.mean(np.maximum(0, 1 - y * s))


def mean_of_the_wrong_ones(s, y):
    losses = np.maximum(0, 1 - (2 * y - 1) * s)
    return losses[losses > 0].mean() if losses.any() else 0.0


def hinge(margins):
    return np.maximum(0, 1 - margins).mean()


def street_loop(w, b, X, y):
    count = 0
    for point, label in zip(X, y, strict=True):
        score = point[0] * w[0] + point[1] * w[1] + b
        if (score if label == 1 else -score) <= 1:
            count += 1
    return 2 / math.sqrt(w[0] ** 2 + w[1] ** 2), count


def street_of_two_groups(w, b, X, y):
    s = X @ w + b
    return 2 / np.sqrt(w @ w), np.sum(s[y == 1] <= 1) + np.sum(s[y == 0] >= -1)


def street_of_selected_rows(w, b, X, y):
    margins = np.where(y, 1, -1) * (X.dot(w) + b)
    return [2 / np.linalg.norm(w), len(X[margins <= 1])]


def street_of_the_losses(w, b, X, y):
    losses = 1 - (2 * y - 1) * (np.einsum("ij,j->i", X, w) + b)
    return np.array([2 * np.sum(w**2) ** -0.5, np.count_nonzero(losses >= 0)])


def street_of_what_is_outside(w, b, X, y):
    outside = [1 for x, label in zip(X, y, strict=True) if (2 * label - 1) * (np.dot(w, x) + b) > 1]
    return 2 / math.hypot(*w), len(y) - len(outside)


def street_of_distances(w, b, X, y):
    length = np.linalg.norm(w)
    distances = (2 * y - 1) * (X @ (w / length) + b / length)
    return 2 / length, int(sum(distances <= 1 / length + 1e-12))


def margins_of(w, b, X, y):
    return (2 * y - 1) * (X @ w + b)


def changes_y(w, b, X, y):
    y *= 2
    y -= 1
    return 2 / np.linalg.norm(w), np.sum(y * (X @ w + b) <= 1)


def rounded_first(w, b, X, y):
    return 2 / np.linalg.norm(w), np.sum(np.round(margins_of(w, b, X, y)) <= 1)


def width_of_the_nearest_points(w, b, X, y):
    margins = margins_of(w, b, X, y)
    return 2 * np.min(np.abs(margins)) / np.linalg.norm(w), np.sum(margins <= 1)


RIGHT = {
    "mean_hinge": [
        hinge_loop,
        hinge_of_two_groups,
        hinge_by_mask,
        lambda s, y: np.mean(np.maximum(0, 1 - (2 * y - 1) * s)),
        lambda s, y: np.maximum(0, np.where(y == 1, 1 - s, 1 + s)).sum() / len(y),
        lambda s, y: sum(max(0, 1 - (1 if t else -1) * v) for v, t in zip(s, y, strict=True)) / s.size,
        lambda s, y: np.mean(((1 - (2 * y - 1) * s) + abs(1 - (2 * y - 1) * s)) / 2),
        lambda s, y: float(np.mean(y * np.maximum(0, 1 - s) + (1 - y) * np.maximum(0, 1 + s))),
        lambda s, y: 1 - np.minimum(1, s * (-1.0) ** (1 - y)).mean(),
    ],
    "svm_street": [
        street_loop,
        street_of_two_groups,
        street_of_selected_rows,
        street_of_the_losses,
        street_of_what_is_outside,
        street_of_distances,
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 / (w @ w) ** 0.5, float((margins_of(w, b, X, y) <= 1).sum())),
        lambda w, b, X, y: (np.sqrt(4 / np.sum(np.square(w))), np.searchsorted(np.sort(margins_of(w, b, X, y)), 1, side="right")),
    ],
}

WRONG = {
    "mean_hinge": [
        signs_in_place,
        mean_of_the_wrong_ones,
        lambda s, y: np.sum(np.maximum(0, 1 - (2 * y - 1) * s)),
        lambda s, y: np.maximum(0, 1 - (2 * y - 1) * s),
        lambda s, y: hinge(y * s),
        lambda s, y: np.mean(1 - (2 * y - 1) * s),
        lambda s, y: max(0, np.mean(1 - (2 * y - 1) * s)),
        lambda s, y: np.mean(np.maximum(0, 1 - (2 * y - 1) * s) ** 2),
        lambda s, y: np.mean(np.maximum(0, -(2 * y - 1) * s)),
        lambda s, y: hinge(-(2 * y - 1) * s),
        lambda s, y: np.median(np.maximum(0, 1 - (2 * y - 1) * s)),
        lambda s, y: np.mean((2 * y - 1) * s < 1),
        lambda s, y: np.mean((2 * y - 1) * s < 0),
        lambda s, y: np.mean(np.log1p(np.exp(-(2 * y - 1) * s))),
        lambda s, y: np.mean(abs(1 - (2 * y - 1) * s)),
        lambda s, y: np.mean(np.minimum(0, 1 - (2 * y - 1) * s)),
        lambda s, y: np.mean(np.clip(1 - (2 * y - 1) * s, 0, 1)),
        lambda s, y: np.mean(np.maximum(0, 1 - abs(s))),
        lambda s, y: np.mean(np.maximum(0, 1 - s[y == 1])),
        lambda s, y: np.mean(np.maximum(0, 1 - s[y == 1])) + np.mean(np.maximum(0, 1 + s[y == 0])),
        lambda s, y: np.mean(np.maximum(0, 0.5 - (2 * y - 1) * s)),
        lambda s, y: 0.5 * hinge((2 * y - 1) * s),
        lambda s, y: np.max(np.maximum(0, 1 - (2 * y - 1) * s)),
        lambda s, y: hinge((y - 0.5) * s),
        lambda s, y: hinge((2 * y - 1) * np.sign(s)),
        lambda s, y: hinge(np.round((2 * y - 1) * s)),
        lambda s, y: np.maximum(0, 1 - (2 * y - 1) * s).sum() / (len(y) - 1),
    ],
    "svm_street": [
        changes_y,
        rounded_first,
        width_of_the_nearest_points,
        lambda w, b, X, y: (1 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 / (w @ w), np.sum(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 * np.linalg.norm(w), np.sum(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 / np.sum(abs(w)), np.sum(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(np.append(w, b)), np.sum(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) < 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(np.isclose(margins_of(w, b, X, y), 1))),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(abs(X @ w + b) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) <= 0)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) >= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, 0, X, y) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(y * (X @ w + b) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.mean(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), margins_of(w, b, X, y) <= 1),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.flatnonzero(margins_of(w, b, X, y) <= 1)),
        lambda w, b, X, y: (np.sum(margins_of(w, b, X, y) <= 1), 2 / np.linalg.norm(w)),
        lambda w, b, X, y: 2 / np.linalg.norm(w),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) / np.linalg.norm(w) <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum((X @ w + b)[y == 1] <= 1)),
        lambda w, b, X, y: (2 / np.linalg.norm(w), np.sum(margins_of(w, b, X, y) <= 2 / np.linalg.norm(w))),
        lambda w, b, X, y: (2 / np.linalg.norm(w), max(2, np.sum(margins_of(w, b, X, y) <= 1))),
        lambda w, b, X, y: (2 / w[0], np.sum(margins_of(w, b, X, y) <= 1)),
    ],
}

HINTS = {
    ("mean_hinge", 2): "sum",
    ("mean_hinge", 4): "labels_as_they_are",
    ("mean_hinge", 5): "no_max",
    ("mean_hinge", 7): "squared",
    ("mean_hinge", 8): "no_margin",
    ("mean_hinge", 9): "sign",
    ("svm_street", 3): "half",
    ("svm_street", 4): "squared_length",
    ("svm_street", 5): "length",
    ("svm_street", 8): "edges_left_out",
    ("svm_street", 10): "in_the_street",
    ("svm_street", 11): "wrong_only",
    ("svm_street", 14): "labels_as_they_are",
}
