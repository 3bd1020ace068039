"""The pictures of backpropagation show the network's own gradients, and the check's errors are those that theory gives."""

import json
from pathlib import Path

import numpy as np
import pytest

import nnlab
from nnlab.engine.scene import Pointer, build_figure
from nnlab.language import translate
from nnlab.lecture.backpropagation.backward import LAST_STEP, SIZES, Backward, backward_steps, example
from nnlab.lecture.backpropagation.gradient_check import BUGS, KINK_DISTANCE, STEP_SIZES, GradientCheck, gradient_pairs, relative_errors
from nnlab.lecture.backpropagation.mistakes import backward_with, output_only
from nnlab.lecture.backpropagation.readings import hold_symmetry
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
        assert "crosses the kink" in status(GradientCheck(), **params, h=1e-2)
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


# ---- what the notebook says


def cell(id: str) -> str:
    path = Path(__file__).parents[2] / "notebooks" / "en" / "12_backpropagation.ipynb"
    return next("".join(one["source"]) for one in json.loads(path.read_text("utf-8"))["cells"] if one["id"] == id)


def traced(sizes, activation="tanh", seed=0, n=7):
    rng = np.random.default_rng(seed)
    network = nnlab.mlp(sizes, activation, init="xavier", seed=rng)
    trace = network.forward(rng.standard_normal((n, sizes[0])))
    return network, trace, softmax_loss(trace.scores, rng.integers(0, sizes[-1], n))[1]


def equal_gradients(one, other) -> bool:
    return all(np.allclose(a, b, rtol=0, atol=1e-12) for pair in zip(one, other, strict=True) for a, b in zip(*pair, strict=True))


def test_a_backward_pass_without_mistake_is_the_right_one():
    case = network, trace, dscores = traced([4, 5, 5, 3])
    assert equal_gradients(backward_with("none", *case), network.backward(trace, dscores))
    *hidden, output = output_only(*case)
    assert all((dW == 0).all() and (db == 0).all() for dW, db in hidden)
    assert equal_gradients([output], network.backward(trace, dscores)[-1:])


def test_holding_the_symmetry_keeps_ratio_and_size():
    W = np.random.default_rng(0).standard_normal((5, 5))
    size = np.linalg.norm(W)
    hold_symmetry(W, 0.5)
    assert np.linalg.norm(W + W.T) == pytest.approx(0.5 * np.linalg.norm(W - W.T))
    assert np.linalg.norm(W) == pytest.approx(size)


def test_the_notebooks_mistakes_are_those_of_the_readings():
    names = {}
    exec(cell("wrong-backward"), {"np": np, "nnlab": nnlab}, names)
    case = traced([4, 5, 5, 3])
    for mistake, name in {"none": "none", "W for Wᵀ": "transposed", "z for h": "sums", "no f ′": "no_slope"}.items():
        assert equal_gradients(names["backward"](*case, mistake), backward_with(name, *case))


def test_the_exit_question_of_two_examples():
    h, dz = np.array([[-2.0], [1.0]]), np.array([[0.5], [0.5]])
    right = float((dz.T @ h)[0, 0])
    for key, value in {"right": right, "mean": right / 2, "dz": dz.sum(), "largest": h[0, 0] * dz[0, 0]}.items():
        assert float(translate(f"prediction.exit_two_examples.choice.{key}").replace("−", "-")) == value


def test_the_exit_question_of_the_fourth_layer():
    network, trace, dscores = traced([64, 30, 20, 15, 10], n=50)
    h2, h3, W3, W4 = trace.hs[1], trace.hs[2], network.layers[2].W, network.layers[3].W
    dz3 = dscores @ W4 * (1 - h3**2)
    assert (dz3.shape, W3.shape) == ((50, 15), (15, 20))
    names = {"dz3": dz3, "W3": W3, "h2": h2, "h3": h3}
    dz2 = eval(translate("prediction.exit_fourth_layer.choice.right"), names)
    assert np.allclose(dz2.T @ trace.hs[0], network.backward(trace, dscores)[1][0], rtol=0, atol=1e-12)
    assert not np.allclose(eval(translate("prediction.exit_fourth_layer.choice.sigmoid"), names), dz2)
    for key in ("turned", "own"):
        with pytest.raises(ValueError, match=r"broadcast|matmul"):
            eval(translate(f"prediction.exit_fourth_layer.choice.{key}"), names)


@pytest.mark.parametrize(("assign", "choice"), [("+=", "7"), ("=", "3")])
def test_what_adding_at_a_fork_is_for(assign, choice):
    names, source = {"np": np}, cell("value-class")
    assert source.count("parent.grad += ") == 1
    exec(source.replace("parent.grad += ", f"parent.grad {assign} "), names)
    x = names["Value"](3.0)
    (x * x + x).backward()
    assert x.grad == float(choice)
    assert translate(f"prediction.value_assign.choice.{'right' if assign == '=' else 'same'}").startswith((choice, f"Still {choice}"))


def test_multiplications_of_backward():
    names = {}
    exec("from itertools import pairwise\nimport nnlab\n" + cell("cost-count"), names)
    forward, backward = names["multiplications"]([300] * 12)
    assert 0.9e6 < forward < 1.1e6
    assert 1.8e6 < backward < 2.1e6
    assert translate("prediction.backward_cost.choice.right") == "About two million"
    assert f"{backward / forward:.1f} times" in translate("prediction.backward_cost.reason")


def test_a_check_passes_where_all_units_are_off():
    off = nnlab.mlp([2, 3, 2], "relu", seed=0)
    off.layers[0].b[...] = -100.0
    assert nnlab.gradient_check(off, np.random.default_rng(0).standard_normal((5, 2)), [0, 1, 0, 1, 0]) < 1e-7


def test_a_sum_on_the_kink_is_a_flat_line_too():
    network, x = nnlab.mlp([2, 3, 2], "relu", seed=11), np.zeros((1, 2))  # biases of 0: every weighted sum is exactly 0
    trace = network.forward(x)
    (_, db), _ = network.backward(trace, softmax_loss(trace.scores, [0])[1])
    hidden, output = network.layers

    def loss(b):
        return softmax_loss(nnlab.Network([nnlab.Layer(hidden.W, b, "relu"), output]).forward(x).scores, [0])[0]

    slopes = [nnlab.numerical_gradient(loss, hidden.b.copy(), h) for h in (1e-3, 1e-5, 1e-7)]
    assert np.all(db == 0)
    assert np.abs(slopes[0]).max() > 0.05
    assert np.allclose(slopes, slopes[0], atol=1e-3)
