"""The catalogue: every explorer of the lecture is one short function that puts controls and a scene together.

To add one, write its scene in `nnlab/scenes`, its words in `nnlab/locale` and a function here; the tests then drive its every control.
"""

from nnlab.explorers.activations import activation_curve
from nnlab.explorers.architecture import network_diagram
from nnlab.explorers.backward import backward, gradient_check
from nnlab.explorers.capacity import capacity, universal
from nnlab.explorers.choosing import laboratory, mix
from nnlab.explorers.classifier import decision_boundary, train_neuron, two_losses
from nnlab.explorers.leaky_maxout import leaky, maxout
from nnlab.explorers.neuron import neuron, spiking_neuron
from nnlab.explorers.relu import cost, dead_relu, kill_a_unit, race
from nnlab.explorers.score_functions import collapse, image_scores, train_network
from nnlab.explorers.sigmoid import chain_rule, saturation, zigzag
from nnlab.explorers.stepper import feed_forward

__all__ = [
    "activation_curve",
    "backward",
    "capacity",
    "chain_rule",
    "collapse",
    "cost",
    "dead_relu",
    "decision_boundary",
    "feed_forward",
    "gradient_check",
    "image_scores",
    "kill_a_unit",
    "laboratory",
    "leaky",
    "maxout",
    "mix",
    "network_diagram",
    "neuron",
    "race",
    "saturation",
    "spiking_neuron",
    "train_network",
    "train_neuron",
    "two_losses",
    "universal",
    "zigzag",
]
