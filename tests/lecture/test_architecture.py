"""The editable drawing of a network: what it says agrees with the network itself, and editing changes what it should."""

import graphlib
import itertools
import re

import numpy as np
import pytest

import nnlab
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.architecture.counting import cost_of_one_more, count_parameters
from nnlab.lecture.architecture.editing import MAX_HIDDEN, check_sizes, network_params
from nnlab.lecture.architecture.explorers import network_diagram
from nnlab.lecture.architecture.network_diagram import NetworkDiagram


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


def test_status_and_table_agree_with_200_networks():
    rng = np.random.default_rng(0)
    scene = NetworkDiagram()
    _, view, _ = build_figure(scene, {"activation": "relu", **network_params((3, 4, 2))})
    for _ in range(200):
        sizes = tuple(int(size) for size in np.exp(rng.uniform(0, np.log(rng.choice([6, 60, 400])), rng.integers(2, 9))))
        if rng.random() < 0.1:
            sizes = (3072, *sizes[1:])
        activation = str(rng.choice(["relu", "maxout"]))
        status = scene.update(view, activation=activation, **network_params(sizes, len(sizes) - 1))
        net, pieces = network(sizes, activation), nnlab.ACTIVATIONS[activation].pieces
        assert count_parameters(sizes, pieces) == net.n_parameters
        assert status.startswith(f"{net.name} {'–'.join(map(str, sizes))}: ")
        written_out = len(sizes) <= 5  # longer sums would make the status jump
        assert (
            f"Neurons (without the {sizes[0]:,} inputs): {' + '.join(map(str, sizes[1:])) if written_out else f'{sum(sizes[1:]):,}'}"
            in status
        )
        assert number(re.search(r": ([\d,]+) parameters", status)[1]) == net.n_parameters
        weights = re.search(r"weights: (.*?);", status)[1].split(" = ")
        counted = sum(layer.W.size for layer in net.layers)
        assert number(weights[-1]) == counted or len(sizes) == 2
        if written_out:
            assert sum(eval(term.replace("×", "*").replace("·", "*")) for term in weights[0].split(" + ")) == counted
        rows = view.rows.texts
        assert [number(text[2]) for text in rows[2:-3:3]] == [layer.b.size for layer in net.layers]
        assert [number(text[2].split(" = ")[1]) for text in rows[1:-3:3]] == [layer.W.size for layer in net.layers]
        assert number(rows[-2][2]) + number(rows[-1][2]) == net.n_parameters


@pytest.mark.parametrize(
    ("preset", "says"),
    [
        ("opening", ["2-layer", "4 + 2 = 6;", "3×4 + 4×2 = 20", "biases: 4 + 2 = 6.", " 26 parameters"]),
        ("three", ["3-layer", "4 + 4 + 1 = 9;", "3×4 + 4×4 + 4×1 = 32", "biases: 4 + 4 + 1 = 9.", " 41 parameters"]),
        ("images", ["2-layer", "3072×100 + 100×10 = 308,200", "100 + 10 = 110.", " 308,310 parameters", "99.7%", "adds 3,083"]),
        ("logistic", ["1-layer", "3×1 = 3", "biases: 1.", " 4 parameters", "logistic regression"]),
    ],
)
def test_networks_of_the_slides_are_counted(preset, says):
    explorer = network_diagram()
    if preset != "opening":
        explorer.set(**explorer.presets[preset])
    for text in says:
        assert text in explorer.status


@pytest.mark.parametrize("activation", ["relu", "maxout"])
def test_one_more_unit_costs_its_parameters(activation):
    pieces = nnlab.ACTIVATIONS[activation].pieces
    for layer, grown in enumerate([(4, 4, 5, 2), (3, 5, 5, 2), (3, 4, 6, 2), (3, 4, 5, 3)]):
        more = nnlab.mlp(grown, activation).n_parameters - nnlab.mlp([3, 4, 5, 2], activation).n_parameters
        assert cost_of_one_more((3, 4, 5, 2), layer, pieces) == more


def test_controls_show_parts_of_one_network():
    explorer = network_diagram()
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
        explorer.set(**(explorer._start | explorer.presets["three"]))
        assert explorer.params["sizes"] == (3, 4, 4, 1)
    explorer.reset()
    assert explorer.params["sizes"] == (3, 4, 2)


def test_clicks_and_keys_edit_the_network():
    explorer = network_diagram()
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
    assert len(explorer.params["sizes"]) == MAX_HIDDEN + 2


def test_wrong_sizes_are_named():
    with pytest.raises(ValueError, match=r"sizes is \[3\], expected from 2 to 8 numbers"):
        network_diagram([3])
    with pytest.raises(ValueError, match=r"sizes\[1\] is 0"):
        check_sizes([3, 0, 1])
    with pytest.raises(ValueError, match="sizes holds 10000, expected at most 9999"):
        check_sizes([10000, 2])
    assert network_diagram([50, 1, 50]).params["sizes"] == (50, 1, 50)


# ---- what the questions say


def test_the_exit_question_of_a_cycle():
    edges = [("x", "a"), ("c", "a"), ("a", "b"), ("b", "c"), ("x", "c"), ("b", "y")]

    def has_order(edges):
        sorter = graphlib.TopologicalSorter()
        for source, unit in edges:
            sorter.add(unit, source)
        try:
            return bool(list(sorter.static_order()))
        except graphlib.CycleError:
            return False

    assert not has_order(edges)
    for key in ("x_a", "b_y", "right", "x_c"):
        removed = tuple(nnlab.translate(f"prediction.exit_cycle.choice.{key}").split("→"))
        assert removed in edges
        assert has_order([edge for edge in edges if edge != removed]) == (key == "right")


def test_the_exit_questions_of_names_and_counts():
    net = nnlab.mlp([8, 20, 20, 20, 3])
    assert [layer.W.shape for layer in net.layers] == [(20, 8), (20, 20), (20, 20), (3, 20)]
    assert nnlab.translate("prediction.exit_name.choice.right") == f"A {net.name}"
    before, after = (nnlab.mlp([8, width, 3]).n_parameters for width in (20, 40))
    assert str(before) in nnlab.translate("prediction.exit_count.question")
    counts = {"right": after, "double": 2 * before, "square": 4 * before, "units": before + 20}
    assert counts == {key: number(nnlab.translate(f"prediction.exit_count.choice.{key}")) for key in counts}


@pytest.mark.parametrize(("bias", "end"), [(0, 1), (-20, -1)])  # a tanh that is saturated at the start stays there
def test_the_exit_question_of_a_bounded_output(bias, end):
    def squared_error(scores, _):
        return 0.5 * float(np.mean((scores - 25) ** 2)), (scores - 25) / len(scores)

    hidden, last = nnlab.mlp([1, 4, 1], "tanh", seed=0).layers
    net = nnlab.Network([hidden, nnlab.Layer(last.W, last.b + bias, "tanh")])
    for step in nnlab.sgd(net, np.ones((1, 1)), np.zeros(1), loss=squared_error, learning_rate=0.01, steps=2000):
        after = step.network
    assert after.forward(np.ones((1, 1))).scores[0, 0] == pytest.approx(end, abs=0.05)
    assert float(nnlab.translate("prediction.exit_output.choice.right")) == 1
    assert "−1" in nnlab.translate("prediction.exit_output.reason")


def test_the_widths_of_a_budget_of_five_thousand():
    for depth in (8, 1):
        width = max(w for w in range(1, 100) if count_parameters([64, *[w] * depth, 10]) <= 5000)
        assert f"{width} units" in nnlab.translate("prediction.deep_or_wide.question")
