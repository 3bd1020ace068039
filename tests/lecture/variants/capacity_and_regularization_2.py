"""Right and wrong solutions of the exercises on the weights of a bump and a tent, as students might write them."""

import numpy as np


def bump_by_lists(left, right, height, steepness):
    w1 = [steepness, steepness]
    b1 = [-steepness * left, -steepness * right]
    w2 = [height, -height]
    return w1, b1, w2


def bump_by_arrays(left, right, height, steepness):
    w1 = np.full(2, steepness)
    return w1, -w1 * np.array([left, right]), height * np.array([1, -1])


def bump_the_other_way_round(left, right, height, steepness):
    k = float(steepness)
    return np.array([k, k]), np.array([-k * right, -k * left]), np.array([-height, height])


def bump_by_loop(left, right, height, steepness):
    w1, b1, w2 = np.zeros(2), np.zeros(2), np.zeros(2)
    for i, (place, sign) in enumerate([(left, 1), (right, -1)]):
        w1[i], b1[i], w2[i] = steepness, -steepness * place, sign * height
    return w1, b1, w2


def bump_by_equations(left, right, height, steepness):
    b1 = np.linalg.solve(np.eye(2), [-left * steepness, -right * steepness])
    return [np.repeat(steepness, 2), b1, np.multiply(height, (1, -1))]


def bump_by_middle(left, right, height, steepness):
    middle, half = (left + right) / 2, (right - left) / 2
    return (steepness, steepness), (steepness * (half - middle), -steepness * (half + middle)), (height, -height)


def bump_by_rows(left, right, height, steepness):
    units = [(steepness, -steepness * left, height), (steepness, -steepness * right, -height)]
    return np.array(units).T


def bump_by_zip(left, right, height, steepness):
    return tuple(zip((steepness, -steepness * left, height), (steepness, -steepness * right, -height), strict=True))


def up_and_down(b1=lambda l, r, k: [-k * l, -k * r], w2=lambda h, k: [h, -h], w1=lambda l, r, k: [k, k]):  # noqa: E741
    """The right solution with a part exchanged."""
    return lambda left, right, height, steepness: (w1(left, right, steepness), b1(left, right, steepness), w2(height, steepness))


def tent_by_lists(peak):
    return [1, 1], [0, -peak], [1 / peak, -1 / peak - 1 / (1 - peak)]


def tent_by_slopes(peak):
    up, down = 1 / peak, -1 / (1 - peak)
    return np.ones(2), np.array([0, -peak]), np.array([up, down - up])


def tent_scaled_below(peak):
    w1 = np.array([1 / peak, 1 / peak])
    return w1, np.array([0.0, -1.0]), np.array([1.0, -1 - peak / (1 - peak)])


def tent_from_the_right(peak):
    return [-1, -1], [1, peak], [1 / (1 - peak), -1 / (1 - peak) - 1 / peak]


def tent_other_order(peak):
    return (2.0, 0.5), (-2 * peak, 0), (-1 / (2 * peak * (1 - peak)), 2 / peak)


def tent_by_equations(peak):
    at = np.array([peak, 1.0])
    hidden = np.maximum(0, at[:, None] - np.array([0, peak]))
    return np.ones(2), np.array([0, -peak]), np.linalg.solve(hidden, [1.0, 0.0])


def tent_by_rows(peak):
    return np.array([[100, 100], [0, -100 * peak], [0.01 / peak, -0.01 / (peak - peak**2)]])


def tent_by_diff(peak):
    corners, heights = np.array([0, peak, 1]), np.array([0, 1, 0])
    slopes = np.diff(heights) / np.diff(corners)
    return [1.0, 1.0], list(-corners[:2]), list(np.diff(slopes, prepend=0))


def tent_mirrored(peak):
    w1, b1, w2 = tent_by_slopes(1 - peak)
    return -w1, b1 + w1, w2


def at_three_points(peak):
    """Right at 0, at the peak and at 1, yet with its bend in another place."""
    bend = peak / 2
    a = np.array([[peak, peak - bend], [1, 1 - bend]])
    return [1, 1], [0, -bend], np.linalg.solve(a, [1, 0])


def hinges(w1=(1, 1), b1=lambda p: (0, -p), w2=lambda p: (1 / p, -1 / p - 1 / (1 - p))):
    """The right solution with a part exchanged."""
    return lambda peak: (w1, b1(peak), w2(peak))


RIGHT = {
    "bump": [
        bump_by_lists,
        bump_by_arrays,
        bump_the_other_way_round,
        bump_by_loop,
        bump_by_equations,
        bump_by_middle,
        bump_by_rows,
        bump_by_zip,
    ],
    "tent": [
        tent_by_lists,
        tent_by_slopes,
        tent_scaled_below,
        tent_from_the_right,
        tent_other_order,
        tent_by_equations,
        tent_by_rows,
        tent_by_diff,
        tent_mirrored,
    ],
}

WRONG = {
    "bump": [
        up_and_down(b1=lambda l, r, k: [-l, -r]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [k * l, k * r]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [-l / k, -r / k]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [l, r]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [-k * l, k * r]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [-k * r, -k * l]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [-k * l, -k * (r - l)]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [-k * l, -k * l]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [0, -k * r]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [-k / 2, -k / 2]),  # noqa: E741
        up_and_down(b1=lambda l, r, k: [round(-k * l), round(-k * r)]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [k, -k]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [1, 1]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [500, 500], b1=lambda l, r, k: [-500 * l, -500 * r]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [k / 2, k / 2], b1=lambda l, r, k: [-k * l / 2, -k * r / 2]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [k / (r - l)] * 2, b1=lambda l, r, k: [-k * l / (r - l), -k * r / (r - l)]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [k * l, k * r]),  # noqa: E741
        up_and_down(w1=lambda l, r, k: [k, -k], b1=lambda l, r, k: [-k * l, k * r], w2=lambda h, k: [h, h]),  # noqa: E741
        up_and_down(w2=lambda h, k: [h, h]),
        up_and_down(w2=lambda h, k: [h, 0]),
        up_and_down(w2=lambda h, k: [1, -1]),
        up_and_down(w2=lambda h, k: [h, -1]),
        up_and_down(w2=lambda h, k: [-h, h]),
        up_and_down(w2=lambda h, k: [h / 2, -h / 2]),
        up_and_down(w2=lambda h, k: [h * k, -h * k]),
        up_and_down(w2=lambda h, k: [abs(h), -abs(h)]),
        up_and_down(w2=lambda h, k: h),
        lambda *given: bump_by_lists(*given)[::-1],
        lambda *given: bump_by_lists(*given)[:2],
        lambda *given: np.ravel(bump_by_lists(*given)),
    ],
    "tent": [
        at_three_points,
        hinges(w2=lambda p: (2, -4)),
        hinges(b1=lambda p: (0, -0.5), w2=lambda p: (2, -4)),
        hinges(w2=lambda p: (1 / p, -1 / (1 - p))),
        hinges(w2=lambda p: (1 / p, -1 / p)),
        hinges(w2=lambda p: (1 / p, -2 / p)),
        hinges(w2=lambda p: (1 / p, 1 / p + 1 / (1 - p))),
        hinges(w2=lambda p: (1 / p, 1 / p - 1 / (1 - p))),
        hinges(w2=lambda p: (p, -p - 1 / (1 - p))),
        hinges(w2=lambda p: (p, -p - (1 - p))),
        hinges(w2=lambda p: (1, -1 - 1 / (1 - p))),
        hinges(w2=lambda p: (1 / (1 - p), -1 / p - 1 / (1 - p))),
        hinges(w2=lambda p: (-1 / p, 1 / p + 1 / (1 - p))),
        hinges(b1=lambda p: (0, p)),
        hinges(b1=lambda p: (0, 0)),
        hinges(b1=lambda p: (0, -1)),
        hinges(b1=lambda p: (-p, 0)),
        hinges(b1=lambda p: (p, -p)),
        hinges(w1=(1, -1), b1=lambda p: (0, p)),
        hinges(w1=(1, -1), b1=lambda p: (0, 1), w2=lambda p: (1 / p, 1 / (1 - p))),
        hinges(w1=(2, 2)),
        hinges(b1=lambda p: (0, -round(p, 1))),
        lambda peak: tent_by_lists(1 - peak),
        lambda peak: tent_by_lists(peak)[:2],
        lambda peak: ([1], [-peak], [1 / peak]),
        lambda peak: ([1, 1, 1], [0, -peak, -1], [1 / peak, -1 / peak - 1 / (1 - peak), 1 / (1 - peak)]),
        lambda peak: tuple(np.array(part).astype(int) for part in tent_by_lists(peak)),
        lambda peak: np.interp(np.linspace(0, 1, 11), [0, peak, 1], [0, 1, 0]),
    ],
}

HINTS = {
    ("bump", 0): "bias_not_steep",
    ("bump", 1): "bias_sign",
    ("bump", 5): "swapped",
    ("bump", 17): "mirrored_up",
    ("bump", 18): "both_up",
    ("bump", 21): "height_once",
    ("bump", 22): "swapped",
    ("tent", 1): "same_slopes",
    ("tent", 2): "always_middle",
    ("tent", 3): "only_down",
    ("tent", 4): "levels_off",
    ("tent", 5): "twice_as_steep",
    ("tent", 11): "swapped",
    ("tent", 13): "bias_sign",
}
