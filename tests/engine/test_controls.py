"""Controls: the values that follow a move, values taken to what a control holds, and what the browser knows them by."""

import pytest

from nnlab.engine import controls

Z = controls.slider("z", 0.0, -5.0, 5.0, 0.1)
H = controls.log_slider("h", 1e-3, 1e-6, 1.0)
NAMES = controls.dropdown("activation", "relu", ["relu", "tanh", "sigmoid"])


@pytest.mark.parametrize(
    ("control", "old", "new", "expected"),
    [
        (Z, 1.0, 1.3, [1.4, 1.5, 1.6, 1.7]),
        (Z, -4.7, -4.8, [-4.9, -5.0]),
        (Z, -4.9, -5.0, [-4.9, -4.8, -4.7, -4.6]),
        (H, 1e-3, 1e-2, [10**-1.9, 10**-1.8, 10**-1.7, 10**-1.6]),
        (H, 1e-5, 1e-6, [10**-5.9, 10**-5.8, 10**-5.7, 10**-5.6]),
        (controls.int_slider("units", 3, 0, 9), 5, 3, [2, 1, 0]),
        (NAMES, "relu", "tanh", ["sigmoid"]),
        (NAMES, "tanh", "sigmoid", ["tanh", "relu"]),
        (NAMES, "sigmoid", "relu", ["tanh", "sigmoid"]),
        (controls.checkbox("nonlinear", False), False, True, [False]),
    ],
)
def test_next_values_go_on_and_turn_back_at_a_bound(control, old, new, expected):
    found = controls.next_values(control, old, new, 4)
    assert found == (expected if isinstance(expected[0], str) else pytest.approx(expected))


@pytest.mark.parametrize(
    ("control", "value", "expected"),
    [(Z, 7, 5.0), (Z, -1, -1.0), (H, 1e-9, 1e-6), (NAMES, "tanh", "tanh"), (controls.int_slider("units", 3, 0, 9), 12, 9)],
)
def test_values_are_taken_to_the_nearest_bound(control, value, expected):
    assert controls.coerce(control, "name", value) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("control", "value", "message"),
    [
        (Z, "1", "name is '1', expected a number"),
        (NAMES, "gelu", "name is 'gelu', expected one of 'relu', 'tanh', 'sigmoid'"),
        (controls.checkbox("nonlinear", False), 1, "name is 1, expected True or False"),
        (controls.int_slider("units", 3, 0, 9), 2.5, "name is 2.5, expected a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(control, value, message):
    with pytest.raises((TypeError, ValueError), match=message):
        controls.coerce(control, "name", value)


@pytest.mark.parametrize(
    ("interval", "speed", "expected"),
    [(60, 1, (60, 1)), (60, 0.5, (120, 1)), (60, 4, (60, 4)), (250, 4, (62, 1)), (1500, 2, (750, 1)), (120, 2, (60, 1))],
)
def test_faster_playing_skips_steps_only_where_it_must(interval, speed, expected):
    assert controls.pace(interval, speed) == expected
    seconds = expected[0] / expected[1] / 1000  # for each step
    assert seconds == pytest.approx(interval / speed / 1000, rel=0.02)


def test_playing_ends_at_the_last_step():
    steps = controls.player("step", 0, 10, interval=60)
    steps.speed.value = 4
    assert (steps.player.interval, steps.player.step) == (60, 4)
    assert controls.next_values(steps, 0, 4, 4) == [8]
    steps.player.playing = True
    steps.player.value = 8
    steps.player.playing = False
    assert steps.player.value == 10
    steps.player.playing, steps.player.value = True, 4
    steps.player.playing = False
    assert steps.player.value == 4  # the reader has stopped it there


def test_the_browser_knows_an_option_by_its_index():
    assert [controls.wire_value(NAMES, value) for value in ("relu", "sigmoid")] == [0, 2]
    assert controls.wire_value(Z, 1.5) == 1.5


def test_networks_are_named_as_in_the_text():
    assert controls.dropdown("sizes", "2-3-2", ["2-3-2", "3-4-4-2"]).options == (("2–3–2", "2-3-2"), ("3–4–4–2", "3-4-4-2"))


def test_a_value_between_two_steps_is_taken_to_the_nearer_one():
    plain, log = controls.slider("z", 0.0, -5.0, 5.0, 0.05), controls.log_slider("learning_rate", 0.1, 0.001, 10.0)
    for value, expected in ((-1.03, -1.05), (2.42, 2.4), (5.4, 5.0), (-9, -5.0)):  # beyond its ends, at an end
        assert controls.nearest_step(plain, value) == pytest.approx(expected)
    for value, expected in ((0.12, 10**-0.9), (0.1, 0.1), (50, 10.0), (0.0, 0.001)):
        assert controls.nearest_step(log, value) == pytest.approx(expected)
    assert controls.nearest_step(controls.int_slider("seed", 0, 0, 9), 4) == 4
    assert controls.nearest_step(None, (1, 2)) == (1, 2)
