"""Wrong arguments: every error names the argument, what got and what was expected."""

import numpy as np
import pytest

from nnlab import (  # fmt: skip
    Layer,
    Network,
    blobs,
    data,
    from_function,
    hinge_loss,
    l2_loss,
    leaky_relu,
    logistic_loss,
    maxout,
    mlp,
    photos,
    sgd,
    softmax_loss,
    spiral,
    train,
)
from nnlab.diagnostics import dead_units, gradient_check, moved_units, numerical_gradient, saturation, sign_agreement
from nnlab.neuron import Membrane, Neuron, lif, lif_rate

NET = mlp([3, 4, 2])
X, Y = np.ones((8, 3)), np.zeros(8, int)
NAN = np.where(np.eye(8, 3) > 0, np.nan, 1.0)
TRACE = NET.forward(X)
SQUARE, OTHER = (Layer(np.ones((2, n)), np.zeros(2)) for n in (2, 4))


def run(**changed):
    return sgd(NET, **({"X": X, "y": Y, "learning_rate": 0.1, "steps": 1} | changed))


def changed_after(layer):
    network = mlp([3, 4, 2])
    network.layers.append(layer)
    return network


# (call, exception, the argument, what got, what was expected)
BAD = {
    "X features": (lambda: NET.forward(np.ones((8, 5))), ValueError, "X", "5 features (shape (8, 5))", "the first layer takes 3"),
    "X one axis": (lambda: NET.forward(np.ones(3)), ValueError, "X", "shape (3,)", "expected two axes (N, features)"),
    "X empty": (lambda: NET.predict(np.ones((0, 3))), ValueError, "X", "shape (0, 3)", "expected at least one example"),
    "X NaN": (lambda: NET.forward(NAN), ValueError, "X", "3 of 24 numbers that are NaN", "expected finite numbers"),
    "X text": (lambda: NET.forward("cat"), TypeError, "X", "'cat'", "expected an array of real numbers"),
    "X ragged": (lambda: NET.forward([[1, 2], [3]]), TypeError, "X", "[[1, 2], [3]]", "expected an array of real numbers"),
    "X complex": (lambda: NET.forward(1j * X), TypeError, "X", "complex128", "expected an array of real numbers"),
    "dscores shape": (lambda: NET.backward(TRACE, np.ones((8, 3))), ValueError, "dscores", "(8, 3)", "expected that of the scores: (8, 2)"),
    "trace type": (lambda: NET.backward(X, X), TypeError, "trace", "an array of float64, shape (8, 3)", "expected the Trace"),
    "trace of another": (lambda: mlp([3, 2]).backward(TRACE, Y), ValueError, "trace", "2 layers", "the network has 1"),
    "trace of other widths": (lambda: mlp([3, 5, 2]).backward(TRACE, np.ones((8, 2))), ValueError, "trace", "[3, 4, 2]", "has [3, 5, 2]"),
    "layers that share W": (lambda: Network([SQUARE, SQUARE]), ValueError, "layers[1]", "the same array W as layers[0]", "of its own"),
    "a layer appended": (lambda: changed_after(OTHER).forward(X), ValueError, "layers[2]", "4 inputs", "expected 2"),
    "appended, scores": (lambda: changed_after(NET.layers[0]).scores(X), ValueError, "layers[2]", "3 inputs", "expected 2"),
    "appended, no layer": (lambda: changed_after(X).predict(X), TypeError, "layers[2]", "shape (8, 3)", "expected a Layer"),
    "layers not a list": (lambda: Network(3), TypeError, "layers", "3", "expected a list of Layers"),
    "W one axis": (lambda: Layer(np.ones(3), 0), ValueError, "W", "shape (3,)", "expected two axes (neurons, inputs)"),
    "W NaN": (lambda: Layer([[np.nan]], [0]), ValueError, "W", "1 of 1 numbers", "expected finite numbers"),
    "b column": (lambda: Layer(np.ones((4, 3)), np.ones((4, 1))), ValueError, "b", "shape (4, 1)", "shape (4,)"),
    "b length": (lambda: Layer(np.ones((4, 3)), np.ones(3)), ValueError, "b", "shape (3,)", "shape (4,)"),
    "W rows": (lambda: Layer(np.ones((5, 3)), np.ones(5), "maxout"), ValueError, "W", "5 rows", "expected a multiple of 2"),
    "activation name": (lambda: mlp([2, 3, 2], "rulu"), ValueError, "activation", "'rulu'", "expected one of 'identity', 'sigmoid'"),
    "activation type": (lambda: mlp([2, 3, 2], np.tanh), ValueError, "activation", "ufunc 'tanh'", "expected one of"),
    "activation count": (lambda: mlp([2, 3, 2], ["relu"] * 2), ValueError, "activation", "2 entries", "each of the 1 hidden layers"),
    "layers empty": (lambda: Network([]), ValueError, "layers", "empty", "expected at least one Layer"),
    "layers type": (lambda: Network([np.ones((2, 2))]), TypeError, "layers[0]", "shape (2, 2)", "expected a Layer"),
    "layers fit": (lambda: Network([*NET.layers, *NET.layers]), ValueError, "layers[2]", "3 inputs", "expected 2"),
    "sizes short": (lambda: mlp([3]), ValueError, "sizes", "[3]", "expected at least two numbers"),
    "sizes zero": (lambda: mlp([3, 0, 2]), ValueError, "sizes[1]", "0", "expected at least 1"),
    "sizes type": (lambda: mlp([3, 2.5, 2]), TypeError, "sizes[1]", "2.5", "expected a whole number"),
    "init name": (lambda: mlp([2, 2], init="hee"), ValueError, "init", "'hee'", "expected one of 'he', 'xavier'"),
    "init negative": (lambda: mlp([2, 2], init=-1), ValueError, "init", "-1", "expected at least 0"),
    "seed type": (lambda: mlp([2, 2], seed="a"), TypeError, "seed", "'a'", "expected a whole number or a numpy Generator"),
    "seed negative": (lambda: mlp([2, 2], seed=-3), ValueError, "seed", "-3", "expected at least 0"),
    "dtype": (lambda: mlp([2, 2], dtype=int), ValueError, "dtype", "int", "expected float64 or float32"),
    "y range": (lambda: softmax_loss(np.ones((2, 3)), [0, 3]), ValueError, "y", "the label 3", "expected labels from 0 to 2"),
    "y negative": (lambda: logistic_loss(np.ones(2), [0, -1]), ValueError, "y", "the label -1", "expected labels from 0 to 1"),
    "y floats": (lambda: hinge_loss(np.ones(2), [0.0, 1.0]), TypeError, "y", "float64", "expected whole-number class labels"),
    "y shape": (lambda: softmax_loss(np.ones((2, 3)), [[0], [1]]), ValueError, "y", "shape (2, 1)", "shape (2,)"),
    "scores one class": (lambda: softmax_loss(np.ones((2, 1)), [0, 0]), ValueError, "scores", "shape (2, 1)", "at least 2 classes"),
    "score columns": (lambda: hinge_loss(np.ones((2, 2)), [0, 0]), ValueError, "score", "shape (2, 2)", "expected one score"),
    "score NaN": (lambda: logistic_loss([np.nan], [0]), ValueError, "score", "1 of 1 numbers", "expected finite numbers"),
    "score empty": (lambda: logistic_loss([], []), ValueError, "score", "shape (0,)", "expected one score for each example"),
    "l2 network": (lambda: l2_loss([X], 0.1), TypeError, "network", "[array(", "expected a Network"),
    "strength": (lambda: l2_loss(NET, -1), ValueError, "strength", "-1", "expected at least 0"),
    "sgd X": (lambda: run(X=np.ones((8, 2))), ValueError, "X", "2 features", "the first layer takes 3"),
    "sgd y length": (lambda: run(y=Y[:5]), ValueError, "y", "shape (5,)", "shape (8,)"),
    "sgd y range": (lambda: run(y=Y + 2), ValueError, "y", "the label 2", "expected labels from 0 to 1"),
    "loss name": (lambda: run(loss="mse"), ValueError, "loss", "'mse'", "expected one of 'softmax', 'logistic', 'hinge'"),
    "loss and outputs": (lambda: run(loss="hinge"), ValueError, "score", "(1, 2)", "expected one score for each example"),
    "learning rate": (lambda: run(learning_rate="fast"), TypeError, "learning_rate", "'fast'", "expected a number"),
    "learning rate NaN": (lambda: run(learning_rate=np.nan), ValueError, "learning_rate", "nan", "expected a finite number"),
    "steps": (lambda: run(steps=1.5), TypeError, "steps", "1.5", "expected a whole number"),
    "steps negative": (lambda: run(steps=-1), ValueError, "steps", "-1", "expected at least 0"),
    "batch size": (lambda: run(batch_size=0), ValueError, "batch_size", "0", "expected at least 1"),
    "l2": (lambda: run(l2=-0.1), ValueError, "l2", "-0.1", "expected at least 0"),
    "network": (lambda: sgd(X, X, Y, learning_rate=1, steps=1), TypeError, "network", "shape (8, 3)", "expected a Network"),
    "own loss": (lambda: run(loss=lambda s, y: 1.0), ValueError, "loss", "returned 1.0", "(a number, an array of the shape of the scores"),
    "own loss y": (lambda: run(loss=lambda s, y: (0, s), y=1.0), ValueError, "y", "shape ()", "one entry for each of the 8 examples"),
    "snapshots": (lambda: train(NET, X, Y, steps=1, learning_rate=1, snapshots=1), ValueError, "snapshots", "1", "expected at least 2"),
    "train X": (lambda: train(NET, NAN, Y, steps=1, learning_rate=1), ValueError, "X", "3 of 24", "expected finite numbers"),
    "n": (lambda: spiral(n=0), ValueError, "n", "0", "expected at least 1"),
    "noise": (lambda: blobs(noise=-1), ValueError, "noise", "-1", "expected at least 0"),
    "noise type": (lambda: data.moons(noise=None), TypeError, "noise", "None", "expected a number"),
    "split": (lambda: photos("validation"), ValueError, "split", "'validation'", "expected one of 'train', 'test'"),
    "alpha": (lambda: leaky_relu(1.5), ValueError, "alpha", "1.5", "expected a slope from 0 to 1"),
    "pieces": (lambda: maxout(1), ValueError, "pieces", "1", "expected at least 2"),
    "maxout columns": (lambda: maxout().f(np.ones((1, 3))), ValueError, "z", "(1, 3)", "multiple of pieces = 2"),
    "function": (lambda: from_function(3), TypeError, "function", "3", "expected a function of an array"),
    "derivative": (lambda: from_function(np.sin, 1), TypeError, "derivative", "1", "expected a function of an array"),
    "function shape": (lambda: from_function(np.sum), ValueError, "function", "shape ()", "expected numbers of the same shape"),
    "dead X": (lambda: dead_units(NET, np.ones((8, 5))), ValueError, "X", "5 features", "the first layer takes 3"),
    "moved": (lambda: moved_units(NET, mlp([3, 9, 2])), ValueError, "after", "(9, 3)", "expected those of before"),
    "tol": (lambda: saturation(NET, X, tol=0), ValueError, "tol", "0", "expected a number above 0"),
    "dw": (lambda: sign_agreement(np.ones(3)), ValueError, "dw", "shape (3,)", "expected two axes"),
    "check loss": (lambda: gradient_check(NET, X, Y, "mse"), ValueError, "loss", "'mse'", "expected one of"),
    "check y": (lambda: gradient_check(NET, X, Y[:3]), ValueError, "y", "shape (3,)", "shape (8,)"),
    "step": (lambda: numerical_gradient(np.sum, X, step=0), ValueError, "step", "0", "expected a number above 0"),
    "weights": (lambda: Neuron(np.ones((4, 1)), 0), ValueError, "weights", "shape (4, 1)", "expected one weight for each input: (n,)"),
    "bias column": (lambda: Neuron(np.ones(4), np.ones((4, 1))), TypeError, "bias", "shape (4, 1)", "expected a number"),
    "inputs": (lambda: Neuron([1, 2], 0).forward([1, 2, 3]), ValueError, "inputs", "shape (3,)", "shape (2,)"),
    "inputs NaN": (lambda: Neuron([1, 2], 0).forward([1, np.nan]), ValueError, "inputs", "1 of 2", "expected finite numbers"),
    "inputs far below 0": (lambda: Neuron([1, 2], 0).forward([1, -1e200]), ValueError, "inputs", "1e+200", "expected at most"),
    "inputs far above 0": (lambda: Neuron([1, 2], 0).forward([1, 1e200]), ValueError, "inputs", "1e+200", "expected at most"),
    "X far below 0": (lambda: NET.forward(np.full((8, 3), -1e200)), ValueError, "X", "1e+200", "expected at most"),
    "X far above 0": (lambda: NET.forward(np.full((8, 3), 1e200)), ValueError, "X", "1e+200", "expected at most"),
    "current shape": (lambda: lif(np.ones(7), 1.0), ValueError, "current_nA", "shape (7,)", "shape (10,)"),
    "current text": (lambda: lif_rate("high"), TypeError, "current_nA", "'high'", "expected an array of real numbers"),
    "duration": (lambda: lif(1.0, 0), ValueError, "duration_ms", "0", "expected a number above 0"),
    "dt": (lambda: lif(1.0, 1.0, dt_ms=5), ValueError, "dt_ms", "5", "expected at most duration_ms = 1.0"),
    "lif noise": (lambda: lif(1.0, 1.0, noise=-1), ValueError, "noise", "-1", "expected at least 0"),
    "threshold": (lambda: Membrane(threshold_mV=-70), ValueError, "threshold_mV", "-70", "above -65"),
    "tau": (lambda: Membrane(tau_ms=0), ValueError, "tau_ms", "0", "expected a number above 0"),
    "refractory": (lambda: Membrane(refractory_ms=0), ValueError, "refractory_ms", "0", "expected a number above 0"),
}  # fmt: skip


@pytest.mark.parametrize(("call", "error", "argument", "got", "expected"), BAD.values(), ids=BAD)
def test_errors_name_the_argument_and_both_values(call, error, argument, got, expected):
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert message.startswith(f"{argument} ")
    assert got in message[len(argument) :]
    assert expected in message
