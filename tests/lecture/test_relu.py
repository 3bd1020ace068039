"""The pictures of ReLU's notebook show what was measured: who learns first, who dies, and where a gradient is exactly 0."""

import time
from itertools import pairwise

import numpy as np
import pytest

import nnlab
from nnlab.activations import ACTIVATIONS
from nnlab.data import spiral
from nnlab.diagnostics import dead_units, inactive_units
from nnlab.engine.scene import build_figure
from nnlab.lecture.relu import cost, pictures, race_tiles
from nnlab.lecture.relu.bending import bent_tanh
from nnlab.lecture.relu.cost import FUNCTIONS, INPUTS, Cost, layer_shares, least_times, measure
from nnlab.lecture.relu.dead_relu import DeadRelu
from nnlab.lecture.relu.exercises import killing_rate
from nnlab.lecture.relu.kill_a_unit import KillAUnit, X, Y, unit_gradient
from nnlab.lecture.relu.momentum import deaths_and_returns
from nnlab.lecture.relu.race import EVAL_STEPS, TARGET_ERROR, Race, ratio_text, start_run

RACE = {"dataset": "spiral", "learning_rate": 1.0, "compare": "none", "init_scale": 1.0, "seeds": 1, "steps": 100}
DEAD = {
    "dataset": "spiral",
    "compare": "leaky_relu",
    "depth": 1,
    "width": 100,
    "start_bias": 0.0,
    "init_scale": 1.0,
    "seed": 0,
    "step": 300,
}


def train(*key, steps):
    run, training = start_run(*key)
    for _ in range(steps + 1):
        next(training)
    return run


def test_on_the_spiral_relu_is_first_sigmoid_never():
    relu, tanh, sigmoid = (train("spiral", name, 1.0, 1.0, 0, steps=100) for name in ("relu", "tanh", "sigmoid"))
    assert 10 <= relu.reached <= 30  # 20 to 25 where it was first measured, step by step and in float64
    assert 30 <= tanh.reached <= 80
    assert sigmoid.reached == np.inf
    assert relu.errors[list(EVAL_STEPS).index(relu.reached)] <= TARGET_ERROR


def test_a_run_that_diverges_stays_at_guessing():
    run = train("digits", "maxout", 3.0, 3.0, 0, steps=40)
    assert run.diverged_at <= 40
    assert run.errors[-1] == pytest.approx(0.9)
    assert len(run.errors) == np.searchsorted(EVAL_STEPS, 40, side="right")


def test_own_best_rate_is_no_slower_than_a_given_one():
    race = Race()
    shown = {}
    for rate in (0.3, "own"):
        race.figure(**RACE | {"learning_rate": rate})
        chosen = race._rate("relu", **RACE | {"learning_rate": rate})
        shown[rate] = race._runs("relu", chosen, **RACE)[0].reached
    assert shown["own"] < shown[0.3]


@pytest.mark.parametrize("dataset", ["spiral", "digits"])
def test_the_race_is_shown_as_far_as_it_has_passed(dataset):
    race, images = Race(), []
    params = RACE | {"dataset": dataset}
    race.figure(**params)  # trains
    for share, passed in ((20, 20), (100, 100)):
        _, view, status = build_figure(race, params | {"share": share})
        for _, line, dots, _ in view.rows:
            assert line.get_xdata()[-1] <= passed < 1.1 * line.get_xdata()[-1]
            assert all(step <= passed for step in dots.get_xdata())
        images.append(view.tiles.image.get_array().copy())
        relu = race._runs("relu", 1.0, **params)[0]
        wrong = f"{relu.errors[np.searchsorted(EVAL_STEPS, passed, side='right') - 1]:.0%}"
        assert view.tiles.names.texts[0][2] == f"ReLU {wrong}"
    assert not np.array_equal(*images)
    race._runs("relu", 1.0, **params)[0].diverged_at = 50
    assert "diverged" not in build_figure(race, params | {"share": 20})[2]
    assert "ReLU diverged" in build_figure(race, params)[2]
    assert "within 100" in status


def test_the_race_prints_the_medians_of_its_status():
    race = Race()
    for _ in race.prepare(**RACE):
        pass
    _, view, status = build_figure(race, RACE)
    shown = {row: text for _, row, text, _ in view.medians.texts}
    assert f": ReLU {shown[0]}, tanh {shown[1]}, sigmoid not within 100." in status
    assert set(shown) == {0, 1}
    for row, (_, _, dots, _) in enumerate(view.rows):
        assert row not in shown or float(shown[row]) == np.median(dots.get_xdata())


@pytest.mark.parametrize(("relu", "tanh", "says"), [(10, 60, "ReLU is 6.0 times"), (40, 20, "tanh that is 2.0 times"), (20, 21, "same")])
def test_the_ratio_in_words(relu, tanh, says):
    assert says in ratio_text(relu, tanh)


def test_advice_is_given_when_the_race_is_over():
    assert "Try another" in ratio_text(np.inf, np.inf)
    assert ratio_text(np.inf, np.inf, 20) == "Neither ReLU nor tanh has reached the goal by step 20."


def test_a_tile_shows_each_answer_in_its_place():
    labels = race_tiles.shown_inputs("spiral")[0][:, 0] > 0  # class 1 on the right
    image = race_tiles.tile("spiral", labels.astype(np.uint8))
    assert image[0, 0].tolist() != image[0, -1].tolist() == image[-1, -1].tolist()
    digits = race_tiles.shown_inputs("digits")[1].astype(np.uint8)
    right = race_tiles.tile("digits", digits)
    digits[1] = 9 - digits[1]
    changed = (race_tiles.tile("digits", digits) != right).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert (columns[0], columns[-1]) == (19, 36)  # the second digit of the first row, which is the topmost
    assert (rows[0], rows[-1]) == (55, 72)


def test_what_was_measured_once_is_kept():
    assert measure("float32", 10, 1) == measure("float32", 10, 1)
    assert all(nanoseconds > 0 for parts in measure("float32", 10, 1).values() for nanoseconds in parts)


def test_with_1000_inputs_the_sums_take_most_time():
    shares = {fan_in: layer_shares(measure("float32", fan_in, 1)) for fan_in in (10, 1000)}
    assert max(shares[1000].values()) < 0.5
    assert all(shares[1000][name] < shares[10][name] for name in shares[10])


def test_the_cost_picture_shows_shares_and_times():
    _, view, status = build_figure(Cost(), {"precision": "float32", "fan_in": 100, "measurement": 1})
    sums, ends = view.sums.get_xdata()[1::3], view.functions.get_xdata()[1::3]
    np.testing.assert_array_equal(view.functions.get_xdata()[::3], sums)
    for i, fan_in in enumerate(INPUTS):
        shares = layer_shares(measure("float32", fan_in, 1))
        own = slice(4 * i, 4 * i + 4)
        np.testing.assert_allclose((ends - sums)[own] / ends[own], list(shares.values()))
        assert ends[own][0] == pytest.approx(1)  # the layer with ReLU is the unit
        texts = [float(text.lstrip("×")) for *_, text, _ in view.factors.texts[own]]
        np.testing.assert_allclose(texts, ends[own], atol=0.0051)  # what a bar's end says is where it stands on the axis
    assert f", {layer_shares(measure('float32', 100, 1))['relu']:.0%} with 100," in status


def test_the_cost_picture_shows_the_nanoseconds():
    _, view, _ = build_figure(Cost(), {"precision": "float64", "fan_in": 10, "measurement": 1})
    times = measure("float64", 10, 1)
    for i, bars in enumerate(view.parts):
        assert bars.get_xdata()[1::3].tolist() == [times[name][i] for name in FUNCTIONS]


@pytest.mark.parametrize("rate", [1.0, 4.4668359215, 6.3095734448, 7.9432823472])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_names_of_dead_units_are_clear_of_the_curves(rate, narrow):
    scene, params = DeadRelu(), DEAD | {"learning_rate": rate}
    for _ in scene.prepare(**params):
        pass
    figure, view, _ = build_figure(scene, params, narrow=narrow)
    figure.canvas.draw()
    for box in (box for label in view.names for box in label.boxes()):
        for line in (*view.shares, view.idle):
            x, y = line.get_transform().transform(np.column_stack(line.get_data())).T
            inside = np.interp(np.arange(box.x0, box.x1), x, y)  # the curve above each pixel of the name
            assert ((inside < box.y0) | (inside > box.y1)).all()


def test_units_that_are_dead_from_the_start_are_told_apart():
    X, _ = spiral(100)
    network = nnlab.mlp([2, 100, 3], "relu", seed=0)
    network.layers[0].b[...] = -1.0
    before = dead_units(network, X)[0].mean()  # and they never move again: their gradient is 0
    _, _, status = build_figure(DeadRelu(), DEAD | {"learning_rate": 1.0, "start_bias": -1.0})
    assert f"In layer 1, {before:.0%} were dead from the start." in status
    assert "from the start" not in build_figure(DeadRelu(), DEAD | {"learning_rate": 8.0})[2]


def test_a_disturbed_measurement_is_not_stated_as_a_fact(monkeypatch):
    """With a product that is no slower for 1,000 inputs than for 10, another program must have been measured as well."""
    functions = dict.fromkeys(FUNCTIONS, (1.0, 1.0))
    for products, disturbed in (((2, 7, 70), False), ((900, 70, 1000), True), ((900, 2200, 2500), True)):
        times = functions | {n: (time / 2, time / 2) for n, time in zip(INPUTS, products, strict=True)}
        monkeypatch.setattr(cost, "measure_all", lambda precision, measurement, times=times: times)
        status = build_figure(Cost(), {"precision": "float32", "fan_in": 100, "measurement": 1})[2]
        assert ("The measurement was disturbed" in status) == disturbed
        assert ("ReLU accounts for" in status) != disturbed


def test_a_program_that_runs_for_a_while_disturbs_no_measurement():
    """Another program makes the first three turns of one job ten times as long, and every second one of the other."""
    now, turns = [0.0], {"a": 0, "b": 0}

    def job(name, seconds, is_disturbed):
        turns[name] += 1
        now[0] += seconds * (10 if is_disturbed(turns[name]) else 1)

    jobs = {"a": lambda: job("a", 1.0, lambda call: call <= 3), "b": lambda: job("b", 2.0, lambda call: call % 2)}
    assert least_times(jobs, clock=lambda: now[0]) == {"a": 1.0, "b": 2.0}


def test_functions_are_measured_once_for_all_inputs():
    few, many = (measure("float32", fan_in, 3) for fan_in in (10, 1000))
    assert all(few[name] == many[name] for name in FUNCTIONS)


@pytest.mark.parametrize("k", [0.3, 1, 5, 30])
def test_bent_tanh_has_slope_1_and_bends_earlier(k):
    f, z, step = bent_tanh(k), np.array([-1.0, 0.0, 0.2]), 1e-6
    assert f.derivative(np.zeros(1)) == pytest.approx([1.0])
    assert f.derivative(z) == pytest.approx((f.f(z + step) - f.f(z - step)) / (2 * step), abs=1e-6)
    assert f.backward(z, f.f(z), np.ones(3)) == pytest.approx(f.derivative(z))
    assert np.abs(f.f(np.array([-50.0, 50.0]))).max() <= 1 / k


def test_the_pictures_say_what_they_show():
    nnlab.use_language("en")
    assert "0.25" in pictures.relu_and_slope().alt
    assert "k = 5: 12; ReLU 9" in pictures.bending({1: 46, 5: 12}, relu=9).alt


@pytest.mark.parametrize("leak", [0.0, 0.1])
@pytest.mark.parametrize(("w", "b"), [(1.5, 1.5), (-1.0, 1.3), (-0.3, -0.4)])
def test_unit_gradient_is_that_of_its_loss(w, b, leak):
    def loss(w, b):
        z = w * X + b
        return 0.5 * np.mean((np.where(z > 0, z, leak * z) - Y) ** 2)

    value, dw, db, on = unit_gradient(w, b, leak)
    assert value == pytest.approx(loss(w, b))
    assert dw == pytest.approx((loss(w + 1e-6, b) - loss(w - 1e-6, b)) / 2e-6, abs=1e-7)
    assert db == pytest.approx((loss(w, b + 1e-6) - loss(w, b - 1e-6)) / 2e-6, abs=1e-7)
    assert on == np.count_nonzero(w * X + b > 0)


def test_too_large_an_update_kills_the_unit_for_good():
    start = {"start_w": 1.5, "start_b": 1.5, "learning_rate": 1.0, "leak": 0.0}
    w, b = 1.5, 1.5
    _, dw, db, _ = unit_gradient(w, b, 0.0)
    w, b = w - dw, b - db
    assert unit_gradient(w, b, 0.0)[1:] == (0.0, 0.0, 0)
    assert (
        f"w = {w:.2f} and b = {b:.2f} (step 30) will never change again".replace("-", "−")
        in build_figure(KillAUnit(), start | {"step": 30})[2]
    )


def test_momentum_moves_a_unit_whose_gradient_is_0():
    w, b, speed = 1.5, 1.5, np.zeros(2)
    for _ in range(100):
        _, dw, db, on = unit_gradient(w, b, 0.0)
        speed = 0.9 * speed - np.array([dw, db])
        w, b = w + speed[0], b + speed[1]
    assert on == 0
    assert w < -10 > b  # it died at about −0.4, −0.3


def test_deaths_are_counted_as_gradient_descent_makes_them():
    X, y = spiral()
    start = nnlab.mlp([2, 100, 3], seed=0)
    dead = [dead_units(step.network, X)[0] for step in nnlab.sgd(start, X, y, learning_rate=6.0, steps=40)]
    changes = list(pairwise(dead))
    expected = (
        sum(int((after & ~before).sum()) for before, after in changes),
        sum(int((before & ~after).sum()) for before, after in changes),
    )
    assert deaths_and_returns("spiral", lambda gradient, memory, step: -6.0 * gradient, seed=0, steps=40) == expected
    assert expected[0] > 0


def test_the_killing_rate_of_the_explorers_unit():
    rate = killing_rate(X, Y, 1.5, 1.5)
    assert 0.86 < rate < 0.875
    start = {"start_w": 1.5, "start_b": 1.5, "leak": 0.0, "step": 1}
    for factor, dies in ((0.999, False), (1.001, True)):
        status = build_figure(KillAUnit(), start | {"learning_rate": factor * rate})[2]
        assert ("exactly 0" in status) == dies


def test_a_leaky_unit_comes_down_off_and_crawls_out():
    start = {"start_w": 1.5, "start_b": 1.5, "learning_rate": 1.0, "leak": 0.1}
    assert "on for none of the 11 points, but not dead" in build_figure(KillAUnit(), start | {"step": 1})[2]
    assert "brought it back" in build_figure(KillAUnit(), start | {"step": 30})[2]


def test_idle_units_of_the_other_function_are_not_dead():
    scene, params = DeadRelu(), DEAD | {"learning_rate": 8.0, "step": 300}
    for _ in scene.prepare(**params):
        pass
    _, view, status = build_figure(scene, params)
    last = scene.run(*scene.required_runs(**params)[1]).networks[-1]
    idle = np.mean(inactive_units(last, spiral()[0]))
    assert idle > 0.3
    assert view.idle.get_ydata()[-1] == pytest.approx(idle)
    assert f"{idle:.0%} off for every example, 0% dead" in status


def test_exit_the_backward_rule():
    z, dh = np.array([-3.0, 0.0, 2.0]), np.array([4.0, -5.0, -6.0])
    assert ACTIVATIONS["relu"].backward(z, np.maximum(z, 0), dh).tolist() == [0, 0, -6]


def test_exit_a_dark_picture_turns_the_unit_on():
    layer = nnlab.Layer(-np.ones((1, 20)), [0.5], "relu")
    network = nnlab.Network([layer, nnlab.Layer(np.ones((2, 1)), np.zeros(2))])
    bright = np.random.default_rng(0).uniform(0.2, 1, (32, 20))
    assert dead_units(network, bright)[0].tolist() == [True]
    assert dead_units(network, np.vstack([bright, np.zeros((1, 20))]))[0].tolist() == [False]


def test_exit_the_share_goes_with_the_inputs():
    def sigmoid_share(inputs, units, examples=500):
        rng = np.random.default_rng(0)
        x, W = rng.standard_normal((examples, inputs)), rng.standard_normal((units, inputs))
        z = x @ W.T
        return least_time(lambda: ACTIVATIONS["sigmoid"].f(z)) / least_time(lambda: x @ W.T)

    shares = {shape: sigmoid_share(*shape) for shape in ((1000, 1000), (4, 1000), (1000, 10))}
    assert shares[4, 1000] > 2 * max(shares[1000, 1000], shares[1000, 10])


def least_time(function) -> float:
    times = []
    for _ in range(6):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def test_hidden_units_under_a_dead_output_are_alive():
    X, y = nnlab.circles()
    hidden = nnlab.mlp([2, 4, 1], seed=0).layers[0]
    network = nnlab.Network([hidden, nnlab.Layer(-np.ones((1, 4)), [-1.0], "relu")])
    trace = network.forward(X)
    gradients = network.backward(trace, trace.scores - y[:, None])
    assert not dead_units(network, X)[0].any()  # by their own slope
    assert not gradients[0][0].any()  # and yet nothing comes from above


def test_few_units_die_at_rate_1_and_most_at_rate_8():
    scene = DeadRelu()
    shares = {}
    for rate in (1.0, 8.0):
        params = DEAD | {"learning_rate": rate, "step": 300}
        scene.figure(**params)
        X, _ = spiral()
        shares[rate] = [masks[0].mean() for masks in scene.masks(scene.run_key(**params), X)]
        assert (np.diff(shares[rate]) >= 0).all()  # with one hidden layer nobody comes back
    assert shares[1.0][-1] < 0.05
    assert shares[8.0][-1] > 0.7


def test_sums_overflowing_before_the_loss_are_diverged():
    params = DEAD | {"dataset": "circles", "depth": 2, "width": 153, "init_scale": 3.0, "start_bias": -0.16, "seed": 24, "step": 186}
    params["learning_rate"] = 7.904735632366619
    scene = DeadRelu()
    for _ in scene.prepare(**params):
        pass
    assert "diverged" in build_figure(scene, params)[2]
