"""Any argument of an explorer and any value of a control: a picture, or an error that names the argument."""

import inspect
import math

import numpy as np
import pytest
from any_input import ANYTHING, EXAMPLES, check_error
from hypothesis import given, settings
from hypothesis import strategies as st
from short_trainings import shorten_trainings

import nnlab
from nnlab import explorers


@pytest.fixture
def short_trainings(monkeypatch):
    shorten_trainings(monkeypatch, 0.03)


def arguments_of(name: str) -> list[str]:
    return list(inspect.signature(getattr(explorers, name)).parameters)


def check_picture(shown) -> None:
    """Fail unless there is a picture and a complete status."""
    assert shown.png.startswith(b"\x89PNG")
    assert shown.status
    assert "{" not in shown.status
    assert not shown.canvas.failed


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in explorers.__all__ if arguments_of(name)])
@settings(EXAMPLES, max_examples=12)
@given(draw=st.data())
@pytest.mark.usefixtures("short_trainings")
def test_any_argument_opens_or_says_what_is_wrong(name, draw):
    changed = draw.draw(st.sets(st.sampled_from(arguments_of(name)), min_size=1))
    arguments = {argument: draw.draw(ANYTHING, label=argument) for argument in sorted(changed)}
    try:
        shown = getattr(explorers, name)(**arguments)
    except Exception as error:
        check_error(error, arguments_of(name))
    else:
        check_picture(shown)


# Functions of a reader's own, most of them with poles, overflow or results of another type.
OWN_FUNCTIONS = {
    "log": np.log, "sqrt": np.sqrt, "tan": np.tan, "pole": lambda z: 1 / z, "huge": lambda z: np.exp(1000 * z),
    "none": lambda z: np.nan * z, "constant": np.ones_like, "whole": np.floor, "step": lambda z: z > 0, "list": lambda z: [*z],
    "in place": lambda z: z.__imul__(2),
    "float32": lambda z: z.astype(np.float32), "tiny": lambda z: 1e-300 * z, "large": lambda z: 1e300 * z, "infinite": lambda z: np.inf * z,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("own", OWN_FUNCTIONS)
@pytest.mark.parametrize("name", ["activation_curve", "neuron", "universal"])
@pytest.mark.usefixtures("short_trainings")
def test_a_readers_function_is_drawn_where_it_is_finite(name, own):
    if name == "universal" and own in ("log", "sqrt", "pole", "huge", "none", "large", "infinite"):  # nothing to approximate on [−1, 1]
        with pytest.raises(ValueError, match=r"^function has .*, expected"):
            explorers.universal(OWN_FUNCTIONS[own])
        return
    shown = getattr(explorers, name)(OWN_FUNCTIONS[own])
    check_picture(shown)
    for control in shown.controls.values():
        if hasattr(control, "max"):
            for value in (control.min, control.max):
                control.value = control.base**value if hasattr(control, "base") else value
                check_picture(shown)


OPEN = {}  # name -> explorer, opened once


@pytest.mark.slow
@pytest.mark.parametrize("name", explorers.__all__)
@settings(EXAMPLES, max_examples=25)
@given(draw=st.data())
@pytest.mark.usefixtures("short_trainings")
def test_set_works_or_says_what_is_wrong(name, draw):
    if name not in OPEN:
        OPEN[name] = getattr(explorers, name)()
    shown = OPEN[name]
    changed = draw.draw(st.sampled_from([*shown.controls]))
    before, value = shown.params, draw.draw(ANYTHING, label=changed)
    try:
        shown.set(**{changed: value})
    except Exception as error:
        check_error(error, [*shown.controls])
        assert shown.params == before
    else:
        check_picture(shown)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: explorers.train_network("spirals"), "dataset is 'spirals', expected one of 'spiral', 'moons', 'circles', 'xor', 'blobs'"),
        (lambda: explorers.mix(layer2="elu"), "layer2 is 'elu', expected one of 'relu'"),
        (lambda: explorers.cost("float16"), "precision is 'float16', expected one of 'float32', 'float64'"),
        (lambda: explorers.activation_curve(math.sin), "function raised TypeError ("),
        (lambda: explorers.activation_curve(None, np.cos), "function is None, expected the function that the derivative belongs to"),
        (lambda: explorers.activation_curve().set(z="a lot"), "z is 'a lot', expected a number"),
        (lambda: explorers.activation_curve().set(z=np.nan), "z is nan, expected a finite number"),
        (lambda: explorers.activation_curve().set(compare=3), "compare is 3, expected one of 'none', 'sigmoid'"),
        (lambda: explorers.collapse().set(hidden=2.5), "hidden is 2.5, expected a whole number"),
        (lambda: explorers.collapse().set(nonlinear="yes"), "nonlinear is 'yes', expected True or False"),
        (lambda: nnlab.predict("linear_on_spiral", linear="half"), "linear is 'half', expected a value that 'prediction.linear_on_spiral."),
        (lambda: nnlab.mlp([10**6, 10**6]), "sizes is [1000000, 1000000], expected at most 100,000,000 weights in all"),
        (lambda: nnlab.lif(3.0, 1e9), "duration_ms is 1000000000.0, expected at most 10,000,000 times dt_ms = 0.1"),
    ],
)
def test_likely_mistakes_get_a_clear_error(call, message):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_a_number_out_of_bounds_is_set_to_the_bound():
    shown = explorers.activation_curve()
    shown.set(z=100)
    assert shown.params["z"] == 6
    shown.set(z=-7)
    assert shown.params["z"] == -6
