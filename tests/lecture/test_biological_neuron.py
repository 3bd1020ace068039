"""The explorers of notebook 02: sum and rate of the model neuron, possible spike trains, and the simulated f–I curve."""

import math

import numpy as np
import pytest

import nnlab
from nnlab import explorers
from nnlab.activations import ACTIVATIONS
from nnlab.engine.scene import build_figure
from nnlab.lecture.biological_neuron import spiking_neuron
from nnlab.lecture.biological_neuron.neuron import MAX_RATE_SPIKES, BiologicalNeuron, format_value
from nnlab.neuron import Membrane, Neuron, lif_rate

NEURON = {"x1": 0.8, "x2": 0.5, "x3": 1.0, "w1": 2.0, "w2": 1.0, "w3": -1.5, "b": -0.5, "gain": 1, "activation": "sigmoid"}
SPIKING = {"current": 1.95, "noise": 0.0, "tau": 10.0, "refractory": 2.0, "second_train": "bursts", "seed": 0}
MEMBRANES = [Membrane(tau_ms=tau, refractory_ms=rest) for tau, rest in ((5, 2), (10, 2), (40, 2), (5, 10), (40, 10))]


def show_neuron(**changes):
    _, view, status = build_figure(BiologicalNeuron(ACTIVATIONS), NEURON | changes)
    return view, status


def show_spiking_neuron(**changes):
    _, view, status = build_figure(spiking_neuron.SpikingNeuron(Membrane()), SPIKING | changes)
    return view, status


@pytest.mark.parametrize("gain", [1, 10, 1000])
@pytest.mark.parametrize("x1", [0.0, 0.3, 0.8])
def test_sum_and_rate_are_those_of_neuron(gain, x1):
    nnlab.use_language("en")
    view, status = show_neuron(x1=x1, gain=gain)
    total = gain * (2 * x1 + 0.5 - 1.5 - 0.5)
    assert f"= weighted sum {format_value(total)}." in status
    assert view.sum.get_text() == f"Σ = {format_value(total)}"
    rate = Neuron(gain * np.array([2.0, 1.0, -1.5]), gain * -0.5).forward([x1, 0.5, 1.0])
    assert f"{rate:.1%}" in status
    assert np.isnan(view.output_spikes.get_xdata()).sum() == 0
    assert len(view.output_spikes.get_xdata()) == 3 * round(MAX_RATE_SPIKES * rate)  # a stroke for each spike


def test_signs_of_weights_differ_in_more_than_colour():
    view, _ = show_neuron(w2=0.0)
    looks = [(edge.get_color(), edge.get_linestyle(), sign.get_marker()) for edge, sign in zip(view.edges, view.signs, strict=True)]
    for part in zip(*looks, strict=True):
        assert len(set(part)) == 3
    widths = [edge.get_linewidth() for edge in view.edges]
    assert widths[0] > widths[2] > widths[1]


def test_negative_outputs_send_no_spikes():
    view, status = show_neuron(activation="tanh", w3=-4.0)
    assert len(view.output_spikes.get_xdata()) == 0
    assert "발화율은 음수일 수 없으므로" in status or "firing rate cannot be negative" in status


@pytest.mark.parametrize(("value", "shown"), [(-1.5, "−1.50"), (-0.001, "0.00"), (99.994, "99.99"), (-1200.0, "−1,200")])
def test_numbers_are_short_and_never_minus_zero(value, shown):
    assert format_value(value) == shown


def test_own_function_is_drawn_where_it_is_not_finite():
    nnlab.use_language("en")

    def hump(z):
        return np.where(z >= 1, np.exp(1 - z), 0.0)

    opened = explorers.neuron(hump)
    assert "hump" in opened.status
    with np.errstate(invalid="ignore"):
        opened = explorers.neuron(lambda z: np.sqrt(z + 2))
    opened.set(x1=0.0, x2=0.0, b=-4.0)
    assert "is not a finite number at this weighted sum" in opened.status
    _, view, _ = build_figure(opened.scene, opened.params)
    assert view.output.get_text() == "?"


def test_ticks_of_large_values_keep_their_zeros():
    opened = explorers.neuron(lambda z: 100 * z / 6.96)  # 8 % of its range above and below it: from −100 to 100
    ticks = opened.scene.figure(**opened.params).axes[2].get_yticklabels()
    assert [tick.get_text() for tick in ticks] == ["−100", "100"]


def test_error_names_what_is_no_membrane():
    with pytest.raises(TypeError, match="membrane is 10, expected a Membrane"):
        explorers.spiking_neuron(10)
    assert explorers.spiking_neuron(Membrane(resistance_megaohm=40)).params["current"] == pytest.approx(1.3 * 15 / 40)


@pytest.mark.parametrize("membrane", MEMBRANES)
def test_simulated_rates_meet_the_closed_form(membrane):
    currents, rates = spiking_neuron.simulated_rates(membrane, 0.0, 0)
    assert currents.max() == pytest.approx(6)
    np.testing.assert_allclose(rates, lif_rate(currents, membrane), rtol=0.01)
    assert (rates[currents < 1.5] == 0).all()


def test_with_noise_it_fires_below_the_rheobase():
    currents, rates = spiking_neuron.simulated_rates(Membrane(), 5.0, 0)
    assert rates[currents < 1.4].max() > 10


@pytest.mark.parametrize("membrane", MEMBRANES)
def test_fitted_sigmoid_is_the_best_of_a_fine_grid(membrane):
    current = np.linspace(0, 6, 121)
    target = lif_rate(current, membrane)

    def largest_error(height, steepness, midpoint):
        return np.abs(height / (1 + np.exp(-steepness * (current - midpoint))) - target).max()

    off = largest_error(*spiking_neuron.fit_sigmoid(membrane))
    grid = [(h, k, m) for h in target.max() * np.linspace(0.8, 1.6, 25) for k in np.geomspace(0.3, 10, 25) for m in np.linspace(0.5, 5, 46)]
    assert off <= min(largest_error(*point) for point in grid)
    assert 0.05 < off / target.max() < 0.2  # of the height of the curve: no good fit


def test_the_best_height_leaves_equal_errors_on_both_sides():
    shapes, target = np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([1.0, 2.0])
    heights, errors = spiking_neuron.best_heights(shapes, target)
    np.testing.assert_allclose(heights, [1.5, 0.75], rtol=1e-5)  # 1 and 2 by a level; by a line: 1 − h = 3h − 2
    np.testing.assert_allclose(errors, [0.5, 0.25], rtol=1e-5)


@pytest.mark.parametrize("kind", ["bursts", "irregular"])
@pytest.mark.parametrize(("n", "min_interval"), [(0, 2.0), (1, 2.0), (4, 10.0), (62, 2.0), (291, 2.0), (99, 10.0), (100, 10.0)])
def test_spike_trains_keep_number_and_refractory_time(kind, n, min_interval):
    spikes = spiking_neuron.spike_train(n, kind, min_interval, seed=3)
    assert len(spikes) == n
    assert ((spikes >= 0) & (spikes <= spiking_neuron.DURATION_MS)).all()
    assert (np.diff(spikes) >= min_interval - 1e-9).all()


def test_the_receiver_adds_up_spikes_that_are_close():
    even = (np.arange(60) + 0.5) * 1000 / 60
    assert len(spiking_neuron.receiver_spikes(even)) == 0
    assert len(spiking_neuron.receiver_spikes(spiking_neuron.spike_train(60, "bursts", 2.0))) == 12  # one for each burst
    too_far, close_enough = (np.arange(100) * interval for interval in (5.2, 5.0))  # 6 / (1 − exp(−t / 10)) is 15 at t = 5.11
    assert len(spiking_neuron.receiver_spikes(too_far)) == 0
    assert len(spiking_neuron.receiver_spikes(close_enough)) > 0


def test_the_status_says_how_often_and_why_it_fires():
    nnlab.use_language("en")
    expected = {
        "fires 60 times in 1 s": {},
        "there is no spike": {"current": 1.4},
        "1.35 nA alone is too little; noise of 3.0 mV makes": {"current": 1.35, "noise": 3.0},
        "near the bound of 100 Hz": {"current": 6.0, "refractory": 10.0},
    }
    for text, changes in expected.items():
        assert text in show_spiking_neuron(**changes)[1]


def test_the_drawn_potential_is_in_order_of_time():
    view, _ = show_spiking_neuron()
    t, v = view.potential.get_data()
    assert (np.diff(t) >= 0).all()
    assert (v > 0).sum() == (np.asarray(view.trains[0].get_xdata())[::3] <= 200).sum()


def test_pairs_of_spikes_are_not_answered():
    pairs = np.ravel((np.arange(30)[:, None] + 0.5) * 1000 / 30 + 3 * np.arange(2))
    assert len(spiking_neuron.receiver_spikes(pairs)) == 0
    highest, potential, last = 0.0, 0.0, 0.0
    for spike in pairs:
        potential = potential * np.exp((last - spike) / 10) + 6
        highest, last = max(highest, potential), spike
    assert 10 < highest < 15


def test_one_neuron_does_14_of_16_logical_functions():
    corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    w1, w2, b = (grid.ravel() for grid in np.meshgrid(*[np.arange(-2, 2.1, 0.5)] * 3))
    on = w1[:, None] * corners[:, 0] + w2[:, None] * corners[:, 1] + b[:, None] > 0
    done = {tuple(row.tolist()) for row in on}
    assert len(done) == 14  # all but XOR and its opposite
    assert (False, True, False, False) in done


def test_only_one_form_of_tanh_is_safe_at_800():
    def quotient(a, b):
        return (a - b) / (a + b)

    assert quotient(1, math.exp(-1600)) == 1.0
    for form in (
        lambda: quotient(math.exp(800), math.exp(-800)),
        lambda: quotient(math.exp(1600), 1),
        lambda: 2 / (1 + math.exp(1600)) - 1,
    ):
        with pytest.raises(OverflowError):
            form()


def test_the_bias_alone_draws_a_spike_and_is_named_as_the_reason():
    nnlab.use_language("en")
    view, status = show_neuron(x1=0.0, x2=0.0, x3=0.0, b=-3.0)
    assert np.count_nonzero(np.isnan(view.output_spikes.get_ydata())) == 1
    assert f"the bias of −3.00 alone makes a firing rate of {1 / (1 + np.exp(3)):.1%}" in status
    assert "less than inhibition" not in status
    silent, status = show_neuron(x3=1.0, w3=-4.0, b=-4.0)
    assert len(silent.output_spikes.get_ydata()) == 0
    assert "almost silent" in status


def test_times_1000_the_curve_is_a_step_with_its_dot_beside_it():
    _, view, _ = build_figure(BiologicalNeuron(ACTIVATIONS), NEURON | {"x3": 1.0, "gain": 1000})
    z, f = view.dot.axes.lines[0].get_data()
    assert f[z < -0.05].max() < 1e-3
    assert f[z > 0.05].min() > 1 - 1e-3
    assert view.dot.get_xdata()[0] == pytest.approx(2.0 * 0.8 + 0.5 - 1.5 - 0.5)  # the sum before it is multiplied
    assert view.dot.axes.get_xlabel() == "Σ ÷ 1,000"
