"""The boundaries between classes as lines: where, between points of a square grid, the largest score changes."""

import numpy as np


def class_boundaries(scores, at) -> np.ndarray:
    """Short lines (m, 2, 2) along which two of the `scores` (n, n, classes) are equal and largest; `at` (n,) are the grid's x and y.

    The first axis of `scores` is y. Between grid points the scores are taken as linear.
    """
    lines = []
    for k in range(scores.shape[-1] - 1):
        lines.append(zero_lines(scores[..., k] - np.delete(scores, k, axis=-1).max(axis=-1), at))
    return np.concatenate(lines)


def zero_lines(values, at) -> np.ndarray:
    """Short lines (m, 2, 2) along which `values` (n, n) on the grid `at` × `at` are 0: one across each cell that they cross."""
    above, step = values > 0, at[1] - at[0]
    rows, columns = np.nonzero(
        (above[:-1, :-1] != above[:-1, 1:]) | (above[:-1, :-1] != above[1:, :-1]) | (above[1:, 1:] != above[1:, :-1])
    )
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])  # column, row; an edge leads from each corner to the next one
    at_corner = np.stack([values[rows + row, columns + column] for column, row in corners], axis=1)
    at_next, way = np.roll(at_corner, -1, axis=1), np.roll(corners, -1, axis=0) - corners
    crossed = (at_corner > 0) != (at_next > 0)
    share = at_corner / np.where(crossed, at_corner - at_next, 1.0)
    places = corners + share[..., None] * way
    first_two = np.argsort(~crossed, axis=1, kind="stable")[:, :2]
    ends = np.take_along_axis(places, first_two[..., None], axis=1)
    return np.stack([at[columns], at[rows]], axis=-1)[:, None] + step * ends
