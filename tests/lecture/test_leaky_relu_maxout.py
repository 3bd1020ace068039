"""The pictures of Leaky ReLU and Maxout show what was measured, and the special cases hold to the last digit."""

import numpy as np
import pytest

from nnlab.activations import Activation, leaky_relu
from nnlab.activations import maxout as largest_of
from nnlab.diagnostics import dead_units, gradient_check, inactive_units, moved_units
from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.architecture.counting import count_parameters
from nnlab.lecture.experiments import with_activation
from nnlab.lecture.leaky_relu_maxout import maxout, pictures
from nnlab.lecture.leaky_relu_maxout.contenders import (
    ABSOLUTE,
    ALL_BACK,
    DIGITS,
    GELU,
    LEAKY,
    LOGARITHM,
    MINIMUM,
    SILU,
    SPIRAL,
    as_maxout,
    first_units,
    gated,
    halves_of_leaky,
    killed,
    slopes,
    spiral_network,
    train_on_spiral,
    train_prelu,
)
from nnlab.lecture.leaky_relu_maxout.exercises import fair_width
from nnlab.lecture.leaky_relu_maxout.leaky import Leaky, dead_network, spiral
from nnlab.lecture.leaky_relu_maxout.maxout import LINES, NETWORKS, SHAPES, Maxout
from nnlab.lecture.leaky_relu_maxout.readings import RATES_OF_DIVERGENCE
from nnlab.lecture.readings import measured
from nnlab.losses import softmax_loss
from nnlab.network import Layer, Network, mlp
from nnlab.training import train

START = {"pieces": 2, "lines": LINES["relu"], "selected": None, "shape": "relu", "network": "3072–100–10"}


def test_a_dead_network_learns_only_with_a_slope():
    scene = Leaky()
    params = {"learning_rate": 1.0, "start": "dead", "seed": 2}
    X, _ = spiral()
    assert dead_units(dead_network(2), X)[0].all()
    runs = {}
    for alpha in (0.0, 0.1):
        for _ in scene.prepare(alpha=alpha, **params):
            pass
        runs[alpha] = scene.run(*scene.run_key(alpha=alpha, **params))
    assert np.array_equal(runs[0.0].networks[0].layers[0].W, runs[0.0].networks[-1].layers[0].W)
    assert runs[0.0].accuracies[-1] == pytest.approx(1 / 3)
    assert runs[0.1].accuracies[-1] > 0.6


def test_a_slope_of_one_is_a_linear_classifier():
    """The published accuracy of a linear classifier on this spiral is 49%; on the training points a little more."""
    scene = Leaky()
    params = {"alpha": 1.0, "learning_rate": 1.0, "start": "fresh", "seed": 0}
    for _ in scene.prepare(**params):
        pass
    assert 0.45 < scene.run(*scene.run_key(**params)).accuracies[-1] < 0.6


@pytest.mark.parametrize("shape", ["relu", "leaky_relu", "abs"])
def test_two_lines_equal_the_shape_to_the_last_digit(shape):
    _, view, status = build_figure(Maxout(), START | {"shape": shape, "lines": LINES[shape]})
    assert "to the last digit" in status
    x, h = view.envelope.get_data()
    assert np.abs(h - SHAPES[shape](x)).max() == 0


def test_five_tangents_are_near_the_parabola():
    """At the ends of the panel a tangent at 2.2 is (3 − 2.2)² / 2 below x² / 2."""
    _, view, _ = build_figure(Maxout(), START | {"shape": "square", "lines": LINES["square"], "pieces": 5})
    _, h = view.envelope.get_data()
    assert np.abs(h - maxout.X**2 / 2).max() == pytest.approx(0.8**2 / 2)


@pytest.mark.parametrize("pieces", [2, 3, 5])
@pytest.mark.parametrize("name", NETWORKS)
def test_parameter_counts_are_those_of_a_network(name, pieces):
    if NETWORKS[name][0] < 3072:
        from nnlab.activations import maxout as function

        assert count_parameters(NETWORKS[name], pieces) == mlp(NETWORKS[name], function(pieces)).n_parameters
    assert count_parameters((3072, 100, 10), 1) == 308_310
    assert count_parameters((3072, 100, 10), 2) == 615_610


def test_a_line_follows_the_pointer_and_the_keys():
    scene = Maxout()
    moved = scene.drag(Pointer("lines", 2.1, 0.1), Pointer("lines", 2.0, 1.5), **START)
    assert moved["lines"][0] == (0.0, 1.5)
    moved = scene.drag(Pointer("lines", -1.0, -3.0), Pointer("lines", -1.0, -1.0), **START)
    assert moved["lines"][1] == (-1.0, 2.0)  # the nearest handle on that side
    assert scene.drag(Pointer("lines", 2.1, 0.1), Pointer("", 1.0, 1.0), **START) == {}
    chosen = scene.key("n", **START)
    again = scene.key("n", **START | chosen)
    assert (chosen["selected"], again["selected"]) == ((0, 0), (0, 1))
    assert scene.key("ArrowUp", **START | again)["lines"][0] == (0.0, 0.1)


def test_the_winner_of_some_lines_is_the_highest():
    _, view, _ = build_figure(Maxout(), START | {"shape": "square", "lines": LINES["square"], "pieces": 5})
    heights = np.array([line.get_ydata() for line in view.pieces])
    np.testing.assert_allclose(view.envelope.get_ydata(), heights.max(axis=0))
    flat = build_figure(Maxout(), START | {"lines": ((0.0, 0.0), (-1.0, -1.0), *LINES["relu"][2:])})[1]
    image = flat.regions.get_array()
    assert len(np.unique(image[:65].reshape(-1, 4), axis=0)) == 1  # sum 1, which is 0, lies above 0.8 x₂ − 1 for x₂ below 1.25
    assert len(np.unique(image[75:].reshape(-1, 4), axis=0)) == 1  # sum 2 above there, in one tone
    (_, low, lower), (_, high, upper) = flat.numbers.texts
    assert (lower, upper) == ("1", "2")
    assert low < 1.25 < high
    first, second = (drawing.between(np.array([0.32]), drawing.PAPER, color)[0] for color in (drawing.BLUE, drawing.ORANGE))
    np.testing.assert_array_equal(image[0, 50], first)
    np.testing.assert_array_equal(image[-1, 50], second)


def test_the_lines_are_a_cut_through_the_plane():
    scene = Maxout()
    moved = scene.drag(Pointer("plane", 0.0, 0.0), Pointer("plane", 0.0, 1.5), **START)
    assert moved == {"cut": 1.5}
    _, view, _ = build_figure(scene, START | moved)
    assert view.cut.get_ydata()[0] == 1.5
    np.testing.assert_allclose(view.handles[1].get_ydata(), [-2 + 0.8 * 1.5, 2 + 0.8 * 1.5])
    again = scene.drag(Pointer("lines", 2.0, 3.2), Pointer("lines", 2.0, 4.0), **START | moved)
    _, view, _ = build_figure(scene, START | moved | again)
    assert view.handles[1].get_ydata()[1] == pytest.approx(4.0)  # the handle is where it was dragged


def test_handles_are_dragged_as_far_as_they_are_seen():
    scene, five = Maxout(), START | {"pieces": 5, "lines": LINES["square"], "shape": "square", "cut": 3.0}
    drawn = build_figure(scene, five)[1].handles
    visible = [handle for handle in drawn if maxout.MIN_HEIGHT <= handle.get_ydata()[1] <= maxout.MAX_HEIGHT]
    assert 0 < len(visible) < 5  # the others stand above or below the panel
    for handle in visible:
        moved = scene.drag(Pointer("lines", 2.0, handle.get_ydata()[1]), Pointer("lines", 2.0, 3.0), **five)
        line, _ = moved["selected"]
        assert drawn[line] is handle
        view = build_figure(scene, five | moved)[1]
        assert view.handles[line].get_ydata()[1] == pytest.approx(3.0)
        up = scene.key("ArrowUp", **five | moved)
        assert build_figure(scene, five | up)[1].handles[line].get_ydata()[1] == pytest.approx(3.1)


def test_off_the_middle_no_shape_is_compared():
    _, view, status = build_figure(Maxout(), START | {"cut": 1.5})
    assert "ReLU is" not in status
    assert "difference" not in status
    assert not len(view.target.get_xdata())


def test_revived_units_move_and_stay_off():
    """The status tells the three measures apart."""
    params = {"alpha": 0.1, "learning_rate": 1.0, "start": "dead", "seed": 0}
    scene = Leaky()
    for _ in scene.prepare(**params):
        pass
    _, _, status = build_figure(scene, params)
    first, *_, last = scene.run(*scene.run_key(**params)).networks
    X, _ = spiral()
    off, moved = inactive_units(last, X)[0].sum(), moved_units(first, last)[0].sum()
    assert f"{moved} of the 100 units have moved, but {off} are still off for every example." in status
    assert "0 now." in status
    assert moved == 100
    assert off > 50


@pytest.mark.parametrize(
    "activation", [GELU, SILU, ABSOLUTE, LOGARITHM, MINIMUM, slopes(np.array([0.2, -0.3, 0.0, 1.5]))], ids=lambda f: f.name
)
def test_the_slopes_of_the_contenders_are_right(activation):
    X = np.random.default_rng(0).normal(size=(20, 3))
    assert gradient_check(mlp([3, 4, 2], activation, seed=1), X, np.arange(20) % 2) < 1e-7


def test_all_back_differs_from_leaky_backward_alone():
    """The control of the reading `way_back`."""
    z, dh = np.linspace(-2, 2, 9), np.arange(9.0)
    assert np.array_equal(ALL_BACK.f(z), LEAKY["leaky_01"].f(z))
    assert np.array_equal(ALL_BACK.backward(z, ALL_BACK.f(z), dh), dh)


def test_each_half_of_leaky_differs_from_relu_in_one_thing():
    """The controls of the reading `halves`."""
    z, dh = np.linspace(-2, 2, 9), np.arange(1.0, 10.0)
    relu, leaky = leaky_relu(0.0), leaky_relu(0.1)
    for name, forward, backward in (("output", leaky, relu), ("gradient", relu, leaky)):
        half = halves_of_leaky(0.1)[name]
        assert np.array_equal(half.f(z), forward.f(z))
        assert np.array_equal(half.derivative(z), backward.derivative(z))
        assert np.array_equal(half.backward(z, half.f(z), dh), backward.backward(z, backward.f(z), dh))


def test_a_steep_gate_is_relu():
    z = np.linspace(-5, 5, 101)
    np.testing.assert_allclose(gated(1e3, "steep").f(z), np.maximum(z, 0), atol=1e-9)


def test_prelu_takes_the_steps_of_the_gradient():
    """One step of all weights and slopes is minus the rate times the gradient by differences."""
    X, y = spiral(10)
    network, rate, alpha = mlp([2, 5, 3], seed=0), 0.1, np.full(5, 0.25)
    trained, learned = train_prelu(network, X, y, learning_rate=rate, steps=1)
    hidden, output = network.layers

    def loss(slope, W):
        changed = Network([Layer(W, hidden.b, slopes(slope)), output])
        return softmax_loss(changed.forward(X).scores, y)[0]

    for i in range(5):
        step = 1e-6 * np.eye(5)[i]
        slope = (loss(alpha + step, hidden.W) - loss(alpha - step, hidden.W)) / 2e-6
        assert learned[i] == pytest.approx(alpha[i] - rate * slope, abs=1e-8)
    change = np.zeros((5, 2))
    change[2, 1] = 1e-6
    slope = (loss(alpha, hidden.W + change) - loss(alpha, hidden.W - change)) / 2e-6
    assert trained.layers[0].W[2, 1] == pytest.approx(hidden.W[2, 1] - rate * slope, abs=1e-8)


def test_a_relu_network_of_maxout_units_is_the_same():
    network = killed(seed=1)
    X, _ = spiral()
    assert np.array_equal(network.forward(X).scores, as_maxout(network).forward(X).scores)
    assert not dead_units(as_maxout(network), X)[0].any()


def test_a_dead_unit_might_as_well_be_absent():
    """Units whose bias keeps them off for all points leave the training of the others as it is."""
    network = spiral_network(seed=0)
    network.layers[0].b[10:] = -1e3
    small = first_units(network, 10)
    X, _ = spiral()
    assert dead_units(network, X)[0].sum() == 90
    one, other = (train_on_spiral(net, "relu", 1.0, 20).forward(X).scores for net in (network, small))
    np.testing.assert_allclose(one, other, atol=1e-4)


@pytest.mark.parametrize(("contenders", "inputs", "outputs"), [(DIGITS, 64, 10), (SPIRAL, 2, 3)], ids=["digits", "spiral"])
def test_the_matched_networks_have_equal_parameters(contenders, inputs, outputs):
    """Maxout is as wide as it can be with the parameters of ReLU; so is the wide ReLU with those of Maxout."""
    sizes = {name: (activation, [inputs, units, outputs]) for name, (activation, units) in contenders.items() if activation}
    counts = {name: mlp(size, activation).n_parameters for name, (activation, size) in sizes.items()}
    assert contenders["maxout_narrow"][1] == fair_width(inputs, contenders["relu"][1], outputs, 2)
    for one, other, unit in (("maxout_narrow", "relu", 2 * (inputs + 1) + outputs), ("relu_wide", "maxout", inputs + 1 + outputs)):
        assert counts[other] - unit < counts[one] <= counts[other]


def test_one_step_with_a_slope_moves_and_stays_off():
    """The exit question `exit_slope`: off for all, not dead, moved."""
    X = np.ones((4, 1))
    before = Network([Layer(np.array([[0.0]]), np.array([-3.0]), leaky_relu(0.2)), Layer(np.array([[1.0]]), np.zeros(1))])
    after = Network([Layer(np.array([[0.0]]), np.array([-2.9]), leaky_relu(0.2)), before.layers[1]])
    assert inactive_units(after, X)[0].all()
    assert not dead_units(after, X)[0].any()
    assert moved_units(before, after)[0].all()
    assert dead_units(with_activation(before, "relu"), X)[0].all()


def test_three_sums_make_the_larger_of_1_and_abs():
    """The exit question `exit_maxout`."""
    s = np.linspace(-3, 3, 61)
    assert np.array_equal(largest_of(3).f(np.column_stack([np.ones(61), s, -s]))[:, 0], np.maximum(1, np.abs(s)))
    layers = [mlp([64, 64, 10], f).layers[0] for f in ("relu", largest_of(3))]
    one, three = (layer.W.size + layer.b.size for layer in layers)
    assert three == 3 * one


def test_lowering_the_rate_ends_the_lead():
    """The exit question `exit_insurance`: less than two points, although many units are dead."""
    ends, dead = {}, []
    for name, function in (("relu", leaky_relu(0.0)), ("leaky", leaky_relu(0.01))):
        at_edge = [train_on_spiral(spiral_network(seed=seed), function, 4.5, 200) for seed in range(5)]
        dead.append(np.median([dead_units(network, spiral()[0])[0].mean() for network in at_edge]))
        after = [train_on_spiral(network, function, 1.0, 150) for network in at_edge]
        ends[name] = np.median([np.mean(network.predict(spiral()[0]) == spiral()[1]) for network in after])
    assert dead[0] > 0.15
    assert dead[1] == 0
    assert abs(ends["leaky"] - ends["relu"]) < 0.02


def test_the_loss_of_maxout_passes_a_million_within_twenty_steps():
    for seed in range(5):
        run = train(mlp([2, 100, 3], "maxout", seed=seed), *spiral(), learning_rate=4.5, steps=150, snapshots=2)
        assert max(run.losses[:21]) > 1e6
        assert not run.losses[-1] < 1e6


def test_a_side_that_is_flat_anywhere_keeps_from_diverging():
    """The exit question `exit_brake`: a line cut off at −1 does not diverge, and a function that grows on both sides does."""
    cut = (lambda z: np.maximum(z, -1), lambda z: np.where(z > -1, 1, 0))
    folded = (lambda z: np.maximum(z, -z / 2), lambda z: np.where(z > 0, 1, -0.5))
    for f, slope, diverges in ((*cut, False), (*folded, True)):
        function = Activation("f", f, slope, lambda z, h, dh, slope=slope: dh * slope(z))
        for seed in range(5):
            run = train(mlp([2, 100, 3], function, seed=seed), *spiral(), learning_rate=4.5, steps=150, snapshots=2)
            assert (not run.losses[-1] < 1e6) == diverges


def test_the_pictures_show_the_stored_figures():
    control = measured("leaky_relu_maxout.maxout_edge")
    texts = [text.get_text() for text in pictures.controls(control).figure.axes[0].texts]
    columns = len(RATES_OF_DIVERGENCE)
    assert texts[:columns] == [f"{share:.0%}" for share in control["relu"]]
    assert texts[-columns:] == [f"{share:.0%}" for share in control["maxout_25"]]
    stored = measured("leaky_relu_maxout.revival")
    left, right = pictures.revival(stored).figure.axes
    assert [list(line.get_ydata()) for line in left.lines] == [stored[name] for name in pictures.STYLES]
    heights = [bar.get_height() for bar in right.patches]
    assert heights == [stored[f"{name}_{m}"][0] for m in ("off", "dead", "moved") for name in ("relu", "leaky_001", "leaky_01", "maxout")]
    stored = measured("leaky_relu_maxout.edge")
    lines = [list(line.get_ydata()) for line in pictures.edge(stored).figure.axes[0].lines]
    assert lines == [stored[name] for name in ("relu", "relu_late", "leaky_001", "leaky_001_late")]
    figure = pictures.losses_at(4.5, {"relu": [[1.0, 2.0]], "maxout": [[1.0, np.inf]]})
    assert "0 of 1 seeds with ReLU and for 1 with Maxout" in figure.alt
    assert pictures.without_corner().figure.axes
