"""tanh(kz)/k: the slope at 0 stays 1 and only the bend moves, so that bending can be told from every other difference to ReLU."""

import numpy as np

from nnlab.activations import Activation


def bent_tanh(k: float) -> Activation:
    """tanh(kz)/k, which bends at about z = ±1/k and stays within ±1/k."""
    return Activation(
        f"tanh({k:g}z)/{k:g}",
        lambda z: np.tanh(k * z) / k,
        lambda z: 1 - np.tanh(k * z) ** 2,
        lambda z, h, dh: dh * (1 - (k * h) ** 2),
    )
