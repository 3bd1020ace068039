"""The pictures of activation functions show their values and derivatives."""

import numpy as np
import pytest

import nnlab
from nnlab.engine.scene import build_figure
from nnlab.lecture.activation_functions import explorers


@pytest.mark.parametrize("z", [-2.0, 0.5, 3.0])
def test_a_tangent_touches_its_curve_with_its_slope(z):
    explorer = explorers.activation_curve()
    _, view, _ = build_figure(explorer.scene, explorer.params | {"z": z})
    (x0, x1), (y0, y1) = view.tangent.get_data()
    function, place = nnlab.ACTIVATIONS["sigmoid"], np.array([z])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(function.derivative(place)[0])
    assert (y0 + y1) / 2 == pytest.approx(function.f(place)[0])
