"""The picture of the explorer `collapse`: strong boundaries, and a grid that goes through both layers."""

from itertools import combinations

import numpy as np
import pytest

from nnlab.engine.scene import build_figure
from nnlab.language import translate
from nnlab.lecture.score_functions.boundaries import class_boundaries, linear_pieces
from nnlab.lecture.score_functions.collapse import Collapse
from nnlab.lecture.score_functions.morph import STAGES, morph
from nnlab.network import mlp

OPENING = {"hidden": 8, "nonlinear": False, "through": STAGES, "seed": 1}


def drawn_grid(**changes) -> np.ndarray:
    """The points of the grid in the picture (n, 2), without gaps."""
    _, view, _ = build_figure(Collapse(), OPENING | changes)
    points = np.concatenate([np.column_stack(line.get_data()) for line in view.grid])
    return points[~np.isnan(points).any(axis=1)]


def network_with_biases(hidden: int, seed: int):
    network = mlp([2, hidden, 3], "relu", init=1.0, seed=seed)
    network.layers[0].b[...] = np.random.default_rng(seed).standard_normal(hidden)
    return network


def boundaries_of(network) -> tuple[np.ndarray, np.ndarray]:
    first = network.layers[0]
    triangles = linear_pieces(first.W, first.b, 2.0)
    return triangles, class_boundaries(triangles, network.scores(triangles.reshape(-1, 2)).reshape(-1, 3, 3))


@pytest.mark.parametrize("hidden", [1, 8, 20])
def test_the_pieces_fill_the_square_and_no_unit_switches_in_one(hidden):
    network = network_with_biases(hidden, 3)
    triangles, _ = boundaries_of(network)
    one, other = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    assert np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]).sum() / 2 == pytest.approx(16)
    sums = triangles @ network.layers[0].W.T + network.layers[0].b
    assert (np.minimum(sums.max(axis=1), -sums.min(axis=1)) < 1e-9).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_a_boundary_two_scores_are_equal_and_largest(seed):
    network = network_with_biases(8, seed)
    _, lines = boundaries_of(network)
    shares = np.linspace(0, 1, 7)[:, None, None]
    scores = np.sort(network.scores(((1 - shares) * lines[:, 0] + shares * lines[:, 1]).reshape(-1, 2)), axis=1)
    assert (scores[:, 2] - scores[:, 1]).max() < 1e-9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_boundary_is_wherever_the_class_changes(seed):
    """Along random ways through the plane, the class changes as often as the way crosses a boundary."""
    network = network_with_biases(8, seed)
    _, lines = boundaries_of(network)
    for start, end in np.random.default_rng(seed).uniform(-2, 2, (20, 2, 2)):
        classes = network.predict(start + np.linspace(0, 1, 20001)[:, None] * (end - start))
        across, from_start = (lines[:, 1] - lines[:, 0]).T, (lines[:, 0] - start).T
        way = end - start
        determinant = way[0] * across[1] - way[1] * across[0]
        on_way = (from_start[0] * across[1] - from_start[1] * across[0]) / determinant
        on_line = (from_start[0] * way[1] - from_start[1] * way[0]) / determinant
        crossed = (on_way > 0) & (on_way < 1) & (on_line > 0) & (on_line < 1)
        assert np.count_nonzero(crossed) == np.count_nonzero(np.diff(classes))


def test_the_relu_boundary_bends_on_dotted_lines_only():
    """Where two of the drawn lines meet at an angle, a unit's sum is 0 or three classes meet."""
    _, view, _ = build_figure(Collapse(), OPENING | {"nonlinear": True})
    lines = np.column_stack(view.boundaries.get_data()).reshape(-1, 3, 2)[:, :2]
    network = mlp([2, 8, 3], "relu", init=1.0, seed=1)
    network.layers[0].b[...] = np.random.default_rng(1001).standard_normal(8) * 0.7
    bends = 0
    for one, other in combinations([*lines, *lines[:, ::-1]], 2):
        (dx, dy), (x, y) = one[1] - one[0], other[1] - other[0]
        if np.allclose(one[0], other[0], atol=1e-9) and abs(dx * y - dy * x) > 1e-6 * np.hypot(dx, dy) * np.hypot(x, y):
            bends += 1
            sums, scores = network.layers[0].W @ one[0] + network.layers[0].b, network.scores(one[:1])[0]
            assert min(np.abs(sums).min(), np.ptp(scores)) < 1e-9
    assert bends > 5


@pytest.mark.parametrize("stage", [0, STAGES // 4, STAGES // 2, STAGES])
def test_the_linear_way_keeps_parallel_lines(stage):
    network, inputs = mlp([2, 8, 3], "identity", init=1.0, seed=1), np.random.default_rng(0).uniform(-2, 2, (50, 2))
    trace = network.forward(inputs)
    places = morph(inputs, trace.hs[0], trace.scores, stage)
    design = np.column_stack([inputs, np.ones(50)])
    np.testing.assert_allclose(design @ np.linalg.lstsq(design, places, rcond=None)[0], places, atol=1e-9)  # one affine map
    assert np.abs(places).max() <= 1 + 1e-9


def test_the_relu_folds_the_grid():
    network, inputs = mlp([2, 8, 3], "relu", init=1.0, seed=1), np.random.default_rng(0).uniform(-2, 2, (50, 2))
    trace, design = network.forward(inputs), np.column_stack([inputs, np.ones(50)])
    places = morph(inputs, trace.hs[0], trace.scores, STAGES // 2)
    assert np.abs(design @ np.linalg.lstsq(design, places, rcond=None)[0] - places).max() > 0.1


def test_the_grid_begins_as_the_plane_and_ends_in_the_outline():
    start = drawn_grid(through=0)
    np.testing.assert_allclose(np.unique(np.round(start[:, 0], 6))[[0, -1]], [-1, 1])
    _, view, status = build_figure(Collapse(), OPENING)
    end, outline = drawn_grid(), np.column_stack(view.merged.get_data())
    np.testing.assert_allclose([end.min(axis=0), end.max(axis=0)], [outline.min(axis=0), outline.max(axis=0)], atol=1e-9)
    assert "fits the outline" in status
    _, view, status = build_figure(Collapse(), OPENING | {"nonlinear": True})
    assert not view.merged.get_visible()
    assert "no single matrix" in status


def test_with_one_unit_the_grid_is_a_line():
    points = drawn_grid(hidden=1)
    assert np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[1] < 1e-9


def test_every_piece_of_the_grid_is_drawn_once():
    counts = []
    for nonlinear in (False, True):
        _, view, _ = build_figure(Collapse(), OPENING | {"nonlinear": nonlinear})
        joined = [~np.isnan(line.get_xdata()[:-1]) & ~np.isnan(line.get_xdata()[1:]) for line in view.grid]
        counts.append(sum(map(np.count_nonzero, joined)))
    assert counts == [18 * 32] * 2  # 9 lines in each direction, 33 points each


def test_cells_of_the_matrices_have_the_colours_of_their_weights():
    _, view, _ = build_figure(Collapse(), OPENING | {"hidden": 3})
    network = mlp([2, 3, 3], "identity", init=1.0, seed=1)
    image = np.asarray(view.matrices.get_array()).astype(int)[2::4]  # the middle of each row of cells
    cells = image[:, [2, 6, 10], :]
    weights = network.layers[1].W
    clear = np.abs(weights) > 0.05
    np.testing.assert_array_equal((cells[..., 2] > cells[..., 0])[clear], (weights > 0)[clear])


@pytest.mark.parametrize(("seed", "folded"), [(1, True), (7, False)])
def test_the_fold_is_named_only_where_there_is_one(seed, folded):
    """With one hidden unit and seed 7, the unit's line lies outside the grid."""
    _, _, status = build_figure(Collapse(), {"nonlinear": True, "through": STAGES, "hidden": 1, "seed": seed})
    assert (translate("collapse.grid_folded") in status, translate("collapse.grid_unfolded") in status) == (folded, not folded)
