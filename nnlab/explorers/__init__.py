"""The catalogue: every explorer of the lecture is one short function that puts controls and a scene together.

To add one, write its scene in `nnlab/scenes`, its words in `nnlab/locale`, a function here and its name below; the tests then drive its
every control. A file is loaded when one of its explorers is first opened, so that a notebook waits for no picture but its own.
"""

import importlib

_FILES = {
    "activations": ["activation_curve"],
    "architecture": ["network_diagram"],
    "backward": ["backward", "gradient_check"],
    "capacity": ["capacity", "universal"],
    "choosing": ["laboratory", "mix"],
    "classifier": ["decision_boundary", "train_neuron", "two_losses"],
    "leaky_maxout": ["leaky", "maxout"],
    "neuron": ["neuron", "spiking_neuron"],
    "relu": ["cost", "dead_relu", "kill_a_unit", "race"],
    "score_functions": ["collapse", "image_scores", "train_network"],
    "sigmoid": ["chain_rule", "saturation", "zigzag"],
    "stepper": ["feed_forward"],
}

__all__ = sorted(name for names in _FILES.values() for name in names)


def __getattr__(name: str):
    file = next((file for file, names in _FILES.items() if name in names), None)
    if file is None:
        raise AttributeError(f"module 'nnlab.explorers' has no attribute {name!r}")
    module = importlib.import_module(f"nnlab.explorers.{file}")
    globals().update({each: getattr(module, each) for each in _FILES[file]})  # all at once: a file may be called as its explorer is
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
