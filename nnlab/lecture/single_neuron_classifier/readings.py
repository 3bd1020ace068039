"""The experiments behind what notebook 03 concludes: each takes seeds and returns figures by name."""

import functools
import itertools

import numpy as np

from nnlab import blobs, hinge_loss, logistic_loss, mlp, moons, train, xor
from nnlab.activations import sigmoid
from nnlab.lecture.experiments import accuracy, last_network
from nnlab.lecture.single_neuron_classifier.points import fit_to_minimum, neuron

START = (-1.5, 1.0, 0.5)  # w1, w2, b: where the explorer `train_neuron` begins
TURN_STEPS = (0, 5, 30, 100, 1000, 5000)


def direction(w) -> float:
    """The direction of w in degrees, from 0 to 360."""
    return float(np.degrees(np.arctan2(w[1], w[0])) % 360)


def share_of_five(pulls) -> float:
    """The share of the sum of the `pulls` that the five largest have."""
    return float(np.sort(pulls)[-5:].sum() / pulls.sum())


def _median(measures) -> dict[str, float]:
    """The median of each figure over the seeds."""
    return {name: float(np.median([one[name] for one in measures])) for name in measures[0]}


def apart(one: float, other: float) -> float:
    """The angle between two directions, both in degrees."""
    return abs((one - other + 180) % 360 - 180)


def separable(X, y) -> bool:
    """Whether a line separates the classes: whether the differences between their points all lie in one half plane."""
    angles = np.sort(np.arctan2(*(X[y == 1][:, None] - X[y == 0]).reshape(-1, 2).T))
    return bool(np.diff(angles, append=angles[0] + 2 * np.pi).max() > np.pi)


def separable_blobs(seed):
    """The first of `blobs(30)` with the seeds `seed`, `seed` + 1000, `seed` + 2000, … that a line separates."""
    sets = (blobs(30, seed=one) for one in itertools.count(seed, 1000))
    return next((X, y) for X, y in sets if separable(X, y))


def long_clouds(seed, axis):
    """30 points in each of two clouds about (−1, −1) and (1, 1), four times as long as wide; `axis` in degrees is the way they are long."""
    y, along = np.repeat([0, 1], 30), np.radians(axis)
    across, length = np.random.default_rng(seed).standard_normal((60, 2)).T * [[0.3], [1.2]]
    offsets = np.outer(length, [np.cos(along), np.sin(along)]) + np.outer(across, [np.sin(along), -np.cos(along)])
    return np.where(y, 1.0, -1.0)[:, None] + offsets, y


def gap(X, y, degrees) -> float:
    """How far apart the classes are in a direction: from the last point of class 0 to the first of class 1."""
    places = X @ [np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]
    return float(places[y == 1].min() - places[y == 0].max())


def lowest(X, y) -> float:
    """The share of the points that are right where the cross-entropy of one neuron is lowest (Newton's method)."""
    A, v = np.column_stack([X, np.ones(len(X))]), np.zeros(3)
    for _ in range(30):
        p = sigmoid.f(A @ v)
        v -= np.linalg.solve((A * (p * (1 - p))[:, None]).T @ A, A.T @ (p - y))
    return float(np.mean((A @ v > 0) == y))


def svm(X, y, l2):
    """w, b and the margins of the points where the hinge loss with this `l2` is lowest."""
    w, b = fit_to_minimum(*START, X, y, loss="hinge", l2=l2)
    return w, b, (2 * y - 1) * (X @ w + b)


def after_step_30(seeds):
    """Logistic regression on clouds that a line separates: w step by step, from two starts; with one label changed; on long clouds."""

    def measure(seed):
        X, y = separable_blobs(seed)
        figures = {}
        for prefix, start in (("", START), ("zero_", (0.0, 0.0, 0.0))):
            run = train(neuron(*start), X, y, loss="logistic", learning_rate=0.3, steps=TURN_STEPS[-1], snapshots=TURN_STEPS[-1] + 1)
            for step in TURN_STEPS:
                layer = run.networks[step].layers[0]
                figures[f"{prefix}direction_{step}"] = direction(layer.W[0])
                figures[f"{prefix}length_{step}"] = float(np.linalg.norm(layer.W))
                figures[f"{prefix}wrong_{step}"] = float(round((1 - run.accuracies[step]) * len(y)))
                figures[f"{prefix}near_{step}"] = share_of_five(np.abs(sigmoid.f(X @ layer.W[0] + layer.b[0]) - y))
            figures[f"{prefix}turn"] = apart(figures[f"{prefix}direction_30"], figures[f"{prefix}direction_{TURN_STEPS[-1]}"])
        figures["growth"] = figures["length_5000"] / figures["length_1000"]
        figures["start_off"] = apart(figures["direction_0"], figures["direction_5000"])
        figures["turn_of_the_start"] = figures["turn"] - figures["zero_turn"]
        figures["starts_apart"] = apart(figures["direction_5000"], figures["zero_direction_5000"])
        middle = np.argmin(np.hypot(*(X - X[y == 1].mean(axis=0)).T))  # with the other label it is among points of the one class
        flipped = np.where(np.arange(len(y)) == middle, 1 - y, y)
        run = train(neuron(*START), X, flipped, loss="logistic", learning_rate=0.3, steps=5000, snapshots=6)
        figures |= {f"flipped_length_{step}": float(np.linalg.norm(run.at(step).layers[0].W)) for step in (1000, 5000)}
        figures["flipped_separable"] = float(separable(X, flipped))
        for name, axis in (("askew", 90), ("across", 135)):  # the line between their middles is at 45°
            run = train(neuron(0.0, 0.0, 0.0), *long_clouds(seed, axis), loss="logistic", learning_rate=0.3, steps=5000, snapshots=5001)
            figures[f"{name}_turn"] = apart(*(direction(run.networks[step].layers[0].W[0]) for step in (30, 5000)))
        figures["flipped_growth"] = figures["flipped_length_5000"] / figures["flipped_length_1000"]
        return figures | {"grows_more": figures["growth"] - figures["flipped_growth"]}

    figures = _median([measure(seed) for seed in seeds])
    return figures | {"askew_more": figures["askew_turn"] - figures["across_turn"]}


def trust(seeds):
    """Logistic regression on clouds that a line separates: how sure it is of new points, and how many are right, step by step."""

    def measure(seed):
        X_new, y_new = blobs(2000, seed=seed + 500)
        run = train(neuron(0.0, 0.0, 0.0), *separable_blobs(seed), loss="logistic", learning_rate=0.3, steps=30_000, snapshots=31)
        figures = {}
        for step in (1000, 5000, 30_000):
            layer = run.at(step).layers[0]
            s = X_new @ layer.W[0] + layer.b[0]
            figures[f"sure_{step}"] = float(sigmoid.f(np.abs(s)).mean())
            figures[f"right_{step}"] = float(np.mean((s > 0) == y_new))
            figures[f"loss_{step}"] = float(logistic_loss(s, y_new)[0])
        return figures

    figures = _median([measure(seed) for seed in seeds])
    return figures | {f"too_sure_{step}": figures[f"sure_{step}"] - figures[f"right_{step}"] for step in (1000, 5000, 30_000)}


def street(seeds):
    """The SVM on two clouds, from a weak L2 to a strong one: the width of its street, 2/|w|, its support vectors, and how far it turns."""

    def measure(seed):
        X, y = blobs(30, seed=seed)
        figures, directions = {}, {}
        for name, l2 in (("weak", 0.001), ("medium", 0.03), ("strong", 1.0)):
            w, _, margins = svm(X, y, l2)
            figures[f"width_{name}"] = 2 / float(np.linalg.norm(w))
            figures[f"support_{name}"] = float((margins < 1 + 1e-2).sum())
            directions[name] = direction(w)
        X, y = separable_blobs(seed)
        figures["gap_widest"] = max(gap(X, y, degrees) for degrees in np.arange(0, 360, 0.1))
        for name, begin in (("near", START), ("far", (10.0, 5.0, 0.0))):
            run = train(neuron(*begin), X, y, loss="hinge", learning_rate=0.1, steps=5000, snapshots=2)
            figures[f"gap_{name}"] = gap(X, y, direction(run.networks[-1].layers[0].W[0]))
        figures["gap_lost"] = figures["gap_widest"] - figures["gap_far"]
        figures["near_widest"] = float(figures["gap_near"] > 0.99 * figures["gap_widest"])
        return figures | {"turned": apart(directions["weak"], directions["strong"])}

    measures = [measure(seed) for seed in seeds]
    figures = _median(measures)
    return figures | {
        "wider": figures["width_strong"] / figures["width_weak"],
        "near_widest": sum(one["near_widest"] for one in measures),
    }


def one_point(seeds):
    """How far each boundary turns if the farthest point moves out, and turns and shifts if a point moves into the other cloud."""

    def moved(X, y, points):
        """By loss: by how many degrees and by what distance the boundary moves as the points X become `points`."""
        change = {}
        for loss in ("logistic", "hinge"):
            old, new = (
                last_network(neuron(0.5, 0.5, 0.0), places, y, loss=loss, learning_rate=0.3, steps=400, l2=0.01).layers[0]
                for places in (X, points)
            )
            shift = new.b[0] / np.linalg.norm(new.W) - old.b[0] / np.linalg.norm(old.W)
            change[loss] = apart(direction(old.W[0]), direction(new.W[0])), float(abs(shift))
        return change

    def measure(seed):
        X, y = blobs(30, seed=seed)
        layer = last_network(neuron(0.5, 0.5, 0.0), X, y, loss="hinge", learning_rate=0.3, steps=400, l2=0.01).layers[0]
        t, w, out = 2 * y - 1, layer.W[0], X.copy()
        farthest = np.argmax(t * (X @ w + layer.b[0]))
        out[farthest] += 1.5 * t[farthest] * w / np.linalg.norm(w)
        figures = {f"out_{loss}": angle for loss, (angle, _) in moved(X, y, out).items()}
        cases = []
        for i in (0, 7, 14, 35, 50):
            into = X.copy()
            into[i] = X[y != y[i]].mean(axis=0)
            changes = moved(X, y, into).items()
            cases.append({f"into_{loss}": angle for loss, (angle, _) in changes} | {f"shift_{loss}": shift for loss, (_, shift) in changes})
        figures |= _median(cases)
        return figures | {
            "into_more": figures["into_hinge"] - figures["into_logistic"],
            "shift_more": figures["shift_logistic"] - figures["shift_hinge"],
        }

    return _median([measure(seed) for seed in seeds])


@functools.cache
def _new_points(seed=1000):
    return moons(1000, seed=seed)


def moons_neuron(loss, *, seed, l2, learning_rate):
    """A neuron trained on 100 points of each of two moons."""
    X, y = moons(100, seed=seed)
    return last_network(mlp([2, 1], seed=seed), X, y, loss=loss, learning_rate=learning_rate, steps=400, l2=l2)


def new_points(seeds):
    """The two losses on new points of two moons, each at its own best rate and L2: three data sets for each seed; then on other points."""
    sets = [3 * seed + i for seed in seeds for i in range(3)]
    settings = [{"l2": l2, "learning_rate": rate} for l2 in (0.0, 0.001, 0.01) for rate in (0.3, 1.0, 3.0)]
    figures, neurons = {}, {}
    for loss in ("logistic", "hinge"):
        tried = [[moons_neuron(loss, seed=seed, **setting) for seed in sets] for setting in settings]
        medians = [np.median([accuracy(one, *_new_points()) for one in several]) for several in tried]
        best = int(np.argmax(medians))
        neurons[loss], figures[loss] = tried[best], float(medians[best])
        figures |= {f"{loss}_{name}": value for name, value in settings[best].items()}

    def gains(points):
        """By data set: how much higher the accuracy is with cross-entropy, measured on `points`."""
        logistic, hinge = ([accuracy(one, *points) for one in neurons[loss]] for loss in ("logistic", "hinge"))
        return np.subtract(logistic, hinge)

    gain = gains(_new_points())
    others = sorted(((g > 0).sum(), (g < 0).sum()) for g in (gains(_new_points(seed)) for seed in range(1001, 1013)))
    counts = {"most": others[-1], "least": others[0]}  # of the data sets on which cross-entropy is ahead
    figures |= {f"{name}_{side}": float(n) for name, pair in counts.items() for side, n in zip(("ahead", "behind"), pair, strict=True)}
    return figures | {"gain": float(np.median(gain)), "ahead": float((gain > 0).sum()), "behind": float((gain < 0).sum())}


def xor_training(seeds):
    """XOR by one neuron: from other starts with either loss, with points left out, and along the line that gets three corners."""

    def measure(seed):
        X, y = xor(100, noise=0.05, seed=seed)
        rng, line = np.random.default_rng(seed), X @ [-1, -1] + 1
        figures = {f"line_{name}": float(logistic_loss(scale * line, y)[0]) for name, scale in (("1", 1), ("3", 0.3), ("10", 0.1))}
        figures |= {f"line_hinge_{name}": float(hinge_loss(scale * line, y)[0]) for name, scale in (("1", 1), ("10", 0.1))}
        missing = np.delete(np.arange(len(y)), np.flatnonzero((X < 0).all(axis=1))[:5])  # five points of the corner at the lower left
        runs = {name: [] for name in ("logistic", "hinge", "short", "missing", "hinge_long", "short_long")}
        for _ in range(3):
            start = rng.normal(0, 2, 3)
            for name, loss, kept in (
                ("logistic", "logistic", slice(None)),
                ("hinge", "hinge", slice(None)),
                ("short", "hinge", slice(None)),  # a start twenty times as short
                ("missing", "logistic", missing),
            ):
                steps, begin = 3000 if name == "missing" else 1000, start / 20 if name == "short" else start
                options = {"loss": loss, "learning_rate": 0.1, "snapshots": 2}
                runs[name].append(train(neuron(*begin), X[kept], y[kept], steps=steps, **options))
                if name in ("hinge", "short"):  # and on from there, 20,000 steps in all
                    runs[f"{name}_long"].append(train(runs[name][-1].networks[-1], X[kept], y[kept], steps=19_000, **options))
        for name, several in runs.items():
            figures[f"{name}_loss"] = float(np.median([run.losses[-1] for run in several]))
            figures[f"{name}_length"] = float(np.median([np.linalg.norm(run.networks[-1].layers[0].W) for run in several]))
            figures[f"{name}_three"] = float(np.mean([run.accuracies[-1] > 0.7 for run in several]))
        corners, draws = [np.flatnonzero((X * signs > 0).all(axis=1)) for signs in ([-1, -1], [1, 1])], np.random.default_rng(seed)
        both = np.delete(np.arange(len(y)), np.concatenate([corner[:5] for corner in corners]))  # five of each corner of a class
        figures["both_three"] = float(lowest(X[both], y[both]) > 0.7)
        drawn = [draws.permutation(len(y))[10:] for _ in range(3)]
        figures["random_three"] = float(np.mean([lowest(X[kept], y[kept]) > 0.7 for kept in drawn]))
        run = train(neuron(*start), *xor(30, seed=seed), loss="logistic", learning_rate=0.1, steps=5000, snapshots=2)  # as in the explorer
        figures["scattered_loss"] = float(run.losses[-1])
        two = train(mlp([2, 4, 1], "tanh", seed=seed), X, y, loss="logistic", learning_rate=0.5, steps=400)
        return figures | {"two_layers": two.accuracies[-1]}

    measures = [measure(seed) for seed in seeds]
    shares = {name: float(np.mean([one[name] for one in measures])) for name in measures[0] if name.endswith("_three")}
    shares["longer_more"] = shares["hinge_three"] - shares["short_three"]
    shares["later_more"] = shares["short_long_three"] - shares["short_three"]
    return _median(measures) | shares | {"two_layers_lowest": float(min(one["two_layers"] for one in measures))}
