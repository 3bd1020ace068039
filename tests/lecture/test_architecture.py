"""The editable drawing of a network: what it says agrees with the network itself, and editing changes what it should."""

import itertools
import re

import numpy as np
import pytest

import nnlab
from nnlab import explorers
from nnlab.engine.scene import BlitRenderer, Pointer
from nnlab.lecture.architecture import network_diagram as architecture
from nnlab.lecture.architecture.network_diagram import NetworkDiagram, as_sizes, cost_of_one_more, place_wires, state, wires


@pytest.fixture(autouse=True)
def _english():
    nnlab.use_language("en")


def number(text) -> int:
    return int(text.replace(",", ""))


def network(sizes, activation):
    """A network of these sizes whose weights take no memory."""
    chosen = nnlab.ACTIVATIONS[activation]
    layers = []
    for i, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        last = i == len(sizes) - 2
        rows = n_out if last else chosen.pieces * n_out
        layers.append(nnlab.Layer(np.zeros((rows, n_in), np.float32), np.zeros(rows), "identity" if last else chosen))
    return nnlab.Network(layers)


def test_the_sentence_and_the_table_agree_with_the_network_for_200_architectures():
    rng = np.random.default_rng(0)
    stage = BlitRenderer(NetworkDiagram(), activation="relu", **state((3, 4, 2)))
    for _ in range(200):
        sizes = tuple(int(size) for size in np.exp(rng.uniform(0, np.log(rng.choice([6, 60, 400])), rng.integers(2, 9))))
        if rng.random() < 0.1:
            sizes = (3072, *sizes[1:])
        activation = str(rng.choice(["relu", "maxout"]))
        view = stage.scene.update(activation=activation, **state(sizes, len(sizes) - 1))
        said, net = view.sentence, network(sizes, activation)
        assert said.startswith(f"{net.name} {'–'.join(map(str, sizes))}.")
        assert f"Neurons: {' + '.join(map(str, sizes[1:]))}" in said
        assert number(re.search(r"; ([\d,]+) parameters in all", said)[1]) == net.n_parameters
        weights = re.search(r"weights: (.*?);", said)[1].split(" = ")
        counted = sum(eval(term.replace("×", "*").replace("·", "*")) for term in weights[0].split(" + "))
        assert counted == sum(layer.W.size for layer in net.layers)
        assert len(weights) == 1 or number(weights[1]) == counted
        rows = stage.scene._rows.texts
        assert [number(text[2]) for text in rows[2:-3:3]] == [layer.b.size for layer in net.layers]
        assert [number(text[2].split(" = ")[1]) for text in rows[1:-3:3]] == [layer.W.size for layer in net.layers]
        assert number(rows[-2][2]) + number(rows[-1][2]) == net.n_parameters


@pytest.mark.parametrize(
    ("preset", "says"),
    [
        ("two", ["2-layer", "4 + 2 = 6 (", "3×4 + 4×2 = 20", "biases: 4 + 2 = 6;", " 26 parameters"]),
        ("three", ["3-layer", "4 + 4 + 1 = 9 (", "3×4 + 4×4 + 4×1 = 32", "biases: 4 + 4 + 1 = 9;", " 41 parameters"]),
        ("images", ["2-layer", "3072×100 + 100×10 = 308,200", "100 + 10 = 110;", " 308,310 parameters", "99.7 %", "add 3,083"]),
        ("logistic", ["1-layer", "3×1 = 3", "biases: 1;", " 4 parameters", "logistic regression"]),
    ],
)
def test_the_slides_networks_are_counted_with_their_arithmetic(preset, says):
    explorer = explorers.network_diagram()
    explorer.set(**explorer.presets[preset])
    for text in says:
        assert text in explorer.status


@pytest.mark.parametrize("activation", ["relu", "maxout"])
def test_one_more_unit_costs_what_the_network_with_it_has_more(activation):
    pieces = nnlab.ACTIVATIONS[activation].pieces
    for layer, grown in enumerate([(4, 4, 5, 2), (3, 5, 5, 2), (3, 4, 6, 2), (3, 4, 5, 3)]):
        more = nnlab.mlp(grown, activation).n_parameters - nnlab.mlp([3, 4, 5, 2], activation).n_parameters
        assert cost_of_one_more((3, 4, 5, 2), layer, pieces) == more


def test_controls_show_parts_of_one_network():
    explorer = explorers.network_diagram()
    explorer.controls["units"].value = 5
    assert explorer.params["sizes"] == (3, 5, 2)
    explorer.controls["layer"].value = 2
    assert explorer.controls["units"].value == 2
    explorer.controls["units"].value = 7
    assert explorer.params["sizes"] == (3, 5, 7)
    explorer.controls["depth"].value = 3
    assert explorer.params["sizes"] == (3, 5, 5, 5, 7)
    explorer.controls["layer"].value = 7  # there is no such layer: the last one
    assert (explorer.params["layer"], explorer.params["units"]) == (4, 7)
    explorer.controls["depth"].value = 0
    assert explorer.params["sizes"] == (3, 7)
    assert explorer.params["layer"] == 1
    for _ in range(2):  # a preset is the same network whatever came before it
        explorer._guarded(lambda: explorer.set(**(explorer._start | explorer.presets["three"])))
        assert explorer.params["sizes"] == (3, 4, 4, 1)
    explorer.reset()
    assert explorer.params["sizes"] == (3, 4, 2)


def test_the_picture_is_edited_by_clicks_and_keys():
    explorer = explorers.network_diagram()
    scene = explorer.scene

    def click(x, y, panel="network"):
        explorer.set(**scene.drag(Pointer(panel, x, y), Pointer(panel, x, y), **explorer.params))
        return explorer.params["sizes"], explorer.params["layer"]

    def press(key):
        explorer.canvas._handle_custom_msg({"key": key}, [])
        return explorer.params["sizes"], explorer.params["layer"]

    assert click(0.52, 0.4) == ((3, 5, 2), 1)
    assert click(0.0, -0.04) == ((2, 5, 2), 0)
    assert click(0.98, -0.2) == ((2, 5, 2), 2)  # on the words under a column: only picks it
    assert click(0.5, 0.5, "counts") == ((2, 5, 2), 2)
    assert press("ArrowDown") == ((2, 5, 1), 2)
    assert press("ArrowDown") == ((2, 5, 1), 2)  # a layer has at least one unit
    assert press("ArrowRight") == ((2, 5, 5, 1), 2)
    assert press("n") == ((2, 5, 5, 1), 3)
    assert press("n") == ((2, 5, 5, 1), 0)
    assert press("ArrowLeft") == ((2, 5, 1), 0)
    for _ in range(10):
        press("ArrowRight")
    assert len(explorer.params["sizes"]) == architecture.MOST_HIDDEN + 2


def test_sizes_that_are_no_network_are_named():
    with pytest.raises(ValueError, match=r"sizes is \[3\], expected from 2 to 8 numbers"):
        explorers.network_diagram([3])
    with pytest.raises(ValueError, match=r"sizes\[1\] is 0"):
        as_sizes([3, 0, 1])
    with pytest.raises(ValueError, match="sizes holds 10000, expected at most 9999"):
        as_sizes([10000, 2])
    assert explorers.network_diagram([50, 1, 50]).params["sizes"] == (50, 1, 50)


def test_a_line_has_the_look_of_its_weight():
    scene = NetworkDiagram()
    figure = scene.figure(activation="relu", **state((3, 4, 2)))
    lines = wires(figure.axes[0])
    ends = np.arange(16.0).reshape(4, 2, 2)
    place_wires(lines, ends, np.array([0.1, -3.0, 0.0, 1.0]))
    drawn = [len(line.get_xdata()) // 3 for line in lines]
    assert drawn == [1, 1, 0, 0, 0, 1]  # thin blue, middling blue, thick orange; a weight of 0 is no line
    assert lines[5].get_xdata()[:2].tolist() == [4.0, 6.0]
