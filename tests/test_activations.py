"""Every activation: values, derivatives against differences, and extreme sums."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import ACTIVATIONS, Activation, from_function, leaky_relu, maxout

EACH = [*ACTIVATIONS.values(), leaky_relu(0.3), leaky_relu(0), leaky_relu(1), maxout(3), from_function(np.sin, np.cos)]
each = pytest.mark.parametrize("activation", EACH, ids=lambda a: a.name)


def sums(activation, n=40, units=3, seed=0):
    """Sums whose kinks are at least 0.01 away: |z| ≥ 0.01, and the pieces of a unit as far apart."""
    rng = np.random.default_rng(seed)
    z = rng.permuted(np.linspace(-4, 4, n * units * activation.pieces)).reshape(n, -1)
    return np.where(np.abs(z) < 0.01, 0.5, z)


def test_the_lectures_activations_are_all_there():
    assert list(ACTIVATIONS) == ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "maxout"]
    assert all(isinstance(a, Activation) and name == a.name for name, a in ACTIVATIONS.items())


@pytest.mark.parametrize(
    ("name", "z", "h"),
    [
        ("identity", -3.5, -3.5), ("sigmoid", 0, 0.5), ("sigmoid", np.log(3), 0.75), ("sigmoid", -np.log(3), 0.25),
        ("tanh", 0.5 * np.log(3), 0.5), ("relu", -2, 0), ("relu", 0, 0), ("relu", 2, 2), ("leaky_relu", -2, -0.02),
        ("leaky_relu", 2, 2),
    ],
)  # fmt: skip
def test_values(name, z, h):
    np.testing.assert_allclose(ACTIVATIONS[name].f(np.array([z], float)), [h], rtol=1e-14)


@pytest.mark.parametrize(
    ("name", "z", "slope"),
    [
        ("sigmoid", 0, 0.25), ("sigmoid", 10, 4.5395807735951673e-05), ("sigmoid", -10, 4.5395807735951673e-05),
        ("tanh", 0, 1), ("relu", 0, 0), ("relu", 1e-300, 1), ("relu", -1, 0), ("leaky_relu", 0, 0.01), ("leaky_relu", -1, 0.01),
        ("identity", 7, 1),
    ],
)  # fmt: skip
def test_slopes(name, z, slope):
    np.testing.assert_allclose(ACTIVATIONS[name].derivative(np.array([z], float)), [slope], rtol=1e-12)


@given(st.floats(-1e4, 1e4))
def test_tanh_is_a_sigmoid_stretched_and_shifted(z):
    z = np.array([z])
    np.testing.assert_allclose(ACTIVATIONS["tanh"].f(z), 2 * ACTIVATIONS["sigmoid"].f(2 * z) - 1, rtol=0, atol=5e-16)


@given(st.floats(-1e4, 1e4))
def test_sigmoids_of_opposite_sums_add_up_to_1(z):
    f = ACTIVATIONS["sigmoid"].f
    assert f(np.array([z])) + f(np.array([-z])) == pytest.approx(1, abs=5e-16)


@each
def test_backward_is_the_gradient_of_f(activation):
    z = sums(activation)
    dh = np.random.default_rng(1).standard_normal(activation.f(z).shape)
    dz, step = activation.backward(z, activation.f(z), dh), 1e-5
    for column in range(z.shape[1]):
        above, below = z.copy(), z.copy()
        above[:, column] += step
        below[:, column] -= step
        expected = ((activation.f(above) - activation.f(below)) * dh).sum(axis=1) / (2 * step)
        np.testing.assert_allclose(dz[:, column], expected, atol=1e-9)


@each
def test_backward_is_the_derivative_times_dh(activation):
    z = sums(activation)
    dh = np.random.default_rng(1).standard_normal(activation.f(z).shape)
    expected = activation.derivative(z) * np.tile(dh, activation.pieces)
    np.testing.assert_allclose(activation.backward(z, activation.f(z), dh), expected, atol=1e-13)


@each
def test_extreme_sums_stay_finite(activation):
    z = np.array([[-1e4, 1e4, 0.0, -750.0, 750.0, 1e4]])
    h = activation.f(z)
    for array in (h, activation.derivative(z), activation.backward(z, h, np.ones_like(h))):
        assert np.isfinite(array).all()


@each
def test_float32_and_inputs_are_kept(activation):
    z = sums(activation).astype(np.float32)
    before, h = z.copy(), activation.f(z)
    dh, h_before = np.ones_like(h), h.copy()
    results = (h, activation.derivative(z), activation.backward(z, h, dh))
    assert [r.dtype for r in results] == [np.float32] * 3
    assert np.array_equal(z, before)
    assert np.array_equal(h, h_before)
    assert (dh == 1).all()


def test_leaky_relu_reaches_from_relu_to_the_identity():
    z = np.linspace(-3, 3, 61)
    assert np.array_equal(leaky_relu(0).f(z), ACTIVATIONS["relu"].f(z))
    assert np.array_equal(leaky_relu(1).f(z), z)
    np.testing.assert_allclose(leaky_relu(0.25).f(np.array([-2.0, 2.0])), [-0.5, 2])


@pytest.mark.parametrize("alpha", [0, 0.01, 0.3, 1])
def test_leaky_relu_is_a_maxout_of_z_and_alpha_z(alpha):
    z = np.random.default_rng(0).standard_normal((50, 4))
    h = maxout().f(np.concatenate([z, alpha * z], axis=1))
    np.testing.assert_allclose(h, leaky_relu(alpha).f(z), rtol=1e-15)


def test_maxout_columns_and_ties():
    z = np.array([[1.0, 5.0, 2.0, 5.0, 0.0, 4.0]])  # unit 0: 1, 2, 0; unit 1: 5, 5, 4
    assert maxout(3).f(z).tolist() == [[2, 5]]
    assert maxout(3).derivative(z).tolist() == [[0, 1, 1, 0, 0, 0]]
    assert maxout(3).backward(z, maxout(3).f(z), np.array([[7.0, 9.0]])).tolist() == [[0, 9, 7, 0, 0, 0]]


def test_from_function_differentiates_by_differences():
    z = np.linspace(-2, 2, 9)
    own = from_function(lambda z: z**3, name="cube")
    np.testing.assert_allclose(own.derivative(z), 3 * z**2, atol=1e-8)
    assert own.name == "cube"
    assert from_function(np.sin).name == "sin"


def test_a_function_that_works_in_place_changes_no_sums():
    def relu(z):
        z[z < 0] = 0
        return z

    z = np.array([[-1.0, 2.0]])
    own = from_function(relu)
    assert own.f(z).tolist() == [[0, 2]]
    np.testing.assert_allclose(own.derivative(z), [[0, 1]], atol=1e-9)
    np.testing.assert_allclose(own.backward(z, own.f(z), np.ones_like(z)), [[0, 1]], atol=1e-9)
    assert z.tolist() == [[-1, 2]]


def test_from_function_takes_steps_and_float32():
    z = np.array([[-1.0, 2.0]], np.float32)
    step = from_function(lambda z: z > 0)
    assert step.f(z).tolist() == [[0, 1]]
    assert step.derivative(z).tolist() == [[0, 0]]
    np.testing.assert_allclose(from_function(np.sin).derivative(z), np.cos(z), rtol=1e-6)


@pytest.mark.parametrize(("function", "slope"), [(np.exp, np.exp), (np.sin, np.cos), (np.tanh, lambda z: 1 / np.cosh(z) ** 2)])
def test_differences_have_ten_digits(function, slope):
    z = np.linspace(-1.4, 1.4, 29)
    np.testing.assert_allclose(from_function(function).derivative(z), slope(z), rtol=1e-9)


@each
def test_activations_can_be_pickled(activation):
    again, z = pickle.loads(pickle.dumps(activation)), sums(activation)
    h = activation.f(z)
    np.testing.assert_array_equal(again.f(z), h)
    np.testing.assert_array_equal(again.backward(z, h, h), activation.backward(z, h, h))
    assert (again.name, again.pieces) == (activation.name, activation.pieces)
