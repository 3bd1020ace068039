"""The plane of two features that many pictures share: data points, the regions of the classes, and lines across it."""

import numpy as np

from nnlab.engine import drawing


class Plane:
    """A panel of two features in `axes`, from −reach to reach; `artists` are its live artists.

    `inputs` (resolution**2, 2) are the points of the plane at which `show_regions` and `show_scores` want values.
    """

    def __init__(self, axes, reach: float, classes: int, *, resolution: int = 80):
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="$x_1$", ylabel="$x_2$")
        axes.grid(False)
        self.inputs = drawing.pixel_centers(axes, resolution)
        self.regions = drawing.heatmap(axes, resolution)
        self._shape = resolution, resolution
        self._points = [drawing.points(axes, label) for label in range(classes)]
        ring = {"marker": "o", "linestyle": "none", "markerfacecolor": "none", "zorder": 4}
        self._wrong = axes.plot([], [], markersize=12, markeredgecolor=drawing.INK, markeredgewidth=1.3, **ring)[0]
        self._selected = axes.plot([], [], markersize=17, markeredgecolor=drawing.PURPLE, markeredgewidth=2.4, **ring)[0]
        self.artists = [self.regions, self._wrong, *self._points, self._selected]
        self._shown = None

    def show_points(self, X, y, wrong=None, selected=None) -> None:
        """Show the examples X (N, 2), y (N,); ring those of the mask `wrong`, and the one at index `selected`."""
        examples = np.column_stack([X, y])
        if not np.array_equal(examples, self._shown):  # places that are set anew are also transformed anew
            for label, points in enumerate(self._points):
                points.set_data(*X[y == label].T)
            self._shown = examples
        self._wrong.set_data(*X[[] if wrong is None else wrong].T)
        self._selected.set_data(*X[[] if selected is None else [selected]].T)

    def show_regions(self, labels, confidence) -> None:
        """Colour the plane by the class `labels` of `inputs`, paler where `confidence` in [0, 1] is low."""
        self.regions.set_data(drawing.class_colors(labels.reshape(self._shape), confidence.reshape(self._shape)))

    def show_scores(self, scores) -> None:
        """Colour the plane by the best of the `scores` (N, classes) of `inputs`, paler where it is little above the second best."""
        second, best = np.partition(scores, -2, axis=1)[:, -2:].T
        self.show_regions(scores.argmax(axis=1), np.minimum(1, (best - second) / 2))


def line_through(w, b, reach: float, level: float = 0.0) -> np.ndarray:
    """Two points of the line w · x + b = level, outside the square from −reach to reach: their x, their y (2, 2); NaN where w is 0."""
    w = np.asarray(w, dtype=float)
    length = np.hypot(*w)
    if length < 1e-9:
        return np.full((2, 2), np.nan)
    foot = (level - b) * w / length**2
    along = 3 * reach * np.array([-w[1], w[0]]) / length
    return np.transpose([foot - along, foot + along])
