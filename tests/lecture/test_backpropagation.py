"""The pictures of backpropagation show the network's own gradients, and the check's errors are those that theory gives."""

import numpy as np
import pytest

from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.backpropagation.backward import LAST_STEP, SIZES, Backward, backward_steps, example
from nnlab.lecture.backpropagation.gradient_check import BUGS, KINK_DISTANCE, STEP_SIZES, GradientCheck, gradient_pairs, relative_errors
from nnlab.losses import softmax_loss

PARAMS = {"sizes": "2-3-2", "activation": "sigmoid", "init_scale": 1.0, "truth": 1, "seed": 17}


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_the_steps_give_the_gradients_of_the_network(sizes, activation):
    for seed in range(10):
        network, x = example(sizes, activation, 1.0, seed)
        loss, steps = backward_steps(network, x, 0)
        trace = network.forward(x[None])
        value, dscores = softmax_loss(trace.scores, [0])
        assert loss == value
        assert len(steps) == 3 * network.n_layers - 1 <= LAST_STEP
        found = {step.layer: step for step in steps if step.kind == "dW"}
        for i, (dW, db) in enumerate(network.backward(trace, dscores)):
            np.testing.assert_allclose(found[i].result, dW, atol=1e-12)
            np.testing.assert_allclose(found[i].upstream, db, atol=1e-12)
        last = next(step for step in steps if step.kind == "loss")
        np.testing.assert_allclose(last.upstream - last.local, last.result, atol=1e-12)


def status(scene, **params):
    return build_figure(scene, params)[2]


def test_the_status_names_units_that_are_off():
    assert "Units that are off: 1 of 3" in status(Backward(), **PARAMS | {"activation": "relu", "step": 4})
    assert "next to nothing gets through" in status(Backward(), **PARAMS | {"init_scale": 10.0, "step": 4})


def slope(h, error, low, high):
    """The power of h by which the error grows between two steps."""
    chosen = (h >= low) & (h <= high)
    return np.polyfit(np.log(h[chosen]), np.log(error[chosen]), 1)[0]


def test_errors_have_the_slopes_of_theory():
    one_sided, central, crosses_kink = relative_errors("tanh", "float64", "none", 0)
    assert slope(STEP_SIZES, one_sided, 1e-5, 1e-2) == pytest.approx(1, abs=0.1)
    assert slope(STEP_SIZES, central, 1e-3, 1e-1) == pytest.approx(2, abs=0.1)
    assert slope(STEP_SIZES, central, 1e-13, 1e-8) == pytest.approx(-1, abs=0.25)
    eps = np.finfo(float).eps
    assert np.cbrt(eps) / 30 < STEP_SIZES[central.argmin()] < np.cbrt(eps) * 30
    assert np.sqrt(eps) / 30 < STEP_SIZES[one_sided.argmin()] < np.sqrt(eps) * 30
    assert central.min() < 1e-8
    assert not crosses_kink.any()


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug != "none"])
def test_no_step_hides_a_mistake(bug):
    for seed in range(5):
        assert relative_errors("tanh", "float64", bug, seed)[1].min() > 1e-3
        analytic, numeric = gradient_pairs("tanh", "float64", bug, seed, 1e-5)
        assert np.abs(analytic - numeric).max() > 1e-3


def test_a_kink_shows_only_where_the_step_crosses_it():
    _, central, _ = relative_errors("relu", "float64", "none", 0)
    assert central[STEP_SIZES < KINK_DISTANCE / 3].min() < 1e-8
    assert central[STEP_SIZES > 3 * KINK_DISTANCE].min() > 1e-4


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "leaky_relu"])
def test_a_right_gradient_passes_with_every_seed(activation):
    for seed in range(31):
        _, central, crosses_kink = relative_errors(activation, "float64", "none", seed)
        assert central.min() < 1e-8
        assert not crosses_kink[STEP_SIZES < KINK_DISTANCE / 1000].any()


def test_the_status_tells_a_kink_from_rounding():
    for precision in ("float64", "float32"):
        params = {"activation": "relu", "precision": precision, "bug": "none", "seed": 0}
        assert "passes its corner" in status(GradientCheck(), **params, h=1e-2)
        assert "rounding" in status(GradientCheck(), **params, h=1e-13)


def test_a_press_on_the_left_goes_back_else_on():
    scene, end = Backward(), Pointer("", float("nan"), float("nan"))
    assert scene.drag(Pointer("network", 0.1, 0.5), end, **PARAMS, step=3) == {"step": 2}
    assert scene.drag(Pointer("network", 0.9, 0.5), end, **PARAMS, step=3) == {"step": 4}
    assert scene.drag(Pointer("numbers", 0.1, 0.5), end, **PARAMS, step=3) == {"step": 4}
    assert scene.drag(end, end, **PARAMS, step=3) == {}


def test_the_keys_stay_within_the_steps_of_the_network():
    scene = Backward()
    assert scene.key("ArrowRight", **PARAMS, step=5) == {"step": 5}
    assert scene.key("ArrowLeft", **PARAMS, step=LAST_STEP) == {"step": 4}
    assert scene.key("ArrowRight", **PARAMS | {"sizes": "2-3-3-3-2"}, step=10) == {"step": LAST_STEP}
