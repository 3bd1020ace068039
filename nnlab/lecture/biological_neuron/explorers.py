"""Explorers of one neuron: the cell beside its model, and the cell that spikes."""

from nnlab import _checks
from nnlab.activations import ACTIVATIONS, from_function
from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.biological_neuron import neuron as neuron_pictures
from nnlab.lecture.biological_neuron import spiking_neuron as spike_pictures
from nnlab.neuron import Membrane


def neuron(function=None) -> Explorer:
    """The biological neuron and its model side by side; the reader's own `function` of an array is one more choice of f."""
    functions = {name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "identity")}
    own = [] if function is None else [from_function(function)]
    functions |= {activation.name: activation for activation in own}
    inputs, weights = {"x1": 0.8, "x2": 0.5, "x3": 0.6}, {"w1": 2.0, "w2": 1.0, "w3": -1.5}
    return Explorer(
        "neuron",
        neuron_pictures.BiologicalNeuron(functions),
        {
            **{name: controls.slider(name, value, 0.0, 1.0, 0.05) for name, value in inputs.items()},
            **{name: controls.slider(name, value, -4.0, 4.0, 0.1, digits=1) for name, value in weights.items()},
            "b": controls.slider("b", -0.5, -4.0, 4.0, 0.1, digits=1),
            "gain": controls.dropdown("gain", 1, [1, 10, 100, 1000]),
            "activation": controls.dropdown("activation", own[0].name if own else "sigmoid", list(functions)),
        },
        presets={
            "excited": {"w3": 1.5},
            "silenced": {"x3": 1.0, "w3": -4.0},
            "threshold": {"x1": 0.0, "x2": 0.0, "x3": 0.0, "b": -3.0},
            "all_or_none": {"x3": 1.0, "gain": 1000},
            "relu": {"activation": "relu", "x3": 1.0, "w3": -3.0},
        },
    )


def spiking_neuron(membrane: Membrane | None = None) -> Explorer:
    """A leaky integrate-and-fire neuron: its membrane, two spike trains of one rate, and its f–I curve beside a sigmoid."""
    if not isinstance(membrane, Membrane | None):
        raise TypeError(f"membrane is {_checks.short_repr(membrane)}, expected a Membrane, or None for the lecture's")
    cell = Membrane() if membrane is None else membrane
    unit, rest = cell.rheobase_nA, cell.refractory_ms
    return Explorer(
        "spiking_neuron",
        spike_pictures.SpikingNeuron(cell),
        {
            "current": controls.slider("current", 1.3 * unit, 0.0, 4 * unit, unit / 30),
            "noise": controls.slider("noise", 0.0, 0.0, 5.0, 0.1, digits=1),
            "tau": controls.slider("tau", cell.tau_ms, min(5.0, cell.tau_ms), max(40.0, cell.tau_ms), 1.0, digits=0),
            "refractory": controls.slider("refractory", rest, min(2.0, rest), max(10.0, rest), 0.5, digits=1),
            "second_train": controls.dropdown("second_train", "bursts", ["bursts", "irregular"]),
            "seed": controls.int_slider("seed", 0, 0, 30),
        },
        presets={
            "regular": {},
            "irregular": {"current": 2 * unit, "second_train": "irregular"},
            "below": {"current": 0.9 * unit},
            "noise": {"current": 0.9 * unit, "noise": 3.0},
            "bound": {"current": 4 * unit, "refractory": 10.0},
        },
    )
