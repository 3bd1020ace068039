"""SiLU and GELU, two activation functions that are not on the slides: smooth, and not monotonic."""

import math

import numpy as np

from nnlab.activations import ACTIVATIONS, from_function

_sigmoid = ACTIVATIONS["sigmoid"]
_erf = np.vectorize(math.erf, otypes=[float])


def normal_cdf(z):
    """The share of a standard normal distribution that lies below z."""
    return (1 + _erf(np.asarray(z) / np.sqrt(2))) / 2


def _normal_density(z):
    return np.exp(-(np.asarray(z) ** 2) / 2) / np.sqrt(2 * np.pi)


silu = from_function(lambda z: z * _sigmoid.f(z), lambda z: _sigmoid.f(z) + z * _sigmoid.derivative(z), "silu")  # Hendrycks and Gimpel 2016
gelu = from_function(lambda z: z * normal_cdf(z), lambda z: normal_cdf(z) + z * _normal_density(z), "gelu")  # Hendrycks and Gimpel 2016
