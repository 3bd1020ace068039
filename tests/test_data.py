"""Data sets: shapes, seeds, and that no pixel of a photograph is in both halves."""

import numpy as np
import pytest

from nnlab import DATASETS, data, digits, mlp, photos, spiral, train

each = pytest.mark.parametrize("make", DATASETS.values(), ids=DATASETS)


@each
def test_shapes_classes_and_seeds(make):
    X, y = make(n=30, seed=3)
    classes = 3 if make is spiral else 2
    assert X.shape == (30 * classes, 2)
    assert X.dtype == np.float64
    assert np.bincount(y).tolist() == [30] * classes
    assert np.array_equal(X, make(n=30, seed=3)[0])
    assert not np.array_equal(X, make(n=30, seed=4)[0])
    assert np.array_equal(X, make(n=30, seed=np.random.default_rng(3))[0])


@each
def test_noise_is_what_spreads_the_points(make):
    calm, rough = (make(n=200, noise=noise, seed=0)[0] for noise in (0, 0.5))
    again = make(n=200, noise=0, seed=0)[0]
    assert np.array_equal(calm, again)
    assert np.abs(rough - calm).max() > 0.5


def test_geometry_without_noise():
    X, y = data.circles(noise=0)
    np.testing.assert_allclose(np.hypot(*X.T), np.where(y, 0.8, 2.0))
    X, y = data.xor(noise=0)
    assert np.array_equal(y, X[:, 0] * X[:, 1] < 0)
    assert np.unique(np.abs(X)).tolist() == [1.2]
    X, y = data.blobs(noise=0)
    assert np.array_equal(X, np.where(y, 1.0, -1.0)[:, None] * np.ones(2))
    X, y = spiral(noise=0)
    np.testing.assert_allclose(np.hypot(*X.T), np.tile(np.linspace(0, 1, 100), 3), atol=1e-15)


@pytest.mark.parametrize("seed", range(3))
def test_spiral_meets_the_published_accuracies(seed):
    # CS231n, case study: a linear classifier ends at 49 %, 100 hidden ReLU units at 98 %; learning rate 1, L2 0.001
    X, y = spiral(seed=seed)
    linear = train(mlp([2, 3], init=0.01, seed=seed), X, y, learning_rate=1.0, steps=200, l2=1e-3)
    assert linear.accuracies[-1] == pytest.approx(0.49, abs=0.06)
    if seed == 0:
        two_layers = train(mlp([2, 100, 3], init=0.01, seed=0), X, y, learning_rate=1.0, steps=8000, l2=1e-3, snapshots=2)
        assert two_layers.accuracies[-1] >= 0.97


def test_digits():
    X, y = digits()
    assert X.shape == (1797, 64)
    assert X.dtype == np.float64
    assert (X.min(), X.max()) == (0, 1)
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # as scikit-learn documents and ships it


@pytest.mark.parametrize("split", ["train", "test"])
def test_photos(split):
    X, y = photos(split, n=205, seed=1)
    assert X.shape == (205, 3072)
    assert X.dtype == np.float32
    assert X.min() >= -1
    assert X.max() <= 1
    assert X.std() > 0.2
    assert sorted(np.bincount(y).tolist()) == [20] * 5 + [21] * 5
    assert np.array_equal(X, photos(split, n=205, seed=1)[0])
    assert not np.array_equal(X, photos(split, n=205, seed=2)[0])


def test_no_pixel_of_a_photograph_is_in_both_halves(monkeypatch):
    # Photographs whose pixels say which column they are: a patch then tells where it was cut.
    columns = np.broadcast_to(np.arange(256, dtype=np.uint8)[:, None], (10, 256, 256, 3))
    monkeypatch.setattr(data, "photographs", lambda: columns)
    seen = {s: set(np.unique((photos(s, n=3000)[0] * 127.5 + 127.5).round().astype(int))) for s in ("train", "test")}
    assert not seen["train"] & seen["test"]
    assert max(seen["train"]) < min(seen["test"])
    assert seen["train"] | seen["test"] >= set(range(2, 150)) | set(range(156, 254))


def test_there_are_ten_photographs_of_ten_names():
    assert data.photographs().shape == (10, 256, 256, 3)
    assert len(set(data.PHOTO_NAMES)) == 10
