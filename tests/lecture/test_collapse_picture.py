"""The picture of the explorer `collapse`: strong boundaries, and a grid that goes through both layers."""

import numpy as np
import pytest

from nnlab.engine.scene import build_figure
from nnlab.language import translate
from nnlab.lecture.score_functions.boundaries import class_boundaries, zero_lines
from nnlab.lecture.score_functions.collapse import Collapse
from nnlab.lecture.score_functions.morph import STAGES, morph
from nnlab.network import mlp

OPENING = {"hidden": 8, "nonlinear": False, "through": STAGES, "seed": 1}


def drawn_grid(**changes) -> np.ndarray:
    """The points of the grid in the picture (n, 2), without gaps."""
    _, view, _ = build_figure(Collapse(), OPENING | changes)
    points = np.concatenate([np.column_stack(line.get_data()) for line in view.grid])
    return points[~np.isnan(points).any(axis=1)]


def test_zero_lines_follow_a_circle():
    at = np.linspace(-2, 2, 81)
    lines = zero_lines(np.add.outer(at**2, at**2) - 1, at)
    np.testing.assert_allclose(np.linalg.norm(lines, axis=-1), 1, atol=1e-3)
    assert np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum() == pytest.approx(2 * np.pi, rel=1e-3)


def test_on_a_boundary_two_scores_are_equal_and_largest():
    network, at = mlp([2, 8, 3], "identity", init=1.0, seed=1), np.linspace(-2, 2, 80)
    inputs = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    lines = class_boundaries(network.scores(inputs).reshape(80, 80, 3), at)
    scores = np.sort(network.scores(lines.reshape(-1, 2)), axis=1)
    assert np.quantile(scores[:, 2] - scores[:, 1], 0.97) < 1e-9  # all but those beside the point where three classes meet
    assert np.hypot(*lines.reshape(-1, 2).T).max() > 1.9


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
