"""The catalogue: one import for each explorer. To add one, write it in `nnlab/lecture/<slug>/explorers.py` and import it here."""

from nnlab.lecture.activation_functions.explorers import activation_curve
from nnlab.lecture.architecture.explorers import network_diagram
from nnlab.lecture.backpropagation.explorers import backward, gradient_check
from nnlab.lecture.biological_neuron.explorers import neuron, spiking_neuron
from nnlab.lecture.capacity_and_regularization.explorers import capacity, universal
from nnlab.lecture.choosing_an_activation.explorers import laboratory, mix
from nnlab.lecture.feed_forward.explorers import feed_forward
from nnlab.lecture.leaky_relu_maxout.explorers import leaky, maxout
from nnlab.lecture.relu.explorers import cost, dead_relu, kill_a_unit, race
from nnlab.lecture.score_functions.explorers import collapse, image_scores, train_network
from nnlab.lecture.sigmoid.explorers import chain_rule, saturation, zigzag
from nnlab.lecture.single_neuron_classifier.explorers import decision_boundary, train_neuron, two_losses

__all__ = [
    "activation_curve", "backward", "capacity", "chain_rule", "collapse", "cost", "dead_relu", "decision_boundary", "feed_forward",
    "gradient_check", "image_scores", "kill_a_unit", "laboratory", "leaky", "maxout", "mix", "network_diagram", "neuron", "race",
    "saturation", "spiking_neuron", "train_network", "train_neuron", "two_losses", "universal", "zigzag",
]  # fmt: skip
