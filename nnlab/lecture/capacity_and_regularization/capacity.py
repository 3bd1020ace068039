"""How large a network to take, how strongly to hold it back: its regions, its accuracy on unseen points, its hidden layer's view."""

import functools

import numpy as np

from nnlab.data import DATASETS
from nnlab.engine import drawing
from nnlab.engine.plane import Plane
from nnlab.engine.runs import Training
from nnlab.engine.scene import View
from nnlab.language import translate
from nnlab.network import mlp
from nnlab.training import sgd

UNITS = (1, 2, 3, 6, 12, 25, 50)
SEEDS = 3
NOISE = {"circles": 0.45, "moons": 0.35, "xor": 0.7}
REACH = 3.4
PER_CLASS = 30
GRID = np.linspace(-REACH, REACH, 11)


@functools.cache
def data(dataset: str, seed: int):
    """Few noisy training points: X (60, 2), y (60,)."""
    return DATASETS[dataset](PER_CLASS, NOISE[dataset], seed)


@functools.cache
def unseen(dataset: str):
    """Many points of the same kind that no training has seen."""
    return DATASETS[dataset](500, NOISE[dataset], 12345)


@functools.cache
def _lines():
    """The lines of a grid over the plane, NaN between them: (n, 2)."""
    along = np.linspace(-REACH, REACH, 41)
    lines = [np.column_stack([np.full(41, g), along]) for g in GRID] + [np.column_stack([along, np.full(41, g)]) for g in GRID]
    return np.concatenate([np.vstack([line, [[np.nan, np.nan]]]) for line in lines])


class Capacity(Training):
    """Parameters: `dataset`, `hidden` (units), `l2`, `seed` (of the points and of the weights)."""

    size = (9.6, 3.7)
    steps = 400
    keep = 400
    snapshots = 2

    def build(self, figure, **params):
        left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1.05, 1))
        left.set(title=translate("capacity.regions"), box_aspect=1)
        self._plane = Plane(left, REACH, 2, resolution=70)
        middle.set(
            title=translate("capacity.accuracy"),
            xlabel=translate("capacity.units"),
            xscale="log",
            xlim=(0.85, 60),
            ylim=(0.45, 1.09),
            box_aspect=1,
        )
        middle.set_xticks(UNITS, [str(n) for n in UNITS])
        middle.minorticks_off()
        middle.set_yticks([0.5, 0.6, 0.7, 0.8, 0.9, 1.0], ["50%", "60", "70", "80", "90", "100%"])
        self._train = drawing.curve(middle, color=drawing.GREY, linestyle="--", linewidth=1.6, label=translate("capacity.train"))
        self._unseen = drawing.curve(middle, color=drawing.BLUE, label=translate("capacity.unseen"))
        self._each = middle.plot([], [], "o", color=drawing.BLUE, alpha=0.45, markersize=5)[0]
        self._here = middle.plot(
            [], [], "D", color=drawing.ORANGE, markersize=9, markeredgecolor="white", label=translate("capacity.here")
        )[0]
        middle.legend(loc="lower right", fontsize=9)
        right.set(title=translate("capacity.hidden"), xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), xticks=[], yticks=[], box_aspect=1)
        right.grid(False)
        self._grid = drawing.curve(right, color=drawing.PALE, linewidth=1)
        self._hidden = [drawing.points(right, label) for label in range(2)]

    def settings(self, *, dataset, hidden, l2, seed):
        return dataset, hidden, l2, seed

    def descent(self, dataset, hidden, l2, seed):
        X, y = data(dataset, seed)
        network = mlp([2, hidden, 2], "tanh", init=1.0, seed=seed, dtype=np.float32)
        return sgd(network, X, y, learning_rate=1.0, steps=self.steps, l2=l2), self.steps

    def wanted(self, *, hidden, seed, **params):
        each = [{"hidden": n, "seed": seed + i, **params} for i in range(SEEDS) for n in UNITS]
        return [{"hidden": hidden, "seed": seed, **params}, *each]

    def _marks(self, **params):
        """Accuracy on the training points and on unseen ones; None as long as the run is not finished."""
        run = self._runs.get(self.settings(**params))
        if run is None or len(run.losses) <= self.steps:
            return None
        if "marks" not in run.__dict__:
            X, y = data(params["dataset"], params["seed"])
            X_unseen, y_unseen = unseen(params["dataset"])
            network = run.networks[-1]
            run.__dict__["marks"] = float(np.mean(network.predict(X) == y)), float(np.mean(network.predict(X_unseen) == y_unseen))
        return run.__dict__["marks"]

    def update(self, **params):
        X, y = data(params["dataset"], params["seed"])
        network = self.run(**params).networks[-1]
        wrong = network.predict(X) != y
        self._plane.show_points(X, y, wrong)
        scores = network.scores(self._plane.inputs)
        gap = scores[:, 1] - scores[:, 0]
        self._plane.show_regions((gap > 0).astype(int), np.tanh(np.abs(gap) / 4))
        table = [[self._marks(**params | {"hidden": n, "seed": params["seed"] + i}) for i in range(SEEDS)] for n in UNITS]
        known = [(n, [marks for marks in row if marks]) for n, row in zip(UNITS, table, strict=True) if any(row)]
        self._train.set_data([n for n, _ in known], [np.median([m[0] for m in row]) for _, row in known])
        self._unseen.set_data([n for n, _ in known], [np.median([m[1] for m in row]) for _, row in known])
        self._each.set_data([n for n, row in known for _ in row], [m[1] for _, row in known for m in row])
        here = self._marks(**params)
        self._here.set_data(*(([params["hidden"]], [here[1]]) if here else ([], [])))
        self._show_hidden(network, X, y)
        live = [*self._plane.artists, self._train, self._unseen, self._each, self._here, self._grid, *self._hidden]
        return View(live, self._sentence(wrong, here, known, params))

    def _show_hidden(self, network, X, y):
        """The hidden outputs in two numbers: themselves where there are two units, else their two main directions."""
        H, G = network.forward(X).hs[0], network.forward(np.nan_to_num(_lines())).hs[0]
        if H.shape[1] == 1:
            view, grid = (np.column_stack([values[:, 0], np.zeros(len(values))]) for values in (H, G))
        elif H.shape[1] == 2:
            view, grid = H, G
        else:
            centre = H.mean(axis=0)
            _, _, directions = np.linalg.svd(H - centre, full_matrices=False)
            signs = np.sign(directions[:2].sum(axis=1, keepdims=True) + 1e-12)
            axes = (signs * directions[:2]).T
            view, grid = (H - centre) @ axes, (G - centre) @ axes
            size = max(1e-9, np.abs(view).max())
            view, grid = view / size, grid / size
        grid = np.where(np.isnan(_lines()), np.nan, grid)
        self._grid.set_data(*grid.T)
        for label, points in enumerate(self._hidden):
            points.set_data(*view[y == label].T)

    @staticmethod
    def _sentence(wrong, here, known, params):
        if here is None or not known:
            return translate("capacity.status_busy", hidden=params["hidden"])
        train, test = here
        values = {"hidden": params["hidden"], "train": train, "unseen": test, "gap": 100 * (train - test), "l2": f"{params['l2']:g}",
                  "parameters": 5 * params["hidden"] + 2, "n": len(wrong)}  # fmt: skip
        medians = {n: float(np.median([m[1] for m in row])) for n, row in known}
        best = max(medians, key=medians.get)
        if train < 0.9 and params["l2"] <= 0.03:
            key = "capacity.status_small"
        elif train < 0.93 and params["l2"] > 0.03:
            key = "capacity.status_strong"
        elif train - test > 0.07:
            key = "capacity.status_overfit"
        else:
            key = "capacity.status_fits"
        return translate(key, **values) + " " + translate("capacity.best", best=best, accuracy=medians[best], seeds=SEEDS)
