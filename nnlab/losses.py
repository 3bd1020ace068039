"""Losses as functions: the mean over the examples, and its gradient with respect to the scores."""

import numpy as np

from nnlab import _checks

Array = np.ndarray


def softmax_loss(scores: Array, y: Array) -> tuple[float, Array]:
    """Cross-entropy of the softmax of `scores` (N, C) with the labels y (N,) in 0 … C − 1: (mean loss, dscores (N, C))."""
    scores = _checks.as_inputs(scores, "scores")
    if scores.shape[1] < 2:
        raise ValueError(f"scores has shape {scores.shape}, expected a score for each of at least 2 classes; logistic_loss takes one")
    return _softmax(scores, _checks.as_labels(y, *scores.shape))


def _softmax(scores, y):
    columns = np.arange(len(y))
    shifted = scores.T.copy()  # one example per column: with few classes, sums along axis 0 are the fastest
    shifted -= shifted.max(axis=0)  # does not change the loss; exp cannot overflow
    p = np.exp(shifted)
    total = p.sum(axis=0)
    loss = (np.log(total) - shifted[y, columns]).sum() / len(y)
    p /= total
    p[y, columns] -= 1
    p /= len(y)
    return float(loss), p.T


def probabilities(scores: Array) -> Array:
    """The softmax of `scores` (..., C): of the same shape, ≥ 0, with the sum 1 along the last axis; NaN where scores are not finite."""
    with np.errstate(all="ignore"):
        p = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return p / p.sum(axis=-1, keepdims=True)


def logistic_loss(score: Array, y: Array) -> tuple[float, Array]:
    """Cross-entropy of σ(score) with labels y in {0, 1}; score (N,) or (N, 1): (mean loss, dscores of the same shape)."""
    return _binary(_logistic, score, y)


def _logistic(score, y):
    s, e = score.reshape(-1), np.exp(-np.abs(score.reshape(-1)))
    loss = (np.maximum(s, 0) - s * y + np.log1p(e)).sum() / len(y)
    p = np.where(s >= 0, 1, e) / (1 + e)
    return float(loss), ((p - y) / len(y)).astype(s.dtype, copy=False).reshape(score.shape)


def hinge_loss(score: Array, y: Array) -> tuple[float, Array]:
    """max(0, 1 − t · score) with t = 2y − 1 for labels y in {0, 1}; score (N,) or (N, 1): (mean loss, dscores of the same shape).

    The gradient at the kink (t · score = 1) is taken as 0.
    """
    return _binary(_hinge, score, y)


def _hinge(score, y):
    s, t = score.reshape(-1), 2 * y - 1
    gap = 1 - t * s
    loss = np.maximum(gap, 0).sum() / len(y)
    return float(loss), (np.where(gap > 0, -t, 0) / len(y)).astype(s.dtype, copy=False).reshape(score.shape)


def _binary(loss, score, y):
    score = _checks.check_bounded(_checks.as_floats(score, "score"), "score")
    if score.size == 0 or score.ndim not in (1, 2) or (score.ndim == 2 and score.shape[1] != 1):
        raise ValueError(f"score has shape {score.shape}, expected one score for each example: (N,) or (N, 1)")
    return loss(score, _checks.as_labels(y, len(score), 2))


def l2_loss(network, strength: float) -> float:
    """strength / 2 · Σ W² over all weights, so that its gradient is strength · W; biases are not penalized."""
    strength = _checks.check_float(strength, "strength", min=0.0)
    if not (hasattr(network, "layers") and hasattr(network, "n_parameters")):  # this module does not import Network
        raise TypeError(f"network is {_checks.short_repr(network)}, expected a Network")
    return 0.5 * strength * sum(float(np.vdot(layer.W, layer.W)) for layer in network.layers)


LOSSES = {"softmax": softmax_loss, "logistic": logistic_loss, "hinge": hinge_loss}
# The same without checks: `sgd` checks the arguments once, before its first step.
UNCHECKED = {softmax_loss: _softmax, logistic_loss: _logistic, hinge_loss: _hinge}
