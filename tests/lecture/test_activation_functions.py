"""The pictures of activation functions show their values and derivatives."""

import numpy as np
import pytest

import nnlab
from nnlab.diagnostics import numerical_gradient
from nnlab.engine.scene import build_figure
from nnlab.lecture.activation_functions import explorers
from nnlab.lecture.activation_functions.activation_curve import tails
from nnlab.lecture.activation_functions.modern import gelu, silu


@pytest.mark.parametrize("z", [-2.0, 0.5, 3.0])
def test_a_tangent_touches_its_curve_with_its_slope(z):
    explorer = explorers.activation_curve()
    _, view, _ = build_figure(explorer.scene, explorer.params | {"z": z})
    (x0, x1), (y0, y1) = view.tangent.get_data()
    function, place = nnlab.ACTIVATIONS["sigmoid"], np.array([z])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(function.derivative(place)[0])
    assert (y0 + y1) / 2 == pytest.approx(function.f(place)[0])


@pytest.mark.parametrize("activation", [silu, gelu], ids=lambda activation: activation.name)
def test_modern_functions_meet_differences_and_dip(activation):
    z = np.array([-5.0, -1.2, 0.3, 2.0])
    # One place at a time: in a sum, the largest value's rounding would hide the smallest slope.
    expected = np.concatenate([numerical_gradient(lambda z: float(activation.f(z)[0]), z[i : i + 1]) for i in range(len(z))])
    np.testing.assert_allclose(activation.derivative(z), expected, rtol=1e-6)
    grid = np.linspace(-4, 0, 401)
    lowest = activation.f(grid).argmin()
    assert 0 < lowest < 400
    assert activation.f(np.array([-0.5, 1.0])) == pytest.approx(
        {"silu": [-0.189, 0.731], "gelu": [-0.154, 0.841]}[activation.name], abs=5e-4
    )


@pytest.mark.parametrize("f", [np.log, np.sqrt, np.reciprocal, lambda z: np.log(np.maximum(z, 0))])
def test_a_function_without_a_value_at_z_is_drawn(f):
    explorer = explorers.activation_curve(f)
    for z in (-1.0, 0.0, 1.0):
        figure, view, _ = build_figure(explorer.scene, explorer.params | {"z": z})
        figure.canvas.draw()
        assert view.numbers[0].texts or z < 1
        assert not view.numbers[0].texts or z


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("function", ["sin", *explorers.activation_curve().scene.functions])
def test_no_curve_and_no_number_meets_the_legend(function, narrow):
    explorer = explorers.activation_curve(np.sin)
    for z in (-5.9, -3.0, -1.0, 0.0, 1.5, 2.0, 4.4, 5.9):
        params = explorer.params | {"activation": function, "compare": "relu", "z": z}
        figure, view, _ = build_figure(explorer.scene, params, narrow=narrow)
        figure.canvas.draw()
        [legend] = figure.legends
        box = legend.get_window_extent()
        assert 0 <= box.x0 < box.x1 <= figure.bbox.x1
        others = [*figure.axes, *(axes.title for axes in figure.axes)]  # whatever is drawn, it ends at its panel
        assert not any(box.overlaps(other.get_window_extent()) for other in others)
        assert not any(box.overlaps(number) for numbers in view.numbers for number in numbers.boxes())


def test_only_tails_are_shaded():
    assert tails(np.array([True, False, True, False, True, True])).tolist() == [True, False, False, False, True, True]
    explorer = explorers.activation_curve()
    figure, _, _ = build_figure(explorer.scene, explorer.params | {"activation": "silu"})
    (shaded,) = figure.axes[0].collections
    assert shaded.get_paths()[0].vertices[:, 0].max() < -3  # the far left, not the dip near −1.3


def test_the_sentence_calls_tails_alone_flat():
    explorer = explorers.activation_curve()
    for z, flat in ((-6.0, True), (-1.3, False)):
        _, _, status = build_figure(explorer.scene, explorer.params | {"activation": "silu", "z": z})
        assert ("nearly 0" in status) == flat


def test_one_sum_moves_one_output_with_the_square_alone():
    """The exit question `exit_calls`."""
    before, after = np.array([3.0, -1.0, 0.5, 2.0]), np.array([-4.0, -1.0, 0.5, 2.0])
    functions = {
        "share": lambda z: z / z.sum(),
        "mean": lambda z: z - z.mean(),
        "largest": lambda z: z * (z == z.max()),
        "right": np.square,
    }
    for name, f in functions.items():
        assert np.array_equal(f(before)[1:], f(after)[1:]) == (name == "right")


def test_the_hard_sigmoid_is_flat_beyond_2():
    z = np.array([-3.0, -2.1, -1.9, 0.0, 1.9, 2.1])
    hard = nnlab.from_function(lambda z: np.clip(0.5 + z / 4, 0, 1))
    np.testing.assert_allclose(hard.derivative(z), [0, 0, 0.25, 0.25, 0.25, 0], atol=1e-9)


def test_the_gradient_of_the_exit_question():
    x, z, above = np.array([4.0, 1.5]), np.array([-3.0, 2.0]), 5.0
    relu = nnlab.ACTIVATIONS["relu"]
    assert (above * relu.derivative(z) * x).sum() == 7.5
    assert (above * x).sum() == 27.5
    assert (above * relu.f(z) * x).sum() == 15


def test_relu_units_that_do_not_move_are_dead():
    images, labels = nnlab.digits()
    train = np.random.default_rng(0).permutation(len(images))[:1200]
    network = nnlab.mlp([64, 64, 10])
    run = nnlab.train(network, images[train], labels[train], steps=300, learning_rate=0.3, batch_size=64, snapshots=2)
    moved = nnlab.moved_units(network, run.networks[-1])[0]
    assert (moved == ~nnlab.dead_units(network, images[train])[0]).all()
    assert 0 < (~moved).sum() < 5
