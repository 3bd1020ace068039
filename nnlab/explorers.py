"""The catalogue: the explorers of each section. A section is imported when one of its explorers is first used.

To add an explorer, write it in `nnlab/lecture/<slug>/explorers.py` and add its name here.
"""

import importlib

SECTIONS = {
    "activation_functions": ["activation_curve"],
    "architecture": ["network_diagram"],
    "backpropagation": ["backward", "gradient_check"],
    "biological_neuron": ["neuron", "spiking_neuron"],
    "capacity_and_regularization": ["capacity", "universal"],
    "choosing_an_activation": ["laboratory", "mix"],
    "feed_forward": ["feed_forward"],
    "leaky_relu_maxout": ["leaky", "maxout"],
    "relu": ["cost", "dead_relu", "kill_a_unit", "race"],
    "score_functions": ["collapse", "image_scores", "train_network"],
    "sigmoid": ["chain_rule", "saturation", "zigzag"],
    "single_neuron_classifier": ["decision_boundary", "train_neuron", "two_losses"],
}
__all__ = sorted(name for names in SECTIONS.values() for name in names)


def __getattr__(name: str):
    for slug, names in SECTIONS.items():
        if name in names:
            return getattr(importlib.import_module(f"nnlab.lecture.{slug}.explorers"), name)
    raise AttributeError(f"module 'nnlab.explorers' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
