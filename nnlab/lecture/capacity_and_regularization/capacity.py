"""The explorer `capacity`: how many hidden units and how much L2, by the regions, the accuracy and the hidden layer's view."""

import functools

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex

from nnlab import DATASETS, mlp, sgd
from nnlab.engine import drawing
from nnlab.engine.labels import LEFT, Labels
from nnlab.engine.plane import Plane, line_through
from nnlab.engine.runs import TrainingScene
from nnlab.engine.scene import View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate
from nnlab.lecture.capacity_and_regularization.film import Film, small_map, units_at

UNITS = (1, 2, 3, 6, 12, 20, 50)
SEEDS = 3
NOISE = {"circles": 0.45, "moons": 0.35, "xor": 0.7}
STRENGTHS = {"usual": 1.0, "strong": 1.5}  # of the noise
CLOSE = 0.01  # numbers of units whose accuracies differ by no more are called equally good
CLOSE_GAP = 3  # percentage points by which a gap may exceed that of the ideal boundary and hardly show overfitting
REACH = 3.4  # of the plane
SIDE = 1.25  # of the hidden layer's view


def data(dataset: str, seed: int, noise: str = "usual"):
    """Few noisy training points: X (60, 2), y (60,)."""
    return DATASETS[dataset](30, STRENGTHS[noise] * NOISE[dataset], seed)


@functools.cache
def unseen(dataset: str, noise: str = "usual"):
    """Points of the same kind that are not trained on: X (1000, 2), y (1000,)."""
    return DATASETS[dataset](500, STRENGTHS[noise] * NOISE[dataset], 12345)


def ideal_accuracy(X, y) -> float:
    """The share of points of `xor` that the ideal boundary gets right: the two axes."""
    return float(np.mean((X[:, 0] * X[:, 1] < 0) == y))


def _grid_lines():
    """The lines of a grid over the plane (n, 2), separated by NaN."""
    at, along = np.linspace(-REACH, REACH, 11), np.append(np.linspace(-REACH, REACH, 41), np.nan)
    vertical = np.column_stack([np.repeat(at, len(along)), np.tile(along, len(at))])
    return np.concatenate([vertical, vertical[:, ::-1]])


class Capacity(TrainingScene):
    """Parameters: `dataset`, `data_noise`, `hidden` (units), `l2`, `seed` (of the points and of the weights)."""

    stacks = True
    narrow_heights = (3.9, 3.9, 3.7, 1.5)
    size = (9.6, 4.9)
    interactive = True
    steps = 400
    max_runs = 400
    snapshots = 2

    def build(self, figure, **params):
        view = View()
        narrow = isinstance(figure, StackedFigure)
        if narrow:
            left, middle, right, below = figure.subplots(1, 4)
        else:
            grid = figure.add_gridspec(2, 3, height_ratios=(1.75, 1), width_ratios=(1, 1.1, 1))
            left, middle, right, below = (figure.add_subplot(grid[place]) for place in ((0, 0), (0, 1), (0, 2), (1, slice(None))))
        left.set(title=translate("capacity.regions"), box_aspect=1)
        view.plane = Plane(left, REACH, 2, resolution=70)
        view.ideal = drawing.curve(left, color=drawing.INK, linewidth=1.4, linestyle="--", zorder=2)
        below.set(label="film", title=translate("capacity.film_narrow" if narrow else "capacity.film"))
        view.film, view.narrow = Film(below, UNITS), narrow
        middle.set(title=translate("capacity.accuracy"), xlabel=translate("capacity.units"), box_aspect=1)
        middle.set(xscale="log", xlim=(0.85, 60), ylim=(0.26, 1.07), xticks=UNITS, xticklabels=UNITS)
        middle.minorticks_off()
        middle.set_yticks([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], ["40%", "50", "60", "70", "80", "90", "100%"])
        view.gap = middle.add_collection(PolyCollection([], facecolors=drawing.FATAL))
        view.train = drawing.curve(middle, color=drawing.GREY, linestyle="--", linewidth=1.6, label=translate("capacity.train"))
        view.unseen = drawing.curve(middle, color=drawing.BLUE, label=translate("capacity.unseen"))
        by_seed = {"color": drawing.BLUE, "alpha": 0.45, "markersize": 5, "label": translate("capacity.by_seed")}
        view.seeds = middle.plot([], [], "o", **by_seed)[0]
        here = {"color": drawing.ORANGE, "markersize": 9, "markeredgecolor": drawing.PAPER, "label": translate("capacity.here")}
        view.here = middle.plot([], [], "D", **here)[0]
        middle.legend(loc="lower right", fontsize=10.5)
        right.set(title=translate("capacity.hidden"), xlim=(-SIDE, SIDE), ylim=(-SIDE, SIDE), xticks=[], yticks=[], box_aspect=1)
        right.set_xlabel(" ")  # keeps the room in which the name of the axis is written
        right.grid(False)
        view.grid = drawing.curve(right, color=drawing.PALE, linewidth=1)
        view.line = drawing.curve(right, color=drawing.INK, linewidth=1.8)
        view.hidden = [drawing.points(right, label) for label in range(2)]
        view.directions = right.add_artist(Labels(10.5))
        view.directions.set_clip_on(False)  # one is below the axis
        view.live = [
            *view.plane.artists,
            view.ideal,
            *view.film.artists,
            view.gap,
            view.train,
            view.unseen,
            view.seeds,
            view.here,
            view.grid,
            view.line,
            *view.hidden,
            view.directions,
        ]
        return view

    def start_training(self, dataset, hidden, l2, seed, noise="usual"):
        network = mlp([2, hidden, 2], "tanh", init=1.0, seed=seed, dtype=np.float32)
        return sgd(network, *data(dataset, seed, noise), learning_rate=1.0, steps=self.steps, l2=l2), self.steps

    def required_runs(self, *, dataset, hidden, l2, seed, data_noise):
        return [(dataset, hidden, l2, seed, data_noise)] + [(dataset, n, l2, seed + i, data_noise) for i in range(SEEDS) for n in UNITS]

    def accuracies(self, dataset, hidden, l2, seed, noise="usual") -> tuple[float, float]:
        """The trained network's accuracy on the training points and on unseen ones; NaN until it is trained."""
        key = (dataset, hidden, l2, seed, noise)
        if not self.runs.is_finished(*key):
            return np.nan, np.nan

        def measure(network):
            return tuple(float(np.mean(network.predict(X) == y)) for X, y in (data(dataset, seed, noise), unseen(dataset, noise)))

        return self.runs.derive(key, "accuracies", measure)[-1]

    def update(self, view, *, dataset, hidden, l2, seed, data_noise):
        X, y = data(dataset, seed, data_noise)
        network = self.run(dataset, hidden, l2, seed, data_noise).networks[-1]
        view.plane.show_points(X, y, network.predict(X) != y)
        scores = network.scores(view.plane.inputs)
        margin = scores[:, 1] - scores[:, 0]
        view.plane.show_regions((margin > 0).astype(int), np.tanh(np.abs(margin) / 4))
        view.ideal.set_data(*([-REACH, REACH, np.nan, 0, 0], [0, 0, np.nan, -REACH, REACH]) if dataset == "xor" else ([], []))
        accuracies = np.array([[self.accuracies(dataset, n, l2, seed + i, data_noise) for i in range(SEEDS)] for n in UNITS])
        trained = ~np.isnan(accuracies[..., 1])
        shown = trained.any(axis=1)
        units, medians = np.array(UNITS)[shown], np.nanmedian(accuracies[shown], axis=1)
        view.train.set_data(units, medians[:, 0])
        view.unseen.set_data(units, medians[:, 1])
        view.gap.set_verts([np.concatenate([np.column_stack([units, medians[:, 0]]), np.column_stack([units, medians[:, 1]])[::-1]])])
        view.seeds.set_data(np.repeat(UNITS, SEEDS)[trained.ravel()], accuracies[trained][:, 1])
        here = self.accuracies(dataset, hidden, l2, seed, data_noise)
        view.here.set_data([hidden], here[1:])
        pairs = [
            f": {train:.0%} / {unseen:.0%}" if known else "" for (train, unseen), known in zip(accuracies[:, 0], trained[:, 0], strict=True)
        ]
        texts = [f"{n}" if view.narrow else f"{n}{pair}" for n, pair in zip(UNITS, pairs, strict=True)]
        view.film.show(self._small_maps(dataset, l2, seed, data_noise), texts, hidden)
        _show_hidden_layer(view, network, X, y)
        if np.isnan(here).any() or not len(units):
            return translate("capacity.status_busy", hidden=hidden)
        ideal = (ideal_accuracy(X, y), ideal_accuracy(*unseen(dataset, data_noise))) if dataset == "xor" else None
        status = self._status(*here, network, l2, data_noise, ideal)
        return f"{status} {best_sizes(medians[:, 1])}" if trained.all() else status

    def _small_maps(self, dataset, l2, seed, noise) -> list:
        """The film's maps, in the colours of the theme; None for a network that is not trained yet."""
        keys, name = [(dataset, n, l2, seed, noise) for n in UNITS], f"small map on {to_hex(drawing.PAPER)}"
        points = data(dataset, seed, noise)
        return [
            self.runs.derive(key, name, lambda network: small_map(network, *points, REACH))[-1] if self.runs.is_finished(*key) else None
            for key in keys
        ]

    def drag(self, start, end, **params):
        """A press on a frame of the film chooses its number of units."""
        if end.panel != "film":
            return {}
        return {"hidden": units_at(end.x, UNITS)}

    def key(self, key, *, hidden, **params):
        """The arrow keys choose the next frame of the film to the left or to the right."""
        smaller, larger = [n for n in UNITS if n < hidden], [n for n in UNITS if n > hidden]
        chosen = {"ArrowLeft": smaller[-1:], "ArrowRight": larger[:1]}.get(key)
        return {"hidden": chosen[0]} if chosen else {}

    @staticmethod
    def _status(train, unseen, network, l2, noise, ideal=None):
        few = (0.93 if l2 > 0.03 else 0.9) - 0.3 * (STRENGTHS[noise] - 1)  # with more noise, the clouds overlap more
        if train < few:
            key = "capacity.status_strong" if l2 > 0.03 else "capacity.status_small"
        else:
            expected = _points_between(*ideal) if ideal else 0
            overfits = _points_between(train, unseen) - expected > CLOSE_GAP
            key = "capacity.status_overfit" if overfits else "capacity.status_fits"
        values = {
            "hidden": network.sizes[1],
            "train": train,
            "unseen": unseen,
            "gap": abs(_points_between(train, unseen)),
            "l2": f"{l2:g}",
            "noise": translate("capacity.with_noise", times=STRENGTHS[noise]) if noise != "usual" else "",
        }
        status = translate(key, **values, parameters=network.n_parameters)
        if key == "capacity.status_overfit":
            return f"{status} {cause_of_gap(_points_between(train, unseen), ideal)}"
        return f"{status} {translate('capacity.ideal', train=ideal[0], unseen=ideal[1])}" if ideal else status


def _points_between(train: float, unseen: float) -> int:
    """The difference of two accuracies in percentage points, as their printed percentages give it."""
    return round(100 * train) - round(100 * unseen)


def cause_of_gap(gap: int, ideal: tuple[float, float] | None) -> str:
    """How much of a gap in percentage points is luck of the sample: easy points.

    That is what the `ideal` boundary's accuracies on training and on unseen points, if they are known, differ by, for it fits no noise.
    """
    if ideal is None:
        return translate("capacity.gap_unknown", gap=gap)
    easy = _points_between(*ideal)
    key = "harder" if easy < 0 else "same" if easy == 0 else "easier" if easy < gap else "easy"
    return translate(f"capacity.gap_{key}", gap=gap, easy=easy, rest=gap - easy, train=ideal[0], unseen=ideal[1])


def best_sizes(accuracies) -> str:
    """The numbers of units whose accuracies on unseen points (one for each of UNITS) are equal to the best or CLOSE to it."""
    good = np.nonzero(accuracies >= accuracies.max() - CLOSE - 1e-9)[0]
    if len(good) == 1:
        return translate("capacity.best", best=UNITS[good[0]], accuracy=accuracies.max())
    in_a_row = good[-1] - good[0] == len(good) - 1
    units = f"{UNITS[good[0]]}–{UNITS[good[-1]]}" if in_a_row else ", ".join(str(UNITS[i]) for i in good)
    return translate("capacity.alike", units=units, accuracy=accuracies.max())


def hidden_view(network, h):
    """How the hidden outputs h (n, units) are seen: a function from outputs (m, units) to points (m, 2), and the output layer's line.

    The line, on which both scores are equal, is given by two points: their x, their y (2, 2). One or two units are shown as they are. Of
    more, the first coordinate is along w₁ − w₀ and starts at the line; the second is the direction at right angles in which h varies most.
    """
    output = network.layers[-1]
    w, b = output.W[1] - output.W[0], float(output.b[1] - output.b[0])
    if len(w) <= 2:
        missing = 2 - len(w)
        return lambda outputs: np.pad(outputs, ((0, 0), (0, missing))), line_through(np.pad(w, (0, missing)), b, SIDE)
    length = max(1e-9, float(np.linalg.norm(w)))
    along, center = w / length, h.mean(axis=0)
    rest = (h - center) - np.outer((h - center) @ along, along)
    across = np.linalg.svd(rest, full_matrices=False)[2][0]
    across *= np.sign(across.sum() + 1e-12)
    x, y = h @ along + b / length, (h - center) @ across
    width, height = (max(1e-9, float(np.abs(values).max())) for values in (x, y))
    line = np.array([[0.0, 0.0], [-1.05, 1.05]])
    return lambda outputs: np.column_stack([(outputs @ along + b / length) / width, (outputs - center) @ across / height]), line


def side_of_line(line, points):
    """Whether the points (n, 2) are on the side of the line (2, 2) on which class 1 has the higher score: (n,)."""
    start, end = line.T
    (dx, dy), (x, y) = end - start, (points - start).T
    return dx * y - dy * x < 0


def _show_hidden_layer(view, network, X, y) -> None:
    """Show the hidden outputs, the output layer's line, and the share of points that are on the right side of this line."""
    lines, units = _grid_lines(), network.sizes[1]
    points, grid = network.forward(X).hs[0], network.forward(np.nan_to_num(lines)).hs[0]
    project, line = hidden_view(network, points)
    points, grid = project(points), project(grid)
    if units > 2:  # so that nothing is cut off
        widest = np.maximum(np.abs(points).max(axis=0), np.abs(grid).max(axis=0))
        points, grid = points / widest, grid / widest
    view.grid.set_data(*np.where(np.isnan(lines), np.nan, grid).T)
    view.line.set_data(*line)
    across = translate("capacity.unit_across" if units <= 2 else "capacity.across")
    up = translate("capacity.unit_up" if units == 2 else "capacity.up") if units > 1 else ""
    by_line = translate("capacity.line", share=float(np.mean(side_of_line(line, points) == y)))
    view.directions.texts = [(0, -1.12 * SIDE, across), (-0.97 * SIDE, -0.92 * SIDE, by_line, LEFT), (-0.97 * SIDE, 0.92 * SIDE, up, LEFT)]
    for label, artist in enumerate(view.hidden):
        artist.set_data(*points[y == label].T)
