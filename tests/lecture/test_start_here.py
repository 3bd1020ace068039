"""What the exit questions of the first notebook state is what the package does."""

import numpy as np

import nnlab


def test_exit_falling_sine():
    assert round(float(np.sin(4)), 2) == -0.76
    assert round(float(np.cos(4)), 2) == -0.65
    explorer = nnlab.explorers.activation_curve(np.sin)
    explorer.set(z=4.0)
    assert "-0.65" in explorer.status.replace("−", "-")


def test_exit_two_of_three():
    checked = nnlab.check("warm_up", lambda x: np.abs(2 * x))
    assert (checked.n_passed, checked.n_cases) == (2, 3)
    assert "-2." in checked.first_failure
