"""The boundaries between classes as lines, exactly: a layer with max(0, ·) is linear between the lines on which one of its sums is 0."""

from itertools import combinations, pairwise

import numpy as np


def linear_pieces(W, b, reach: float) -> np.ndarray:
    """Triangles (n, 3, 2) that fill the square from −reach to reach; within each, no sum of W x + b changes its sign."""
    polygons = [[(-reach, -reach), (reach, -reach), (reach, reach), (-reach, reach)]]
    for (w1, w2), bias in zip(np.asarray(W).tolist(), np.asarray(b).tolist(), strict=True):
        polygons = [part for polygon in polygons for part in _split(polygon, [w1 * x + w2 * y + bias for x, y in polygon])]
    return np.array([(polygon[0], *edge) for polygon in polygons for edge in pairwise(polygon[1:])])


def class_boundaries(triangles, scores) -> np.ndarray:
    """Lines (m, 2, 2) along which two of the scores are equal and largest; `scores` (n, 3, classes) at the corners, linear in between."""
    lines = []
    for one, other in combinations(range(scores.shape[-1]), 2):
        lead = scores[..., one] - scores[..., other]
        is_crossed = (lead > 0).any(axis=1) & (lead <= 0).any(axis=1)
        places = np.concatenate([triangles, scores], axis=-1)[is_crossed]
        ends = _zero_ends(places, lead[is_crossed])
        rest = np.delete(ends[..., 2:], [one, other], axis=-1)
        low, high = _positive_share(ends[..., 2 + one, None] - rest)
        start, way = ends[:, :1, :2], ends[:, 1:, :2] - ends[:, :1, :2]
        lines.append((start + way * np.stack([low, high], axis=-1)[..., None])[low < high])
    return np.concatenate(lines)


def _split(polygon: list, values: list) -> list:
    """The parts of a polygon with at least 0 and with at most 0, of a linear function that has these values at its corners."""
    if min(values) >= 0 or max(values) <= 0:
        return [polygon]
    above, below = [], []
    for ((x, y), value), ((next_x, next_y), next_value) in pairwise([*zip(polygon, values, strict=True), (polygon[0], values[0])]):
        if value >= 0:
            above.append((x, y))
        if value <= 0:
            below.append((x, y))
        if value * next_value < 0:
            share = value / (value - next_value)
            place = (x + share * (next_x - x), y + share * (next_y - y))
            above.append(place)
            below.append(place)
    return [above, below]


def _zero_ends(places, lead) -> np.ndarray:
    """Where `lead` (m, 3), linear in each triangle, is 0 on two of its edges: `places` (m, 3, k) there, (m, 2, k)."""
    next_places, next_lead = np.roll(places, -1, axis=1), np.roll(lead, -1, axis=1)
    is_crossed = (lead > 0) != (next_lead > 0)
    share = lead / np.where(is_crossed, lead - next_lead, 1.0)
    first_two = np.argsort(~is_crossed, axis=1, kind="stable")[:, :2]
    return np.take_along_axis(places + share[..., None] * (next_places - places), first_two[..., None], axis=1)


def _positive_share(leads) -> tuple[np.ndarray, np.ndarray]:
    """From which share of each line to which one all of its `leads` (m, 2, k), given at both ends, are above 0: (m,), (m,)."""
    start, end = leads[:, 0], leads[:, 1]
    change = (start < 0) != (end < 0)
    share = start / np.where(change, start - end, 1.0)
    low = np.where(start < 0, np.where(change, share, 1.0), 0.0)
    high = np.where(end < 0, np.where(change, share, 0.0), 1.0)
    return low.max(axis=1, initial=0.0), high.min(axis=1, initial=1.0)
