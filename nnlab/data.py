"""Data sets: small synthetic ones in the plane, and real images that come with the package. All return (X, y)."""

from importlib.resources import files

import numpy as np

from nnlab import _checks

Array = np.ndarray


def blobs(n: int = 40, noise: float = 0.6, seed=0) -> tuple[Array, Array]:
    """Two round clouds, `n` points per class around (−1, −1) and (1, 1), standard deviation `noise`: X (2n, 2), y in {0, 1}."""
    n, noise, rng = _check_arguments(n, noise, seed)
    y = np.repeat([0, 1], n)
    return np.where(y, 1.0, -1.0)[:, None] + noise * rng.standard_normal((2 * n, 2)), y


def moons(n: int = 40, noise: float = 0.15, seed=0) -> tuple[Array, Array]:
    """Two interlocking half circles, `n` points per class: X (2n, 2), y in {0, 1}."""
    n, noise, rng = _check_arguments(n, noise, seed)
    angle = np.pi * np.linspace(0, 1, n)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    X = 1.4 * np.concatenate([upper, -upper])
    return X + noise * rng.standard_normal(X.shape), np.repeat([0, 1], n)


def circles(n: int = 40, noise: float = 0.15, seed=0) -> tuple[Array, Array]:
    """A ring of radius 0.8 inside one of radius 2, `n` points per class: X (2n, 2), y = 1 for the inner one."""
    n, noise, rng = _check_arguments(n, noise, seed)
    y = np.repeat([0, 1], n)
    angle = 2 * np.pi * rng.random(2 * n)
    X = np.where(y, 0.8, 2.0)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + noise * rng.standard_normal(X.shape), y


def xor(n: int = 40, noise: float = 0.35, seed=0) -> tuple[Array, Array]:
    """Four clouds at (±1.2, ±1.2), `n` points per class: y = 1 where the signs of the two coordinates differ; X (2n, 2)."""
    n, noise, rng = _check_arguments(n, noise, seed)
    y = np.repeat([0, 1], n)
    side = np.where(np.arange(2 * n) % 2, 1.0, -1.0)
    X = 1.2 * np.column_stack([side, np.where(y, -side, side)])
    return X + noise * rng.standard_normal(X.shape), y


def spiral(n: int = 100, noise: float = 0.2, seed=0) -> tuple[Array, Array]:
    """Three arms that wind around each other, `n` points per class, radius 0 to 1, `noise` in radians: X (3n, 2), y in {0, 1, 2}.

    The geometry is that of CS231n's case study, in which a linear classifier reaches 49 % and two layers reach 98 %.
    """
    n, noise, rng = _check_arguments(n, noise, seed)
    radius = np.tile(np.linspace(0, 1, n), 3)
    y = np.repeat([0, 1, 2], n)
    angle = 4 * (radius + y) + noise * rng.standard_normal(3 * n)
    return radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), y


DATASETS = {f.__name__: f for f in (blobs, moons, circles, xor, spiral)}


def _check_arguments(n, noise, seed):
    return _checks.check_int(n, "n", max=1_000_000), _checks.check_float(noise, "noise", min=0.0), _checks.as_generator(seed)


def digits() -> tuple[Array, Array]:
    """1,797 handwritten digits of 8 × 8 pixels: X (1797, 64) float64 in [0, 1], y in 0 … 9. Licence: datasets/NOTICE.md."""
    with np.load(_dataset_file("digits.npz"), allow_pickle=False) as stored:
        return stored["images"].reshape(len(stored["labels"]), 64) / 16, stored["labels"].astype(np.intp)


def photos(split: str = "train", n: int = 2000, seed=0) -> tuple[Array, Array]:
    """`n` patches of 32 × 32 pixels × 3 colours cut from ten photographs: X (n, 3072) float32 in [−1, 1], y in 0 … 9.

    y is the photograph (`PHOTO_NAMES`), equally many patches of each, or one more. Patches of "train" come from the left 60 % of the
    photographs, those of "test" from the right 40 %, so that no pixel is in both. Licences: datasets/NOTICE.md.
    """
    pictures = photographs()
    y, rows, columns = patch_places(pictures.shape[:3], split, n, seed)
    windows = np.lib.stride_tricks.sliding_window_view(pictures, (32, 32), axis=(1, 2))  # (10, h, w, 3, 32, 32)
    patches = windows[y, rows, columns].transpose(0, 2, 3, 1)
    return (patches.reshape(n, 3072).astype(np.float32) - 127.5) / np.float32(127.5), y


def patch_places(shape: tuple[int, int, int], split: str, n: int, seed) -> tuple[Array, Array, Array]:
    """Where `photos` cuts its patches from photographs of this `shape` (how many, height, width).

    Returns the photograph, the upper row and the left column of each (n,).
    """
    left, right = _checks.check_option(split, "split", {"train": (0.0, 0.6), "test": (0.6, 1.0)})
    n, rng = _checks.check_int(n, "n", max=100_000), _checks.as_generator(seed)
    n_pictures, height, width = shape
    rows = rng.integers(0, height - 31, n)
    columns = rng.integers(int(left * width), int(right * width) - 31, n)
    return np.arange(n) % n_pictures, rows, columns


def photographs() -> Array:
    """The ten photographs (10, 256, 256, 3) as uint8, in the order of `PHOTO_NAMES`."""
    from PIL import Image

    return np.stack([np.asarray(Image.open(_dataset_file(f"photos/{name}.jpg"))) for name in PHOTO_NAMES])


PHOTO_NAMES = ("astronaut", "cat", "coffee", "hubble", "tissue", "retina", "rocket", "brick", "grass", "gravel")


def _dataset_file(name: str):
    return files("nnlab") / "datasets" / name
