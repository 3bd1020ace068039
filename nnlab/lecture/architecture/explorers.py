"""The explorer of architectures: a network that is drawn, named and counted while the reader edits it."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.architecture import network_diagram as architecture

ACTIVATIONS = ["relu", "leaky_relu", "tanh", "sigmoid", "maxout"]


def network_diagram(sizes=(3, 4, 2), activation: str = "relu") -> Explorer:
    """An editable network with `sizes` inputs, hidden and output units: its name, its neurons, its parameters layer by layer."""
    start = architecture.state(architecture.as_sizes(sizes))
    return Explorer(
        "network_diagram",
        architecture.NetworkDiagram(),
        {
            "depth": controls.int_slider("depth", start["depth"], 0, architecture.MOST_HIDDEN),
            "layer": controls.int_slider("layer", start["layer"], 0, architecture.MOST_HIDDEN + 1),
            "units": controls.int_box("units", start["units"], 1, architecture.MOST_UNITS),
            "activation": controls.dropdown("activation", activation, ACTIVATIONS),
        },
        values={"sizes": start["sizes"]},
        presets={
            "two": architecture.state((3, 4, 2)),
            "three": architecture.state((3, 4, 4, 1)),
            "images": architecture.state((3072, 100, 10)),
            "logistic": architecture.state((3, 1)),
            "deep": architecture.state((8, 10, 10, 10, 10, 10, 10, 3)) | {"activation": "maxout"},
        },
    )
