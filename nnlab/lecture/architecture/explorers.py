"""The explorer of architectures: a network that is drawn, named and counted while the reader edits it."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.architecture.editing import MAX_HIDDEN, MAX_UNITS, check_sizes, network_params
from nnlab.lecture.architecture.network_diagram import NetworkDiagram

ACTIVATIONS = ["relu", "leaky_relu", "tanh", "sigmoid", "maxout"]


def network_diagram(sizes=(3, 4, 2), activation: str = "relu") -> Explorer:
    """An editable network with `sizes` inputs, hidden and output units: its name, its neurons, its parameters layer by layer."""
    start = network_params(check_sizes(sizes))
    return Explorer(
        "network_diagram",
        NetworkDiagram(),
        {
            "depth": controls.int_slider("depth", start["depth"], 0, MAX_HIDDEN),
            "layer": controls.int_slider("layer", start["layer"], 0, MAX_HIDDEN + 1),
            "units": controls.int_box("units", start["units"], 1, MAX_UNITS),
            "activation": controls.dropdown("activation", activation, ACTIVATIONS),
        },
        values={"sizes": start["sizes"]},
        presets={
            "two": network_params((3, 4, 2)),
            "three": network_params((3, 4, 4, 1)),
            "images": network_params((3072, 100, 10)),
            "logistic": network_params((3, 1)),
            "deep": network_params((8, 10, 10, 10, 10, 10, 10, 3)) | {"activation": "maxout"},
        },
        in_sight=3,
    )
