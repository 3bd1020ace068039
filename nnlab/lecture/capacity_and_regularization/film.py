"""The film of the explorer `capacity`: a small map of the divided plane for each number of hidden units, side by side."""

import numpy as np

from nnlab.engine import drawing
from nnlab.engine.images import pixel_image
from nnlab.engine.labels import Labels

SIDE, GAP, FOOT = 72, 24, 26  # of a frame, between two frames, and below them for texts, in pixels of a map: the unit of the axes


def small_map(network, X, y, reach: float) -> np.ndarray:
    """The classes of the plane from −reach to reach with the points X, y in it, as colours (SIDE, SIDE, 4), row 0 at the bottom."""
    steps = reach * ((np.arange(SIDE) + 0.5) * 2 / SIDE - 1)
    inputs = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    image = drawing.class_colors(network.predict(inputs), np.ones(SIDE * SIDE)).reshape(SIDE, SIDE, 4)
    pixels = ((X / reach + 1) * SIDE / 2).astype(int)
    inside = ((pixels > 0) & (pixels < SIDE - 1)).all(axis=1)
    colours = drawing.rgba(drawing.CLASS_COLOURS).astype(np.uint8)
    for (column, row), label in zip(pixels[inside], np.asarray(y)[inside], strict=True):
        image[row - 1 : row + 2, column - 1 : column + 2] = colours[label]
    return image


class Film:
    """The frames in `axes`, one for each of `units`; `artists` are the live ones."""

    def __init__(self, axes, units):
        self.units = units
        width = len(units) * (SIDE + GAP) - GAP
        axes.set(xlim=(-3, width + 3), ylim=(-FOOT, SIDE + 3), box_aspect=(SIDE + FOOT + 3) / (width + 6))
        axes.set_axis_off()
        self._left = np.arange(len(units)) * (SIDE + GAP)
        self.maps = pixel_image(axes, drawing.blank(SIDE, width), (0, width, 0, SIDE), zorder=0)
        self.mark = drawing.curve(axes, color=drawing.INK, linewidth=3, solid_joinstyle="miter")
        self.names = axes.add_artist(Labels(10.5))
        self.artists = [self.maps, self.mark, self.names]

    def show(self, maps: list, texts: list[str], chosen: int) -> None:
        """Show `maps`, one for each frame or None where it is not known yet, with `texts` below; mark the frame of `chosen` units."""
        image = drawing.blank(*self.maps.get_array().shape[:2])
        for left, one in zip(self._left, maps, strict=True):
            if one is not None:
                image[:, left : left + SIDE] = one
        self.maps.set_data(image)
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * SIDE
        marked = [corners + np.array([left, 0]) for left, n in zip(self._left, self.units, strict=True) if n == chosen]
        self.mark.set_data(*marked[0].T if marked else ([], []))
        self.names.texts = [(left + SIDE / 2, -13, text) for left, text in zip(self._left, texts, strict=True)]


def units_at(x: float, units) -> int:
    """The number of units, one of `units`, of the frame at this x of the film's axes."""
    return units[int(np.clip((x + GAP / 2) // (SIDE + GAP), 0, len(units) - 1))]
