"""Right and wrong solutions of the exercises on comparing activations, as students might write them."""

import math
import statistics

import numpy as np


def gaps(ours, theirs):
    return np.nan_to_num(ours) - np.nan_to_num(theirs)


def wins_by_numpy(ours, theirs):
    d = gaps(ours, theirs)
    for sign in (1, -1):
        if np.median(sign * d) >= 0.02 and np.sum(sign * d > 0) >= len(d) - 1:
            return sign
    return 0


def wins_by_lists(ours, theirs):
    ours = [0 if math.isnan(value) else value for value in ours]
    theirs = [0 if math.isnan(value) else value for value in theirs]
    ahead = sum(a > b for a, b in zip(ours, theirs, strict=True))
    behind = sum(a < b for a, b in zip(ours, theirs, strict=True))
    middle = statistics.median(a - b for a, b in zip(ours, theirs, strict=True))
    if middle >= 0.02 and ahead >= len(ours) - 1:
        return 1
    if middle <= -0.02 and behind >= len(ours) - 1:
        return -1
    return 0


def wins_by_sorting(ours, theirs):
    d = sorted(gaps(ours, theirs).tolist())
    n = len(d)
    middle = (d[(n - 1) // 2] + d[n // 2]) / 2
    if middle >= 0.02 and (n < 2 or d[1] > 0):
        return 1
    return -1 if middle <= -0.02 and (n < 2 or d[-2] < 0) else 0


def wins_by_sign(ours, theirs):
    d = gaps(ours, theirs)
    sign = np.sign(np.median(d))
    others = np.count_nonzero(np.sign(d) != sign)
    return sign if abs(np.median(d)) >= 0.02 and others <= 1 else 0


def wins_by_copy(ours, theirs):
    ours, theirs = ours.copy(), theirs.copy()
    ours[np.isnan(ours)] = 0
    theirs[np.isnan(theirs)] = 0
    d = np.round(ours - theirs, 9)
    big = abs(np.median(d)) >= 0.02
    return int(big and (d > 0).sum() + 1 >= d.size) - int(big and (d < 0).sum() + 1 >= d.size) if np.median(d) else 0


def wins_one_way(ours, theirs):
    d = gaps(ours, theirs)
    return bool(np.median(d) >= 0.02 and np.sum(d <= 0) <= 1)


def wins_both_ways(ours, theirs):
    return wins_one_way(ours, theirs) - wins_one_way(theirs, ours)


def wins_if(counts, measure=np.median, ahead=lambda d: (d > 0).sum() >= len(d) - 1, difference=gaps):
    """The rule with a part exchanged: what counts as large enough, what is measured, who is ahead, what the difference is."""

    def winner(ours, theirs):
        d = difference(ours, theirs)
        return next((sign for sign in (1, -1) if counts(measure(sign * d)) and ahead(sign * d)), 0)

    return winner


def enough(value):
    return value >= 0.02


def in_place_wins(ours, theirs):
    ours[np.isnan(ours)] = 0
    theirs[np.isnan(theirs)] = 0
    return wins_by_numpy(ours, theirs)


def medians_apart(ours, theirs):
    a, b = np.nan_to_num(ours), np.nan_to_num(theirs)
    apart = np.median(a) - np.median(b)
    return next((sign for sign in (1, -1) if sign * apart >= 0.02 and (sign * (a - b) > 0).sum() >= len(a) - 1), 0)


def without_pairs(ours, theirs):
    return wins_by_numpy(np.sort(np.nan_to_num(ours)), np.sort(np.nan_to_num(theirs)))


def nan_left_out(ours, theirs):
    d = (ours - theirs)[~np.isnan(ours - theirs)]
    return next((sign for sign in (1, -1) if np.median(sign * d) >= 0.02 and (sign * d > 0).sum() >= len(d) - 1), 0)


def choice_by_loop(choosing, scoring):
    best, found = -1, 0
    for a, b in zip(choosing, scoring, strict=True):
        median = statistics.median([0 if v != v else v for v in a])
        if median > best:
            best, found = median, statistics.median([0 if v != v else v for v in b])
    return found


def choice_by_later_loop(choosing, scoring):
    medians = [np.median(np.nan_to_num(row)) for row in choosing]
    row = 0
    for i in range(len(medians)):
        if medians[i] >= medians[row]:
            row = i
    return np.median(np.where(np.isnan(scoring[row]), 0, scoring[row]))


def choice_by_sorting(choosing, scoring):
    a, b = np.sort(np.nan_to_num(choosing)), np.sort(np.nan_to_num(scoring))
    n, m = a.shape[1], b.shape[1]
    row = np.argsort(a[:, (n - 1) // 2] + a[:, n // 2])[-1]
    return (b[row, (m - 1) // 2] + b[row, m // 2]) / 2


def choice_by_copy(choosing, scoring):
    both = [np.array(choosing), np.array(scoring)]
    for table in both:
        table[np.isnan(table)] = 0
    first, second = (np.quantile(table, 0.5, axis=1) for table in both)
    return second[first == first.max()][0]


def in_place_choice(choosing, scoring):
    np.nan_to_num(choosing, copy=False)
    np.nan_to_num(scoring, copy=False)
    return np.median(scoring[np.argmax(np.median(choosing, axis=1))])


def choice_by_mean(choosing, scoring):
    return np.median(np.nan_to_num(scoring)[np.nan_to_num(choosing).mean(axis=1).argmax()])


def m(table, axis=1):
    return np.median(np.nan_to_num(table), axis=axis)


RIGHT = {
    "who_wins": [
        wins_by_numpy,
        wins_by_lists,
        wins_by_sorting,
        wins_by_sign,
        wins_by_copy,
        wins_both_ways,
        wins_if(lambda value: value > 0.02 - 1e-9),
        wins_if(enough, ahead=lambda d: np.sort(d)[-len(d) + 1 :].min(initial=1) > 0),
        wins_if(enough, measure=lambda d: np.quantile(d, 0.5), ahead=lambda d: (d > 0).mean() > 1 - 1.5 / len(d)),
    ],
    "fair_choice": [
        choice_by_loop,
        choice_by_later_loop,
        choice_by_sorting,
        choice_by_copy,
        lambda choosing, scoring: m(scoring)[m(choosing).argmax()],
        lambda choosing, scoring: np.median(np.nan_to_num(scoring[np.argmax(m(choosing))])),
        lambda choosing, scoring: max(zip(m(choosing), m(scoring), strict=True))[1],
        lambda choosing, scoring: m(scoring)[max(range(len(choosing)), key=lambda i: m(choosing)[i])],
        lambda choosing, scoring: float(m(scoring.T, axis=0)[np.nanargmax(m(choosing.T, axis=0))]),
    ],
}

WRONG = {
    "who_wins": [
        in_place_wins,
        medians_apart,
        without_pairs,
        nan_left_out,
        wins_one_way,
        wins_if(enough, measure=np.mean),
        wins_if(lambda value: value > 0),
        wins_if(lambda value: value > 0.02),
        wins_if(lambda value: value >= 0.2),
        wins_if(lambda value: value >= 2),
        wins_if(lambda value: round(value, 2) >= 0.02),
        wins_if(enough, measure=np.max),
        wins_if(enough, measure=np.min),
        wins_if(enough, ahead=lambda d: True),
        wins_if(enough, ahead=lambda d: (d > 0).all()),
        wins_if(enough, ahead=lambda d: (d > 0).sum() >= len(d) - 2),
        wins_if(enough, ahead=lambda d: (d > 0).sum() == len(d) - 1),
        wins_if(enough, ahead=lambda d: (d > 0).sum() > len(d) / 2),
        wins_if(enough, ahead=lambda d: (d < 0).sum() <= 1),
        wins_if(enough, ahead=lambda d: (d > 0).sum() >= 8),
        wins_if(enough, ahead=lambda d: (d >= 0.02).sum() >= len(d) - 1),
        wins_if(enough, difference=lambda ours, theirs: ours - theirs),
        wins_if(enough, difference=lambda ours, theirs: np.nan_to_num(ours - theirs)),
        wins_if(enough, measure=np.nanmedian, difference=lambda ours, theirs: ours - theirs),
        lambda ours, theirs: abs(wins_by_numpy(ours, theirs)),
        lambda ours, theirs: -wins_by_numpy(ours, theirs),
        lambda ours, theirs: {1: "ours", -1: "theirs", 0: "0"}[wins_by_numpy(ours, theirs)],
        lambda ours, theirs: np.median(gaps(ours, theirs)) if wins_by_numpy(ours, theirs) else 0,
        lambda ours, theirs: 1 if wins_by_numpy(ours, theirs) == 1 else -1,
        lambda ours, theirs: np.sign(np.median(gaps(ours, theirs))),
    ],
    "fair_choice": [
        in_place_choice,
        choice_by_mean,
        lambda choosing, scoring: m(scoring).max(),
        lambda choosing, scoring: m(choosing).max(),
        lambda choosing, scoring: m(choosing)[m(scoring).argmax()],
        lambda choosing, scoring: m(choosing).argmax(),
        lambda choosing, scoring: m(scoring, axis=0)[m(choosing, axis=0).argmax()],
        lambda choosing, scoring: np.nan_to_num(scoring).mean(axis=1)[m(choosing).argmax()],
        lambda choosing, scoring: np.nan_to_num(scoring).max(axis=1)[m(choosing).argmax()],
        lambda choosing, scoring: np.nan_to_num(scoring)[m(choosing).argmax()],
        lambda choosing, scoring: m(scoring)[np.nan_to_num(choosing).max(axis=1).argmax()],
        lambda choosing, scoring: m(scoring)[np.nan_to_num(choosing).min(axis=1).argmax()],
        lambda choosing, scoring: m(scoring)[np.nanmedian(choosing, axis=1).argmax()],
        lambda choosing, scoring: np.nanmedian(scoring, axis=1)[m(choosing).argmax()],
        lambda choosing, scoring: np.median(scoring[np.median(choosing, axis=1).argmax()]),
        lambda choosing, scoring: m(scoring)[np.nanargmax(np.median(choosing, axis=1))],
        lambda choosing, scoring: np.median(scoring, axis=1)[m(choosing).argmax()],
        lambda choosing, scoring: np.median(np.nan_to_num(scoring)[range(len(scoring[0])), m(choosing).argmax()]),
        lambda choosing, scoring: m(scoring)[m(choosing).argmin()],
        lambda choosing, scoring: m(scoring)[m((choosing + scoring) / 2).argmax()],
        lambda choosing, scoring: m(scoring)[0],
        lambda choosing, scoring: m(scoring)[-1],
        lambda choosing, scoring: np.sort(np.nan_to_num(scoring))[m(choosing).argmax()][len(scoring[0]) // 2],
        lambda choosing, scoring: (m(choosing).argmax(), m(scoring)[m(choosing).argmax()]),
        lambda choosing, scoring: np.round(m(scoring)[m(choosing).argmax()], 1),
        lambda choosing, scoring: np.median(np.nan_to_num(scoring).max(axis=0)),
    ],
}

HINTS = {
    ("who_wins", 3): "diverged",
    ("who_wins", 4): "one_way",
    ("who_wins", 5): "mean",
    ("who_wins", 6): "sign_only",
    ("who_wins", 14): "every_seed",
    ("who_wins", 18): "ties",
    ("fair_choice", 1): "mean",
    ("fair_choice", 2): "peeks",
    ("fair_choice", 3): "chosen",
    ("fair_choice", 5): "number",
    ("fair_choice", 8): "best_seed",
    ("fair_choice", 10): "luckiest",
    ("fair_choice", 14): "nan_wins",
}
