"""Explorers of one neuron: a biological neuron beside its model, and a neuron that spikes."""

from nnlab import ACTIVATIONS, Membrane, from_function
from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.biological_neuron.neuron import LAST_TIME, BiologicalNeuron
from nnlab.lecture.biological_neuron.spiking_neuron import SpikingNeuron
from nnlab.neuron import as_membrane


def neuron(function=None) -> Explorer:
    """The biological neuron and its model side by side; the reader's own `function` of an array is one more choice of f."""
    functions = {name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "identity")}
    own = [] if function is None else [from_function(function)]
    functions |= {activation.name: activation for activation in own}
    inputs, weights = {"x1": 0.8, "x2": 0.5, "x3": 0.6}, {"w1": 2.0, "w2": 1.0, "w3": -1.5}
    widgets = {
        "time": controls.player("time", 0, LAST_TIME),
        "activation": controls.dropdown("activation", own[0].name if own else "sigmoid", list(functions)),
        **{name: controls.slider(name, value, 0.0, 1.0, 0.05) for name, value in inputs.items()},
        **{name: controls.slider(name, value, -4.0, 4.0, 0.1, digits=1) for name, value in weights.items()},
        "b": controls.slider("b", -0.5, -4.0, 4.0, 0.1, digits=1),
        "gain": controls.dropdown("gain", 1, [1, 10, 100, 1000]),
    }
    presets = {
        "excited": {"w3": 1.5},
        "silenced": {"x3": 1.0, "w3": -4.0},
        "threshold": {"x1": 0.0, "x2": 0.0, "x3": 0.0, "b": -3.0},
        "all_or_none": {"x3": 1.0, "gain": 1000},
        "relu": {"activation": "relu", "x3": 1.0, "w3": -3.0},
    }
    return Explorer("neuron", BiologicalNeuron(functions), widgets, presets=presets)


def spiking_neuron(membrane: Membrane | None = None) -> Explorer:
    """A leaky integrate-and-fire neuron: its membrane, two spike trains of one rate, and its f–I curve beside a sigmoid."""
    membrane = as_membrane(membrane)
    rheobase, tau, refractory = membrane.rheobase_nA, membrane.tau_ms, membrane.refractory_ms
    widgets = {
        "current": controls.slider("current", 1.3 * rheobase, 0.0, 4 * rheobase, rheobase / 30),
        "noise": controls.slider("noise", 0.0, 0.0, 5.0, 0.1, digits=1),
        "tau": controls.slider("tau", tau, min(5.0, tau), max(40.0, tau), 1.0, digits=0),
        "refractory": controls.slider("refractory", refractory, min(2.0, refractory), max(10.0, refractory), 0.5, digits=1),
        "second_train": controls.dropdown("second_train", "bursts", ["bursts", "irregular"]),
        "seed": controls.int_slider("seed", 0, 0, 30),
    }
    presets = {
        "irregular": {"current": 2 * rheobase, "second_train": "irregular"},
        "below": {"current": 0.9 * rheobase},
        "noise": {"current": 0.9 * rheobase, "noise": 3.0},
        "bound": {"current": 4 * rheobase, "refractory": 10.0},
    }
    return Explorer("spiking_neuron", SpikingNeuron(membrane), widgets, presets=presets)
