"""The lecture's neuron, and the leaky integrate-and-fire neuron against closed forms."""

import numpy as np
import pytest

from nnlab.neuron import Membrane, Neuron, lif, lif_rate

# 0 up to the rheobase of 1.5 nA; then 1000 / (2 + 10 ln(10 I / (10 I − 15))) Hz
RATES = {1.0: 0.0, 1.5: 0.0, 1.6: 33.640712, 2.0: 63.040002, 3.0: 1000 / (2 + 10 * np.log(2)), 5.0: 179.638047}


def test_firing_rate_is_the_sigmoid_of_the_sum():
    neuron = Neuron([1.0, -2.0, 0.5], 0.5)
    assert neuron.forward([2.0, 1.0, -1.0]) == 0.5  # 2 − 2 − 0.5 + 0.5 = 0
    assert neuron.forward([2.0, 1.0, 1.0]) == pytest.approx(1 / (1 + np.exp(-1)), rel=1e-15)
    assert isinstance(neuron.forward([1, 1, 1]), float)


@pytest.mark.parametrize("total", [1000.0, 1e4])
def test_large_sums_do_not_overflow(total):
    assert Neuron([1.0], 0).forward([-total]) == 0
    assert Neuron([1.0], 0).forward([total]) == 1


def test_weights_and_inputs_are_not_changed():
    weights, inputs = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    Neuron(weights, 1.0).forward(inputs)
    assert (weights.tolist(), inputs.tolist()) == ([1, 2], [3, 4])


@pytest.mark.parametrize(("current", "rate"), RATES.items())
def test_rate_of_the_closed_form(current, rate):
    assert lif_rate(current) == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize("current", [1.51, 1.6, 2, 3, 5, 50])
@pytest.mark.parametrize("dt_ms", [0.01, 0.1, 0.5])
def test_simulated_rate_meets_the_closed_form(current, dt_ms):
    _, _, spikes = lif(current, 500, dt_ms)
    assert 1000 / np.diff(spikes).mean() == pytest.approx(lif_rate(current), rel=1e-9)
    assert len(spikes) == pytest.approx(0.5 * lif_rate(current), abs=1)


def test_rates_rise_towards_the_refractory_limit():
    rates = lif_rate(np.linspace(0, 100, 1001))
    assert rates.shape == (1001,)
    assert (np.diff(rates) >= 0).all()
    assert (rates[:151:10] == lif_rate(np.linspace(0, 15, 16))).all()
    assert lif_rate(1e6) == pytest.approx(500, rel=1e-3)
    assert Membrane().rheobase_nA == 1.5


def test_potential_below_the_rheobase_is_exponential():
    t, v, spikes = lif(1.4, 100)
    np.testing.assert_allclose(v, -65 + 14 * (1 - np.exp(-t / 10)), rtol=1e-12)
    assert len(spikes) == 0
    assert t.shape == v.shape == (1001,)
    assert (t[0], t[-1]) == (0, 100)


def test_potential_stays_below_threshold_and_resets():
    t, v, spikes = lif(3.0, 200)
    assert v.max() <= -50
    assert spikes[0] == pytest.approx(10 * np.log(2), rel=1e-12)
    for spike in spikes[:-1]:
        resting = (t >= spike) & (t <= spike + 2)
        assert resting.sum() >= 19
        assert (v[resting] == -65).all()


def test_noise_has_the_given_std_and_follows_the_seed():
    membrane = Membrane(threshold_mV=0)
    _, v, _ = lif(1.0, 20000, noise=2.0, seed=3, membrane=membrane)
    assert v[1000:].std() == pytest.approx(2.0, rel=0.1)
    assert v[1000:].mean() == pytest.approx(-55, abs=0.3)
    assert np.array_equal(v, lif(1.0, 20000, noise=2.0, seed=3, membrane=membrane)[1])
    assert not np.array_equal(v, lif(1.0, 20000, noise=2.0, seed=4, membrane=membrane)[1])


def test_noise_gives_irregular_spikes_below_rheobase():
    _, _, spikes = lif(1.4, 2000, noise=2.0)
    assert len(spikes) > 20
    assert np.diff(spikes).std() > 0.3 * np.diff(spikes).mean()


def test_current_may_be_given_step_by_step():
    current = np.repeat([0.0, 3.0, 0.0], 500)
    _, v, spikes = lif(current, 150)
    assert spikes.min() == pytest.approx(50 + 10 * np.log(2), rel=1e-12)
    assert spikes.max() < 100
    assert (v[:501] == -65).all()
    assert current.shape == (1500,)


def test_a_refractory_period_may_end_with_a_step():
    # a huge current gives spikes at 0, 0.3, 0.6, …; 0.3 is one ulp before the end of the third step of 0.1
    _, _, spikes = lif(1e18, 3, 0.1, membrane=Membrane(refractory_ms=0.3))
    np.testing.assert_allclose(spikes, 0.3 * np.arange(len(spikes)), atol=1e-12)
    assert len(spikes) in (10, 11)


@pytest.mark.parametrize(("rest", "reset"), [(-65, -75), (-65, -58), (-70, -65)])
def test_simulation_with_a_reset_apart_from_rest(rest, reset):
    # from the reset to the threshold under a constant current: τ ln((E + RI − reset) / (E + RI − threshold)) (Dayan and Abbott, eq. 5.11)
    cell = Membrane(rest_mV=rest, reset_mV=reset)
    _, v, spikes = lif(3.0, 500, membrane=cell)
    interval = 2 + 10 * np.log((rest + 30 - reset) / (rest + 30 + 50))
    assert v[0] == rest
    np.testing.assert_allclose(np.diff(spikes), interval, rtol=1e-9)
    assert lif_rate(3.0, membrane=cell) == pytest.approx(1000 / interval, rel=1e-12)
    assert spikes[0] == pytest.approx(10 * np.log(30 / (rest + 30 + 50)), rel=1e-9)
