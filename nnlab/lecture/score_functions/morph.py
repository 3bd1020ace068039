"""The plane on its way through two layers: where its points are, seen in two dimensions, at every stage between input and scores."""

import numpy as np

from nnlab.lecture.score_functions.train_network import score_plane

STAGES = 40  # of the way: 0 is the input, the half is after the first layer, the last is the scores


def morph(inputs, hidden, scores, stage: int) -> np.ndarray:
    """Where points are seen at a stage from 0 to STAGES: (n, 2), within the square from −1 to 1.

    `inputs` (n, 2), their `hidden` outputs (n, units) and `scores` (n, classes). Of the hidden outputs the two directions are seen in
    which they are largest, turned so that the plane stays as it was as far as it can.
    """
    start = min(2 * stage // STAGES, 1)
    share = 2 * stage / STAGES - start
    before, after = ((inputs, _seen(inputs, hidden)), (_seen(inputs, hidden), score_plane(scores)))[start]
    return (1 - share) * fitted(before) + share * fitted(after)


def fitted(places) -> np.ndarray:
    """Places (n, 2), moved and enlarged alike in both directions, so that they fill the square from −1 to 1."""
    low, high = places.min(axis=0), places.max(axis=0)
    return (places - (low + high) / 2) * (2 / max(1e-9, float((high - low).max())))


def _seen(inputs, hidden) -> np.ndarray:
    """The hidden outputs (n, units) in two dimensions: (n, 2)."""
    _, directions = np.linalg.eigh(hidden.T @ hidden)
    flat = hidden @ directions[:, :-3:-1]
    flat = np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))
    left, _, right = np.linalg.svd(flat.T @ inputs)
    return flat @ left @ right
