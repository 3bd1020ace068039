"""Rows of a first weight matrix as small color images: each row has a weight for every number of the input image."""

import numpy as np
from matplotlib.colors import to_rgb

from nnlab.engine import drawing

SMALL = 100  # more rows than this are shown at half the resolution


def columns_of(n: int) -> int:
    """How many tiles of `n` stand in a row, so that all of them fill about a square."""
    return int(np.ceil(np.sqrt(n)))


def tile_rows(W, framed=None) -> np.ndarray:
    """The rows of W (n, 3072) as tiles of 32 × 32 pixels in one image (height, width, 3) of uint8; those of the mask `framed` have a frame.

    Gray is a weight of 0; every row has its own contrast, three of its standard deviations to either side. Without a mask there is room
    for a name below each tile.
    """
    tiles = W.reshape(len(W), 32, 32, 3)
    if len(W) > SMALL:
        tiles = tiles.reshape(len(W), 16, 2, 16, 2, 3).mean(axis=(2, 4))
    contrast = np.maximum(1e-12, 6 * tiles.std(axis=(1, 2, 3), keepdims=True))
    tiles = np.clip(0.5 + tiles / contrast, 0, 1)
    columns, frame = columns_of(len(W)), 8 if framed is None else tiles.shape[1] // 12
    rows, side = -(-len(W) // columns), tiles.shape[1] + 2 * frame
    image = np.broadcast_to(to_rgb(drawing.PAPER), (rows * columns, side, side, 3)).copy()
    if framed is not None:
        image[: len(W)][framed] = to_rgb(drawing.ORANGE)
    image[: len(W), frame:-frame, frame:-frame] = tiles
    image = image.reshape(rows, columns, side, side, 3).swapaxes(1, 2).reshape(rows * side, columns * side, 3)
    return (255 * image).astype(np.uint8)
