"""What is chosen or dragged in one part of a picture is what its other parts show."""

import re

import numpy as np
import pytest
from short_trainings import shorten_trainings

import nnlab
from nnlab import explorers
from nnlab.data import photographs
from nnlab.engine.labels import Labels
from nnlab.engine.network_layout import edges, layer_layouts
from nnlab.engine.scene import Pointer, build_figure
from nnlab.lecture.backpropagation import backward, gradient_check
from nnlab.lecture.backpropagation.secant import ENDS, PLACES
from nnlab.lecture.experiments import ACTIVATION_NAMES, RATES
from nnlab.lecture.feed_forward import feed_forward
from nnlab.lecture.relu.dead_relu import DeadRelu
from nnlab.lecture.relu.kill_a_unit import KillAUnit, unit_gradient
from nnlab.lecture.score_functions import image_scores
from nnlab.lecture.sigmoid.chain_rule import NODES, ChainRule, band_width

KILL = {"start_w": 1.5, "start_b": 1.5, "learning_rate": 1.0, "leak": 0.0, "step": 0}
RULE = {"activation": "sigmoid", "x": 1.5, "w": 2.0, "b": -1.0, "upstream": 1.0}
BACK = {"sizes": "2-3-2", "activation": "tanh", "init_scale": 1.0, "truth": 1, "seed": 17}
FORWARD = {"sizes": "3-4-4-1", "activation": "sigmoid", "batch_size": 1, "seed": 0, "step": 1}
DEAD = {"dataset": "spiral", "compare": "leaky_relu", "width": 20, "start_bias": 0.0, "init_scale": 1.0, "seed": 0, "learning_rate": 6.3}


def test_the_arrow_shows_the_next_update_before_it_is_taken():
    _, view, status = build_figure(KillAUnit(), KILL)
    _, dw, db, _ = unit_gradient(1.5, 1.5, 0.0)
    assert np.ravel(view.next_update[1].get_data()) == pytest.approx([1.5 - dw, 1.5 - db])
    assert "kills the unit" in status
    assert not view.next_h.get_ydata().any()  # after it, the output is 0 everywhere
    scene = KillAUnit()
    assert "kills the unit" not in build_figure(scene, KILL | {"learning_rate": 0.3})[2]
    assert not build_figure(scene, KILL | {"step": 5})[1].next_update[0].get_visible()  # dead: no update any more


def test_a_band_is_as_wide_as_its_gradient_is_large():
    assert band_width(4.0) == 2 * band_width(1.0) == 2 * band_width(-1.0)
    for params in (RULE, RULE | {"x": 2.0, "w": 5.0, "b": 0.0}):
        _, view, _ = build_figure(ChainRule(), params)
        widths = [band.get_linewidth() for band in view.bands]
        dq = params["upstream"] * nnlab.ACTIVATIONS["sigmoid"].derivative(np.array([params["w"] * params["x"] + params["b"]]))[0]
        assert widths == pytest.approx([band_width(g) for g in (dq * params["w"], dq * params["x"], dq, dq, dq, params["upstream"])])
    assert max(widths[:-1]) < 0.5 < widths[-1]  # in the tail, next to nothing comes back


@pytest.mark.parametrize(("node", "name"), [("x", "x"), ("w", "w"), ("b", "b"), ("f", "upstream")])
def test_a_node_dragged_up_has_a_larger_number(node, name):
    x, y = NODES[node]
    moved = ChainRule().drag(Pointer("graph", x, y), Pointer("graph", x, y + 0.5), **RULE)
    assert moved == {name: RULE[name] + 1.0}
    assert ChainRule().drag(Pointer("graph", 5.6, 0.5), Pointer("graph", 5.6, 1.0), **RULE) == {}  # between the nodes


@pytest.mark.parametrize("sizes", backward.SIZES)
def test_a_click_on_a_line_writes_its_product_out(sizes):
    scene, params = backward.Backward(), BACK | {"sizes": sizes}
    network, x = backward.example(sizes, "tanh", 1.0, 17)
    _, steps = backward.backward_steps(network, x, 1)
    for step, (kind, layer, upstream, local, result) in enumerate(steps, 1):
        assert backward._step_at(sizes, step) == (kind, layer, step)
        if kind != "dW":
            continue
        ends, target, source = edges(*layer_layouts(backward.SIZES[sizes])[layer : layer + 2])
        middle = ends[0, 0] + 0.1 * (ends[0, 1] - ends[0, 0])  # near its source, where no other line is near
        place = Pointer("network", *middle)
        picked = scene.drag(place, place, **params, step=step)
        assert picked == {"picked": (step, (target[0], source[0]))}
        _, view, status = build_figure(scene, params | picked | {"step": step})
        product = upstream[target[0]] * local[source[0]]
        assert result[target[0], source[0]] == pytest.approx(product)
        assert f"= {backward._format(product, 3)}." in status
        assert backward._format(product, 3) in view.products.texts[0][2]


def test_a_written_out_sum_is_the_gradient_of_its_unit():
    network, x = backward.example("3-4-4-2", "tanh", 1.0, 17)
    _, steps = backward.backward_steps(network, x, 1)
    for current in steps:
        for place in np.ndindex(current.result.shape):
            terms = backward._terms(current, place)
            numbers = " + ".join(terms).replace("−", "-").replace("×10", "* 10 **").replace("×", "*")
            for sign, power in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True):
                numbers = numbers.replace(sign, power)
            assert eval(numbers) == pytest.approx(current.result[place], abs=0.006)


def test_the_keys_go_through_the_numbers_of_the_result():
    scene, place = backward.Backward(), {"picked": (2, (0, 0))}
    seen = []
    for _ in range(6):
        seen.append(place["picked"][1])
        place = scene.key("ArrowDown", **BACK, step=2, **place)
    assert seen == list(np.ndindex(2, 3))
    assert place["picked"][1] == (0, 0)


def test_a_click_on_a_unit_marks_its_row_of_weights():
    scene = feed_forward.FeedForward()
    layer = layer_layouts((3, 4, 4, 1))[1]
    place = Pointer("network", layer.x, layer.y[2])
    assert scene.drag(place, place, **FORWARD) == {"unit": 2}
    assert scene.drag(place, place, **FORWARD | {"step": 4}) == {"step": 3}  # it belongs to another step
    _, view, status = build_figure(scene, FORWARD | {"unit": 2})
    network, x = feed_forward.example("3-4-4-1", "sigmoid", 0)
    assert f"= {network.layers[0].W[2] @ x[:, 0]:.2f}.".replace("-", "−") in status
    drawn = [end for line in view.chosen_edges for end in np.reshape(line.get_data(), (2, -1, 3))[1, :, 1]]
    assert set(drawn) == {layer.y[2]}
    assert scene.key("ArrowDown", **FORWARD, unit=3) == {"unit": 0}
    assert view.products.texts[0][1] > view.products.texts[-1][1]
    assert view.products.texts[-1][2].endswith(f"= {network.layers[0].W[2] @ x[:, 0]:.2f}".replace("-", "−"))


def test_a_chosen_line_is_wide_where_its_weight_is_large():
    _, view, _ = build_figure(feed_forward.FeedForward(), FORWARD | {"seed": 1, "unit": 1})
    W = feed_forward.example("3-4-4-1", "sigmoid", 1)[0].layers[0].W
    large = np.abs(W[1]) > 0.5 * np.abs(W).max()
    assert 0 < large.sum() < 3
    widths = [line.get_linewidth() for line in view.chosen_edges for _ in range(len(line.get_xdata()) // 3)]
    assert sum(width > 3 for width in widths) == large.sum()
    assert len(widths) == 3


@pytest.mark.parametrize("batch_size", [1, 3])
def test_a_rounded_sum_is_not_called_equal(batch_size):
    scene, approximate = feed_forward.FeedForward(), 0
    for step, unit in ((1, 0), (1, 3), (4, 0), (4, 1), (4, 2), (4, 3)):
        *_, status = build_figure(scene, FORWARD | {"step": step, "unit": unit, "batch_size": batch_size})
        assert ("first example:" in status) == (batch_size > 1)
        terms, sign, value = re.search(r": ([^:]*) ([=≈]) (\S+)\.$", status.replace("−", "-")).groups()
        assert (sign == "=") == (abs(eval(terms.replace("·", "*")) - float(value)) < 0.0051)
        approximate += sign == "≈"
    assert approximate


def test_the_secant_has_the_slope_of_the_central_difference():
    assert PLACES[ENDS].tolist() == pytest.approx([-1, 1])
    scene = gradient_check.GradientCheck()
    params = {"h": 1e-3, "activation": "tanh", "precision": "float64", "bug": "none", "seed": 0}
    for bug in ("none", "no_slope"):
        losses, slope = gradient_check.losses_along("tanh", "float64", bug, 0, 1e-3)
        _, view, _ = build_figure(scene, params | {"bug": bug})
        (x0, x1), (y0, y1) = view.secant.secant.get_data()
        (_, run), (_, rise) = view.secant.tangent.get_data()
        measured = (losses[ENDS[1]] - losses[ENDS[0]]) / 2e-3
        assert (y1 - y0) / (x1 - x0) / (rise / run) == pytest.approx(measured / slope)
        assert (abs(measured / slope - 1) < 1e-5) == (bug == "none")


def test_the_frame_is_where_the_patch_was_cut():
    (_, (X, y)), pictures = image_scores.data(), photographs()
    _, places = image_scores.sources()
    for i in (0, 7, 31, 499):
        column, row = places[i]
        patch = pictures[y[i], row : row + 32, column : column + 32].reshape(-1)
        np.testing.assert_allclose(X[i], (patch - 127.5) / 127.5, atol=1e-6)
        assert image_scores._frame(places[i])[:5].tolist() == [
            [column, row], [column + 32, row], [column + 32, row + 32], [column, row + 32], [column, row]
        ]  # fmt: skip


@pytest.mark.parametrize("depth", [1, 2])
def test_a_click_on_a_row_of_the_map_shows_where_its_unit_is_on(depth):
    scene, params = DeadRelu(), DEAD | {"depth": depth, "step": 40}
    scene.steps = 40
    for _ in scene.prepare(**params):
        pass
    X, _ = nnlab.spiral()
    network = scene.run(*scene.required_runs(**params)[0]).networks[-1]
    for y in (0.05, 0.5, depth - 0.01):
        place = Pointer("map", 0.5, y)
        picked = scene.drag(place, place, **params)
        layer, unit = picked["unit"]
        assert layer == int(y)
        _, view, status = build_figure(scene, params | picked)
        on = network.forward(X).zs[layer][:, unit] > 0
        assert (f"on for {on.sum()} of 300" in status) if on.any() else ("off for all 300" in status)
        assert view.row.get_ydata()[0] == pytest.approx(y, abs=0.5 / 20 + 1e-9)  # the mark stands at the row that was pressed
        if layer == 0:
            inside = view.half.get_path().contains_points(X)
            assert (inside == on).mean() > 0.99


def test_a_unit_whose_line_is_far_away_is_on_everywhere():
    scene, params = DeadRelu(), DEAD | {"depth": 1, "step": 0, "start_bias": 2.0, "init_scale": 0.1}
    scene.steps = 1
    for _ in scene.prepare(**params):
        pass
    X, _ = nnlab.spiral()
    for unit in range(5):
        _, view, status = build_figure(scene, params | {"unit": (0, unit)})
        assert "on for 300 of 300" in status
        assert view.half.get_path().contains_points(X).all()


def test_a_click_on_a_cell_shows_the_losses_of_its_runs(monkeypatch):
    shorten_trainings(monkeypatch)
    explorer = explorers.laboratory("spiral")
    explorer.set(seeds=3)
    place = Pointer("table", 3.5, 1.5)
    picked = explorer.scene.drag(place, place, **explorer.params)
    assert picked == {"cell": ("leaky_relu", 1.0)}
    explorer.set(**picked)
    view = explorer._renderer.view
    assert np.isnan(view.losses.get_ydata()).sum() == 3  # a line for each seed
    assert view.name.texts[0][2] == "Leaky ReLU, rate 1"
    assert explorer.scene.key("ArrowDown", **explorer.params) == {"cell": ("maxout", 1.0)}


def test_the_keys_start_at_the_framed_cell(monkeypatch):
    shorten_trainings(monkeypatch)
    explorer = explorers.laboratory("spiral")
    view = explorer._renderer.view
    column, row = view.cell.get_xdata()[0], view.cell.get_ydata()[0]
    name, rate = explorer.scene.key("ArrowRight", **explorer.params)["cell"]
    assert ACTIVATION_NAMES.index(name) == row
    assert RATES.index(rate) == (column + 1) % len(RATES)


def test_the_triangle_rises_by_the_slope():
    for z in (-2.0, 0.5, 5.0):
        _, view, _ = build_figure(explorers.activation_curve().scene, {"activation": "sigmoid", "compare": "none", "z": z})
        (x0, x1, _), (y0, _, y2) = view.triangle.get_data()
        assert (y2 - y0) / (x1 - x0) == pytest.approx(nnlab.ACTIVATIONS["sigmoid"].derivative(np.array([z]))[0])


@pytest.mark.parametrize("name", ["chain_rule", "backward", "feed_forward", "activation_curve", "network_diagram"])
def test_no_number_of_these_pictures_is_cut_off(name):
    explorer = getattr(explorers, name)()
    for narrow in (False, True):
        for changes in ({}, *explorer.presets.values()):
            figure, _, _ = build_figure(explorer.scene, explorer._start | changes, narrow=narrow)
            figure.canvas.draw()
            for labels in figure.findobj(Labels):
                for box in labels.boxes():
                    assert box.x0 > -1, (name, narrow, changes)
                    assert box.x1 < figure.bbox.width + 1, (name, narrow, changes)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("sizes", feed_forward.SIZES)
def test_all_rows_of_a_step_are_inside_the_picture(sizes, narrow):
    for step in range(1, 6):
        figure, _, _ = build_figure(feed_forward.FeedForward(), FORWARD | {"sizes": sizes, "step": step, "unit": 4}, narrow=narrow)
        figure.canvas.draw()
        assert min(box.y0 for labels in figure.findobj(Labels) for box in labels.boxes()) > -1


@pytest.mark.parametrize("name", ["spiking_neuron", "cost"])
def test_legends_and_axis_labels_fit_on_a_phone(name):
    explorer = getattr(explorers, name)()
    figure, _, _ = build_figure(explorer.scene, explorer._start, narrow=True)
    figure.canvas.draw()
    for text in [text for axes in figure.axes for text in (axes.xaxis.label, axes.get_legend()) if text]:
        box = text.get_window_extent()
        assert -1 < box.x0 < box.x1 < figure.bbox.width + 1
