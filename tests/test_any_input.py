"""Whatever a reader passes: a call works, or says which argument is wrong, what came and what was expected. Hypothesis looks for others."""

import datetime
import decimal
import fractions
import functools
import inspect
import math
import re
import traceback

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import nnlab
from nnlab import explorers
from nnlab.lecture import experiments
from nnlab.lecture.capacity_and_regularization import capacity, universal
from nnlab.lecture.choosing_an_activation import laboratory as choosing
from nnlab.lecture.leaky_relu_maxout import leaky
from nnlab.lecture.relu import dead_relu as relu_death
from nnlab.lecture.relu import race as relu_speed
from nnlab.lecture.score_functions.train_network import ImageScores
from nnlab.questions import prediction

NET, SMALL = nnlab.mlp([3, 4, 2]), nnlab.mlp([2, 3, 1], "tanh", dtype=np.float32)
X, Y = np.linspace(-1, 1, 24).reshape(8, 3), np.arange(8) % 2
TRACE = NET.forward(X)


class Rude:
    """An object that does not give its numbers away."""

    def __array__(self, *_, **__):
        raise RuntimeError("no numbers")


EDGES = st.sampled_from([0.0, -0.0, 1e-320, 1e18, 1e150, 1.7e308, np.inf, np.nan])
FLOATS = st.one_of(st.floats(), st.floats(-10, 10), st.floats(0, 1), EDGES)
SHAPES = st.sampled_from([(), (0,), (1,), (3,), (8,), (8, 1), (8, 2), (8, 3), (1, 3), (0, 3), (3, 0), (2, 3, 4), (4, 3), (4,)])
DTYPES = st.sampled_from(["f8", "f4", "f2", "i8", "u8", "i1", "?", "c16", "U3", "M8[s]", "O"])
ODD = st.sampled_from([10**30, -(10**400), True, np.True_, np.int8(3), np.float32(0.5)])
NUMBERS = st.one_of(FLOATS, st.integers(-3, 12), st.integers(), ODD)
ARRAYS = st.one_of(
    st.tuples(DTYPES, SHAPES).flatmap(lambda kind: arrays.arrays(*kind) if kind[0] != "O" else st.just(np.empty(kind[1], object))),
    arrays.arrays("f8", SHAPES, elements=st.floats(-5, 5)),
    arrays.arrays("i8", SHAPES, elements=st.integers(-1, 3)),
)  # fmt: skip
FUNCTIONS = st.sampled_from([
    np.sin, np.log, np.sqrt, np.sum, math.sin, len, abs, print, np.exp, np.tan, lambda z: z, lambda z: 1.0, lambda z: None, lambda: 0,
    lambda z: z > 0, lambda z: 1 / z, lambda z: z[:2], lambda z: "cat", lambda z: z + 1j, lambda z: np.nan * z, lambda z: z.fill(0) or z,
    lambda z: [*z], int, Rude, lambda z: 1e300 * z, lambda z: 1 / 0,
])  # fmt: skip
THINGS = st.one_of(
    st.sampled_from([None, ..., "", "relu", "softmax", "he", "ko", "train", "float32", "none", "가", "<img src=x>", b"relu", Rude(), type,
                     NET, SMALL, TRACE, nnlab.Membrane(), nnlab.ACTIVATIONS["maxout"], nnlab.maxout(3), object(), range(3), {}, {"a": 1},
                     set(), [[1.0], [1.0, 2.0]], np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0]), [[1, 2, 3]],
                     fractions.Fraction(1, 3), decimal.Decimal(2), datetime.date(2026, 1, 1), 1j, np.float64, np.dtype("f4"), iter(())]),
    NUMBERS, FUNCTIONS, ARRAYS, st.text(max_size=4), st.lists(NUMBERS, max_size=4), st.lists(st.integers(1, 5), min_size=2, max_size=5),
    st.lists(st.sampled_from(["relu", "tanh", "x", None]), max_size=3), st.lists(st.tuples(ARRAYS, ARRAYS), max_size=2),
)  # fmt: skip


def finite(*values) -> bool:
    return all(np.isfinite(np.asarray(value, dtype=float)).all() for value in values)


def trained(steps, n=2):
    """The first few of many steps: each finite, or the last one and called diverged."""
    for _, step in zip(range(4), steps, strict=False):
        assert step.diverged or np.isfinite(step.loss)
    return True


def activation(f):
    z = np.linspace(-2, 2, 6 * f.pieces).reshape(6, -1)
    h = f.f(z)
    return f.derivative(z).shape == z.shape and f.backward(z, h, np.ones_like(h)).shape == z.shape


def network(net):
    scores = net.forward(np.full((2, net.sizes[0]), 0.5)).scores if net.n_parameters < 10**6 else np.zeros((2, net.sizes[-1]))
    return scores.shape == (2, net.sizes[-1]) and net.n_layers == len(net.sizes) - 1


def points(n_classes):
    return lambda result: finite(result[0]) and result[0].shape[1] in (2, 3072) and set(np.unique(result[1])) <= set(range(n_classes))


# name -> (call, arguments that are right, what has to be true of what comes back)
CALLS = {
    "leaky_relu": (nnlab.leaky_relu, {"alpha": 0.1}, activation),
    "maxout": (nnlab.maxout, {"pieces": 3}, lambda f: f.pieces >= 2),
    "custom": (nnlab.from_function, {"function": np.sin, "derivative": np.cos, "name": "sin"}, lambda f: isinstance(f.name, str)),
    "Activation": (nnlab.Activation, {"name": "f", "f": np.sin, "derivative": np.cos, "pull": lambda z, h, dh: dh, "pieces": 1}, bool),
    "Layer": (nnlab.Layer, {"W": np.ones((4, 3)), "b": np.zeros(4), "activation": "relu"}, lambda layer: finite(layer.W, layer.b)),
    "Network": (nnlab.Network, {"layers": NET.layers}, network),
    "mlp": (nnlab.mlp, {"sizes": [3, 4, 2], "activation": "relu", "init": "he", "seed": 0, "dtype": "float64"}, network),
    "forward": (NET.forward, {"X": X}, lambda trace: finite(trace.scores) and trace.scores.shape == (len(trace.inputs), 2)),
    "forward32": (SMALL.forward, {"X": X[:, :2]}, lambda trace: finite(trace.scores) and trace.scores.dtype == np.float32),
    "Network.predict": (NET.predict, {"X": X}, lambda labels: labels.ndim == 1 and set(labels) <= {0, 1}),
    "backward": (NET.backward, {"trace": TRACE, "dscores": np.ones((8, 2)), "input_gradient": True}, lambda g: len(g) == 2),
    "softmax_loss": (nnlab.softmax_loss, {"scores": X, "y": Y}, lambda r: finite(*r)),
    "logistic_loss": (nnlab.logistic_loss, {"score": X[:, 0], "y": Y}, lambda r: finite(*r)),
    "hinge_loss": (nnlab.hinge_loss, {"score": X[:, :1], "y": Y}, lambda r: finite(*r)),
    "l2_loss": (nnlab.l2_loss, {"network": NET, "strength": 0.1}, finite),
    **{name: (f, {"n": 5, "noise": 0.1, "seed": 0}, points(3)) for name, f in nnlab.DATASETS.items()},
    "photos": (nnlab.photos, {"split": "test", "n": 3, "seed": 0}, points(10)),
    "sgd": (nnlab.sgd, {"network": NET, "X": X, "y": Y, "loss": "softmax", "learning_rate": 0.1, "steps": 2, "batch_size": 3,
                                "l2": 0.1, "seed": 0}, trained),
    "descend32": (nnlab.sgd, {"network": SMALL, "X": X[:, :2], "y": Y, "loss": "hinge", "learning_rate": 0.1, "steps": 2},
                  trained),
    "train": (functools.partial(nnlab.train, steps=2), {"network": NET, "X": X, "y": Y, "learning_rate": 0.1, "snapshots": 2,
                                                        "batch_size": None}, lambda run: run.diverged or finite(run.losses)),
    "record": (nnlab.fill_trajectory, {"trajectory": nnlab.Trajectory(), "descent": iter(()), "steps": 2, "snapshots": 2},
               lambda r: list(r) == []),
    "dead_units": (nnlab.dead_units, {"network": NET, "X": X}, lambda masks: masks[0].shape == (4,)),
    "saturation": (nnlab.saturation, {"network": NET, "X": X, "tol": 0.1}, lambda shares: all(0 <= share <= 1 for share in shares)),
    "gradient_norms": (nnlab.gradient_norms, {"gradients": NET.backward(TRACE, np.ones((8, 2)))}, finite),
    "sign_agreement": (nnlab.sign_agreement, {"dw": X}, lambda share: 0 <= share <= 1),
    "numerical_gradient": (nnlab.numerical_gradient, {"f": np.sum, "x": X, "step": 1e-5}, lambda g: g.dtype == float),
    "gradient_check": (nnlab.gradient_check, {"network": NET, "X": X, "y": Y, "loss": "softmax"}, finite),
    "Neuron": (nnlab.Neuron, {"weights": [1.0, 2.0, 3.0], "bias": 0.5}, lambda neuron: finite(neuron.weights, neuron.bias)),
    "Neuron.forward": (nnlab.Neuron([1.0, -2.0, 3.0], 0.5).forward, {"inputs": [1.0, 2.0, 3.0]}, lambda rate: 0 <= rate <= 1),
    "Membrane": (nnlab.Membrane, {"tau_ms": 10.0, "resistance_megaohm": 10.0, "rest_mV": -65.0, "reset_mV": -65.0, "threshold_mV": -50.0,
                                  "refractory_ms": 2.0}, lambda cell: finite(cell.rheobase_nA)),
    "lif": (nnlab.lif, {"current_nA": 3.0, "duration_ms": 8.0, "dt_ms": 1.0, "noise": 0.1, "seed": 0, "membrane": nnlab.Membrane()},
            lambda r: finite(*r) and len(r[0]) == len(r[1])),
    "lif_rate": (nnlab.lif_rate, {"current_nA": 3.0, "membrane": nnlab.Membrane()}, lambda rate: finite(rate) and np.all(rate >= 0)),
    "use_language": (nnlab.use_language, {"language": "en"}, lambda _: True),
    "word": (lambda key, n: nnlab.translate(key, n=n), {"key": "check.passed", "n": 3}, lambda text: isinstance(text, str)),
    "check": (nnlab.check, {"id": "warm_up", "function": lambda x: 2 * x}, lambda checked: repr(checked) and checked._repr_html_()),
    "solution": (nnlab.solution, {"id": "warm_up"}, lambda shown: shown._repr_html_()),
    "predict": (nnlab.predict, {"id": "practice"}, lambda question: question._repr_mimebundle_()),
    "predict with numbers": (nnlab.predict, {"id": "linear_on_spiral", "linear": 0.5}, lambda question: question._repr_mimebundle_()),
}  # fmt: skip
ALIASES = {"n": "values", "linear": "values"}  # what belongs to the words is named by its own name or as one of the values

# What takes nothing from the reader, or is only given back to them.
WITHOUT_ARGUMENTS = {
    "digits",
    "claims",
    "score",
    "Gradients",
    "Step",
    "Trace",
    "Trajectory",
    "ACTIVATIONS",
    "DATASETS",
    "draw",
    "explorers",
}


def test_every_public_function_is_tried():
    tried = {name.split(".")[0].split(" ")[0] for name in CALLS}
    assert set(nnlab.__all__) - WITHOUT_ARGUMENTS - tried == set()


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(prediction, "_guesses", {})


def told(error: Exception, names) -> None:
    """The error is one of the package's own, and says which argument, what came and what was expected."""
    assert isinstance(error, TypeError | ValueError | KeyError), f"{type(error).__name__}: {error}"
    message = str(error).strip("'\"")
    where = traceback.extract_tb(error.__traceback__)[-1].filename
    assert "/nnlab/" in where, f"raised in {where}: {message}"
    named = "|".join(map(re.escape, names))
    assert re.match(rf"({named})(\[\d+\])? |no 'en' text for|scores? (has|is) |network has diverged|dW ", message), message
    assert re.search("expected|takes|no 'en' text", message), message


EXAMPLES = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize("name", CALLS)
@settings(EXAMPLES, max_examples=10)
@given(draw=st.data())
def test_a_call_works_or_says_what_is_wrong(name, draw, capsys):
    try_call(name, draw)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
@settings(EXAMPLES, max_examples=150)
@given(draw=st.data())
def test_a_call_works_or_says_what_is_wrong_however_often_it_is_tried(name, draw, capsys):
    try_call(name, draw)


def try_call(name, draw) -> None:
    """Call with one or two arguments replaced by anything."""
    call, right, holds = CALLS[name]
    changed = draw.draw(st.sets(st.sampled_from(sorted(right)), min_size=1, max_size=2))
    arguments = right | {argument: draw.draw(THINGS, label=argument) for argument in sorted(changed)}
    if name.startswith(("sgd", "gradient_check")) and callable(arguments.get("loss")):
        arguments["loss"] = "softmax"
    if name == "numerical_gradient":
        arguments["f"] = np.sum if callable(arguments["f"]) else arguments["f"]
    try:
        result = call(**arguments)
    except Exception as error:
        nnlab.use_language("en")
        told(error, [*right, *(ALIASES[n] for n in right if n in ALIASES)])
    else:
        nnlab.use_language("en")
        assert holds(result)


# ---- explorers


@pytest.fixture
def short_trainings(monkeypatch):
    for scene, name, steps in ((ImageScores, "steps", 12), (relu_speed.Race, "longest", 10), (relu_death.DeadRelu, "steps", 12),
                               (leaky.Leaky, "steps", 4), (choosing.Mix, "steps", 4), (capacity.Capacity, "steps", 4),
                               (universal.Universal, "steps", 20)):  # fmt: skip
        monkeypatch.setattr(scene, name, steps)
    monkeypatch.setattr(choosing, "trial", lambda *settings: experiments.train_and_score(*settings[:5], 2, settings[6]))


def arguments_of(name: str) -> list[str]:
    return list(inspect.signature(getattr(explorers, name)).parameters)


def sound(shown) -> None:
    """A picture with a sentence, no number in it that is none."""
    assert shown.png.startswith(b"\x89PNG")
    assert shown.status
    assert "{" not in shown.status
    assert not shown.canvas.failed


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in explorers.__all__ if arguments_of(name)])
@settings(EXAMPLES, max_examples=12)
@given(draw=st.data())
@pytest.mark.usefixtures("short_trainings")
def test_an_explorer_opens_with_any_argument_or_says_what_is_wrong(name, draw):
    changed = draw.draw(st.sets(st.sampled_from(arguments_of(name)), min_size=1))
    arguments = {argument: draw.draw(THINGS, label=argument) for argument in sorted(changed)}
    try:
        shown = getattr(explorers, name)(**arguments)
    except Exception as error:
        told(error, arguments_of(name))
    else:
        sound(shown)


# A reader's own function, from the harmless to the wild: a picture of each, with no warning.
OWN = {
    "log": np.log, "sqrt": np.sqrt, "tan": np.tan, "pole": lambda z: 1 / z, "huge": lambda z: np.exp(1000 * z),
    "none": lambda z: np.nan * z, "constant": np.ones_like, "whole": np.floor, "step": lambda z: z > 0, "list": lambda z: [*z],
    "in place": lambda z: z.__imul__(2),
    "float32": lambda z: z.astype(np.float32), "tiny": lambda z: 1e-300 * z, "large": lambda z: 1e300 * z, "infinite": lambda z: np.inf * z,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("name", ["activation_curve", "neuron", "universal"])
@pytest.mark.usefixtures("short_trainings")
def test_a_function_of_the_readers_own_is_drawn_as_far_as_it_goes(name, own):
    if name == "universal" and own in ("log", "sqrt", "pole", "huge", "none", "large", "infinite"):  # nothing to approximate on [−1, 1]
        with pytest.raises(ValueError, match=r"^function has .*, expected"):
            explorers.universal(OWN[own])
        return
    shown = getattr(explorers, name)(OWN[own])
    sound(shown)
    for control in shown.controls.values():
        if hasattr(control, "max"):
            for value in (control.min, control.max):
                control.value = control.base**value if hasattr(control, "base") else value
                sound(shown)


OPEN = {}  # opened once each


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
    before, value = shown.params, draw.draw(THINGS, label=changed)
    try:
        shown.set(**{changed: value})
    except Exception as error:
        told(error, [*shown.controls])
        assert shown.params == before
    else:
        sound(shown)


# What everybody tries sooner or later: a name that is none.
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
def test_what_everybody_tries_is_answered_in_words(call, message):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_a_number_beyond_the_ends_of_a_control_is_taken_to_them():
    shown = explorers.activation_curve()
    shown.set(z=100)
    assert shown.params["z"] == 6
    shown.set(z=-7)
    assert shown.params["z"] == -6
