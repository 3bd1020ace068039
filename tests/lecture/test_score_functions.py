"""The pictures of trainings show the numbers that were recorded; images never seen are none of those learned; answers are computed."""

import numpy as np
import pytest

import nnlab
import nnlab.language
from nnlab.engine.scene import build_figure
from nnlab.lecture.score_functions import explorers, image_scores, readings, tiles, train_network


def trained():
    explorer = explorers.train_network()
    return explorer, explorer.scene.run(*explorer.scene.run_key(**explorer.params))


def test_losses_and_accuracies_have_their_own_curves():
    explorer, run = trained()
    _, view, _ = build_figure(explorer.scene, explorer.params)
    np.testing.assert_allclose(view.loss.get_ydata(), run.losses)
    np.testing.assert_allclose(view.accuracy.get_ydata(), run.accuracies)


def test_a_step_shows_the_network_of_that_step():
    explorer, run = trained()
    for step in (0, 200):
        explorer.set(step=step)
        assert f"{run.accuracies[step]:.0%}"[:-1] in explorer.status
        _, view, _ = build_figure(explorer.scene, explorer.params)
        assert view.now[0].get_xdata() == [step]


def test_test_images_come_from_the_unseen_part(monkeypatch):
    asked = []
    photos = nnlab.photos
    monkeypatch.setattr(image_scores, "photos", lambda split, n, **options: asked.append(split) or photos(split, n, **options))
    image_scores.data.__wrapped__()
    assert asked == ["train", "test"]


@pytest.mark.parametrize("n_classes", [2, 3])
def test_places_by_scores_keep_every_answer(n_classes):
    scores = np.random.default_rng(0).standard_normal((200, n_classes))
    places = train_network.score_plane(scores)
    np.testing.assert_array_equal(train_network.scores_at(places, n_classes).argmax(axis=1), scores.argmax(axis=1))
    np.testing.assert_allclose(train_network.score_plane(2 * scores), 2 * places)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, None),
        ({"learning_rate": 100.0}, "Too large a step: the network gives every point the same class."),
        ({"l2": 1.0}, "The network gives every point the same class."),  # the penalty takes all weights to 0, and no loss ever grows
    ],
)
def test_one_class_for_all_points_is_said(changes, sentence):
    explorer, _ = trained()
    explorer.set(**changes)
    run = explorer.scene.run(*explorer.scene.run_key(**explorer.params))
    labels = run.networks[-1].predict(nnlab.spiral()[0])
    assert (len(set(labels)) == 1) == (sentence is not None)
    assert "same class" not in explorer.status if sentence is None else explorer.status.endswith("parameters. " + sentence)


def test_lines_are_where_a_sum_is_zero():
    layer = nnlab.mlp([2, 5, 3], seed=1).layers[0]
    layer.b[...] = np.linspace(-1, 1, 5)
    lines = train_network.lines_of(layer, 2.0).reshape(2, 5, 3)
    for unit, (w, b) in enumerate(zip(layer.W, layer.b, strict=True)):
        np.testing.assert_allclose(w @ lines[:, unit, :2] + b, 0, atol=1e-12)
    assert np.isnan(lines[:, :, 2]).all()


def test_boundaries_bend_only_at_the_lines():
    """Along a way on which no unit switches, the scores change at a constant rate."""
    network = nnlab.mlp([2, 6, 3], init=1.0, seed=3)
    network.layers[0].b[...] = np.random.default_rng(0).standard_normal(6)
    way = np.linspace([-2, -1.3], [2, 1.1], 2001)
    trace = network.forward(way)
    switches = (np.diff(trace.zs[0] > 0, axis=0) != 0).any(axis=1)
    bends = np.abs(np.diff(trace.scores, n=2, axis=0)).max(axis=1) > 1e-9
    assert bends.any()
    assert not (bends & ~(switches[1:] | switches[:-1])).any()


def test_without_a_non_linearity_there_are_three_half_lines():
    for seed in range(10):
        explorer = explorers.collapse()
        explorer.set(seed=seed)
        assert "three half-lines" in explorer.status
        network = nnlab.mlp([2, 8, 3], "identity", init=1.0, seed=seed)
        angles = np.linspace(0, 2 * np.pi, 3600, endpoint=False)
        circle = network.predict(np.column_stack([np.cos(angles), np.sin(angles)]))
        assert (circle != np.roll(circle, 1)).sum() == 3
        one = nnlab.mlp([2, 1, 3], "identity", init=1.0, seed=seed).predict(np.column_stack([np.cos(angles), np.sin(angles)]))
        assert (one != np.roll(one, 1)).sum() == 2
        assert len(set(one)) == 2


def test_a_tile_is_a_row_of_weights():
    W = np.zeros((3, 3072))
    W[1].reshape(32, 32, 3)[:, :16] = [1, 0, -1]  # the left half of the second tile
    image = tiles.tile_rows(W, np.array([False, False, True]))
    side = image.shape[0] // 2
    assert image.shape == (2 * side, 2 * side, 3)
    tile = image[2 : side - 2, side + 2 : -2]
    assert tile[0, 0].tolist() == [tile.max(), 127, tile.min()]
    assert tile[0, -1].tolist() == [127] * 3
    framed = [image[row * side, column * side].tolist() != [255] * 3 for row in (0, 1) for column in (0, 1)]
    assert framed == [False, False, True, False]


def test_the_status_counts_the_units_that_are_on():
    explorer = explorers.image_scores()
    explorer.set(step=0, image=3)
    (_, _), (X, _) = image_scores.data()
    network = nnlab.mlp([3072, 100, 10], dtype=np.float32)
    on = int((network.forward(X[[3]]).zs[0] > 0).sum())
    assert f"{on} of 100 hidden units are on" in explorer.status


def test_exit_shapes():
    assert [layer.W.shape for layer in nnlab.mlp([4096, 50, 7]).layers] == [(50, 4096), (7, 50)]


def test_exit_an_affine_function_between_two_layers_merges():
    rng = np.random.default_rng(0)
    W1, b1, W2, b2, x = (rng.standard_normal(shape) for shape in ((5, 3), 5, (2, 5), 2, 3))
    np.testing.assert_allclose(W2 @ (3 * (W1 @ x + b1) + 2) + b2, 3 * W2 @ W1 @ x + W2 @ (3 * b1 + 2) + b2)


def test_exit_scores_are_constant_where_both_units_are_off():
    network = nnlab.mlp([2, 2, 2], init=1.0, seed=0)
    X = np.random.default_rng(0).uniform(-3, 3, (500, 2))
    trace = network.forward(X)
    off = (trace.zs[0] <= 0).all(axis=1)
    assert 10 < off.sum() < 490
    assert np.ptp(trace.scores[off], axis=0).max() == 0


def test_exit_three_units_can_enclose_a_ring():
    X, y = nnlab.circles(100)
    runs = (nnlab.train(nnlab.mlp([2, 3, 2], seed=seed), X, y, learning_rate=0.3, steps=600, snapshots=2) for seed in range(5))
    assert max(run.accuracies[-1] for run in runs) == 1.0


@pytest.mark.parametrize(("hidden", "title"), [(0, "linear"), (10, "hidden")])
def test_the_title_says_whether_the_change_is_shown(hidden, title):
    explorer = explorers.image_scores()
    for learned, kind in ((True, "change"), (False, "rows")):
        explorer.set(hidden=hidden, learned=learned, step=0)
        figure, _, _ = build_figure(explorer.scene, explorer.params)
        titles = [axes.get_title(loc="left") for axes in figure.axes]
        assert nnlab.language.translate(f"image_scores.{title}_{kind}") in titles


def test_a_band_left_out_shares_no_pixel(monkeypatch):
    """With each pixel's row as its brightness, no patch of the rest reaches into the band, and none of the band out of it."""
    rows = np.broadcast_to(np.arange(256, dtype=np.uint8)[None, :, None, None], (10, 256, 256, 3))
    monkeypatch.setattr(readings, "photographs", lambda: rows)
    (rest, _), (band, _), (beside, _) = readings.without_a_band.__wrapped__(96)
    rest_rows, band_rows, beside_rows = (np.unique(np.round(X * 127.5 + 127.5)) for X in (rest, band, beside))
    assert set(band_rows) == set(beside_rows) == set(range(96, 160))
    assert not set(rest_rows) & set(band_rows)
