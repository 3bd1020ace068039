"""Any argument of a public function: the call works, or the error names the argument, what came and what was expected."""

import functools

import numpy as np
import pytest
from any_input import ANYTHING, EXAMPLES, NET, SMALL, TRACE, X, Y, check_error
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlab
from nnlab.questions import progress


def finite(*values) -> bool:
    return all(np.isfinite(np.asarray(value, dtype=float)).all() for value in values)


def trained(steps):
    """Whether each of the first steps is finite or says that it diverged."""
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


# name -> (function, valid arguments, what must hold for the result)
CALLS = {
    "leaky_relu": (nnlab.leaky_relu, {"alpha": 0.1}, activation),
    "maxout": (nnlab.maxout, {"pieces": 3}, lambda f: f.pieces >= 2),
    "from_function": (nnlab.from_function, {"function": np.sin, "derivative": np.cos, "name": "sin"}, lambda f: isinstance(f.name, str)),
    "Activation": (nnlab.Activation, {"name": "f", "f": np.sin, "derivative": np.cos, "backward": lambda z, h, dh: dh, "pieces": 1}, bool),
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
    "sgd32": (nnlab.sgd, {"network": SMALL, "X": X[:, :2], "y": Y, "loss": "hinge", "learning_rate": 0.1, "steps": 2}, trained),
    "train": (functools.partial(nnlab.train, steps=2), {"network": NET, "X": X, "y": Y, "learning_rate": 0.1, "snapshots": 2,
                                                        "batch_size": None}, lambda run: run.diverged or finite(run.losses)),
    "fill_trajectory": (nnlab.fill_trajectory, {"trajectory": nnlab.Trajectory(), "sgd_steps": iter(()), "steps": 2, "snapshots": 2},
                        lambda r: list(r) == []),
    "dead_units": (nnlab.dead_units, {"network": NET, "X": X}, lambda masks: masks[0].shape == (4,)),
    "inactive_units": (nnlab.inactive_units, {"network": NET, "X": X}, lambda masks: masks[0].shape == (4,)),
    "moved_units": (nnlab.moved_units, {"before": NET, "after": NET}, lambda masks: not np.any(masks[0])),
    "measured": (nnlab.measured, {"key": "tanh.fair_start"}, lambda figures: finite(list(figures.values()))),
    "readings": (nnlab.readings, {"section": "tanh"}, lambda table: len(table) > 0),
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
    "translate": (lambda key, n: nnlab.translate(key, n=n), {"key": "check.passed", "n": 3}, lambda text: isinstance(text, str)),
    "check": (nnlab.check, {"id": "warm_up", "function": lambda x: 2 * x}, lambda checked: repr(checked) and checked._repr_html_()),
    "solution": (nnlab.solution, {"id": "warm_up"}, lambda shown: shown._repr_html_()),
    "case": (nnlab.case, {"id": "warm_up", "number": 2}, len),
    "exit_question": (nnlab.exit_question, {"id": "practice", "goal": 1}, lambda question: question._repr_mimebundle_()),
    "predict": (nnlab.predict, {"id": "practice"}, lambda question: question._repr_mimebundle_()),
    "predict with numbers": (nnlab.predict, {"id": "linear_on_spiral", "linear": 0.5}, lambda question: question._repr_mimebundle_()),
}  # fmt: skip
ALIASES = {"n": "values", "linear": "values"}  # an error about a placeholder names it, or `values`

# What a reader never calls with arguments: it is only returned, or takes none.
RETURNED = {"Gradients", "Step", "Trace", "Trajectory"}
WITHOUT_ARGUMENTS = {"digits", "claims", "glossary", "progress", "score", "ACTIVATIONS", "DATASETS", "drawing", "explorers"}


def test_every_public_function_is_tried():
    tried = {name.split(".")[0].split(" ")[0] for name in CALLS}
    assert set(nnlab.__all__) - RETURNED - WITHOUT_ARGUMENTS - tried == set()


@pytest.fixture(autouse=True)
def _nothing_locked(monkeypatch):
    monkeypatch.setattr(progress, "_in_memory", [])


@pytest.mark.parametrize("name", CALLS)
@settings(EXAMPLES, max_examples=10)
@given(draw=st.data())
def test_a_call_works_or_says_what_is_wrong(name, draw, capsys):
    try_call(name, draw)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
@settings(EXAMPLES, max_examples=150)
@given(draw=st.data())
def test_many_calls_work_or_say_what_is_wrong(name, draw, capsys):
    try_call(name, draw)


def try_call(name, draw) -> None:
    """Call with one or two arguments replaced by anything."""
    function, valid, holds = CALLS[name]
    changed = draw.draw(st.sets(st.sampled_from(sorted(valid)), min_size=1, max_size=2))
    arguments = valid | {argument: draw.draw(ANYTHING, label=argument) for argument in sorted(changed)}
    if name.startswith(("sgd", "gradient_check")) and callable(arguments.get("loss")):
        arguments["loss"] = "softmax"
    if name == "numerical_gradient":
        arguments["f"] = np.sum if callable(arguments["f"]) else arguments["f"]
    try:
        result = function(**arguments)
    except Exception as error:
        nnlab.use_language("en")
        check_error(error, [*valid, *(ALIASES[n] for n in valid if n in ALIASES)])
    else:
        nnlab.use_language("en")
        assert holds(result)
